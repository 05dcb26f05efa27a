"""Withdrawal: work that is called off from outside, because a customer cancels or nobody needs it any more."""

from __future__ import annotations

from sim.engine.codes import VisitStatus
from sim.engine.duty import Duty
from sim.engine.member import Member
from sim.engine.task import Task


class Withdrawal(Duty):
    """A desk whose work may be withdrawn.

    What waits leaves the queue, in any discipline, also while it waits for the platform; nobody else's place changes.
    What has been begun goes on to its end, even where it waits again (handed back, interrupted), unless it is to be
    interrupted; what is complete at this very moment is done.
    """

    def withdraw(self, task: Task, *, interrupt: bool = False) -> bool:
        """Call off a task of this team; it fires with None, and its visit stands in the journal as WITHDRAWN.

        Whoever is freed by it takes what waits before the one who waited for the task goes on.

        Args:
            task: what ``work`` returned.
            interrupt: call it off even if it has been begun. The hours worked on it stay worked.

        Returns:
            Whether it has been called off; not when it is over, nor when it has been begun and is not to be interrupted.

        Raises:
            ValueError: when it is the work of another team.

        Example:
            >>> from sim.engine.journal import Journal
            >>> from sim.engine.kernel import Kernel
            >>> from sim.engine.team import Team
            >>> env = Kernel()
            >>> team = Team(env, Journal(), "desk")
            >>> first, second = team.work(1, hours=3.0), team.work(2, hours=1.0)
            >>> team.withdraw(second), team.withdraw(first), team.withdraw(first, interrupt=True)
            (True, False, True)
        """
        if task.team is not self:
            raise ValueError(f"{self.name} cannot withdraw work of {task.team.name}")
        if task.triggered:
            return False
        if task.started < 0.0:
            task.started = self.env.now
        elif not interrupt:
            return False
        elif (member := self._doer(task)) is not None:
            return not member.complete and self._interrupt(member, task)
        self.queue.forget()
        self._note(task, -1, self.env.now, VisitStatus.WITHDRAWN)
        task.callbacks, waiting = [], task.callbacks  # whoever looks into the queue must see that it is gone
        task.fire()
        if not self._plain:
            self.call_in()
            self.all_look_again()
        for wake in waiting:
            wake(task)
        return True

    def _doer(self, task: Task) -> Member | None:
        return next((member for member in self._crew() if member.task is task), None)

    def _interrupt(self, member: Member, task: Task) -> bool:
        """Take a task that is withdrawn out of somebody's hands."""
        home, now = member.team, self.env.now
        member.stop_clock()
        member.task = None
        if member.booked:
            member.vacate(self)
        self._note(task, member.code, now, VisitStatus.WITHDRAWN)
        if member.off_at > now:
            home.next_task(member)
        if home is not self:
            home.offer_help()
        task.fire()
        return True
