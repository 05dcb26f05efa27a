"""What levers do one at a time, as the cells and small tables that both answers about them are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.one_at_a_time import LOOKED_AT, PRIMARY
from sim.experiment.verdicts import GIVEN, UNDECIDED
from sim.views.answers.lines import columns, run_words
from sim.views.charts.lever_dots import SHOWN, SURE, rows_of, scale_for
from sim.views.style import words
from sim.views.style.scales import Scale, scale_of
from sim.views.style.study_words import Row
from sim.views.style.words import lever_name

if TYPE_CHECKING:
    from sim.experiment.one_at_a_time import OneAtATime
    from sim.inputs.scenario import Scenario


MARKS = {UNDECIDED: " ", GIVEN: "^"}
"""Behind effects of which no test says that they are there."""


def cell(row: Row, scale: Scale) -> str:
    """An effect with `*` where it is shown with all adjusted for, `?` where only its own interval leaves out 0.

    `^` stands where it is the lever's price and nothing else.
    """
    estimate, _ = scale.signed(row["effect"], row["lower"], row["upper"])
    mark = MARKS.get(row["verdict"]) or ("*" if row["p_holm"] < SURE else "?")
    return estimate + mark


def harm_cells(row: Row, currency: str, *, with_ground: bool = False) -> tuple[str, str, str, str]:
    """Measure, effect with its unit, interval, and where: `overtime`, `+12.3 h/week`, `[+9.8, +14.8]`, `alone`."""
    scale = scale_of(row["unit"], currency, [row["effect"]])
    effect, limits = scale.signed(row["effect"], row["lower"], row["upper"])
    where = f"{row['ground']}, {row['reading']}" if with_ground else row["reading"]
    return row["measure"], f"{effect}{words.GAP}{scale.unit}".rstrip(), limits, where


def harm_words(row: Row, currency: str) -> str:
    """`overtime +12.3 h/week [+9.8, +14.8], alone`."""
    measure, effect, limits, where = harm_cells(row, currency)
    return f"{measure} {effect} {limits}, {where}"


def how_to_read() -> str:
    """What marks and columns mean, under the tables."""
    return (
        f"* shown with p-values adjusted for all {len(LOOKED_AT)} measures of all levers and readings (Holm); ? only "
        "by its own 95 % interval, and about one in twenty of those would be luck; ^ given: its price, for it changes "
        "nothing else. Order: order to delivery, mean; "
        "ticket: first contact to solution, mean. Profit is after the lever's price; the statement counts running "
        "costs and a third of what is paid at once a year. It is that of the measured weeks: an offer to stay is "
        "paid for in it, what a customer who stays brings later is not (lifetime value is a measure of its own). "
        "What a lever makes worse is looked for among "
        f"{len(PRIMARY)} measures that do not hold its price; named is the one that is worse most clearly, with its "
        "own interval, if it is shown with all adjusted for. Differences of percentages are in percentage points."
    )


def effect_table(found: OneAtATime, name: str, reading: str, ground: str = "") -> str:
    """A row per lever: its effects on the measures of ``SHOWN`` in one reading."""
    scales = {measure: scale_for(found, measure) for measure in SHOWN}
    head = [name, *(f"{short} {scales[measure].unit}".strip() for measure, short in SHOWN.items())]
    cells = {
        measure: {
            row["lever"]: cell(row, scales[measure])
            for row in rows_of(found, measure, reading, ground).to_dict("records")
        }
        for measure in SHOWN
    }
    return columns(
        head, [[lever_name(lever), *(cells[measure].get(lever, "") for measure in SHOWN)] for lever in found.levers]
    )


def price_table(found: OneAtATime) -> str:
    """A row per lever: what it costs at once, what it costs a year, and what the profit statement counts a year."""
    rows = [
        [lever_name(row["lever"]), *(words.number(row[key] / 1000) for key in ("one_off", "per_year", "a_year"))]
        for row in found.prices.to_dict("records")
        if row["one_off"] or row["per_year"]
    ]
    return columns([f"price, k {found.currency}", "once", "running, a year", "counted, a year"], rows)


def harm_table(found: OneAtATime, *, with_ground: bool = False) -> str:
    """A row per lever: the measure it makes worse most clearly, by how much, and where."""
    harms = {
        row["lever"]: harm_cells(row, found.currency, with_ground=with_ground) for row in found.worse.to_dict("records")
    }
    head = ["makes worse", "", "effect", "[95 % interval]", ""]
    rows = [[lever_name(lever), *harms.get(lever, ("none shown", "", "", ""))] for lever in found.levers]
    first, last = (max(len(row[place]) for row in rows) for place in (1, 4))
    return columns(head, [[row[0], row[1].ljust(first), *row[2:4], row[4].ljust(last)] for row in rows])


def tables_of(found: OneAtATime) -> dict[str, pd.DataFrame]:
    """The tables of the folder."""
    return {
        "effects": found.effects,
        "prices": found.prices,
        "worse": found.worse,
        "better": found.better,
        "failures": found.failures,
    }


def run_sentence(found: OneAtATime, a: Scenario, b: Scenario) -> str:
    """What was run, in one sentence."""
    what = f"{words.count(len(found.levers), 'lever')} one at a time, {words.replications(found.replications)}"
    return run_words(a, b, what)
