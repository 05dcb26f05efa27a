"""Customer relations: the weekly review and its offers, and the master data others ship by."""

from __future__ import annotations

from sim.company.back_office.logistics import Logistics
from sim.company.decisions import ADDRESS, ERRONEOUS, INVISIBLE, RETENTION
from sim.company.front_office.crm import CustomerRelations
from tests.company.worlds import (
    assert_timeline,
    begin,
    booked,
    clock,
    decisions_of,
    decoded,
    its,
    near,
    still,
    timeline,
)


def test_the_weekly_review_and_an_offer_hour_by_hour() -> None:
    """One customer in trouble who has brought 1,000 EUR: 13,000 a year at the rate of the first four weeks.

    Satisfied by 0.75, kept by an offer with 0.04 x 0.25 for five years: 650 EUR. Review 14 h: Mon 9-17, Tue 9-15.
    The call 2 h: Tue 15-17. Finance posts the credit note for 45 min on Wed 9:00.
    The offer costs 4 % of 13,000 = 520 EUR. The satisfaction rises by 0.3 x (1 - 0.75).
    """
    company = still()
    crm = its(company, CustomerRelations)
    customer = company.house.customers.get(7)
    customer.spent = 1000.0
    customer.trouble(0.0, 1)
    review = company.house.cases.open_case("review of customers", 0, "crm")
    begin(company, clock(0, 9), lambda: crm.review(review))
    company.env.run(until=clock(3, 0))
    assert_timeline(company, review, [("review the customer base", clock(0, 9), clock(1, 15))])
    (offer,) = decoded(company).cases.query("kind == 'offer'").to_dict("records")
    assert (offer["opened"], offer["closed"]) == (near(clock(1, 15)), near(clock(2, 9, 45)))
    ((time, amount),) = booked(company, "offers")
    assert (time, amount) == (near(clock(1, 17)), near(-520.0))
    assert customer.satisfaction == near(0.825)


def test_only_customers_in_touch_since_the_last_review_are_looked_at() -> None:
    """A second review of the same customer, who has not been in touch since, decides nothing."""
    company = still()
    crm = its(company, CustomerRelations)
    company.house.customers.get(7).trouble(0.0, 1)
    for number in range(2):
        review = company.house.cases.open_case("review of customers", number, "crm")
        begin(company, clock(7 * number, 9), lambda review=review: crm.review(review))  # type: ignore[misc]
    company.env.run(until=clock(9, 0))
    assert [row["time"] for row in decisions_of(company, RETENTION)] == [near(clock(1, 15))]


def test_who_cannot_see_the_trouble_makes_no_offer() -> None:
    """Blind to the tickets: no offer; it costs 520 and would keep 0.04 x 0.25 of five years of 13,000, 650."""
    company = still(practices={"crm": {"visible": 0.0}})
    crm = its(company, CustomerRelations)
    customer = company.house.customers.get(7)
    customer.spent = 1000.0
    customer.trouble(0.0, 1)
    review = company.house.cases.open_case("review of customers", 0, "crm")
    assert not crm.offers(
        review, crm.look(customer, crm.glance_at(review, customer)), 0.0, crm.staffing.daily_hours("crm")
    )
    (row,) = decisions_of(company, RETENTION)
    assert (row["action"], row["oracle"], row["cause"]) == (0.0, 1.0, INVISIBLE)
    assert row["regret"] == near(650.0 - 520.0)


def test_nobody_gets_two_offers_for_one_matter() -> None:
    """In touch again with the same matter open: no new question. With a second matter: one, and another offer."""
    company = still()
    crm = its(company, CustomerRelations)
    customer = company.house.customers.get(7)
    customer.spent = 1000.0
    customer.trouble(0.0, 1)

    def week(number: int) -> int:
        customer.in_touch = True
        review = company.house.cases.open_case("review of customers", number, "crm")
        begin(company, clock(7 * number, 9), lambda: crm.review(review))
        company.env.run(until=clock(7 * number + 4, 0))
        return len(booked(company, "offers"))

    assert [week(0), week(1)] == [1, 1]
    customer.trouble(clock(8, 0), 1)
    customer.satisfaction = 0.5
    assert week(2) == 2
    assert [row["action"] for row in decisions_of(company, RETENTION)] == [1.0, 1.0]


def test_where_many_could_be_called_those_come_first_of_whom_most_is_kept() -> None:
    """Three in trouble; each call of 2 h makes those behind it wait, at 12 EUR for an hour and day of 8 h (one person).

    Kept: 0.04 x 0.25 x 5 years = 5 % of a year; the offer costs 4 %. With nothing waiting the first, of 13,000 EUR a
    year, is called: 650 - 520. Behind 2 h of work a call costs 2 x 12 x 2 / 8 = 6 EUR: of 1,300 a year 65 are kept for 52
    and 6; behind 4 h it costs 12, and for 65 - 52 = 13 the third is called too, behind 6 h (18 EUR) nobody would be.
    """
    company = still({"teams": {"crm": {"staff": 1}}})
    crm = its(company, CustomerRelations)
    for number, spent in ((5, 100.0), (6, 100.0), (7, 1000.0), (8, 100.0)):
        customer = company.house.customers.get(number)
        customer.spent = spent
        customer.trouble(0.0, 1)
    review = company.house.cases.open_case("review of customers", 0, "crm")
    begin(company, clock(0, 9), lambda: crm.review(review))
    company.env.run(until=clock(5, 0))
    rows = decisions_of(company, RETENTION)
    assert [row["action"] for row in rows] == [row["oracle"] for row in rows] == [1.0, 1.0, 1.0, 0.0]
    assert [amount for _, amount in booked(company, "offers")] == near([-520.0, -52.0, -52.0])


def test_a_change_of_data_reaches_the_master() -> None:
    """The customer has moved; 40 min after CRM has the message (Monday 9:40) the master says so."""
    company = still()
    customer = company.house.customers.get(7)
    customer.home = 1
    case = company.house.cases.open_case("change of data", 0, "support", customer)
    begin(company, clock(0, 9), lambda: its(company, CustomerRelations).update_master(case))
    company.env.run(until=clock(0, 9, 39))
    assert customer.address.value == 0
    company.env.run(until=clock(0, 10))
    assert timeline(company, case) == [("update customer data", clock(0, 9), near(clock(0, 9, 40)))]
    assert (customer.address.value, customer.address.entered) == (1, 1)


def test_a_wrong_entry_is_wrong_for_everybody_until_it_is_entered_again() -> None:
    """With every field keyed wrong the master lies, Logistics ships by it; the next change puts it right."""
    company = still({"information": {"keying_error": 1.0}})
    crm, logistics = its(company, CustomerRelations), its(company, Logistics)
    customer = company.house.customers.get(7)
    customer.home = 1
    case = company.house.cases.open_case("change of data", 0, "support", customer)
    begin(company, clock(0, 9), lambda: crm.update_master(case))
    company.env.run(until=clock(0, 10))
    assert (customer.address.value, customer.address.entered) == (1, -1)
    order = company.house.cases.open_case("order", 0, "sales", customer)
    assert logistics.label(order, customer, shipments=0) != 1
    (row,) = decisions_of(company, ADDRESS)
    assert (row["cause"], row["regret"]) == (ERRONEOUS, near(11 + 25))
    customer.address.correct()
    assert logistics.label(order, customer, shipments=0) == 1
