"""Time and processes: a SimPy environment whose processes cost one heap event per wait, not three.

SimPy schedules an event to start a process and another to end it, and passes every wake-up through the heap.
Here a process starts at once, ends at once, and an event that has *already* been decided (work done, message
received) wakes its waiters directly. Department code stays ordinary generators that yield SimPy events.

What is on the busy path is written for CPython's specialising interpreter, where each of these costs 0.1 to 0.5
microseconds a visit when forgotten: attributes live in slots and are all given at birth; objects made in great number
are filled in by a plain function, not by ``__init__``; callables kept in attributes are fetched into a local name
before they are called; parameters are not keyword-only.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

import simpy
from simpy.events import NORMAL, PENDING, URGENT, Event

Flow: TypeAlias = Generator[Event, Any, Any]

if TYPE_CHECKING:

    class Lean(Event):
        """A SimPy event."""

        def __init__(self) -> None: ...

else:

    class Lean:
        """All that a SimPy event is to those who wait for it, but with slots (a subclass would carry a dictionary)."""

        __slots__ = ("_ok", "_value", "callbacks", "env")
        defused = False
        ok, value, triggered, processed = Event.ok, Event.value, Event.triggered, Event.processed
        __and__, __or__ = Event.__and__, Event.__or__


class Outcome(Lean):
    """Something decided once; that wakes its waiters at once, without a pass through the heap."""

    __slots__ = ()

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


class Signal(Outcome):
    """An outcome for anybody to wait for and to decide."""

    __slots__ = ()

    def __init__(self, env: Kernel) -> None:
        self.env = env
        self.callbacks = []
        self._value = PENDING
        self._ok = True


class Process(Outcome):
    """A running generator (``Kernel.start`` makes it); an event that fires with the generator's return value."""

    __slots__ = ("_send", "_wake")
    _send: Callable[[Any], Event]
    _wake: Callable[[Event], None] | None

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


class Moment(Lean):
    """An event at one moment in time."""

    __slots__ = ()


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
        process = Process()
        process.env = self
        process.callbacks = []
        process._value = PENDING
        process._ok = True
        process._send = flow.send
        process._wake = process._resume
        process._resume(_BEGIN)
        return process

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
            return self._moment(time, None)
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
        return self._moment(self._now + delay, value)

    def _moment(self, time: float, value: Any) -> Moment:
        moment = Moment()
        moment.env = self
        moment.callbacks = []
        moment._value = value
        moment._ok = True
        heappush(self._queue, (time, NORMAL, next(self._eid), moment))
        return moment

    def run(self, until: float | Event | None = None) -> Any:
        """Run to the time ``until`` (what is due at that very moment stays undone), or as SimPy does otherwise."""
        if isinstance(until, Lean):
            if until.callbacks is None:
                return until.value
            done = Event(self)
            until.callbacks.append(done.trigger)
            return super().run(done)
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
