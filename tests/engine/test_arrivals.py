"""Arrivals that vary in time: exact expected numbers, the process by inversion, and what is refused."""

from __future__ import annotations

import doctest
import importlib
import math

import numpy as np
import pytest

from sim.engine.arrivals import Cycle
from sim.engine.streams import Streams, case_key

SHIFTS = Cycle([0.0, 1.0, 3.0, 0.0], 24.0)
FIRST = case_key("order", 0)


def test_rates_and_expected_numbers() -> None:
    """A quarter of the day's 40 comes from 6 to 12, the others from 12 to 18."""
    assert [SHIFTS.rate(40.0, time) for time in (0.0, 5.9, 6.0, 11.9, 12.0, 18.0, 23.9, 24.0, 30.0)] == pytest.approx(
        [0.0, 0.0, 10 / 6, 10 / 6, 5.0, 0.0, 0.0, 0.0, 10 / 6]
    )
    assert [SHIFTS.expected(40.0, time) for time in (0.0, 6.0, 9.0, 12.0, 15.0, 18.0, 24.0, 57.0)] == pytest.approx(
        [0.0, 0.0, 5.0, 10.0, 25.0, 40.0, 40.0, 85.0]
    )


def test_the_nth_arrival_is_where_the_expected_number_is_the_sum_of_the_first_n_gaps() -> None:
    gaps = Streams(1, 0).exponential("gaps", 1.0)
    times = SHIFTS.times(40.0, gaps, FIRST, 240.0)
    sums = np.cumsum([gaps.draw(FIRST + number) for number in range(len(times) + 1)])
    assert [SHIFTS.expected(40.0, time) for time in times] == pytest.approx(sums[:-1].tolist())
    assert sums[-1] >= SHIFTS.expected(40.0, 240.0)
    assert (np.diff(times) > 0.0).all()
    assert ((times % 24.0 >= 6.0) & (times % 24.0 <= 18.0)).all()


def test_a_longer_run_only_adds_arrivals_at_its_end_also_in_the_middle_of_a_cycle() -> None:
    gaps = Streams(1, 0).exponential("gaps", 1.0)
    whole = SHIFTS.times(40.0, gaps, FIRST, 240.0)
    for horizon in (33.0, 42.0, 100.0):
        assert SHIFTS.times(40.0, gaps, FIRST, horizon).tolist() == whole[whole < horizon].tolist()
    assert len(SHIFTS.times(40.0, gaps, FIRST, 6.0)) == 0
    assert len(SHIFTS.times(0.0, gaps, FIRST, 240.0)) == 0


def test_numbers_in_a_step_are_poisson() -> None:
    """From 12 to 13 five come on average, with variance five; z of 4,000 days."""
    gaps = Streams(2, 0).exponential("gaps", 1.0)
    days = 4_000
    times = SHIFTS.times(40.0, gaps, FIRST, 24.0 * days)
    noon = times[(times % 24.0 >= 12.0) & (times % 24.0 < 13.0)]
    counts = np.bincount((noon // 24.0).astype(int), minlength=days)
    assert abs(counts.mean() - 5.0) < 4.0 * math.sqrt(5.0 / days)
    assert abs(counts.var() - 5.0) < 4.0 * math.sqrt((5.0 + 2.0 * 25.0) / days)


@pytest.mark.parametrize("weights", [[], [0.0, 0.0], [1.0, -1.0], [1.0, math.nan], [1.0, math.inf]])
def test_weights_that_say_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Cycle(weights, 24.0)


@pytest.mark.parametrize("length", [0.0, -1.0, math.inf, math.nan])
def test_a_cycle_has_a_length(length: float) -> None:
    with pytest.raises(ValueError, match="repeat"):
        Cycle([1.0], length)


@pytest.mark.parametrize("name", ["arrivals", "beginning", "crowd", "holding", "withdrawal"])
def test_examples_in_docstrings_are_true(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"sim.engine.{name}"))
    assert (failed, tried > 0) == (0, True)
