"""Where does the winner change? Root finding on the lead of one world over another along one assumption.

The lead of B over A is their paired difference, B - A, or A - B of a measure of which less is better: above 0 B is
ahead. At every value of the assumption both worlds run the same replications on the same customers, so the lead is an
exact, repeatable function of the value and can be searched: a coarse row of values first, then Brent's method in the
first stretch in which the mean changes its sign.

The interval of the root is the set of values at which a lead of 0 cannot be ruled out: where the two limits of the
95 % t-interval, drawn as lines through the values that were run, meet 0. Where a limit does not meet 0 within the range,
the interval is open there, and its end is infinite.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.experiment.executors import Evaluate, each_once
from sim.experiment.failures import nothing_left
from sim.experiment.leads import direction, winner
from sim.experiment.replication import Replication
from sim.experiment.statistics import of_random, t_interval
from sim.inputs.assumptions import Assumption, value_in, with_values
from sim.inputs.levers_model import CHALLENGES
from sim.inputs.scenario import Scenario

GRID = 5
STEPS = 6
"""Most values that Brent's method may try after the coarse row."""
TOLERANCE = 0.01
"""The root is found to this share of the range; luck weighs far more."""
WIDTH_OF_MAP = 5


@dataclass(frozen=True)
class BreakEven:
    """Where the winner changes along one assumption.

    Attributes:
        default: what the scenarios themselves say.
        line: value, lead (of B, mean), lower, upper, pairs; one row per value that was run, ascending.
        root: where the mean lead is 0; NaN if it has one sign over the whole range.
        lower, upper: interval of the root (see above); infinite where it is open, NaN without a root.
    """

    assumption: Assumption
    measure: str
    default: float
    line: pd.DataFrame
    root: float
    lower: float
    upper: float

    @property
    def inside(self) -> bool:
        """Whether the winner changes within the range."""
        return math.isfinite(self.root)


Setting = Sequence[tuple[Assumption, float]]
"""Assumptions, each with its value."""


def leads_at(
    a: Scenario, b: Scenario, settings: Sequence[Setting], evaluate: Evaluate, *, replications: int, measure: str
) -> list[np.ndarray]:
    """For each setting the lead of B over A in every replication in which both runs finished.

    A world without strategies is left as it is where an assumption is about strategies only: its runs are the same
    (a test holds that) and need not be repeated.

    Raises:
        StudyFailed: when no pair of a setting finished; who is ahead there nobody knows.
    """
    sign = direction(measure)
    worlds = [with_setting(world, setting) for setting in settings for world in (a, b)]
    runs = [Replication(world, replication) for world in worlds for replication in range(replications)]
    results = each_once(evaluate, runs)
    found = [result.measures.get(measure, np.nan) for result in results]
    table = np.array(found, dtype=float).reshape(len(settings), 2, replications)
    leads = [own[np.isfinite(own)] for own in sign * (table[:, 1] - table[:, 0])]
    for setting, own in zip(settings, leads, strict=True):
        if not len(own):
            where = " and ".join(f"{assumption.name} = {value:g}" for assumption, value in setting)
            raise nothing_left(f"{measure} where {where}", results)
    return leads


def with_setting(world: Scenario, setting: Setting) -> Scenario:
    """The world with these values, but for those that concern strategies where it has none."""
    used = [pair for pair in setting if has_strategies(world) or not pair[0].only_strategies]
    return with_values(world, used) if used else world


def has_strategies(scenario: Scenario) -> bool:
    """Whether any lever but the challenges is on."""
    return any(level for lever, level in scenario.levers.model_dump().items() if lever not in CHALLENGES)


def break_even(
    a: Scenario,
    b: Scenario,
    assumption: Assumption,
    evaluate: Evaluate,
    *,
    replications: int = 10,
    measure: str = "profit",
    grid: int = GRID,
    steps: int = STEPS,
) -> BreakEven:
    """Search the value of an assumption at which both worlds are worth the same.

    Raises:
        Mistakes: when the range leads out of what a scenario allows.
    """
    run: dict[float, np.ndarray] = {}

    def try_values(shares: Sequence[float]) -> None:
        settings = [[(assumption, assumption.at(share))] for share in shares]
        run.update(
            zip(shares, leads_at(a, b, settings, evaluate, replications=replications, measure=measure), strict=True)
        )

    def mean(share: float) -> float:
        if share not in run:
            try_values([share])
        return float(run[share].mean())

    shares = [float(share) for share in np.linspace(0, 1, grid)]
    try_values(shares)
    root = _root(mean, shares, steps)
    line = line_of(assumption, run)
    lower, upper = interval_of_root(line, assumption.at(root)) if math.isfinite(root) else (math.nan, math.nan)
    return BreakEven(
        assumption,
        measure,
        value_in(b, assumption),
        line,
        assumption.at(root) if math.isfinite(root) else math.nan,
        lower,
        upper,
    )


def _root(mean: Callable[[float], float], shares: Sequence[float], steps: int) -> float:
    """The first share at which the mean is 0; NaN if its sign never changes."""
    from scipy.optimize import brentq

    values = [mean(share) for share in shares]
    for low, high, left, right in zip(shares, shares[1:], values, values[1:], strict=False):
        if left == 0:
            return low
        if left * right < 0:
            root, _ = brentq(mean, low, high, xtol=TOLERANCE, maxiter=steps, full_output=True, disp=False)
            return float(root)
    return shares[-1] if values[-1] == 0 else math.nan


def line_of(assumption: Assumption, run: dict[float, np.ndarray]) -> pd.DataFrame:
    """value, lead, lower, upper, pairs for every share of the range that was run."""
    rows = []
    for share in sorted(run):
        interval = of_random(t_interval(run[share]))
        rows.append((assumption.at(share), interval.estimate, interval.lower, interval.upper, interval.n))
    return pd.DataFrame(rows, columns=["value", "lead", "lower", "upper", "pairs"])


def interval_of_root(line: pd.DataFrame, root: float) -> tuple[float, float]:
    """The stretch around the root in which the interval of the lead holds 0; infinite where it does not end."""
    values = line["value"].to_numpy(dtype=float)
    ends = []
    for side in (-1, 1):
        found = side * math.inf
        for limit in ("lower", "upper"):
            for place in _crossings(values, line[limit].to_numpy(dtype=float)):
                if (place - root) * side >= 0 and abs(place - root) < abs(found - root):
                    found = place
        ends.append(found)
    return ends[0], ends[1]


def _crossings(values: np.ndarray, heights: np.ndarray) -> list[float]:
    """Where a line through points meets 0."""
    places = [float(value) for value, height in zip(values, heights, strict=True) if height == 0]
    for left, right, low, high in zip(values, values[1:], heights, heights[1:], strict=False):
        if low * high < 0:
            places.append(float(left + (right - left) * low / (low - high)))
    return places


def win_map(
    a: Scenario,
    b: Scenario,
    first: Assumption,
    second: Assumption,
    evaluate: Evaluate,
    *,
    replications: int = 5,
    measure: str = "profit",
    width: int = WIDTH_OF_MAP,
) -> pd.DataFrame:
    """The lead of B over two assumptions at once, on a grid of width × width.

    Returns:
        first, second (their values), lead, lower, upper, pairs, winner (a, b or undecided).
    """
    shares = [float(share) for share in np.linspace(0, 1, width)]
    settings = [[(first, first.at(one)), (second, second.at(two))] for one in shares for two in shares]
    found = leads_at(a, b, settings, evaluate, replications=replications, measure=measure)
    rows = []
    for ((_, one), (_, two)), leads in zip(settings, found, strict=True):
        interval = of_random(t_interval(leads))
        rows.append((one, two, interval.estimate, interval.lower, interval.upper, interval.n, winner(interval)))
    return pd.DataFrame(rows, columns=["first", "second", "lead", "lower", "upper", "pairs", "winner"])
