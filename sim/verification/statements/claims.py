"""Claims: what is expected, what replications gave, and by which rule it holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics import Interval, proportion_interval, ratio_interval, t_interval, t_quantile
from sim.verification.judgement import MOST_Z, Estimate, adjusted_mean

CONFIDENCE = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """What was simulated: an estimate with its 95 % interval and standard error."""

    estimate: float
    lower: float
    upper: float
    error: float

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.upper - self.lower) / 2.0

    def found(self) -> Found:
        """Itself: a claim asks samples and what is computed from several of them in the same way."""
        return self


@dataclass(frozen=True, slots=True)
class Sample:
    """One number per replication, with the control variates of each (shape (replications, controls))."""

    values: Floats
    controls: Floats

    @classmethod
    def of(cls, estimates: Sequence[Estimate], name: str) -> Sample:
        """One of the values that replications of a small model gave."""
        return cls(
            np.array([one.values[name] for one in estimates]),
            np.array([one.controls for one in estimates], dtype=np.float64).reshape(len(estimates), -1),
        )

    def __sub__(self, other: Sample | float) -> Sample:
        """Differences, paired where both are samples: the same replication is the same luck in both."""
        if isinstance(other, Sample):
            return Sample(self.values - other.values, np.hstack([self.controls, other.controls]))
        return Sample(self.values - other, self.controls)

    def __mul__(self, factor: float) -> Sample:
        """The same in another unit."""
        return Sample(self.values * factor, self.controls)

    def found(self) -> Found:
        """Mean with its t interval, after the control variates where there are replications enough for them."""
        enough = len(self.values) >= 2 * self.controls.shape[1] + 4
        mean, error, freedom = adjusted_mean(self.values.tolist(), self.controls.tolist() if enough else [])
        reach = t_quantile(freedom, CONFIDENCE) * error
        return Found(mean, mean - reach, mean + reach, error)


def percent(share: float, decimals: int = 0) -> str:
    """A share in words: `80 %`."""
    return f"{100.0 * share:.{decimals}f} %"


def mean_of(values: Floats) -> Found:
    """Mean over replications with its t interval."""
    return _found(t_interval(values, CONFIDENCE))


def share_saved(before: Sample, after: Sample) -> Found:
    """1 - mean after / mean before, with Fieller's interval."""
    return _found(ratio_interval(before.values - after.values, before.values, CONFIDENCE))


def ratio_of(numerator: Sample, denominator: Sample) -> Found:
    """Mean over mean, with Fieller's interval."""
    return _found(ratio_interval(numerator.values, denominator.values, CONFIDENCE))


def share_of(happened: Sample) -> Found:
    """The share of replications in which something happened, with Wilson's interval."""
    return _found(proportion_interval(int(happened.values.sum()), len(happened.values), CONFIDENCE))


def _found(interval: Interval) -> Found:
    reach = (interval.upper - interval.lower) / 2.0
    return Found(interval.estimate, interval.lower, interval.upper, reach / t_quantile(interval.n - 1, CONFIDENCE))


# ---- rules -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A claim with its verdict; ``expected`` is a number, or a limit with its direction in ``rule``."""

    what: str
    rule: str
    expected: float
    found: Found
    unit: str
    holds: bool


class Claim(Protocol):
    """Something that can turn out false."""

    def judged(self, precision: float) -> Line:
        """The verdict; ``precision`` is the largest relative half-width of claims that name a number."""


@dataclass(frozen=True, slots=True)
class Equals:
    """The closed form is met: |z| < 4, and known to the precision asked for."""

    what: str
    expected: float
    found: Found | Sample
    unit: str = "h"

    def judged(self, precision: float) -> Line:
        """The verdict."""
        found = self.found.found()
        near = abs(found.estimate - self.expected) <= max(MOST_Z * found.error, 1e-9 * abs(self.expected))
        known = math.isfinite(found.half_width) and found.half_width <= precision * abs(self.expected)
        return Line(self.what, "=", self.expected, found, self.unit, near and known)


@dataclass(frozen=True, slots=True)
class SameSign:
    """A difference has the sign of the closed form, beyond its interval, and agrees with it (|z| < 4)."""

    what: str
    expected: float
    found: Found | Sample
    unit: str = "h"

    def judged(self, precision: float) -> Line:
        """The verdict."""
        found = self.found.found()
        near = abs(found.estimate - self.expected) <= MOST_Z * found.error
        beyond = found.lower > 0.0 if self.expected > 0.0 else found.upper < 0.0
        return Line(self.what, "sign of", self.expected, found, self.unit, near and beyond)


@dataclass(frozen=True, slots=True)
class Limit:
    """The whole interval lies on one side of a limit; on which, says the rule."""

    rule: ClassVar[str]

    what: str
    limit: float
    found: Found | Sample
    unit: str = "h"

    def judged(self, precision: float) -> Line:
        """The verdict."""
        found = self.found.found()
        holds = found.lower > self.limit if self.rule == ">" else found.upper < self.limit
        return Line(self.what, self.rule, self.limit, found, self.unit, holds)


class Above(Limit):
    """The whole interval lies above a limit."""

    __slots__ = ()
    rule = ">"


class Below(Limit):
    """The whole interval lies below a limit."""

    __slots__ = ()
    rule = "<"


@dataclass(frozen=True, slots=True)
class Apart:
    """The interval does not hold 0, on whichever side."""

    what: str
    found: Found | Sample
    unit: str = "h"

    def judged(self, precision: float) -> Line:
        """The verdict."""
        found = self.found.found()
        return Line(self.what, "not", 0.0, found, self.unit, found.lower > 0.0 or found.upper < 0.0)
