"""Contracts: drafts with clauses that cost, terms that are on record, and standing contracts that end."""

from __future__ import annotations

from typing import Any

import pytest

from sim.company.back_office.finance import Finance
from sim.company.back_office.legal import Legal
from sim.company.case import CLAUSE, Case
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.inputs.names import CapabilityName
from sim.measures.back_office import clauses_left
from tests.company.worlds import begin, booked, clock, decoded, its, near, plain_company, still

RISKY = {"legal": {"risky_share": 1.0, "review_finds": 1.0, "clause_cost": 0.25}}


def draft(company: Company, time: float) -> Case:
    """A draft contract of a lead that reaches Legal at a time."""
    case = company.house.cases.open_case("lead", 0, "sales", company.house.customers.business(0.5))
    begin(company, time, lambda: its(company, Legal).review(case))
    return case


@pytest.mark.parametrize(("finds", "wrong"), [(1.0, set()), (0.0, {CLAUSE})])
def test_a_review_finds_what_would_have_cost(finds: float, wrong: set[str]) -> None:
    """4 h 30 of reading, Monday 9:00-13:30: the clause is struck out, or overlooked."""
    company = still({"legal": RISKY["legal"] | {"review_finds": finds}})
    case = draft(company, clock(0, 9))
    company.env.run(until=clock(0, 13, 29))
    assert case.wrong == set()
    company.env.run(until=clock(0, 13, 31))
    assert case.wrong == wrong


def test_an_unread_contract_is_signed_at_once() -> None:
    """That is what it saves: 4 h 30. The clause stays in."""
    company = still(RISKY, without=("contracts",))
    case = draft(company, clock(0, 9))
    company.env.run(until=clock(0, 9, 1))
    assert case.wrong == {CLAUSE}
    assert case.customer is not None and case.customer.terms.value == 1


@pytest.mark.parametrize(("without", "left"), [((), 0.0), (("contracts",), 4.0)])
def test_clauses_that_are_left_are_counted(without: tuple[CapabilityName, ...], left: float) -> None:
    """One in a quarter is four a year; none where it has been read."""
    company = still(RISKY, without=without)
    draft(company, clock(0, 9))
    company.env.run(until=clock(1, 0))
    assert clauses_left(decoded(company)) == near(left)


def test_a_clause_costs_a_quarter_of_the_order_and_a_dispute() -> None:
    """Billed on Monday at 9:00, 12 minutes or so of writing: 250 of 1,000 EUR, and the invoice is disputed."""
    company = still(RISKY)
    lead = draft(company, clock(0, 9))
    lead.wrong |= {CLAUSE}
    lead.product, lead.units, lead.value = "lamp", 10, 1000.0
    its(company, Sales)._first_order(lead)
    order = company.house.cases.open_child("order", lead, "sales")
    order.wrong |= {CLAUSE}
    order.value, order.pays_later = 1000.0, True
    invoice = company.house.cases.open_child("invoice", order, "finance")
    begin(company, clock(0, 9), lambda: its(company, Finance).bill(invoice))
    company.env.run(until=clock(0, 12))
    ((_, amount),) = booked(company, "penalties")
    assert amount == near(-250.0)
    assert "terms" in invoice.wrong


@pytest.mark.parametrize(("without", "seen"), [((), 1), (("document management",), 0)])
def test_terms_in_a_drawer_are_not_on_record(without: tuple[CapabilityName, ...], seen: int) -> None:
    """Agreed on Monday at 13:30; whoever looks them up finds the old ones where nobody keeps documents."""
    company = still(without=without)
    case = draft(company, clock(0, 9))
    company.env.run(until=clock(0, 14))
    assert case.customer is not None
    assert case.customer.terms.value == 1
    assert case.customer.terms.latest().value == seen


# ---- standing contracts ----------------------------------------------------------------------------------------------


def ending(company: Company, partner: float) -> Case:
    """A standing contract with somebody, of which the system would remind on Monday at 9:00."""
    legal = its(company, Legal)
    legal._partner = Luck(partner)  # type: ignore[assignment]
    case = company.house.cases.open_case("contract upkeep", 0, "legal")
    case.opened = clock(0, 9)
    begin(company, clock(0, 9), lambda: legal.upkeep(case))
    return case


class Luck:
    """A stream that draws the same number for everybody."""

    def __init__(self, value: float) -> None:
        self.value = value

    def draw(self, *_: Any) -> float:
        """The number."""
        return self.value


UPKEEP = {"supplier_share": 0.5, "overlooked_share": 1.0, "overlooked_days": 30, "reminder_days": 10, "lapse_leaves": 0.0}


def test_a_contract_is_renewed_in_time() -> None:
    """4 h 30 of work from Monday 9:00 on, ten days before the last day of notice; prices stay."""
    company = still({"legal": UPKEEP})
    case = ending(company, 0.1)
    company.env.run(until=clock(2, 0))
    assert (case.status, case.closed) == ("done", near(clock(0, 13, 30)))
    assert company.house.suppliers.dearer(its(company, Legal)._bought[0]) == 0.0


def test_a_contract_that_nobody_thinks_of_lapses() -> None:
    """Thought of 30 days after the last day of notice, 40 after the reminder that did not come: list prices until then.

    That is a Saturday: 4 h 30 on Monday, to 13:30 of day 42. The supplier asks 2 % more.
    """
    company = still({"legal": UPKEEP, "suppliers": {"list_price_share": 0.02}}, without=("document management",))
    case = ending(company, 0.1)
    company.env.run(until=clock(43, 0))
    assert (case.status, case.closed) == ("lapsed", near(clock(42, 13, 30)))
    supplier = its(company, Legal)._bought[int(0.1 / 0.5 * len(its(company, Legal)._bought))]
    assert company.house.suppliers.dearer(supplier) == near(0.02)
    its(company, Legal).renewed(case)
    assert company.house.suppliers.dearer(supplier) == 0.0


def test_a_business_whose_contract_lapsed_looks_elsewhere() -> None:
    """Legal comes to it after the last day; every business would leave: so does this one."""
    sure = {"legal": UPKEEP | {"lapse_leaves": 1.0}, "behaviour": {"churn": True, "churn_realism": 1.0}}
    company = still(sure, without=("document management",))
    customer = company.house.customers.business(0.8)
    customer.satisfaction = 0.0
    case = ending(company, 0.9)
    company.env.run(until=clock(43, 0))
    assert case.status == "lapsed"
    assert company.house.customers.business(0.8) == customer and customer.churned


def test_who_buys_nothing_has_contracts_with_businesses_only() -> None:
    """Everything is made here: a tenth of the way along the draw is a tenth of the way along the businesses."""
    made = {name: row | {"made": True} for name, row in plain_company()["products"].items()}
    company = still({"legal": UPKEEP, "products": made})
    case = ending(company, 0.1)
    assert its(company, Legal).with_a_supplier(case) == ""
    assert its(company, Legal)._left_place(case) == near(0.1)


def test_reminders_wait_while_the_system_is_down() -> None:
    """Down from Monday 9:00 to Wednesday 12:00: begun then, done at 16:30, still in time."""
    company = still({"legal": UPKEEP})
    platform = company.house.systems.platforms["legal"]
    company.env.at(clock(0, 9), platform.fail)
    company.env.at(clock(2, 12), platform.restore)
    case = ending(company, 0.1)
    company.env.run(until=clock(4, 0))
    assert (case.status, case.closed) == ("done", near(clock(2, 16, 30)))
