"""Tasks: pieces of work that wait in a team's queue or are in a member's hands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sim.engine.codes import VisitKind, VisitStatus
from sim.engine.kernel import Kernel, Latch
from sim.engine.platform import Platform

INFINITY = float("inf")
MOMENT = 1e-9
"""Hours that are no time at all: what ends within them ends now, whatever its sum was rounded to."""


class Worker(Protocol):
    """Who does a task, as those who asked for it see them."""

    code: int
    tact: float
    slips: float
    unclear: float

    @property
    def team(self) -> Office:
        """The team that he belongs to."""


def slips_of(worker: Worker | None) -> float:
    """How often somebody gets something wrong, against those who have learned the job; 1 for nobody in particular."""
    return 1.0 if worker is None else worker.slips


class Office(Protocol):
    """The team whose work a task is."""

    env: Kernel
    name: str
    code: int
    platform: Platform | None
    pack: Callable[..., bytes]
    record: Callable[[bytes], None]

    def put_back(self, task: Task) -> None:
        """Let a task that was taken from somebody's hands wait again, in its place."""

    def call_in(self) -> None:
        """Give waiting work to everyone who is free."""


class Task(Latch):
    """A piece of work in a team's queue or hands; fires with True when done, False when given up, None when withdrawn.

    ``remaining`` is touch time at normal speed, ``worked`` the person-hours it has really taken; ``member`` is who
    does it, or did it last; ``started`` is -1 until the work begins; ``order`` grows with every task that is asked for.
    ``beginning`` and ``doer`` are there only where somebody waits for the work to begin (``sim/engine/beginning.py``).
    """

    __slots__ = (
        "activity",
        "asked",
        "beginning",
        "case",
        "doer",
        "due",
        "kind",
        "member",
        "order",
        "place",
        "priority",
        "remaining",
        "started",
        "team",
        "worked",
    )
    team: Office
    case: int
    remaining: float
    activity: int
    priority: float
    due: float
    kind: VisitKind
    place: int
    order: int
    asked: float
    started: float
    worked: float
    member: Worker | None
    beginning: Latch
    doer: Worker | None

    @property
    def status(self) -> VisitStatus:
        """DONE, ABANDONED or WITHDRAWN, or OPEN until one of them."""
        if self.callbacks is not None:
            return VisitStatus.OPEN
        if self.value is None:
            return VisitStatus.WITHDRAWN
        return VisitStatus.DONE if self.value else VisitStatus.ABANDONED


def new_task(
    team: Office,
    case: int,
    hours: float,
    activity: int = 0,
    priority: float = 0.0,
    due: float = INFINITY,
    kind: VisitKind = VisitKind.TOUCH,
    place: int = -1,
) -> Task:
    """A task asked for now, that nobody has begun."""
    task = Task()
    task.env = env = team.env
    task.callbacks = []
    task.team = team
    task.case = case
    task.remaining = hours
    task.activity = activity
    task.priority = priority
    task.due = due
    task.kind = kind
    task.place = place
    task.order = next(env.numbers)
    task.asked = env.now
    task.started = -1.0
    task.worked = 0.0
    task.member = None
    return task


def check_hours(hours: float, what: str = "work") -> None:
    """Refuse hours that nothing can take.

    Raises:
        ValueError: when they are negative, endless or not a number.
    """
    if not 0.0 <= hours < INFINITY:
        raise ValueError(f"{what} cannot take {hours} hours")
