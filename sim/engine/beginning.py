"""Waiting for work to begin, instead of for its end."""

from __future__ import annotations

from sim.engine.kernel import COMPLETION, Latch, Signal
from sim.engine.task import Task, Worker


class Awaited(Task):
    """A task whose beginning somebody waits for.

    It is a class of its own so that all other tasks begin without a question: whoever begins a task notes on it who does
    it, and here this note is heard.
    """

    __slots__ = ()

    @property
    def member(self) -> Worker | None:
        """Who does it, or did it last."""
        return self.doer

    @member.setter
    def member(self, member: Worker | None) -> None:
        self.doer = member
        if member is not None and not self.beginning.triggered:
            env = self.team.env
            env.at(env.now, self._begun, COMPLETION)

    def _begun(self) -> None:
        if not self.beginning.triggered:
            self.beginning.fire(True)

    def _over(self, _: object) -> None:
        if not self.beginning.triggered:
            self.beginning.fire(self.doer is not None)


def begun(task: Task) -> Latch:
    """An event that fires with True when somebody begins a task; it has happened if the work has begun.

    It fires at the moment of the beginning, before the end also of work that takes no time. When the task is given up or
    withdrawn before, it fires with False. What has been begun, handed back and is begun again has been begun before.

    Args:
        task: what ``work`` of a team returned.

    Example:
        >>> from sim.engine.journal import Journal
        >>> from sim.engine.kernel import Kernel
        >>> from sim.engine.team import Team
        >>> env = Kernel()
        >>> team = Team(env, Journal(), "desk")
        >>> _, task = team.work(1, hours=3.0), team.work(2, hours=1.0)
        >>> env.run(until=begun(task)), env.now
        (True, 3.0)
    """
    if isinstance(task, Awaited):
        return task.beginning
    event = Signal(task.team.env)
    if task.started >= 0.0:
        event.fire(task.member is not None)
        return event
    task.__class__ = Awaited
    task.beginning, task.doer = event, None
    assert isinstance(task, Awaited)
    task.callbacks.append(task._over)
    return event
