"""Tact acts wherever people talk: who negotiates without any wins less, who settles without any offends."""

from __future__ import annotations

import pytest

from sim.company.back_office.finance import Finance
from sim.company.back_office.legal import Legal
from sim.company.department import Department
from sim.company.front_office.crm import CustomerRelations
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.company.tact import lack_of, left_of
from tests.company.worlds import always, begin, clock, decoded, its, near, still

TACT = {"win_left": 0.6, "offer_left": 0.4, "offended_share": 0.5, "unclear_factor": 2.0}


def company_of(tact: float, department: str) -> Company:
    """The still company, in which everybody of a department has so much tact; 0.5 is usual there."""
    change = {"tact": TACT, "departments": {department: {"tact": 0.5}}, "sales": {"win_share": 0.5}}
    company = still(change)
    staffing = company.house.staffing
    for name, team in staffing.teams.items():
        if company.house.model.teams[name].department == department:
            for member in team.members:
                staffing.colleagues.introduce(member, name, 1.0, tact)
    return company


def test_what_is_left_and_what_lacks() -> None:
    assert [left_of(tact, 0.5, 0.6) for tact in (0.0, 0.25, 0.5, 0.75)] == near([0.6, 0.8, 1.0, 1.2])
    assert [lack_of(tact, 0.5) for tact in (0.0, 0.25, 0.5, 0.75)] == near([1.0, 0.5, 0.0, 0.0])
    assert (left_of(0.3, 0.0, 0.6), lack_of(0.3, 0.0)) == (1.0, 0.0), "where none is usual, none is missed"


@pytest.mark.parametrize(("tact", "status"), [(0.5, "won"), (0.25, "lost"), (0.0, "lost")])
def test_a_deal_by_tact(tact: float, status: str) -> None:
    """Luck 0.45: half of all deals are won at the usual tact, 0.8 x 0.5 = 0.4 at half of it."""
    company = company_of(tact, "sales")
    sales = its(company, Sales)
    sales._wins, sales._negotiation = always(company, 0.45), always(company, 0.001)
    case = company.house.cases.open_case("lead", 0, "sales", company.house.customers.business(0.5))
    begin(company, clock(0, 9), lambda: sales.negotiate(case, 0.0))
    company.env.run(until=clock(2, 0))
    assert case.status == status


@pytest.mark.parametrize(("tact", "felt"), [(0.5, 1.0), (0.25, 0.7), (0.0, 0.4)])
def test_an_offer_by_tact(tact: float, felt: float) -> None:
    """An offer counts for so much of the best experience; of what is felt the newest counts a part."""
    company = company_of(tact, "crm")
    crm, customer = its(company, CustomerRelations), company.house.customers.get(1)
    crm._offended = always(company, 0.9)
    before, weight = customer.satisfaction, company.house.model.behaviour.satisfaction_memory
    case = company.house.cases.open_case("offer", 0, "crm", customer)
    begin(company, clock(0, 9), lambda: crm.offer(customer, case))
    company.env.run(until=clock(1, 0))
    assert customer.satisfaction == near(before + weight * (felt - before))


@pytest.mark.parametrize(("kind", "flow"), [(Finance, "settle a dispute"), (Legal, "handle a complaint")])
@pytest.mark.parametrize(
    ("tact", "luck", "complaints"), [(0.5, 0.01, 0), (0.25, 0.24, 1), (0.25, 0.26, 0), (0.0, 0.49, 1)]
)
def test_who_is_talked_to_without_tact_complains(
    kind: type[Department], flow: str, tact: float, luck: float, complaints: int
) -> None:
    """Half of those complain who meet no tact at all, a quarter where half of it is missing, nobody at the usual tact."""
    company = company_of(tact, kind.name)
    department = its(company, kind)
    department._offended = always(company, luck)
    case = company.house.cases.open_case("technical", 0, "support", company.house.customers.get(1))
    begin(company, clock(0, 9), lambda: department.solve(case))
    company.env.run(until=clock(0, 9) + 60)
    run = decoded(company)
    assert flow in set(run.visits["activity"])
    under_way = [case for case in company.house.cases.open_cases.values() if case.kind == "complaint"]
    assert (len(under_way) + (run.cases["kind"] == "complaint").sum() > 0) == bool(complaints)


@pytest.mark.parametrize("tact", [0.5, 0.25, 0.0])
def test_who_has_no_tact_writes_unclearly(tact: float) -> None:
    """Without any the messages are unclear twice as often, with half of the usual one and a half times."""
    member = company_of(tact, "sales").house.staffing.teams["sales"].members[0]
    assert member.unclear == near(1.0 + lack_of(tact, 0.5))


def test_without_interpersonal_skill_nobody_has_any() -> None:
    company = still()
    company.house.world.without = frozenset({"interpersonal skill"})
    staffing = company.house.staffing
    member = staffing.teams["sales"].members[0]
    staffing.colleagues.follow(member)
    assert member.tact == 0.0
    assert staffing.join("sales", 0, 1.0).tact == 0.0
