"""Changes in relation to what they start from, with intervals of their own."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.experiment.statistics import Interval, moments, ratio_interval, t_quantile, vector

FloatArray: TypeAlias = NDArray[np.float64]


class Ratio(NamedTuple):
    """A ratio of two means with its limits; NaN where there is none to speak of."""

    estimate: float
    lower: float
    upper: float


NO_RATIO = Ratio(math.nan, math.nan, math.nan)


LARGEST_EXPONENT = 100.0
"""Beyond this the limits of a ratio, on a log scale, are as good as none."""


def ratio_of(b: ArrayLike, a: ArrayLike, confidence: float, *, signed: bool = False) -> Ratio:
    """mean(b) / mean(a) over pairs, with its interval.

    The interval is Fieller's: it leaves out 1 where that of the difference leaves out 0. Of what cannot be negative it
    never goes below 0 (a change below -100 %): where Fieller's would, or knows no limits, and all values are above 0,
    it is taken on a log scale (delta method, Student t); where some are 0 it is cut at 0. There is no ratio to what is
    not above 0 in the mean.

    Args:
        signed: whether values may be negative.
    """
    x, y = vector(b), vector(a)
    if not x.size or not np.isfinite(x).all() or not np.isfinite(y).all() or y.mean() <= 0:
        return NO_RATIO
    fieller = ratio_interval(x, y, confidence)
    if not signed and not 0 <= fieller.lower <= fieller.upper < math.inf:
        return _cut_at_nothing(x, y, fieller, confidence)
    return Ratio(fieller.estimate, *map(_finite, (fieller.lower, fieller.upper)))


def _cut_at_nothing(x: FloatArray, y: FloatArray, fieller: Interval, confidence: float) -> Ratio:
    """The limits of what cannot be negative, where Fieller's go below 0 or are none."""
    if x.size > 1 and x.min() > 0 and y.min() > 0:
        spread = math.sqrt(moments(x / x.mean() - y / y.mean())[1] / x.size)
        exponent = t_quantile(x.size - 1, confidence) * spread
        if exponent > LARGEST_EXPONENT:
            return Ratio(fieller.estimate, math.nan, math.nan)
        reach = math.exp(exponent)
        return Ratio(fieller.estimate, fieller.estimate / reach, fieller.estimate * reach)
    if math.isinf(fieller.upper):
        return Ratio(fieller.estimate, math.nan, math.nan)
    return Ratio(fieller.estimate, max(0.0, fieller.lower), fieller.upper)


def _finite(limit: float) -> float:
    return limit if math.isfinite(limit) else math.nan
