"""Meetings: work that needs one member of each of several teams at the same time."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.engine.kernel import Signal
from sim.engine.queues import OPEN, TOUCH, new_task

if TYPE_CHECKING:
    from sim.engine.team import Team


class Plan(NamedTuple):
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

    def __init__(self, teams: Sequence[Team]) -> None:
        if len({team.name for team in teams}) < len(teams) or not teams:
            raise ValueError("a meeting needs one member of each of several different teams")
        self.teams = list(teams)
        self.waiting: deque[Plan] = deque()
        for team in self.teams:
            team.join_meeting(self)

    def work(self, case: int, hours: float, activity: int = 0) -> Signal:
        """A signal that fires when all have worked together on the case for ``hours``."""
        env = self.teams[0].env
        signal = Signal(env)
        self.waiting.append(Plan(signal, case, hours, activity, env.now))
        self.begin()
        return signal

    def begin(self) -> None:
        """Start waiting meetings while every team has someone free, and no other meeting's turn comes before."""
        while self.waiting and all(team.can_send(self, self.waiting[0].asked) for team in self.teams):
            self._start(self.waiting.popleft())

    def _start(self, plan: Plan) -> None:
        left = len(self.teams)

        def done(_: Any) -> None:
            nonlocal left
            left -= 1
            if not left:
                plan.signal.fire()

        crew = [team.send() for team in self.teams]
        slowest = min(member.pace for member in crew)
        for team, member in zip(self.teams, crew, strict=True):
            task = new_task(team, plan.case, plan.hours * member.pace / slowest, plan.activity)
            task.asked = plan.asked
            task.callbacks.append(done)
            member.begin(task)

    def asked_before(self, time: float) -> int:
        """How many asked for before ``time`` can soon begin, so that people should be kept free for them."""
        earlier = sum(plan.asked < time for plan in self.waiting)
        return earlier if earlier and all(team.free_soon(self.waiting[0].asked) for team in self.teams) else 0

    def close(self, team: Team) -> None:
        """Record what the end of the run leaves waiting, for one of the teams."""
        for plan in self.waiting:
            now = team.env.now
            team.journal.visits.add(plan.case, plan.activity, team.code, -1, -1, plan.asked, now, now, 0.0, OPEN, TOUCH)
