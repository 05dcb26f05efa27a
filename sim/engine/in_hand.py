"""What people have in hand who may be interrupted: found without looking at everybody, however large a team is."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Generic, Protocol, TypeAlias, TypeVar

from sim.engine.task import Office, Task

SPARE = 64
"""Entries of what has been done meanwhile that are not worth looking for."""


class Busy(Protocol):
    """Somebody of a team, with a task in hand or none."""

    task: Task | None
    off_at: float

    @property
    def team(self) -> Office:
        """The team that he belongs to."""

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do of the task."""


Who = TypeVar("Who", bound=Busy)
Lesser: TypeAlias = tuple[float, float, float, int, int, Who, Task]
"""Priority, due, asked and order of a task, all turned round so that the least urgent is the smallest; who has it."""


class InHand(Generic[Who]):
    """What members of a team have in hand, and others of the work of this team; the least urgent is found first.

    Whoever begins something is noted, and looked at when somebody is to be interrupted. Of a task that is in these hands
    no more the entry is dropped when its turn comes; so is that of somebody who is off duty: who comes on duty with
    something in hand is noted again.
    """

    def __init__(self, team: Office) -> None:
        self._team = team
        self._begun: dict[Who, None] = {}
        self._heap: list[Lesser[Who]] = []
        self._numbers = count()
        self._enough = SPARE

    def begins(self, member: Who) -> None:
        """Somebody begins something, or comes on duty with it."""
        self._begun[member] = None

    def least_urgent(self, priority: float) -> Who | None:
        """Who has the least urgent task in hand, of those on duty whose task is less urgent and not complete."""
        for entry in self._entries():
            heappush(self._heap, entry)
        self._begun.clear()
        if len(self._heap) > self._enough:
            self._heap = list(filter(_is_true, self._heap))
            heapify(self._heap)
            self._enough = 2 * len(self._heap) + SPARE
        now, complete, found = self._team.env.now, [], None
        while found is None and self._heap and -self._heap[0][0] > priority:
            entry = heappop(self._heap)
            member = entry[-2]
            if not _is_true(entry) or member.off_at <= now:
                continue
            if member.complete:
                complete.append(entry)
            else:
                found = member
        for entry in complete:
            heappush(self._heap, entry)
        return found

    def _entries(self) -> Iterator[Lesser[Who]]:
        for member in self._begun:
            task = member.task
            if task is not None and (task.team is self._team or member.team is self._team):
                yield -task.priority, -task.due, -task.asked, -task.order, next(self._numbers), member, task


def _is_true(entry: Lesser[Busy]) -> bool:
    """Whether somebody still has in hand what an entry says, as urgent as it says."""
    return entry[-2].task is entry[-1] and entry[-1].priority == -entry[0]
