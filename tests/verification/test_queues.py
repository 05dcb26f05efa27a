"""Single stations and networks (cases Q1 to Q16)."""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
import pytest

from sim.engine.calendar import DAYS, Calendar
from sim.verification import formulas
from sim.verification.models import queues
from sim.verification.models.model import Model
from tests.verification.checking import check

JACKSON = ([0.7, 0.0, 0.0], [[0.0, 0.6, 0.0], [0.0, 0.0, 1.0], [0.10, 0.15, 0.0]], [3, 3, 1], [0.5, 0.4, 1.2])


def test_q1_formula() -> None:
    assert formulas.time_mmc(0.8, 1.0) == pytest.approx(5.0)
    assert formulas.lead_time_tail(0.8, 1.0, 10.0) == pytest.approx(0.1353, abs=5e-5)
    assert formulas.lead_time_quantile(0.8, 1.0, 0.95) == pytest.approx(14.9787, abs=5e-5)


@pytest.mark.slow
def test_q1_one_clerk() -> None:
    check(
        queues.station,
        {"lead_time": 5.0, "wait": 4.0, "inside": 4.0, "lead_time_tail": 0.135335, "p95": 14.9787},
        0.8,
        1.0,
        1,
        120_000.0,
        warm_up=500.0,
    )


@pytest.mark.parametrize("servers", [1, 5])
def test_q1_q2_case_by_case(servers: int) -> None:
    """First come, first served with any number of servers, exactly (Lindley 1952; Kiefer & Wolfowitz 1955)."""
    model = Model(0, 2_000.0)
    team, touch = model.team("desk", servers), model.service("touch", 1.0)
    model.poisson("case", 0.9 * servers, lambda case: team.work(case, touch(case)))
    model.run()
    rows = np.sort(model.visits(), order="asked")
    free = [0.0] * servers
    for row in rows:
        started = max(float(row["asked"]), heappop(free))
        assert row["started"] == started
        heappush(free, started + touch(int(row["case"])))
        assert row["ended"] == started + touch(int(row["case"]))


def test_q2_formula() -> None:
    assert formulas.erlang_c(4.0, 5) == pytest.approx(0.5541, abs=5e-5)
    assert formulas.wait_mmc(4.0, 1.0, 5) == pytest.approx(0.5541, abs=5e-5)
    assert formulas.time_mmc(4.0, 1.0, 5) == pytest.approx(1.5541, abs=5e-5)
    assert 4.0 * formulas.time_mmc(4.0, 1.0, 5) == pytest.approx(6.2165, abs=5e-5)
    assert formulas.team_wait_tail(4.0, 1.0, 5, 0.5) == pytest.approx(0.3361, abs=5e-5)


@pytest.mark.slow
def test_q2_team_of_five() -> None:
    wait = formulas.wait_mmc(4.0, 1.0, 5)
    check(
        queues.station,
        {
            "waits": wait,
            "wait": wait,
            "lead_time": 1.0 + wait,
            "inside": 4.0 * (1.0 + wait),
            "wait_tail": formulas.team_wait_tail(4.0, 1.0, 5, 0.5),
        },
        4.0,
        1.0,
        5,
        16_000.0,
        warm_up=200.0,
        tail=0.5,
    )


IMPATIENT = {"waits": 0.6197, "abandoned": 0.1039, "wait": 0.2078, "busy": 0.8961}


def impatient() -> dict[str, float]:
    law = formulas.erlang_a(10.0, 1.0, 10, 0.5)
    return {"waits": law["P(wait)"], "abandoned": law["P(gives up)"], "wait": law["wait"], "busy": law["utilisation"]}


def test_q3_formula() -> None:
    assert impatient() == pytest.approx(IMPATIENT, abs=5e-5)


@pytest.mark.slow
def test_q3_impatient_callers() -> None:
    """Short runs of it are among those of the closed forms."""
    exact = impatient()
    check(queues.impatient, exact, 10.0, 1.0, 10, 0.5, 1_500.0, 50.0)


@pytest.mark.parametrize(
    ("variation", "wait", "horizon"),
    [
        pytest.param(0.0, 2.0, 30_000.0, marks=pytest.mark.slow),
        pytest.param(0.25, 2.5, 35_000.0, marks=pytest.mark.slow),
        pytest.param(1.0, 4.0, 50_000.0, marks=pytest.mark.slow),
        pytest.param(2.0, 6.0, 60_000.0, marks=pytest.mark.slow),
        pytest.param(4.0, 10.0, 100_000.0, marks=pytest.mark.slow),
    ],
)
def test_q4_variable_task_length(variation: float, wait: float, horizon: float) -> None:
    assert formulas.wait_mg1(0.8, 1.0, variation) == pytest.approx(wait)
    check(queues.station, {"wait": wait}, 0.8, 1.0, 1, horizon, variation=variation, warm_up=1_000.0)


def test_q5_formula() -> None:
    first, second = formulas.wait_priority([0.3, 0.5], 1.0)
    assert (first, second) == pytest.approx((1.1429, 5.7143), abs=5e-5)
    assert (0.3 * first + 0.5 * second) / 0.8 == pytest.approx(4.0)


@pytest.mark.slow
def test_q5_vip_first() -> None:
    first, second = formulas.wait_priority([0.3, 0.5], 1.0)
    check(queues.priorities, {"class_0": first, "class_1": second, "all": 4.0}, [0.3, 0.5], 60_000.0, 500.0)


def test_q7_returns() -> None:
    flows = formulas.jackson_flows(np.array(JACKSON[0]), np.array(JACKSON[1]))
    assert flows == pytest.approx([0.7532, 0.5316, 0.5316], abs=5e-5)
    exact = formulas.network(*JACKSON)
    assert exact == pytest.approx(
        {"lead_time": 5.7354, "visits": 2.5949, "touch": 4.6835, "efficiency": 0.8166}, abs=5e-5
    )
    check(queues.network, exact, *JACKSON, 3_000.0, 100.0)


def test_q9_repair_desk() -> None:
    law = formulas.machine_repair(10, 0.02, 0.25)
    exact = {"down": law["down"], "downtime": law["downtime"], "busy": law["utilisation"]}
    assert exact == pytest.approx({"down": 1.5244, "downtime": 8.9928, "busy": 0.6780}, abs=5e-5)
    check(queues.repair_desk, exact, 10, 0.02, 0.25, 30_000.0, 500.0, controlled=False)


def test_q13_sign_off() -> None:
    parallel, serial = formulas.slowest_of(3, 8.0), 3 * 8.0
    assert (parallel, serial) == pytest.approx((14.6667, 24.0), abs=5e-5)
    check(queues.sign_off, {"parallel": parallel, "serial": serial}, 3, 8.0, 400, controlled=False)


@pytest.mark.parametrize(
    ("calendar", "gaps", "wait"),
    [
        (Calendar([(9.0, 17.0)], 24.0), [16.0], 5.3333),
        (Calendar.daily(DAYS[:5], 9.0, 17.0), [16.0] * 4 + [64.0], 15.2381),
    ],
)
def test_q16_opening_hours(calendar: Calendar, gaps: list[float], wait: float) -> None:
    assert formulas.wait_for_opening(gaps, calendar.cycle) == pytest.approx(wait, abs=5e-5)
    exact = formulas.wait_for_opening(gaps, calendar.cycle)
    check(queues.opening_hours, {"wait": exact}, calendar, 0.5, int(8_000 / calendar.cycle), controlled=False)
