"""Helping: members who also do the work of other teams, and how work finds somebody of one's own or of the helpers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.engine.attendance import Attendance
from sim.engine.desk import Habits
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.member import Member, check_speed
from sim.engine.platform import Platform
from sim.engine.task import INFINITY, MOMENT, Office, Task

NOTHING_WAITS = INFINITY, INFINITY, INFINITY, 0


class Helping(Attendance):
    """A desk whose members may help at other desks, and be helped by theirs.

    A member who comes on duty or becomes free does own work first, else what waits most urgently (priority, due, arrival)
    in the teams that he may help. When a helper comes back, or is taken away, his place is offered to the next colleague.
    Work of one's own that is more urgent recalls helpers of a preemptive team, and of no other.

    Attributes:
        helps, helped_by: the teams it helps, each with how much longer its members take there, and those that help it.
        helpers_allowed: how many of its members may be away helping at a time (all, if left alone).
        away_helping: how many are.
        nobody_free_at: when nobody was found who becomes free at that very moment; one look a moment is enough.
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

        Raises:
            ValueError: when ``slowdown`` is zero, negative, endless or not a number.
        """
        check_speed(1.0 / slowdown if slowdown else INFINITY)
        self.helps.append((other, slowdown))
        other.helped_by.append(self)
        self._plain = other._plain = False
        other.call_in()

    def slowdown_at(self, other: Office) -> float:
        """How much longer members take for the work of a team that they help."""
        return next(slowdown for team, slowdown in self.helps if team is other)

    def offer_help(self) -> None:
        """Give what waits in the teams that are helped, the most urgent first, to whoever is free and allowed to help."""
        teams = [team for team, _ in self.helps]
        while teams:
            team = min(teams, key=Helping._urgency)
            if not team._begin_next():
                teams.remove(team)

    def halt(self) -> None:
        """Stop all work of this team; those at work keep their task and wait."""
        super().halt()
        for team in (self, *self.helped_by):
            team.all_look_again()

    def _crew(self) -> Sequence[Member]:
        if not self.helped_by:
            return self.members
        return [*self.members, *(member for team in self.helped_by for member in team.members)]

    def _someone_for(self, task: Task) -> Member | None:
        """Who should begin a task now: one's own, a helper, else one who does something less urgent, here or helping."""
        if not self._kept_free(task) and (member := self._free_member()) is not None:
            return member
        if not (self.helped_by or self.preemptive) or self._wait_a_moment():
            return None
        for team in self.helped_by:
            if team.away_helping < team.helpers_allowed and not team._kept_free(task):
                member = team._free_member()
                if member is not None:
                    return member
        return self._interrupted_for(task)

    def goes_on(self, member: Member) -> None:
        """Note that somebody has something in hand, perhaps of another team's, and may be interrupted from now on."""
        for team in (self, *[team for team, _ in self.helps]):
            if team.in_hand is not None:
                team.in_hand.begins(member)

    def _wait_a_moment(self) -> bool:
        """Whether one of the members becomes free at this very moment; what waits is then looked at again."""
        now = self.env.now
        soon = now + MOMENT
        if self.nobody_free_at == now or self.env.peek() > soon:  # whoever is at work stands on the agenda
            return False
        free_at = [one.ends for one in self.members if one.ends <= soon and one.task is not None and one.off_at > now]
        if free_at:
            self.env.at(max(free_at), self.call_in)
        else:
            self.nobody_free_at = now
        return bool(free_at)

    def _interrupted_for(self, task: Task) -> Member | None:
        member = self.in_hand.least_urgent(task.priority) if self.in_hand is not None else None
        if member is None:
            return None
        served = member.hand_back()
        if served is not self:
            self.env.at(self.env.now, served.call_in)
            self.env.at(self.env.now, self.offer_help)
        return member

    def _choose_task(self, member: Member) -> None:
        """Give a free member what should be done first: a meeting, own work, the most urgent of the teams helped."""
        self._idle.append(member)
        if self.awaited:
            self._meet()
            if member.task is not None:
                return
        for team in self._served():
            task = None if team.halted else team.queue.head()
            if task is not None and not self._kept_free(task):
                team.queue.pop()
                if self._idle[-1] is member:
                    self._idle.pop()
                else:
                    self._idle.remove(member)
                member.occupy(team)
                member.begin(task)
                break
        self.all_look_again()

    def _served(self) -> Iterator[Helping]:
        """The teams that a free member may serve, in the order in which their work comes; others only if any waits."""
        if not self.longest_queue_first:
            yield self
        helped: list[Helping] = []
        if self.away_helping < self.helpers_allowed:
            helped = [team for team, _ in self.helps if team.queue.head() is not None]
        if len(helped) > 1:
            helped.sort(key=Helping._urgency)
        if self.longest_queue_first:
            helped = sorted([self, *helped], key=lambda team: -len(team.queue))
        yield from helped

    def _urgency(self) -> tuple[float, float, float, int]:
        """How urgent the next waiting task is, smaller is sooner: priority, due, when it was asked for."""
        task = self.queue.head()
        return (task.priority, task.due, task.asked, task.order) if task is not None else NOTHING_WAITS
