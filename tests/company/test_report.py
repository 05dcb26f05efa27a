"""Finance's report: what it says, when it is there, and what is decided on it."""

from __future__ import annotations

from typing import Any

import pytest

from sim.company.back_office.finance import Finance
from sim.company.back_office.hr import HumanResources
from sim.company.decisions import BUDGET, LIMIT, TEMPORARY
from sim.company.figures import Figures
from sim.company.front_office.marketing import Marketing
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.engine.codes import Mode
from tests.company.worlds import begin, booked, clock, decisions_of, decoded, its, near, plain_company, still

READERS = ("marketing", "sales", "hr")
FEEDS = [{"record": "financial report", "source": "finance", "target": reader} for reader in READERS]
POLICY: dict[str, Any] = {
    "marketing": {"least_share": 0.8, "recipients": 1000, "cost_per_campaign": 2000},
    "sales": {"tolerated_arrears": 0.25, "tight_share": 0.5},
    "hr": {"temporary_above_days": 4, "temporary_weeks": 2, "temporary_premium": 0.5, "temporary_speed": 1.0},
    "feeds": [*plain_company()["feeds"], *FEEDS],
}


def reporting(figures: Figures | None = None, **links: Any) -> Company:
    """A company in which three departments get Finance's report; what it says from Monday 10:00 on, if anything."""
    company = still(POLICY, **links)
    finance = its(company, Finance)
    if figures is not None:
        company.env.at(clock(0, 10), lambda: finance.publish(figures))
    return company


def test_the_report_is_made_on_monday_morning() -> None:
    """150 minutes from 9:00 on: nobody has it at 11:29, everybody at 11:31; a tenth of what is owed is overdue."""
    company = reporting()
    customer = company.house.customers.business(0.5)
    customer.owes(0.0, 1000.0, 100.0)
    finance = its(company, Finance)
    begin(company, 0.0, finance.reports)
    company.env.run(until=clock(0, 11, 29))
    assert its(company, Sales).report() is None
    company.env.run(until=clock(0, 11, 31))
    told = its(company, Sales).report()
    assert told is not None and told[0].value == Figures({}, near(0.1), {})


def test_what_campaigns_brought_is_what_has_been_billed() -> None:
    """Two orders of 10 lamps each of one campaign, 900 EUR at 45 %: 810 EUR on 1,000 letters."""
    company = reporting()
    finance = its(company, Finance)
    campaign = company.house.cases.open_case("campaign", 0, "marketing")
    for _ in range(2):
        order = company.house.cases.open_child("order", campaign, "sales")
        order.product, order.units, order.value = "lamp", 10, 900.0
        finance.note_campaign(order)
    assert finance.as_reported().campaigns == {"lamp": near(0.81)}


@pytest.mark.parametrize(("brought", "share"), [(1.9, 0.8), (2.1, 1.0), (None, 1.0)])
def test_a_campaign_that_has_not_paid_gets_a_smaller_list(brought: float | None, share: float) -> None:
    """A letter costs 2 EUR; where nothing is reported of a product, what it is thought to bring decides."""
    company = reporting(Figures({"desk": brought} if brought else {}, 0.0, {}))
    company.env.run(until=clock(0, 11))
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "desk"
    assert its(company, Marketing).budget(case) == share
    assert decisions_of(company, BUDGET)[0]["action"] == share


def test_without_a_report_campaigns_go_to_the_whole_list() -> None:
    company = still()
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "desk"
    assert its(company, Marketing).budget(case) == 1.0
    assert decisions_of(company, BUDGET) == []


@pytest.mark.parametrize(("arrears", "factor"), [(0.2, 1.0), (0.3, 0.5)])
def test_the_credit_limit_follows_what_is_overdue(arrears: float, factor: float) -> None:
    """Tightened to a half where more than a quarter is overdue, whatever is true meanwhile."""
    company = reporting(Figures({}, arrears, {}))
    company.env.run(until=clock(0, 11))
    sales = its(company, Sales)
    sales.set_limit(company.house.cases.open_case("credit limit", 0, "sales"))
    assert sales.limit == near(factor * sales.usual_limit)
    ((row,)) = decisions_of(company, LIMIT)
    assert row["oracle"] == near(sales.usual_limit)


def test_somebody_helps_out_for_two_weeks() -> None:
    """Finance has 6 days of work by the report, 2 too many: one more person from Tuesday 10:00 on, for two weeks.

    The agency takes half of 80 hours' wage.
    """
    company = reporting(Figures({}, 0.0, {"finance": 20.0}))
    company.env.run(until=clock(1, 10))
    hr, team = its(company, HumanResources), company.house.staffing.teams["finance"]
    before = len(team.members)
    hr.fill_gaps(company.house.cases.open_case("temporary staff", 0, "hr"))
    company.env.run(until=clock(1, 11))
    taken = sum(row["action"] for row in decisions_of(company, TEMPORARY))
    assert taken == len(team.members) - before == company.house.model.hr.most_temporary
    wage = company.house.model.teams["finance"].wage_per_hour
    assert sum(amount for _, amount in booked(company, "agency")) == near(-taken * 40.0 * wage)
    company.env.run(until=clock(16, 0))
    assert len(team.members) == before


def test_whom_an_agency_has_lent_gives_no_notice_over_pay() -> None:
    """All pay is wrong and all go over it while somebody helps out in Finance: those whom the company employs."""
    policy = POLICY | {"hr": POLICY["hr"] | {"wrong_slips": 1.0, "pay_leave_share": 1.0}}
    company = still(policy)
    company.env.at(clock(0, 10), lambda: its(company, Finance).publish(Figures({}, 0.0, {"finance": 20.0})))
    company.env.run(until=clock(1, 10))
    hr, house = its(company, HumanResources), company.house
    hr.fill_gaps(house.cases.open_case("temporary staff", 0, "hr"))
    company.env.run(until=clock(1, 11))
    assert len(house.staffing.teams["finance"].members) == len(house.staffing.employed("finance")) + 1
    payroll = house.cases.open_case("payroll", 1, "hr")
    payroll.due = clock(2, 0)
    hr.people_are_paid(payroll)
    company.env.run(until=clock(1, 12))
    leaving = [one for one in house.cases.open_cases.values() if one.kind == "vacancy"]
    assert len(leaving) == house.model.people
    company.env.run(until=clock(40, 0))
    assert house.staffing.lent == set()


def test_a_report_by_hand_is_as_old_as_its_copy() -> None:
    """Copied once a day: what is published on Monday at 10:00 decides from the next copy on, and not before."""
    links = {("finance", "marketing", "financial report"): {"mode": Mode.BATCH}}
    company = reporting(Figures({"desk": 1.0}, 0.0, {}), links=links, practices={"marketing": {"report_hours": 24.0}})
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "desk"
    company.env.run(until=clock(0, 12))
    assert its(company, Marketing).budget(case) == 1.0
    company.env.run(until=clock(1, 1))
    assert its(company, Marketing).budget(case) == 0.8


def test_live_figures_follow_in_between() -> None:
    """Where notes are taken every quarter of an hour the report is never older, and knows how much work waits."""
    company = reporting(practices={"finance": {"note_hours": 0.25}})
    begin(company, 0.0, its(company, Finance).reports)
    company.env.run(until=clock(2, 0))
    told = its(company, Sales).report()
    assert told is not None and set(told[0].value.waiting) == set(company.house.model.connected_teams)
    assert len(decoded(company).cases.query("kind == 'financial report'")) == 1


def test_while_the_system_is_down_figures_stand_still() -> None:
    """Down from Monday 12:00 on: the last figures are of 12:00, whatever is overdue since."""
    company = reporting(practices={"finance": {"note_hours": 0.25}})
    begin(company, 0.0, its(company, Finance).reports)
    platform = company.house.systems.platforms["finance"]
    company.env.at(clock(0, 12), platform.fail)
    company.env.run(until=clock(0, 13))
    company.house.customers.business(0.5).owes(company.env.now, 100.0, 100.0)
    company.env.run(until=clock(0, 18))
    told = its(company, Sales).report()
    assert told is not None and told[0].value.arrears == 0.0
