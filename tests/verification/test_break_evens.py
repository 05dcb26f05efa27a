"""Break-evens and trade-offs behind the fifteen statements: the engine returns their closed forms."""

from __future__ import annotations

import math

import pytest

from sim.verification import break_evens, formulas
from sim.verification.models import bots, failures, handoffs, pooling, signals
from tests.verification.checking import check

MIX = (0.6, 4.0, 12.0)


def test_a_delay_into_one_desk_costs_itself() -> None:
    check(handoffs.random_transfer, {"lead_time": 12.0 + formulas.time_mmc(0.6, 1.0)}, 0.6, 12.0, 800.0, 50.0)


def test_cost_of_batching_lies_between_its_delay_and_one_plus_load() -> None:
    costs = [break_evens.cost_of_batching(0.8, period) for period in (1.0, 8.0, 24.0, 168.0)]
    assert costs[1:3] == pytest.approx([1.457, 1.609], abs=1e-3)
    assert all(1.0 < cost < 1.8 for cost in costs)
    assert costs == sorted(costs)


def test_pairs_of_departments() -> None:
    assert [break_evens.pair_capacity(number) for number in (2, 3, 4, 5)] == [(1, 1), (1, 1.5), (2, 2), (2, 2.5)]


def test_helping_leaves_the_total_of_two_equal_desks_between_apart_and_pooled() -> None:
    apart = formulas.wait_mmc(0.6, 1.0, 1)
    together = formulas.wait_mmc(1.2, 1.0, 2)
    found = [pooling.helper(number, 0.6, 0.6, True, 2_000.0, 100.0).values for number in range(10)]
    mean = sum(values["own"] + values["other"] for values in found) / 20.0
    assert together < mean < apart


@pytest.mark.slow
def test_unequal_work_alone_is_two_single_desks() -> None:
    check(
        pooling.unequal_work,
        {"class_0": formulas.wait_mmc(0.5, 1.0, 1), "class_1": formulas.wait_mmc(0.25, 0.5, 1)},
        [0.5, 0.25],
        [1.0, 2.0],
        False,
        60_000.0,
        100.0,
    )


@pytest.mark.parametrize(("age", "reads"), [pytest.param(6.0, 18_000, marks=pytest.mark.slow), (24.0, 8_000)])
def test_an_old_copy(age: float, reads: int) -> None:
    exact = {"raw": break_evens.stale_loss(0.05, age), "shrunk": break_evens.shrunk_loss(0.05, age), "none": 1.0}
    check(signals.mean_reverting, exact, 0.05, age, reads)


def test_the_oldest_copy_that_is_of_use() -> None:
    assert break_evens.oldest_useful(0.05) == pytest.approx(13.86, abs=5e-3)
    assert break_evens.stale_loss(0.05, math.log(2.0) / 0.05) == pytest.approx(1.0)
    assert all(break_evens.shrunk_loss(0.05, age) < 1.0 for age in (1.0, 14.0, 100.0))


def test_orders_tell_demand() -> None:
    exact = break_evens.forecast_errors(2, 0.7)
    assert exact["shared"] == exact["history"] < exact["last"]
    check(signals.order_forecasts, exact, 2, 0.7, 3_000)


def test_a_chatbot_leaves_work() -> None:
    load = break_evens.chatbot_load(100.0, MIX, 0.8, 0.5, 0.5, 0.2)
    check(
        bots.chatbot,
        {"load": load},
        100.0,
        30,
        MIX,
        25.0,
        2.0,
        taken=0.8,
        success=0.5,
        longer=0.5,
        induced=0.2,
        controlled=False,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"success": formulas.chatbot_success(0.5), "longer": 0.5},
        {"induced": formulas.chatbot_induced(formulas.chatbot(*MIX, 1.0)["load"])},
    ],
)
def test_a_chatbot_at_its_break_even_saves_nothing(change: dict[str, float]) -> None:
    with_bot = break_evens.chatbot_load(100.0, MIX, 1.0, **change)
    assert with_bot == pytest.approx(break_evens.chatbot_load(100.0, MIX, 0.0))


@pytest.mark.slow
def test_wrong_cases_with_someone_who_notices() -> None:
    check(bots.wrong_record, {"wrong": break_evens.wrong_cases(2.0, 0.5, 24.0)}, 2.0, 0.5, False, 24.0, 1_400)


def test_wrong_cases_of_a_machine() -> None:
    assert break_evens.wrong_cases(2.0, 1e-9, 24.0) == pytest.approx(break_evens.wrong_cases(2.0, 0.0, 24.0), rel=1e-6)
    check(bots.wrong_record, {"wrong": break_evens.wrong_cases(5.0, 0.0, 24.0)}, 5.0, 0.5, True, 24.0, 10)


@pytest.mark.parametrize("systems", [1, 3])
def test_weeks_on_one_and_on_several_systems(systems: int) -> None:
    up = 20.0 / 22.0
    exact = {"capacity": up, "all_up": up**systems, **({"all_down": 1.0 - up} if systems == 1 else {})}
    check(failures.topology, exact, systems, 20.0, 2.0, 60)
