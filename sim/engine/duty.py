"""Duty: who is there when. Shifts, absence, overtime, joining and leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.engine.calendar import DAY, Calendar
from sim.engine.desk import Habits
from sim.engine.helping import Helping
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.task import INFINITY, Office


class Duty(Helping):
    """A desk whose members come and go.

    Attributes:
        calendar: when anybody is there.
        absent: whether a member stays away on a day (number of the day, from 0), asked when duty begins.
    """

    def __init__(
        self,
        env: Kernel,
        journal: Journal,
        name: str,
        platform: Platform | None,
        habits: Habits,
        calendars: Sequence[Calendar],
    ) -> None:
        super().__init__(env, journal, name, platform, habits)
        self.calendar = Calendar.union(calendars)
        self.absent: Callable[[Member, int], bool] | None = None
        self._numbers = 0
        self._calendars: list[Calendar] = []

    def _hire(self, calendar: Calendar, speed: float, tact: float) -> Member:
        member = Member(self, self._numbers, calendar, speed, tact)
        self._numbers += 1
        self.members.append(member)
        self._watch(calendar)
        return member

    def _watch(self, calendar: Calendar) -> None:
        if not calendar.always and not any(known is calendar for known in self._calendars):
            self._calendars.append(calendar)
            self.env.at(calendar.next_opening(self.env.now), lambda: self._open(calendar))

    def keep_hours(self, calendars: Sequence[Calendar]) -> None:
        """Work by other calendars, one for each member; who is on duty stays as long as planned.

        Raises:
            ValueError: when there is not one calendar for each member.
        """
        now = self.env.now
        self.calendar = Calendar.union(calendars)
        for member, calendar in zip(self.members, calendars, strict=True):
            self._watch(calendar)
            member.keep(calendar)
            if calendar.always and member.off_at <= now:
                member.start_duty(INFINITY)
                if member.task is None:
                    self.next_task(member)

    def _open(self, calendar: Calendar) -> None:
        now, closing = self.env.now, calendar.next_closing(self.env.now)
        free: list[Member] = []
        left: list[Office] = []
        for member in [member for member in self.members if member.calendar is calendar]:
            member.end_duty()
            if self.absent is None or not self.absent(member, int(now // DAY)):
                member.start_duty(closing)
                if member.task is None:
                    free.append(member)
                continue
            member.stay_away(closing)
            if member.task is not None:
                left.append(member.hand_back())
        for member in free:
            if member.task is None:
                if member in self._idle:
                    self._idle.remove(member)
                self.next_task(member)
        for team in (self, *left):
            team.call_in()
        self.env.at(calendar.next_opening(closing), lambda: self._open(calendar))

    def extend(self, hours: float, people: int) -> int:
        """Let up to ``people`` members now on duty stay ``hours`` longer today; returns how many do."""
        now, stayed = self.env.now, 0
        for member in self.members:
            if stayed < people and now < member.off_at and member.stay(hours):
                stayed += 1
        return stayed

    def join(self, calendar: Calendar | None = None, speed: float = 1.0, tact: float = 0.5) -> Member:
        """Take a new member on, who starts at once if the calendar is open, else at its next opening."""
        calendar = calendar or self.calendar
        member = self._hire(calendar, speed, tact)
        now = self.env.now
        if calendar.is_open(now):
            member.start_duty(calendar.next_closing(now))
            self.next_task(member)
        return member

    def leave(self, member: Member) -> None:
        """Let a member go for good; a task in hand is handed back."""
        self.members.remove(member)
        if member in self._idle:
            self._idle.remove(member)
        served = member.hand_back() if member.task is not None else None
        member.end_duty()
        if served is not None:
            served.call_in()

    def close(self) -> None:
        """Record what the end of the run cuts off: tasks and meetings, begun or waiting, and people on duty."""
        super().close()
        for member in self.members:
            member.report_duty()
