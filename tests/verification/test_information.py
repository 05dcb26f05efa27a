"""Information state, decisions and inventory (cases I1 to I17)."""

from __future__ import annotations

import pytest

from sim.verification import formulas
from sim.verification.models import information
from tests.verification.checking import check


@pytest.mark.parametrize(("load", "horizon"), [(0.5, 4_000.0), pytest.param(0.8, 30_000.0, marks=pytest.mark.slow)])
def test_i1_age(load: float, horizon: float) -> None:
    exact = {"age": formulas.age_mm1(load, 1.0), "peak": formulas.peak_age_mm1(load, 1.0)}
    check(information.age, exact, load, 1.0, horizon)


def test_i1_formula() -> None:
    assert formulas.age_mm1(0.5, 1.0) == pytest.approx(3.5)
    assert formulas.age_mm1(0.8, 1.0) == pytest.approx(5.45)
    assert formulas.peak_age_mm1(0.5, 1.0) == pytest.approx(4.0)
    assert formulas.freshest_load() == pytest.approx(0.5310, abs=5e-5)
    assert formulas.age_mm1(formulas.freshest_load(), 1.0) == pytest.approx(3.4844, abs=5e-5)


def test_i3_snapshot_age() -> None:
    assert formulas.snapshot_age(24.0, 2.0) == pytest.approx(14.0)
    check(information.snapshots, {"age": 14.0, "peak": 26.0}, 1 / 24, 24.0, 2.0, 2_400.0, controlled=False, records=1)


@pytest.mark.parametrize(("period", "transport", "share"), [(24.0, 0.0, 0.6321), (24.0, 2.0, 0.5816), (1.0, 0.0, 0.9795)])
def test_i4_up_to_date(period: float, transport: float, share: float) -> None:
    exact = formulas.up_to_date(1 / 24, period, transport)
    assert exact == pytest.approx(share, abs=5e-5)
    check(information.snapshots, {"up_to_date": exact}, 1 / 24, period, transport, 480.0, controlled=False)


@pytest.mark.parametrize(
    ("period", "share", "horizon"), [(24.0, 0.3106, 960.0), (8.0, 0.1558, 800.0), (1.0, 0.0242, 1_200.0)]
)
def test_i6_wrong_decision(period: float, share: float, horizon: float) -> None:
    exact = formulas.wrong_two_state(0.05, period)
    assert exact == pytest.approx(share, abs=5e-5)
    check(information.snapshots, {"wrong": exact}, 0.05, period, 0.0, horizon, controlled=False)


@pytest.mark.parametrize(("delay", "stock", "fill"), [(0.0, 15, 0.9165), (1.0, 15, 0.7720), (1.0, 18, None)])
def test_i8_fill_rate(delay: float, stock: int, fill: float | None) -> None:
    exact = formulas.base_stock(2.0, 5.0 + delay, stock)["fill"]
    assert exact == pytest.approx(fill, abs=5e-5) if fill else exact > 0.9165
    check(information.base_stock, {"fill": exact}, 2.0, 5.0, delay, stock, 1_500.0, 50.0)


@pytest.mark.slow
@pytest.mark.parametrize(("delay", "backorders", "horizon"), [(0.0, 0.1035, 15_000.0), (1.0, 0.4019, 5_000.0)])
def test_i8_backorders(delay: float, backorders: float, horizon: float) -> None:
    exact = formulas.base_stock(2.0, 5.0 + delay, 15)["backorders"]
    assert exact == pytest.approx(backorders, abs=5e-5)
    check(information.base_stock, {"backorders": exact}, 2.0, 5.0, delay, 15, horizon, 50.0)


@pytest.mark.parametrize(
    ("window", "correlation", "ratio"),
    [(5, 0.0, 2.12), (5, 0.5, 2.0850), (20, 0.0, 1.22), (10, 0.0, 1.48), (4, 0.0, 2.5), (2, 0.0, 5.0), (1, 0.0, 13.0)],
)
def test_i10_i12_bullwhip(window: int, correlation: float, ratio: float) -> None:
    assert formulas.bullwhip(2, window, correlation) == pytest.approx(ratio, abs=5e-5)
    check(information.bullwhip, {"ratio": ratio}, 2, window, 1_200, correlation=correlation)


@pytest.mark.parametrize(("stages", "shared", "ratio"), [(3, True, 6.28), (2, False, 5.1216), (3, False, 13.5171)])
def test_i11_stages(stages: int, shared: bool, ratio: float) -> None:
    exact = formulas.bullwhip(2 * stages, 5) if shared else formulas.bullwhip_chain([2] * stages, 5)
    assert exact == pytest.approx(ratio, abs=5e-5)
    assert formulas.bullwhip(2, 5) ** stages == pytest.approx({2: 4.4944, 3: 9.5281}[stages], abs=5e-5)
    check(information.bullwhip, {"ratio": exact}, 2, 5, 1_800, stages=stages, shared=shared)


@pytest.mark.slow
def test_i15_status_chasing() -> None:
    assert formulas.chasing(0.8, 1.0, 0.05) == pytest.approx(0.2)
    check(information.chasing, {"contacts": 0.2, "inside": 4.0}, 0.8, 1.0, 0.05, 30_000.0, 500.0)


@pytest.mark.parametrize(("arrivals", "tipping"), [pytest.param(0.6, 80, marks=pytest.mark.slow), (0.8, 40)])
def test_i15b_tipping(arrivals: float, tipping: int) -> None:
    """From a quarter of the tipping backlog nearly every desk recovers, from twice as much nearly none does.

    Chance moves the backlog by some 20 cases, so with a tipping point at 40 a few may go the other way.
    """
    assert formulas.tipping_backlog(arrivals, 0.02, 0.25) == pytest.approx(tipping)
    recovered = [
        sum(
            information.tipping(number, arrivals, 0.02, 0.25, backlog, 2_400.0).values["recovered"]
            for number in range(20)
        )
        for backlog in (tipping // 4, tipping, 2 * tipping)
    ]
    print(recovered)
    assert recovered[0] >= 19
    assert 2 <= recovered[1] <= 18
    assert recovered[2] <= 1


def test_i16_chatbot() -> None:
    mix = formulas.chatbot(0.6, 4.0, 12.0, 0.8)
    assert mix["before"] == pytest.approx(7.2)
    assert mix["after"] == pytest.approx(10.1538, abs=5e-5)
    assert mix["after"] / mix["before"] == pytest.approx(1.41, abs=5e-3)
    assert mix["volume"] == pytest.approx(0.52)
    assert mix["load"] == pytest.approx(1.0 - 0.2667, abs=5e-5)
    answer = formulas.wait_mmc(100.0, 60.0 / mix["before"], 15) * 3600.0
    assert answer == pytest.approx(45.0, abs=5.0)
    assert formulas.agents_for(100.0, mix["before"], 50.0) == 15
    assert formulas.agents_for(100.0 * mix["volume"], mix["after"], 50.0) == 12


def test_i17_break_evens() -> None:
    assert formulas.chatbot_success(0.5) == pytest.approx(0.3333, abs=5e-5)
    left = formulas.chatbot(0.6, 4.0, 12.0, 0.8)["load"]
    assert formulas.chatbot_induced(left) == pytest.approx(0.3636, abs=5e-5)
