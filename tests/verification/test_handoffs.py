"""Hand-offs (cases H1 to H7)."""

from __future__ import annotations

import pytest

from sim.verification import formulas
from sim.verification.models import handoffs, queues
from tests.verification.checking import check


def test_h1_latency() -> None:
    exact = formulas.latency_between(0.8, 1.0, 1.0, 24.0)
    assert exact == pytest.approx(34.0)
    check(handoffs.latency, {"lead_time": exact}, 0.8, 24.0, 2_400.0, 200.0)


@pytest.mark.parametrize(
    ("period", "release", "desk", "whole", "horizon"),
    [pytest.param(8.0, 4.0, 5.8283, 10.8283, 7_000.0, marks=pytest.mark.slow), (24.0, 12.0, 11.3091, 24.3091, 5_000.0)],
)
def test_h2_nightly_export(period: float, release: float, desk: float, whole: float, horizon: float) -> None:
    assert formulas.work_found_by_batch(0.8, period) + 0.8 * period / 2.0 == pytest.approx(desk, abs=5e-5)
    exact = formulas.time_periodic_transfer(0.8, period)
    assert exact == pytest.approx(whole, abs=5e-5)
    assert release + desk + 1.0 == pytest.approx(whole)
    check(handoffs.periodic_transfer, {"lead_time": exact}, 0.8, period, horizon, 504.0)


@pytest.mark.parametrize(("arrivals", "wait"), [(0.8, 5.625), (0.4, 11.25)])
def test_h3_batch_by_size(arrivals: float, wait: float) -> None:
    assert formulas.wait_for_batch(10, arrivals) == pytest.approx(wait)
    check(handoffs.batch_by_size, {"wait": wait}, arrivals, 10, 1_000.0 / arrivals, controlled=False)


@pytest.mark.parametrize(
    ("arrivals", "touch", "lead_time", "horizon"),
    [(0.8, 0.8, 2.2222, 10_000.0), (0.4, 1.0, 1.6667, 8_000.0), (0.4, 0.8, 1.1765, 8_000.0)],
)
def test_h6_rekeying_removed(arrivals: float, touch: float, lead_time: float, horizon: float) -> None:
    """The fourth corner, 5 h at 0.8 cases an hour of 1 h each, is case Q1."""
    exact = formulas.time_mmc(arrivals, 1.0 / touch)
    assert exact == pytest.approx(lead_time, abs=5e-5)
    check(queues.station, {"lead_time": exact}, arrivals, touch, 1, horizon, warm_up=300.0)


@pytest.mark.slow
def test_h7_escalation() -> None:
    there, added = formulas.escalation(0.8, 0.25, 0.3)
    assert (there, added) == pytest.approx((10.0, 2.5))
    check(handoffs.escalation, {"lead_time": there, "added": added}, 0.8, 0.25, 0.3, 30_000.0, 1_000.0)


def test_c2_a_batch_costs_more_than_its_own_delay_and_random_latency_does_not() -> None:
    cost = [(formulas.time_periodic_transfer(0.8, period) - 5.0) / (period / 2.0) for period in (8.0, 24.0)]
    assert cost == pytest.approx([1.457, 1.609], abs=1e-3)
    assert (formulas.time_periodic_transfer(0.8, 2_000.0) - 5.0) / 1_000.0 == pytest.approx(1.8, abs=0.02)
    assert 12.0 + formulas.time_mmc(0.8, 1.0) == pytest.approx(17.0)
    assert formulas.time_periodic_transfer(0.8, 24.0) - 17.0 == pytest.approx(7.31, abs=5e-3)
