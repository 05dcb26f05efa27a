"""Duty: who is there when. Shifts, absence, overtime, joining and leaving."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence

from sim.engine.calendar import DAY, WEEK, Calendar
from sim.engine.desk import Habits
from sim.engine.helping import Helping
from sim.engine.journal import Journal
from sim.engine.kernel import DUTY, Alarm, Kernel
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.task import INFINITY, Office, check_hours


class Duty(Helping):
    """A desk whose members come and go.

    Absence is asked once for each stretch of duty, when it begins; a stretch may last over midnight and the end of the
    week, and breaks do not end it. For those who do not go home within a day a stretch is a day. Who stays away, or
    goes for more than a week, hands back what was begun.

    Attributes:
        calendar: when anybody is there.
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
        self._absent: Callable[[Member, int], bool] | None = None
        self._at_midnight: Alarm | None = None
        self._left: list[Office] = []
        self._numbers = 0
        self._calendars: list[Calendar] = []

    @property
    def absent(self) -> Callable[[Member, int], bool] | None:
        """Whether a member stays away for a stretch of duty that begins on a day (its number, from 0)."""
        return self._absent

    @absent.setter
    def absent(self, absent: Callable[[Member, int], bool] | None) -> None:
        if self._at_midnight is None:
            self._at_midnight = self.env.at(math.ceil(self.env.now / DAY) * DAY, self._midnight, DUTY)
        self._absent = absent

    def _stays_away(self, members: Sequence[Member]) -> Sequence[bool]:
        """Which of these members, who keep the same hours, stay away for the stretch of duty that begins now."""
        if self._absent is None or not members:
            return [False] * len(members)
        now, calendar, absent = self.env.now, members[0].calendar, self._absent
        begun = now if lasts_days(calendar, now) else max(0.0, calendar.begun(now))
        day = int(begun // DAY)
        return [absent(member, day) for member in members]

    def _hire(self, calendar: Calendar, speed: float, tact: float) -> Member:
        member = Member(self, self._numbers, calendar, speed, tact)
        self._numbers += 1
        self.members.append(member)
        self._watch(calendar)
        return member

    def _watch(self, calendar: Calendar) -> None:
        if not calendar.always and not any(known is calendar for known in self._calendars):
            self._calendars.append(calendar)
            self.env.at(calendar.next_opening(self.env.now), lambda: self._open(calendar), DUTY)

    # ---- coming on duty --------------------------------------------------------------------------------------

    def _open(self, calendar: Calendar) -> None:
        now, closing = self.env.now, calendar.next_closing(self.env.now)
        self._come([one for one in self.members if one.calendar is calendar and one.off_at <= now], closing)
        self.env.at(now, self._begin_own, DUTY)
        if closing == INFINITY:
            return
        opening = calendar.next_opening(closing)
        self.env.at(opening, lambda: self._open(calendar), DUTY)
        if opening - closing > WEEK:
            self.env.at(closing, lambda: self._hand_over(calendar), DUTY)

    def _hand_over(self, calendar: Calendar) -> None:
        """Those who will not be there for more than a week leave nothing in their hands, but what they finish first."""
        now = self.env.now
        for member in [one for one in self.members if one.calendar is calendar and one.task is not None]:
            if now < member.off_at < INFINITY:
                self.env.at(member.off_at, lambda: self._hand_over(calendar), DUTY)  # they stay longer today
            elif now < member.ends and not member.finishes:
                self._left.append(member.hand_back())
        self.env.at(now, self._begin_helping, DUTY)

    def _midnight(self) -> None:
        """A new day for those who do not go home."""
        now = self.env.now
        for calendar in dict.fromkeys([member.calendar for member in self.members]):
            if lasts_days(calendar, now) and calendar.stretch(now)[0] < now:
                lasting = [member for member in self.members if member.calendar is calendar]
                self._come(lasting, calendar.next_closing(now))
        self.env.at(now, self._begin_own, DUTY)
        self._at_midnight = self.env.at(self.env.now + DAY, self._midnight, DUTY)

    def _begin_own(self) -> None:
        """All who come at this moment, in whichever team, are there: they begin own work, and then help."""
        self.take_own()
        self.env.at(self.env.now, self._begin_helping, DUTY)

    def _begin_helping(self) -> None:
        self.call_in()
        left, self._left = self._left, []
        for team in left:
            team.call_in()
        self.offer_help()

    def _come(self, members: Sequence[Member], until: float) -> None:
        """Let a stretch of duty begin for all, of the same hours, who do not stay away."""
        now = self.env.now
        self._idle = deque([member for member in self._idle if member.off_at > now])
        self.nobody_free_at = -1.0
        for member, away in zip(members, self._stays_away(members), strict=True):
            there = member.off_at > now
            if away:
                member.end_duty()
                member.stay_away(until)
                if member.complete:
                    member.finish()
                elif member.task is not None:
                    self._left.append(member.hand_back())
            elif not there:
                member.end_duty()
                member.start_duty(until)
                if member.task is None:
                    self._idle.append(member)
                else:
                    self.goes_on(member)

    def keep_hours(self, calendars: Sequence[Calendar]) -> None:
        """Work by other calendars, one for each member; who is on duty stays as long as planned.

        Raises:
            ValueError: when there is not one calendar for each member.
        """
        self.calendar = Calendar.union(calendars)
        for member, calendar in zip(self.members, calendars, strict=True):
            changed = calendar is not member.calendar
            self._watch(calendar)
            member.keep(calendar)
            if changed and calendar.always and member.off_at <= self.env.now:
                self._come([member], INFINITY)
                self._begin_own()

    def extend(self, hours: float, people: int) -> int:
        """Let up to ``people`` members now on duty stay ``hours`` longer today; returns how many do.

        Raises:
            ValueError: when ``hours`` are negative, endless or not a number.
        """
        check_hours(hours, "overtime")
        now, stayed = self.env.now, 0
        for member in self.members:
            if stayed < people and now < member.off_at and member.stay(hours):
                stayed += 1
        return stayed

    @property
    def staying(self) -> int:
        """How many of those on duty have been asked to stay longer today."""
        now = self.env.now
        return sum(now < member.off_at and member.overtime_from != INFINITY for member in self.members)

    # ---- joining and leaving ---------------------------------------------------------------------------------

    def join(self, calendar: Calendar | None = None, speed: float = 1.0, tact: float = 0.5) -> Member:
        """Take a new member on, who starts at once if the calendar is open, else at its next opening.

        Raises:
            ValueError: when ``speed`` is zero, less, or what is no number.
        """
        calendar = calendar or self.calendar
        member = self._hire(calendar, speed, tact)
        now = self.env.now
        if calendar.is_open(now):
            member.off_at = now
            self._come([member], calendar.next_closing(now))
            self._begin_own()
        return member

    def leave(self, member: Member) -> None:
        """Let a member go for good; a task in hand is handed back (or done, when it is complete at this very moment)."""
        self.members.remove(member)
        if member in self._idle:
            self._idle.remove(member)
        member.off_at = min(member.off_at, self.env.now)
        if member.complete:
            member.finish()
        served = member.hand_back() if member.task is not None else None
        member.end_duty()
        if served is not None:
            served.call_in()
            self.offer_help()
        self.all_look_again()

    def close(self) -> None:
        """Record what the end of the run cuts off: tasks and meetings, begun or waiting, and people on duty."""
        super().close()
        for member in self.members:
            member.report_duty()


def lasts_days(calendar: Calendar, time: float) -> bool:
    """Whether duty goes on at ``time`` without an end for more than a day."""
    if calendar.always:
        return True
    if not calendar.is_open(time):
        return False
    opening, closing = calendar.stretch(time)
    return closing - opening > DAY
