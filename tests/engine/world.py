"""A tiny world for hand-computed timelines: ask for work at given times, read when it was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.engine.calendar import Calendar
from sim.engine.codes import DutyKind
from sim.engine.journal import Journal
from sim.engine.kernel import Flow, Kernel
from sim.engine.streams import Streams
from sim.engine.team import Meeting, Team

NINE_TO_FIVE = Calendar.daily(("mon", "tue", "wed", "thu", "fri"), 9.0, 17.0)


class World:
    """A clock, a journal, and what happened when."""

    def __init__(self, seed: int = 1) -> None:
        self.env = Kernel()
        self.journal = Journal()
        self.streams = Streams(seed, 0)
        self.done: dict[str, float] = {}
        self.results: dict[str, Any] = {}
        self._cases = 0

    def team(self, name: str = "desk", staff: Any = 1, **options: Any) -> Team:
        """A team of this world."""
        return Team(self.env, self.journal, name, staff, **options)

    def ask(self, name: str, at: float, where: Team | Meeting, hours: float, **options: Any) -> None:
        """Ask for work at a time; ``done[name]`` will be when the one who waits goes on."""
        self._cases += 1
        case = self._cases

        def flow() -> Flow:
            self.results[name] = yield where.work(case, hours, **options)
            self.done[name] = self.env.now

        self.at(at, lambda: self.env.start(flow()))

    def at(self, time: float, action: Callable[[], Any]) -> None:
        """Do something at a time."""
        self.env.at(time, lambda: action() and None)

    def run(self, until: float) -> dict[str, float]:
        """Run, and return when everything asked for was done."""
        self.env.run(until=until)
        return self.done

    def column(self, table: str, *names: str) -> list[Any]:
        """Columns of a journal table, a tuple (or a plain value) for each row."""
        rows = np.array(self.journal.tables[table].rows())
        values = list(zip(*(rows[name].tolist() for name in names), strict=True))
        return [value[0] for value in values] if len(names) == 1 else values

    def on_duty(self) -> list[tuple[int, float, float]]:
        """Member, beginning and end of every stretch in which somebody was there."""
        rows = self.column("duty", "member", "started", "ended", "kind")
        return [(member, start, end) for member, start, end, kind in rows if kind != DutyKind.ABSENT]
