"""Tact: what hangs on how people talk to each other, wherever they do."""

from __future__ import annotations

from sim.engine.kernel import Event
from sim.engine.task import Task


def tact_of(work: Event, usual: float) -> float:
    """Tact of the colleague who has done a piece of work, 0 to 1; the usual one where it was nobody in particular."""
    member = work.member if isinstance(work, Task) else None
    return usual if member is None else member.tact


def left_of(tact: float, usual: float, without: float) -> float:
    """What comes of a talk, as a share of what comes of it at the usual tact.

    Args:
        without: what comes of it where there is no tact at all; in between it lies in proportion, and beyond as well.
    """
    return without + (1.0 - without) * tact / usual if usual else 1.0


def lack_of(tact: float, usual: float) -> float:
    """How much of the usual tact was missing, 0 to 1."""
    return max(0.0, 1.0 - tact / usual) if usual else 0.0
