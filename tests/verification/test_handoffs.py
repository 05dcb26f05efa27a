"""A.2: latency against batching."""

from __future__ import annotations

import pytest

from sim.theory import formulas, handoffs
from sim.theory.lab import Case
from tests.verification.judged import check, each


@each(handoffs.CASES)
def test_case(case: Case) -> None:
    check(case)


def test_printed_numbers() -> None:
    expected = {case.name: case.expected for case in handoffs.CASES}
    printed = {
        "H1": {"time": 34.0},
        "H2": {"time": 10.8283, "release": 4.0, "at the desk": 5.8283 + 1},
        "H2b": {"time": 24.3091, "release": 12.0, "at the desk": 11.3091 + 1},
        "H2b random": {"time": 17.0, "release": 12.0},
        "H3 0.8": {"release": 5.625}, "H3 0.4": {"release": 11.25},
        "H6 busy": {"time": 2.2222}, "H6 calm before": {"time": 1.6667}, "H6 calm": {"time": 1.1765},
        "H7": {"manager": 10.0, "added": 2.5},
    }
    assert expected.keys() == printed.keys()
    for name, numbers in printed.items():
        assert dict(expected[name]) == pytest.approx(numbers, abs=6e-5), name


def test_a_batch_costs_more_than_its_own_delay() -> None:
    cost = [(formulas.time_periodic_transfer(0.8, period) - 5) / (period / 2) for period in (8.0, 24.0)]
    assert cost == pytest.approx([1.457, 1.609], abs=0.001)
    assert formulas.time_periodic_transfer(0.8, 24.0) - 17.0 == pytest.approx(7.31, abs=0.005)
    assert (formulas.time_periodic_transfer(0.8, 2000.0) - 5) / 1000.0 == pytest.approx(1.8, abs=0.02)


def test_rekeying_removed_gains_most_where_it_is_busiest() -> None:
    busy, calm = [1 - (0.8 / (1 - 0.8 * load)) / (1 / (1 - load)) for load in (0.8, 0.4)]
    assert (round(busy, 2), round(calm, 2)) == (0.56, 0.29)
