"""What a lever is: a declaration, and one pure function Primitives → Primitives with what such functions share.

``level`` is what remains of a challenge, or how far a strategy or a trend has gone, 0 to 1. A function may change only
the primitives its declaration lists; a test holds that. No function states an effect on an outcome: what comes of a
change emerges in the run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import Link, Practice, Primitives

DIRECT = frozenset(
    {
        "practice.pace",
        "practice.speed",
        "practice.error_factor",
        "practice.assistance",
        "practice.assisted_to",
        "practice.personal_gain",
        "practice.personal_loss",
        "practice.absence_factor",
        "practice.turnover_factor",
    }
)
"""Primitives that are outcomes, or nearly so: a lever that changes one of them must say what it moves directly."""

Effect: TypeAlias = Callable[[CompanyModel, Primitives, float], Primitives]


@dataclass(frozen=True, slots=True)
class Lever:
    """A declared lever: what it says, how it works, which primitives it may change, and its known harm.

    ``kind`` is "challenge", "strategy" or "trend". ``moves_directly`` names, each with its source, the outcomes that the
    lever does not bring about by a mechanism but moves by decree: touch times, errors, absence, turnover, inclination.
    """

    name: str
    kind: str
    sentence: str
    mechanism: str
    touches: frozenset[str]
    harm: str
    source: str
    effect: Effect
    moves_directly: tuple[str, ...] = ()


def each_link(primitives: Primitives, change: Callable[[Link], Link]) -> Primitives:
    """Every link changed by a pure function."""
    return replace(primitives, links={name: change(link) for name, link in primitives.links.items()})


def each_practice(primitives: Primitives, change: Callable[[str, Practice], Practice]) -> Primitives:
    """Every department's practice changed by a pure function of (department, practice)."""
    return replace(
        primitives, practices={name: change(name, practice) for name, practice in primitives.practices.items()}
    )


def between(low: float, high: float, level: float) -> float:
    """The value ``level`` of the way from low to high; exactly ``low`` at 0."""
    return low + level * (high - low)
