"""Helping: members who also do the work of other teams, and how work finds somebody of one's own or of the helpers."""

from __future__ import annotations

from sim.engine.attendance import Attendance
from sim.engine.desk import Habits
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.task import INFINITY, Office, Task


class Helping(Attendance):
    """A desk whose members may help at other desks, and be helped by theirs.

    Attributes:
        helps, helped_by: the teams it helps, each with how much longer its members take there, and those that help it.
        helpers_allowed: how many of its members may be away helping at a time (all, if left alone).
        away_helping: how many are.
    """

    def __init__(self, env: Kernel, journal: Journal, name: str, platform: Platform | None, habits: Habits) -> None:
        super().__init__(env, journal, name, platform, habits)
        self.longest_queue_first = habits.longest_queue_first
        self.helps: list[tuple[Helping, float]] = []
        self.helped_by: list[Helping] = []
        self.helpers_allowed: float = INFINITY

    def help(self, other: Helping, slowdown: float = 1.0) -> None:
        """Let members of this team also do the work of ``other``, taking ``slowdown`` times as long.

        No more than ``helpers_allowed`` of them are away helping at a time (set it; all, if left alone).
        """
        self.helps.append((other, slowdown))
        other.helped_by.append(self)
        self._plain = other._plain = False
        other.call_in()

    def slowdown_at(self, other: Office) -> float:
        """How much longer members take for the work of a team that they help."""
        return next(slowdown for team, slowdown in self.helps if team is other)

    def _at_work(self) -> list[Member]:
        crew = self.members if not self.helped_by else [*self.members, *(m for t in self.helped_by for m in t.members)]
        return [member for member in crew if member.task is not None and member.task.team is self]

    def _someone_for(self, task: Task) -> Member | None:
        """Who should begin a task now: one's own, a helper, else one who does something less urgent."""
        if not self._kept_free(task) and (member := self._free_member()) is not None:
            return member
        for team in self.helped_by:
            if team.away_helping < team.helpers_allowed and not team._kept_free(task):
                member = team._free_member()
                if member is not None:
                    return member
        return self._interrupted_for(task)

    def _choose_task(self, member: Member) -> None:
        """Give a free member what should be done first: a meeting, own work, work of a team that is helped."""
        self._idle.append(member)
        if self.meetings:
            self._meet()
            if member.task is not None:
                return
        for team in self._served():
            task = None if team.halted else team.queue.head()
            if task is not None and not self._kept_free(task):
                team.queue.pop()
                self._idle.remove(member)
                member.occupy(team)
                member.begin(task)
                return

    def _served(self) -> list[Helping]:
        teams = [self]
        if self.away_helping < self.helpers_allowed:
            teams += [team for team, _ in self.helps]
        if self.longest_queue_first:
            teams.sort(key=lambda team: -len(team.queue))
        return teams
