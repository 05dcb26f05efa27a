"""`--replications auto`: from eight pairs on until half-widths are small enough; intervals still hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import stdtrit

from sim.experiment.statistics import FEWEST_PAIRS, MOST_PAIRS, pairs_needed, t_interval
from sim.experiment.statistics.replications import AT_ONCE, CONFIRMING_PAIRS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STUDIES = 2_000
GOALS = (1.7, 1.3, 1.0, 0.8, 0.6, 0.5, 0.4, 0.35, 0.3)
"""Wanted half-widths in standard deviations of a difference; they take 8 to 46 pairs where the deviation is known."""
LAWS = ("normal", "like lead times", "skewed")
STUDENT = np.array([np.nan, *(-stdtrit(number - 1, 0.025) for number in range(2, MOST_PAIRS + 1))])
"""By number of pairs, from 1: half-width in standard errors."""


def differences_of(law: str, studies: int, seed: int) -> tuple[Floats, float]:
    """Paired differences, shape (studies, pairs), and their true mean; their deviation is about 1."""
    random = np.random.default_rng(seed)
    shape = (studies, MOST_PAIRS)
    if law == "normal":
        return random.normal(-3.0, 1.0, shape), -3.0
    if law == "like lead times":
        return random.gamma(4.0, 0.35, shape) - random.gamma(4.0, 0.35, shape) - 3.0, -3.0
    return random.gamma(4.0, 0.5, shape), 2.0


def by_number(differences: Floats) -> tuple[Floats, Floats]:
    """Mean and half-width over the first 1, 2, … pairs of each study, two arrays of the shape of the differences."""
    numbers = np.arange(1, MOST_PAIRS + 1)
    means = np.cumsum(differences, axis=1) / numbers
    squares = np.cumsum(differences**2, axis=1) / numbers - means**2
    return means, STUDENT * np.sqrt(np.maximum(squares, 0.0) / np.maximum(numbers - 1, 1))


def numbers_of_pairs(half_widths: Floats, goal: float) -> Ints:
    """Where the rule stops each study, written apart from the program's, all studies at once."""
    numbers = np.arange(1, MOST_PAIRS + 1)
    had = np.full(len(half_widths), FEWEST_PAIRS)
    while True:
        now = half_widths[np.arange(len(had)), had - 1]
        before = half_widths[np.arange(len(had)), np.maximum(had - CONFIRMING_PAIRS, 1) - 1]
        confirmed = ((had - CONFIRMING_PAIRS >= FEWEST_PAIRS) & (before <= goal)) | (now <= goal * AT_ONCE)
        deviations = now * np.sqrt(had) / STUDENT[had - 1]
        would = STUDENT * deviations[:, None] / np.sqrt(numbers) <= goal
        would &= numbers > had[:, None]
        least = np.where(would.any(axis=1), would.argmax(axis=1) + 1, MOST_PAIRS)
        more = np.where(now > goal, least, np.where(confirmed, had, had + CONFIRMING_PAIRS))
        more = np.minimum(more, MOST_PAIRS)
        if (more == had).all():
            return had
        had = more


def ended(differences: Floats, goal: float) -> int:
    """Where the program's rule stops one study."""
    number = FEWEST_PAIRS
    while (more := pairs_needed([differences[:number]], [goal])) > number:
        number = more
    return number


@pytest.mark.parametrize("law", LAWS)
def test_auto_costs_two_points_of_coverage_at_most(law: str) -> None:
    """Against as many pairs, fixed before: what is lost is lost by stopping, not by the law of the differences."""
    differences, truth = differences_of(law, 10 * STUDIES, seed=3)
    means, half_widths = by_number(differences)
    held = np.abs(means - truth) <= half_widths
    fixed = held.mean(axis=0)
    lost = {}
    for goal in GOALS:
        numbers = numbers_of_pairs(half_widths, goal)
        assert FEWEST_PAIRS <= numbers.min() <= numbers.max() <= MOST_PAIRS
        at = np.arange(len(numbers)), numbers - 1
        assert (half_widths[at][numbers < MOST_PAIRS] <= goal).all()
        lost[goal] = fixed[numbers - 1].mean() - held[at].mean()
        if law != "skewed":
            assert 0.93 <= held[at].mean() <= 0.97
    assert max(lost.values()) <= 0.02, lost
    assert max(lost.values()) > 0.002, "that stopping costs something can be seen"


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("goal", [1.7, 0.8, 0.4])
def test_the_program_stops_where_the_rule_says(law: str, goal: float) -> None:
    differences, _ = differences_of(law, 100, seed=9)
    expected = numbers_of_pairs(by_number(differences)[1], goal)
    assert [ended(own, goal) for own in differences] == expected.tolist()


def test_two_thousand_studies_as_shipped() -> None:
    """The program's rule and the program's intervals hold the truth in 93 to 97 of 100."""
    differences, truth = differences_of("like lead times", STUDIES, seed=12)
    found = [t_interval(own[: ended(own, 0.5)]) for own in differences]
    assert 0.93 <= np.mean([one.lower <= truth <= one.upper for one in found]) <= 0.97


def test_without_pairs_that_confirm_it_would_cost_more() -> None:
    """Why there are some: stopping as soon as half-widths are small enough costs more than 2 points of skewed ones."""
    differences, truth = differences_of("skewed", 10 * STUDIES, seed=3)
    means, half_widths = by_number(differences)
    held = np.abs(means - truth) <= half_widths
    small = half_widths <= 0.4
    small[:, : FEWEST_PAIRS - 1] = False
    first = np.where(small.any(axis=1), small.argmax(axis=1), MOST_PAIRS - 1)
    assert held.mean(axis=0)[first].mean() - held[np.arange(len(first)), first].mean() > 0.02


def test_auto_depends_on_spread_alone() -> None:
    """The same differences moved anywhere, through 0 too, ask for the same number."""
    own = np.random.default_rng(2).normal(0, 1, 12)
    assert len({pairs_needed([own + shift], [0.5]) for shift in (-50.0, 0.0, 0.01, 7.0)}) == 1


def test_what_is_asked_at_the_edges() -> None:
    own = np.random.default_rng(2).normal(0, 1, 12)
    nothing = np.full(12, np.nan)
    assert pairs_needed([], []) == FEWEST_PAIRS
    assert pairs_needed([own[:2]], [99.0]) == FEWEST_PAIRS
    assert pairs_needed([own], [1e-9]) == MOST_PAIRS
    assert pairs_needed([own], [1e-9], most=20) == 20
    assert pairs_needed([np.tile(own, 6)], [1e-9]) == 72, "what was run is never too much"
    assert pairs_needed([nothing, own], [0.1, 99.0]) == 12, "what has no value asks for nothing"
    assert pairs_needed([nothing], [0.1]) == 12
    assert pairs_needed([own, own], [99.0, 0.0]) == 12, "a goal of nothing, as of a mean of 0, cannot be met"


def test_half_widths_small_by_far_end_it_at_once() -> None:
    """Eight pairs, a half-width of a third of what is wanted: done. A little more: six pairs must agree."""
    own = np.random.default_rng(4).normal(0, 1, FEWEST_PAIRS)
    half_width = t_interval(own).half_width
    assert pairs_needed([own], [half_width / AT_ONCE * 1.01]) == FEWEST_PAIRS
    assert pairs_needed([own], [half_width / AT_ONCE * 0.99]) == FEWEST_PAIRS + CONFIRMING_PAIRS
    agreed = np.concatenate([own, own[:CONFIRMING_PAIRS]])
    assert pairs_needed([agreed], [half_width * 1.5]) == agreed.size


def test_a_failed_pair_is_one_less_that_is_known() -> None:
    """Every other pair failed: twice as many must be run for as many values, less what is known."""
    own = np.random.default_rng(6).normal(0, 1, 20)
    holes = own.copy()
    holes[1::2] = np.nan
    needed = pairs_needed([own[0::2]], [0.4])
    assert pairs_needed([holes], [0.4]) == min(needed + 10, MOST_PAIRS)


def test_the_widest_measure_decides() -> None:
    random = np.random.default_rng(1)
    narrow, wide = random.normal(0, 0.01, 8), random.normal(0, 1, 8)
    assert pairs_needed([narrow, wide], [0.5, 0.5]) == pairs_needed([wide], [0.5]) > 8
