"""Taking part in meetings: sending a member, and keeping one free for a meeting that is about to begin."""

from __future__ import annotations

from sim.engine.desk import Desk, Habits
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.meeting import Meeting
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.task import INFINITY, Task


class Attendance(Desk):
    """A desk whose members also go to meetings.

    Whoever is kept free for a meeting is so while the others will be free for it, and no longer: whenever what the others
    do changes, or they have gone home, what waits is looked at again.
    """

    def __init__(self, env: Kernel, journal: Journal, name: str, platform: Platform | None, habits: Habits) -> None:
        super().__init__(env, journal, name, platform, habits)
        self.meetings: list[Meeting] = []
        self.awaited = 0
        self._looks_at: set[float] = set()

    def join_meeting(self, meeting: Meeting) -> None:
        """Take part in a kind of meeting."""
        self.meetings.append(meeting)
        self._plain = False

    def can_send(self, meeting: Meeting, asked: float) -> bool:
        """Whether someone is free for a meeting asked for at a time, and not kept for an older one."""
        if self.halted or not self._free(1):
            return False
        others = [other for other in self.meetings if other is not meeting and other.waiting]
        most = sum([len(other.waiting) for other in others])
        return self._free(most + 1) > most or self._free() > sum([other.asked_before(asked) for other in others])

    def free_until(self, asked: float) -> float:
        """When those go home who are free before, if the next one belongs to what was asked for at a time; else now."""
        now = self.env.now
        if self.halted or ((first := self.queue.head()) is not None and first.asked < asked):
            return now
        free = [one.off_at for one in self.members if one.task is None or one.ends <= one.off_at and one.ends < INFINITY]
        return max(free, default=now)

    def send(self) -> Member:
        """Send a free member to a meeting."""
        member = self._free_member()
        assert member is not None, "nobody is free"
        member.occupy(self)
        return member

    def call_in(self) -> None:
        """Give waiting work, meetings first, to everyone who is free (after a change of who may do what)."""
        self._meet()
        super().call_in()

    def _begin_next(self) -> bool:
        begun = super()._begin_next()
        if begun:
            self.all_look_again()
        return begun

    def take_own(self) -> None:
        """Let members who are free begin what waits here, meetings first."""
        self._meet()
        before = len(self.queue)
        super().take_own()
        if len(self.queue) < before:
            self.all_look_again()

    def _give_up(self, task: Task) -> None:
        super()._give_up(task)
        self.all_look_again()  # what waits first may be older now

    def put_back(self, task: Task) -> None:
        """Let a task that was taken from somebody's hands wait again, in its place."""
        super().put_back(task)
        self.all_look_again()

    def all_look_again(self) -> None:
        """Let all who keep somebody free for a meeting with this team, itself too, see whether they still must, soon."""
        if self.awaited:
            for meeting in self.meetings:
                if meeting.waiting:
                    for team in meeting.teams:
                        team.look_again(self.env.now)

    def look_again(self, time: float) -> None:
        """Give what waits to whoever is free, here or to help, once all else has happened at a time; asked once."""
        if time not in self._looks_at and self._free(1):
            self._looks_at.add(time)
            self.env.at(time, self._look)

    def _look(self) -> None:
        self._looks_at.discard(self.env.now)
        self.call_in()
        self.offer_help()

    def _may_begin(self, task: Task) -> bool:
        return not self._kept_free(task)

    def _begin_by_choice(self, task: Task) -> bool:
        if self.meetings and len(self.queue):
            self.call_in()
        begun = super()._begin_by_choice(task)
        if begun:
            self.all_look_again()
        return begun

    def _free(self, enough: float = INFINITY) -> int:
        """How many are free; counted no further than to what is enough."""
        now, free = self.env.now, 0
        for member in reversed(self._idle):  # those who have gone home stand first
            if member.off_at > now:
                free += 1
                if free >= enough:
                    break
        return free

    def _kept_free(self, task: Task) -> bool:
        """Whether all who are free must wait for meetings that were asked for before ``task``."""
        if not self.awaited:
            return False
        waiting = [meeting for meeting in self.meetings if meeting.waiting]
        most = sum([len(meeting.waiting) for meeting in waiting])
        if self._free(most + 1) > most:
            return False
        earlier = sum([meeting.asked_before(task.asked) for meeting in waiting])
        if not 0 < earlier >= self._free():
            return False
        now = self.env.now
        until = min(time for meeting in waiting if (time := meeting.free_until()) > now)
        if until < INFINITY:
            self.look_again(until)
        return True

    def _meet(self) -> None:
        if not self.awaited:
            return
        waiting = [meeting for meeting in self.meetings if meeting.waiting]
        for meeting in sorted(waiting, key=lambda meeting: meeting.waiting[0].asked):
            meeting.begin()

    def close(self) -> None:
        """Record what the end of the run cuts off: tasks and meetings, begun or waiting."""
        super().close()
        for meeting in self.meetings:
            meeting.close(self)
