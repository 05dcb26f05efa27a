"""Procedures: how each department does each of its activities in this world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.company.bots import Automation, Bots
from sim.company.staffing import Staffing
from sim.company.touch import touch_times
from sim.company.world import World
from sim.engine.journal import Journal
from sim.engine.laws import Measured
from sim.engine.streams import Streams, Uniform
from sim.engine.team import Team
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import EVERY

INFINITY = float("inf")


@dataclass(slots=True)
class Procedure:
    """How one activity is done: by whom, how long (hours), and by bots where it is easy.

    Attributes:
        hours, wages: mean touch hours of doing it once, and what they cost, currency.
        bots_share: share that bots do, the easiest.
        bots_below: touch time below which that is so; 0 where there are none.
        ranked: of equal touch times none is below another: whose case is easy, their rank says.
        looks_up: share that takes facts which other departments keep.
    """

    team: Team
    touch: Uniform
    code: int
    hours: float
    wages: float
    bots: Bots | None
    bots_share: float = 0.0
    bots_below: float = 0.0
    ranked: bool = False
    looks_up: float = 0.0

    def easy(self, hours: float, case: int, visit: int) -> bool:
        """Whether a bot can do it for a case."""
        if self.ranked:
            return self.touch.among_lowest(self.bots_share, case, visit)
        return hours < self.bots_below


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
                touch = touch_times(streams, stream, row)
                hours = row.mean_minutes / 60
                procedure = Procedure(
                    team,
                    touch,
                    journal.code(activity),
                    hours,
                    hours * model.teams[team.name].wage_per_hour,
                    automation.bots.get(name),
                    ranked=isinstance(touch, Measured),
                    looks_up=model.looks_up.get(activity, 0.0),
                )
                self._share_with_bots(procedure, name, activity)
                self._all[name, activity] = procedure

    def _share_with_bots(self, procedure: Procedure, department: str, activity: str) -> None:
        share = self.model.activities[activity].routine * self.world.primitives.practices[department].bot_share
        procedure.bots_share = share
        procedure.bots_below = procedure.touch.quantile(share) if 0 < share < 1 else share and INFINITY

    def of(self, department: str, activities: Iterable[str]) -> Known:
        """A department's procedures for the activities that it declares, as far as the company file has them."""
        return Known({name: self._all[department, name] for name in activities if (department, name) in self._all})

    def follow(self) -> None:
        """Let bots do what they do in the world as it is now."""
        for (name, activity), procedure in self._all.items():
            procedure.bots = self.automation.bots.get(name)
            self._share_with_bots(procedure, name, activity)
