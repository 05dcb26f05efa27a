"""A panel: one chart with the words around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts.figures import Picture

if TYPE_CHECKING:
    from sim.experiment.study import Study

WIDE, WIDER, NARROW = 760.0, 880.0, 380.0
"""Widths in CSS pixels that read well from a tablet up, with figures beside the marks, and on a telephone."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart with its words.

    Attributes:
        name: file name of the chart and its tables.
        question: what it answers.
        reading: how it is read.
        draw: the picture at a width in CSS pixels.
        data: the table a person reads under it; the complete ones stand in the folder.
        wide: width of the picture on anything wider than a telephone.
    """

    name: str
    question: str
    reading: str
    draw: Callable[[Study, float], Picture]
    data: Callable[[Study], pd.DataFrame]
    wide: float = WIDE
