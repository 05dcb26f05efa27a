"""Thousands of cheap studies: intervals hold the truth as often as they say; where nothing differs, little is starred."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.experiment.comparison import compare, pairs_of
from sim.experiment.replication import ReplicationResult
from sim.experiment.statistics import (
    FEWEST_PAIRS,
    MOST_PAIRS,
    holm,
    log_ratio_interval,
    paired_interval,
    ratio_interval,
    t_interval,
)
from sim.measures.catalogue import MEASURES

Floats = NDArray[np.float64]
STUDIES = 2_000
TRUTH = -3.0
"""True difference of the small model: 20 h against 23 h, the customers' luck shared."""


def lead_times(pairs: int, studies: int = STUDIES, seed: int = 11) -> tuple[Floats, Floats]:
    """A measure of both worlds, shape (studies, pairs): skewed as lead times are, a common and an own part."""
    random = np.random.default_rng(seed)
    common = random.gamma(4.0, 1.0, (studies, pairs)) - 4.0
    own = random.gamma(4.0, 0.5, (2, studies, pairs)) - 2.0
    return 23.0 + common + own[0], 23.0 + TRUTH + common + own[1]


@pytest.mark.parametrize("pairs", [4, 10, 20])
def test_paired_intervals_hold_the_true_difference(pairs: int) -> None:
    a, b = lead_times(pairs)
    found = [paired_interval(two, one) for one, two in zip(a, b, strict=True)]
    held = np.mean([interval.lower <= TRUTH <= interval.upper for interval in found])
    assert 0.93 <= held <= 0.97
    too_short = np.mean([abs(one.estimate - TRUTH) <= 1.96 * one.half_width / 4 for one in found])
    assert too_short < 0.93, "the test can fail"


def test_a_study_ships_these_intervals() -> None:
    """The table of a comparison has the interval that is tested above, and no other."""
    measure = next(one for one in MEASURES if one.id == "order lead time")
    a, b = lead_times(10, 5)
    for one, two in zip(a, b, strict=True):
        sides = (results(one[:, None], ["order lead time"]), results(two[:, None], ["order lead time"]))
        (row,) = compare(pairs_of(*sides), measures=[measure]).to_dict("records")
        interval = paired_interval(two, one)
        assert (row["lower"], row["upper"]) == (interval.lower, interval.upper)


def results(values: Floats, measures: list[str]) -> list[ReplicationResult]:
    """Replications of one world, of values of shape (pairs, measures)."""
    return [
        ReplicationResult("world", number, 1, dict(zip(measures, map(float, row), strict=True)))
        for number, row in enumerate(values)
    ]


def test_stopping_on_a_verdict_would_spoil_the_intervals() -> None:
    """Why the rule never looks at one: of worlds that are alike, far more than 5 % would end as different."""
    random = np.random.default_rng(5)
    differences = random.normal(size=(400, MOST_PAIRS))
    shown = [any(t_interval(own[:n]).p_value < 0.05 for n in range(FEWEST_PAIRS, MOST_PAIRS + 1)) for own in differences]
    assert np.mean(shown) > 0.15


def test_alike_worlds_with_seeds_of_their_own_star_hardly_a_row() -> None:
    """All measures of the table, correlated as a company's are: at most 5 % of studies star any of them."""
    pairs, rows = 10, len(MEASURES)
    random = np.random.default_rng(8)
    worlds = random.normal(size=(2, STUDIES, pairs, rows)) + random.normal(size=(2, STUDIES, pairs, 1))
    p = p_values(worlds[1] - worlds[0])
    starred = np.array([(holm(own) < 0.05).any() for own in p])
    assert starred.mean() <= 0.05
    assert (p < 0.05).any(axis=1).mean() > 0.5, "without Holm most studies would star some row"
    names = [measure.id for measure in MEASURES]
    for study in (int(np.flatnonzero(starred)[0]), 0, 1):
        table = compare(pairs_of(results(worlds[0, study], names), results(worlds[1, study], names)))
        assert (table["p_holm"].to_numpy() < 0.05).any() == starred[study]
        assert (~table["verdict"].isin(["undecided", "given"])).any() == starred[study]


def p_values(differences: Floats) -> Floats:
    """Two-sided p-values of the mean over pairs, shape (studies, rows)."""
    from scipy.special import stdtr

    pairs = differences.shape[1]
    t = differences.mean(axis=1) / (differences.std(axis=1, ddof=1) / np.sqrt(pairs))
    return np.asarray(2.0 * stdtr(pairs - 1, -np.abs(t)))


@pytest.mark.parametrize("interval_of", [ratio_interval, log_ratio_interval])
def test_intervals_of_a_ratio_hold_it(interval_of: object) -> None:
    a, b = lead_times(12, seed=4)
    assert callable(interval_of)
    found = [interval_of(two, one) for one, two in zip(a, b, strict=True)]
    truth = (23.0 + TRUTH) / 23.0
    assert 0.93 <= np.mean([one.lower <= truth <= one.upper for one in found]) <= 0.97


def test_a_log_ratio_stays_above_nothing() -> None:
    """Where hardly anything is left, the plain interval of the change says less than nothing; this one cannot."""
    random = np.random.default_rng(1)
    before, after = random.gamma(2.0, 5.0, 6), random.gamma(0.2, 1.0, 6)
    change = t_interval((after - before) / before.mean())
    own = log_ratio_interval(after, before)
    assert change.lower < -1.0
    assert 0.0 < own.lower < own.estimate < own.upper
    assert own.estimate == pytest.approx(after.mean() / before.mean())
    assert log_ratio_interval(before, after).upper == pytest.approx(1.0 / own.lower)
    assert log_ratio_interval(3.0 * before, before).p_value < 1e-9
    assert log_ratio_interval(before, before).p_value == 1.0
    assert np.isnan(log_ratio_interval([0.0, 0.0], [1.0, 2.0]).lower)
    assert np.isnan(log_ratio_interval([1.0], [2.0]).lower)
