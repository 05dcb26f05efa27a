"""Does a simulated mean agree with a formula: z and half-width over independent replications."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

MOST_Z = 4.0
MOST_HALF_WIDTH = 0.02
FEWEST = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one replication says.

    ``controls`` are quantities whose expectation is exactly 0 by construction (drawn minus expected arrivals, drawn
    minus expected work …): sums over the input, known without the engine's help.
    """

    values: dict[str, float]
    controls: tuple[float, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Agreement:
    """z of the deviation from ``expected``, and the 95 % half-width relative to it."""

    expected: float
    mean: float
    z: float
    half_width: float

    @property
    def agrees(self) -> bool:
        """Whether the mean is close and known well enough."""
        return abs(self.z) < MOST_Z and self.half_width <= MOST_HALF_WIDTH

    def __str__(self) -> str:
        return (
            f"expected {self.expected:.5g}, simulated {self.mean:.5g}: z = {self.z:+.2f} (at most {MOST_Z:g}), "
            f"half-width {self.half_width:.2%} of the expected value (at most {MOST_HALF_WIDTH:.0%})"
        )


def judge(expected: float, estimates: Sequence[float], controls: Sequence[Sequence[float]] = ()) -> Agreement:
    """Compare replications with what they should give on average.

    Estimates that never vary have z = 0 when they are right (to 1e-9) and infinity otherwise.

    Raises:
        ValueError: with fewer than 20 replications.
    """
    from scipy.stats import t

    count = len(estimates)
    if count < FEWEST:
        raise ValueError(f"{count} replications are too few to judge by, {FEWEST} are needed")
    mean, error, freedom = adjusted_mean(estimates, controls)
    apart = mean - expected
    if error <= 1e-12 * abs(expected):
        return Agreement(expected, mean, 0.0 if abs(apart) <= 1e-9 * abs(expected) else math.copysign(math.inf, apart), 0)
    return Agreement(expected, mean, apart / error, float(t.ppf(0.975, freedom)) * error / abs(expected))


def adjusted_mean(estimates: Sequence[float], controls: Sequence[Sequence[float]] = ()) -> tuple[float, float, int]:
    """Mean of independent replications, its standard error and degrees of freedom.

    With ``controls`` (one row a replication) the mean is the intercept of a least-squares fit on them: linear control
    variates with estimated coefficients (Lavenberg & Welch 1981), one degree of freedom each.
    """
    count, results = len(estimates), np.asarray(estimates, dtype=np.float64)
    design = np.column_stack([np.ones(count), *np.asarray(controls, dtype=np.float64).reshape(count, -1).T])
    spread = np.abs(design).max(axis=0)
    design = design[:, spread > 0.0] / spread[spread > 0.0]
    inverse = np.linalg.pinv(design.T @ design)
    fit = inverse @ design.T @ results
    freedom = count - design.shape[1]
    residuals = results - design @ fit
    return float(fit[0]), math.sqrt(float(residuals @ residuals) / freedom * float(inverse[0, 0])), freedom
