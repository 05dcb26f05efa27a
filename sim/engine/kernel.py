"""Time and processes: a SimPy environment whose processes cost one heap event per wait, not three.

SimPy schedules an event to start a process and another to end it, and passes every wake-up through the heap.
Here a process starts at once, ends at once, and an event that has *already* been decided (work done, message
received) wakes its waiters directly. Department code stays ordinary generators that yield SimPy events.

This file is the seam to SimPy: nothing else in the engine touches what SimPy keeps private. The clock, the agenda and
the numbers of entries are the kernel's own; of SimPy's events it relies on ``_ok``, ``_value`` and
``callbacks`` (``tests/engine/test_seam.py`` says how).

What is on the busy path is written for CPython's specialising interpreter, where each of these costs 0.1 to 0.5
microseconds a visit when forgotten: attributes live in slots and are all given at birth; objects made in great number
are filled in by a plain function, not by ``__init__``; callables kept in attributes are fetched into a local name
before they are called; parameters are not keyword-only.

**Simultaneous events.** What is due at one moment happens in the order of its rank, whatever was scheduled first, and
within a rank in the order in which it was put on the agenda:

1. ``END``: a run that ends at this moment ends; nothing that is due then is done.
2. ``COMPLETION``: work that is complete is done. So it is neither interrupted, nor caught by an outage, nor handed back.
3. ``DUTY``: people come on duty (or stay away).
4. ``NORMAL``: everything else: messages, arrivals, outages, alarms, SimPy's own events.
5. ``LAST``: patience ends. Who can be served at this very moment is served.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from types import GeneratorType
from typing import TYPE_CHECKING, Any, TypeAlias

from simpy.core import EmptySchedule, Environment
from simpy.events import NORMAL, Event, Timeout

from sim.engine.agenda import Agenda, Alarm, Due, Happening

__all__ = [
    "COMPLETION",
    "DUTY",
    "END",
    "GONE",
    "LAST",
    "NORMAL",
    "Alarm",
    "Due",
    "Event",
    "Flow",
    "Kernel",
    "Latch",
    "Moment",
    "Process",
    "Signal",
    "Withdrawn",
    "nothing_more",
    "when",
]

END, COMPLETION, DUTY, LAST = NORMAL - 3, NORMAL - 2, NORMAL - 1, NORMAL + 1
"""Ranks of what is due at one moment; ``NORMAL`` is SimPy's own."""

Flow: TypeAlias = Generator[Event, Any, Any]

GONE: list[Callable[[Event], None]] = None  # type: ignore[assignment]  # what SimPy's annotation of callbacks leaves out
"""In the place of its callbacks: the event has happened."""

if TYPE_CHECKING:

    class Lean(Timeout):
        """A SimPy event."""

        def __init__(self) -> None: ...

else:

    class Lean:
        """All that a SimPy event is to those who wait for it, but with slots (a subclass would carry a dictionary)."""

        __slots__ = ("_value", "callbacks", "env")
        _ok, defused = True, False
        ok, triggered, processed = Event.ok, Event.triggered, Event.processed

        @property
        def value(self):
            """What the event was decided with."""
            return self._value

        __and__, __or__ = Event.__and__, Event.__or__


class Latch(Lean):
    """Something decided once; that wakes its waiters at once, without a pass through the heap.

    Whoever makes one sets ``env`` and an empty list of ``callbacks``; there is no value until it is decided.
    """

    __slots__ = ()

    @property
    def triggered(self) -> bool:
        """Whether it has been decided."""
        return self.callbacks is None

    def fire(self, value: Any = None) -> None:
        """Decide the event with ``value`` and wake everyone who waits for it, in the order they came.

        Raises:
            RuntimeError: when it has been fired before.
        """
        if self.callbacks is None:
            raise RuntimeError(f"{self!r} has already been fired")
        self._value = value
        waiting, self.callbacks = self.callbacks, GONE
        for wake in waiting:
            wake(self)


class Signal(Latch):
    """A latch for anybody to wait for and to decide."""

    __slots__ = ()

    def __init__(self, env: Kernel) -> None:
        self.env = env
        self.callbacks = []


class Withdrawn(Exception):
    """Thrown into a flow that is withdrawn, at what it waits for: it may put things in order, and then ends."""


class Process(Latch):
    """A running generator (``Kernel.start`` makes it); an event that fires with the generator's return value.

    A generator that returns another goes on as that one: what it has been is not kept while the other runs.
    """

    __slots__ = ("_flow", "_wake")
    _flow: Flow
    _wake: Callable[[Event], None]

    def _resume(self, event: Event) -> None:
        flow = self._flow
        try:
            event = flow.send(event._value) if event._ok else self._pass_on(event)
            while (waiting := event.callbacks) is None:
                event = flow.send(event._value) if event._ok else self._pass_on(event)
        except StopIteration as stop:
            if isinstance(stop.value, GeneratorType):
                self._flow = stop.value
                self._resume(_BEGIN)
                return
            del self._wake  # it refers back to this process: let go, no garbage collector is needed
            self.fire(stop.value)
        else:
            waiting.append(self._wake)

    def _pass_on(self, failed: Event) -> Event:
        failed.defused = True
        return self._flow.throw(failed._value)

    def waits_for(self, event: Event) -> bool:
        """Whether the flow goes on when ``event`` happens."""
        return event.callbacks is not None and self._wake in event.callbacks

    def withdraw(self) -> bool:
        """End the flow where it waits: ``Withdrawn`` is thrown into it, and the process fires with None.

        What it waits for (a task, a time) is not withdrawn by this, and wakes nobody any more.

        Returns:
            Whether there was anything to withdraw; not when the flow has ended.

        Raises:
            RuntimeError: when the flow goes on to wait for something.
            ValueError: when the flow withdraws itself, instead of returning.
        """
        if self.callbacks is None:
            return False
        try:
            self._flow.throw(Withdrawn())
        except (Withdrawn, StopIteration):
            self._flow = _nobody()
            next(self._flow)
            self.fire()
            return True
        raise RuntimeError("a flow that is withdrawn must end, and not wait for anything more")


def _nobody() -> Flow:
    """A flow that goes on waiting, whatever happens."""
    never = Latch()
    never.callbacks = []
    while True:
        yield never


def nothing_more() -> Flow:
    """A flow that has nothing to do: what a plain function returns in the place of the flow that would follow."""
    return
    yield


def when(event: Event, action: Callable[[Event], None]) -> None:
    """Call a function when an event happens, at once if it has: what a process would do that only waits for it."""
    if event.callbacks is None:
        action(event)
    else:
        event.callbacks.append(action)


class Moment(Lean):
    """An event at one moment in time; it is the agenda's entry itself.

    Whoever makes one sets ``env``, an empty list of ``callbacks`` and what it is decided with.
    """

    __slots__ = ()

    def happen(self) -> None:
        """Wake everyone who waits for it."""
        waiting, self.callbacks = self.callbacks, GONE
        for wake in waiting:
            wake(self)


class Foreign(Due):
    """An event of SimPy's own on the agenda."""

    __slots__ = ("event",)

    def __init__(self, event: Event) -> None:
        self.event = event

    def happen(self) -> None:
        """Wake everyone who waits for it; a failure that nobody sees to ends the run."""
        event = self.event
        waiting, event.callbacks = event.callbacks, GONE
        for wake in waiting:
            wake(event)
        if not event._ok and not event.defused:
            raise event._value


class Over(Exception):
    """The end of the run is reached."""


class End(Due):
    """Ends the run."""

    __slots__ = ()

    def happen(self) -> None:
        """End it.

        Raises:
            Over: always.
        """
        raise Over


class Kernel(Agenda, Environment):
    """A SimPy environment; time is in hours since Monday 00:00 of week 1.

    Attributes:
        now: the time.
    """

    __slots__ = ("now",)
    now: float

    def __init__(self) -> None:
        Environment.__init__(self)
        Agenda.__init__(self)
        self.now = 0.0

    def start(self, flow: Flow) -> Process:
        """Run ``flow`` up to its first wait, now, and go on with it whenever what it waits for happens."""
        process = Process()
        process.env = self
        process.callbacks = []
        process._flow = flow
        process._wake = process._resume
        process._resume(_BEGIN)
        return process

    def at(self, time: float, action: Callable[[], None], rank: int = NORMAL) -> Alarm:
        """Call ``action`` at ``time`` (hours, not before now); ``rank`` says what comes first at that moment.

        Raises:
            ValueError: when ``time`` lies in the past (or is not a number).
        """
        alarm = Alarm(action)
        self.enter(time, alarm, rank)
        return alarm

    def enter(self, time: float, due: Happening, rank: int = NORMAL) -> None:
        """Put something on the agenda for ``time`` (hours, not before now).

        Raises:
            ValueError: when ``time`` lies in the past (or is not a number).
        """
        if not time >= self.now:
            raise ValueError(f"cannot set an alarm for {time}, it is {self.now}")
        self.put((time, rank, next(self.numbers), due))

    def until(self, time: float) -> Event:
        """An event at ``time`` (hours); one that has already happened when ``time`` is not in the future.

        Raises:
            ValueError: when ``time`` is not a number.
        """
        if time > self.now:
            return self._moment(time, None)
        if not time <= self.now:
            raise ValueError(f"cannot wait until {time}")
        past = Signal(self)
        past.fire()
        return past

    def timeout(self, delay: float = 0.0, value: Any = None) -> Moment:
        """An event ``delay`` hours from now.

        Raises:
            ValueError: when ``delay`` is negative (or not a number).
        """
        if not delay >= 0.0:
            raise ValueError(f"cannot wait for {delay} hours")
        return self._moment(self.now + delay, value)

    def _moment(self, time: float, value: Any) -> Moment:
        moment = Moment()
        moment.env = self
        moment.callbacks = []
        moment._value = value
        if time < self.later_from:
            heappush(self.soon, (time, NORMAL, next(self.numbers), moment))
        else:
            self.put_off((time, NORMAL, next(self.numbers), moment))
        return moment

    # ---- what SimPy's own events and processes ask of an environment -----------------------------------------

    def schedule(self, event: Event, priority: int = NORMAL, delay: float = 0.0) -> None:
        """Put an event that is decided on the agenda."""
        self.put((self.now + delay, priority, next(self.numbers), Foreign(event)))

    def peek(self) -> float:
        """The time of what is due next; infinity when nothing is."""
        return self.soon[0][0] if self.soon or self.turn() else float("inf")

    def step(self) -> None:
        """Do what is due next.

        Raises:
            simpy.core.EmptySchedule: when nothing is.
        """
        if not self.soon and not self.turn():
            raise EmptySchedule
        self.now, _, _, due = heappop(self.soon)
        due.happen()

    def run(self, until: float | Event | None = None) -> Any:
        """Run to the time ``until`` (what is due at that very moment stays undone), or as SimPy does otherwise."""
        if until is None:
            while self.soon or self.turn():
                self.step()
            return None
        if isinstance(until, Event | Lean):
            while until.callbacks is not None:
                if not self.soon and not self.turn():
                    raise RuntimeError(f"nothing is due any more, and {until!r} has not happened")
                self.step()
            return until.value
        if not until > self.now:
            raise ValueError(f"cannot run until {until}, it is {self.now}")
        soon = self.soon
        self.put((float(until), END, next(self.numbers), End()))
        try:
            while soon or self.turn():
                self.now, _, _, due = heappop(soon)
                due.happen()
        except Over:
            return None


_BEGIN = Signal(Kernel())
_BEGIN.fire()
