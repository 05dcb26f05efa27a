"""Teams: people with calendars and skills who work off a queue, at one heap event per activity.

The team keeps its own queue; the member who takes a task is the heap entry that ends it. A task pauses over closed
hours, outages and absence, and its waiter is woken directly when the work is done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.engine.calendar import ALWAYS, DAY, Calendar
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
    new_task,
)

__all__ = [
    "ABANDONED",
    "DONE",
    "HANDED_BACK",
    "INFINITY",
    "INFORM",
    "OPEN",
    "REWORK",
    "TOUCH",
    "ByPriority",
    "FirstCome",
    "Meeting",
    "Member",
    "Shift",
    "Task",
    "Team",
]


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

    def __init__(
        self,
        env: Kernel,
        journal: Journal,
        name: str,
        staff: int | Sequence[Shift] = 1,
        calendar: Calendar = ALWAYS,
        platform: Platform | None = None,
        *,
        by_priority: bool = False,
        preemptive: bool = False,
        finishes_started: bool = False,
        longest_queue_first: bool = False,
    ) -> None:
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
        self.pack, self.record = journal.visits.pack, journal.visits.extend
        self._plain = not preemptive
        self._idle: deque[Member] = deque()
        self._numbers = 0
        self._calendars: list[Calendar] = []
        for shift in shifts:
            for _ in range(shift.staff):
                member = self._hire(shift.calendar, 1.0, 0.5)
                if shift.calendar.always:
                    self._idle.append(member)
        if platform is not None:
            platform.dependents.append(self)
            self.halted = 0 if platform.up else 1

    # ---- asking for work -------------------------------------------------------------------------------------

    def work(
        self,
        case: int,
        hours: float,
        activity: int = 0,
        priority: float = 0.0,
        due: float = INFINITY,
        patience: float | None = None,
        kind: int = TOUCH,
        place: int = -1,
    ) -> Task:
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
        task = new_task(self, case, hours, activity, priority, due, kind, place)
        if (self._idle or not self._plain) and self._begin_at_once(task):
            return task
        self.queue.push(task)
        if patience is not None and patience < INFINITY:
            self.env.at(self.env.now + patience, lambda: self._give_up(task))
        return task

    def _begin_at_once(self, task: Task) -> bool:
        if self.halted:
            return False
        if self._plain:
            if (member := self._free_member()) is None:
                return False
            if self.platform is not None:
                self.occupy(member)
        else:
            if self.meetings and len(self.queue):
                self.call_in()
            if (member := self._someone_for(task)) is None:
                return False
            self.occupy(member)
        member.begin(task)
        return True

    def _free_member(self) -> Member | None:
        now, idle = self.env._now, self._idle
        while idle:
            member = idle.popleft()
            if member.off_at > now:
                return member
        return None

    def _someone_for(self, task: Task) -> Member | None:
        if not self._kept_free(task) and (member := self._free_member()) is not None:
            return member
        for team in self.helped_by:
            if team.away_helping < team.helpers_allowed and not team._kept_free(task):
                member = team._free_member()
                if member is not None:
                    return member
        return self._interrupted_for(task) if self.preemptive else None

    def _interrupted_for(self, task: Task) -> Member | None:
        now = self.env.now
        lesser = [
            (other.priority, other.asked, member)
            for member in self._at_work()
            if (other := member.task) is not None and other.priority > task.priority and member.off_at > now
        ]
        if not lesser:
            return None
        member = max(lesser, key=lambda place: place[:2])[2]
        self._hand_back(member)
        return member

    def _give_up(self, task: Task) -> None:
        if task.started >= 0.0 or task.triggered:
            return
        self.queue.forget()
        now = self.env.now
        self.journal.visits.add(
            task.case, task.activity, self.code, -1, task.place, task.asked, now, now, 0.0, ABANDONED, task.kind
        )
        task.fire(False)

    # ---- meetings --------------------------------------------------------------------------------------------

    def can_send(self, meeting: Meeting, asked: float) -> bool:
        """Whether someone is free for a meeting asked for at a time, and not kept for an older one."""
        free = 0 if self.halted else self._free()
        return free > sum(other.asked_before(asked) for other in self.meetings if other is not meeting)

    def free_soon(self, asked: float) -> bool:
        """Whether the next member free belongs to what was asked for at a time, and will be free before going home."""
        if self.halted or ((first := self.queue.head()) is not None and first.asked < asked):
            return False
        now = self.env.now
        return any(
            member.off_at > now and (member.task is None or member.ends <= member.off_at) for member in self.members
        )

    def send(self) -> Member:
        """Send a free member to a meeting."""
        member = self._free_member()
        assert member is not None, "nobody is free"
        self.occupy(member)
        return member

    def _free(self) -> int:
        now = self.env.now
        return sum(member.off_at > now for member in self._idle)

    def _kept_free(self, task: Task) -> bool:
        """Whether all who are free must wait for meetings that were asked for before ``task``."""
        if not self.meetings:
            return False
        earlier = sum(meeting.asked_before(task.asked) for meeting in self.meetings)
        return 0 < earlier >= self._free()

    # ---- what to do next -------------------------------------------------------------------------------------

    def next_task(self, member: Member) -> None:
        """Give a free member the next task, or let the member be idle or go home."""
        if member.off_at <= self.env._now:
            member.stayed()
            return
        if not self._plain:
            self._choose_task(member)
        elif not self.halted and (task := self.queue.pop()) is not None:
            if self.platform is not None:
                self.occupy(member)
            member.begin(task)
        else:
            self._idle.append(member)

    def _choose_task(self, member: Member) -> None:
        self._idle.append(member)
        if self.meetings:
            self._meet()
            if member.task is not None:
                return
        for team in self._served():
            task = None if team.halted else team.queue.head()
            if task is not None and not self._kept_free(task):
                team.queue.pop()
                self._idle.remove(member)
                team.occupy(member)
                member.begin(task)
                return

    def _meet(self) -> None:
        for meeting in sorted((m for m in self.meetings if m.waiting), key=lambda meeting: meeting.waiting[0].asked):
            meeting.begin()

    def _served(self) -> list[Team]:
        teams = [self]
        if self.away_helping < self.helpers_allowed:
            teams += [team for team, _ in self.helps]
        if self.longest_queue_first:
            teams.sort(key=lambda team: -len(team.queue))
        return teams

    def call_in(self) -> None:
        """Give waiting work to everyone who is free (after a change of who may do what)."""
        self._meet()
        while not self.halted and (task := self.queue.head()) is not None:
            member = self._free_member() if self._plain else self._someone_for(task)
            if member is None:
                return
            self.queue.pop()
            if self.platform is not None or not self._plain:
                self.occupy(member)
            member.begin(task)

    def occupy(self, member: Member) -> None:
        """Note that a member, perhaps of another team, takes up work of this team, and at which pace."""
        home = member.team
        member.booked = True
        member.pace = member._speed
        if home is not self:
            home.away_helping += 1
            member.pace /= next(slowdown for team, slowdown in home.helps if team is self)
        platform = self.platform
        if platform is not None:
            platform.active += 1
            if platform.active > platform.capacity:
                member.pace /= platform.slowdown()

    def vacate(self, member: Member) -> None:
        """Note that a member has stopped working for this team."""
        member.booked = False
        member.pace = member._speed
        if member.team is not self:
            member.team.away_helping -= 1
        if self.platform is not None:
            self.platform.active -= 1

    def _hand_back(self, member: Member) -> Team:
        """Take a member off the task in hand; it waits again, in its place, for what is left of it."""
        task = member.task
        assert task is not None
        served = task.team
        member.stop_clock()
        member.task = None
        if member.booked:
            served.vacate(member)
        served.queue.push_back(task)
        return served

    # ---- outages ---------------------------------------------------------------------------------------------

    def _at_work(self) -> list[Member]:
        crew = self.members if not self.helped_by else [*self.members, *(m for t in self.helped_by for m in t.members)]
        return [member for member in crew if member.task is not None and member.task.team is self]

    def halt(self) -> None:
        """Stop all work of this team; those at work keep their task and wait."""
        self.halted += 1
        if self.halted == 1:
            for member in self._at_work():
                member.stop_clock()

    def resume(self) -> None:
        """Go on after ``halt``; halts are counted, the last ``resume`` counts."""
        self.halted -= 1
        if not self.halted:
            for member in self._at_work():
                member.go_on()
            self.call_in()

    def move_to(self, platform: Platform) -> None:
        """Work on another platform from now on, with what is in hand (it stands still if the new one is down)."""
        old = self.platform
        if old is platform:
            return
        active = sum(member.booked for member in self._at_work())
        self.platform = platform
        platform.dependents.append(self)
        platform.active += active
        if not platform.up:
            self.halt()
        if old is not None:
            old.dependents.remove(self)
            old.active -= active
            if not old.up:
                self.resume()

    # ---- duty ------------------------------------------------------------------------------------------------

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
        left: list[Team] = []
        for member in [member for member in self.members if member.calendar is calendar]:
            member.end_duty()
            if self.absent is None or not self.absent(member, int(now // DAY)):
                member.start_duty(closing)
                if member.task is None:
                    free.append(member)
            elif member.task is not None:
                left.append(self._hand_back(member))
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
        served = self._hand_back(member) if member.task is not None else None
        member.end_duty()
        if served is not None:
            served.call_in()

    def help(self, other: Team, slowdown: float = 1.0) -> None:
        """Let members of this team also do the work of ``other``, taking ``slowdown`` times as long.

        No more than ``helpers_allowed`` of them are away helping at a time (set it; all, if left alone).
        """
        self.helps.append((other, slowdown))
        other.helped_by.append(self)
        self._plain = other._plain = False
        other.call_in()

    def join_meeting(self, meeting: Meeting) -> None:
        """Take part in a kind of meeting."""
        self.meetings.append(meeting)
        self._plain = False

    # ---- the end of the run ----------------------------------------------------------------------------------

    def close(self) -> None:
        """Record what the end of the run cuts off: tasks begun, tasks and meetings still waiting, people on duty."""
        now, visits = self.env.now, self.journal.visits
        for member in self._at_work():
            task = member.task
            assert task is not None
            member.stop_clock()
            visits.add(
                task.case,
                task.activity,
                self.code,
                member.code,
                task.place,
                task.asked,
                task.started,
                now,
                task.worked,
                OPEN,
                task.kind,
            )
        while (waiting := self.queue.pop()) is not None:
            started = waiting.started if waiting.started >= 0.0 else now
            visits.add(
                waiting.case,
                waiting.activity,
                self.code,
                -1,
                waiting.place,
                waiting.asked,
                started,
                now,
                waiting.worked,
                OPEN,
                waiting.kind,
            )
        for meeting in self.meetings:
            meeting.close(self)
        for member in self.members:
            member.report_duty()
