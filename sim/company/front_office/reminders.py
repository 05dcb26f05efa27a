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

    A run starts in the middle of it: where businesses are looked after, all have been, in turn.
    """

    def __init__(self, crm: CrmModel, streams: Streams, customers: Customers) -> None:
        self.crm, self.customers = crm, customers
        self._last: dict[int, float] = {}
        self._list: list[tuple[float, int]] = []
        self._any = streams.uniform("loyalty.comes to mind")
        self._stays = streams.uniform("loyalty.stays")
        self._before = streams.exponential("loyalty.before the run", 1.0)

    def begin(self, *, listed: bool) -> None:
        """Put down when everybody was looked after before the run; where a list is kept, one after the other."""
        if not self.crm.loyalty_per_week:
            return
        everybody = self.customers.all_of(business=True)
        round_of_all = len(everybody) / self.crm.loyalty_per_week * WEEK
        for place, number in enumerate(everybody):
            ago = 1.0 - place / len(everybody) if listed else self._before.draw(number)
            self.done(number, -round_of_all * ago)

    def longest_ago(self, case: int) -> int:
        """The business that has been looked after longest ago and is in nobody's hands yet, as the list says."""
        while self._list:
            last, number = heapq.heappop(self._list)
            if last == self._last[number] and not self.customers.has_left(self.customers.get(number)):
                return number
        return self.comes_to_mind(case)

    def comes_to_mind(self, case: int) -> int:
        """Some business, whether it was looked after a week or two years ago."""
        return self.customers.business(self._any.draw(case)).number

    def last(self, number: int) -> float:
        """When a business was looked after last, hours."""
        return self._last.get(number, -NEVER)

    def done(self, number: int, now: float) -> None:
        """It has been looked after, and is last on the list now."""
        self._last[number] = now
        heapq.heappush(self._list, (now, number))

    def stays(self, number: int, key: int, when: float) -> bool:
        """Whether a business that would move on stays because it has been looked after lately."""
        remembers = when - self.last(number) <= self.crm.loyalty_weeks * WEEK
        return remembers and self._stays.draw(key, int(when)) < self.crm.loyalty_keeps
