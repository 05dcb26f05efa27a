"""Members of teams: one person (or bot) each, with hours of duty and the clock of the task in hand."""

from __future__ import annotations

from heapq import heappush
from typing import TYPE_CHECKING

from simpy.events import NORMAL

from sim.engine.calendar import Calendar
from sim.engine.kernel import Due
from sim.engine.queues import DONE, INFINITY, Task

if TYPE_CHECKING:
    from sim.engine.team import Team


class Member(Due):
    """One person of a team; while at work, the member is the heap entry of the task's end.

    ``speed`` is relative to the standard touch time (craft); ``tact`` in [0, 1] the interpersonal skill.
    A stretch of duty lasts from ``on_since`` to ``off_at``, which lies in the past while off duty. ``ends`` is when the
    task in hand will be done: infinity without a task or while work stands still.
    """

    __slots__ = ("_speed", "began", "calendar", "ends", "env", "guest", "needs", "number", "off_at", "on_since", "overtime_from", "pace",
                 "tact", "task", "team")

    def __init__(self, team: Team, number: int, calendar: Calendar, speed: float = 1.0, tact: float = 0.5) -> None:
        self.env = team.env
        self.team = team
        self.number = number
        self.calendar = calendar
        self._speed = speed
        self.tact = tact
        self.task: Task | None = None
        self.guest = False
        self.pace = speed
        self.began = 0.0
        self.needs = 0.0
        self.ends = INFINITY
        self.on_since = team.env.now
        self.off_at = INFINITY if calendar.always else -1.0
        self.overtime_from = INFINITY

    def begin(self, task: Task) -> None:
        """Start, or go on with, a task; the member must be free or at a standstill with this very task."""
        env = self.env
        self.began = now = env._now
        if task.started < 0.0:
            task.started = now
        task.member = self
        self.task = task
        self.needs = needs = task.remaining / self.pace
        ends = now + needs
        if ends > self.off_at:
            ends = self.end_of(needs)
        self.ends = ends
        heappush(env._queue, (ends, NORMAL, next(env._eid), self))  # type: ignore[misc]

    def happen(self) -> None:
        """End the task in hand: record it, take the next one, wake who waited."""
        now = self.env._now
        task = self.task
        if now != self.ends or task is None:
            return  # the end has been planned anew meanwhile
        served = task.team
        task.worked = worked = task.worked + self.needs
        pack, record = served.pack, served.record
        record(pack(task.case, task.activity, served.code, self.number, task.place, task.asked, task.started, now,
                    worked, DONE, task.kind))
        self.task = None
        if self.guest:
            served.vacate(self)
        self.team.next_task(self)
        task._value = True  # from here as Signal.fire
        waiting, task.callbacks = task.callbacks, None  # type: ignore[assignment]
        for wake in waiting:
            wake(task)

    def end_of(self, hours: float) -> float:
        """When work of ``hours`` that goes on now and does not fit into this stretch of duty will end."""
        now = self.team.env.now
        if now >= self.off_at:
            return self.calendar.after(now, hours)
        if self.team.finishes_started:
            return now + hours
        rest = hours - (self.off_at - now)
        return self.calendar.after(self.off_at, rest) if rest > 0 else self.off_at

    def stop_clock(self) -> None:
        """Book what has been done of the task in hand; the work then stands still."""
        if self.ends != INFINITY:
            self.book()
            self.ends = INFINITY

    def book(self) -> None:
        """Book what has been done of the task in hand since the work last began or a stretch of duty ended."""
        task, now = self.task, self.team.env.now
        assert task is not None
        stays = self.team.finishes_started and self.began < self.off_at
        worked = max(0.0, (now if stays else min(now, self.off_at)) - self.began)
        if stays and now > self.off_at:
            self.stayed_until(now)
        task.worked += worked
        task.remaining = max(0.0, task.remaining - worked * self.pace)
        self.began = now

    def stayed_until(self, time: float) -> None:
        """Note that this stretch of duty was drawn out."""
        self.overtime_from = min(self.overtime_from, self.off_at)
        self.off_at = time

    def report_duty(self) -> None:
        """Write the stretch of duty that has ended, or ends now, into the journal: regular hours, then overtime."""
        team = self.team
        now = team.env.now
        off = min(self.off_at, now)
        regular = min(off, self.overtime_from)
        if regular > self.on_since:
            team.journal.duty.add(team.code, self.number, self.on_since, regular, 0)
        if off > self.overtime_from:
            team.journal.duty.add(team.code, self.number, self.overtime_from, off, 1)
        self.on_since = max(self.on_since, now)
        self.overtime_from = INFINITY
