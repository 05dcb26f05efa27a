"""Tasks, and the orders in which a team takes them.

A task that is given up is only marked and is dropped when its turn comes; nothing is ever searched for or re-sorted.
"""

from __future__ import annotations

from bisect import insort_left
from collections import deque
from collections.abc import Iterator
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from simpy.events import PENDING

from sim.engine.kernel import Kernel, Outcome

if TYPE_CHECKING:
    from sim.engine.member import Member
    from sim.engine.team import Team

INFINITY = float("inf")
DONE, ABANDONED, HANDED_BACK, OPEN = 0, 1, 2, 3
TOUCH, REWORK, INFORM = 0, 1, 2


class Task(Outcome):
    """A piece of work in a team's queue or hands; fires with True when done, False when given up.

    ``remaining`` is touch time at normal speed, ``worked`` the person-hours it has really taken; ``member`` is who
    does it, or did it last; ``started`` is -1 until the work begins.
    """

    __slots__ = (
        "activity",
        "asked",
        "case",
        "due",
        "kind",
        "member",
        "place",
        "priority",
        "remaining",
        "started",
        "team",
        "worked",
    )
    team: Team
    case: int
    remaining: float
    activity: int
    priority: float
    due: float
    kind: int
    place: int
    asked: float
    started: float
    worked: float
    member: Member | None

    @property
    def env(self) -> Kernel:  # type: ignore[override]
        """The clock."""
        return self.team.env

    @property
    def status(self) -> int:
        """DONE, ABANDONED, or OPEN until one of them."""
        return OPEN if self._value is PENDING else DONE if self._value else ABANDONED


def new_task(
    team: Team,
    case: int,
    hours: float,
    activity: int = 0,
    priority: float = 0.0,
    due: float = INFINITY,
    kind: int = TOUCH,
    place: int = -1,
) -> Task:
    """A task asked for now, that nobody has begun."""
    task = Task()
    task.callbacks = []
    task._value = PENDING
    task._ok = True
    task.team = team
    task.case = case
    task.remaining = hours
    task.activity = activity
    task.priority = priority
    task.due = due
    task.kind = kind
    task.place = place
    task.asked = team.env._now
    task.started = -1.0
    task.worked = 0.0
    task.member = None
    return task


class FirstCome:
    """First come, first served."""

    def __init__(self) -> None:
        self._tasks: deque[Task] = deque()
        self._gone = 0

    def tasks(self) -> Iterator[Task]:
        """The tasks that wait, in no particular order."""
        return (task for task in self._tasks if task._value is PENDING)

    def push(self, task: Task) -> None:
        """Put a task at the end."""
        self._tasks.append(task)

    def push_back(self, task: Task) -> None:
        """Put a task that had been begun where its arrival places it."""
        insort_left(self._tasks, task, key=lambda waiting: waiting.asked)

    def pop(self) -> Task | None:
        """Take the next task that still waits, or None."""
        while self._tasks:
            task = self._tasks.popleft()
            if task._value is PENDING:
                return task
            self._gone -= 1
        return None

    def head(self) -> Task | None:
        """The next task, left where it is, or None."""
        while self._tasks and self._tasks[0]._value is not PENDING:
            self._tasks.popleft()
            self._gone -= 1
        return self._tasks[0] if self._tasks else None

    def forget(self) -> None:
        """Count one waiting task as gone; it is dropped when its turn comes."""
        self._gone += 1

    def __len__(self) -> int:
        """Number of tasks that wait."""
        return len(self._tasks) - self._gone


class ByPriority:
    """Smallest (priority, due, arrival) first."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, float, float, int, Task]] = []
        self._pushed = 0
        self._gone = 0

    def tasks(self) -> Iterator[Task]:
        """The tasks that wait, in no particular order."""
        return (entry[-1] for entry in self._heap if entry[-1]._value is PENDING)

    def push(self, task: Task) -> None:
        """Put a task in its place."""
        self._pushed += 1
        heappush(self._heap, (task.priority, task.due, task.asked, self._pushed, task))

    push_back = push

    def pop(self) -> Task | None:
        """Take the next task that still waits, or None."""
        while self._heap:
            task = heappop(self._heap)[-1]
            if task._value is PENDING:
                return task
            self._gone -= 1
        return None

    def head(self) -> Task | None:
        """The next task, left where it is, or None."""
        while self._heap and self._heap[0][-1]._value is not PENDING:
            heappop(self._heap)
            self._gone -= 1
        return self._heap[0][-1] if self._heap else None

    def forget(self) -> None:
        """Count one waiting task as gone; it is dropped when its turn comes."""
        self._gone += 1

    def __len__(self) -> int:
        """Number of tasks that wait."""
        return len(self._heap) - self._gone
