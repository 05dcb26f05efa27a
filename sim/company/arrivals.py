"""What comes by itself: cases of a kind, with an hour-of-day and weekday profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.arrivals import Cycle
from sim.engine.calendar import WEEK
from sim.engine.kernel import Flow
from sim.engine.streams import Exponential, case_key
from sim.inputs.market_model import ArrivalsModel

if TYPE_CHECKING:
    from sim.company.case import Case

CUSTOMERS, COLLEAGUES = "customers", "colleagues"
"""Whose wishes cases that come by themselves may be; more of them come when there are more of those."""


class Profile:
    """How a weekly volume spreads over the hours of a week."""

    def __init__(self, weekdays: Sequence[float], hours: Sequence[float]) -> None:
        self.week = Cycle(np.outer(np.asarray(weekdays, dtype=float), np.asarray(hours, dtype=float)).ravel(), WEEK)

    def times(self, per_week: float, gaps: Exponential, name: str, horizon: float) -> Iterator[float]:
        """Times (hours) of Poisson arrivals at a mean of ``per_week``, up to ``horizon`` (see ``Cycle.coming``)."""
        return self.week.coming(per_week, gaps, case_key(name, 0), horizon)

    def later(self, time: float, weeks: float) -> float:
        """When, after a time, so many average weeks' worth have come, hours."""
        return self.week.later(time, weeks)


@dataclass(frozen=True, slots=True)
class Profiles:
    """When in a week what comes by itself comes, as the company file has it."""

    web: Profile
    calls: Profile
    messages: Profile
    office: Profile


def profiles(model: ArrivalsModel) -> Profiles:
    """The profiles of a company file."""
    rows = (model.web, model.calls, model.messages, model.office)
    return Profiles(*(Profile(row.weekdays, row.hours) for row in rows))


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

    def times(self, horizon: float) -> Iterator[float]:
        """When the cases come, hours, from the beginning of the run."""
        return self.profile.times(self.per_week, self.gaps, self.kind, horizon)
