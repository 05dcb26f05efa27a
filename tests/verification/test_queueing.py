"""A.1: single stations and networks."""

from __future__ import annotations

import numpy as np
import pytest

from sim.theory import formulas, queueing
from sim.theory.lab import Case
from tests.verification.judged import check, each


@each(queueing.CASES)
def test_case(case: Case) -> None:
    check(case)


def test_printed_numbers() -> None:
    expected = {case.name: case.expected for case in queueing.CASES}
    printed = {
        "Q1": {"time": 5.0, "wait": 4.0, "inside": 4.0, "P(time > limit)": 0.1353, "p95 of time": 14.9787},
        "Q2": {"P(wait)": 0.5541, "wait": 0.5541, "time": 1.5541, "inside": 6.2165, "P(wait > limit)": 0.3361},
        "Q3": {"P(wait)": 0.6197, "P(gives up)": 0.1039, "wait": 0.2078, "utilisation": 0.8961},
        "Q4 cs²=0": {"wait": 2.0}, "Q4 cs²=0.25": {"wait": 2.5}, "Q4 cs²=1": {"wait": 4.0},
        "Q4 cs²=2": {"wait": 6.0}, "Q4 cs²=4": {"wait": 10.0},
        "Q5": {"first": 1.1429, "second": 5.7143, "all": 4.0},
        "Q7": {"lead time": 5.7354, "touches": 2.5949, "touch hours": 4.6835, "flow efficiency": 0.8166,
               "front": 0.7532, "back": 0.5316, "check": 0.5316},
        "Q9": {"down": 1.5244, "downtime": 8.9928, "utilisation": 0.6780},
        "Q13": {"parallel": 14.6667, "serial": 24.0},
        "Q16 daily": {"wait": 5.3333}, "Q16 week": {"wait": 15.2381},
    }
    assert expected.keys() == printed.keys()
    for name, numbers in printed.items():
        assert dict(expected[name]) == pytest.approx(numbers, abs=6e-5), name


def test_a_priority_only_reorders_waits() -> None:
    first, second = formulas.wait_priority((0.3, 0.5), 1.0)
    assert (0.3 * first + 0.5 * second) / 0.8 == pytest.approx(formulas.wait_mg1(0.8, 1.0, 1.0))


def test_the_laws_of_touch_times_have_the_variation_they_should() -> None:
    from sim.theory.lab import Lab

    for squared in (0.0, 0.25, 1.0, 2.0, 4.0):
        hours = queueing.touch_with_variation(squared)(Lab(0))
        times = np.array([hours(case) for case in range(50_000)])
        assert times.mean() == pytest.approx(1.0, abs=4 * (squared / 50_000) ** 0.5 + 1e-12)
        assert times.var() == pytest.approx(squared, rel=0.08, abs=1e-12)
