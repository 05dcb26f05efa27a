"""Chart: does a trend pay on either ground? A row per trend, a panel per measure, a mark per ground."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.one_at_a_time import ALONE
from sim.experiment.verdicts import UNDECIDED
from sim.views.charts.chart import Guide
from sim.views.charts.findings import Worlds
from sim.views.charts.lever_dots import SURE, Series, effects_picture
from sim.views.style import look, words
from sim.views.style.words import lever_name

if TYPE_CHECKING:
    from sim.experiment.one_at_a_time import OneAtATime
    from sim.views.style.picture import Picture


def picture(
    found: OneAtATime, grounds: pd.DataFrame, worlds: Worlds, reading: str = ALONE, width: float = look.WIDE
) -> Picture:
    """The whole figure in one reading; `grounds` has a row per trend and reading, from ``compare_grounds``."""
    series = [Series(f"on {world}", reading, world, look.WORLDS[place]) for place, world in enumerate(worlds)]
    return effects_picture(found, title(grounds, worlds, reading), series, width=width)


def title(grounds: pd.DataFrame, worlds: Worlds, reading: str = ALONE) -> str:
    """Which trends pay on either ground, and which need the second to pay; from rows of ``compare_grounds``."""
    rows = grounds[grounds["reading"] == reading].to_dict("records")
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
    return UNDECIDED


def _sign(value: float, p: float) -> int:
    return 0 if not p < SURE or value == 0 or math.isnan(value) else 1 if value > 0 else -1


def _some(amount: int) -> str:
    return str(amount) if amount else "none"


def _are(names: Sequence[object]) -> str:
    return "are" if len(names) > 1 else "is"


GUIDE = Guide(
    "Does a trend need integration to pay?",
    "A row is a trend, a panel a measure. The two marks are the same trend on either company, each with its 95 %"
    " interval; a trend needs the second company where only its mark there is shown to pay and the two differ.",
)
