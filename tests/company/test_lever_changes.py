"""Every lever may begin during a run: what is read once when a company is built is built anew when it adopts a world."""

from __future__ import annotations

from typing import Any

import pytest

from sim.company.front_office.support import Support
from sim.company.simulation import Company
from sim.engine.calendar import WEEK, Calendar
from sim.inputs.events_model import LeverChange
from sim.inputs.levers_model import LEVERS
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import world
from tests.company.worlds import decoded, its, scenario

WITHOUT_NUMBERS = ("member", "place")
"""Columns with numbers given in order of first use, which is another order when a company changes."""
LATER = ("personalisation",)


def at(lever: str, level: float, *changes: LeverChange, weeks: int = 1) -> Scenario:
    """The siloed company with a lever at a level, and with changes."""
    siloed = scenario("siloed", weeks=weeks, warm_up_weeks=0)
    levers = siloed.levers.model_copy(update={lever: level})
    return type(siloed).model_validate({**dict(siloed), "levers": levers, "lever_changes": changes})


def rows(company: Company) -> dict[str, list[str]]:
    """All that happened, in words, in any order."""
    run = decoded(company)
    tables: dict[str, Any] = {
        name: getattr(run, name) for name in ("cases", "visits", "duty", "money", "decisions", "outages")
    }
    return {
        name: sorted(
            map(
                str,
                table.drop(columns=[*{*WITHOUT_NUMBERS} & {*table}]).astype(object).itertuples(index=False, name=None),
            )
        )
        for name, table in tables.items()
    }


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_that_begins_in_week_1_is_in_force_from_then_on(lever: str) -> None:
    """After the run the company has the bots, copies, hours, speeds, practices of one that was built with the lever."""
    change = LeverChange(lever=lever, week=1, level=1.0)
    built, changed = Company(at(lever, 1.0)), Company(at(lever, 0.0, change, weeks=2))
    assert changed.house.world.primitives == world(changed.house.model, at(lever, 0.0).levers)
    changed.run()
    assert changed.house.world.primitives == built.house.world.primitives
    practices = {name: department.practice for name, department in changed.departments.items()}
    assert practices == built.house.world.primitives.practices
    numbers = [
        {
            name: (len(bots.team.members), bots.unnoticed)
            for name, bots in company.house.automation.bots.items()
            if company.house.world.primitives.practices[name].bot_share
            or company.house.world.primitives.practices[name].keying_bots
        }
        for company in (built, changed)
    ]
    assert numbers[0] == numbers[1]
    assert {*built.house.information.feeds} <= {*changed.house.information.feeds}
    assert all(
        changed.house.information.feeds[name].live == feed.live
        and changed.house.information.feeds[name].error == feed.error
        for name, feed in built.house.information.feeds.items()
    )
    for name, team in changed.house.staffing.teams.items():
        department, staffing = changed.house.model.teams[name].department, changed.house.staffing
        assert team.calendar.spans == built.house.staffing.teams[name].calendar.spans
        assert all(
            member.speed == staffing.colleagues.speed(department, staffing.colleagues.craft(member))
            for member in team.members
        )
    assert changed.house.cases.arrivals["easy question"].per_week == its(built, Support).easy_questions()


@pytest.mark.parametrize("lever", [lever for lever in LEVERS if lever not in LATER])
def test_a_company_that_adopts_a_lever_before_its_first_hour_is_the_one_built_with_it(lever: str) -> None:
    """Bit for bit, except for the order in which names and people get their numbers.

    Not so with personalisation: copies that are kept only now are keyed in after the others of the same hour, while a
    company built with them keeps the order in which they are declared.
    """
    built, changed = Company(at(lever, 1.0)), Company(at(lever, 0.0))
    changed.adopt(built.house.world.primitives)
    for company in (built, changed):
        company.run()
    assert rows(built) == rows(changed)


def test_a_calendar_that_changes_during_a_run() -> None:
    """Office hours for a week, then an hour earlier: Monday of week 0 opens at 9, of week 1 at 8."""
    usual, earlier = (Calendar.daily(["mon"], opening, opening + 8.0) for opening in (9.0, 8.0))
    both = Calendar.in_turn([(0.0, usual), (WEEK, earlier)], 2 * WEEK)
    assert both.spans == [(9.0, 17.0), (WEEK + 8.0, WEEK + 16.0)]
    assert Calendar.in_turn([(0.0, usual)], 2 * WEEK) is usual


def test_departments_that_name_the_same_system_share_it() -> None:
    """Sales and Marketing name one system: both are without it when it fails, and it fails by one clock."""
    company = Company(
        scenario(
            "siloed",
            {"departments": {"marketing": {"system": "a system of two"}, "sales": {"system": "a system of two"}}},
        )
    )
    assert (
        company.house.systems.platforms["sales"]
        is company.house.systems.platforms["marketing"]
        is not company.house.systems.platforms["crm"]
    )
    assert len(company.house.systems.in_use()) == len(company.house.systems.platforms) - 1


def test_a_system_that_comes_moves_no_other_systems_failures() -> None:
    """Marketing has a system of its own, or uses that of Sales; those of others fail for the first time when they did."""
    firsts = []
    for system in ("marketing suite", "sales system"):
        change = {
            "departments": {"marketing": {"system": system}, "sales": {"system": "sales system"}},
            "it": {"outage_every_weeks": 0.5, "release_every_weeks": 100.0},
        }
        company = Company(scenario("siloed", change, weeks=1))
        company.run()
        outages = decoded(company).outages
        firsts.append(outages[outages["cause"] == "outage"].groupby("platform", observed=True)["started"].min())
    apart, shared = firsts
    assert "marketing suite" in apart.index and len(shared) > 5
    assert dict(apart.drop(["marketing suite", "sales system"])) == dict(shared.drop("sales system"))
