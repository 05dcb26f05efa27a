"""Time and processes: a SimPy environment whose processes cost one heap event per wait, not three.

SimPy schedules an event to start a process and another to end it, and passes every wake-up through the heap.
Here a process starts at once, ends at once, and an event that has *already* been decided (work done, message
received) wakes its waiters directly. Department code stays ordinary generators that yield SimPy events.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappush
from typing import Any, TypeAlias

import simpy
from simpy.events import NORMAL, PENDING, Event

Flow: TypeAlias = Generator[Event, Any, Any]


class Signal(Event):
    """An event that wakes its waiters the moment it is fired, without a pass through the heap."""

    _ok = True

    def fire(self, value: Any = None) -> None:
        """Decide the event with ``value`` and wake everyone who waits for it, in the order they came.

        Raises:
            RuntimeError: when the signal has been fired before.
        """
        if self._value is not PENDING:
            raise RuntimeError(f"{self!r} has already been fired")
        self._value = value
        callbacks, self.callbacks = self.callbacks, None  # type: ignore[assignment]
        for callback in callbacks:
            callback(self)


class _Begin(Event):
    """What a process is woken with for the first time."""

    _ok = True
    _value = None

    def __init__(self) -> None:
        self.callbacks = []


_BEGIN = _Begin()


class Process(Signal):
    """A running generator; it is itself an event that fires, with the generator's return value, when it ends."""

    def __init__(self, env: Kernel, flow: Flow) -> None:
        self.env = env
        self.callbacks = []
        self._send = flow.send
        self._wake: Callable[[Event], None] | None = None
        self._resume(_BEGIN)

    def _resume(self, event: Event) -> None:
        try:
            event = self._send(event._value) if event._ok else self._pass_on(event)
            while (callbacks := event.callbacks) is None:
                event = self._send(event._value) if event._ok else self._pass_on(event)
        except StopIteration as stop:
            self._wake = None  # it refers back to this process; without it no garbage collector is needed
            self._value = stop.value
            waiting, self.callbacks = self.callbacks, None  # type: ignore[assignment]
            for callback in waiting:
                callback(self)
        else:
            wake = self._wake
            if wake is None:
                wake = self._wake = self._resume
            callbacks.append(wake)

    def _pass_on(self, failed: Event) -> Event:
        failed._defused = True
        return self._send.__self__.throw(failed._value)  # type: ignore[attr-defined, no-any-return]


class Alarm:
    """A heap entry that calls one function at one time; ``cancel`` makes it do nothing (cancel by marking)."""

    __slots__ = ("action", "callbacks")
    _ok = True

    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action
        self.callbacks: tuple[Callable[[Any], None], ...] | None = (self._ring,)

    def _ring(self, _: Any) -> None:
        if self.action is not None:
            self.action()

    def cancel(self) -> None:
        """Let the alarm pass in silence."""
        self.action = None


class Kernel(simpy.Environment):
    """A SimPy environment; time is in hours since Monday 00:00 of week 1."""

    def start(self, flow: Flow) -> Process:
        """Run ``flow`` up to its first wait, now, and go on with it whenever what it waits for happens."""
        return Process(self, flow)

    def at(self, time: float, action: Callable[[], None]) -> Alarm:
        """Call ``action`` at ``time`` (hours, not before now).

        Raises:
            ValueError: when ``time`` lies in the past.
        """
        if time < self._now:
            raise ValueError(f"cannot set an alarm for {time}, it is {self._now}")
        alarm = Alarm(action)
        heappush(self._queue, (time, NORMAL, next(self._eid), alarm))  # type: ignore[misc]
        return alarm

    def until(self, time: float) -> Event:
        """An event at ``time`` (hours); one that has already happened when ``time`` is not in the future."""
        if time > self._now:
            return self.timeout(time - self._now)
        past = Signal(self)
        past.fire()
        return past
