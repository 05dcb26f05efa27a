"""What levers do one at a time, in words: the cells of tables, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.experiment.one_at_a_time import LOOKED_AT, PRIMARY
from sim.views.charts.lever_dots import SURE
from sim.views.style import words
from sim.views.style.scales import Scale, scale_of


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
