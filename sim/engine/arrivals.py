"""Arrivals that vary in time: a Poisson process whose rate follows a cycle, by inversion of the expected number.

The gaps of a process of rate 1 are stretched over time so that the expected number of arrivals up to any moment is
exactly that of the cycle. So the n-th arrival is decided by the first n numbers of its stream alone, a larger gap is a
later arrival, and a longer run only adds arrivals at its end.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.engine.calendar import WEEK
from sim.engine.streams import Exponential

BLOCK = 1024
"""Arrivals that are reckoned together."""


class Cycle:
    """How what comes is spread over a stretch of time that repeats for ever.

    Args:
        weights: how much comes in each of the equally long steps of the cycle, in any unit; within a step the rate is
            constant.
        length: hours of the cycle (a week).

    Raises:
        ValueError: when the cycle has no length or no end, or a weight is negative or no number, or all are 0.

    Example:
        Three times as many in the second half of a day, 24 a day in all:

        >>> day = Cycle([1.0, 3.0], 24.0)
        >>> day.rate(24.0, 6.0), day.rate(24.0, 18.0), day.expected(24.0, 36.0)
        (0.5, 1.5, 30.0)
    """

    def __init__(self, weights: Sequence[float] | NDArray[np.float64], length: float = WEEK) -> None:
        shares = np.asarray(weights, dtype=np.float64)
        if not 0.0 < length < math.inf:
            raise ValueError(f"what comes cannot repeat every {length} hours")
        if not (np.all(shares >= 0.0) and 0.0 < shares.sum() < math.inf):
            raise ValueError("what comes needs weights of 0 or more, and one above 0")
        self.length = float(length)
        self._shares = shares / shares.sum()
        self._knots = np.linspace(0.0, self.length, len(shares) + 1)
        self._cumulative = np.concatenate([[0.0], np.cumsum(self._shares)])

    def rate(self, per_cycle: float, time: float) -> float:
        """Arrivals per hour at ``time`` (hours), when ``per_cycle`` come in a cycle on average."""
        step = int(np.searchsorted(self._knots, time % self.length, side="right")) - 1
        return per_cycle * float(self._shares[step]) / float(self._knots[step + 1] - self._knots[step])

    def expected(self, per_cycle: float, time: float) -> float:
        """The expected number of arrivals from 0 to ``time`` (hours), when ``per_cycle`` come in a cycle on average."""
        whole, rest = divmod(time, self.length)
        return per_cycle * (whole + float(np.interp(rest, self._knots, self._cumulative)))

    def later(self, time: float, cycles: float) -> float:
        """When, after ``time`` (hours), as much has come on average as comes in so many cycles, hours."""
        whole, part = divmod(self.expected(1.0, time) + cycles, 1.0)
        return whole * self.length + float(np.interp(part, self._cumulative, self._knots))

    def times(self, per_cycle: float, gaps: Exponential, first: int, horizon: float) -> NDArray[np.float64]:
        """When arrivals come, all at once; see ``coming``."""
        return np.fromiter(self.coming(per_cycle, gaps, first, horizon), dtype=np.float64)

    def coming(self, per_cycle: float, gaps: Exponential, first: int, horizon: float) -> Iterator[float]:
        """When arrivals come, hours from 0 up to ``horizon``, in order; worked out a little ahead of who asks.

        Args:
            per_cycle: how many come in a cycle on average; none when it is not above 0.
            gaps: a stream of exponential numbers of mean 1.
            first: key of the first arrival's case; the n-th gap is the stream's number for the n-th case from there.
            horizon: hours.
        """
        if per_cycle <= 0:
            return
        upto = self.expected(per_cycle, horizon)
        total, number = gaps.draw(first), 1
        while total < upto:
            sums: list[float] = []
            while total < upto and len(sums) < BLOCK:
                sums.append(total)
                total += gaps.draw(first + number)
                number += 1
            yield from self._moments(np.asarray(sums) / per_cycle)

    def _moments(self, cycles: NDArray[np.float64]) -> list[float]:
        """When so many cycles' worth have come, hours."""
        whole = np.floor(cycles)
        moments: list[float] = (whole * self.length + np.interp(cycles - whole, self._cumulative, self._knots)).tolist()
        return moments
