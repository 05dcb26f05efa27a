"""Legal: contracts whose terms others bill by, and data requests collected from everybody against a deadline."""

from __future__ import annotations

from sim.company.back_office.legal import Legal
from sim.engine.codes import Mode
from tests.company.worlds import assert_timeline, begin, booked, clock, decoded, its, near, parts_of, still


def test_a_data_request_hour_by_hour() -> None:
    """Eight departments collect for 40 min side by side (Mon 9:00-9:40), Legal answers in 4 h: 13:40, in time."""
    company = still()
    legal = its(company, Legal)
    case = company.house.cases.open_case("data access", 0, "legal")
    case.opened = clock(0, 9)
    begin(company, clock(0, 9), lambda: legal.data_access(case))
    company.env.run(until=clock(1, 0))
    assert_timeline(company, case, [("answer a data request", clock(0, 9, 40), clock(0, 13, 40))])
    visits = decoded(company).visits
    collected = visits[visits["activity"] == "collect personal data"]
    assert len(collected) == 8
    assert set(collected["ended"].round(9)) == {round(clock(0, 9, 40), 9)}
    assert (case.status, case.closed) == ("answered", near(clock(0, 13, 40)))
    assert booked(company, "fines") == []
    assert parts_of(company, case) == near({"touch": 40 / 60 + 4})


def test_a_late_answer_is_fined() -> None:
    """The same request with a deadline of 4 h: 40 minutes late, 5,000 EUR."""
    company = still({"legal": {"deadline_days": 4 / 24}})
    case = company.house.cases.open_case("data access", 0, "legal")
    case.opened = clock(0, 9)
    begin(company, clock(0, 9), lambda: its(company, Legal).data_access(case))
    company.env.run(until=clock(1, 0))
    assert case.status == "answered late"
    assert booked(company, "fines") == [(near(clock(0, 13, 40)), -5000.0)]


def test_the_slowest_department_decides() -> None:
    """With HR asked by hand, everybody waits for HR's inbox: its way is the request's lead time.

    Legal writes 4 min (9:04); HR looks at 11:00, collects 40 min (11:40), answers at once; Legal: 11:40-15:40.
    """
    company = still(links={("legal", "hr", "data request"): {"mode": Mode.MANUAL, "write_hours": 4 / 60}})
    case = company.house.cases.open_case("data access", 0, "legal")
    case.opened = clock(0, 9)
    begin(company, clock(0, 9), lambda: its(company, Legal).data_access(case))
    company.env.run(until=clock(1, 0))
    assert case.closed == near(clock(0, 15, 40))
    assert parts_of(company, case) == near({"touch": 40 / 60 + 4, "information": 2.0})


def test_reviewed_terms_are_on_record_when_the_review_is_done() -> None:
    """4 h 30 of review, Monday 9:00-13:30; the customer's terms are new from 13:30 and not before."""
    company = still()
    customer = company.house.customers.business(0.5)
    case = company.house.cases.open_case("lead", 0, "sales", customer)
    begin(company, clock(0, 9), lambda: its(company, Legal).review(case))
    company.env.run(until=clock(0, 13, 29))
    assert customer.terms.value == 0
    company.env.run(until=clock(0, 14))
    assert_timeline(company, case, [("review a contract", clock(0, 9), clock(0, 13, 30))])
    assert customer.terms.value == 1


def test_data_requests_come_before_contracts() -> None:
    """All three of Legal have contracts in hand, three wait; the answer to a data request takes the next free hand."""
    company = still()
    legal = its(company, Legal)
    contracts = [company.house.cases.open_case("contract upkeep", number, "legal") for number in range(6)]
    for contract in contracts:
        begin(company, clock(0, 9), lambda contract=contract: legal.upkeep(contract))  # type: ignore[misc]
    case = company.house.cases.open_case("data access", 0, "legal")
    case.opened = clock(0, 9)
    begin(company, clock(0, 9), lambda: legal.data_access(case))
    company.env.run(until=clock(2, 0))
    assert_timeline(company, case, [("answer a data request", clock(0, 13, 30), clock(1, 9, 30))])
    assert parts_of(company, case)["queue"] == near(4.5 - 40 / 60)
