"""Pairs until half-widths are small enough: which are wanted, who runs them, and what ended them.

The number of pairs follows from the values of the pairs alone: neither who did the runs, nor how many processes there
are, nor what is stored plays a part.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from sim.experiment.replication import ReplicationResult
from sim.experiment.statistics import FEWEST_PAIRS, MOST_PAIRS, pairs_needed, replications_needed, t_interval
from sim.inputs.scenario import Scenario
from sim.inputs.workload import runs_within

SMALL_ENOUGH = 0.03
"""A half-width, as a share of A's mean."""
NAMED = dict.fromkeys(
    ("order lead time", "ticket time", "first-contact resolution", "satisfaction", "cost per case"), SMALL_ENOUGH
)
"""Measures whose half-widths `--replications auto` looks at, and which are small enough, as shares of A's mean."""

LONG_ENOUGH = 9 * 60.0
"""Seconds of one process, by estimate (large runs take half of it), that pairs may take whose number nobody
asked for; more of them are run when their number is said.
"""

Pairs: TypeAlias = tuple[list[ReplicationResult], list[ReplicationResult]]
"""Results of both worlds, pair by pair."""


class Width(NamedTuple):
    """How narrow the interval of a measure's paired difference is, as shares of A's mean."""

    measure: str
    half_width: float
    wanted: float

    @property
    def reached(self) -> bool:
        """Whether it is small enough; a half-width that is not known is not."""
        return self.half_width <= self.wanted


@dataclass(frozen=True, slots=True)
class Ending:
    """What ended pairs that were to go on until half-widths are small enough.

    Attributes:
        pairs: how many were run, failed ones included.
        most: how many were allowed.
        by_time: whether the limit of time, not that of pairs, set ``most``.
        widths: of each measure of ``NAMED`` that has values.
    """

    pairs: int
    most: int
    by_time: bool
    widths: tuple[Width, ...]

    @property
    def still_wide(self) -> tuple[Width, ...]:
        """Those that were not reached."""
        return tuple(width for width in self.widths if not width.reached)


def run_until_narrow(a: Scenario, b: Scenario, run: Callable[[int, int], Pairs]) -> tuple[Pairs, Ending]:
    """Run pairs until ``pairs_needed`` asks for no more.

    Args:
        run: from the first number of a pair and the number after the last one to their results.
    """
    most = most_pairs(a, b)
    first, second = run(0, FEWEST_PAIRS)
    while (number := pairs_needed(*_samples(first, second), most=most)) > len(first):
        more = run(len(first), number)
        first, second = [*first, *more[0]], [*second, *more[1]]
    return (first, second), Ending(len(first), most, most < MOST_PAIRS, widths(first, second))


def most_pairs(a: Scenario, b: Scenario) -> int:
    """How many pairs of these two are run at most when nobody says a number."""
    return max(FEWEST_PAIRS, min(MOST_PAIRS, runs_within(LONG_ENOUGH, [a, b])))


def needed_by_measure(pairs: pd.DataFrame) -> dict[str, float]:
    """How many pairs it takes until a measure's half-width is `SMALL_ENOUGH`, if the variance seen so far holds.

    Args:
        pairs: measure, replication, a, b.

    Returns:
        the number by measure, at least that of the pairs that there are; NaN where they cannot tell.
    """
    found = {}
    a, b = (pairs[world].to_numpy(dtype=float) for world in "ab")
    for measure, places in pairs.groupby("measure", sort=False).indices.items():
        known = places[~np.isnan(a[places]) & ~np.isnan(b[places])]
        goal = SMALL_ENOUGH * abs(float(a[known].mean())) if len(known) else 0.0
        needed = replications_needed(b[known] - a[known], absolute=goal) if goal > 0 else None
        found[str(measure)] = math.nan if needed is None else float(needed)
    return found


def widths(first: Sequence[ReplicationResult], second: Sequence[ReplicationResult]) -> tuple[Width, ...]:
    """How narrow the intervals of the named measures are; a measure without a value in any pair is left out."""
    found = []
    for measure, wanted in NAMED.items():
        a, b = _values(first, second, measure)
        known = np.isfinite(b - a)
        mean = abs(float(a[known].mean())) if known.any() else 0.0
        if mean:
            half_width = t_interval((b - a)[known]).half_width / mean if known.sum() > 1 else math.nan
            found.append(Width(measure, half_width, wanted))
    return tuple(found)


def _samples(
    first: Sequence[ReplicationResult], second: Sequence[ReplicationResult]
) -> tuple[list[np.ndarray], list[float]]:
    """For each named measure its paired differences, NaN where a pair has none, and the half-width that is wanted."""
    differences, goals = [], []
    for measure, wanted in NAMED.items():
        a, b = _values(first, second, measure)
        known = np.isfinite(b - a)
        differences.append(b - a)
        goals.append(wanted * abs(float(a[known].mean())) if known.any() else 0.0)
    return differences, goals


def _values(
    first: Sequence[ReplicationResult], second: Sequence[ReplicationResult], measure: str
) -> tuple[np.ndarray, np.ndarray]:
    """The measure in both worlds, pair by pair; NaN where a run failed or has no value."""
    a, b = (
        np.array([math.nan if one.cause else one.measures.get(measure, math.nan) for one in own], dtype=float)
        for own in (first, second)
    )
    return a, b
