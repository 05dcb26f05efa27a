"""The cube of levers at a glance: so few and so short runs of every corner that they fit beside a comparison.

How many and how long they are follows from an estimate of their work alone, neither from the computer nor from what is
stored. What they say of the whole difference gives way to the comparison (``attribution.tied``).
"""

from __future__ import annotations

from typing import NamedTuple

from sim.experiment.attribution import Attribution, attribute, corners_of, differing_levers
from sim.experiment.executors import Evaluate
from sim.inputs.mistakes import Failed, Mistakes
from sim.inputs.scenario import Scenario
from sim.inputs.workload import runs_within

SECONDS = 300.0
"""Of one process, by estimate, that all corners together may take; large runs take a third of it."""
MOST_LEVERS = 4
PAIRS = (5, 4, 3)
"""Replications of a corner: the most of which each has ``ENOUGH_WEEKS``, or the least; two have hardly an interval."""
ENOUGH_WEEKS, WARM_UP = 3, 1
STATEMENT = ("statement",)
"""The table of a run by which the bridge of the profit is built at every corner."""


class Afforded(NamedTuple):
    """Replications of each corner, and the weeks of a run, of which as many are measured as stand in ``weeks``."""

    replications: int
    weeks: int
    warm_up_weeks: int


def plan(a: Scenario, b: Scenario) -> Afforded | None:
    """The small cube that can be afforded between two worlds; None where there is none.

    That is where they differ in more than levers, in none or in too many; where something happens at a date, which a
    shorter run would cut off; and where even single weeks would take too long.
    """
    levers = differing_levers(a, b)
    if not 1 <= len(levers) <= MOST_LEVERS or any(world.events or world.lever_changes for world in (a, b)):
        return None
    try:
        corners = list(corners_of(a, b, levers).values())
    except Mistakes:
        return None
    most, warm_up = min(a.weeks, ENOUGH_WEEKS), min(WARM_UP, a.warm_up_weeks)
    fewer, shorter = [(number, most) for number in PAIRS], [(PAIRS[-1], weeks) for weeks in range(most - 1, 0, -1)]
    for replications, weeks in [*fewer, *shorter]:
        length = {"weeks": weeks, "warm_up_weeks": warm_up}
        if runs_within(SECONDS, [corner.model_copy(update=length) for corner in corners]) >= replications:
            return Afforded(replications, weeks, warm_up)
    return None


def small_cube(a: Scenario, b: Scenario, evaluate: Evaluate) -> Attribution | None:
    """The gap between two worlds divided among their levers by few short runs; None where ``plan`` has none."""
    found = plan(a, b)
    if found is None:
        return None
    length = {"weeks": found.weeks, "warm_up_weeks": found.warm_up_weeks}
    first, second = (world.model_copy(update=length) for world in (a, b))
    try:
        return attribute(first, second, evaluate, replications=found.replications)
    except Failed:
        return None
