"""The agenda: what is due, in order of (time, rank, number), of which a heap holds only what is due soon.

A large company has a million entries waiting, most for hours or weeks. One heap of them all is looked through from top to
bottom with every entry that is done, twenty steps through memory that lies anywhere. Here what is due within the hour
stands in the heap, and each later hour is a list that becomes the heap when its time has come. The order is that of one
heap, whatever is in which.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappush
from itertools import count
from typing import Protocol, TypeAlias


class Happening(Protocol):
    """What can be due."""

    def happen(self) -> None:
        """Do what is due."""


Entry: TypeAlias = tuple[float, int, int, Happening]
INFINITY = float("inf")


class Due:
    """A lean entry of the agenda that nobody waits for: ``happen`` is called when its time has come."""

    __slots__ = ()

    def happen(self) -> None:
        """Do what is due."""
        raise NotImplementedError


class Alarm(Due):
    """Calls one function at one time; ``cancel`` makes it do nothing (cancel by marking)."""

    __slots__ = ("action",)

    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action

    def happen(self) -> None:
        """Call the function."""
        if self.action is not None:
            self.action()

    def cancel(self) -> None:
        """Let the alarm pass in silence."""
        self.action = None


class Agenda:
    """What is due.

    Attributes:
        soon: a heap of (time, rank, number, what), of what is due before ``later_from``.
        later_from: hours, whole; what is due then or after it does not stand in the heap yet.
        numbers: gives each entry the next number, so that simultaneous entries have an order.
    """

    __slots__ = ("_later", "later_from", "numbers", "soon")

    def __init__(self) -> None:
        self.soon: list[Entry] = []
        self.later_from = 0.0
        self.numbers = count()
        self._later: dict[float, list[Entry]] = {}

    def put(self, entry: Entry) -> None:
        """Put an entry on the agenda."""
        if entry[0] < self.later_from:
            heappush(self.soon, entry)
        else:
            self.put_off(entry)

    def put_off(self, entry: Entry) -> None:
        """Put an entry on the agenda that is due at ``later_from`` or after."""
        hour = entry[0] // 1.0 if entry[0] < INFINITY else INFINITY
        try:
            self._later[hour].append(entry)
        except KeyError:
            self._later[hour] = [entry]

    def turn(self) -> bool:
        """When nothing is due soon: let what is due in the next hour in which anything is be due soon.

        Returns:
            Whether there is anything.
        """
        if not self._later:
            return False
        hour = min(self._later)
        self.soon += self._later.pop(hour)
        heapify(self.soon)
        self.later_from = hour + 1.0
        return True
