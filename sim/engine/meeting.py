"""Meetings: work that needs one member of each of several teams at the same time."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any, Protocol

from sim.engine.codes import VisitKind, VisitStatus
from sim.engine.kernel import COMPLETION, Kernel, Signal
from sim.engine.member import Employer, Member
from sim.engine.task import Task, check_hours, new_task


class Party(Employer, Protocol):
    """A team that takes part in meetings.

    ``awaited``: how many sessions wait for one of its members.
    """

    awaited: int

    def join_meeting(self, meeting: Meeting) -> None:
        """Take part in a kind of meeting."""

    def can_send(self, meeting: Meeting, asked: float) -> bool:
        """Whether someone is free for a meeting asked for at a time, and not kept for an older one."""

    def free_until(self, asked: float) -> float:
        """When those go home who are free before, if the next one belongs to what was asked for at a time; else now."""

    def look_again(self, time: float) -> None:
        """Give what waits to whoever is free, here or to help, once all else has happened at a time; asked once."""

    def all_look_again(self) -> None:
        """Let all who keep somebody free for a meeting with this team, itself too, see whether they still must, soon."""

    def send(self) -> Member:
        """Send a free member to a meeting."""

    def withdraw(self, task: Task, *, interrupt: bool = False) -> bool:
        """Call off a task."""


class Session(Signal):
    """One meeting; fires with True when all have done their part, with None when it was withdrawn.

    ``begun`` fires when it begins; ``tasks`` are the parts of those who take part, once it has begun.
    """

    __slots__ = ("activity", "asked", "begun", "case", "hours", "kind", "place", "tasks")

    def __init__(self, env: Kernel, case: int, hours: float, activity: int, kind: VisitKind, place: int) -> None:
        super().__init__(env)
        self.case = case
        self.hours = hours
        self.activity = activity
        self.kind, self.place = kind, place
        self.asked = env.now
        self.begun = Signal(env)
        self.tasks: list[Task] = []


class Meeting:
    """Joint work of several teams, taken in order of asking.

    It begins as soon as every team has someone free. When nothing older waits in any of the teams, each keeps someone
    free for it, if all the others have someone who will be free before going home. All take part from beginning to end;
    only where a closing hour or an outage interrupts one of them does that one catch up alone.

    Args:
        teams: the teams that send one member each, all different.
    """

    def __init__(self, teams: Sequence[Party]) -> None:
        if len({team.name for team in teams}) < len(teams) or not teams:
            raise ValueError("a meeting needs one member of each of several different teams")
        self.teams = list(teams)
        self.waiting: deque[Session] = deque()
        for team in self.teams:
            team.join_meeting(self)

    def work(
        self, case: int, hours: float, activity: int = 0, kind: VisitKind = VisitKind.TOUCH, place: int = -1
    ) -> Session:
        """Ask for a meeting; ``yield`` it to wait until all have worked together on the case for ``hours``.

        Args:
            kind, place: as of any piece of work: what it counts as, and which hand-off it belongs to.

        Raises:
            ValueError: when hours are negative, endless or not a number.
        """
        check_hours(hours, "a meeting")
        session = Session(self.teams[0].env, case, hours, activity, kind, place)
        self.waiting.append(session)
        for team in self.teams:
            team.awaited += 1
        self.begin()
        return session

    def withdraw(self, session: Session, *, interrupt: bool = False) -> bool:
        """Call off a meeting; it fires with None, and its visits stand in the journal as WITHDRAWN.

        Those who were kept free for it take what waits. One that has begun goes on, unless it is to be interrupted.

        Args:
            session: what ``work`` returned.
            interrupt: call it off even if it has begun. The hours worked on it stay worked.

        Returns:
            Whether it has been called off: not when it is over, and not when it has begun and is not to be interrupted.

        Raises:
            ValueError: when it is none of these meetings.
        """
        if session.triggered:
            return False
        if session.tasks:
            parts = zip(self.teams, session.tasks, strict=True) if interrupt else ()
            return sum(team.withdraw(task, interrupt=True) for team, task in parts) > 0
        self.waiting.remove(session)
        for team in self.teams:
            team.awaited -= 1
            _note(session, team, VisitStatus.WITHDRAWN)
        for team in self.teams:
            team.call_in()
        session.fire()
        return True

    def begin(self) -> None:
        """Start waiting meetings while every team has someone free, and no other meeting's turn comes before."""
        while self.waiting and all(team.can_send(self, self.waiting[0].asked) for team in self.teams):
            self._start(self.waiting.popleft())

    def _start(self, session: Session) -> None:
        left = len(self.teams)

        def done(_: Any) -> None:
            nonlocal left
            left -= 1
            if not left:
                session.fire(True if all(task.value for task in session.tasks) else None)

        for team in self.teams:
            team.awaited -= 1
        crew = [team.send() for team in self.teams]
        slowest = min(member.pace for member in crew)
        for team, member in zip(self.teams, crew, strict=True):
            hours = session.hours * member.pace / slowest
            task = new_task(team, session.case, hours, session.activity, kind=session.kind, place=session.place)
            task.asked = session.asked
            task.callbacks.append(done)
            session.tasks.append(task)
            member.begin(task)
        self.teams[0].env.at(self.teams[0].env.now, session.begun.fire, COMPLETION)
        for team in self.teams:
            team.all_look_again()

    def asked_before(self, time: float) -> int:
        """How many asked for before ``time`` can soon begin, so that people should be kept free for them."""
        if not self.waiting or self.waiting[0].asked >= time:  # they stand in order of asking
            return 0
        return sum(session.asked < time for session in self.waiting) if self.free_until() > self.teams[0].env.now else 0

    def free_until(self) -> float:
        """Up to when every team will have someone free before going home; not later than now if one has not."""
        return min(team.free_until(self.waiting[0].asked) for team in self.teams)

    def close(self, team: Employer) -> None:
        """Record what the end of the run leaves waiting, for one of the teams."""
        for session in self.waiting:
            _note(session, team, VisitStatus.OPEN)


def _note(session: Session, team: Employer, status: VisitStatus) -> None:
    """Record a visit that nobody has begun."""
    now, none = team.env.now, -1
    team.journal.visits.add(
        session.case,
        session.activity,
        team.code,
        none,
        session.place,
        session.asked,
        now,
        now,
        0.0,
        0.0,
        status,
        session.kind,
    )
