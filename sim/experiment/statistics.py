"""Intervals, multiple comparison, number of replications and warm-up: arrays in, small frozen records out.

One array element is one independent replication (or one observation of one run, for the warm-up). Nothing
here drops a failed replication: a NaN going in is a NaN coming out, so whoever holds the pairs decides
which to leave out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

MSER_TAIL = 5
"""Last batches never cut when judging a run: a few alike by chance would win (White & Robinson 2010)."""

MOST_REPLICATIONS = 2**53
"""Beyond this a count of replications is no longer exact as a float, and no study is that long."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUp:
    """Where a run settles: `cut` observations to discard, `mean` of the rest, `rejected` if too short."""

    cut: int
    mean: float
    rejected: bool


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
    room = bottom**2 - t**2 * bottom_variance / n
    if room <= 0:
        return _interval(estimate, -math.inf, math.inf, n, confidence)
    covariance = _covariance(x, y)
    centre = (top * bottom - t**2 * covariance / n) / room
    # The textbook root takes the difference of two nearly equal squares; this variance is its larger part.
    residual = moments(bottom * x - top * y)[1]
    excess = t**2 * (top_variance * bottom_variance - covariance**2) / n
    reach = t * math.sqrt(max(residual - excess, 0.0) / n) / room
    return _interval(estimate, centre - reach, centre + reach, n, confidence)


def proportion_interval(successes: int, n: int, confidence: float = 0.95) -> Interval:
    """Wilson's interval for a proportion such as a win rate; NaN where n is 0.

    Raises ValueError unless 0 <= successes <= n. Source: Wilson 1927.
    """
    from scipy import stats

    _check_confidence(confidence)
    if not 0 <= successes <= n:
        message = f"successes must lie between 0 and n = {n}, not {successes}"
        raise ValueError(message)
    if n == 0:
        return _interval(math.nan, math.nan, math.nan, 0, confidence)
    limits = stats.binomtest(successes, n).proportion_ci(confidence, method="wilson")
    return _interval(successes / n, float(limits.low), float(limits.high), n, confidence)


def holm(p_values: ArrayLike) -> FloatArray:
    """Holm's step-down adjusted p-values, in the order given; NaN stays NaN and is not counted.

    Rejecting where the result is <= alpha keeps the chance of any false rejection at alpha. Raises
    ValueError for a p-value outside 0 to 1. Source: Holm 1979.
    """
    p, ranked, steps = _step_down(p_values)
    p[ranked] = np.minimum(1.0, np.maximum.accumulate(steps * p[ranked]))
    return p


def holm_confidence(p_values: ArrayLike, alpha: float = 0.05) -> FloatArray:
    """Confidence levels at which each comparison's interval agrees with Holm's decision, in order given.

    With m comparisons, the one of rank r is rejected at level alpha/(m-r+1), so its interval is drawn at
    that level and leaves 0 out. All that are not rejected share the level at which the procedure stopped
    and hold 0. Equal p-values share the stricter level. Each level is at least 1-alpha, so an adjusted
    interval is never shorter than the plain one. The levels mirror the decisions; joint coverage of all
    intervals at 1-alpha is promised only by Bonferroni's 1-alpha/m. NaN stays NaN (and t intervals
    answer a NaN level with NaN limits).
    """
    p, ranked, steps = _step_down(p_values)
    _check_confidence(1.0 - alpha)
    ordered = p[ranked]
    stops = np.flatnonzero(steps * ordered > alpha)
    last = int(stops[0]) if stops.size else ordered.size
    step = np.minimum(np.searchsorted(ordered, ordered, side="left"), last)
    p[ranked] = 1.0 - alpha / steps[step]
    return p


def bonferroni_t(n: int, comparisons: int, alpha: float = 0.05) -> float:
    """Two-sided t quantile on n - 1 degrees of freedom when alpha is shared by so many comparisons."""
    if comparisons < 1:
        message = f"comparisons must be at least 1, not {comparisons}"
        raise ValueError(message)
    return t_quantile(n - 1, 1.0 - alpha / comparisons)


def replications_needed(
    pilot: ArrayLike,
    *,
    relative: float | None = None,
    absolute: float | None = None,
    confidence: float = 0.95,
    corrected: bool = True,
) -> int | None:
    """Smallest n, at least the pilot's, whose half-width meets the goal if the pilot's variance holds.

    Give `relative` (a fraction g of |mean|) or `absolute` (in the unit of the data; meant for paired
    differences). `corrected` asks for g/(1+g) instead of g, because the error is wanted relative to the
    true mean and only the estimate is known. Called again with every replication so far, it is the
    sequential rule: stop once it returns their number. None where the pilot cannot tell: fewer than two
    values, a NaN, or a relative goal about a mean of 0. Raises ValueError unless exactly one positive goal
    is given. Source: Law, ch. 9.
    """
    if (relative is None) == (absolute is None):
        message = "give either a relative or an absolute half-width"
        raise ValueError(message)
    goal = relative if relative is not None else absolute
    if goal is None or not goal > 0:
        message = f"the half-width asked for must be above 0, not {goal}"
        raise ValueError(message)
    x = vector(pilot)
    mean, variance = moments(x)
    if absolute is None:
        goal = (goal / (1 + goal) if corrected else goal) * abs(mean)
    if math.isnan(variance):
        return None
    return _smallest_n(math.sqrt(variance), goal, x.size, confidence)


def mser5(series: ArrayLike, batch: int = 5) -> WarmUp:
    """Warm-up by MSER on means of `batch` observations: 5 in the original, a week's where weeks repeat.

    The cut is the d <= n/2 (n batches) with the smallest sum of squares of the later batch means about
    their mean, over (n-d)²; the first of equals. The run is rejected when a d beyond n/2 does better still,
    the last five batches never being cut; with ten batches or fewer that cannot be seen, and the run is
    rejected as too short. Observations after the last whole batch do not guide the cut but count in the
    mean. Use the mean series over replications, not one run. Source: White 1997; White, Cobb & Spratt 2000.
    """
    if batch < 1:
        message = f"batch must be at least 1 observation, not {batch}"
        raise ValueError(message)
    x = vector(series)
    n = x.size // batch
    if n == 0 or not np.isfinite(x).all():
        return WarmUp(cut=0, mean=float(x.mean()) if x.size else math.nan, rejected=True)
    score = _mser(x[: n * batch].reshape(n, batch).mean(axis=1))
    half = n // 2
    best = int(np.argmin(score[: half + 1]))
    long_enough = n > 2 * MSER_TAIL
    rejected = not long_enough or int(np.argmin(score[: n - MSER_TAIL + 1])) > half
    return WarmUp(cut=best * batch, mean=float(x[best * batch :].mean()), rejected=rejected)


def t_quantile(degrees_of_freedom: float, confidence: float) -> float:
    """Two-sided Student-t quantile: the half-width of an interval in standard errors."""
    from scipy.special import stdtrit  # scipy.stats takes a second to import

    _check_confidence(confidence)
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

    _check_confidence(confidence)
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


def _step_down(p_values: ArrayLike) -> tuple[FloatArray, NDArray[np.intp], NDArray[np.intp]]:
    """The p-values copied, the positions of the numbers among them in rising order, and m … 1."""
    p = vector(p_values).copy()
    if ((p < 0) | (p > 1)).any():
        message = "p-values must lie between 0 and 1"
        raise ValueError(message)
    count = int(np.isfinite(p).sum())
    ranked = np.argsort(p, kind="stable")[:count]  # NaN sorts last
    return p, ranked, np.arange(count, 0, -1)


def _smallest_n(deviation: float, goal: float, least: int, confidence: float) -> int | None:
    """Smallest n >= least with t · deviation / √n <= goal: by halves, as the left side falls in n."""

    def enough(n: int) -> bool:
        return t_quantile(n - 1, confidence) * deviation / math.sqrt(n) <= goal

    if enough(least):
        return least
    low, high = least, 2 * least
    while not enough(high):
        low, high = high, 2 * high
        if high > MOST_REPLICATIONS:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _mser(means: FloatArray) -> FloatArray:
    """The MSER statistic for each number d of leading batches cut, shape `(n,)`."""
    centred = means - np.median(means)  # keeps the sums of squares small, and a constant series at exactly 0
    left = np.arange(means.size, 0, -1)
    total = np.cumsum(centred[::-1])[::-1]
    squares = np.cumsum(centred[::-1] ** 2)[::-1]
    return np.maximum(squares - total**2 / left, 0.0) / left**2


def _check_confidence(confidence: float) -> None:
    """NaN passes: it is what `holm_confidence` says of a comparison without a p-value."""
    if confidence <= 0 or confidence >= 1:
        message = f"confidence must lie between 0 and 1, not {confidence}"
        raise ValueError(message)
