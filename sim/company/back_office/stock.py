"""The stock of one product, its books, and the orders that wait for goods."""

from __future__ import annotations

from collections import deque

from sim.engine.kernel import Signal
from sim.engine.records import Record, Total


class Stock:
    """One product: units that can be promised, units on order, orders that wait for goods.

    Attributes:
        record: the books' view of ``available``; after a miscount the entry is off by ``miscount`` until recounted.
        sold: record of units wanted, as far back as a forecast looks.
    """

    def __init__(self, number: int, name: str, available: int) -> None:
        self.name = name
        self.available = available
        self.on_order = 0.0
        self.miscount = 0
        self.waiting: deque[tuple[int, Signal]] = deque()
        self.owed = 0
        self.record = Record(number, available)
        self.sold = Total(number)

    def book(self, now: float) -> None:
        """Bring the books up to date."""
        self.record.write(now, self.available)
        if self.miscount:
            self.record.misenter(max(0, self.available + self.miscount))

    def put_away(self, now: float, units: float) -> None:
        """Add received units and serve the orders that wait, first come first served."""
        self.available += int(units)
        while self.waiting and self.available >= self.waiting[0][0]:
            wanted, signal = self.waiting.popleft()
            self.available -= wanted
            self.owed -= wanted
            signal.fire()
        self.book(now)
