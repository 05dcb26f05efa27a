"""Relatives of the cases that were measured wrong: other hours, other jobs, other bases, companies of next to nobody."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.company.simulation import Company
from sim.inputs.company_model import CompanyModel
from sim.measures.catalogue import FLOWS, measures_of, split_of
from sim.measures.contacts import abandonment
from sim.measures.customers import TICKETS, contacts_per_issue, first_contact
from sim.measures.hours import departments_of, hours_of, work_of
from sim.measures.kinds import kinds_of
from sim.measures.run import Run
from tests.company.worlds import decoded, plain_company, scenario
from tests.properties.test_hours import (
    all_that_was_worked_was_worked_by_somebody,
    everybody_is_paid_for_being_there_and_works_no_longer,
    no_time_is_negative_and_parts_add_up,
    nobody_is_in_two_places,
    shares_lie_within_their_base,
)

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
PIECES = [[6, 10], [11, 13], [15, 18]]
NIGHT = {"days": WEEKDAYS, "opens": 22, "closes": 6, "breaks": [[2, 2.5]]}
LONG: dict[str, Any] = {"make a batch": {"minutes": 9000}, "write an invoice": {"minutes": 400}}


def run_of(change: dict[str, Any], *, levers: str = "siloed", weeks: int = 2, warm_up: int = 2) -> Run:
    company = Company(scenario(levers, change, weeks=weeks, warm_up_weeks=warm_up), 0)
    company.run()
    return decoded(company)


def all_identities(run: Run) -> None:
    everybody_is_paid_for_being_there_and_works_no_longer(run)
    nobody_is_in_two_places(run)
    all_that_was_worked_was_worked_by_somebody(run)
    shares_lie_within_their_base(run)
    no_time_is_negative_and_parts_add_up(run)


@pytest.mark.parametrize("hours", [{"night": NIGHT}, {"pieces": {"days": WEEKDAYS, "stretches": PIECES}}])
@pytest.mark.parametrize("finishes", [True, False])
def test_long_jobs_in_hours_of_several_stretches(hours: dict[str, Any], finishes: bool) -> None:
    """Batches of 150 h across both edges, in stretches with breaks, over midnight too: hours are cut at the edges."""
    (name,) = hours
    change = {
        "working_hours": hours,
        "teams": {team: {"hours": [name], "finishes_started": finishes} for team in ("production", "finance")},
        "activities": LONG,
    }
    run = run_of(change)
    all_identities(run)
    batches = run.visits[run.visits["activity"] == "make a batch"]
    begun_before = batches[batches["started"] < run.facts.warm_up]
    assert len(begun_before) > 0, "the case is about jobs that cross the edge"
    own = work_of(run)
    counted = own.loc[own["activity"] == "make a batch", "hours"].sum()
    most = hours_of(run).loc["production", ["on_duty", "overtime_hours"]].sum()
    assert 0.0 < counted <= most + 1e-6 < batches["worked"].sum() + most
    assert departments_of(run)["utilisation"].max() <= 1.0


def test_where_nearly_everybody_gives_up_hardly_any_issue_is_solved_at_once() -> None:
    """One agent and little patience: the share is over all issues, contacts over all issues, giving up over all calls."""
    run = run_of({"teams": {"support": {"staff": 2}}, "contacts": {"questions_per_week": 1200}}, warm_up=1)
    issues = run.of_kind(*TICKETS)
    solved = issues[issues["status"] == "solved"]
    gave_up = issues[issues["status"] == "gave up"]
    assert len(gave_up) > len(solved)
    assert first_contact(run) == pytest.approx((solved["value"] <= 1).sum() / len(issues))
    assert first_contact(run) <= len(solved) / len(issues) < 0.5
    assert contacts_per_issue(run) >= 1.0
    assert 0.3 < abandonment(run) <= 1.0
    shares_lie_within_their_base(run)


def one_product() -> CompanyModel:
    """The default company that sells one thing."""
    plain = plain_company()
    plain["products"] = {"chair": plain["products"]["chair"]}
    return CompanyModel.model_validate(plain)


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_a_company_with_one_product(levers: str) -> None:
    world = scenario(levers, weeks=2, warm_up_weeks=1)
    company = Company(world.model_copy(update={"company": one_product()}), 0)
    company.run()
    run = decoded(company)
    all_identities(run)
    measures = measures_of(run)
    assert measures["order lead time"] > 0.0
    assert measures["bullwhip"] >= 0.0 or math.isnan(measures["bullwhip"])


def test_a_company_of_next_to_nobody() -> None:
    """As many people as shifts in every team, a tenth of the customers: what has no cases has no value."""
    plain = plain_company()
    customers = {key: value / 10 for key, value in plain["customers"].items() if key.endswith("_per_week") and value}
    teams = {name: {"staff": len(team["hours"])} for name, team in plain["teams"].items()}
    run = run_of({"teams": teams, "customers": customers}, warm_up=1)
    all_identities(run)
    split = split_of(run).groupby("flow")["cases"].first()
    assert set(split.index) <= set(run.cases["kind"].astype(str))
    measures, kinds = measures_of(run), kinds_of(run)
    for measure, own in kinds.groupby("measure"):
        assert (own["cases"] * own["mean"]).sum() / own["cases"].sum() == pytest.approx(measures[str(measure)])
    assert set(FLOWS) - set(split.index), "some flows have no case at all in so small a company"
