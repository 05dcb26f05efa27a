"""A desk: people who work off one queue, at one heap event per activity.

The desk keeps its own queue; the member who takes a task is the agenda's entry that ends it. A task pauses over closed
hours and outages, and its waiter is woken directly when the work is done.

**Simultaneous events** (``sim/engine/kernel.py`` has the order of ranks). Work that is complete at the moment of an
interruption, an outage or a change of shift is done. Who becomes free then takes what waits before the one whose work was
done goes on. While somebody becomes free at this very moment, nobody is interrupted and no helper is called for what is
asked. A task that is taken from somebody's hands keeps its place among equals.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from sim.engine.codes import VisitKind, VisitStatus
from sim.engine.in_hand import InHand
from sim.engine.journal import Journal
from sim.engine.kernel import LAST, Kernel
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.queues import ByPriority, FirstCome
from sim.engine.task import INFINITY, Office, Task, check_hours, new_task


@dataclass(frozen=True, slots=True)
class Habits:
    """How a team works.

    Attributes:
        by_priority: take tasks by (priority, due, arrival) instead of by arrival.
        preemptive: a task of smaller priority interrupts the least urgent and latest of larger priority; members who are
            away helping are recalled for it likewise.
        finishes_started: a task in hand is finished after closing time instead of being left for the next day.
        finishes_help: so is a task of another team; otherwise only the own ones are.
        longest_queue_first: a member who may serve several teams takes from the longest queue (else the own first).
    """

    by_priority: bool = False
    preemptive: bool = False
    finishes_started: bool = False
    finishes_help: bool = True
    longest_queue_first: bool = False


class Desk(ABC):
    """A queue, those who work it off, and the platform they work on (arguments as of ``Team``)."""

    def __init__(self, env: Kernel, journal: Journal, name: str, platform: Platform | None, habits: Habits) -> None:
        self.env = env
        self.journal = journal
        self.name = name
        self.code = journal.code(name)
        self.platform = platform
        self.preemptive = habits.preemptive
        self.in_hand: InHand[Member] | None = InHand(self) if habits.preemptive else None
        self.finishes_started = habits.finishes_started
        self.finishes_help = habits.finishes_help
        self.queue: FirstCome | ByPriority = ByPriority() if habits.by_priority or habits.preemptive else FirstCome()
        self.members: list[Member] = []
        self.halted = 0
        self.away_helping = 0
        self.nobody_free_at = -1.0
        self.pack, self.record = journal.visits.pack, journal.visits.extend
        self._plain = not habits.preemptive
        self._idle: deque[Member] = deque()
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
        kind: VisitKind = VisitKind.TOUCH,
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
            kind: what it is for (TOUCH, REWORK or INFORM).
            place: journal code of the hand-off this work belongs to, or -1.

        Raises:
            ValueError: when hours or patience are negative or, as priority or due, not a number, or hours are endless.
        """
        if not (0.0 <= hours < INFINITY and priority <= INFINITY and due <= INFINITY):
            check_hours(hours)
            raise ValueError(f"work cannot be ranked by priority {priority} and due {due}")
        if patience is not None and not patience >= 0.0:
            raise ValueError(f"nobody waits for {patience} hours")
        task = new_task(self, case, hours, activity, priority, due, kind, place)
        if (self._idle or not self._plain) and self._begin_at_once(task):
            return task
        self.queue.push(task)
        if patience is not None and patience < INFINITY:
            self.env.at(self.env.now + patience, lambda: self._give_up(task), LAST)
        return task

    def _begin_at_once(self, task: Task) -> bool:
        if self.halted:
            return False
        if not self._plain:
            return self._begin_by_choice(task)
        if (member := self._free_member()) is None:
            return False
        if self.platform is not None:
            member.occupy(self)
        member.begin(task)
        return True

    def _begin_by_choice(self, task: Task) -> bool:
        if (member := self._someone_for(task)) is None:
            return False
        member.occupy(self)
        member.begin(task)
        return True

    def _free_member(self) -> Member | None:
        now, idle = self.env.now, self._idle
        while idle:
            member = idle.popleft()
            if member.off_at > now:
                return member
        return None

    @abstractmethod
    def _someone_for(self, task: Task) -> Member | None:
        """Who should begin a task now, of all who may."""

    def _give_up(self, task: Task) -> None:
        if task.started >= 0.0 or task.triggered:
            return
        self.queue.forget()
        now = self.env.now
        task.started = now
        self._note(task, -1, now, VisitStatus.ABANDONED)
        task.fire(False)

    def put_back(self, task: Task) -> None:
        """Let a task that was taken from somebody's hands wait again, in its place."""
        self.queue.push_back(task)

    def hasten(self, asked_by: float, priority: float) -> None:
        """Let what has waited since a time, or for longer, and is less urgent than this priority, have it from now on.

        It has its place among equals by when it was asked for. What somebody has in hand stays as it is.
        """
        self.queue.hasten(asked_by, priority)

    # ---- what to do next -------------------------------------------------------------------------------------

    def next_task(self, member: Member) -> None:
        """Give a free member the next task, or let the member be idle or go home."""
        if member.off_at <= self.env.now:
            member.stayed()
            return
        if not self._plain:
            self._choose_task(member)
        elif not self.halted and (task := self.queue.pop()) is not None:
            if self.platform is not None:
                member.occupy(self)
            member.begin(task)
        else:
            self._idle.append(member)

    @abstractmethod
    def _choose_task(self, member: Member) -> None:
        """Give a free member what should be done first, of all there is; else the member is idle."""

    def call_in(self) -> None:
        """Give waiting work to everyone who is free (after a change of who may do what)."""
        while self._begin_next():
            pass

    def _begin_next(self) -> bool:
        """Give the next waiting task to somebody, if there is one of each."""
        if self.halted or (task := self.queue.head()) is None:
            return False
        member = self._free_member() if self._plain else self._someone_for(task)
        if member is None:
            return False
        self.queue.pop()
        if self.platform is not None or not self._plain:
            member.occupy(self)
        member.begin(task)
        return True

    def take_own(self) -> None:
        """Let members who are free begin what waits here."""
        while not self.halted and (task := self.queue.head()) is not None and self._may_begin(task):
            if (member := self._free_member()) is None:
                return
            self.queue.pop()
            if self.platform is not None or not self._plain:
                member.occupy(self)
            member.begin(task)

    def _may_begin(self, task: Task) -> bool:
        """Whether a free member may begin a task, instead of waiting for something else."""
        return True

    @abstractmethod
    def offer_help(self) -> None:
        """Give what waits in the teams that are helped to whoever is free, now that a place among helpers is."""

    @abstractmethod
    def slowdown_at(self, other: Office) -> float:
        """How much longer members take for the work of a team that they help."""

    @abstractmethod
    def goes_on(self, member: Member) -> None:
        """Note that somebody has something in hand, perhaps of another team's, and may be interrupted from now on."""

    # ---- outages ---------------------------------------------------------------------------------------------

    @abstractmethod
    def _crew(self) -> Sequence[Member]:
        """Those who may do work of this team: its members, and those of teams that help it."""

    def _at_work(self) -> list[Member]:
        """Those who do work of this team now."""
        return [member for member in self._crew() if member.task is not None and member.task.team is self]

    def halt(self) -> None:
        """Stop all work of this team; those at work keep their task and wait."""
        self.halted += 1
        if self.halted == 1:
            for member in self._at_work():
                if not member.complete:
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
        at_work = self._at_work()
        for member in at_work:
            member.booked = True  # without a platform nobody kept count of who is at work
        self.platform = platform
        platform.dependents.append(self)
        platform.active += len(at_work)
        if not platform.up:
            self.halt()
        if old is not None:
            old.dependents.remove(self)
            old.active -= len(at_work)
            if not old.up:
                self.resume()

    # ---- the end of the run ----------------------------------------------------------------------------------

    def close(self) -> None:
        """Record what the end of the run cuts off: tasks begun and tasks still waiting."""
        now = self.env.now
        for member in self._at_work():
            task = member.task
            assert task is not None
            member.stop_clock()
            self._note(task, member.code, now, VisitStatus.OPEN)
        while (waiting := self.queue.pop()) is not None:
            if waiting.started < 0.0:
                waiting.started = now
            self._note(waiting, -1, now, VisitStatus.OPEN)

    def _note(self, task: Task, member: int, now: float, status: VisitStatus) -> None:
        self.journal.visits.add(
            task.case,
            task.activity,
            self.code,
            member,
            task.place,
            task.asked,
            task.started,
            now,
            task.worked,
            0.0,
            status,
            task.kind,
        )
