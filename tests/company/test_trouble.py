"""What every practitioner knows to go wrong: parcels late, lost or damaged; those who wait and ask; facts sought for."""

from __future__ import annotations

import pytest

from sim.company.back_office.finance import Finance
from sim.company.back_office.legal import Legal
from sim.company.back_office.logistics import Logistics
from sim.company.case import DAMAGED, Case
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.engine.calendar import DAY
from sim.engine.kernel import Flow
from tests.company.test_logistics import order
from tests.company.worlds import always, assert_timeline, begin, booked, clock, decoded, its, near, parts_of, still


def business_order(company: Company) -> Case:
    """An order of a business on account, for one lamp, due after 4.5 days."""
    case = company.house.cases.open_case("business order", 0, "sales", company.house.customers.business(0.5))
    case.product, case.units, case.value, case.due, case.pays_later = "lamp", 1, 100.0, 4.5 * DAY, True
    return case


def only(company: Company, kind: str) -> dict[str, float]:
    """Of the one case of a kind that a run has: when it was opened and closed, and whether something had gone wrong."""
    (row,) = decoded(company).cases.query("kind == @kind").to_dict("records")
    return {name: float(row[name]) for name in ("opened", "closed", "failure")}


# ---- the carrier ---------------------------------------------------------------------------------------------------


def test_a_lost_parcel_is_given_up_after_a_week_and_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed Monday 9:00-10:05 and lost; given up a week later at 10:05, packed again until 11:10, 30 h on the road."""
    company = still()
    logistics, case = its(company, Logistics), order(company)
    monkeypatch.setattr(logistics.road, "loses", lambda _, shipment: shipment == 0)
    begin(company, clock(0, 9), lambda: logistics.fulfil(case))
    company.env.run(until=clock(9, 0))
    again = clock(7, 10, 5)
    assert_timeline(
        company, case, [("pick and pack", clock(0, 9), clock(0, 10, 5)), ("pick and pack", again, clock(7, 11, 10))]
    )
    assert (case.status, case.closed) == ("delivered late", near(clock(8, 17, 10)))
    assert parts_of(company, case) == near({"touch": 65 / 60, "outside": 7 * DAY, "rework": 31 + 5 / 60})


def test_a_parcel_that_the_carrier_keeps_comes_days_later() -> None:
    """30 h on the road and 2 days in the carrier's hall: delivered Thursday 16:05."""
    company = still({"logistics": {"carrier_late_share": 1.0}})
    logistics, case = its(company, Logistics), order(company)
    logistics.road._late = always(company, 2 * DAY)
    begin(company, clock(0, 9), lambda: logistics.fulfil(case))
    company.env.run(until=clock(5, 0))
    assert (case.status, case.closed) == ("delivered", near(clock(3, 16, 5)))


def test_a_consumer_wants_other_goods_for_damaged_ones() -> None:
    """Delivered wrong; a ticket asks for other goods."""
    company = still({"logistics": {"damaged_share": 1.0, "price_cut_share": 1.0}})
    case = order(company)
    begin(company, clock(0, 9), lambda: its(company, Logistics).fulfil(case))
    company.env.run(until=clock(5, 0))
    assert case.status == "delivered wrong"
    assert only(company, "wrong item")["failure"] == 1


def test_a_business_keeps_damaged_goods_and_pays_less_after_a_dispute() -> None:
    """No ticket until the invoice is due: written 90 min, Monday 9:00-10:30, due on day 30 at 10:30, a Wednesday.

    Then it is disputed, put right, and 90 of 100 EUR are paid.
    """
    company = still(
        {"logistics": {"damaged_share": 1.0, "price_cut_share": 1.0}, "customers": {"payment_delay_days": 1.0}}
    )
    case = business_order(company)
    assert not its(company, Logistics).road.spoils(case)
    assert case.wrong == {DAMAGED}
    invoice = company.house.cases.open_child("invoice", case, "logistics")
    begin(company, clock(0, 9), lambda: its(company, Finance).bill(invoice))
    company.env.run(until=clock(40, 0))
    assert only(company, "invoice dispute")["opened"] == near(clock(30, 10, 30))
    assert booked(company, "returns")[0][1] == near(-10.0)
    assert (invoice.status, invoice.value) == ("paid", near(90.0))
    assert case.customer is not None
    assert case.customer.items.value == (near(0.0), near(0.0))


# ---- those who wait ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seller", "kind"), [(0.0, "where is my order"), (1.0, "chased order")])
def test_a_business_that_waits_asks_customer_service_or_its_seller(seller: float, kind: str) -> None:
    """A day after Monday 9:00, with the order on the road; the seller sees where it is and tells, in 10 minutes."""
    company = still({"contacts": {"order_contact_days": 1.0, "seller_contact_share": seller}})
    logistics, case = its(company, Logistics), business_order(company)
    logistics.waiting._impatience = always(company, 1.0)
    begin(company, clock(0, 9), lambda: logistics.fulfil(case))
    company.env.run(until=clock(3, 0))
    asked = only(company, kind)
    assert (asked["opened"], asked["failure"]) == (near(clock(1, 9)), 1)
    if seller:
        assert asked["closed"] == near(clock(1, 9, 10))


def test_nobody_asks_for_an_order_that_has_come() -> None:
    """Two days after Monday 9:00 it is there."""
    company = still({"contacts": {"order_contact_days": 2.0}})
    logistics, case = its(company, Logistics), order(company)
    logistics.waiting._impatience = always(company, 1.0)
    begin(company, clock(0, 9), lambda: logistics.fulfil(case))
    company.env.run(until=clock(4, 0))
    assert decoded(company).cases.query("kind == 'where is my order'").empty


def test_a_seller_chases_an_approval() -> None:
    """Asked Monday 9:00, chased every 2 hours: at 11:00 10 minutes of the seller and 15 of Finance; decided at 11:10."""
    company = still({"sales": {"approval_patience_hours": 2.0}})
    sales, case = its(company, Sales), business_order(company)
    customer = company.house.customers.business(0.5)
    customer.owes(0.0, 100.0, 100.0)
    company.env.at(clock(0, 10), lambda: customer.owes(company.env.now, -100.0, -100.0))
    sales.chasing._again = always(company, 1.0)
    begin(company, clock(0, 9), lambda: sales.release_credit(case))
    company.env.run(until=clock(1, 0))
    chased = only(company, "chased approval")
    assert (chased["opened"], chased["closed"], chased["failure"]) == (near(clock(0, 11)), near(clock(0, 11, 25)), 1)


def test_a_business_hears_from_its_seller_that_goods_are_late() -> None:
    """Nothing on the shelf at Monday 9:00: Sales clears it up in 50 minutes, while the order waits."""
    company = still({"logistics": {"delays_told_share": 1.0}})
    logistics, case = its(company, Logistics), business_order(company)
    logistics.stocks["lamp"].available = 0
    begin(company, clock(0, 9), lambda: logistics.fulfil(case))
    company.env.run(until=clock(0, 12))
    told = only(company, "late goods")
    assert (told["opened"], told["closed"]) == (near(clock(0, 9)), near(clock(0, 9, 50)))
    assert case.open


# ---- credit, goods, facts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("insolvent", "cleared", "said"), [(0.0, True, clock(1, 9)), (1.0, False, clock(3, 9))])
def test_who_shows_that_money_is_on_its_way_is_cleared_the_next_morning(
    insolvent: float, cleared: bool, said: float
) -> None:
    """Checked Monday 9-10 with something overdue; who cannot pay is refused on the first morning after two days."""
    company = still(
        {
            "activities": {"check credit": {"minutes": 60}},
            "finance": {"credit_hold_days": 2.0, "credit_proof_share": 1.0},
            "customers": {"insolvent_share": insolvent},
        }
    )
    case = business_order(company)
    assert case.customer is not None
    case.customer.owes(0.0, 100.0, 100.0)
    heard: list[tuple[bool, float]] = []

    def check() -> Flow:
        answer = yield from its(company, Finance).check_credit(case)
        heard.append((answer, company.env.now))

    begin(company, clock(0, 9), check)
    company.env.run(until=clock(6, 0))
    assert heard == [(cleared, near(said))]


def test_goods_wait_at_the_dock_for_the_next_round() -> None:
    """Checked in Monday 9-10; put away with the round at noon, 4 open hours after 8:00, in an hour."""
    work = {"receive goods": {"minutes": 60}}
    company = still({"activities": work, "logistics": {"put_away_hours": 4.0}})
    logistics = its(company, Logistics)
    case, stock = company.house.cases.open_case("replenishment", 0, "logistics"), logistics.stocks["lamp"]
    before = stock.available
    begin(company, clock(0, 9), lambda: logistics.receive(case, stock, 5.0, 5.0))
    company.env.run(until=clock(0, 12, 59))
    assert stock.available == before
    company.env.run(until=clock(0, 13, 1))
    assert stock.available == before + 5
    assert_timeline(
        company, case, [("receive goods", clock(0, 9), clock(0, 10)), ("put goods away", clock(0, 12), clock(0, 13))]
    )


@pytest.mark.parametrize("visible", [0.0, 1.0])
def test_a_fact_that_cannot_be_seen_is_searched_for(visible: float) -> None:
    """Legal reviews a contract in 4 h 30, from Monday 9:00; a fact out of sight takes it 15 minutes before."""
    company = still(
        {"looks_up": {"review a contract": 1.0}},
        practices={"legal": {"visible": visible}},
    )
    case = company.house.cases.open_case("lead", 0, "sales", company.house.customers.business(0.5))

    def review() -> Flow:
        yield its(company, Legal).do(case, "review a contract")

    begin(company, clock(0, 9), review)
    company.env.run(until=clock(1, 0))
    searched = [] if visible else [("search for information", clock(0, 9), clock(0, 9, 15))]
    began = 0 if visible else 15
    assert_timeline(company, case, [*searched, ("review a contract", clock(0, 9, began), clock(0, 13, 30 + began))])


def test_facts_for_work_that_nobody_does_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="is not an activity; did you mean 'review a contract'"):
        still({"looks_up": {"review a contrct": 0.5}})
