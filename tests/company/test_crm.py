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

    Review 14 h: Mon 9-17, Tue 9-15. The call 2 h: Tue 15-17. Finance posts the credit note for 45 min on Wed 9:00.
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
    """Blind to the tickets: no offer; an offer costs 520, leaving is expected to cost 0.08 x 13,000 = 1,040."""
    company = still(practices={"crm": {"visible": 0.0}})
    crm = its(company, CustomerRelations)
    customer = company.house.customers.get(7)
    customer.spent = 1000.0
    customer.trouble(0.0, 1)
    assert not crm.offers(company.house.cases.open_case("review of customers", 0, "crm"), customer)
    (row,) = decisions_of(company, RETENTION)
    assert (row["action"], row["oracle"], row["cause"]) == (0.0, 1.0, INVISIBLE)
    assert row["regret"] == near(1040.0 - 520.0)


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
