"""Learning by hand: a newcomer's weeks with and without lessons, courses that make up for what fades, slips."""

from __future__ import annotations

from typing import Any

import pytest

from sim.company.back_office.hr import HumanResources
from sim.company.front_office.crm import CustomerRelations
from sim.company.simulation import Company
from sim.engine.calendar import WEEK
from sim.engine.team import Member
from sim.inputs.names import CapabilityName
from tests.company.worlds import always, begin, clock, decoded, its, near, still

TEACHING: dict[str, Any] = {
    "hr": {"ramp_weeks": 4.0, "ramp_start": 0.5, "newcomer_slips": 3.0, "lesson_hours": 2.0, "alone_share": 0.5},
}


def newcomer(company: Company, team: str = "sales") -> Member:
    """Somebody who begins on the first Monday at midnight."""
    hr = its(company, HumanResources)
    begin(company, 0.0, lambda: learning(company, hr, team))
    company.env.run(until=1.0)
    return company.house.staffing.teams[team].members[-1]


def learning(company: Company, hr: HumanResources, team: str):  # type: ignore[no-untyped-def]
    """Join, and learn."""
    member = company.house.staffing.join(team, 99, 0.5)
    yield company.env.start(hr.learning.learn(member, team))


def speeds(company: Company, member: Member, weeks: int) -> list[float]:
    """Speed after each of some weeks."""
    found = []
    for week in range(1, weeks + 1):
        company.env.run(until=week * WEEK + 0.5)
        found.append(member.speed)
    return found


def test_weeks_with_lessons() -> None:
    """0.5 on the first day, an eighth more every week, all after four; every lesson takes two people two hours."""
    company = still(TEACHING)
    member = newcomer(company)
    assert (member.speed, member.slips) == (0.5, 3.0)
    assert speeds(company, member, 5) == near([0.625, 0.75, 0.875, 1.0, 1.0])
    assert member.slips == 1.0
    lessons = decoded(company).visits.query("activity == 'teach a newcomer'")
    assert len(lessons) == 2 * 4
    assert lessons["started"].min() == clock(0, 9)
    assert decoded(company).noted("learned")["value"].tolist() == near([0.625, 0.75, 0.875, 1.0])


@pytest.mark.parametrize("lacks", [("onboarding",), ()])
def test_weeks_alone(lacks: tuple[CapabilityName, ...]) -> None:
    """Without lessons, and where nobody is there to give them, a week counts half: 0.5 + n / 16."""
    company = still(TEACHING)
    company.house.world.without = frozenset(lacks)
    if not lacks:
        for colleague in list(company.house.staffing.teams["legal"].members):
            company.house.staffing.teams["legal"].leave(colleague)
    member = newcomer(company, "legal")
    assert speeds(company, member, 3) == near([0.5625, 0.625, 0.6875])
    assert member.slips == near(1.0 + 2.0 * (1 - 0.6875) / 0.5)


def test_a_lesson_that_the_team_has_no_time_for_counts_when_it_is_given() -> None:
    """All are busy until Tuesday of the second week: the first week counts half, the second in full."""
    company = still(TEACHING)
    team = company.house.staffing.teams["sales"]
    for _ in range(len(team.members) + 1):
        team.work(1, 44.0)
    assert speeds(company, newcomer(company), 2) == near([0.5625, 0.6875])


COURSES: dict[str, Any] = {
    "hr": {"course_hours": 3.0, "course_every_weeks": 4, "course_level": 1.1, "fading": 0.1, "newcomer_slips": 3.0},
    "activities": {"organise a course": {"team": "hr", "minutes": 60, "variation": 0.0}},
}


def after_a_course(company: Company, until: float) -> Member:
    """Somebody of the first team, which has its courses on the first Monday and every four weeks."""
    hr = its(company, HumanResources)
    hr.learning.teams = ["sales"]
    hr.learning.start()
    company.env.run(until=until)
    return company.house.staffing.teams["sales"].members[0]


def test_a_course_by_hand() -> None:
    """Before, what is left after four weeks, 1.1 x 0.9^4 = 0.72171; organised 9-10, attended for 3 h at this speed.

    From 14:10 on they are up to date.
    """
    company = still(COURSES)
    member = after_a_course(company, clock(0, 14, 9))
    assert member.speed == near(1.1 * 0.9**4)
    assert member.slips == near(1.0 + 2.0 * (1 - 1.1 * 0.9**4) / 0.5)
    company.env.run(until=clock(0, 14, 10))
    assert (member.speed, member.slips) == (near(1.1), near(1.0 - 2.0 * 0.1 / 0.5))
    company.env.run(until=WEEK + 1)
    assert member.speed == near(1.1 * 0.9)
    attended = decoded(company).visits.query("activity == 'attend a course'")
    assert attended["started"].tolist() == [clock(0, 10)] * 10
    assert attended["ended"].tolist() == [near(clock(0, 10) + 3.0 / (1.1 * 0.9**4))] * 10


def test_without_training_what_people_know_ages() -> None:
    company = still(COURSES)
    company.house.world.without = frozenset({"training"})
    member = after_a_course(company, WEEK + 1)
    assert member.speed == near(1.1 * 0.9**5)


@pytest.mark.parametrize(("slips", "wrong"), [(1.0, False), (3.0, True)])
def test_who_slips_more_often_enters_more_that_is_wrong(slips: float, wrong: bool) -> None:
    """Luck 0.1: of six fields one is wrong with 1 - 0.99^6 = 0.059 as usual, with 1 - 0.97^6 = 0.167 here."""
    company = still({"information": {"keying_error": 0.01, "entry_fields": 6}})
    crm = its(company, CustomerRelations)
    for member in crm.team.members:
        member.slips = slips
    crm._entry = always(company, 0.1)
    case = company.house.cases.open_case("change of data", 0, "support", company.house.customers.get(1))
    assert case.customer is not None
    case.customer.home = 7
    begin(company, clock(0, 9), lambda: crm.update_master(case))
    company.env.run(until=clock(1, 0))
    assert (case.customer.address.latest().value != case.customer.home) == wrong
