"""The bots of a department."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.company.case import Case
from sim.engine.team import Team


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
