"""What levers do one at a time, in words: titles, whether a trend needs integration to pay, and the cells of tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.one_at_a_time import ALONE, LOOKED_AT, PRIMARY
from sim.measures.catalogue import measure_named
from sim.views.charts.findings import Worlds
from sim.views.charts.titles import inside
from sim.views.charts.waterfall import lever_name
from sim.views.style import words
from sim.views.style.scales import Scale, scale_of

if TYPE_CHECKING:
    from sim.experiment.one_at_a_time import OneAtATime

SHOWN = {
    "profit": "profit",
    "order lead time": "order",
    "ticket time": "ticket",
    "wrong decisions": "wrong decisions",
    "satisfaction": "satisfaction",
}
"""Measures of the tables and charts, with the heads of their columns: money, and one or two of each benefit."""
SURE = 0.05


def rows_of(found: OneAtATime, measure: str, reading: str = "", ground: str = "") -> pd.DataFrame:
    """The effects on one measure; in one reading and on one ground if they are named."""
    table = found.effects[found.effects["measure"] == measure]
    for column, value in (("reading", reading), ("ground", ground)):
        table = table[table[column] == value] if value else table
    return table


def scale_for(found: OneAtATime, measure: str) -> Scale:
    """The unit in which effects on a measure are said everywhere in one answer."""
    rows = rows_of(found, measure)
    return scale_of(str(rows["unit"].iloc[0]), found.currency, list(rows["effect"]))


def cell(row: Mapping[Any, Any], scale: Scale) -> str:
    """An effect with `*` where it is shown with all adjusted for, `?` where only its own interval leaves out 0."""
    estimate, _ = scale.signed(row["effect"], row["lower"], row["upper"])
    mark = " " if row["verdict"] == "undecided" else "*" if row["p_holm"] < SURE else "?"
    return estimate + mark


def harm_cells(row: Mapping[Any, Any], currency: str, *, with_ground: bool = False) -> tuple[str, str, str, str]:
    """Measure, effect with its unit, interval, and where: `overtime`, `+12.3 h/week`, `[+9.8, +14.8]`, `alone`."""
    scale = scale_of(row["unit"], currency, [row["effect"]])
    effect, limits = scale.signed(row["effect"], row["lower"], row["upper"])
    where = f"{row['ground']}, {row['reading']}" if with_ground else row["reading"]
    return row["measure"], f"{effect}{words.GAP}{scale.unit}".rstrip(), limits, where


def harm_words(row: Mapping[Any, Any], currency: str) -> str:
    """`overtime +12.3 h/week [+9.8, +14.8], alone`."""
    measure, effect, limits, where = harm_cells(row, currency)
    return f"{measure} {effect} {limits}, {where}"


def of_effects(found: OneAtATime, measure: str = "profit") -> str:
    """How many levers move a measure alone, and how many make some other measure worse."""
    label = inside(measure_named(measure).label)
    rows, every = rows_of(found, measure, ALONE), len(found.levers)
    shown = rows[rows["p_holm"] < SURE]
    better, worse = (int((shown["verdict"] == kind).sum()) for kind in ("better", "worse"))
    moved = (
        f"none of {words.count(every, 'lever')} is shown to change {label}"
        if not better + worse
        else f"{better} of {words.count(every, 'lever')} are shown to better {label} and {worse} to worsen it"
    )
    harm = len(found.worse)
    return (
        f"Alone, {moved}; {'none is' if not harm else f'{harm} are' if harm > 1 else '1 is'} shown to make one of "
        f"{len(PRIMARY)} other measures worse, alone or with all others"
    )


def pays(row: Mapping[Any, Any], worlds: Worlds) -> str:
    """What is shown of one trend on two grounds; a row of ``one_at_a_time.compare_grounds``."""
    first, second, extra = (_sign(row[name], row[f"{name}_p_holm"]) for name in ("first", "second", "extra"))
    if first > 0 and second > 0:
        return "pays on both"
    if second > 0:
        return f"needs {worlds[1]}" if extra > 0 else f"pays on {worlds[1]}"
    if first > 0:
        return f"needs {worlds[0]}" if extra < 0 else f"pays on {worlds[0]}"
    if first < 0 and second < 0:
        return "pays on neither"
    if first < 0 or second < 0:
        return f"loses on {worlds[0] if first < 0 else worlds[1]}"
    return "undecided"


def of_trends(table: pd.DataFrame, worlds: Worlds, reading: str = ALONE) -> str:
    """Which trends pay on either ground, and which need the second to pay; from rows of ``compare_grounds``."""
    rows = table[table["reading"] == reading].to_dict("records")
    every = words.count(len(rows), "trend")
    paying = [[row for row in rows if _sign(row[name], row[f"{name}_p_holm"]) > 0] for name in ("first", "second")]
    need = [lever_name(row["lever"]) for row in rows if pays(row, worlds) == f"needs {worlds[1]}"]
    more, less = (
        [lever_name(row["lever"]) for row in rows if _sign(row["extra"], row["extra_p_holm"]) == sign] for sign in (1, -1)
    )
    lead = "Alone" if reading == ALONE else "With all other trends there"
    said = (
        f"{lead}, {_some(len(paying[0]))} of {every} {_are(paying[0])} shown to pay on {worlds[0]}, "
        f"{_some(len(paying[1]))} on {worlds[1]}; {words.listing(need) or 'none'} {_are(need)} shown to need "
        f"{worlds[1]} for it"
    )
    parts = [
        f"{word} for profit on {worlds[1]} than on {worlds[0]}: {words.listing(names)}"
        for names, word in ((more, "more"), (less, "less"))
        if names
    ]
    return "; ".join([said, *parts])


def _sign(value: float, p: float) -> int:
    return 0 if not p < SURE or value == 0 or math.isnan(value) else 1 if value > 0 else -1


def _some(amount: int) -> str:
    return str(amount) if amount else "none"


def _are(names: Sequence[object]) -> str:
    return "are" if len(names) > 1 else "is"


def how_to_read() -> str:
    """What marks and columns mean, under the tables."""
    return (
        f"* shown with p-values adjusted for all {len(LOOKED_AT)} measures of all levers and readings (Holm); ? only "
        "by its own 95 % interval, and about one in twenty of those would be luck. Order: order to delivery, mean; "
        "ticket: first contact to solution, mean. Profit is after the lever's price; the statement counts running "
        "costs and a third of what is paid at once a year. It is that of the measured weeks: an offer to stay is "
        "paid for in it, what a customer who stays brings later is not (lifetime value is a measure of its own). "
        "What a lever makes worse is looked for among "
        f"{len(PRIMARY)} measures that do not hold its price; named is the one that is worse most clearly, with its "
        "own interval, if it is shown with all adjusted for. Differences of percentages are in percentage points."
    )
