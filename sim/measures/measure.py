"""What a measure is: a name, a unit, a direction and one function of a run. A new measure is one row in a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sim.measures.run import Run

OWN_MIX = "each world's own mix of kinds"
"""Behind bases of means over kinds of cases: `tables/alike.csv` compares kind by kind."""

Better: TypeAlias = Literal["lower", "higher", "neither"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of one run.

    Attributes:
        id: permanent name.
        label: what a person reads.
        unit: its unit.
        better: which direction is better, if any.
        benefit: which of the four promised benefits (or "money") it belongs to.
        of: the function that computes it; NaN when there is nothing to compute it from.
        short: part of the short table a manager asks for.
        base: what a share, a ratio or a mean is over, in words; empty for sums and levels.
        arithmetic: follows from prices and quantities of the scenario alone; luck has no part in it.
        signed: may be negative, so that a change in per cent may pass -100 %.
    """

    id: str
    label: str
    unit: str
    better: Better
    benefit: str
    of: Callable[[Run], float]
    short: bool = False
    base: str = ""
    arithmetic: bool = False
    signed: bool = False


def mean(values: pd.Series) -> float:
    """The mean, NaN when empty."""
    return float(values.mean()) if len(values) else float("nan")


def share(part: float, whole: float) -> float:
    """The ratio of part to whole, NaN when there is nothing."""
    return float(part) / float(whole) if whole else float("nan")


def quantile(values: pd.Series, level: float) -> float:
    """A quantile, NaN when empty."""
    return float(np.quantile(values, level)) if len(values) else float("nan")
