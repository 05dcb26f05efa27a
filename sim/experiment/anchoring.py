"""Effects inside a cube of few or short runs, tied to the comparison of its two ends, which had more of them.

At both ends stands what the comparison found. What the cube's own runs miss of the whole difference, or have too much of
it, is laid on the levers in proportion to the size of their Shapley shares. Where all shares have one sign, this
multiplies every effect by the same factor; where they have not, nothing grows beyond what is missing. Half-widths of both
sources add in squares, as if they were independent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment import attribution_math
from sim.experiment.statistics import ROUNDING, Interval, t_interval, t_quantile

LeverSet = frozenset[str]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Tie:
    """One quantity in a cube, tied to its ends.

    Attributes:
        start: what it is in the first world, in each of the comparison's pairs.
        change: the second world less the first, likewise.
        gains: each corner less the one without levers, in each replication of the cube.
        parts: what part of that which the cube misses is laid on each lever; they add up to 1.
        same: whether the cube's runs are the comparison's own, so that nothing is to be laid on anything.
    """

    start: Values
    change: Values
    gains: Mapping[LeverSet, Values]
    parts: Mapping[str, float]
    same: bool

    @property
    def missing(self) -> Values:
        """The whole difference in each replication of the cube: what is replaced by the comparison's."""
        return self.gains[max(self.gains, key=len)]

    def effect(self, amounts: Values, lever: str, confidence: float) -> Interval:
        """An effect of a lever of which the cube's runs say these amounts."""
        part = self.parts[lever]
        if self.same or part == 0:
            return t_interval(amounts, confidence)
        return _added(t_interval(part * self.change, confidence), t_interval(amounts - part * self.missing, confidence))

    def part(self, levels: Mapping[str, float]) -> float:
        """What part of the whole is laid on levers that have gone so far."""
        return sum(self.parts[lever] * level for lever, level in levels.items())

    def gained(self, levels: Mapping[str, float]) -> Values:
        """What the cube's replications say at these levels, interpolated linearly in each lever."""
        weights = {
            on: math.prod(level if lever in on else 1 - level for lever, level in levels.items()) for on in self.gains
        }
        return sum((weights[on] * gain for on, gain in self.gains.items()), np.zeros_like(self.missing))


def together(ties: Sequence[Tie], levels: Mapping[str, float], *, level: bool = False) -> Interval:
    """The sum of quantities of the same runs where each lever has gone so far from the first world to the second.

    Args:
        level: the sum itself, instead of its difference to the first world.
    """
    ends, inside = np.zeros_like(ties[0].change), np.zeros_like(ties[0].missing)
    for one in ties:
        gained, part = one.gained(levels), one.part(levels)
        ends = ends + (one.start if level else 0.0) + (gained if one.same else part * one.change)
        inside = inside + (0.0 if one.same else gained - part * one.missing)
    return _added(t_interval(ends), t_interval(inside)) if inside.any() else t_interval(ends)


def tie(cube: Mapping[LeverSet, Values], a: Values, b: Values, parts: Mapping[str, float] | None = None) -> Tie:
    """A quantity at every corner, tied to its values in the comparison's pairs; pairs without a value are left out.

    Args:
        parts: what part of what is missing each lever gets; by its own shares unless given. Quantities that are summed
            need the same, so that their sum is tied as it would be by itself.
    """
    known = np.isfinite(a) & np.isfinite(b)
    first, change = a[known], (b - a)[known]
    none = cube[frozenset()]
    gains = {on: values - none for on, values in cube.items()}
    missing = attribution_math.gap(cube)
    size = max((float(np.abs(values).max()) for values in (first, change) if values.size), default=0.0)
    same = bool(missing.size == change.size and np.allclose(missing, change, rtol=ROUNDING, atol=ROUNDING * size))
    return Tie(first, change, gains, _parts(cube) if parts is None else parts, same)


def _parts(cube: Mapping[LeverSet, Values]) -> dict[str, float]:
    sizes = {lever: abs(float(amounts.mean())) for lever, amounts in attribution_math.shapley_values(cube).items()}
    whole = sum(sizes.values())
    return {lever: size / whole if whole else 1 / len(sizes) for lever, size in sizes.items()}


def _added(ends: Interval, inside: Interval) -> Interval:
    """The sum of what both sources say; its test has the degrees of freedom of the fewer runs."""
    estimate, half = ends.estimate + inside.estimate, math.hypot(ends.half_width, inside.half_width)
    runs = min(ends.n, inside.n)
    return Interval(
        estimate=estimate,
        half_width=half,
        lower=estimate - half,
        upper=estimate + half,
        n=runs,
        confidence=inside.confidence,
        p_value=_p_value(estimate, half, runs - 1, inside.confidence),
    )


def _p_value(estimate: float, half: float, degrees: int, confidence: float) -> float:
    from scipy.special import stdtr

    if not half > 0:
        return math.nan
    return float(2 * stdtr(degrees, -abs(estimate) * t_quantile(degrees, confidence) / half))
