"""Kim-Nelson selection: vectors of verification.md B.3, and their promises."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.selection import kn_eta, kn_h_squared, kn_select

if TYPE_CHECKING:
    from collections.abc import Sequence


class Study:
    """Normal alternatives around given means with a common part, as common random numbers make them."""

    def __init__(self, means: Sequence[float], seed: int, common: float = 1.0, own: float = 1.0) -> None:
        """Set the means, the seed and the deviations of the common and the own part."""
        self.means, self.seed, self.common, self.own = means, seed, common, own
        self.asked: list[tuple[int, tuple[int, ...]]] = []

    def __call__(self, replication: int, alive: tuple[int, ...]) -> list[float]:
        """Values of one replication; alternative i gets the same whoever else is asked for."""
        self.asked.append((replication, alive))
        random = np.random.default_rng([self.seed, replication])
        common, own = random.normal(), random.normal(size=len(self.means))
        return [self.means[i] + self.common * common + self.own * float(own[i]) for i in alive]


def test_kn_vector() -> None:
    assert kn_eta(5, 10, 0.05) == pytest.approx(0.6350, abs=5e-5)
    assert kn_h_squared(5, 10, 0.05) == pytest.approx(11.4294, abs=5e-5)
    assert kn_eta(5, 10, 0.05, common=False) == pytest.approx(0.6302, abs=5e-5)


@given(st.integers(2, 50), st.integers(2, 50), st.floats(0.001, 0.3))
def test_common_numbers_never_cost_less_than_independence(k: int, first_stage: int, alpha: float) -> None:
    assert kn_eta(k, first_stage, alpha) >= kn_eta(k, first_stage, alpha, common=False) * (1 - 1e-9) > 0


def test_kn_by_hand() -> None:
    """With k = 2, n0 = 2, alpha .1: eta = (.2^-2 - 1)/2 = 12, h² = 24; S² = 2, d = 2: W(r) = (12 - r)/r."""
    rows = {0: (2.0, 0.0), 1: (4.0, 0.0)}
    asked: list[tuple[int, tuple[int, ...]]] = []

    def observe(replication: int, alive: tuple[int, ...]) -> list[float]:
        asked.append((replication, alive))
        row = rows.get(replication, (2.7, 0.0))
        return [row[i] for i in alive]

    result = kn_select(observe, 2, 2.0, first_stage=2, alpha=0.1)
    # Difference of the means against W: 3 < 5 after 2 replications, 2.9 < 3 after 3, 2.85 > 2 after 4.
    assert (result.best, result.decided, result.replications, result.runs) == (0, True, 4, 8)
    assert result.dropped_after == (None, 4)
    assert result.means == pytest.approx((2.85, 0.0))
    assert asked == [(r, (0, 1)) for r in range(4)]


def test_dropped_alternatives_are_not_run_again() -> None:
    study = Study([0, 1, 1.2, -8], seed=3)
    result = kn_select(study, 4, 0.2)
    assert result.dropped_after[3] == 10
    assert [alive for _, alive in study.asked[:10]] == [(0, 1, 2, 3)] * 10
    assert all(3 not in alive for _, alive in study.asked[10:])
    assert [replication for replication, _ in study.asked] == list(range(result.replications))
    assert result.runs == sum(len(alive) for _, alive in study.asked)
    assert result.runs == sum(dropped or result.replications for dropped in result.dropped_after)


def test_smallest_is_best_mirrors_largest() -> None:
    largest = kn_select(Study([0, 1, 3], seed=5), 3, 0.5)
    mirror = Study([0, 1, 3], seed=5)
    smallest = kn_select(lambda r, alive: [-x for x in mirror(r, alive)], 3, 0.5, larger_is_better=False)
    assert smallest.best == largest.best == 2
    assert smallest.dropped_after == largest.dropped_after
    assert smallest.means == tuple(-mean for mean in largest.means)


def test_equal_alternatives_end_with_the_first() -> None:
    result = kn_select(lambda r, alive: [float(r)] * len(alive), 3, 1.0)
    assert (result.best, result.decided, result.replications) == (0, True, 10)


def test_the_budget_ends_it_undecided() -> None:
    result = kn_select(Study([0, 0.01], seed=2), 2, 0.01, most_replications=25)
    assert (result.decided, result.replications, result.runs) == (False, 25, 50)
    assert result.dropped_after == (None, None)


def test_common_random_numbers_save_runs() -> None:
    paired = kn_select(Study([0, 0.5, 1], seed=4, common=3, own=0.5), 3, 0.5)
    apart = kn_select(Study([0, 0.5, 1], seed=4, common=0, own=math.sqrt(9.25)), 3, 0.5)
    assert paired.best == 2
    assert paired.runs < apart.runs / 4


def test_the_best_is_found_as_often_as_promised() -> None:
    """Least favourable case, all others exactly d behind: at least 95 % less four standard errors."""
    studies = 150
    right = sum(kn_select(Study([0, 0, 1], seed), 3, 1.0).best == 2 for seed in range(studies))
    assert right / studies >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / studies)


def test_selection_checks_what_it_gets() -> None:
    with pytest.raises(ValueError, match="finite value"):
        kn_select(lambda _, alive: [math.nan] * len(alive), 2, 1.0)
    with pytest.raises(ValueError, match="each of the alternatives"):
        kn_select(lambda _, __: [1.0], 2, 1.0)
    with pytest.raises(ValueError, match="indifference"):
        kn_select(Study([0, 1], seed=1), 2, 0.0)
    for k, first_stage in ((1, 10), (2, 1)):
        with pytest.raises(ValueError, match="needs 2"):
            kn_eta(k, first_stage)
    with pytest.raises(ValueError, match="alpha"):
        kn_eta(2, 10, 0.5)
