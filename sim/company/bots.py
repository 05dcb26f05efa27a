"""Bots: those of one department, and those of all."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.company.case import Case
from sim.company.facts import TeamFacts
from sim.company.systems import Systems
from sim.company.world import World
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.team import Team
from sim.inputs.information_model import RemedyModel


@dataclass(slots=True)
class Bots:
    """The bots of one department; when a change breaks them they go on, spoiling cases until somebody notices.

    Attributes:
        hours: touch time of a routine step.
        unnoticed: factor on the hours until somebody notices.
        spoiled: what they have done wrong since they broke.
    """

    team: Team
    hours: float
    unnoticed: float = 1.0
    broken: bool = False
    spoiled: list[Case] = field(default_factory=list)

    def become(self, number: int, unnoticed: float) -> None:
        """So many bots from now on; where none are wanted any more, those there are end what they have begun."""
        self.unnoticed = unnoticed
        for _ in range(number - len(self.team.members)):
            self.team.join()
        for bot in self.team.members[number:] if number else ():
            self.team.leave(bot)


class Automation:
    """The bots of all departments that have any, by department."""

    def __init__(self, env: Kernel, journal: Journal, remedies: RemedyModel, world: World, systems: Systems) -> None:
        self.env, self.journal, self.remedies = env, journal, remedies
        self.world, self.systems = world, systems
        self.bots: dict[str, Bots] = {}
        self.follow()

    def follow(self) -> None:
        """As many bots as the world as it is now has; where there are none left, none get any work."""
        for name, practice in self.world.primitives.practices.items():
            number = self.remedies.bots * (practice.bot_share > 0) + practice.keying_bots
            if name in self.bots:
                self.bots[name].become(number, practice.unnoticed)
            elif number:
                team = Team(self.env, self.journal, f"{name} bots", number, platform=self.systems.platforms[name])
                self.bots[name] = Bots(team, self.remedies.bot_minutes / 60, practice.unnoticed)

    def move(self, department: str) -> None:
        """Let a department's bots work on its new platform."""
        if department in self.bots:
            self.bots[department].team.move_to(self.systems.platforms[department])

    def close(self) -> None:
        """Record what the end of the run cuts off."""
        for bots in self.bots.values():
            bots.team.close()

    def facts(self) -> dict[str, TeamFacts]:
        """What the measures must know of the bots."""
        return {
            bots.team.name: TeamFacts(name, bots.team.calendar, tuple(self.systems.moves[name]), 0.0, 0)
            for name, bots in self.bots.items()
        }
