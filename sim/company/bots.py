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
