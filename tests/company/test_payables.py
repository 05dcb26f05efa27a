"""Payables: three-way match, exceptions that wait for who ordered, payment runs on terms, and suppliers that remember."""

from __future__ import annotations

from typing import Any

import pytest

from sim.company.back_office.finance import Finance
from sim.company.case import Case
from sim.company.simulation import Company
from sim.engine.calendar import DAY
from sim.inputs.names import CapabilityName
from tests.company.worlds import (
    always,
    assert_timeline,
    begin,
    booked,
    clock,
    decoded,
    its,
    near,
    parts_of,
    still,
    timeline,
)

TERMS = {
    "terms_days": 30,
    "discount_days": 14,
    "discount_share": 0.02,
    "dunning_days": 10,
    "dunning_fee": 40,
    "memory": 0.1,
    "distrust_delay": 0.5,
    "distrust_price": 0.03,
    "overbilled_share": 0.05,
}
WEEKLY: dict[str, dict[str, Any]] = {"suppliers": TERMS, "finance": {"payment_run_days": 7}}


def invoice(company: Company, time: float, wrong: str = "") -> Case:
    """A supplier's invoice of 100 lamps (90 EUR at a margin of 45 %: 4,950 EUR) that comes at a time."""
    bought = company.house.cases.open_case("replenishment", 0, "logistics")
    bought.product, bought.units = "lamp", 100
    case = company.house.cases.open_child("supplier invoice", bought, "logistics")
    case.opened = time
    if wrong:
        case.wrong |= {wrong}
    begin(company, time, lambda: its(company, Finance).match(case))
    return case


def paying(without: tuple[CapabilityName, ...] = ()) -> Company:
    """A company that pays once a week, on Mondays from 10:00 on: an hour for a list."""
    company = still(WEEKLY, without=without)
    begin(company, 0.0, its(company, Finance).payment_runs)
    return company


def test_an_invoice_that_matches_is_paid_by_the_run_that_saves_the_discount() -> None:
    """It comes on Tuesday 9:00 of week 1 and must be paid by Tuesday 9:00 of week 3.

    The run of week 2 leaves it to the next, at 10:00 on Monday of week 3: paid at 11:00, discount and trust kept.
    """
    company = paying()
    case = invoice(company, clock(1, 9))
    finance = its(company, Finance)
    company.env.run(until=clock(14, 10))
    assert case.status == "approved"
    assert [bill.case for bill in finance._bills] == [case]
    company.env.run(until=clock(14, 12))
    assert finance._bills == []
    assert [booked(company, account) for account in ("lost discounts", "dunning")] == [[], []]
    assert company.house.suppliers.trust("lamp") == 1.0


def test_without_terms_of_payment_bills_are_paid_when_suppliers_dun() -> None:
    """Due after 30 days, dunned after 40 (Sunday of week 6, 9:00): the run after that pays, on Monday of week 7 at 11:00.

    2 % of 100 lamps of 49.50 EUR, a fee, and a tenth of the trust.
    """
    company = paying(without=("supplier payment",))
    invoice(company, clock(1, 9))
    company.env.run(until=clock(60, 0))
    assert booked(company, "lost discounts") == [(near(clock(42, 11)), near(-99.0))]
    assert booked(company, "dunning") == [(near(clock(42, 11)), -40.0)]
    assert company.house.suppliers.trust("lamp") == near(0.9)
    assert company.house.suppliers.slower("lamp") == near(1.05)
    assert company.house.suppliers.dearer("lamp") == near(0.003)


def test_a_shop_sells_once_and_remembers_nothing() -> None:
    """A bill for the house that was paid after 42 days costs a fee like any; nobody trusts the company less."""
    company = paying(without=("supplier payment",))
    case = company.house.cases.open_case("house purchase", 0, "finance")
    case.opened = clock(1, 9)
    begin(company, clock(1, 9), lambda: its(company, Finance).match(case))
    company.env.run(until=clock(60, 0))
    assert booked(company, "dunning") == [(near(clock(42, 11)), -40.0)]
    assert not company.house.suppliers._trust


def test_a_bill_that_is_approved_too_late_costs_a_fee_as_well() -> None:
    """One that came 41 days before the run of Monday of week 2, paid at 11:00 that day."""
    company = paying()
    invoice(company, clock(1, 9))
    company.env.run(until=clock(2, 0))
    (bill,) = its(company, Finance)._bills
    its(company, Finance)._bills[0] = bill._replace(came=clock(7, 11) - 41 * DAY)
    company.env.run(until=clock(8, 0))
    assert booked(company, "dunning") == [(near(clock(7, 11)), -40.0)]
    assert booked(company, "lost discounts") == [(near(clock(7, 11)), near(-99.0))]


@pytest.mark.parametrize("without", [(), ("ERP",)])
def test_what_does_not_match_waits_for_the_warehouse(without: tuple[CapabilityName, ...]) -> None:
    """62 min of matching (Mon 9:00-10:02), a question to Logistics (15 min: 10:17), 80 min to clear it: 11:37.

    The same where no system matches, since the quantity is plainly wrong.
    """
    company = still(practices={"finance": {"visible": 0.0}}, without=without)
    case = invoice(company, clock(0, 9), "quantity")
    company.env.run(until=clock(1, 0))
    matched, cleared = clock(0, 10, 2), clock(0, 10, 17)
    expected = [
        ("match a supplier invoice", clock(0, 9), matched),
        ("clear an invoice exception", cleared, clock(0, 11, 37)),
    ]
    assert_timeline(company, case, expected)
    assert case.status == "paid after an exception"


def test_where_nothing_can_be_matched_who_ordered_approves() -> None:
    """62 min in vain (10:02), 15 min of Logistics' time: approved at 10:17, a right invoice as well as a wrong one.

    A wrong price is not noticed then: 5 % of 4,950 EUR too much.
    """
    company = still(
        {"finance": {"supplier_error": 1.0, "wrong_price_noticed": 0.0}, "suppliers": TERMS}, without=("ERP",)
    )
    case = invoice(company, clock(0, 9))
    company.env.run(until=clock(1, 0))
    assert (case.status, case.closed) == ("paid after an exception", near(clock(0, 10, 17)))
    assert booked(company, "overpaid") == [(near(clock(0, 10, 17)), near(-247.5))]


def test_an_invoice_that_comes_while_the_system_is_down_waits() -> None:
    """Down from 9:30 to 11:30 on Monday: 32 of the 62 minutes are left at 11:30, so it is matched at 12:02."""
    company = still()
    platform = company.house.systems.platforms["finance"]
    company.env.at(clock(0, 9, 30), platform.fail)
    company.env.at(clock(0, 11, 30), platform.restore)
    case = invoice(company, clock(0, 9))
    company.env.run(until=clock(1, 0))
    assert (case.status, case.closed) == ("paid", near(clock(0, 12, 2)))


def test_what_is_not_ordered_in_time_is_bought_in_a_shop() -> None:
    """Nobody has had time for 3 days: a quarter of 180 EUR more, and an invoice that matches no order."""
    company = still({"finance": {"house_patience_days": 3, "house_purchase_value": 180, "house_shop_premium": 0.25}})
    case = company.house.cases.open_case("house purchase", 0, "finance")
    case.opened = clock(0, 9)
    begin(company, clock(4, 9), lambda: its(company, Finance).buy_for_house(case))
    company.env.run(until=clock(90, 0))
    assert booked(company, "dearer purchases") == [(near(clock(4, 9, 10)), -45.0)]
    assert case.status == "paid after an exception"


def test_without_a_system_the_books_are_closed_later() -> None:
    """160 invoices at 0.75 minutes over eight tasks: a quarter of an hour more for each, besides 11 h 40."""
    company = still(without=("ERP",))
    finance = its(company, Finance)
    for number in range(160):
        case = company.house.cases.open_case("invoice", number, "finance")
        finance.approve(case, "", case.opened)
    month = company.house.cases.open_case("month end", 0, "finance")
    begin(company, clock(0, 9), lambda: finance.close_books(month))
    company.env.run(until=clock(6, 0))
    closed = clock(1, 15, 10) + 0.25
    assert month.closed == near(clock(3, 15, 10) + 0.25)
    visits = decoded(company).visits
    assert visits.loc[visits["activity"] == "close the books", "ended"].max() == near(closed)


def bought_by_crm(change: dict[str, Any], without: tuple[CapabilityName, ...] = ()) -> tuple[Company, Case]:
    """Customer relations, first of all, orders on Monday at 9:00 for 10 min; the invoice comes a day later."""
    company = still(change, without=without)
    finance = its(company, Finance)
    finance._supplier_delay, finance._orders_for = always(company, 24.0), always(company, 0.01)
    case = company.house.cases.open_case("house purchase", 0, "finance")
    case.opened = clock(0, 9)
    begin(company, clock(0, 9), lambda: finance.buy_for_house(case))
    return company, case


def test_who_bought_for_the_house_signs_the_invoice() -> None:
    """Matched by Tuesday 10:12; folders are signed every 20 open hours (of 8 a day): on Wednesday at 13:00, in 5 min."""
    company, case = bought_by_crm({"finance": {"signing_hours": 20}})
    company.env.run(until=clock(4, 0))
    assert case.home == "crm"
    assert_timeline(
        company,
        case,
        [
            ("order for the house", clock(0, 9), clock(0, 9, 10)),
            ("match a supplier invoice", clock(1, 9, 10), clock(1, 10, 12)),
            ("approve an invoice", clock(2, 13), clock(2, 13, 5)),
        ],
    )
    assert (case.status, case.closed) == ("paid", near(clock(2, 13, 5)))
    waited = parts_of(company, case)
    assert waited["touch"] == near((10 + 62 + 5) / 60)
    assert waited["information"] + waited["closed"] == near(clock(2, 13) - clock(1, 10, 12))


def test_an_invoice_that_is_signed_late_loses_the_discount() -> None:
    """Signed once in 160 open hours (four weeks), paid on Monday of week 5, later than 14 days: 2 % of its value."""
    company, case = bought_by_crm({**WEEKLY, "finance": {**WEEKLY["finance"], "signing_hours": 160}})
    begin(company, 0.0, its(company, Finance).payment_runs)
    company.env.run(until=clock(60, 0))
    value = company.house.model.finance.house_purchase_value
    assert case.status == "approved"
    assert booked(company, "lost discounts") == [(near(clock(28, 11)), near(-0.02 * value))]


def test_who_will_sign_anyhow_is_not_asked_before() -> None:
    """Where no system matches, who bought says what is right: with the folder, and not in an inquiry besides."""
    company, case = bought_by_crm({"finance": {"signing_hours": 20}}, without=("ERP",))
    company.env.run(until=clock(4, 0))
    assert decoded(company).cases.query("kind == 'inquiry'").empty
    assert [activity for activity, *_ in timeline(company, case)][-1] == "approve an invoice"
    assert case.closed == near(clock(2, 13, 5))
