"""Information state, decisions and inventory (cases I1 to I17)."""

from __future__ import annotations

import pytest

from sim.theory import formulas, information
from tests.verification.checking import check


@pytest.mark.parametrize(("load", "horizon"), [(0.5, 4_000.0), (0.8, 25_000.0)])
def test_i1_age(load: float, horizon: float) -> None:
    check(information.age, {"age": formulas.age(load), "peak": formulas.peak_age(load)}, load, 1.0, horizon)


def test_i1_formula() -> None:
    assert formulas.age(0.5) == pytest.approx(3.5)
    assert formulas.age(0.8) == pytest.approx(5.45)
    assert formulas.peak_age(0.5) == pytest.approx(4.0)
    assert formulas.freshest_load() == pytest.approx(0.5310, abs=5e-5)
    assert formulas.age(formulas.freshest_load()) == pytest.approx(3.4844, abs=5e-5)


def test_i3_snapshot_age() -> None:
    assert formulas.snapshot_age(24.0, 2.0) == pytest.approx(14.0)
    check(information.snapshots, {"age": 14.0, "peak": 26.0}, 1 / 24, 24.0, 2.0, 2_400.0, controlled=False, records=1)


@pytest.mark.parametrize(("period", "transport", "share"), [
    (24.0, 0.0, 0.6321), (24.0, 2.0, 0.5816), (1.0, 0.0, 0.9795)])
def test_i4_up_to_date(period: float, transport: float, share: float) -> None:
    exact = formulas.up_to_date(1 / 24, period, transport)
    assert exact == pytest.approx(share, abs=5e-5)
    check(information.snapshots, {"up_to_date": exact}, 1 / 24, period, transport, 1_200.0, controlled=False)


@pytest.mark.parametrize(("period", "share"), [(24.0, 0.3106), (8.0, 0.1558), (1.0, 0.0242)])
def test_i6_wrong_decision(period: float, share: float) -> None:
    exact = formulas.wrong_two_state(0.05, period)
    assert exact == pytest.approx(share, abs=5e-5)
    check(information.snapshots, {"wrong": exact}, 0.05, period, 0.0, 1_200.0, controlled=False)


@pytest.mark.parametrize(("delay", "stock", "fill"), [(0.0, 15, 0.9165), (1.0, 15, 0.7720), (1.0, 18, None)])
def test_i8_fill_rate(delay: float, stock: int, fill: float | None) -> None:
    exact, _ = formulas.base_stock(2.0, 5.0 + delay, stock)
    assert exact == pytest.approx(fill, abs=5e-5) if fill else exact > 0.9165
    check(information.base_stock, {"fill": exact}, 2.0, 5.0, delay, stock, 1_500.0, 50.0)


@pytest.mark.slow
@pytest.mark.parametrize(("delay", "backorders"), [(0.0, 0.1035), (1.0, 0.4019)])
def test_i8_backorders(delay: float, backorders: float) -> None:
    _, exact = formulas.base_stock(2.0, 5.0 + delay, 15)
    assert exact == pytest.approx(backorders, abs=5e-5)
    check(information.base_stock, {"backorders": exact}, 2.0, 5.0, delay, 15, 15_000.0, 50.0)


@pytest.mark.parametrize(("window", "correlation", "ratio"), [
    (5, 0.0, 2.12), (5, 0.5, 2.0850), (20, 0.0, 1.22), (10, 0.0, 1.48), (4, 0.0, 2.5), (2, 0.0, 5.0), (1, 0.0, 13.0)])
def test_i10_i12_bullwhip(window: int, correlation: float, ratio: float) -> None:
    assert formulas.bullwhip(2.0, window, correlation) == pytest.approx(ratio, abs=5e-5)
    check(information.bullwhip, {"ratio": ratio}, 2, window, 2_000, correlation=correlation, controlled=False)


@pytest.mark.parametrize(("stages", "shared", "ratio"), [(3, True, 6.28), (2, False, 5.1216), (3, False, 13.5171)])
def test_i11_stages(stages: int, shared: bool, ratio: float) -> None:
    exact = formulas.bullwhip(2.0 * stages, 5) if shared else formulas.bullwhip_chain(2.0, 5, stages)
    assert exact == pytest.approx(ratio, abs=5e-5)
    assert formulas.bullwhip(2.0, 5) ** stages == pytest.approx({2: 4.4944, 3: 9.5281}[stages], abs=5e-5)
    check(information.bullwhip, {"ratio": exact}, 2, 5, 3_000, stages=stages, shared=shared, controlled=False)


def test_i15_status_chasing() -> None:
    assert formulas.chasing(0.8, 1.0, 0.05) == pytest.approx(0.2)
    check(information.chasing, {"contacts": 0.2, "inside": 4.0}, 0.8, 1.0, 0.05, 30_000.0, 500.0)


@pytest.mark.parametrize(("arrivals", "tipping"), [(0.6, 80), (0.8, 40)])
def test_i15b_tipping(arrivals: float, tipping: int) -> None:
    """From half the tipping backlog every desk recovers, from twice as much none does."""
    assert formulas.tipping_backlog(arrivals, 0.02, 0.25) == pytest.approx(tipping)
    for backlog, recovers in ((tipping // 2, True), (2 * tipping, False)):
        for number in range(20):
            result = information.tipping(number, arrivals, 0.02, 0.25, backlog, 2_400.0)
            assert result.values["recovered"] == recovers, (backlog, number, result)


def test_i16_chatbot() -> None:
    mix = formulas.chatbot(0.6, 4.0, 12.0, 0.8)
    assert mix["before"] == pytest.approx(7.2)
    assert mix["after"] == pytest.approx(10.1538, abs=5e-5)
    assert mix["after"] / mix["before"] == pytest.approx(1.41, abs=5e-3)
    assert mix["volume"] == pytest.approx(0.52)
    assert mix["load"] == pytest.approx(1.0 - 0.2667, abs=5e-5)
    answer = formulas.team_wait(100.0, 60.0 / mix["before"], 15) * 3600.0
    assert answer == pytest.approx(45.0, abs=5.0)
    assert formulas.agents_for(100.0, mix["before"], 50.0) == 15
    assert formulas.agents_for(100.0 * mix["volume"], mix["after"], 50.0) == 12


def test_i17_break_evens() -> None:
    assert formulas.chatbot_success(0.5) == pytest.approx(0.3333, abs=5e-5)
    assert formulas.chatbot_induced(formulas.chatbot(0.6, 4.0, 12.0, 0.8)["load"]) == pytest.approx(0.3636, abs=5e-5)
