"""Small companies that were measured wrong: what is right stands here."""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.company.simulation import Company
from sim.engine.calendar import DAYS, Calendar
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario
from sim.measures.customers import TICKETS, first_contact
from sim.measures.hours import departments_of, hours_of, work_of
from sim.measures.information import wrong_decisions
from sim.measures.money import labour, profit, resized_profit
from sim.measures.run import Run
from tests.company.worlds import decoded, finished, scenario
from tests.first_company import FIRST

CASES = Path(__file__).parents[1] / "cases"


def loaded(name: str) -> Scenario:
    """A case, beside the company that it names."""
    with tempfile.TemporaryDirectory() as folder:
        for file in (FIRST / "company.toml", CASES / f"{name}.toml"):
            shutil.copy(file, folder)
        return load_scenario(Path(folder) / f"{name}.toml")


def run_of(world: Scenario) -> Run:
    company = Company(world, 0)
    company.run()
    return decoded(company)


def hours_of_team(hours: pd.DataFrame, team: str) -> dict[str, float]:
    """One row of the table of hours."""
    return {str(column): float(hours[column][team]) for column in hours}


@functools.cache
def case(name: str) -> Run:
    return run_of(loaded(name))


def test_hours_worked_before_the_period_do_not_count_in_it() -> None:
    """Batches of 150 hours run for weeks: nobody is at work longer than there, and hours are those of the period."""
    run = case("long_job")
    table = departments_of(run).set_index("team")
    assert table["utilisation"]["production"] > 0.9, "the case is about long jobs"
    assert (table["utilisation"] <= 1.0).all(), table.to_string()
    batches = run.visits[run.visits["activity"] == "make a batch"]
    across = batches[(batches["started"] < run.facts.warm_up) & (batches["ended"] > run.facts.warm_up)]
    assert len(across) > 2
    work = work_of(run)
    assert work.loc[work["activity"] == "make a batch", "hours"].sum() < batches["worked"].sum()


def test_a_long_job_costs_the_resized_company_no_hours_of_the_warm_up() -> None:
    """People at work w hours of d on duty are sized to w / 0.8, absent in proportion: by hand from the table of hours."""
    run = case("long_job")
    hours = hours_of(run)
    saved = 0.0
    for team in hours.index:
        own = hours_of_team(hours, str(team))
        wage, there = run.facts.teams[str(team)].wage, own["on_duty"]
        paid = there + own["absent"] + run.facts.overtime_factor * own["overtime_hours"]
        saved += wage * (paid - own["worked"] / 0.8 * (there + own["absent"]) / there)
    assert resized_profit(run) == pytest.approx(profit(run) + saved / run.facts.years)


@pytest.mark.parametrize("order", [["office", "short"], ["short", "office"]])
def test_whoever_works_a_shift_is_paid_for_it(order: list[str]) -> None:
    """One person of Legal, four weeks of 40 h: 160 h on duty, 160 h paid, in whatever order the shifts are named.

    Hours that the person stayed longer come on top of both.
    """
    world = loaded("unequal_shifts")
    legal = world.company.teams["legal"].model_copy(update={"hours": tuple(order)})
    company = world.company.model_copy(update={"teams": {**world.company.teams, "legal": legal}})
    run = run_of(world.model_copy(update={"company": company}))
    own = hours_of_team(hours_of(run), "legal")
    assert (own["on_duty"], own["absent"], own["paid"] - own["overtime_hours"]) == (160.0, 0.0, 160.0)


def test_the_first_contact_is_counted_over_all_issues() -> None:
    """A third of all give up: those whose first contact solved it are at most as many as were solved at all."""
    run = case("overloaded_support")
    issues = run.of_kind(*TICKETS)
    solved = int((issues["status"] == "solved").sum())
    given_up = int((issues["status"] == "gave up").sum())
    assert given_up > 0.3 * len(issues)
    once = sum(
        1
        for status, contacts in zip(issues["status"], issues["value"], strict=True)
        if status == "solved" and contacts <= 1
    )
    assert first_contact(run) == pytest.approx(once / len(issues))
    assert first_contact(run) <= solved / len(issues) < 0.7


def test_one_refund_is_one_decision_until_a_fact_changes() -> None:
    """In siloed the same refund is looked at again and again: as many decisions as refunds and truths about them."""
    run = finished("siloed").run
    rows = run._frame("decisions", "decision")
    refunds = rows[rows["decision"] == "refund"]
    looks = refunds[refunds["time"] > run.facts.warm_up]
    asked: set[tuple[int, int]] = set()
    wrong = new = 0
    columns = (refunds[column].tolist() for column in ("time", "case", "true", "cause"))
    for time, key, true, cause in sorted(zip(*columns, strict=True), key=lambda row: row[0]):
        if (key, true) not in asked and time > run.facts.warm_up:
            new += 1
            wrong += cause > 0
        asked.add((key, true))
    counted = run.decisions[run.decisions["decision"] == "refund"]
    assert len(counted) == new < len(looks)
    assert int((counted["cause"] > 0).sum()) == wrong
    assert 0.0 < wrong_decisions(run) < 1.0


ABSENT: Mapping[str, Any] = {"hr": {"absence": 0.25}, "teams": {"legal": {"turnover_per_year": 0.0}}}


def test_paid_leave_is_absence_and_breaks_are_no_duty() -> None:
    """Legal works 9 to 12 and 13 to 17: 35 h a week a head are paid, of which about a quarter absent; never the break."""
    company = Company(scenario("siloed", ABSENT, weeks=4, warm_up_weeks=1))
    team = company.house.staffing.teams["legal"]
    broken = Calendar(
        [(DAYS.index(day) * 24.0 + a, DAYS.index(day) * 24.0 + b) for day in DAYS[:5] for a, b in ((9, 12), (13, 17))]
    )
    team.keep_hours([broken] * len(team.members))
    company.run()
    run = decoded(company)
    own = hours_of_team(hours_of(run), "legal")
    assert own["on_duty"] + own["absent"] == pytest.approx(35 * 4 * len(team.members))
    assert 0.1 < own["absent"] / (own["on_duty"] + own["absent"]) < 0.4
    assert own["paid"] == pytest.approx(own["on_duty"] + own["absent"] + own["overtime_hours"])


def test_all_who_are_paid_are_paid_what_the_books_say() -> None:
    """The wage bill is that of the table of hours, team by team, overtime with its premium."""
    run = finished("integrated").run
    bill = 0.0
    hours = hours_of(run)
    for team in hours.index:
        own = hours_of_team(hours, str(team))
        bill += run.facts.teams[str(team)].wage * (own["paid"] + (run.facts.overtime_factor - 1) * own["overtime_hours"])
    assert labour(run) == pytest.approx(bill)
