"""Platforms: systems that teams work on; while one is down, everything on it stands still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sim.engine.journal import Journal
from sim.engine.kernel import Event, Flow, Kernel, Signal


class Dependent(Protocol):
    """What a platform asks of the teams that work on it."""

    def halt(self) -> None:
        """Stop all work until ``resume``."""

    def resume(self) -> None:
        """Go on."""


class Platform:
    """A system with outages; several causes may hold it down at once, it is up again when all are gone.

    Args:
        env: the clock.
        journal: where outages are recorded.
        name: permanent name.
        capacity: people who can work on it at full speed; above that everyone is slower in proportion.

    Raises:
        ValueError: when nobody can work on it.
    """

    def __init__(self, env: Kernel, journal: Journal, name: str, capacity: float = float("inf")) -> None:
        if not capacity > 0.0:
            raise ValueError(f"nobody can work on a platform of capacity {capacity}")
        self.env = env
        self.journal = journal
        self.name = name
        self.capacity = capacity
        self.code = journal.code(name)
        self.dependents: list[Dependent] = []
        self.active = 0
        self._causes: dict[str, float] = {}
        self._waiting: list[Signal] = []
        self._down_since = 0.0
        self._first_cause = ""

    @property
    def down_since(self) -> float | None:
        """When the platform went down, hours; None while it is up."""
        return self._down_since if self._causes else None

    def until_up(self) -> Event:
        """Fires when the platform is up again, after those who work on it have gone on."""
        signal = Signal(self.env)
        self._waiting.append(signal)
        return signal

    @property
    def up(self) -> bool:
        """Whether the platform can be worked on."""
        return not self._causes

    def fail(self, cause: str = "outage") -> None:
        """Go down for ``cause``; a cause already holding it down is counted once."""
        if not self._causes:
            self._down_since, self._first_cause = self.env.now, cause
            self._causes[cause] = self.env.now
            for dependent in self.dependents:
                dependent.halt()
        self._causes.setdefault(cause, self.env.now)

    def restore(self, cause: str = "outage") -> None:
        """End one cause; when it was the last, everybody goes on."""
        if self._causes.pop(cause, None) is None or self._causes:
            return
        self.journal.outages.add(self.code, self._down_since, self.env.now, self.journal.code(self._first_cause))
        for dependent in self.dependents:
            dependent.resume()
        waiting, self._waiting = self._waiting, []
        for signal in waiting:
            signal.fire()

    def slowdown(self) -> float:
        """How much longer work takes that starts now (1 = full speed), from contention."""
        return max(1.0, self.active / self.capacity)

    def close(self) -> None:
        """Record an outage that the end of the run cuts off."""
        if self._causes:
            self.journal.outages.add(self.code, self._down_since, self.env.now, self.journal.code(self._first_cause))


def breakdowns(platform: Platform, up_hours: Callable[[int], float], down_hours: Callable[[int], float]) -> Flow:
    """Fail and repair a platform by the clock: the n-th time up lasts ``up_hours(n)``, down ``down_hours(n)``."""
    number = 0
    while True:
        yield platform.env.timeout(up_hours(number))
        platform.fail()
        yield platform.env.timeout(down_hours(number))
        platform.restore()
        number += 1
