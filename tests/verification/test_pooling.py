"""A.3: pooling, cross-training and joint work."""

from __future__ import annotations

import pytest

from sim.theory import formulas, pooling
from sim.theory.lab import Case
from tests.verification.judged import check, each


@each(pooling.CASES)
def test_case(case: Case) -> None:
    check(case)


def test_printed_numbers() -> None:
    expected = {case.name: case.expected for case in pooling.CASES}
    printed = {
        "P1 silo 0.9": {"wait": 9.0}, "P1 pool 0.9": {"wait": 1.5250}, "P2": {"time": 2.5},
        "P4 k=1": {"wait": 4.0}, "P4 k=2": {"wait": 0.986}, "P4 k=3": {"wait": 0.659}, "P4 k=5": {"wait": 0.5541},
        "P7": {"time": 10.0}, "P7 saturated": {"capacity": 1.0, "busy": 2 / 3},
    }
    assert expected.keys() == printed.keys()
    for name, numbers in printed.items():
        assert dict(expected[name]) == pytest.approx(numbers, abs=6e-5), name


def test_silos_against_a_pool() -> None:
    assert formulas.wait_mmc(0.8, 1.0, 1) == pytest.approx(4.0)
    assert formulas.wait_mmc(4.0, 1.0, 5) == pytest.approx(0.5541, abs=6e-5)


@pytest.mark.parametrize(("load", "printed"), [
    (0.6, [0.1675, 0.2298, 0.2851, 0.3203]),
    (0.8, [0.0938, 0.1269, 0.1545, 0.1707]),
    (0.9, [0.0486, 0.0653, 0.0788, 0.0866]),
])
def test_how_much_slower_generalists_may_be(load: float, printed: list[float]) -> None:
    assert [formulas.tolerable_slowdown(load, people) for people in (2, 3, 5, 8)] == pytest.approx(printed, abs=6e-5)


def test_two_skills_are_nearly_enough() -> None:
    waits = {case.name: case.expected["wait"] for case in pooling.CASES if case.name.startswith("P4")}
    share = (waits["P4 k=1"] - waits["P4 k=2"]) / (waits["P4 k=1"] - waits["P4 k=5"])
    assert share == pytest.approx(0.875, abs=0.001)
