"""How many replications: until half-widths are small enough, and never because a verdict has come."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.experiment.statistics.intervals import moments, t_quantile, vector

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

MOST_REPLICATIONS = 2**53
"""Beyond this a count of replications is no longer exact as a float, and no study is that long."""

FEWEST_PAIRS, MOST_PAIRS = 12, 60
"""What `--replications auto` begins with, and where it ends whatever the half-widths are; from 8 it would cost
more than 2 points of coverage, as a small variance found by chance ends it too soon."""


def pairs_needed(had: int, differences: Sequence[ArrayLike], goals: Sequence[float], confidence: float = 0.95) -> int:
    """How many pairs `--replications auto` goes on to; it stops once this is the number that it has.

    The rule: begin with ``FEWEST_PAIRS``; as long as the half-width of a paired difference is above its goal, go on to
    the number at which it would meet it if the variance seen so far held, to ``MOST_PAIRS`` at most. What the differences
    are, whether they are shown or star a row, plays no part: stopping on a verdict would spoil every interval.

    Args:
        had: how many pairs there are.
        differences: for each measure that is looked at, its paired differences so far; one without any plays no part.
        goals: for each the half-width that is small enough, in its unit.
    """
    wanted = max(had, FEWEST_PAIRS)
    for own, goal in zip(differences, goals, strict=True):
        known = vector(own)
        if known.size and goal > 0:
            least = replications_needed(known, absolute=goal, confidence=confidence)
            wanted = max(wanted, MOST_PAIRS if least is None else had + least - known.size)
    return min(wanted, max(MOST_PAIRS, had))


def replications_needed(
    pilot: ArrayLike,
    *,
    relative: float | None = None,
    absolute: float | None = None,
    confidence: float = 0.95,
    corrected: bool = True,
) -> int | None:
    """Smallest n, at least the pilot's, whose half-width meets the goal if the pilot's variance holds.

    Give `relative` (a fraction g of |mean|) or `absolute` (in the unit of the data; meant for paired
    differences). `corrected` asks for g/(1+g) instead of g, because the error is wanted relative to the
    true mean and only the estimate is known. Called again with every replication so far, it is the
    sequential rule: stop once it returns their number. None where the pilot cannot tell: fewer than two
    values, a NaN, or a relative goal about a mean of 0. Raises ValueError unless exactly one positive goal
    is given. Source: Law, ch. 9.
    """
    if (relative is None) == (absolute is None):
        message = "give either a relative or an absolute half-width"
        raise ValueError(message)
    goal = relative if relative is not None else absolute
    if goal is None or not goal > 0:
        message = f"the half-width asked for must be above 0, not {goal}"
        raise ValueError(message)
    x = vector(pilot)
    mean, variance = moments(x)
    if absolute is None:
        goal = (goal / (1 + goal) if corrected else goal) * abs(mean)
    if math.isnan(variance):
        return None
    return _smallest_n(math.sqrt(variance), goal, x.size, confidence)


def _smallest_n(deviation: float, goal: float, least: int, confidence: float) -> int | None:
    """Smallest n >= least with t · deviation / √n <= goal: by halves, as the left side falls in n."""

    def enough(n: int) -> bool:
        return t_quantile(n - 1, confidence) * deviation / math.sqrt(n) <= goal

    if enough(least):
        return least
    low, high = least, 2 * least
    while not enough(high):
        low, high = high, 2 * high
        if high > MOST_REPLICATIONS:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
