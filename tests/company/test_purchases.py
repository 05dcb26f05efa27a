"""What levers cost, by hand."""

from __future__ import annotations

from sim.company.purchases import Purchases
from sim.levers.primitives import Price
from tests.company.worlds import near

NOTHING: dict[str, Price] = {}


def test_levers_are_paid_for_from_when_they_are_bought() -> None:
    """Measured from 10 to 30; running cost 100 from 20 to 25: a quarter. One-off 40 from 20 on, given up or not: half."""
    purchases = Purchases(NOTHING)
    purchases.change(20.0, {"x": Price(40.0, 100.0)})
    purchases.change(25.0, NOTHING)
    assert purchases.paid_for(10.0, 30.0) == near((25.0, 20.0))


def test_what_runs_all_the_time_is_paid_in_full() -> None:
    assert Purchases({"x": Price(40.0, 100.0)}).paid_for(10.0, 30.0) == (100.0, 40.0)


def test_money_spent_before_the_measured_time_stays_spent() -> None:
    purchases = Purchases({"x": Price(40.0, 100.0)})
    purchases.change(20.0, NOTHING)
    assert purchases.paid_for(10.0, 30.0) == near((50.0, 40.0))
