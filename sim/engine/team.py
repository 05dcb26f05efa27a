"""Teams: people with calendars and skills who work off a queue, at one heap event per activity.

The team keeps its own queue; the member who takes a task is the heap entry that ends it. A task pauses over closed
hours, outages and absence, and its waiter is woken directly when the work is done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Any, Protocol

from simpy.events import NORMAL

from sim.engine.calendar import ALWAYS, Calendar
from sim.engine.journal import Journal
from sim.engine.kernel import Alarm, Kernel, Signal
from sim.engine.platform import Platform

INFINITY = float("inf")
DONE, ABANDONED, HANDED_BACK, OPEN = 0, 1, 2, 3
TOUCH, REWORK, INFORM = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Shift:
    """``staff`` people who work by one calendar."""

    calendar: Calendar
    staff: int


class Task(Signal):
    """A piece of work in a team's queue or hands; fires with True when done, False when given up.

    ``hours`` is touch time at normal speed, ``worked`` the person-hours it really took.
    """

    started = -1.0
    worked = 0.0
    status = OPEN
    member: Member | None = None
    patience: Alarm | None = None

    def __init__(self, team: Team, case: int, hours: float, activity: int, priority: float, due: float, kind: int,
                 place: int, order: int) -> None:
        self.env = env = team.env
        self.callbacks = []
        self.team = team
        self.case = case
        self.remaining = hours
        self.activity = activity
        self.priority = priority
        self.due = due
        self.kind = kind
        self.place = place
        self.order = order
        self.asked = env._now

    @property
    def abandoned(self) -> bool:
        """Whether the one who waited gave up before the work began."""
        return self.status == ABANDONED


class Member:
    """One person (or bot) of a team. While at work the member is the heap entry of the task's end.

    ``speed`` is relative to the standard touch time (craft); ``tact`` in [0, 1] the interpersonal skill.
    """

    __slots__ = ("_always", "_ok", "began", "calendar", "callbacks", "ends", "extras", "idle", "number", "off_at",
                 "on_since", "overtime", "pace", "present", "speed", "tact", "task", "team", "unavailable")

    def __init__(self, team: Team, number: int, calendar: Calendar, speed: float = 1.0, tact: float = 0.5) -> None:
        self._ok = True
        self._always = (self._done,)
        self.callbacks: tuple[Callable[[Any], None], ...] | None = self._always
        self.team = team
        self.number = number
        self.calendar = calendar
        self.speed = speed
        self.tact = tact
        self.task: Task | None = None
        self.idle = False
        self.present = True
        self.unavailable = False
        self.began = 0.0
        self.ends = INFINITY
        self.pace = 1.0
        self.off_at = INFINITY if calendar.always else -1.0
        self.on_since = 0.0
        self.overtime = 0.0
        self.extras: list[tuple[float, float]] = []

    def _done(self, _: Any) -> None:
        self.callbacks = self._always
        if self.team.env._now == self.ends:
            self.team.finish(self)

    def end_of(self, hours: float) -> float:
        """When work of ``hours`` that starts now will end, by this member's duty."""
        now = self.team.env._now
        if now >= self.off_at:
            return self.calendar.after(now, hours)
        if self.team.finishes_started or now + hours <= self.off_at:
            return now + hours
        return self.calendar.after(self.off_at, hours - (self.off_at - now))

    def worked_since(self, began: float, now: float) -> float:
        """Hours on duty between ``began`` and ``now``, overtime included."""
        if self.on_since <= began < self.off_at and (now <= self.off_at or self.team.finishes_started):
            return now - began
        hours = self.calendar.open_hours(began, now)
        for start, end in self.extras:
            hours += max(0.0, min(end, now) - max(start, began))
        return hours


class Queue(Protocol):
    """The order in which waiting tasks are taken."""

    def push(self, task: Task) -> None:
        """Put a task in its place."""

    def push_back(self, task: Task) -> None:
        """Put a task that had been begun before those that have not."""

    def pop(self) -> Task | None:
        """Take the next task that still waits, or None."""

    def __len__(self) -> int:
        """Number of tasks that wait."""


class FirstCome:
    """First come, first served."""

    def __init__(self) -> None:
        self._tasks: deque[Task] = deque()
        self._gone = 0

    def push(self, task: Task) -> None:
        self._tasks.append(task)

    def push_back(self, task: Task) -> None:
        self._tasks.appendleft(task)

    def pop(self) -> Task | None:
        while self._tasks:
            task = self._tasks.popleft()
            if task.status == OPEN:
                return task
            self._gone -= 1
        return None

    def forget(self) -> None:
        """Count one waiting task as gone; it is dropped when its turn comes."""
        self._gone += 1

    def __len__(self) -> int:
        return len(self._tasks) - self._gone


class ByPriority:
    """Smallest (priority, due, arrival) first."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, float, int, Task]] = []
        self._gone = 0

    def push(self, task: Task) -> None:
        heappush(self._heap, (task.priority, task.due, task.order, task))

    push_back = push

    def pop(self) -> Task | None:
        while self._heap:
            task = heappop(self._heap)[3]
            if task.status == OPEN:
                return task
            self._gone -= 1
        return None

    def forget(self) -> None:
        """Count one waiting task as gone; it is dropped when its turn comes."""
        self._gone += 1

    def reorder(self) -> None:
        """Put the waiting tasks in order again after their priorities have been changed."""
        self._heap = [(task.priority, task.due, task.order, task) for *_, task in self._heap]
        heapify(self._heap)

    def __len__(self) -> int:
        return len(self._heap) - self._gone


class Meeting:
    """Work that needs one member of each of several teams at the same time."""

    def __init__(self, teams: Sequence[Team]) -> None:
        self.teams = list(teams)
        self._waiting: deque[Signal] = deque()
        self._plans: dict[Signal, tuple[int, float, int]] = {}
        for team in self.teams:
            team.meetings.append(self)

    def work(self, case: int, hours: float, activity: int = 0) -> Signal:
        """A signal that fires when all have worked together on the case for ``hours``; taken in order of asking."""
        signal = Signal(self.teams[0].env)
        self._plans[signal] = (case, hours, activity)
        self._waiting.append(signal)
        self.begin()
        return signal

    def begin(self) -> None:
        """Start the first waiting meeting as soon as every team has someone free."""
        while self._waiting and all(team.has_someone() for team in self.teams):
            signal = self._waiting.popleft()
            case, hours, activity = self._plans.pop(signal)
            left = len(self.teams)

            def done(_: Any, signal: Signal = signal) -> None:
                nonlocal left
                left -= 1
                if not left:
                    signal.fire()

            for team in self.teams:
                task = Task(team, case, hours, activity, 0.0, INFINITY, TOUCH, -1, 0)
                task.callbacks.append(done)
                team.begin(team.someone(), task)


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
        self.helpers_allowed = 0
        self.away_helping = 0
        self.meetings: list[Meeting] = []
        self.absent: Callable[[Member, int], bool] | None = None
        self._idle: deque[Member] = deque()
        self._order = 0
        self._numbers = 0
        self._record = journal.visits.add
        if platform is not None:
            platform.dependents.append(self)
        for shift in shifts:
            for _ in range(shift.staff):
                self.join(shift.calendar)
        for shift_calendar in {id(shift.calendar): shift.calendar for shift in shifts}.values():
            if not shift_calendar.always:
                self._next_opening(shift_calendar)

    # ---- asking for work -------------------------------------------------------------------------------------

    def work(self, case: int, hours: float, activity: int = 0, *, priority: float = 0.0, due: float = INFINITY,
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
        self._order = order = self._order + 1
        task = Task(self, case, hours, activity, priority, due, kind, place, order)
        if (self._idle or self.helped_by) and not self.halted and (member := self._free_member()) is not None:
            self.begin(member, task)
            return task
        if self.preemptive and not self.halted and self._interrupt_for(task):
            return task
        self.queue.push(task)
        if patience is not None:
            task.patience = self.env.at(self.env._now + patience, lambda: self._give_up(task))
        return task

    def _free_member(self) -> Member | None:
        now = self.env._now
        idle = self._idle
        while idle:
            member = idle.popleft()
            member.idle = False
            if member.off_at > now and not member.unavailable:
                return member
        for team in self.helped_by:
            if not team.halted and team.away_helping < team.helpers_allowed and not len(team.queue):
                if (member := team._free_member_of_own()) is not None:
                    return member
        return None

    def _free_member_of_own(self) -> Member | None:
        while self._idle:
            member = self._idle.popleft()
            member.idle = False
            if member.off_at > self.env._now and not member.unavailable:
                return member
        return None

    def has_someone(self) -> bool:
        """Whether a member of this team is free and on duty."""
        now = self.env._now
        return not self.halted and any(m.off_at > now and not m.unavailable for m in self._idle)

    def someone(self) -> Member:
        """Take a free member (ask ``has_someone`` first)."""
        member = self._free_member_of_own()
        assert member is not None, "ask has_someone first"
        return member

    def _interrupt_for(self, task: Task) -> bool:
        busy = [m for m in self.members if m.task is not None and m.task.priority > task.priority]
        if not busy:
            return False
        member = max(busy, key=lambda m: (m.task.priority, m.task.order) if m.task else (0.0, 0))
        self.hand_back(member)
        self.begin(member, task)
        return True

    def _give_up(self, task: Task) -> None:
        if task.status != OPEN or task.member is not None or task.started >= 0:
            return
        task.status = ABANDONED
        self.queue.forget()
        now = self.env._now
        self._record(task.case, task.activity, self.code, -1, task.place, task.asked, now, now, 0.0, ABANDONED,
                     task.kind)
        task.fire(task.status == DONE)

    # ---- doing it --------------------------------------------------------------------------------------------

    def begin(self, member: Member, task: Task) -> None:
        """Let a free member start (or go on with) a task."""
        now = self.env._now
        if task.started < 0:
            task.started = now
            if task.patience is not None:
                task.patience.cancel()
        member.task = task
        task.member = member
        member.pace = member.speed
        if member.team is not self:
            member.team.away_helping += 1
            member.pace /= next(slowdown for team, slowdown in member.team.helps if team is self)
        if self.platform is not None:
            self.platform.active += 1
            member.pace /= self.platform.slowdown()
        self._set_end(member, task)

    def _set_end(self, member: Member, task: Task) -> None:
        env = self.env
        member.began = now = env._now
        ends = now + (task.remaining if member.pace == 1.0 else task.remaining / member.pace)
        if ends > member.off_at:
            ends = member.end_of(ends - now)
        member.ends = ends
        heappush(env._queue, (ends, NORMAL, next(env._eid), member))  # type: ignore[misc]

    def finish(self, member: Member) -> None:
        """End a member's task: record it, take the next one, wake who waited."""
        task = member.task
        assert task is not None
        task.worked += task.remaining if member.pace == 1.0 else task.remaining / member.pace
        task.status = DONE
        served = task.team
        self._record(task.case, task.activity, served.code, member.number, task.place, task.asked, task.started,
                     self.env._now, task.worked, DONE, task.kind)
        member.task = None
        member.ends = INFINITY
        if served is not self or self.platform is not None:
            self._release(member, served)
        self.next_task(member)
        task._value = True
        waiting, task.callbacks = task.callbacks, None  # type: ignore[assignment]
        for callback in waiting:
            callback(task)

    def _release(self, member: Member, served: Team) -> None:
        if served is not self:
            self.away_helping -= 1
        if served.platform is not None:
            served.platform.active -= 1

    def next_task(self, member: Member) -> None:
        """Give a free member the next task, or let the member be idle or go home."""
        if member.off_at <= self.env._now or member.unavailable or member.idle:
            return
        if self.helps or self.meetings:
            self._choose_task(member)
            return
        if not self.halted and (task := self.queue.pop()) is not None:
            self.begin(member, task)
        else:
            member.idle = True
            self._idle.append(member)

    def _choose_task(self, member: Member) -> None:
        member.idle = True
        self._idle.append(member)
        for meeting in self.meetings:
            meeting.begin()
        if not member.idle:
            return
        for team in self._served():
            if not team.halted and (task := team.queue.pop()) is not None:
                self._idle.remove(member)
                member.idle = False
                team.begin(member, task)
                return

    def _served(self) -> list[Team]:
        helped = [team for team, _ in self.helps] if self.away_helping < self.helpers_allowed else []
        teams = [self, *helped]
        if self.longest_queue_first:
            teams.sort(key=lambda team: -len(team.queue))
        return teams

    def hand_back(self, member: Member) -> None:
        """Take a member off the task in hand; the task waits again, in its place, for what is left of it."""
        task = member.task
        assert task is not None
        self._stop_clock(member, task)
        task.member = member.task = None
        member.ends = INFINITY
        served = task.team
        self._release(member, served)
        served.queue.push_back(task)

    def _stop_clock(self, member: Member, task: Task) -> None:
        if member.ends == INFINITY:
            return
        worked = member.worked_since(member.began, self.env._now)
        task.worked += worked
        task.remaining = max(0.0, task.remaining - worked * member.pace)
        member.ends = INFINITY

    # ---- outages ---------------------------------------------------------------------------------------------

    def _at_work(self) -> list[Member]:
        crew = self.members if not self.helped_by else [*self.members, *(m for t in self.helped_by for m in t.members)]
        return [member for member in crew if member.task is not None and member.task.team is self]

    def halt(self) -> None:
        """Stop all work of this team; those at work keep their task and wait."""
        self.halted += 1
        if self.halted == 1:
            for member in self._at_work():
                self._stop_clock(member, member.task)  # type: ignore[arg-type]

    def resume(self) -> None:
        """Go on after ``halt``."""
        self.halted -= 1
        if not self.halted:
            for member in self._at_work():
                self._set_end(member, member.task)  # type: ignore[arg-type]
            self.call_in()

    def call_in(self) -> None:
        """Give everyone who is free something to do."""
        for team in (self, *self.helped_by):
            for member in list(team._idle):
                if not len(self.queue) and not team.meetings:
                    return
                if member.idle:
                    team._idle.remove(member)
                    member.idle = False
                    team.next_task(member)

    # ---- duty ------------------------------------------------------------------------------------------------

    def _next_opening(self, calendar: Calendar) -> None:
        opening = calendar.next_opening(self.env._now)
        self.env.at(opening, lambda: self._open(calendar))

    def _open(self, calendar: Calendar) -> None:
        now = self.env._now
        closing = calendar.next_closing(now)
        day = int(now // 24)
        arrived = []
        for member in list(self.members):
            if member.calendar is not calendar:
                continue
            member.present = self.absent is None or not self.absent(member, day)
            if member.present:
                member.off_at, member.on_since = closing, now
                self.journal.duty.add(self.code, member.number, now, closing, 0)
                if member.task is None and not member.unavailable:
                    arrived.append(member)
            elif member.task is not None:
                self.hand_back(member)
        for member in arrived:
            if not member.idle:
                self.next_task(member)
        if arrived and len(self.queue):
            self.call_in()
        self.env.at(calendar.next_opening(closing), lambda: self._open(calendar))

    def extend(self, hours: float, people: int) -> int:
        """Let up to ``people`` members now on duty stay ``hours`` longer today; returns how many do."""
        now, stayed = self.env._now, 0
        for member in self.members:
            if stayed == people:
                break
            if member.off_at <= now or member.off_at == INFINITY or member.overtime == member.off_at:
                continue
            task = member.task
            running = task is not None and member.ends != INFINITY
            if running:
                self._stop_clock(member, task)  # type: ignore[arg-type]
            member.extras.append((member.off_at, member.off_at + hours))
            self.journal.duty.add(self.code, member.number, member.off_at, member.off_at + hours, 1)
            member.off_at += hours
            member.overtime = member.off_at
            if running:
                task.team._set_end(member, task)  # type: ignore[union-attr, arg-type]
            stayed += 1
        return stayed

    def join(self, calendar: Calendar | None = None, speed: float = 1.0, tact: float = 0.5) -> Member:
        """Take a new member on, who starts now or at the calendar's next opening."""
        calendar = calendar or self.calendar
        member = Member(self, self._numbers, calendar, speed, tact)
        self._numbers += 1
        self.members.append(member)
        if calendar.always:
            member.on_since = self.env._now
            self.next_task(member)
        return member

    def leave(self, member: Member) -> None:
        """Let a member go for good; a task in hand is handed back."""
        self.members.remove(member)
        member.unavailable = True
        if member.task is not None:
            task = member.task
            self.hand_back(member)
            task.team.call_in()
        if member.idle:
            self._idle.remove(member)
            member.idle = False
        member.off_at = -1.0

    def help(self, other: Team, slowdown: float = 1.0) -> None:
        """Let members of this team also do the work of ``other``, taking ``slowdown`` times as long."""
        self.helps.append((other, slowdown))
        other.helped_by.append(self)
        if not self.helpers_allowed:
            self.helpers_allowed = len(self.members)

    def close(self) -> None:
        """Record the tasks that the end of the run cuts off, begun or still waiting."""
        now = self.env._now
        for member in self._at_work():
            task = member.task
            assert task is not None
            self._stop_clock(member, task)
            self._record(task.case, task.activity, self.code, member.number, task.place, task.asked, task.started,
                         now, task.worked, OPEN, task.kind)
        while (waiting := self.queue.pop()) is not None:
            started = waiting.started if waiting.started >= 0 else now
            self._record(waiting.case, waiting.activity, self.code, -1, waiting.place, waiting.asked, started, now,
                         waiting.worked, OPEN, waiting.kind)
