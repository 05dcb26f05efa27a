"""Where a run settles: the warm-up by MSER."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.experiment.statistics.intervals import vector

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

MSER_TAIL = 5
"""Last batches never cut when judging a run: a few alike by chance would win (White & Robinson 2010)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUp:
    """Where a run settles: `cut` observations to discard, `mean` of the rest, `rejected` if too short."""

    cut: int
    mean: float
    rejected: bool


def mser5(series: ArrayLike, batch: int = 5) -> WarmUp:
    """Warm-up by MSER on means of `batch` observations: 5 in the original, a week's where weeks repeat.

    The cut is the d <= n/2 (n batches) with the smallest sum of squares of the later batch means about
    their mean, over (n-d)²; the first of equals. The run is rejected when a d beyond n/2 does better still,
    the last five batches never being cut; with ten batches or fewer that cannot be seen, and the run is
    rejected as too short. Observations after the last whole batch do not guide the cut but count in the
    mean. Use the mean series over replications, not one run. Source: White 1997; White, Cobb & Spratt 2000.
    """
    if batch < 1:
        message = f"batch must be at least 1 observation, not {batch}"
        raise ValueError(message)
    x = vector(series)
    n = x.size // batch
    if n == 0 or not np.isfinite(x).all():
        return WarmUp(cut=0, mean=float(x.mean()) if x.size else math.nan, rejected=True)
    score = _mser(x[: n * batch].reshape(n, batch).mean(axis=1))
    half = n // 2
    best = int(np.argmin(score[: half + 1]))
    long_enough = n > 2 * MSER_TAIL
    rejected = not long_enough or int(np.argmin(score[: n - MSER_TAIL + 1])) > half
    return WarmUp(cut=best * batch, mean=float(x[best * batch :].mean()), rejected=rejected)


def _mser(means: FloatArray) -> FloatArray:
    """The MSER statistic for each number d of leading batches cut, shape `(n,)`."""
    centred = means - np.median(means)  # keeps the sums of squares small, and a constant series at exactly 0
    left = np.arange(means.size, 0, -1)
    total = np.cumsum(centred[::-1])[::-1]
    squares = np.cumsum(centred[::-1] ** 2)[::-1]
    return np.maximum(squares - total**2 / left, 0.0) / left**2
