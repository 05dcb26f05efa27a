"""Chart: what does every lever do, alone and with all others? A row per lever, a panel per measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiment.one_at_a_time import ALONE, LAST, PRIMARY
from sim.experiment.verdicts import BETTER, WORSE
from sim.measures.catalogue import measure_named
from sim.views.charts.chart import Guide
from sim.views.charts.lever_dots import SURE, Series, effects_picture, rows_of
from sim.views.style import look, words
from sim.views.style.words import inside

if TYPE_CHECKING:
    from sim.experiment.one_at_a_time import OneAtATime
    from sim.views.style.picture import Picture

SERIES = (Series(ALONE, ALONE), Series(LAST, LAST))


def picture(found: OneAtATime, width: float = look.WIDE) -> Picture:
    """The whole figure."""
    return effects_picture(found, title(found), SERIES, width=width)


def title(found: OneAtATime, measure: str = "profit") -> str:
    """How many levers move a measure alone, and how many make some other measure worse."""
    label = inside(measure_named(measure).label)
    rows, every = rows_of(found, measure, ALONE), len(found.levers)
    shown = rows[rows["p_holm"] < SURE]
    better, worse = (int((shown["verdict"] == kind).sum()) for kind in (BETTER, WORSE))
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


GUIDE = Guide(
    "What does each lever do, alone and with all others?",
    "A row is a lever, a panel a measure. One mark is the lever alone, the other the same lever where all others are on;"
    " the line is its 95 % interval. Right of zero the measure rises; the mark's colour says whether that is good.",
)
