"""Records and their copies: what is true, and what each reader believes.

A record keeps its history of true values. A copy is not stored: it is the record *as of* the moment up to which the
feed between owner and reader has brought news, possibly with a value that was carried over wrong. That makes thousands
of copies exact and free of charge. Records know nothing of departments.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sim.engine.kernel import Kernel
from sim.engine.streams import Uniform

INFINITY = float("inf")
ZERO = 0
MANY = 8
"""Versions from which on a record has lists of them, which take twice the memory and grow without being made anew."""
AT_FIRST, NAUGHT = (0.0,), (ZERO,)
"""Times and value of a record that nobody has written to: what millions of records share until somebody does."""


@lru_cache(maxsize=256)
def _word(value: str) -> tuple[str]:
    """A word as the only version of a record; it is what many say (placed, delivered)."""
    return (value,)


def _alone(value: Any) -> tuple[Any, ...]:
    """The values of a record of one version."""
    return NAUGHT if value is ZERO else _word(value) if isinstance(value, str) else (value,)


class Seen(NamedTuple):
    """What a reader sees of a record.

    ``age``: hours since the state that is seen was the latest known to the owner; ``unseen``: hours since the first
    change the reader does not know of (0 when up to date); ``wrong``: the value was carried over (or entered) wrong.
    """

    value: Any
    version: int
    age: float
    unseen: float
    wrong: bool


class Record:
    """One fact with an owner and a history of versions.

    Args:
        key: permanent number of the record; errors of copies are drawn by (key, version).
        value: the first value.
        now: time of the first version (hours).
    """

    __slots__ = ("_faults", "_first", "_times", "_values", "key")

    def __init__(self, key: int, value: Any, now: float = 0.0) -> None:
        self.key = key
        self._times: list[float] | array[float] | tuple[float, ...] = (now,) if now else AT_FIRST
        self._values: list[Any] | array[float] | tuple[Any, ...] = _alone(value)
        self._first = 0
        self._faults: dict[int, tuple[Any, float]] | None = None

    @classmethod
    def again(cls, key: int, value: Any, version: int) -> Record:
        """A record of which nothing but its value and the number of its version has been kept."""
        record = cls(key, value)
        record._first = version
        return record

    @property
    def has_a_past(self) -> bool:
        """Whether there is more to know of it than its value and the number of its version."""
        return len(self._times) > 1 or self._faults is not None

    def end(self) -> None:
        """It is not to be used any more: whoever still has it in hand gets an ``IndexError``."""
        self._times = self._values = ()

    @property
    def value(self) -> Any:
        """What is true now."""
        return self._values[-1]

    @property
    def version(self) -> int:
        """Number of the latest version, from 0."""
        return self._first + len(self._times) - 1

    def write(self, now: float, value: Any) -> None:
        """Set a new true value; a second write at the same moment replaces the first."""
        times, values = self._times, self._values
        if times[-1] == now:
            if self._faults is not None:
                self._faults.pop(self.version, None)
            if isinstance(values, tuple):
                self._values = (*values[:-1], value)
            else:
                values[-1] = value
        elif isinstance(times, tuple) or isinstance(values, tuple):
            self._times, self._values = (*times, now), (*values, value)
            if len(self._times) == MANY:
                self._times, self._values = list(self._times), list(self._values)
        else:
            times.append(now)
            values.append(value)

    def misenter(self, value: Any) -> None:
        """Note that the owner's own entry of the latest version says ``value`` although that is not true."""
        if self._faults is None:
            self._faults = {}
        self._faults[self.version] = value, INFINITY

    def correct(self, now: float = -INFINITY) -> None:
        """Put right every wrong entry, as of ``now``: copies as of earlier stay wrong (none does if left out)."""
        if self._faults is not None:
            self._faults = {version: (value, min(until, now)) for version, (value, until) in self._faults.items()}

    @property
    def entered(self) -> Any:
        """The value in the owner's own books, right or wrong."""
        value, until = self._entry(self.version)
        return value if until == INFINITY else self.value

    def _entry(self, version: int) -> tuple[Any, float]:
        """The wrong entry of a version and the time at which it was put right."""
        return (None, -INFINITY) if self._faults is None else self._faults.get(version, (None, -INFINITY))

    def latest(self) -> Seen:
        """The record as its owner has it at this moment, as it stands in the owner's own books."""
        version = self._first + len(self._times) - 1
        if self._faults is not None:
            value, until = self._entry(version)
            if until == INFINITY:
                return Seen(value, version, 0.0, 0.0, True)
        return Seen(self._values[-1], version, 0.0, 0.0, False)

    def as_of(self, time: float, now: float) -> Seen:
        """The record as its owner had it at ``time``, seen ``now``; value None, version -1 before it existed."""
        times = self._times
        place = len(times) - 1 if times[-1] <= time else bisect_right(times, time) - 1
        if place < 0 and not self._first:
            return Seen(None, -1, now - time, now - times[0], False)
        unseen = now - times[place + 1] if place + 1 < len(times) else 0.0
        place = max(0, place)
        version = self._first + place
        if self._faults is not None:
            value, until = self._entry(version)
            if time < until:
                return Seen(value, version, now - time, unseen, True)
        return Seen(self._values[place], version, now - time, unseen, False)

    def forget_before(self, time: float) -> None:
        """Drop versions, and faults put right, that no reader who is up to date as of ``time`` can see any more."""
        times = self._times
        if len(times) > 1 and times[1] <= time:
            keep = bisect_right(times, time) - 1
            self._first += keep
            if len(times) == keep + 1:
                self._times, self._values = (times[-1],), _alone(self._values[-1])
            else:
                self._times, self._values = times[keep:], self._values[keep:]
        if self._faults is not None:
            first = self._first
            faults = {number: fault for number, fault in self._faults.items() if number >= first and fault[1] > time}
            self._faults = faults or None


class Total(Record):
    """A sum that is written to with every case and of which a long past is kept: 16 bytes a version instead of 64."""

    __slots__ = ()

    def __init__(self, key: int) -> None:
        super().__init__(key, 0.0)
        self._times, self._values = array("d", self._times), array("d", self._values)

    def forget_before(self, time: float) -> None:
        """Drop what was before the sum as of ``time``."""
        if (keep := bisect_right(self._times, time) - 1) > 0:
            self._first += keep
            self._times, self._values = self._times[keep:], self._values[keep:]


@dataclass
class Feed:
    """How far the news from one owner has come to one reader.

    Attributes:
        live: the reader looks at the owner's own record.
        known_until: the reader knows everything that the owner knew at this time (hours).
        error: probability that a version of a record is carried over wrong.
        luck: the draws of those errors, by (record, version).
        down_since: since when what a live reader looks through has been down; nothing newer is seen.
    """

    env: Kernel
    live: bool = False
    known_until: float = 0.0
    error: float = 0.0
    luck: Uniform | None = None
    down_since: Callable[[], float | None] | None = None

    def bring(self, as_of: float) -> None:
        """News as of ``as_of`` have arrived; older news than known change nothing."""
        self.known_until = max(self.known_until, as_of)

    def up_to(self, now: float) -> float:
        """Up to when the reader is informed, hours."""
        if not self.live:
            return self.known_until
        since = None if self.down_since is None else self.down_since()
        return now if since is None else since

    def read(self, record: Record, distort: Callable[[Any, float], Any] | None = None) -> Seen:
        """The reader's copy of a record.

        Args:
            record: the owner's record.
            distort: makes a wrong value of a right one and a number in (0, 1); without it copies are never wrong.
        """
        if self.live:
            since = None if self.down_since is None else self.down_since()
            return record.latest() if since is None else record.as_of(since, self.env.now)
        seen = record.as_of(self.known_until, self.env.now)
        if distort is not None and self.error and self.luck is not None and seen.version >= 0 and not seen.wrong:
            luck = self.luck.draw(record.key, seen.version)
            if luck < self.error:
                return seen._replace(value=distort(seen.value, luck / self.error), wrong=True)
        return seen


def worst_of(*readings: Seen) -> Seen:
    """Of several readings the one that is wrong, or else the stalest; the first of equals."""
    return max(readings, key=lambda seen: (seen.wrong, seen.unseen))
