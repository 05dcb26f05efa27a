"""The orders in which a team takes its tasks.

A task that is given up is only marked and is dropped when its turn comes; nothing is ever searched for or re-sorted.
Equals are taken in the order in which they were asked for, in every discipline, and a task that was taken from somebody's
hands is among them where it would be, had nobody begun it.
"""

from __future__ import annotations

from bisect import insort_left
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from operator import itemgetter
from typing import TypeAlias

from sim.engine.task import Task

Ranked: TypeAlias = tuple[float, float, float, int, Task]
_TASK: Callable[[Ranked], Task] = itemgetter(-1)


class FirstCome:
    """First come, first served."""

    def __init__(self) -> None:
        self._tasks: deque[Task] = deque()
        self._gone = 0

    def tasks(self) -> list[Task]:
        """The tasks that wait, in no particular order."""
        return [task for task in self._tasks if task.callbacks is not None]

    def hours(self) -> float:
        """Hours of touch time that wait."""
        return sum([task.remaining for task in self._tasks if task.callbacks is not None])

    def push(self, task: Task) -> None:
        """Put a task at the end."""
        self._tasks.append(task)

    def push_back(self, task: Task) -> None:
        """Put a task that had been begun where its arrival places it."""
        insort_left(self._tasks, task, key=lambda waiting: (waiting.asked, waiting.order))

    def hasten(self, asked_by: float, priority: float) -> None:
        """Nothing is more urgent than what came first."""

    def pop(self) -> Task | None:
        """Take the next task that still waits, or None."""
        while self._tasks:
            task = self._tasks.popleft()
            if task.callbacks is not None:
                return task
            self._gone -= 1
        return None

    def head(self) -> Task | None:
        """The next task, left where it is, or None."""
        while self._tasks and self._tasks[0].callbacks is None:
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
        self._heap: list[Ranked] = []
        self._gone = 0

    def tasks(self) -> list[Task]:
        """The tasks that wait, in no particular order."""
        return [task for task in map(_TASK, self._heap) if task.callbacks is not None]

    def hours(self) -> float:
        """Hours of touch time that wait."""
        return sum([task.remaining for task in map(_TASK, self._heap) if task.callbacks is not None])

    def push(self, task: Task) -> None:
        """Put a task in its place."""
        heappush(self._heap, (task.priority, task.due, task.asked, task.order, task))

    push_back = push

    def hasten(self, asked_by: float, priority: float) -> None:
        """Let what was asked for at a time or before, and would wait for longer, wait at this priority from now on."""
        waiting = self.tasks()
        lying = [task for task in waiting if task.priority > priority and task.asked <= asked_by]
        if not lying:
            return
        for task in lying:
            task.priority = priority
        self._heap, self._gone = [], 0
        for task in waiting:
            self.push(task)

    def pop(self) -> Task | None:
        """Take the next task that still waits, or None."""
        while self._heap:
            task = heappop(self._heap)[-1]
            if task.callbacks is not None:
                return task
            self._gone -= 1
        return None

    def head(self) -> Task | None:
        """The next task, left where it is, or None."""
        while self._heap and self._heap[0][-1].callbacks is None:
            heappop(self._heap)
            self._gone -= 1
        return self._heap[0][-1] if self._heap else None

    def forget(self) -> None:
        """Count one waiting task as gone; it is dropped when its turn comes."""
        self._gone += 1

    def __len__(self) -> int:
        """Number of tasks that wait."""
        return len(self._heap) - self._gone
