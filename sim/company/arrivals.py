"""What comes by itself: cases of a kind, with an hour-of-day and weekday profile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.engine.calendar import WEEK
from sim.engine.kernel import Flow
from sim.engine.streams import Exponential, case_key

if TYPE_CHECKING:
    from sim.company.case import Case

WEEKDAYS_WEB = (1.1, 1.05, 1.0, 1.0, 0.95, 0.9, 1.0)
HOURS_WEB = (
    0.2,
    0.1,
    0.1,
    0.1,
    0.1,
    0.2,
    0.5,
    0.9,
    1.2,
    1.4,
    1.5,
    1.5,
    1.4,
    1.4,
    1.4,
    1.4,
    1.4,
    1.4,
    1.5,
    1.7,
    1.8,
    1.5,
    1.0,
    0.5,
)
WEEKDAYS_CALLS = (1.25, 1.1, 1.0, 0.95, 0.9, 0.0, 0.0)
HOURS_CALLS = (0, 0, 0, 0, 0, 0, 0, 0, 0.8, 1.2, 1.4, 1.3, 1.0, 1.0, 1.1, 1.1, 1.1, 1.0, 0.7, 0.5, 0, 0, 0, 0)
WEEKDAYS_MESSAGES = (1.2, 1.1, 1.0, 1.0, 0.95, 0.5, 0.5)
WEEKDAYS_OFFICE = (1.1, 1.05, 1.0, 1.0, 0.85, 0.0, 0.0)
HOURS_OFFICE = (0, 0, 0, 0, 0, 0, 0, 0, 0, 1.2, 1.3, 1.1, 0.7, 0.9, 1.1, 1.1, 0.9, 0, 0, 0, 0, 0, 0, 0)

CUSTOMERS, COLLEAGUES = "customers", "colleagues"
"""Whose wishes cases that come by themselves may be; more of them come when there are more of those."""


class Profile:
    """How a weekly volume spreads over the hours of a week (weights are assumptions; facts 1: arrivals by the hour)."""

    def __init__(self, weekdays: Sequence[float], hours: Sequence[float]) -> None:
        weights = np.outer(np.asarray(weekdays, dtype=float), np.asarray(hours, dtype=float)).ravel()
        self._knots = np.arange(WEEK + 1)
        self._cumulative = np.concatenate([[0.0], np.cumsum(weights / weights.sum())])

    def times(self, per_week: float, gaps: Exponential, name: str, horizon: float) -> NDArray[np.float64]:
        """Times (hours) of Poisson arrivals at a mean of ``per_week``, up to ``horizon``.

        The n-th gap is the n-th number of the stream, so that a longer run only adds arrivals at its end.
        """
        if per_week <= 0:
            return np.empty(0)
        first = case_key(name, 0)
        upto = per_week * horizon / WEEK
        total, number, sums = 0.0, 0, []
        while total < upto:
            total += gaps.draw(first + number)
            number += 1
            sums.append(total)
        units = np.asarray(sums[:-1]) / per_week
        weeks = np.floor(units)
        return np.asarray(weeks * WEEK + np.interp(units - weeks, self._cumulative, self._knots), dtype=np.float64)


WEB = Profile(WEEKDAYS_WEB, HOURS_WEB)
CALLS = Profile(WEEKDAYS_CALLS, HOURS_CALLS)
MESSAGES = Profile(WEEKDAYS_MESSAGES, HOURS_WEB)
OFFICE = Profile(WEEKDAYS_OFFICE, HOURS_OFFICE)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Cases of one kind that come by themselves: so many a week, spread by a profile, each taking a flow.

    ``wish_of`` says whose wishes they are (``CUSTOMERS``, ``COLLEAGUES``), if more of those bring more of them.
    """

    kind: str
    per_week: float
    profile: Profile
    gaps: Exponential
    flow: Callable[[Case], Flow]
    home: str
    wish_of: str = ""

    def times(self, horizon: float) -> list[float]:
        """When the cases come, hours, from the beginning of the run."""
        times: list[float] = self.profile.times(self.per_week, self.gaps, self.kind, horizon).tolist()
        return times
