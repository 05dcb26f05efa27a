"""What a company has written and people find: it brings leads and newcomers some weeks later, and ever fewer of them."""

from __future__ import annotations

import math
from collections import deque

from sim.engine.calendar import WEEK
from sim.inputs.processes_model import MarketingModel


def most_drawn(marketing: MarketingModel) -> float:
    """How many find the company at most, as a multiple of those who usually do."""
    return 1.0 - marketing.content_draws + marketing.content_draws * marketing.content_at_most


class Library:
    """Pieces of content: each is found from some weeks after it was published, for a time of an exponential law.

    Args:
        marketing: how many are usually written, and how they are found.
        ever: whether anything has been written before the run: then as much as usual.
    """

    def __init__(self, marketing: MarketingModel, *, ever: bool) -> None:
        self.marketing = marketing
        self._delay, self._life = marketing.content_delay_weeks * WEEK, marketing.content_weeks * WEEK
        self._usual = marketing.content_per_week * marketing.content_weeks
        self._found, self._as_of = (self._usual if ever else 0.0), 0.0
        under_way = round(marketing.content_per_week * marketing.content_delay_weeks) if ever else 0
        self._to_come = deque((number + 1) / under_way * self._delay for number in range(under_way))

    def publish(self, now: float) -> None:
        """One more piece, hours."""
        self._to_come.append(now + self._delay)

    def found(self, now: float) -> float:
        """Pieces that are found now, those fading counted by what is left of them."""
        while self._to_come and self._to_come[0] <= now:
            self._fade(self._to_come.popleft())
            self._found += 1.0
        self._fade(now)
        return self._found

    def _fade(self, until: float) -> None:
        self._found *= math.exp((self._as_of - until) / self._life)
        self._as_of = until

    def drawn(self, now: float) -> float:
        """How many find the company, as a multiple of those who do when as much is written as usual."""
        draws = self.marketing.content_draws
        if not draws or not self._usual:
            return 1.0
        return 1.0 - draws + draws * min(self.found(now) / self._usual, self.marketing.content_at_most)
