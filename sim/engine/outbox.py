"""The outbox of a hand-off: messages that wait for a scheduled interface.

There is one outbox, whatever manner put a message there, and every release empties it. A message leaves with the first
release *after* it was put there: who comes at the very moment of a run, whichever was scheduled first, waits for the next
one. A message that makes the outbox full leaves with it at once.

When the timetable changes, what waits leaves with the run that was due or with the next one of the new timetable,
whichever is first; where neither has a time, when enough wait, or at once if there is no timetable any more.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, Protocol

from sim.engine.kernel import Event, Flow, Kernel, Process, Signal
from sim.engine.task import MOMENT

INFINITY = math.inf


class Timetable(Protocol):
    """When an interface runs: every ``period`` hours, or (also) when ``size`` messages wait."""

    @property
    def period(self) -> float:
        """Hours between two runs; 0 for none by the clock."""

    @property
    def offset(self) -> float:
        """Hour of the first run within the period."""

    @property
    def enough(self) -> float:
        """Number of messages that leave at once."""


class Waiting(NamedTuple):
    """A message in the outbox."""

    since: float
    signal: Signal


class Outbox:
    """Messages that wait for the next run.

    Args:
        env: the clock.
        failure: asked at each run by the clock with its number; the event it returns, if any, is its repair.
    """

    def __init__(self, env: Kernel, failure: Callable[[int], Event | None]) -> None:
        self.env = env
        self._failure = failure
        self._waiting: list[Waiting] = []
        self._timetable: Timetable | None = None
        self._due = INFINITY
        self._number = 0
        self._in_repair = False

    def put(self, timetable: Timetable, signal: Signal | None = None) -> Signal:
        """Put a message in; the signal (a new one, if none is given) is fired when it leaves."""
        self._catch_up()
        signal = Signal(self.env) if signal is None else signal
        self._waiting.append(Waiting(self.env.now, signal))
        self._follow(timetable)
        return signal

    def withdraw(self, message: Process) -> bool:
        """Take out what a process has put in and waits for; no other message leaves earlier or later for it.

        At the very moment of a run by the clock it has left with that run.

        Returns:
            Whether it was still there.
        """
        self._catch_up()
        left = [one for one in self._waiting if not message.waits_for(one.signal)]
        found = len(left) < len(self._waiting)
        self._waiting = left
        if not left:
            self._due = INFINITY
        return found

    def follow(self, timetable: Timetable | None) -> None:
        """Go by another timetable, or by none, from now on."""
        self._catch_up()
        if self._waiting:
            self._follow(timetable)

    def _follow(self, timetable: Timetable | None) -> None:
        self._timetable = timetable
        if self._in_repair:
            return
        if timetable is None:
            full = self._due == INFINITY
        else:
            self._plan(timetable)
            full = len(self._waiting) >= timetable.enough
        if full:
            leaving, self._waiting, self._due = self._waiting, [], INFINITY
            self.env.at(self.env.now, lambda: _leave(leaving))

    def _plan(self, timetable: Timetable) -> None:
        if not timetable.period:
            return
        due = next_multiple(self.env.now, timetable.period, timetable.offset)
        if due < self._due:
            self._due = due
            self._number = round((due - timetable.offset) / timetable.period)
            self.env.at(due, self._catch_up)

    def _catch_up(self) -> None:
        """Do the run that is due at this moment, unless it has been done."""
        if self.env.now < self._due:
            return
        self._due = INFINITY
        repair = self._failure(self._number)
        if repair is None:
            self._release()
        else:
            self._in_repair = True
            self.env.start(self._repaired(repair))

    def _repaired(self, repair: Event) -> Flow:
        yield repair
        self._in_repair = False
        self._release()

    def _release(self) -> None:
        now = self.env.now
        leaving = [one for one in self._waiting if one.since < now]
        self._waiting = self._waiting[len(leaving) :]
        _leave(leaving)
        if self._waiting:
            self._follow(self._timetable)


def _leave(messages: list[Waiting]) -> None:
    for message in messages:
        message.signal.fire()


def next_multiple(now: float, period: float, offset: float = 0.0) -> float:
    """The first time offset + n * period after ``now``; a time that differs from ``now`` by rounding only is now."""
    number = math.floor((now - offset) / period + MOMENT) + 1
    time = number * period + offset
    return time if time > now else (number + 1) * period + offset
