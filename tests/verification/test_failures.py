"""Errors, rework and outages (cases R1 to R7)."""

from __future__ import annotations

import pytest

from sim.engine.gauges import Level
from sim.engine.handoff import Handoff, Manual
from sim.engine.platform import Platform, breakdowns
from sim.verification import formulas
from sim.verification.models import failures
from sim.verification.models.model import Model
from tests.verification.checking import check


@pytest.mark.slow
def test_r1_rework() -> None:
    visits, lead_time = formulas.rework(0.6, 1.0, 0.2)
    assert (visits, lead_time) == pytest.approx((1.25, 5.0))
    assert formulas.time_mmc(0.6, 1.0) == pytest.approx(2.5)
    check(failures.rework, {"visits": visits, "lead_time": lead_time}, 0.6, 0.2, 25_000.0, 300.0)


@pytest.mark.parametrize(
    ("late", "lead_time"),
    [pytest.param(True, 15.0, marks=pytest.mark.slow), pytest.param(False, 10.0, marks=pytest.mark.slow)],
)
def test_r2_found_late(late: bool, lead_time: float) -> None:
    again = (
        [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.2, 0.0, 0.0]]
        if late
        else [[0.2, 0.8, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    )
    exact = formulas.network([0.6, 0.0, 0.0], again, [1, 1, 1], [1.0, 1.0, 1.0])["lead_time"]
    assert exact == pytest.approx(lead_time)
    check(failures.error_found, {"lead_time": exact}, 0.6, 0.2, late, 8_000.0, 300.0)


def test_r3_rolled_quality() -> None:
    assert formulas.rolled_quality([0.9] * 5) == pytest.approx(0.5905, abs=5e-5)
    assert formulas.rolled_quality([0.995] * (20 * 4)) == pytest.approx(0.6696, abs=5e-5)


def test_r3_messages_rekeyed_four_times_arrive_right_that_often() -> None:
    model, number = Model(0, 1.0), 4_000
    manner = Manual(write_hours=0.0, rekey_hours=0.01, round_hours=1.0, field_error=0.005, fields=20)
    steps = [
        Handoff(
            model.env,
            model.journal,
            model.streams,
            f"step {n}",
            model.team(f"from {n}"),
            model.team(f"to {n}", 100),
            manner,
        )
        for n in range(4)
    ]
    for case in range(number):
        for step in steps:
            step.send(case)
    model.run()
    rows = model.journal.deliveries.rows()
    right = number - len({int(case) for case in rows["case"][rows["wrong"] > 0]})
    assert right / number == pytest.approx(0.6696, abs=4.0 * (0.67 * 0.33 / number) ** 0.5)


@pytest.mark.slow
def test_r5_breakdowns() -> None:
    exact = formulas.time_with_breakdowns(0.5, 1.0, 0.05, 0.25)
    assert exact == pytest.approx(4.6667, abs=5e-5)
    assert 0.5 * exact == pytest.approx(2.3333, abs=5e-5)
    check(
        failures.breakdowns,
        {"lead_time": exact, "inside": 0.5 * exact, "up": 0.25 / 0.30},
        0.5,
        1.0,
        0.05,
        0.25,
        25_000.0,
        300.0,
    )


def test_r6_topology() -> None:
    shares = formulas.topology(0.98, 5)
    assert shares["all_up_separate"] == pytest.approx(0.9039, abs=5e-5)
    assert shares["all_up_shared"] == pytest.approx(0.98)
    assert shares["all_down_separate"] == pytest.approx(3.2e-9)
    assert shares["all_down_shared"] == pytest.approx(0.02)


@pytest.mark.parametrize(("systems", "all_up", "all_down"), [(1, 0.98, 0.02), (5, 0.9039, 3.2e-9)])
def test_r6_on_platforms(systems: int, all_up: float, all_down: float) -> None:
    model = Model(0, 1.0)
    platforms = [Platform(model.env, model.journal, f"system {n}") for n in range(systems)]
    up, down = Level(model.env, 1.0), Level(model.env, 0.0)

    class Watch:
        def halt(self) -> None:
            up.set(float(all(platform.up for platform in platforms)))
            down.set(float(not any(platform.up for platform in platforms)))

        resume = halt

    for n, platform in enumerate(platforms):
        platform.dependents.append(Watch())
        model.env.start(
            breakdowns(
                platform,
                model.streams.exponential(f"up {n}", 98.0).draw,
                model.streams.exponential(f"down {n}", 2.0).draw,
            )
        )
    model.run(until=400_000.0)
    assert up.mean == pytest.approx(all_up, rel=0.01)
    assert down.mean == pytest.approx(all_down, abs=0.002)


def test_r7_formula() -> None:
    assert formulas.break_even_outage(0.8, 1.0, 200.0, 4.0) == pytest.approx(9.34, abs=5e-3)
    assert formulas.time_with_breakdowns(0.8, 1.0, 1.0 / 200.0, 1.0 / 8.0) == pytest.approx(8.02, abs=5e-3)


@pytest.mark.slow
def test_r7_break_even() -> None:
    hours = formulas.break_even_outage(0.8, 1.0, 200.0, 4.0)
    check(failures.breakdowns, {"lead_time": 9.0}, 0.8, 1.0, 1.0 / 200.0, 1.0 / hours, 120_000.0, 2_000.0)
