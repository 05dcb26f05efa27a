"""Loyalty work: which business is to be looked after next, and whether that keeps it."""

from __future__ import annotations

import heapq

from sim.company.customers import Customers
from sim.company.periods import NEVER
from sim.engine.calendar import WEEK
from sim.engine.streams import Streams
from sim.inputs.processes_model import CrmModel


class LookedAfter:
    """When each business was looked after last, and whether it remembers when it thinks of moving on.

    A run starts in the middle of it: where businesses are looked after, all have been, in turn. When that was is worked
    out when somebody asks; only of those looked after since it is remembered.
    """

    def __init__(self, crm: CrmModel, streams: Streams, customers: Customers) -> None:
        self.crm, self.customers = crm, customers
        self._last: dict[int, float] = {}
        self._list: list[tuple[float, int]] = []
        self._at_first, self._turn, self._listed = range(0), 0, False
        self._any = streams.uniform("loyalty.comes to mind")
        self._stays = streams.uniform("loyalty.stays")
        self._before = streams.exponential("loyalty.before the run", 1.0)

    def begin(self, *, listed: bool) -> None:
        """Everybody was looked after before the run; where a list is kept, one after the other."""
        if self.crm.loyalty_per_week:
            first = self.customers.consumers
            self._at_first, self._listed = range(first, first + self.customers.businesses), listed

    def longest_ago(self, case: int) -> int:
        """The business that has been looked after longest ago and is in nobody's hands yet, as the list says."""
        while self._turn < len(self._at_first):
            number = self._at_first[self._turn]
            self._turn += 1
            if number not in self._last and not self._has_left(number):
                return number
        while self._list:
            last, number = heapq.heappop(self._list)
            if last == self._last[number] and not self._has_left(number):
                return number
        return self.comes_to_mind(case)

    def _has_left(self, number: int) -> bool:
        return self.customers.has_left(self.customers.get(number))

    def comes_to_mind(self, case: int) -> int:
        """Some business, whether it was looked after a week or two years ago."""
        return self.customers.business(self._any.draw(case)).number

    def last(self, number: int) -> float:
        """When a business was looked after last, hours."""
        last = self._last.get(number)
        return self._before_the_run(number) if last is None else last

    def _before_the_run(self, number: int) -> float:
        if number not in self._at_first:
            return -NEVER
        businesses = len(self._at_first)
        ago = 1.0 - (number - self._at_first.start) / businesses if self._listed else self._before.draw(number)
        return -(businesses / self.crm.loyalty_per_week * WEEK) * ago

    def done(self, number: int, now: float) -> None:
        """It has been looked after, and is last on the list now."""
        self._last[number] = now
        heapq.heappush(self._list, (now, number))

    def stays(self, number: int, key: int, when: float) -> bool:
        """Whether a business that would move on stays because it has been looked after lately."""
        remembers = when - self.last(number) <= self.crm.loyalty_weeks * WEEK
        return remembers and self._stays.draw(key, int(when)) < self.crm.loyalty_keeps
