"""Finance: shipment to cash, a dispute, a refund decided on a copy, a supplier's invoice, the end of a month."""

from __future__ import annotations

import pytest

from sim.company.back_office.finance import Finance
from sim.company.case import Case
from sim.company.decisions import REFUND, STALE
from sim.company.simulation import Company
from sim.company.start import UnderWay
from sim.engine.calendar import DAY, WEEK
from sim.engine.codes import Mode
from sim.engine.records import Record
from sim.measures.lead_time import lead_time_parts
from tests.company.worlds import (
    always,
    assert_timeline,
    begin,
    booked,
    clock,
    decisions_of,
    decoded,
    its,
    near,
    parts_of,
    still,
    timeline,
)

BY_MAIL = {"phone_share": 0.0, "chat_share": 0.0, "video_share": 0.0, "email_share": 1.0}


def shipped(company: Company, *, business: bool = False) -> Case:
    """The invoice of an order that has just left the warehouse: 100 EUR, one unit of lamps, or 20 for a business."""
    customers = company.house.customers
    order = company.house.cases.open_case("order", 0, "sales", customers.business(0.5) if business else customers.get(1))
    order.product, order.units, order.value, order.pays_later = "lamp", 20 if business else 1, 100.0, business
    return company.house.cases.open_child("invoice", order, "logistics")


def test_a_prepaid_shipment_hour_by_hour() -> None:
    """Invoice 28 min, Monday 9:00-9:28, cash applied 26 min: paid at 9:54; nothing is owed any more."""
    company = still({"customers": {"pay_later_share": 0.0}})
    invoice = shipped(company)
    begin(company, clock(0, 9), lambda: its(company, Finance).bill(invoice))
    company.env.run(until=clock(0, 9, 30))
    assert invoice.customer is not None
    assert invoice.customer.items.value == (100.0, 0.0)
    company.env.run(until=clock(0, 12))
    assert_timeline(
        company,
        invoice,
        [("write an invoice", clock(0, 9), clock(0, 9, 28)), ("apply cash", clock(0, 9, 28), clock(0, 9, 54))],
    )
    assert (invoice.status, invoice.closed) == ("paid", near(clock(0, 9, 54)))
    assert invoice.customer.items.value == (0.0, 0.0)


def test_an_invoice_on_account_is_reminded_and_paid_late() -> None:
    """Terms of 30 days, 9 days late.

    Written 90 min: Monday 9:00-10:30; due on day 30 at 10:30 (a Wednesday); a week later the reminder, 12 min
    (day 37, 10:30-10:42); until then overdue; paid on day 39 at 10:30, applied in 26 min. Interest: 6 % a year of
    100 EUR for the days from 9:00 to 10:56 of day 39.
    """
    company = still({"customers": {"payment_delay_days": 9.0}})
    invoice = shipped(company, business=True)
    begin(company, clock(0, 9), lambda: its(company, Finance).bill(invoice))
    invoice.opened = clock(0, 9)
    company.env.run(until=clock(38, 0))
    assert invoice.customer is not None
    assert invoice.customer.items.value == (100.0, 100.0), "owed, and overdue since the reminder"
    company.env.run(until=clock(40, 0))
    assert_timeline(
        company,
        invoice,
        [
            ("write a business invoice", clock(0, 9), clock(0, 10, 30)),
            ("send a reminder", clock(37, 10, 30), clock(37, 10, 42)),
            ("apply cash", clock(39, 10, 30), clock(39, 10, 56)),
        ],
    )
    assert invoice.customer.items.value == (0.0, 0.0)
    days = (clock(39, 10, 56) - clock(0, 9)) / DAY
    assert booked(company, "interest") == [(near(clock(39, 10, 56)), near(-100 * 0.06 * days / 365))]
    assert parts_of(company, invoice)["outside"] == near(39 * DAY - 12 / 60)


def test_who_never_pays_is_written_off() -> None:
    """Insolvent: reminded a week after the due day, given up 45 days later, the whole 100 EUR are lost."""
    company = still({"customers": {"insolvent_share": 1.0}})
    invoice = shipped(company, business=True)
    begin(company, clock(0, 9), lambda: its(company, Finance).bill(invoice))
    company.env.run(until=clock(83, 0))
    assert invoice.status == "written off"
    assert invoice.closed == near(clock(37 + 45, 10, 42))
    assert booked(company, "write-offs") == [(near(invoice.closed), -100.0)]


def test_a_wrong_invoice_is_disputed_settled_and_put_right() -> None:
    """The customer notices a day later and writes; everybody sees everything.

    Written Mon 9:00-9:28. Noticed Tue 9:28; message answered 17 min (9:45); settled by Finance in 90 min (11:15);
    corrected in 60 min (12:15); cash 26 min (12:41). Support follows up 24 min: ticket closed 11:39. Rework from
    Tue 9:28 to 12:15.
    """
    disputes = {"invoice dispute": {"look_up": 0.0, "expert": 1.0}}
    company = still({"customers": {"pay_later_share": 0.0}, "contacts": BY_MAIL, "topics": disputes})
    its(company, Finance)._notices = always(company, 24.0)
    invoice = shipped(company)
    invoice.opened = clock(0, 9)
    assert invoice.parent is not None
    invoice.parent.wrong |= {"price"}
    begin(company, clock(0, 9), lambda: its(company, Finance).bill(invoice))
    company.env.run(until=clock(1, 17))
    assert_timeline(
        company,
        invoice,
        [
            ("write an invoice", clock(0, 9), clock(0, 9, 28)),
            ("correct an invoice", clock(1, 11, 15), clock(1, 12, 15)),
            ("apply cash", clock(1, 12, 15), clock(1, 12, 41)),
        ],
    )
    (ticket,) = decoded(company).cases.query("kind == 'invoice dispute'").to_dict("records")
    assert (ticket["opened"], ticket["closed"]) == (near(clock(1, 9, 28)), near(clock(1, 11, 39)))
    assert ticket["failure"] == 1
    assert parts_of(company, invoice) == near({"touch": 54 / 60, "outside": 24.0, "rework": 2 + 47 / 60})
    assert invoice.wrong == set()


def test_terms_agreed_yesterday_are_billed_wrong_from_an_old_copy() -> None:
    """Legal agreed on new terms after the last copy: the invoice has the old ones; from a live copy it is right."""
    wrong = {}
    for mode in (Mode.SHARED, Mode.BATCH):
        company = still(links={("legal", "finance", "contract terms"): {"mode": mode, "period_hours": 24.0}})
        invoice = shipped(company, business=True)
        customer = invoice.customer
        assert customer is not None
        begin(company, clock(0, 8), lambda c=company, to=customer: agree(c, to))  # type: ignore[misc]
        begin(company, clock(0, 9), lambda c=company, i=invoice: its(c, Finance).bill(i))  # type: ignore[misc]
        company.env.run(until=clock(0, 12))
        wrong[mode] = "terms" in invoice.wrong
    assert wrong == {Mode.SHARED: False, Mode.BATCH: True}


def agree(company: Company, customer):  # type: ignore[no-untyped-def]
    """Legal has agreed on terms."""
    customer.terms.write(company.env.now, 1)
    return
    yield


def test_a_refund_waits_until_the_books_show_the_parcel() -> None:
    """Parcel booked in 10:15, copied every full hour; Finance declines at 10:30, looks again at 9:00 and pays (45 min).

    Holding a claim that is just costs 90 min of settling at 42 EUR an hour; 100 EUR of lamps at 45 % margin take 45 EUR
    back.
    """
    company = still(links={("logistics", "finance", "order status"): {"mode": Mode.BATCH, "period_hours": 1.0}})
    parcel = shipped(company)
    parcel.product, parcel.value = "lamp", 100.0
    company.env.run(until=clock(0, 10, 15))
    parcel.opened = company.env.now
    parcel.record = Record(parcel.key, "received", company.env.now)
    begin(company, clock(0, 10, 30), lambda: its(company, Finance).refund(parcel))
    company.env.run(until=clock(1, 12))
    assert [(row["time"], row["action"], row["regret"], row["cause"]) for row in decisions_of(company, REFUND)] == [
        (near(clock(0, 10, 30)), 0.0, near(63.0), STALE),
        (near(clock(1, 9)), 1.0, 0.0, 0.0),
    ]
    assert_timeline(company, parcel, [("pay a refund", clock(1, 9), clock(1, 9, 45))])
    assert booked(company, "returns") == [(near(clock(1, 9, 45)), near(-45.0))]


@pytest.mark.parametrize("wrong", [False, True])
def test_a_purchase_for_the_house(wrong: bool) -> None:
    """Ordered in 10 min (Mon 9:00-9:10), the supplier bills after a day; matched in 62 min (Tue 9:10-10:12).

    Purchase data that went wrong on the way make an exception: 80 more minutes, all of it rework.
    """
    company = still()
    its(company, Finance)._supplier_delay = always(company, 24.0)
    case = company.house.cases.open_case("house purchase", 0, "finance")
    case.wrong = frozenset({"detail"} if wrong else ())
    case.opened = clock(0, 9)
    begin(company, clock(0, 9), lambda: its(company, Finance).buy_for_house(case))
    company.env.run(until=clock(1, 17))
    assert case.home != "finance"
    expected = [
        ("order for the house", clock(0, 9), clock(0, 9, 10)),
        ("match a supplier invoice", clock(1, 9, 10), clock(1, 10, 12)),
    ]
    if wrong:
        expected.append(("clear an invoice exception", clock(1, 10, 12), clock(1, 11, 32)))
    assert_timeline(company, case, expected)
    assert case.status == ("paid after an exception" if wrong else "paid")
    assert parts_of(company, case).get("rework", 0.0) == near(80 / 60 if wrong else 0.0)


@pytest.mark.parametrize(("tax_days", "status"), [(12.0, "reported"), (3.0, "reported late")])
def test_a_month_end_hour_by_hour(tax_days: float, status: str) -> None:
    """The books of weeks 1-4, begun on Monday of week 5 at 9:00.

    Eight departments prepare their figures side by side in 2 h 30 (to 11:30). Eight tasks of 11 h 40 side by side:
    Mon 11:30-17 and Tue 9:00-15:10. Taxes 16 h: Tue 1 h 50, Wed 8 h, Thu 6 h 10: Thursday 15:10. Late after 3 days.
    """
    company = still({"finance": {"tax_days": tax_days, "tax_fine": 8000.0}})
    start = 4 * WEEK + 9
    finance = its(company, Finance)
    begin(company, 0.0, finance.periods)
    company.env.run(until=5 * WEEK)
    day = 28
    (case,) = decoded(company).cases.query("kind == 'month end'").to_dict("records")
    assert (case["opened"], case["closed"], case["status"]) == (start, near(clock(day + 3, 15, 10)), status)
    visits = decoded(company).visits
    figures = visits[visits["activity"] == "prepare month-end figures"]
    assert sorted(figures["ended"] - figures["started"]) == near([2.5] * 8)
    tasks = visits[visits["activity"] == "close the books"]
    assert tasks["started"].tolist() == near([clock(day, 11, 30)] * 8)
    assert tasks["ended"].tolist() == near([clock(day + 1, 15, 10)] * 8)
    parts = lead_time_parts(decoded(company)).query("kind == 'month end'").iloc[0]
    assert parts["touch"] == near(2.5 + 700 / 60 + 16)
    assert parts["closed"] == near(3 * 16)
    assert booked(company, "fines") == ([(near(clock(day + 3, 15, 10)), -8000.0)] if tax_days == 3.0 else [])


def test_wrong_payroll_data_are_posted_twice() -> None:
    """7 h of posting (Mon 9-16); a field that arrived wrong costs a question to HR (15 min) and 7 more hours."""
    company = still()
    case = company.house.cases.open_case("payroll", 0, "hr")
    case.wrong |= {"detail"}
    begin(company, clock(0, 9), lambda: its(company, Finance).post_payroll(case))
    company.env.run(until=clock(2, 0))
    assert timeline(company, case) == [
        ("post the payroll", clock(0, 9), clock(0, 16)),
        ("post the payroll", clock(0, 16, 15), near(clock(1, 15, 15))),
    ]


def test_a_refund_that_the_books_never_show_is_paid_once_the_customer_has_been_heard() -> None:
    """The parcel is copied wrong for good; the customer asks on Thursday, is answered, and Finance pays on Friday.

    The first look at the copy is the only decision: nothing new is seen on the mornings after it.
    """
    company = still(links={("logistics", "finance", "order status"): {"mode": Mode.MANUAL, "field_error": 1.0}})
    parcel = shipped(company)
    parcel.product, parcel.value = "lamp", 100.0
    company.env.run(until=clock(0, 10, 15))
    parcel.opened = company.env.now
    parcel.record = Record(parcel.key, "received", company.env.now)
    company.house.information.feeds["logistics", "finance", "order status"].known_until = clock(0, 12)
    begin(company, clock(0, 12), lambda: its(company, Finance).refund(parcel))
    ticket = company.house.cases.open_case("missing refund", 0, "support")
    its(company, Finance)._asked_for[parcel.key] = ticket
    company.env.run(until=clock(3, 12))
    assert parcel.open
    company.house.cases.close(ticket, "solved")
    company.env.run(until=clock(4, 17))
    assert len(decisions_of(company, REFUND)) == 1
    assert parcel.status == "refunded"
    assert_timeline(company, parcel, [("pay a refund", clock(4, 9), clock(4, 9, 45))])


def test_a_run_begins_with_what_businesses_and_consumers_owe() -> None:
    """A week: 7 orders of businesses, paid after 30 + 10 days, and 14 of consumers, half of them paid after 14 + 10.

    A quarter of those of businesses are late. The others will be due within 30 days.
    """
    company = still(
        {
            "customers": {
                "business_orders_per_week": 7,
                "web_orders_per_week": 14,
                "inbound_leads_per_week": 0,
                "pay_later_share": 0.5,
                "business_terms_days": 30,
                "consumer_terms_days": 14,
                "payment_delay_days": 10.0,
            }
        }
    )
    streams = company.house.streams
    its(company, Finance).put_in_progress(UnderWay(streams.uniform("test.left"), streams.uniform("test.who")))
    owed = [case for case in company.house.cases.open_cases.values() if case.kind == "invoice"]
    businesses = [case for case in owed if case.customer is not None and case.customer.business]
    assert (len(businesses), len(owed)) == (40, 40 + 24)
    assert businesses[0].value > owed[-1].value > 0
    due = [case.due for case in businesses if case.due < float("inf")]
    assert 20 <= len(due) < 40
    assert 15 * DAY < max(due) < 30 * DAY
