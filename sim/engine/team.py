"""Teams: people with calendars and skills who work off a queue, at one heap event per activity.

The team keeps its own queue; the member who takes a task is the heap entry that ends it. A task pauses over closed
hours, outages and absence, and its waiter is woken directly when the work is done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.engine.calendar import ALWAYS, Calendar
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.meeting import Meeting
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.queues import (
    ABANDONED,
    DONE,
    HANDED_BACK,
    INFINITY,
    INFORM,
    OPEN,
    REWORK,
    TOUCH,
    ByPriority,
    FirstCome,
    Task,
)

__all__ = ["ABANDONED", "DONE", "HANDED_BACK", "INFINITY", "INFORM", "OPEN", "REWORK", "TOUCH", "ByPriority",
           "FirstCome", "Meeting", "Member", "Shift", "Task", "Team"]


@dataclass(frozen=True, slots=True)
class Shift:
    """``staff`` people who work by one calendar."""

    calendar: Calendar
    staff: int


class Team:
    """People who share a queue.

    Args:
        env: the clock.
        journal: where visits are recorded.
        name: permanent name.
        staff: number of people, or shifts of people with calendars of their own.
        calendar: working hours of all, when ``staff`` is a number.
        platform: the system all work of this team needs.
        by_priority: take tasks by (priority, due, arrival) instead of by arrival.
        preemptive: a task of smaller priority interrupts one of larger priority.
        finishes_started: a task in hand is finished after closing time instead of being left for the next day.
        longest_queue_first: a member who may serve several teams takes from the longest queue (else the own first).
    """

    def __init__(self, env: Kernel, journal: Journal, name: str, staff: int | Sequence[Shift] = 1,
                 calendar: Calendar = ALWAYS, platform: Platform | None = None, *, by_priority: bool = False,
                 preemptive: bool = False, finishes_started: bool = False,
                 longest_queue_first: bool = False) -> None:
        shifts = [Shift(calendar, staff)] if isinstance(staff, int) else list(staff)
        self.env = env
        self.journal = journal
        self.name = name
        self.code = journal.code(name)
        self.calendar = Calendar.union([shift.calendar for shift in shifts])
        self.platform = platform
        self.preemptive = preemptive
        self.finishes_started = finishes_started
        self.longest_queue_first = longest_queue_first
        self.queue: FirstCome | ByPriority = ByPriority() if by_priority or preemptive else FirstCome()
        self.members: list[Member] = []
        self.halted = 0
        self.helps: list[tuple[Team, float]] = []
        self.helped_by: list[Team] = []
        self.helpers_allowed: float = INFINITY
        self.away_helping = 0
        self.meetings: list[Meeting] = []
        self.absent: Callable[[Member, int], bool] | None = None
        self._idle: deque[Member] = deque()
        self._choosy = False
        self._special = False
        self._numbers = 0
        self._calendars: list[Calendar] = []
        self.pack, self.record = journal.visits.pack, journal.visits.extend
        for shift in shifts:
            for _ in range(shift.staff):
                self._hire(shift.calendar, 1.0, 0.5)
        if platform is not None:
            platform.dependents.append(self)
            self.halted = 0 if platform.up else 1

    # ---- asking for work -------------------------------------------------------------------------------------

    def work(self, case: int, hours: float, activity: int = 0, priority: float = 0.0, due: float = INFINITY,
             patience: float | None = None, kind: int = TOUCH, place: int = -1) -> Task:
        """Ask for ``hours`` of touch time on a case; ``yield`` the task to wait until it is done.

        Args:
            case: key of the case.
            hours: touch time at normal speed.
            activity: journal code of what is done.
            priority: smaller is sooner (teams by priority only).
            due: breaks ties of priority, sooner first.
            patience: hours after which the one who waits gives up, unless the work has begun.
            kind: TOUCH, REWORK or INFORM (writing, rekeying and answering for the sake of information).
            place: journal code of the hand-off this work belongs to, or -1.
        """
        task = Task(self, case, hours, activity, priority, due, kind, place)
        if (self._idle or self._special) and self._begin_at_once(task):
            return task
        self.queue.push(task)
        if patience is not None:
            self.env.at(self.env.now + patience, lambda: self._give_up(task))
        return task

    def _begin_at_once(self, task: Task) -> bool:
        if self.halted:
            return False
        now, idle = self.env._now, self._idle
        while idle:
            member = idle.popleft()
            if member.off_at > now:
                member.begin(task)
                return True
        return False

    def next_task(self, member: Member) -> None:
        """Give a free member the next task, or let the member be idle or go home."""
        if member.off_at <= self.env._now:
            return
        if self._choosy:
            self._choose_task(member)
        elif not self.halted and (task := self.queue.pop()) is not None:
            member.begin(task)
        else:
            self._idle.append(member)

    def _hire(self, calendar: Calendar, speed: float, tact: float) -> Member:
        member = Member(self, self._numbers, calendar, speed, tact)
        self._numbers += 1
        self.members.append(member)
        if calendar.always: self.next_task(member)
        return member
