"""Drawers: cases that wait for a day to come, one drawer for each; of those at rest there are bytes in it and no objects.

Half a million invoices that are not due yet would take a third of a kilobyte each for what says when they are due,
besides what is left to know of them. A drawer is opened when its day begins: then all that is in it goes to the agenda,
with the numbers that were given when they began to wait, so that the order of what is due at one moment is that of no
drawers.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from itertools import accumulate

from sim.company.case import Case
from sim.company.resting import Alike, Keeper, Waits, bytes_of, place_in
from sim.engine.kernel import NORMAL, Due, Flow


class Drawer(Due):
    """Cases that wait until some time of one day."""

    __slots__ = ("_alike", "_at", "_awake", "_bytes", "_casework", "_day", "_flows", "_numbers", "_origins", "_products")

    def __init__(self, casework: Keeper, day: int) -> None:
        self._casework, self._day = casework, day
        self._awake: list[tuple[float, int, Waits]] = []
        """(When it is due, number of its entry on the agenda, the case that waits)."""
        self._at, self._numbers = array("d"), array("q")
        self._alike: list[tuple[Alike, ...]] = []
        self._products: list[tuple[str, ...]] = []
        self._flows: list[Callable[[Case], Flow]] = []
        self._bytes = bytearray()
        self._origins: dict[int, Case] = {}
        """Of those at rest: when each is due, its number, what ``Waits.left`` says of it, and which way it will go."""

    def add(self, due: float, number: int, waits: Waits) -> None:
        """Put a case in that waits until a time, with its number on the agenda."""
        self._awake.append((due, number, waits))

    def let_rest(self) -> None:
        """Keep of the cases that nobody has in hand only what is left to know of them."""
        self._awake = [entry for entry in self._awake if not self._rests(*entry)]

    def _rests(self, due: float, number: int, waits: Waits) -> bool:
        if not waits.rest():
            return False
        alike, products, left, origin = waits.left()
        if origin is not None:
            self._origins[len(self._at)] = origin
        self._at.append(due)
        self._numbers.append(number)
        self._alike.append(alike)
        self._products.append(products)
        self._flows.append(waits.flow)
        self._bytes += left
        return True

    def happen(self) -> None:
        """Its day begins: put all on the agenda."""
        casework, put = self._casework, self._casework.env.put
        for due, number, waits in self._awake:
            put((due, NORMAL, number, waits))
        for place, begin in enumerate(self._begins()):
            waits = self._at_rest(place, begin)
            put((self._at[place], NORMAL, self._numbers[place], waits))
            casework.is_due(waits)
        casework.is_opened(self._day)

    def wake(self) -> None:
        """Wake all that are at rest."""
        woken = [self._at_rest(place, begin) for place, begin in enumerate(self._begins())]
        for waits in woken:
            waits.case()
        self._awake += zip(self._at, self._numbers, woken, strict=True)
        for column in (self._at, self._numbers, self._alike, self._products, self._flows, self._bytes):
            del column[:]
        self._origins.clear()

    def in_order(self) -> Iterator[Waits]:
        """Those at rest, one by one, in the order in which they were opened."""
        begins = array("q", self._begins())
        for place in sorted(range(len(begins)), key=lambda place: place_in(self._bytes, begins[place])):
            yield self._at_rest(place, begins[place])

    def _begins(self) -> Iterator[int]:
        sizes = map(bytes_of, self._alike)
        return (end - bytes_of(alike) for end, alike in zip(accumulate(sizes), self._alike, strict=True))

    def _at_rest(self, place: int, begin: int) -> Waits:
        alike = self._alike[place]
        left = bytes(self._bytes[begin : begin + bytes_of(alike)])
        origin = self._origins.get(place)
        return Waits.at_rest(self._casework, self._flows[place], alike, self._products[place], left, origin)
