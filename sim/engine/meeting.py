"""Meetings: work that needs one member of each of several teams at the same time."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from sim.engine.codes import VisitKind, VisitStatus
from sim.engine.kernel import Signal
from sim.engine.member import Employer, Member
from sim.engine.task import check_hours, new_task


class Party(Employer, Protocol):
    """A team that takes part in meetings.

    ``awaited``: how many sessions wait for one of its members.
    """

    awaited: int

    def join_meeting(self, meeting: Meeting) -> None:
        """Take part in a kind of meeting."""

    def can_send(self, meeting: Meeting, asked: float) -> bool:
        """Whether someone is free for a meeting asked for at a time, and not kept for an older one."""

    def free_soon(self, asked: float) -> bool:
        """Whether the next member free belongs to what was asked for at a time, and will be free before going home."""

    def send(self) -> Member:
        """Send a free member to a meeting."""


class Session(NamedTuple):
    """One meeting that waits for its people."""

    signal: Signal
    case: int
    hours: float
    activity: int
    asked: float


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

    def work(self, case: int, hours: float, activity: int = 0) -> Signal:
        """A signal that fires when all have worked together on the case for ``hours``.

        Raises:
            ValueError: when hours are negative, endless or not a number.
        """
        check_hours(hours, "a meeting")
        env = self.teams[0].env
        signal = Signal(env)
        self.waiting.append(Session(signal, case, hours, activity, env.now))
        for team in self.teams:
            team.awaited += 1
        self.begin()
        return signal

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
                session.signal.fire()

        for team in self.teams:
            team.awaited -= 1
        crew = [team.send() for team in self.teams]
        slowest = min(member.pace for member in crew)
        for team, member in zip(self.teams, crew, strict=True):
            task = new_task(team, session.case, session.hours * member.pace / slowest, session.activity)
            task.asked = session.asked
            task.callbacks.append(done)
            member.begin(task)

    def asked_before(self, time: float) -> int:
        """How many asked for before ``time`` can soon begin, so that people should be kept free for them."""
        if not self.waiting or self.waiting[0].asked >= time:  # they stand in order of asking
            return 0
        earlier = sum(session.asked < time for session in self.waiting)
        return earlier if earlier and all(team.free_soon(self.waiting[0].asked) for team in self.teams) else 0

    def close(self, team: Party) -> None:
        """Record what the end of the run leaves waiting, for one of the teams."""
        now = team.env.now
        for session in self.waiting:
            team.journal.visits.add(
                session.case,
                session.activity,
                team.code,
                -1,
                -1,
                session.asked,
                now,
                now,
                0.0,
                0.0,
                VisitStatus.OPEN,
                VisitKind.TOUCH,
            )
