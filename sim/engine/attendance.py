"""Taking part in meetings: sending a member, and keeping one free for a meeting that is about to begin."""

from __future__ import annotations

from sim.engine.desk import Desk, Habits
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.meeting import Meeting
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.task import Task


class Attendance(Desk):
    """A desk whose members also go to meetings."""

    def __init__(self, env: Kernel, journal: Journal, name: str, platform: Platform | None, habits: Habits) -> None:
        super().__init__(env, journal, name, platform, habits)
        self.meetings: list[Meeting] = []
        self.awaited = 0

    def join_meeting(self, meeting: Meeting) -> None:
        """Take part in a kind of meeting."""
        self.meetings.append(meeting)
        self._plain = False

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
        member.occupy(self)
        return member

    def call_in(self) -> None:
        """Give waiting work, meetings first, to everyone who is free (after a change of who may do what)."""
        self._meet()
        super().call_in()

    def take_own(self) -> None:
        """Let members who are free begin what waits here, meetings first."""
        self._meet()
        super().take_own()

    def _may_begin(self, task: Task) -> bool:
        return not self._kept_free(task)

    def _begin_by_choice(self, task: Task) -> bool:
        if self.meetings and len(self.queue):
            self.call_in()
        return super()._begin_by_choice(task)

    def _free(self) -> int:
        now = self.env.now
        return sum(member.off_at > now for member in self._idle)

    def _kept_free(self, task: Task) -> bool:
        """Whether all who are free must wait for meetings that were asked for before ``task``."""
        if not self.awaited:
            return False
        earlier = sum([meeting.asked_before(task.asked) for meeting in self.meetings if meeting.waiting])
        return 0 < earlier >= self._free()

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
