"""Teams: people with calendars and skills who work off a queue, at one heap event per activity.

A team is a desk (``sim/engine/desk.py``: the queue and who takes what next) whose members go to meetings
(``attendance.py``), help other teams (``helping.py``), and come and go (``duty.py``), and whose work may be withdrawn
(``withdrawal.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.engine.calendar import ALWAYS, Calendar
from sim.engine.desk import Habits
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.meeting import Meeting
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.task import Task
from sim.engine.withdrawal import Withdrawal

__all__ = ["Meeting", "Member", "Shift", "Task", "Team"]


@dataclass(frozen=True, slots=True)
class Shift:
    """``staff`` people who work by one calendar."""

    calendar: Calendar
    staff: int


class Team(Withdrawal):
    """People who share a queue.

    Args:
        env: the clock.
        journal: where visits are recorded.
        name: permanent name.
        staff: number of people, or shifts of people with calendars of their own.
        calendar: working hours of all, when ``staff`` is a number.
        platform: the system all work of this team needs.
        by_priority: take tasks by (priority, due, arrival) instead of by arrival.
        preemptive: a task of smaller priority interrupts the least urgent and latest of larger priority, and recalls
            members who do work of larger priority for another team.
        finishes_started: a task in hand is finished after closing time instead of being left for the next day.
        finishes_help: so is a task of another team; otherwise only the own ones are.
        longest_queue_first: a member who may serve several teams takes from the longest queue (else the own first).

    Raises:
        ValueError: when there is no shift, or one of fewer than no people.
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
        finishes_help: bool = True,
    ) -> None:
        shifts = [Shift(calendar, staff)] if isinstance(staff, int) else list(staff)
        if not shifts or any(shift.staff < 0 for shift in shifts):
            raise ValueError(f"{name} needs shifts, each of so many people or none, not {staff}")
        habits = Habits(by_priority, preemptive, finishes_started, finishes_help, longest_queue_first)
        super().__init__(env, journal, name, platform, habits, [shift.calendar for shift in shifts])
        for shift in shifts:
            for _ in range(shift.staff):
                member = self._hire(shift.calendar, 1.0, 0.5)
                if shift.calendar.always:
                    self._idle.append(member)
