"""Intervals for means, differences, ratios and proportions; arrays in, small frozen records out.

One array element is one independent replication. Nothing here drops a failed one: a NaN going in is a NaN coming out, so
whoever holds the pairs decides which to leave out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

ROUNDING = 1e-9
"""Differences that lie closer together than this share of themselves are the same but for rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate with its confidence interval, in the unit of the data.

    `half_width` is half the length; the estimate is the centre except in `proportion_interval` and
    `ratio_interval`. `p_value` is two-sided for "the mean is 0"; NaN where no such test is made.
    """

    estimate: float
    half_width: float
    lower: float
    upper: float
    n: int
    confidence: float
    p_value: float

    def columns(self, name: str) -> dict[str, float]:
        """Estimate and limits as columns of a table: name, name_lower, name_upper."""
        return {name: self.estimate, f"{name}_lower": self.lower, f"{name}_upper": self.upper}


AnyInterval = TypeVar("AnyInterval", bound=Interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedInterval(Interval):
    """Mean of a - b over pairs, and what pairing gained.

    `variance_ratio` is `variance_if_independent / variance_of_difference` (1: nothing gained; below 1:
    pairing harmed). `variance_ratio_bound` is the largest ratio these two variances allow, reached at
    correlation 1.
    """

    correlation: float
    variance_of_difference: float
    variance_if_independent: float
    variance_ratio: float
    variance_ratio_bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WelchInterval(Interval):
    """Difference of two independent means, a - b; `n` counts the observations of both samples."""

    degrees_of_freedom: float


def t_interval(sample: ArrayLike, confidence: float = 0.95) -> Interval:
    """Student-t interval for the mean of one sample (shape `(n,)`); NaN limits where n < 2."""
    x = vector(sample)
    mean, variance = moments(x)
    return Interval(**_t_limits(mean, math.sqrt(variance / max(x.size, 1)), x.size - 1, confidence), n=x.size)


def paired_interval(a: ArrayLike, b: ArrayLike, confidence: float = 0.95) -> PairedInterval:
    """Paired-t interval for the mean of a - b; element r of both arrays comes from the same replication.

    Fewer than two pairs give NaN limits. Differences that are all the same give half-width 0 and a p-value
    of 1 if they are 0, else 0. Raises ValueError if the lengths differ. Source: Law, Simulation Modeling
    and Analysis, ch. 10-11.
    """
    x, y = _pair(a, b)
    mean, variance = moments(x - y)
    variance_a, variance_b = moments(x)[1], moments(y)[1]
    independent = variance_a + variance_b
    gap = math.sqrt(variance_a) - math.sqrt(variance_b)
    return PairedInterval(
        **_t_limits(mean, math.sqrt(variance / max(x.size, 1)), x.size - 1, confidence),
        n=x.size,
        correlation=_correlation(x, y),
        variance_of_difference=variance,
        variance_if_independent=independent,
        variance_ratio=_quotient(independent, variance),
        variance_ratio_bound=math.inf if gap == 0 else _quotient(independent, gap**2),
    )


def welch_interval(a: ArrayLike, b: ArrayLike, confidence: float = 0.95) -> WelchInterval:
    """Interval for mean(a) - mean(b) of independent samples (Welch 1947); NaN limits where an n < 2."""
    x, y = vector(a), vector(b)
    mean_a, variance_a = moments(x)
    mean_b, variance_b = moments(y)
    part_a, part_b = variance_a / max(x.size, 1), variance_b / max(y.size, 1)
    spread = part_a + part_b
    share = _quotient(part_a, spread)
    degrees = _quotient(1.0, _quotient(share**2, x.size - 1) + _quotient((1.0 - share) ** 2, y.size - 1))
    limits = _t_limits(mean_a - mean_b, math.sqrt(spread), degrees, confidence)
    return WelchInterval(**limits, n=x.size + y.size, degrees_of_freedom=degrees)


def ratio_interval(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Interval:
    """Fieller's interval for mean(numerator) / mean(denominator) of paired samples.

    A mean of per-replication ratios would be ruled by the replications whose denominator happens to be near
    0; this is not. Where the denominator's own interval holds 0 the limits are -inf and inf: nothing is
    known about the ratio. Fewer than two pairs give NaN limits. Raises ValueError if the lengths differ.
    Source: Fieller 1954.
    """
    x, y = _pair(numerator, denominator)
    (top, top_variance), (bottom, bottom_variance) = moments(x), moments(y)
    estimate = top / bottom if bottom else math.nan
    n = x.size
    if math.isnan(top_variance) or math.isnan(bottom_variance):
        return _interval(estimate, math.nan, math.nan, n, confidence)
    t = t_quantile(n - 1, confidence)
    space = bottom**2 - t**2 * bottom_variance / n
    if space <= 0:
        return _interval(estimate, -math.inf, math.inf, n, confidence)
    covariance = _covariance(x, y)
    centre = (top * bottom - t**2 * covariance / n) / space
    # The textbook root takes the difference of two nearly equal squares; this variance is its larger part.
    residual = moments(bottom * x - top * y)[1]
    excess = t**2 * (top_variance * bottom_variance - covariance**2) / n
    reach = t * math.sqrt(max(residual - excess, 0.0) / n) / space
    return _interval(estimate, centre - reach, centre + reach, n, confidence)


def log_ratio_interval(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Interval:
    """Interval for mean(numerator) / mean(denominator) of paired samples on a log scale, so that it stays above 0.

    Right for what cannot be negative, such as hours, counts and costs: half as much and twice as much are equally far
    from "the same". The error of the log ratio is that of `x / mean(x) - y / mean(y)` (delta method), with Student's t.
    `p_value` is for "the ratio is 1". A mean that is not above 0, or fewer than two pairs, gives NaN limits. Raises
    ValueError if the lengths differ. Source: Law, ch. 9 (delta method); Cox & Hinkley 1974.
    """
    x, y = _pair(numerator, denominator)
    top, bottom = moments(x)[0], moments(y)[0]
    if not (top > 0 and bottom > 0):
        return _interval(top / bottom if bottom else math.nan, math.nan, math.nan, x.size, confidence)
    log = math.log(top / bottom)
    variance = moments(x / top - y / bottom)[1]
    limits = _t_limits(log, math.sqrt(variance / x.size), x.size - 1, confidence)
    lower, upper = math.exp(limits["lower"]), math.exp(limits["upper"])
    return replace(_interval(top / bottom, lower, upper, x.size, confidence), p_value=limits["p_value"])


def same_in_every_pair(interval: Interval) -> bool:
    """Whether all pairs differ by the same amount, other than 0, but for rounding.

    What follows by arithmetic, such as a price, does; then it is given, and nothing is left to estimate. Anything else
    that does is a coincidence of few pairs, of which a t-interval, having no length, would say more than is known.
    """
    return interval.estimate != 0 and interval.half_width <= ROUNDING * abs(interval.estimate)


def of_random(interval: AnyInterval) -> AnyInterval:
    """The interval of random differences: where all of them are the same, other than 0, it has no limits and no test.

    They say nothing about their spread then; the estimate stays, and whoever looks at the limits finds it undecided.
    """
    if not same_in_every_pair(interval):
        return interval
    return replace(interval, half_width=math.nan, lower=math.nan, upper=math.nan, p_value=math.nan)


def proportion_interval(successes: int, n: int, confidence: float = 0.95) -> Interval:
    """Wilson's interval for a proportion such as a win rate; NaN where n is 0.

    Raises ValueError unless 0 <= successes <= n. Source: Wilson 1927.
    """
    from scipy import stats

    check_confidence(confidence)
    if not 0 <= successes <= n:
        message = f"successes must lie between 0 and n = {n}, not {successes}"
        raise ValueError(message)
    if n == 0:
        return _interval(math.nan, math.nan, math.nan, 0, confidence)
    limits = stats.binomtest(successes, n).proportion_ci(confidence, method="wilson")
    return _interval(successes / n, float(limits.low), float(limits.high), n, confidence)


def t_quantile(degrees_of_freedom: float, confidence: float) -> float:
    """Two-sided Student-t quantile: the half-width of an interval in standard errors."""
    from scipy.special import stdtrit  # scipy.stats takes a second to import

    check_confidence(confidence)
    return -float(stdtrit(degrees_of_freedom, (1.0 - confidence) / 2.0))


def vector(sample: ArrayLike) -> FloatArray:
    """The sample as a float array of shape `(n,)`; raises ValueError for any other shape."""
    x = np.asarray(sample, dtype=np.float64)
    if x.ndim != 1:
        message = f"expected one value per replication, got an array of shape {x.shape}"
        raise ValueError(message)
    return x


def moments(x: FloatArray) -> tuple[float, float]:
    """Mean and sample variance; NaN where undefined, and exactly (value, 0) where all values are the same."""
    if x.size == 0 or not np.isfinite(x).all():
        return math.nan, math.nan
    if x.size == 1:
        return float(x[0]), math.nan
    if (x == x[0]).all():
        return float(x[0]), 0.0
    return float(x.mean()), float(x.var(ddof=1))


def _t_limits(mean: float, standard_error: float, degrees: float, confidence: float) -> dict[str, float]:
    """The fields every t interval shares."""
    from scipy.special import stdtr

    check_confidence(confidence)
    if math.isnan(standard_error):
        half_width, p_value = math.nan, math.nan
    elif standard_error == 0:
        half_width, p_value = 0.0, 1.0 if mean == 0 else 0.0
    else:
        half_width = t_quantile(degrees, confidence) * standard_error
        p_value = float(2.0 * stdtr(degrees, -abs(mean) / standard_error))
    return {
        "estimate": mean,
        "half_width": half_width,
        "lower": mean - half_width,
        "upper": mean + half_width,
        "confidence": confidence,
        "p_value": p_value,
    }


def _interval(estimate: float, lower: float, upper: float, n: int, confidence: float) -> Interval:
    """An interval given by its limits, without a test."""
    half_width = (upper - lower) / 2.0
    return Interval(
        estimate=estimate,
        half_width=half_width,
        lower=lower,
        upper=upper,
        n=n,
        confidence=confidence,
        p_value=math.nan,
    )


def _pair(a: ArrayLike, b: ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, y = vector(a), vector(b)
    if x.size != y.size:
        message = f"pairs need equal lengths, got {x.size} and {y.size}"
        raise ValueError(message)
    return x, y


def _covariance(x: FloatArray, y: FloatArray) -> float:
    return float(((x - x.mean()) * (y - y.mean())).sum() / (x.size - 1))


def _correlation(x: FloatArray, y: FloatArray) -> float:
    """Pearson's correlation; NaN where a variance is 0 or undefined."""
    scale = math.sqrt(moments(x)[1]) * math.sqrt(moments(y)[1])
    return min(1.0, max(-1.0, _covariance(x, y) / scale)) if scale > 0 else math.nan


def _quotient(numerator: float, denominator: float) -> float:
    """The quotient, with x/0 = inf and 0/0 = NaN."""
    if denominator == 0:
        return math.inf if numerator > 0 else math.nan
    return numerator / denominator


def check_confidence(confidence: float) -> None:
    """NaN passes: it is what `holm_confidence` says of a comparison without a p-value."""
    if confidence <= 0 or confidence >= 1:
        message = f"confidence must lie between 0 and 1, not {confidence}"
        raise ValueError(message)
