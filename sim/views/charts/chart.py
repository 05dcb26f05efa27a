"""A chart of the report, declared as data. One chart is one file of this folder.

In it stand what it draws (a function of axes and tables), its picture, title and description, the table beside it, and
at the end its declaration, `CHART`. The list in `sim/views/report/contents.py` says which are shown, in which order.
A chart that only the answer of a script shows, or a notebook, has the table of that answer and declares its `GUIDE`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.style.picture import Picture, as_svg

if TYPE_CHECKING:
    from sim.experiment.study import Study

WIDE, WIDER, NARROW = 760.0, 880.0, 380.0
"""Widths in CSS pixels that read well from a tablet up, with figures beside the marks, and on a telephone."""


def always(_study: Study) -> bool:
    """For charts of what every study has."""
    return True


@dataclass(frozen=True, slots=True)
class Guide:
    """What a chart answers, and how it is read."""

    question: str
    reading: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with its words.

    Attributes:
        name: file name of the chart and its tables.
        question: what it answers.
        reading: how it is read.
        draw: the picture of a study at a width in CSS pixels.
        table: what a person reads beside it; the complete tables stand in the folder.
        when: whether a study has what it takes.
        wide: width of the picture on anything wider than a telephone.
        in_gallery: whether it is one of the few pictures of the gallery.
    """

    name: str
    question: str
    reading: str
    draw: Callable[[Study, float], Picture]
    table: Callable[[Study], pd.DataFrame]
    when: Callable[[Study], bool] = always
    wide: float = WIDE
    in_gallery: bool = False

    @property
    def guide(self) -> Guide:
        """What it answers, and how it is read."""
        return Guide(self.question, self.reading)


def narrow_svg(chart: Chart, study: Study) -> str:
    """The same chart for a telephone, to stand in the page beside the wide one."""
    return as_svg(chart.draw(study, NARROW), f"{chart.name}-narrow")
