"""Pooling, cross-training and joint work (cases P1 to P7)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.meeting import Meeting
from sim.verification import formulas
from sim.verification.models import pooling, queues
from sim.verification.models.model import Model
from tests.verification.checking import check

TABLE = {
    0.6: (0.1675, 0.2298, 0.2851, 0.3203),
    0.8: (0.0938, 0.1269, 0.1545, 0.1707),
    0.9: (0.0486, 0.0653, 0.0788, 0.0866),
}


def test_p1_formula() -> None:
    assert formulas.time_mmc(0.9, 1.0) - 1.0 == pytest.approx(9.0)
    assert formulas.wait_mmc(4.5, 1.0, 5) == pytest.approx(1.5250, abs=5e-5)


@pytest.mark.slow
@pytest.mark.parametrize(("load", "servers", "horizon"), [(0.9, 1, 150_000.0), (0.9, 5, 30_000.0)])
def test_p1_silos_and_pool(load: float, servers: int, horizon: float) -> None:
    """At load 0.8 these are the cases Q1 and Q2."""
    check(
        queues.station,
        {"wait": formulas.wait_mmc(load * servers, 1.0, servers)},
        load * servers,
        1.0,
        servers,
        horizon,
        warm_up=2_000.0 / servers,
    )


@pytest.mark.parametrize("load", TABLE)
def test_p2_table(load: float) -> None:
    table = [formulas.tolerable_slowdown(load, servers) for servers in (2, 3, 5, 8)]
    assert table == pytest.approx(TABLE[load], abs=5.1e-5)


def test_p2_generalists() -> None:
    slower = formulas.tolerable_slowdown(0.6, 5)
    check(queues.station, {"lead_time": 2.5}, 3.0, 1.0 / (1.0 - slower), 5, 4_800.0, warm_up=100.0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("skills", "wait", "horizon"), [(1, 4.0, 5_000.0), (2, 0.986, 6_000.0), (3, 0.659, 9_500.0), (5, 0.5541, 12_000.0)]
)
def test_p4_chain(skills: int, wait: float, horizon: float) -> None:
    """For 2 and 3 skills the expected values are simulated ones, known to +-0.002."""
    check(pooling.chain, {"wait": wait}, 5, skills, 0.8, horizon, 300.0)


def test_p7_capacity() -> None:
    check(pooling.triangle_capacity, {"capacity": 1.0, "busy": 2.0 / 3.0}, 300, replications=20, controlled=False)


def meetings(arrivals: float, horizon: float) -> list[tuple[float, float, float, float]]:
    """Asked, started, ended and hours of every meeting of any two of three departments, in the order of asking."""
    model = Model(0, horizon)
    teams = [model.team(f"team.{place}") for place in range(3)]
    pairs = [Meeting([teams[place], teams[(place + 1) % 3]]) for place in range(3)]
    touch, luck = model.service("touch", 1.0), model.streams.uniform("pair")
    model.poisson("meeting", 3.0 * arrivals, lambda case: pairs[int(luck.draw(case) * 3)].work(case, touch(case)))
    model.run()
    rows = sorted(model.visits()[::2].tolist(), key=lambda row: row[0])  # by case key: two members finish together
    return [(asked, started, ended, touch(case)) for case, _, _, _, _, asked, started, ended, *_ in rows]


def test_p7_case_by_case() -> None:
    """Three kinds of meetings of three departments run exactly as one server, first come first served, would."""
    result = meetings(0.3, 2_000.0)
    ended = 0.0
    for asked, started, end, hours in result:
        assert started == max(asked, ended)
        assert end == pytest.approx(started + hours, abs=1e-9)
        ended = end
    assert len(result) > 1_500
    assert np.all(np.diff([row[0] for row in result]) >= 0.0)


@pytest.mark.slow
def test_p7_triangle() -> None:
    check(pooling.triangle, {"lead_time": formulas.time_mmc(0.9, 1.0)}, 0.3, 100_000.0, 2_000.0)
