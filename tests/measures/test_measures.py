"""Measures on runs so small that their values can be counted, and the catalogue as a whole."""

from __future__ import annotations

import math

import pytest

from sim.measures.catalogue import FLOW_ENDS, FLOWS, MEASURES, departments_of, measures_of, split_of, work_in_progress
from sim.measures.customers import (
    contacts_per_issue,
    failure_demand,
    first_contact,
    lifetime_value,
    on_time,
    order_lead,
    repeat_contacts,
    ticket_hours,
)
from sim.measures.efficiency import cost_per_case, days_sales_outstanding, overtime
from sim.measures.information import bullwhip, handoffs_per_case, regret_per_week, wrong_decisions
from sim.measures.lead_time import PARTS
from sim.measures.money import labour, rework_cost, statement
from sim.measures.run import Run
from tests.company.worlds import begin, clock, decoded, finished, still


def settled(weeks: float = 1.0, **change):  # type: ignore[no-untyped-def]
    """A still company, and a function that ends it after some weeks and decodes it."""
    company = still(change or None)
    company.house.cases.horizon = weeks * 168.0

    def end() -> Run:
        company.env.run(until=company.house.cases.horizon)
        for team in company.house.staffing.teams.values():
            team.close()
        return decoded(company)

    return company, end


def test_tickets_are_counted() -> None:
    """Three tickets solved after 1, 2 and 3 h with 1, 1 and 4 contacts, the last a consequence of a failure.

    Mean 2 h; two of three at first contact; 2 contacts an issue; 3 repeats of 6 contacts; a third failure demand.
    """
    company, end = settled()
    for number, (hours, contacts) in enumerate(((1.0, 1), (2.0, 1), (3.0, 4))):
        case = company.house.cases.open_case("question", number, "support")
        case.opened, case.value, case.failure = clock(0, 9), contacts, contacts > 1
        company.env.at(clock(0, 9 + hours), lambda case=case: company.house.cases.close(case, "solved"))
    run = end()
    assert ticket_hours(run) == pytest.approx(2.0)
    assert first_contact(run) == pytest.approx(2 / 3)
    assert contacts_per_issue(run) == pytest.approx(2.0)
    assert repeat_contacts(run) == pytest.approx(0.5)
    assert failure_demand(run) == pytest.approx(1 / 3)


def test_orders_are_counted() -> None:
    """Delivered after 24 h, delivered late after 48 h, and one still open, which counts in neither."""
    company, end = settled()
    for number, (hours, status) in enumerate(((24.0, "delivered"), (48.0, "delivered late"))):
        case = company.house.cases.open_case("order", number, "sales")
        company.env.at(hours, lambda case=case, status=status: company.house.cases.close(case, status))
    company.house.cases.open_case("order", 2, "sales")
    run = end()
    assert order_lead(run) == pytest.approx(36.0)
    assert on_time(run) == pytest.approx(0.5)


def test_days_sales_outstanding_are_weighted_by_value() -> None:
    """100 EUR after 20 days and 300 EUR after 40 days: (100 x 20 + 300 x 40) / 400 = 35 days; prepaid ones left out.

    Left out too is one that was under way when the run began: nobody knows how old it was.
    """
    company, end = settled(weeks=7)
    for number, (days, value) in enumerate(((20, 100.0), (40, 300.0), (0.1, 5000.0))):
        case = company.house.cases.open_case("invoice", number, "finance")
        case.value, case.opened = value, 1.0
        company.env.at(24.0 * days + 1.0, lambda case=case: company.house.cases.close(case, "paid"))
    under_way = company.house.cases.open_case("invoice", 3, "finance")
    under_way.value = 1000.0
    company.env.at(24.0 * 12, lambda: company.house.cases.close(under_way, "paid"))
    assert days_sales_outstanding(end()) == pytest.approx(35.0)


def test_wages_are_paid_for_hours_on_duty_and_overtime_with_its_premium() -> None:
    """One week: every team its people x 40 h x wage; and 7 minutes of overtime of customer service at 1.5 x 29 EUR."""
    company, end = settled()
    case = company.house.cases.open_case("busy", 0, "support")
    begin(company, clock(0, 19, 50), lambda: work(company.departments["support"].team, case.key, 17 / 60))
    run = end()
    weekly = sum(team.staff * 40 * team.wage_per_hour for team in company.house.model.teams.values())
    assert labour(run) == pytest.approx(weekly + 7 / 60 * 29 * 1.5)
    assert overtime(run) == pytest.approx(7 / 60)


def work(team, case: int, hours: float):  # type: ignore[no-untyped-def]
    yield team.work(case, hours)


def test_helping_counts_as_work_of_those_who_help() -> None:
    """One of CRM works 10 h of CRM's and 2 h of customer service's work: CRM worked 12 of 120 h, customer service none.

    On Wednesday at 9:00 nobody of customer service is there: its early shift has left, its late shift comes at 12:00.
    """
    company, end = settled()
    crm, support = company.house.staffing.teams["crm"], company.house.staffing.teams["support"]
    crm.help(support)
    for member in list(support.members[:4]):  # the early shift goes; three of the late shift stay
        support.leave(member)
    begin(company, clock(0, 9), lambda: work(crm, 1, 10.0))
    begin(company, clock(2, 9), lambda: work(support, 2, 2.0))
    run = end()
    table = departments_of(run).set_index("team")
    assert table.loc["crm", "utilisation"] == pytest.approx(12 / 120)
    assert table.loc["support", "utilisation"] == 0.0


def test_decisions_are_counted() -> None:
    """Four questions, one of them decided wrong at 60 EUR: a quarter wrong, 60 EUR a week of regret, in one week."""
    from sim.company.decisions import REFUND, RefundClaim

    company, end = settled()
    just, unjust = RefundClaim(True, 100.0, 60.0), RefundClaim(False, 100.0, 60.0)
    for number, view in enumerate((just, just, unjust, just)):
        case = company.house.cases.open_case("order", number, "sales")
        company.env.at(1.0, lambda case=case, view=view: company.departments["finance"].decide(case, REFUND, view, just))
    run = end()
    assert wrong_decisions(run) == pytest.approx(0.25)
    assert regret_per_week(run) == pytest.approx(60.0)


def test_an_open_question_is_decided_once_until_a_fact_changes() -> None:
    """A refund declined on three mornings is one wrong decision; declined again of another truth, a second; then paid."""
    from sim.company.decisions import CREDIT, REFUND, Credit, RefundClaim

    company, end = settled()
    case = company.house.cases.open_case("order", 0, "sales")
    just, unjust = RefundClaim(True, 100.0, 60.0), RefundClaim(False, 100.0, 60.0)
    for day, (view, version) in enumerate(((unjust, 0), (unjust, 0), (unjust, 0), (unjust, 1), (just, 1))):
        company.env.at(
            24.0 * day + 9.0,
            lambda view=view, version=version: company.departments["finance"].decide(
                case, REFUND, view, just, version=version
            ),
        )
    credit = Credit(0.0, 0.0, 10.0, 100.0, 0.1, 0.5, 1.0)
    for day in range(2):  # a rule whose answer is carried out asks a new question every time
        company.env.at(24.0 * day + 9.0, lambda: company.departments["sales"].decide(case, CREDIT, credit, credit))
    run = end()
    assert len(run.decisions) == 4
    assert wrong_decisions(run) == pytest.approx(2 / 4)
    assert regret_per_week(run) == pytest.approx(120.0)


def test_the_bullwhip_by_hand() -> None:
    """Wanted 1, 3 a week (variance 2), ordered 0, 8 (variance 32): the ratio is 16."""
    company, end = settled(weeks=2)
    for week, (wanted, ordered) in enumerate(((1, 0), (3, 8))):
        company.env.at(168.0 * week + 5, lambda units=wanted: company.house.ledger.level("wanted", "lamp", units))
        company.env.at(168.0 * week + 6, lambda units=ordered: company.house.ledger.level("ordered", "lamp", units))
    assert bullwhip(end()) == pytest.approx(16.0)


def test_nothing_to_compute_from_is_not_a_number() -> None:
    """A week in which nothing happens has no lead times, no shares of tickets, no ratio; but it has wages."""
    _, end = settled()
    run = end()
    values = measures_of(run)
    for name in ("order lead time", "first-contact resolution", "on time", "bullwhip", "wrong decisions"):
        assert math.isnan(values[name]), name
    assert values["profit"] < 0
    assert math.isnan(cost_per_case(run)) and math.isnan(handoffs_per_case(run))


def test_lifetime_value_by_its_formula() -> None:
    """Margin per customer and year m, churn c, discount d: m x the sum over five years of ((1 - c) / (1 + d)) ^ t."""
    company, end = settled()
    company.env.at(1.0, lambda: company.house.ledger.pay("margin", "sales", 1000.0))
    company.env.at(2.0, lambda: company.house.ledger.level("left", "marketing", 7))
    run = end()
    people = 1200 + 180
    yearly, churn = 1000.0 * 52 / people, 52 / people
    expected = yearly * sum(((1 - churn) / 1.08) ** year for year in range(5))
    assert lifetime_value(run) == pytest.approx(expected)


def test_rework_is_an_of_which_line() -> None:
    """Two hours of rework in Finance are 84 EUR "of which", and do not change the profit."""
    results = {}
    for rework in (False, True):
        company, end = settled()
        kind = 1 if rework else 0
        begin(company, clock(0, 9), lambda c=company, kind=kind: task(c, kind))  # type: ignore[misc]
        results[rework] = end()
    assert rework_cost(results[False]) == 0.0
    assert rework_cost(results[True]) == pytest.approx(2 * 42)
    profits = [float(statement(run).set_index("line")["amount"]["profit"]) for run in results.values()]
    assert profits[0] == profits[1]


def task(company, kind: int):  # type: ignore[no-untyped-def]
    yield company.departments["finance"].team.work(1, 2.0, kind=kind)


# ---- the catalogue on a whole run ----------------------------------------------------------------------------------


def test_the_catalogue_is_in_order() -> None:
    """Ids are unique; the short table is short; directions and benefits are of the known kinds."""
    ids = [measure.id for measure in MEASURES]
    assert len(ids) == len(set(ids))
    assert 8 <= sum(measure.short for measure in MEASURES) <= 20
    assert {measure.better for measure in MEASURES} <= {"lower", "higher", "neither"}
    assert {measure.benefit for measure in MEASURES} == {
        "information flow",
        "decisions",
        "customer experience",
        "efficiency",
        "money",
    }


SHARES = [measure.id for measure in MEASURES if measure.unit == "share"]
NEVER_HAPPENS = {
    # this company's Finance makes no report that anybody reads
    "wrong campaign budget",
    "wrong credit limit",
    "wrong temporary staff",
    # nobody is stopped, nobody is taught, and the first month is still being closed
    "without tools",
    "newcomers' learning",
    "month end",
}
"""Measures that have no value after five weeks of the first company, siloed or not."""
NEEDLESS = {"inquiry hours", "keying slips", "unclear hours"}
"""Measures of what comes of several systems: where all work on one, nobody asks, asks back, or keys anything in again."""


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_shares_are_shares(levers: str) -> None:
    """Every measure in shares lies between 0 and 1, and all that can have a value after five weeks have one."""
    values = measures_of(finished(levers).run)
    for name in SHARES:
        assert math.isnan(values[name]) or 0.0 <= values[name] <= 1.0, name
    missing = {name for name, value in values.items() if math.isnan(value)}
    assert missing == NEVER_HAPPENS | (NEEDLESS if levers == "integrated" else set())


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_the_split_of_each_flow_is_its_lead_time(levers: str) -> None:
    """Mean hours of the seven parts sum to the mean lead time of the cases that came to the flow's end, counted too."""
    run = finished(levers).run
    table = split_of(run)
    cases = run.cases[run.cases["finished"] & run.cases["measured"]]
    assert set(table["flow"]) <= set(FLOWS) and len(set(table["flow"])) >= 10
    for flow, own in table.groupby("flow"):
        reached = cases[(cases["kind"] == flow) & cases["status"].isin(FLOW_ENDS.get(str(flow), set(cases["status"])))]
        left = ((run.cases["kind"] == flow) & ~run.cases["finished"]).sum()
        leads = reached["lead"]
        assert set(own["part"]) == set(PARTS)
        assert own["hours"].sum() == pytest.approx(leads.mean())
        assert own["cases"].unique().tolist() == [len(leads)]
        assert own["unfinished"].unique().tolist() == [left / (left + len(leads))]


def test_work_in_progress_is_what_is_open_at_noon() -> None:
    """Counted day by day beside a plain loop over all cases."""
    run = finished("siloed").run
    table = work_in_progress(run)
    kinds = {
        "order",
        "business order",
        "question",
        "technical",
        "complaint",
        "where is my order",
        "invoice dispute",
        "wrong item",
        "return",
        "missing refund",
        "change of data",
    }
    cases = run.cases[run.cases["kind"].isin(kinds)]
    for day in (0, 3, 17, 34):
        noon = 24.0 * day + 12.0
        open_then = ((cases["opened"] <= noon) & (cases["closed"] > noon)).sum()
        assert table.loc[table["day"] == day, "cases"].tolist() == [open_then]
