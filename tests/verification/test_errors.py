"""A.4: errors, rework and outages."""

from __future__ import annotations

import pytest

from sim.engine.handoff import Handoff, Manual
from sim.engine.platform import Platform
from sim.theory import errors, formulas
from sim.theory.lab import Case, Lab
from tests.verification.judged import check, each


@each(errors.CASES)
def test_case(case: Case) -> None:
    check(case)


def test_printed_numbers() -> None:
    expected = {case.name: case.expected for case in errors.CASES}
    printed = {
        "R1": {"visits": 1.25, "time": 5.0}, "R2 late": {"time": 15.0}, "R2 at once": {"time": 10.0},
        "R2 none": {"time": 7.5}, "R5": {"time": 4.6667, "inside": 2.3333}, "R7": {"time": 8.02},
    }
    assert expected.keys() == printed.keys()
    for name, numbers in printed.items():
        assert dict(expected[name]) == pytest.approx(numbers, abs=6e-5 if name != "R7" else 0.005), name
    assert formulas.time_mmc(0.6, 1.0) == pytest.approx(2.5)
    assert formulas.time_with_breakdowns(0.5, 1.0, 0.05, 0.25) == pytest.approx(4.6667, abs=6e-5)


def test_r3_rolled_percent_complete_and_accurate() -> None:
    assert 0.9**5 == pytest.approx(0.5905, abs=6e-5)
    assert 0.995 ** (20 * 4) == pytest.approx(0.6696, abs=6e-5)


def test_r3_messages_rekeyed_four_times_arrive_right_that_often() -> None:
    lab, number = Lab(0), 4000
    manner = Manual(write_hours=0.0, rekey_hours=0.01, round_hours=1.0, field_error=0.005, fields=20)
    steps = [Handoff(lab.env, lab.journal, lab.streams, f"step {n}", lab.team(f"from {n}"), lab.team(f"to {n}", 100),
                     manner) for n in range(4)]
    for case in range(number):
        for step in steps:
            step.send(case)
    lab.finish()
    rows = lab.journal.deliveries.rows()
    wrong = {case for case, is_wrong in zip(rows["case"].tolist(), rows["wrong"].tolist(), strict=True) if is_wrong}
    assert 1 - len(wrong) / number == pytest.approx(0.6696, abs=4 * (0.67 * 0.33 / number) ** 0.5)


def test_r6_shared_against_separate_systems() -> None:
    up, systems = 0.98, 5
    assert up**systems == pytest.approx(0.9039, abs=6e-5)
    assert (1 - up) ** systems == pytest.approx(3.2e-9)


@pytest.mark.parametrize(("shared", "all_up", "all_down"), [(True, 0.98, 0.02), (False, 0.98**5, 0.02**5)])
def test_r6_on_platforms(shared: bool, all_up: float, all_down: float) -> None:
    from sim.engine.gauges import Level
    from sim.engine.platform import breakdowns

    lab = Lab(0)
    platforms = [Platform(lab.env, lab.journal, f"system {n}") for n in range(1 if shared else 5)]
    up, down = Level(lab.env, 1.0), Level(lab.env, 0.0)

    class Watch:
        def halt(self) -> None:
            up.set(float(all(platform.up for platform in platforms)))
            down.set(float(not any(platform.up for platform in platforms)))

        resume = halt

    for n, platform in enumerate(platforms):
        platform.dependents.append(Watch())
        lab.env.start(breakdowns(platform, lab.streams.exponential(f"up {n}", 98.0).draw,
                                 lab.streams.exponential(f"down {n}", 2.0).draw))
    lab.env.run(until=400_000.0)
    assert up.mean == pytest.approx(all_up, rel=0.01)
    assert down.mean == pytest.approx(all_down, abs=0.002)


def test_r7_integration_loses_on_lead_time_when_repair_takes_longer() -> None:
    def lost(repair_hours: float) -> float:
        return formulas.time_with_breakdowns(0.8, 1.0, 1 / 200, 1 / repair_hours) - (5.0 + 4.0)

    assert lost(8.0) < 0 < lost(10.0)
    assert formulas.bisect(lost, 1.0, 20.0) == pytest.approx(9.34, abs=0.005)
