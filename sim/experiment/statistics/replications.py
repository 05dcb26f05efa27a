"""How many replications: until half-widths are small enough, and never because a verdict has come."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sim.experiment.statistics.intervals import moments, t_quantile, vector

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

Sample: TypeAlias = tuple["FloatArray", float]
"""Paired differences, NaN where there is none, and the half-width that is small enough."""
MOST_REPLICATIONS = 2**53
"""Beyond this a count of replications is no longer exact as a float, and no study is that long."""

FEWEST_PAIRS, MOST_PAIRS = 8, 60
"""What `--replications auto` begins with, and where it ends whatever the half-widths are."""
CONFIRMING_PAIRS = 6
"""So many more pairs must agree that half-widths are small enough: a small variance found by chance ends nothing."""
AT_ONCE = 1 / 3
"""Half-widths of at most this share of what is wanted need nobody to agree."""


def pairs_needed(
    differences: Sequence[ArrayLike], goals: Sequence[float], *, most: int = MOST_PAIRS, confidence: float = 0.95
) -> int:
    """How many pairs `--replications auto` goes on to; it stops once this is the number that it has.

    The rule: begin with ``FEWEST_PAIRS``. As long as the half-width of a paired difference is above its goal, go on to
    the number at which it would meet it if the variance seen so far held. Once all half-widths meet their goals, stop if
    they did so without the last ``CONFIRMING_PAIRS`` pairs too, or are not even ``AT_ONCE`` of them; else run that many
    more. End at ``most`` in any case. What the differences are, whether they are shown or star a row, plays no part:
    stopping on a verdict would spoil every interval.

    Stopping at a small variance costs coverage, which the number begun with and the pairs that confirm keep small: over
    all goals at most 1.3 points where differences are normal, 2 where their skewness is 1 (``tests/experiment``).
    Sources: Stein 1945 and Chow & Robbins 1965 (intervals of fixed width); Law, ch. 9.

    Args:
        differences: for each measure that is looked at, its paired differences so far, all as long as there are pairs;
            NaN where a pair has none. One without any plays no part.
        goals: for each the half-width that is small enough, in its unit; a goal that is not above 0 plays no part.
        most: pairs that are allowed.
    """
    samples = [(vector(own), goal) for own, goal in zip(differences, goals, strict=True) if goal > 0]
    samples = [(own, goal) for own, goal in samples if np.isfinite(own).any()]
    had = max((vector(own).size for own in differences), default=0)
    if had < FEWEST_PAIRS:
        wanted = FEWEST_PAIRS
    elif (least := _pairs_to_meet(samples, confidence, most)) > had:
        wanted = least
    elif _confirmed(samples, had, confidence):
        wanted = had
    else:
        wanted = had + CONFIRMING_PAIRS
    return max(had, min(wanted, most))


def _pairs_to_meet(samples: Sequence[Sample], confidence: float, most: int) -> int:
    """The least number of pairs, from those that there are on, at which all half-widths would meet their goals."""
    least = 0
    for own, goal in samples:
        known = own[np.isfinite(own)]
        needed = replications_needed(known, absolute=goal, confidence=confidence)
        least = max(least, most if needed is None else own.size + needed - known.size)
    return least


def _confirmed(samples: Sequence[Sample], had: int, confidence: float) -> bool:
    """Whether half-widths that are small enough were so before, or are so by far."""
    before = had - CONFIRMING_PAIRS
    earlier = [(own[:before], goal) for own, goal in samples]
    by_far = [(own, AT_ONCE * goal) for own, goal in samples]
    agreed = before >= FEWEST_PAIRS and _pairs_to_meet(earlier, confidence, had) <= before
    return agreed or _pairs_to_meet(by_far, confidence, MOST_REPLICATIONS) <= had


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
