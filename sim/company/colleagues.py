"""Colleagues: how good everybody is at the work, what they have learned, what they lack, and what they take amiss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import prod

from sim.company.tact import lack_of
from sim.company.world import World
from sim.engine.team import Member
from sim.inputs.company_model import CompanyModel


@dataclass(slots=True)
class Person:
    """What is known of somebody as a person.

    Attributes:
        team, department: where he belongs.
        craft: how good he is at the work (1 is the mean).
        tact: interpersonal skill, 0 to 1.
        learned: how much of the job he has learned, 0 to 1.
        grievances: how many things he takes amiss now.
        hampered: shares of the usual speed that are left to him, one for each thing he lacks.
    """

    team: str
    department: str
    craft: float
    tact: float
    learned: float = 1.0
    grievances: int = 0
    hampered: list[float] = field(default_factory=list)


class Colleagues:
    """Everybody who works here, and what follows for how fast, how carefully and how tactfully they do."""

    def __init__(self, model: CompanyModel, world: World) -> None:
        self.model, self.world = model, world
        self._known: dict[Member, Person] = {}
        self._up_to_date = dict.fromkeys(model.teams, 1.0)

    def introduce(self, member: Member, team: str, craft: float, tact: float, learned: float = 1.0) -> None:
        """Somebody of a team is there from now on."""
        self._known[member] = Person(team, self.model.teams[team].department, craft, tact, learned)
        self.follow(member)

    def craft(self, member: Member) -> float:
        """How good somebody is at the work today (1 is the mean)."""
        person = self._known[member]
        return person.craft * person.learned * self._up_to_date[person.team]

    def speed(self, department: str, craft: float) -> float:
        """Speed of somebody of a craft (1 is the mean) in a department, with its pace and its assistance."""
        practice = self.world.primitives.practices[department]
        if practice.assistance:
            craft += practice.assistance * max(0.0, practice.assisted_to - craft)
        return craft * practice.speed

    def follow(self, member: Member) -> None:
        """Let somebody be as fast, careful and tactful as he now is in the world as it now is."""
        person, hr = self._known[member], self.model.hr
        speed = self.speed(person.department, self.craft(member)) * prod(person.hampered)
        if speed != member.speed:
            member.speed = speed
        up_to_date = self._up_to_date[person.team]
        has_tact = self.world.has("interpersonal skill")
        member.tact = min(1.0, person.tact * up_to_date) if has_tact else 0.0
        lack = lack_of(member.tact, self.model.departments[person.department].tact)
        member.unclear = 1.0 + (self.model.tact.unclear_factor - 1.0) * lack
        missing = 1.0 - person.learned * up_to_date
        most = 1.0 - hr.ramp_start
        member.slips = max(0.0, 1.0 + (hr.newcomer_slips - 1.0) * missing / most) if most else 1.0

    # ---- what they learn -------------------------------------------------------------------------------------

    def learns(self, member: Member, learned: float) -> None:
        """Somebody has learned so much of the job, 0 to 1."""
        self._known[member].learned = learned
        self.follow(member)

    def bring_up_to_date(self, team: str, level: float) -> None:
        """What a team's people know is worth so much from now on (1 is usual): methods and tools change."""
        self._up_to_date[team] = level
        for member, person in self._known.items():
            if person.team == team:
                self.follow(member)

    def up_to_date(self, team: str) -> float:
        """What a team's people know is worth (1 is usual)."""
        return self._up_to_date[team]

    # ---- what they lack --------------------------------------------------------------------------------------

    def hamper(self, member: Member | None, speed: float) -> Callable[[], None]:
        """Let somebody work at a share of the usual speed, until what is returned is called."""
        if member is None:
            return lambda: None
        hampered = self._known[member].hampered
        hampered.append(speed)
        self.follow(member)

        def over() -> None:
            hampered.remove(speed)
            self.follow(member)

        return over

    # ---- what they take amiss --------------------------------------------------------------------------------

    def aggrieve(self, member: Member, more: int) -> None:
        """Somebody has one more (or fewer) thing to take amiss."""
        self._known[member].grievances += more

    def is_aggrieved(self, member: Member) -> bool:
        """Whether somebody has anything to take amiss; a newcomer who is just coming in has not."""
        person = self._known.get(member)
        return person is not None and person.grievances > 0
