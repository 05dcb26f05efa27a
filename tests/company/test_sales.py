"""Sales: a lead until it is an order, an order held for a check, and a date promised on an old stock figure."""

from __future__ import annotations

import pytest

from sim.company.back_office.logistics import Logistics
from sim.company.decisions import CREDIT, PROMISE, STALE
from sim.company.front_office.sales import Sales
from sim.engine.codes import Mode
from tests.company.worlds import always, assert_timeline, begin, clock, decisions_of, its, near, parts_of, still, timeline

CERTAIN = {
    "sales": {
        "qualify_share": 1.0,
        "win_share": 1.0,
        "win_loss_per_day": 0.0,
        "nonstandard_share": 0.0,
        "credit_limit_orders": 1000.0,
    }
}


def test_a_lead_hour_by_hour() -> None:
    """A lead of Monday 9:00 whose customer thinks for a day.

    Respond 1 h: 9-10. Qualify 4 h: 10-14. Quote 12 h 40: Mon 14-17, Tue 8 h, Wed 9:00-10:40. The customer thinks
    until Thu 10:40. Negotiate 10 h: Thu 6 h 20, Fri 9:00-12:40. Close 3 h: 12:40-15:40. Won; CRM welcomes the
    customer for 1 h 30: Fri 15:40-17:00 and Mon 9:00-9:10.
    """
    company = still(CERTAIN)
    its(company, Sales)._negotiation = always(company, 24.0)
    customer = company.house.customers.business(0.5)
    lead = company.house.cases.open_case("inbound lead", 0, "marketing", customer)
    begin(company, clock(0, 9), lambda: its(company, Sales).lead(lead))
    company.env.run(until=clock(7, 12))
    assert_timeline(
        company,
        lead,
        [
            ("respond to a lead", clock(0, 9), clock(0, 10)),
            ("qualify a lead", clock(0, 10), clock(0, 14)),
            ("prepare a quote", clock(0, 14), clock(2, 10, 40)),
            ("negotiate", clock(3, 10, 40), clock(4, 12, 40)),
            ("close a deal", clock(4, 12, 40), clock(4, 15, 40)),
        ],
    )
    assert (lead.status, lead.closed) == ("won", near(clock(4, 15, 40)))
    parts = parts_of(company, lead)
    assert parts["outside"] == near(24.0)
    assert parts["touch"] == near(1 + 4 + 12 + 40 / 60 + 10 + 3)
    welcome = company.house.cases.open_child("welcome", lead, "sales", ordinal=0)  # the same key as the one that is done
    assert_timeline(company, welcome, [("welcome a customer", clock(4, 15, 40), clock(7, 9, 10))])


def test_a_contract_that_is_not_standard_goes_through_legal() -> None:
    """Legal reviews 4 h 30 between quote and negotiation: Wed 10:40-15:10; the agreed terms are on record."""
    company = still({"sales": {**CERTAIN["sales"], "nonstandard_share": 1.0}})
    its(company, Sales)._negotiation = always(company, 24.0)
    customer = company.house.customers.business(0.5)
    lead = company.house.cases.open_case("inbound lead", 0, "marketing", customer)
    begin(company, clock(0, 9), lambda: its(company, Sales).lead(lead))
    company.env.run(until=clock(3, 9))
    assert_timeline(
        company,
        lead,
        [
            ("respond to a lead", clock(0, 9), clock(0, 10)),
            ("qualify a lead", clock(0, 10), clock(0, 14)),
            ("prepare a quote", clock(0, 14), clock(2, 10, 40)),
            ("review a contract", clock(2, 10, 40), clock(2, 15, 10)),
        ],
    )
    assert customer.terms.value == 1


def test_who_answers_late_qualifies_less() -> None:
    """Odds 0.6 / 0.4 = 1.5, times 0.72 for the first hour and for every doubling: 1.08 at 1 h, 0.7776 at 3 h."""
    company = still()
    assert its(company, Sales).chance_to_qualify(0.0) == near(0.6)
    assert its(company, Sales).chance_to_qualify(1.0) == near(1.08 / 2.08)
    assert its(company, Sales).chance_to_qualify(3.0) == near(0.7776 / 1.7776)


def test_an_order_of_somebody_in_arrears_is_held_and_refused() -> None:
    """Taken 9:00-12:20, held, Finance checks 2 h 10 (12:20-14:30) and turns it down."""
    company = still({"customers": {"businesses": 1}})
    customer = company.house.customers.business(0.0)
    customer.owes(0.0, 500.0, overdue=500.0)
    order = company.house.cases.open_case("business order", 0, "sales")
    begin(company, clock(0, 9), lambda: its(company, Sales).business_wish(order))
    company.env.run(until=clock(0, 17))
    assert_timeline(
        company,
        order,
        [("take a business order", clock(0, 9), clock(0, 12, 20)), ("check credit", clock(0, 12, 20), clock(0, 14, 30))],
    )
    assert (order.status, order.closed) == ("credit refused", near(clock(0, 14, 30)))


@pytest.mark.parametrize(("luck", "by_seller"), [(0.59, False), (0.61, True)])
def test_who_orders_on_the_portal_takes_no_seller_s_time(luck: float, by_seller: bool) -> None:
    """With 0.6 on the portal an order of Monday 9:00 is with Finance at once; given to a seller, at 12:20."""
    company = still({"customers": {"businesses": 1, "portal_share": 0.6}})
    its(company, Sales)._on_portal = always(company, luck)
    company.house.customers.business(0.0).owes(0.0, 500.0, overdue=500.0)
    order = company.house.cases.open_case("business order", 0, "sales")
    begin(company, clock(0, 9), lambda: its(company, Sales).business_wish(order))
    company.env.run(until=clock(0, 17))
    done = [(activity, begun) for activity, begun, _ in timeline(company, order)]
    taken = [("take a business order", near(clock(0, 9)))] if by_seller else []
    assert done == [*taken, ("check credit", near(clock(0, 12, 20) if by_seller else clock(0, 9)))]


def test_credit_is_released_on_a_copy_that_has_not_heard_of_the_arrears() -> None:
    """The nightly copy of Monday 0:00 shows nothing overdue: released, at a risk of 0.15 x 0.7 x the order's value.

    Holding it would have cost 130 min of a check at 42 EUR an hour.
    """
    company = still(links={("finance", "sales", "open items"): {"mode": Mode.BATCH, "period_hours": 24.0}})
    customer = company.house.customers.business(0.5)
    order = company.house.cases.open_case("business order", 0, "sales", customer)
    order.product, order.units, order.value = "lamp", 10, 900.0
    company.env.run(until=clock(0, 8))
    customer.owes(company.env.now, 500.0, overdue=500.0)
    company.env.run(until=clock(0, 10))
    released = company.env.start(its(company, Sales).release_credit(order))
    assert released.value is True
    (row,) = decisions_of(company, CREDIT)
    assert (row["action"], row["oracle"], row["cause"]) == (1.0, 0.0, STALE)
    assert row["regret"] == near(0.15 * 0.70 * 900 - 42 * 130 / 60)
    assert row["unseen"] == near(2.0), "the arrears are two hours old and unknown"


def test_a_date_promised_on_an_old_stock_figure() -> None:
    """The copy says 50 lamps, there are none: 4.5 days promised, 18.5 possible, and the disappointment is priced."""
    company = still(links={("logistics", "sales", "stock"): {"mode": Mode.BATCH, "period_hours": 24.0}})
    stock = its(company, Logistics).stocks["lamp"]
    stock.available = 50
    stock.book(0.0)
    company.env.run(until=clock(1, 8))
    stock.available = 0
    stock.book(company.env.now)
    order = company.house.cases.open_case("order", 0, "sales", company.house.customers.consumer(0.5))
    order.product, order.units, order.value = "lamp", 2, 180.0
    its(company, Sales).promise(order)
    assert order.due == near(company.env.now + 24 * 4.5)
    (row,) = decisions_of(company, PROMISE)
    assert (row["action"], row["oracle"], row["cause"]) == (4.5, 18.5, STALE)
    margin = 180 * 0.45
    assert row["regret"] == near(0.43 * 0.2 * margin + 0.05 * margin)


def test_a_warehouse_backlog_lengthens_the_promise() -> None:
    """Two days of backlog are added to the usual 4.5 days, and more buyers find that too long."""
    company = still()
    its(company, Logistics).backlog.write(0.0, 2.0)
    order = company.house.cases.open_case("order", 0, "sales", company.house.customers.consumer(0.5))
    order.product, order.units, order.value = "lamp", 1, 90.0
    accepted = its(company, Sales).promise(order)
    assert order.due == near(24 * 6.5)
    assert accepted == (its(company, Sales)._accepts.draw(order.key) >= 0.035 * 2.0)


def test_a_bad_name_keeps_newcomers_away() -> None:
    """Newcomers who come: (1 - 0.6 + 0.6 x reputation / 0.75) / 1.25: 0.8 at the usual reputation, 0.56 at half."""
    company = still()
    assert its(company, Sales)._reputation_pull() == near(0.8)
    company.house.customers.reputation = 0.375
    assert its(company, Sales)._reputation_pull() == near(0.56)
