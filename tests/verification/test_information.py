"""A.5: information, decisions and stock."""

from __future__ import annotations

import pytest

from sim.theory import formulas, information
from sim.theory.lab import Case
from tests.verification.judged import check, each


@each(information.CASES)
def test_case(case: Case) -> None:
    check(case)


def test_printed_numbers() -> None:
    expected = {case.name: case.expected for case in information.CASES}
    printed = {
        "I1 0.5": {"age": 3.5, "peak": 4.0}, "I1 0.53": {"age": 3.4844}, "I1 0.8": {"age": 5.45},
        "I3": {"age": 14.0, "peak": 26.0},
        "I4 T=24 d=0": {"up to date": 0.6321}, "I4 T=24 d=2": {"up to date": 0.5816},
        "I4 T=1 d=0": {"up to date": 0.9795},
        "I6 T=24": {"wrong": 0.3106}, "I6 T=8": {"wrong": 0.1558}, "I6 T=1": {"wrong": 0.0242},
        "I8 S=15 tau=0": {"fill": 0.9165, "backorders": 0.1035},
        "I8 S=15 tau=1": {"fill": 0.7720, "backorders": 0.4019},
        "I8 S=18 tau=1": {"fill": 0.9370},
        "I10": {"ratio": 2.12}, "I10 AR": {"ratio": 2.085},
        "I11 shared": {"ratio": 6.28}, "I11 2 stages": {"ratio": 5.1216}, "I11 3 stages": {"ratio": 13.5171},
        "I12 p=20": {"ratio": 1.22}, "I12 p=10": {"ratio": 1.48}, "I12 p=4": {"ratio": 2.5},
        "I12 p=2": {"ratio": 5.0}, "I12 p=1": {"ratio": 13.0},
        "I15": {"calls": 0.2, "calls per open case": 0.05},
    }
    assert expected.keys() == printed.keys()
    for name, numbers in printed.items():
        assert dict(expected[name]) == pytest.approx(numbers, abs=6e-5), name


def test_i1_more_updates_can_make_information_older() -> None:
    ages = {load / 1000: formulas.age_mm1(load / 1000, 1.0) for load in range(100, 990)}
    best = min(ages, key=lambda load: ages[load])
    assert best == pytest.approx(0.531, abs=0.001)
    assert ages[best] == pytest.approx(3.4844, abs=6e-5)
    assert formulas.peak_age_mm1(0.5, 1.0) == 4.0


def test_i4_share_of_decisions_on_stale_data() -> None:
    assert 1 - formulas.up_to_date(1 / 24, 24.0) == pytest.approx(0.3679, abs=6e-5)


def test_i8_a_larger_base_stock_restores_the_fill_rate() -> None:
    wanted = formulas.base_stock(2.0, 5.0, 15)["fill"]
    assert min(s for s in range(40) if formulas.base_stock(2.0, 6.0, s)["fill"] >= wanted) == 18


def test_i11_the_product_is_only_a_lower_bound() -> None:
    for stages, bound in ((2, 4.4944), (3, 9.5281)):
        assert formulas.bullwhip(2, 5) ** stages == pytest.approx(bound, abs=6e-5)
        assert formulas.bullwhip_chain((2,) * stages, 5) > bound


@pytest.mark.parametrize(("rate", "tipping_point"), [(0.6, 80), (0.8, 40)])
def test_i15b_a_backlog_recovers_below_the_tipping_point_and_runs_away_above(rate: float, tipping_point: int) -> None:
    assert (1 - rate) / (0.02 * 0.25) == pytest.approx(tipping_point)
    below = information.tipping(rate, tipping_point // 2, 400.0)
    above = information.tipping(rate, 2 * tipping_point, 400.0)
    assert sum(below(replication).values["grown"] for replication in range(20)) <= 3
    assert sum(above(replication).values["grown"] for replication in range(20)) >= 19


def mean_wait_seconds(per_hour: float, minutes: float, agents: int) -> float:
    return 3600 * formulas.wait_mmc(per_hour, 60 / minutes, agents)


def test_i16_a_chatbot_leaves_the_hard_contacts() -> None:
    easy, hard, taken = 0.6 * 0.2, 0.4, 0.6 * 0.8
    before = 0.6 * 4 + 0.4 * 12
    after = (easy * 4 + hard * 12) / (easy + hard)
    assert before == pytest.approx(7.2)
    assert after == pytest.approx(10.1538, abs=6e-5)
    assert after / before - 1 == pytest.approx(0.41, abs=0.001)
    assert taken == pytest.approx(0.48)
    assert (easy + hard) * after / before - 1 == pytest.approx(-0.2667, abs=6e-5)
    wait = mean_wait_seconds(100.0, before, 15)
    assert wait == pytest.approx(45.0, abs=10.0)
    assert mean_wait_seconds(52.0, after, 12) <= wait < mean_wait_seconds(52.0, after, 11)


def test_i17_break_evens_of_a_chatbot() -> None:
    bounced_take_longer = 0.5
    assert 1 - 1 / (1 + bounced_take_longer) == pytest.approx(0.3333, abs=6e-5)
    assert 7.2 / (0.52 * 10.1538) - 1 == pytest.approx(0.3636, abs=6e-5)
