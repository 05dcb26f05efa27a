"""Intervals, comparisons, replications: vectors of verification.md B.3, scipy and properties."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.experiment.statistics import (
    bonferroni_t,
    holm,
    holm_confidence,
    of_random,
    paired_interval,
    proportion_interval,
    ratio_interval,
    replications_needed,
    t_interval,
    t_quantile,
    welch_interval,
)

if TYPE_CHECKING:
    pass


A = (41, 38, 45, 40, 39, 44, 42, 37, 43, 41)
B = (36, 35, 39, 36, 33, 40, 37, 34, 38, 35)
numbers = st.floats(-1e3, 1e3).map(lambda value: round(value, 3))
pairs = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=30)
p_lists = st.lists(st.floats(0, 1), min_size=1, max_size=12)


# Intervals


def test_paired_vector() -> None:
    interval = paired_interval(A, B)
    assert interval.estimate == pytest.approx(4.7, abs=5e-5)
    assert interval.half_width == pytest.approx(0.8295, abs=5e-5)
    assert interval.correlation == pytest.approx(0.8943, abs=5e-5)
    assert (interval.n, interval.confidence) == (10, 0.95)
    assert interval.lower == interval.estimate - interval.half_width
    assert interval.upper == interval.estimate + interval.half_width
    assert interval.p_value == pytest.approx(float(stats.ttest_rel(A, B).pvalue), rel=1e-9)


def test_welch_vector() -> None:
    interval = welch_interval(A, B)
    assert interval.half_width == pytest.approx(2.2633, abs=5e-5)
    assert interval.degrees_of_freedom == pytest.approx(17.5897, abs=5e-5)
    assert interval.estimate == pytest.approx(4.7, abs=5e-5)
    assert interval.p_value == pytest.approx(float(stats.ttest_ind(A, B, equal_var=False).pvalue), rel=1e-9)


def test_variances_of_the_paired_vector() -> None:
    interval = paired_interval(A, B)
    independent = float(np.var(A, ddof=1) + np.var(B, ddof=1))
    paired = float(np.var(np.subtract(A, B), ddof=1))
    assert interval.variance_if_independent == pytest.approx(independent)
    assert interval.variance_of_difference == pytest.approx(paired)
    assert interval.variance_ratio == pytest.approx(independent / paired)
    assert interval.variance_ratio < interval.variance_ratio_bound


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_pairs_give_no_limits(n: int) -> None:
    paired, welch, single = paired_interval(A[:n], B[:n]), welch_interval(A[:n], B), t_interval(A[:n])
    for interval in (paired, welch, single, ratio_interval(A[:n], B[:n])):
        assert math.isnan(interval.half_width)
        assert math.isnan(interval.lower)
        assert math.isnan(interval.p_value)
    assert (paired.n, single.n) == (n, n)
    if n:
        assert (paired.estimate, single.estimate) == (5, 41)


def test_a_failed_replication_is_not_dropped_in_silence() -> None:
    for bad in (math.nan, math.inf):
        interval = paired_interval([1, 2, bad], [1, 1, 1])
        assert math.isnan(interval.estimate)
        assert math.isnan(interval.half_width)


def test_differences_without_variance() -> None:
    placebo = paired_interval([0.1, 0.7, 0.3], [0.1, 0.7, 0.3])
    assert (placebo.estimate, placebo.half_width, placebo.p_value) == (0, 0, 1)
    assert (placebo.variance_ratio, placebo.variance_ratio_bound) == (math.inf, math.inf)
    shifted = paired_interval([3, 4, 5], [1, 2, 3])
    assert (shifted.estimate, shifted.half_width, shifted.p_value) == (2, 0, 0)
    still = paired_interval([1, 1, 1], [1, 1, 1])
    assert math.isnan(still.correlation)
    assert math.isnan(still.variance_ratio)
    constant = t_interval([0.1] * 7)
    assert (constant.estimate, constant.half_width, constant.p_value) == (0.1, 0, 0)
    assert welch_interval([2, 2], [2, 2]).p_value == 1


def test_lengths_shapes_and_levels_are_checked() -> None:
    with pytest.raises(ValueError, match="equal lengths, got 2 and 1"):
        paired_interval([1, 2], [1])
    with pytest.raises(ValueError, match="shape"):
        t_interval([[1, 2], [3, 4]])
    for level in (0.0, 1.0, 95.0):
        with pytest.raises(ValueError, match="confidence"):
            t_interval([1, 2], level)


@given(pairs, st.sampled_from([0.8, 0.95, 0.99]))
def test_paired_agrees_with_scipy(data: list[tuple[float, float]], confidence: float) -> None:
    a, b = np.array(data).T
    interval = paired_interval(a, b, confidence)
    if interval.variance_of_difference < 1e-9:
        return
    result = stats.ttest_rel(a, b)
    limits = result.confidence_interval(confidence)
    assert interval.lower == pytest.approx(float(limits.low), rel=1e-6, abs=1e-6)
    assert interval.upper == pytest.approx(float(limits.high), rel=1e-6, abs=1e-6)
    assert interval.p_value == pytest.approx(float(result.pvalue), rel=1e-6, abs=1e-12)
    assert t_interval(a - b, confidence).half_width == interval.half_width


@given(pairs)
def test_no_pairing_gains_more_than_the_bound(data: list[tuple[float, float]]) -> None:
    a, b = np.array(data).T
    interval = paired_interval(a, b)
    least = (math.sqrt(float(np.var(a, ddof=1))) - math.sqrt(float(np.var(b, ddof=1)))) ** 2
    assert interval.variance_of_difference >= least - 1e-6
    if interval.variance_of_difference > 1e-3 and least > 1e-3:
        assert interval.variance_ratio <= interval.variance_ratio_bound * (1 + 1e-6)
    swapped = paired_interval(b, a)
    assert swapped.estimate == -interval.estimate
    assert swapped.half_width == pytest.approx(interval.half_width)


def test_the_bound_is_reached_at_correlation_one() -> None:
    interval = paired_interval([2, 4, 6, 9], [1, 2, 3, 4.5])
    assert interval.correlation == pytest.approx(1)
    assert interval.variance_ratio == pytest.approx(interval.variance_ratio_bound)


@given(st.lists(numbers, min_size=2, max_size=20), st.lists(numbers, min_size=2, max_size=20))
def test_welch_agrees_with_scipy(a: list[float], b: list[float]) -> None:
    interval = welch_interval(a, b)
    if np.ptp(a) < 1e-3 or np.ptp(b) < 1e-3:
        return
    result = stats.ttest_ind(a, b, equal_var=False)
    limits = result.confidence_interval(0.95)
    assert interval.lower == pytest.approx(float(limits.low), rel=1e-6, abs=1e-6)
    assert interval.upper == pytest.approx(float(limits.high), rel=1e-6, abs=1e-6)


def test_intervals_cover_at_their_level() -> None:
    random = np.random.default_rng(1)
    runs = 600
    covered = sum(t_interval(x).lower <= 0 <= t_interval(x).upper for x in random.normal(size=(runs, 5)))
    assert abs(covered - 0.95 * runs) < 4 * math.sqrt(runs * 0.95 * 0.05)


def test_ratio_by_the_textbook_roots() -> None:
    x, y = np.array(A, dtype=float), np.array(B, dtype=float)
    interval = ratio_interval(x, y)
    t, n = t_quantile(9, 0.95), 10
    covariance = np.cov(x, y) / n
    roots = np.roots(
        [
            y.mean() ** 2 - t**2 * covariance[1, 1],
            -2 * (x.mean() * y.mean() - t**2 * covariance[0, 1]),
            x.mean() ** 2 - t**2 * covariance[0, 0],
        ],
    )
    assert interval.estimate == x.mean() / y.mean()
    assert (interval.lower, interval.upper) == pytest.approx((min(roots), max(roots)), rel=1e-9)


def test_ratio_where_the_denominator_may_be_zero() -> None:
    interval = ratio_interval([1, 2, 3], [-1, 0.1, 1])
    assert (interval.lower, interval.upper) == (-math.inf, math.inf)
    assert math.isnan(ratio_interval([0, 0], [0, 0]).estimate)


@given(pairs)
def test_ratio_limits_are_where_the_paired_test_turns(data: list[tuple[float, float]]) -> None:
    """Fieller's set: r is inside exactly if the mean of numerator - r · denominator may be 0."""
    top, bottom = np.array(data).T
    interval = ratio_interval(top, bottom)
    if not math.isfinite(interval.half_width) or interval.half_width < 1e-6 or interval.half_width > 1e6:
        return
    for limit, inwards in ((interval.lower, 1), (interval.upper, -1)):
        inside = t_interval(top - (limit + inwards * 1e-3 * interval.half_width) * bottom)
        outside = t_interval(top - (limit - inwards * 1e-3 * interval.half_width) * bottom)
        assert inside.p_value > 0.05 - 1e-9
        assert outside.p_value < 0.05 + 1e-9


def test_wilson() -> None:
    interval = proportion_interval(83, 100)
    z, p, n = float(stats.norm.ppf(0.975)), 0.83, 100
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert interval.estimate == 0.83
    assert (interval.lower, interval.upper) == pytest.approx((centre - reach, centre + reach))
    assert interval.half_width == pytest.approx(reach)
    assert proportion_interval(0, 10).lower == pytest.approx(0, abs=1e-12)
    assert proportion_interval(10, 10).upper == pytest.approx(1)
    assert math.isnan(proportion_interval(0, 0).lower)
    for successes, n in ((-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="successes"):
            proportion_interval(successes, n)


# Many comparisons


def test_bonferroni_vector() -> None:
    assert bonferroni_t(10, 6, 0.05) == pytest.approx(3.3642, abs=5e-5)
    assert bonferroni_t(10, 1) == pytest.approx(2.2622, abs=5e-5)
    with pytest.raises(ValueError, match="comparisons"):
        bonferroni_t(10, 0)


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.7]) == pytest.approx([1, 1])
    assert holm([]).size == 0


def test_holm_leaves_out_what_has_no_p_value() -> None:
    adjusted = holm([0.02, math.nan, 0.01])
    assert math.isnan(adjusted[1])
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.02])
    levels = holm_confidence([0.02, math.nan, 0.01])
    assert math.isnan(levels[1])
    assert levels[[0, 2]] == pytest.approx([0.95, 0.975])
    assert math.isnan(t_interval([1, 2, 3], float(levels[1])).half_width)


def test_p_values_are_checked() -> None:
    for bad in (-0.1, 1.1):
        with pytest.raises(ValueError, match="p-values"):
            holm([0.5, bad])


def test_holm_levels_by_hand() -> None:
    rejected_then_stop = holm_confidence([0.001, 0.9, 0.03, 0.04])
    assert rejected_then_stop == pytest.approx([1 - 0.05 / 4, *[1 - 0.05 / 3] * 3])
    assert holm_confidence([0.001, 0.001]) == pytest.approx([0.975, 0.975])


@given(p_lists, st.randoms(use_true_random=False))
def test_holm_is_monotone_capped_and_blind_to_order(p: list[float], random: object) -> None:
    adjusted = holm(p)
    assert (adjusted >= np.array(p)).all()
    assert (adjusted <= np.minimum(1, len(p) * np.array(p)) + 1e-15).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(adjusted[order]) >= 0).all()
    shuffled = list(range(len(p)))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert (holm([p[i] for i in shuffled]) == adjusted[shuffled]).all()
    assert (holm_confidence([p[i] for i in shuffled]) == holm_confidence(p)[shuffled]).all()


@given(p_lists, st.sampled_from([0.01, 0.05, 0.1]))
def test_holm_levels_agree_with_the_decisions(p: list[float], alpha: float) -> None:
    levels, rejected = holm_confidence(p, alpha), holm(p) <= alpha
    assert (levels >= 1 - alpha - 1e-12).all()
    assert (levels <= 1 - alpha / len(p) + 1e-12).all()
    clear = np.abs(np.array(p) - (1 - levels)) > 1e-12
    assert ((np.array(p) < 1 - levels) == rejected)[clear].all()


@given(st.lists(pairs, min_size=2, max_size=5))
@settings(max_examples=50)
def test_adjusted_intervals_agree_with_holm(studies: list[list[tuple[float, float]]]) -> None:
    plain = [paired_interval(*np.array(study).T) for study in studies]
    p_values = [interval.p_value for interval in plain]
    levels, adjusted = holm_confidence(p_values), holm(p_values)
    for study, before, level, p in zip(studies, plain, levels, adjusted, strict=True):
        a, b = np.array(study).T
        after = paired_interval(a, b, float(level))
        assert after.half_width >= before.half_width * (1 - 1e-12)
        if abs(p - 0.05) > 1e-9:
            assert (p < 0.05) == (not after.lower <= 0 <= after.upper)


# Replications


def test_replications_vector() -> None:
    assert replications_needed(A, relative=0.01, corrected=False) == 155


def test_corrected_rule_asks_for_more() -> None:
    corrected = replications_needed(A, relative=0.01)
    assert corrected == replications_needed(A, relative=0.01 / 1.01, corrected=False) == 158


def test_goal_met_by_the_pilot() -> None:
    assert replications_needed(A, relative=0.5) == 10
    assert replications_needed([0.0, 0.0], relative=0.01) == 2


def test_pilots_that_cannot_tell() -> None:
    assert replications_needed([1.0], absolute=1) is None
    assert replications_needed([1.0, math.nan], absolute=1) is None
    assert replications_needed([-1.0, 1.0], relative=0.1) is None


@pytest.mark.parametrize("goals", [{}, {"relative": 0.1, "absolute": 1.0}, {"relative": 0.0}, {"absolute": -1.0}])
def test_goals_are_checked(goals: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="half-width"):
        replications_needed(A, relative=goals.get("relative"), absolute=goals.get("absolute"))


@given(st.lists(numbers, min_size=2, max_size=10), st.floats(0.05, 50))
def test_replications_are_the_smallest_enough(pilot: list[float], goal: float) -> None:
    n = replications_needed(pilot, absolute=goal)
    deviation = 0.0 if len(set(pilot)) == 1 else float(np.std(pilot, ddof=1))

    def half_width(count: int) -> float:
        return t_quantile(count - 1, 0.95) * deviation / math.sqrt(count)

    assert n is not None
    assert n >= len(pilot)
    assert half_width(n) <= goal * (1 + 1e-12)
    assert n == len(pilot) or half_width(n - 1) > goal * (1 - 1e-12)


def test_differences_that_agree_decide_nothing() -> None:
    """The same amount in every pair, but for rounding: an estimate without limits and without a test."""
    same = of_random(paired_interval([1.1, 2.1, 3.1], [1.0, 2.0, 3.0]))
    assert same.estimate == pytest.approx(0.1)
    assert np.isnan([same.lower, same.upper, same.half_width, same.p_value]).all()
    nothing = of_random(paired_interval([1.0, 2.0], [1.0, 2.0]))
    assert (nothing.lower, nothing.upper, nothing.p_value) == (0.0, 0.0, 1.0)
    random = paired_interval([1.0, 2.5, 3.0], [0.5, 1.0, 2.0])
    assert of_random(random) == random
