"""Upkeep of systems: what is left undone makes them fail sooner and lets intruders in, until IT gets to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sim.company.case import Case
from sim.company.systems import Systems
from sim.engine.calendar import DAY
from sim.engine.kernel import Kernel, Signal
from sim.engine.platform import Platform
from sim.inputs.processes_model import ItModel


class FailureClock:
    """Counts a system's hours to its next failure; neglect makes it run faster, and nothing else moves it.

    The hours are those that would pass at the usual pace, so that they are the same in every world.
    """

    def __init__(self, env: Kernel) -> None:
        self.env = env
        self.pace = 1.0
        self._left = self._since = 0.0
        self._turn = 0
        self._rings: Signal | None = None

    def set(self, hours: float) -> Signal:
        """Begin to count down; the signal fires when the time is over."""
        self._rings, self._left = Signal(self.env), hours
        self._count()
        return self._rings

    def run_at(self, pace: float) -> None:
        """Run so many times as fast as usual from now on."""
        if self._rings is not None:
            self._left = max(0.0, self._left - (self.env.now - self._since) * self.pace)
        self.pace = pace
        if self._rings is not None:
            self._count()

    def _count(self) -> None:
        self._turn, self._since = self._turn + 1, self.env.now
        turn = self._turn
        self.env.at(self.env.now + self._left / self.pace, lambda: self._ring(turn))

    def _ring(self, turn: int) -> None:
        if turn == self._turn and self._rings is not None:
            rings, self._rings = self._rings, None
            rings.fire()


@dataclass(slots=True)
class SystemState:
    """What is open about one system.

    Attributes:
        clock: of its failures.
        overdue: pieces of maintenance that have been lying too long.
        holes: ways to break in that are known and not mended.
        in_hand: of those, how many are mended by releases that are being prepared.
        changes: what colleagues have asked for and no release carries yet; each is called when one has brought it.
    """

    clock: FailureClock
    overdue: int = 0
    holes: int = 0
    in_hand: int = 0
    changes: list[Callable[[], None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a release carries: what was known when its preparation began."""

    holes: int
    changes: tuple[Callable[[], None], ...]


class Upkeep:
    """How well each system is looked after."""

    def __init__(self, env: Kernel, model: ItModel, systems: Systems, departments: list[str]) -> None:
        self.env, self.model, self.systems, self.departments = env, model, systems, departments
        self._states: dict[str, SystemState] = {}
        self._overdue: set[int] = set()

    def of(self, platform: Platform) -> SystemState:
        """What is open about a system."""
        if platform.name not in self._states:
            self._states[platform.name] = SystemState(FailureClock(self.env))
        return self._states[platform.name]

    def system_at(self, luck: float) -> Platform:
        """The system of the department that a number in (0, 1) points at; a shared one stands for all that it serves."""
        return self.systems.platforms[self.departments[int(luck * len(self.departments))]]

    # ---- maintenance -----------------------------------------------------------------------------------------

    def due(self, case: Case, platform: Platform) -> None:
        """A piece of maintenance is due; once it has lain too long, its system fails the sooner for it."""

        def too_long() -> None:
            if case.open:
                self._overdue.add(case.key)
                self._lies(platform, 1)

        self.env.at(self.env.now + DAY * self.model.overdue_days, too_long)

    def done(self, case: Case, platform: Platform) -> None:
        """A piece of maintenance has been done."""
        if case.key in self._overdue:
            self._overdue.remove(case.key)
            self._lies(platform, -1)

    def _lies(self, platform: Platform, pieces: int) -> None:
        state = self.of(platform)
        state.overdue += pieces
        state.clock.run_at(1.0 + self.model.neglect * self.weeks_behind(platform))

    def weeks_behind(self, platform: Platform) -> float:
        """Weeks' worth of a system's maintenance that has been lying too long."""
        weekly = self.model.maintenance_per_week * self.systems.reach(platform) / len(self.departments)
        return self.of(platform).overdue / weekly if weekly else 0.0

    # ---- holes and changes -----------------------------------------------------------------------------------

    def opens_to(self, platform: Platform, luck: float) -> bool:
        """Whether somebody who tries to break in gets in; every hole that is open is one more way."""
        it = self.model
        kept_out = (1.0 - it.attack_success) * (1.0 - it.hole_success) ** self.of(platform).holes
        return luck < 1.0 - kept_out

    def pack(self, platform: Platform, *, patches: bool) -> Parcel:
        """What a release of a system will carry that is prepared from now on; the next carries what comes later."""
        state = self.of(platform)
        parcel = Parcel(state.holes - state.in_hand if patches else 0, tuple(state.changes))
        state.in_hand += parcel.holes
        state.changes.clear()
        return parcel

    def take_back(self, platform: Platform, parcel: Parcel) -> None:
        """A release has failed: what it carried waits for the next that is begun."""
        state = self.of(platform)
        state.in_hand -= parcel.holes
        state.changes[:0] = parcel.changes

    def bring(self, platform: Platform, parcel: Parcel) -> None:
        """A release works: its holes are mended, and who asked for its changes has them."""
        state = self.of(platform)
        state.holes -= parcel.holes
        state.in_hand -= parcel.holes
        for change in parcel.changes:
            change()
