"""Procedures: how each department does each of its activities in this world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.company.bots import Automation, Bots
from sim.company.staffing import Staffing
from sim.company.world import World
from sim.engine.journal import Journal
from sim.engine.streams import Lognormal, Streams
from sim.engine.team import Team
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import EVERY


@dataclass(slots=True)
class Procedure:
    """How one activity is done: by whom, how long (hours), and below which touch time by bots."""

    team: Team
    touch: Lognormal
    code: int
    bots: Bots | None
    bots_below: float


class Known(dict[str, Procedure]):
    """Procedures by activity; asking for one that the department does not declare, or the file does not have, is said."""

    def __missing__(self, activity: str) -> Procedure:
        raise LookupError(
            f"no procedure for {activity!r}: an activity stands in the company file and in a class's `does`"
        )


class Procedures:
    """All procedures of a company."""

    def __init__(
        self,
        streams: Streams,
        journal: Journal,
        model: CompanyModel,
        world: World,
        staffing: Staffing,
        automation: Automation,
    ) -> None:
        self.model, self.world, self.automation = model, world, automation
        self._all: dict[tuple[str, str], Procedure] = {}
        for activity, row in model.activities.items():
            every = row.team == EVERY
            for name in list(model.departments) if every else [model.teams[row.team].department]:
                team = staffing.main_teams[name] if every else staffing.teams[row.team]
                stream = f"touch.{activity}.{name}" if every else f"touch.{activity}"
                touch = streams.lognormal(stream, row.minutes / 60, row.variation)
                self._all[name, activity] = Procedure(
                    team,
                    touch,
                    journal.code(activity),
                    automation.bots.get(name),
                    self._bots_below(name, activity, touch),
                )

    def _bots_below(self, department: str, activity: str, touch: Lognormal) -> float:
        share = self.model.activities[activity].routine * self.world.primitives.practices[department].bot_share
        return touch.quantile(share) if share > 0 else 0.0

    def of(self, department: str, activities: Iterable[str]) -> Known:
        """A department's procedures for the activities that it declares, as far as the company file has them."""
        return Known({name: self._all[department, name] for name in activities if (department, name) in self._all})

    def follow(self) -> None:
        """Let bots do what they do in the world as it is now."""
        for (name, activity), procedure in self._all.items():
            procedure.bots = self.automation.bots.get(name)
            procedure.bots_below = self._bots_below(name, activity, procedure.touch)
