"""Members of teams: one person (or bot) each, with hours of duty and the clock of the task in hand."""

from __future__ import annotations

from heapq import heappush
from typing import Protocol

from sim.engine.calendar import Calendar
from sim.engine.codes import DutyKind, VisitStatus
from sim.engine.in_hand import InHand
from sim.engine.journal import Journal
from sim.engine.kernel import COMPLETION, GONE, Due
from sim.engine.task import INFINITY, MOMENT, Office, Task

_DONE = VisitStatus.DONE  # looking it up in the enum takes 0.2 microseconds before Python 3.12

SHORT = 2 * MOMENT
"""Hours of work that may end at the very moment at which it begins."""


class Employer(Office, Protocol):
    """The team a member belongs to."""

    journal: Journal
    preemptive: bool
    finishes_started: bool
    finishes_help: bool
    away_helping: int
    nobody_free_at: float
    in_hand: InHand[Member] | None

    def goes_on(self, member: Member) -> None:
        """Note that somebody has something in hand, perhaps of another team's, and may be interrupted from now on."""

    def next_task(self, member: Member) -> None:
        """Give a free member the next task, or let the member be idle or go home."""

    def offer_help(self) -> None:
        """Give what waits in the teams that are helped to whoever is free, now that a place among helpers is."""

    def slowdown_at(self, other: Office) -> float:
        """How much longer members take for the work of a team that they help."""


def check_speed(speed: float) -> None:
    """Refuse a speed at which nothing is ever done, or done at once.

    Raises:
        ValueError: when it is zero, negative, endless or not a number.
    """
    if not 0.0 < speed < INFINITY:
        raise ValueError(f"nobody works at a speed of {speed}")


class Member(Due):
    """One person of a team; while at work, the member is the heap entry of the task's end.

    ``speed`` is relative to the standard touch time (craft); ``tact`` in [0, 1] the interpersonal skill; ``slips`` and
    ``unclear`` are factors on how often what he keys in comes out wrong, and what he writes is asked back.
    A stretch of duty lasts from ``on_since`` to ``off_at``, which lies in the past while off duty; a stretch of absence
    from ``on_since`` to ``absent_until``. ``ends`` is when the
    task in hand will be done: infinity without a task or while work stands still.
    """

    __slots__ = (
        "_speed",
        "absent_until",
        "began",
        "booked",
        "calendar",
        "code",
        "ends",
        "env",
        "needs",
        "number",
        "off_at",
        "on_since",
        "overtime_from",
        "pace",
        "slips",
        "tact",
        "task",
        "team",
        "unclear",
    )

    def __init__(self, team: Employer, number: int, calendar: Calendar, speed: float = 1.0, tact: float = 0.5) -> None:
        check_speed(speed)
        self.env = team.env
        self.team = team
        self.number = number
        self.code = team.journal.member_code()
        self.calendar = calendar
        self._speed = speed
        self.tact = tact
        self.slips = self.unclear = 1.0
        self.task: Task | None = None
        self.booked = False
        self.pace = speed
        self.began = 0.0
        self.needs = 0.0
        self.ends = INFINITY
        self.on_since = team.env.now
        self.off_at = INFINITY if calendar.always else -1.0
        self.overtime_from = INFINITY
        self.absent_until = -1.0

    def begin(self, task: Task) -> None:
        """Start, or go on with, a task; the member must be free or at a standstill with this very task."""
        env = self.env
        self.began = now = env.now
        if task.started < 0.0:
            task.started = now
        task.member = self
        self.task = task
        self.needs = needs = task.remaining / self.pace
        if needs <= SHORT:
            self.team.nobody_free_at = -1.0
        ends = now + needs
        if ends > self.off_at:
            ends = self.end_of(needs)
        self.ends = ends
        if ends < env.later_from:
            heappush(env.soon, (ends, COMPLETION, next(env.numbers), self))
        else:
            env.put_off((ends, COMPLETION, next(env.numbers), self))

    def happen(self) -> None:
        """End the task in hand: record it, take the next one, wake who waited (what waits comes before what they ask)."""
        now = self.env.now
        task = self.task
        if now != self.ends or task is None:
            return  # the end has been planned anew meanwhile
        served = task.team
        task.worked = worked = task.worked + self.needs
        pack, record = served.pack, served.record
        record(
            pack(
                task.case,
                task.activity,
                served.code,
                self.code,
                task.place,
                task.asked,
                task.started,
                now,
                worked,
                self.needs,
                _DONE,
                task.kind,
            )
        )
        self.task = None
        if self.booked:
            self.vacate(served)
        home = self.team
        home.next_task(self)
        if home is not served:
            home.offer_help()
        task._value = True  # from here as Latch.fire
        waiting, task.callbacks = task.callbacks, GONE
        for wake in waiting:
            wake(task)

    def occupy(self, served: Office) -> None:
        """Note that work of a team, perhaps not the member's own, begins, and at which pace."""
        home = self.team
        self.booked = True
        self.pace = self._speed
        if home is not served:
            home.away_helping += 1
            self.pace /= home.slowdown_at(served)
            home.goes_on(self)
        elif home.in_hand is not None:
            home.in_hand.begins(self)
        platform = served.platform
        if platform is not None:
            platform.active += 1
            if platform.active > platform.capacity:
                self.pace /= platform.slowdown()

    def vacate(self, served: Office) -> None:
        """Note that the member has stopped working for a team."""
        self.booked = False
        self.pace = self._speed
        if self.team is not served:
            self.team.away_helping -= 1
        if served.platform is not None:
            served.platform.active -= 1

    def hand_back(self) -> Office:
        """Put the task in hand down; it waits again, in its place, for what is left of it. Returns whose it is."""
        task = self.task
        assert task is not None
        served = task.team
        self.stop_clock()
        self.task = None
        if self.booked:
            self.vacate(served)
        served.put_back(task)
        return served

    def end_of(self, hours: float) -> float:
        """When work of ``hours`` that goes on now and does not fit into this stretch of duty will end."""
        now = self.env.now
        if now >= self.off_at:
            return self.calendar.after(now, hours)
        if self.finishes:
            return now + hours
        rest = hours - (self.off_at - now)
        return self.calendar.after(self.off_at, rest) if rest > 0.0 else self.off_at

    @property
    def finishes(self) -> bool:
        """Whether the task in hand is finished after closing time; of another team's, only where that is wanted too."""
        team = self.team
        return team.finishes_started and (team.finishes_help or self.task is None or self.task.team is team)

    def finish(self) -> None:
        """Have the task in hand done, which is complete at this very moment."""
        self.ends = self.env.now
        self.happen()

    @property
    def complete(self) -> bool:
        """Whether the task in hand ends at this very moment."""
        return self.task is not None and self.ends <= self.env.now + MOMENT

    # ---- standstill ------------------------------------------------------------------------------------------

    def stop_clock(self) -> None:
        """Book what has been done of the task in hand; the work then stands still."""
        if self.ends != INFINITY:
            self._book()
            self.ends = INFINITY

    def go_on(self) -> None:
        """Go on with the task in hand after a standstill."""
        if self.task is not None and self.ends == INFINITY:
            self.begin(self.task)

    def _book(self) -> None:
        """Book what has been done of the task in hand since the work began, or was last booked."""
        task, now = self.task, self.env.now
        assert task is not None
        if self.finishes and self.began < self.off_at:
            worked = now - self.began
            self.stayed()
        else:
            worked = max(0.0, min(now, self.off_at) - self.began)
        if worked > 0.0:
            self.team.journal.stretches.add(
                task.case,
                task.activity,
                task.team.code,
                self.code,
                task.place,
                task.kind,
                self.began,
                self.began + worked,
            )
        task.worked += worked
        task.remaining = max(0.0, task.remaining - worked * self.pace)
        self.needs = task.remaining / self.pace
        self.began = now

    @property
    def speed(self) -> float:
        """Standard touch time done in an hour; a change takes effect at once, and one to what it is has no effect.

        Raises:
            ValueError: when it is set to zero, less, or what is no number.
        """
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if speed == self._speed:
            return
        check_speed(speed)
        at_work = self.task is not None and self.ends != INFINITY
        if at_work:
            self.stop_clock()
        self.pace = self.pace * speed / self._speed if self.booked else speed
        self._speed = speed
        if at_work:
            self.go_on()

    # ---- duty ------------------------------------------------------------------------------------------------

    def keep(self, calendar: Calendar) -> None:
        """Work by another calendar; a stretch of duty that has begun ends as planned, one without end with its day.

        By a calendar that never closes, who is on duty stays.
        """
        at_work = self.task is not None and self.ends != INFINITY
        if at_work:
            self.stop_clock()
        self.calendar = calendar
        if self.off_at == INFINITY and not calendar.always:
            self.off_at = calendar.next_closing(self.env.now)
        elif calendar.always and self.off_at > self.env.now:
            self.off_at = INFINITY
        if at_work:
            self.go_on()

    def start_duty(self, until: float) -> None:
        """Be on duty from now to ``until``."""
        self._report_absence()
        self.on_since, self.off_at = self.env.now, until

    def stay_away(self, until: float) -> None:
        """Be absent from now to ``until``, when duty would end."""
        self.on_since, self.absent_until = self.env.now, until

    def end_duty(self) -> None:
        """Close the books of the last stretch of duty."""
        if self.task is not None and self.ends != INFINITY:
            self._book()
        self.report_duty()
        self.off_at = min(self.off_at, self.env.now)

    def stay(self, hours: float) -> bool:
        """Stay up to ``hours`` longer than planned, but not into the next stretch of duty, and once only."""
        extra = min(hours, self.calendar.next_opening(self.off_at) - self.off_at) if self.off_at < INFINITY else 0.0
        if extra <= 0.0 or self.overtime_from != INFINITY:
            return False
        at_work = self.task is not None and self.off_at < self.ends < INFINITY
        if at_work:
            self.stop_clock()
        self.overtime_from = self.off_at
        self.off_at += extra
        if at_work:
            self.go_on()
        return True

    def stayed(self) -> None:
        """Note that a task was being finished after closing time, until now."""
        now = self.env.now
        if now > self.off_at:
            self.overtime_from = min(self.overtime_from, self.off_at)
            self.off_at = now

    def report_duty(self) -> None:
        """Write the stretch of duty that has ended, or is cut off now, into the journal: regular, overtime, absent."""
        team, now = self.team, self.env.now
        self._report_absence()
        off = min(self.off_at, now)
        regular = min(off, self.overtime_from)
        if regular > self.on_since:
            team.journal.duty.add(team.code, self.code, self.on_since, regular, DutyKind.REGULAR)
        if off > self.overtime_from:
            team.journal.duty.add(team.code, self.code, self.overtime_from, off, DutyKind.OVERTIME)
        self.on_since = now
        self.overtime_from = INFINITY

    def _report_absence(self) -> None:
        if self.absent_until > self.on_since:
            absent = min(self.absent_until, self.env.now)
            self.team.journal.duty.add(self.team.code, self.code, self.on_since, absent, DutyKind.ABSENT)
        self.absent_until = -1.0
