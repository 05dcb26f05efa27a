"""Time and processes: a SimPy environment whose processes cost one heap event per wait, not three.

SimPy schedules an event to start a process and another to end it, and passes every wake-up through the heap.
Here a process starts at once, ends at once, and an event that has *already* been decided (work done, message
received) wakes its waiters directly. Department code stays ordinary generators that yield SimPy events.

What is on the busy path is written for CPython's specialising interpreter: all attributes of an object are given in
``__init__``, callables kept in attributes are fetched into a local name before they are called, and parameters are
not keyword-only. Each of the three costs 0.1 to 0.5 microseconds a visit when forgotten, and nothing in plainness.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from operator import attrgetter
from typing import Any, TypeAlias

import simpy
from simpy.events import NORMAL, PENDING, URGENT, Event

Flow: TypeAlias = Generator[Event, Any, Any]


class Signal(Event):
    """An event that wakes its waiters the moment it is fired, without a pass through the heap."""

    def __init__(self, env: Kernel) -> None:
        self.env = env
        self.callbacks = []
        self._value = PENDING
        self._ok = True

    def fire(self, value: Any = None) -> None:
        """Decide the event with ``value`` and wake everyone who waits for it, in the order they came.

        Raises:
            RuntimeError: when the signal has been fired before.
        """
        if self._value is not PENDING:
            raise RuntimeError(f"{self!r} has already been fired")
        self._value = value
        waiting, self.callbacks = self.callbacks, None  # type: ignore[assignment]
        for wake in waiting:
            wake(self)


class Process(Signal):
    """A running generator; it is itself an event that fires, with the generator's return value, when it ends."""

    def __init__(self, env: Kernel, flow: Flow) -> None:
        self.env = env
        self.callbacks = []
        self._value = PENDING
        self._ok = True
        self._send = flow.send
        self._wake: Callable[[Event], None] | None = self._resume
        self._resume(_BEGIN)

    def _resume(self, event: Event) -> None:
        send = self._send
        try:
            event = send(event._value) if event._ok else self._pass_on(event)
            while (waiting := event.callbacks) is None:
                event = send(event._value) if event._ok else self._pass_on(event)
        except StopIteration as stop:
            self._wake = None  # it refers back to this process: let go, no garbage collector is needed
            self.fire(stop.value)
        else:
            waiting.append(self._wake)  # type: ignore[arg-type]

    def _pass_on(self, failed: Event) -> Event:
        failed._defused = True
        return self._send.__self__.throw(failed._value)  # type: ignore[attr-defined, no-any-return]


class Moment(Event):
    """An event at one moment in time."""

    def __init__(self, env: Kernel, time: float, value: Any = None) -> None:
        self.env = env
        self.callbacks = []
        self._value = value
        self._ok = True
        heappush(env._queue, (time, NORMAL, next(env._eid), self))


class Due:
    """A lean heap entry that nobody waits for: ``happen`` is called when its time has come."""

    __slots__ = ()
    _ok = True

    def happen(self) -> None:
        """Do what is due."""
        raise NotImplementedError

    @property
    def callbacks(self) -> tuple[Callable[[Any], None], ...]:
        """What SimPy's own loop calls."""
        return (lambda _: self.happen(),)

    @callbacks.setter
    def callbacks(self, _: None) -> None:
        """An entry may be in the heap several times, so SimPy's own loop does not use it up."""


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


class Kernel(simpy.Environment):
    """A SimPy environment; time is in hours since Monday 00:00 of week 1."""

    now: float = property(attrgetter("_now"))  # type: ignore[assignment]
    """The time (as SimPy's, without a call into Python)."""

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
            return Moment(self, time)
        past = Signal(self)
        past.fire()
        return past

    def timeout(self, delay: float, value: Any = None) -> Moment:  # type: ignore[override]
        """An event ``delay`` hours from now.

        Raises:
            ValueError: when ``delay`` is negative (or not a number).
        """
        if not delay >= 0.0:
            raise ValueError(f"cannot wait for {delay} hours")
        return Moment(self, self._now + delay, value)

    def run(self, until: float | Event | None = None) -> Any:
        """Run to the time ``until`` (what is due at that very moment stays undone), or as SimPy does otherwise."""
        if until is None or isinstance(until, Event):
            return super().run(until)
        if until <= self._now:
            raise ValueError(f"cannot run until {until}, it is {self._now}")
        queue, stop = self._queue, Alarm(lambda: None)
        heappush(queue, (float(until), URGENT, next(self._eid), stop))  # type: ignore[misc]
        while True:
            self._now, _, _, event = heappop(queue)
            if isinstance(event, Due):
                if event is stop:
                    return None
                event.happen()
                continue
            waiting, event.callbacks = event.callbacks, None  # type: ignore[assignment]
            for wake in waiting:
                wake(event)
            if not event._ok and not event.defused:
                raise event._value


_BEGIN = Signal(Kernel())
_BEGIN.fire()
