"""A crowd: a team without a limit, in which somebody is free for everything that is asked (an infinite server)."""

from __future__ import annotations

from sim.engine.calendar import ALWAYS, Calendar
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.meeting import Meeting
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.task import Task
from sim.engine.team import Team


class Crowd(Team):
    """Whoever is outside and never a bottleneck: customers who think, suppliers, carriers.

    Work begins as soon as it is asked for, unless the calendar is closed or the platform down; then it begins when they
    are back. All else is as in a team, visits are recorded likewise, and there are as many members as were ever needed at
    a time.

    Args:
        env: the clock.
        journal: where visits are recorded.
        name: permanent name.
        calendar: when anybody is there, in hours.
        platform: the system all work of this crowd needs.

    Example:
        >>> env, journal = Kernel(), Journal()
        >>> customers = Crowd(env, journal, "customers")
        >>> answers = [customers.work(case, hours=2.0) for case in range(1000)]
        >>> env.run(until=3.0)
        >>> all(answer.value for answer in answers), len(customers.members)
        (True, 1000)
    """

    def __init__(
        self,
        env: Kernel,
        journal: Journal,
        name: str,
        calendar: Calendar = ALWAYS,
        platform: Platform | None = None,
    ) -> None:
        super().__init__(env, journal, name, 0, calendar, platform)
        self._plain = False
        self._watch(self.calendar)

    @property
    def busy(self) -> int:
        """How many work on something now, or have it in their hands while work stands still."""
        return sum(member.task is not None for member in self.members)

    def _free_member(self) -> Member | None:
        member = super()._free_member()
        return self._one_more() if member is None and self._there else member

    def _one_more(self) -> Member:
        member, now = self._hire(self.calendar, 1.0, 0.5), self.env.now
        if not self.calendar.always:
            member.start_duty(self.calendar.next_closing(now))
        return member

    @property
    def _there(self) -> bool:
        return self.calendar.is_open(self.env.now)

    def free_soon(self, asked: float) -> bool:
        """Whether somebody is free for what was asked for at a time; in a crowd, as long as it is there."""
        return self._there and not self.halted

    def can_send(self, meeting: Meeting, asked: float) -> bool:
        """Whether someone is free for a meeting asked for at a time; in a crowd, as long as it is there."""
        return self.free_soon(asked)

    def _kept_free(self, task: Task) -> bool:
        return False
