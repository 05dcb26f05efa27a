"""Virtual teams: what is unclear is asked in a call, and who helps from afar has to ask; by hand, minute by minute."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.company.back_office.hr import HumanResources
from sim.company.back_office.logistics import Logistics
from sim.company.case import Case
from sim.company.simulation import Company
from sim.engine.codes import Mode
from sim.engine.kernel import Flow
from sim.levers.primitives import Skill
from sim.measures.back_office import unclear_hours
from tests.company.worlds import ASKED_BACK, assert_timeline, begin, clock, decoded, its, near, parts_of, still

LINK = ("finance", "hr", "inquiry")
BY_HAND = {"mode": Mode.MANUAL, "write_hours": 4 / 60, "rekey_hours": 4.4 / 60}
CALLS = {"finance": {"calls": 1.0}, "hr": {"calls": 1.0}}
ASKS = {"trends": {"remote_work": {"virtual_question_share": 1.0}}}


def busy(company: Company, team: str, hours: float, since: float = clock(0, 9)) -> None:
    """Everybody in a team has so many hours of something else to do, from 9:00 of Monday on unless told otherwise."""
    people = company.house.staffing.teams[team]

    def occupy() -> Flow:
        for number in range(len(people.members)):
            people.work(10_000 + number, hours)
        yield from ()

    begin(company, since, occupy)


def asked_back(practices: dict[str, Any], hours: float = 0.0) -> tuple[Company, Case]:
    """A message of Monday 9:00 in which HR notices what is wrong; all of Finance are busy from 9:05 on for some hours."""
    company = still({"information": {"catch": 1.0}}, links={LINK: BY_HAND}, practices=practices)
    case = company.house.cases.open_case("inquiry", 0, "finance")
    case.opened, case.wrong = clock(0, 9), frozenset({"detail"})

    def send():  # type: ignore[no-untyped-def]
        yield from company.house.information.carry(case, *LINK)
        company.house.cases.close(case, "answered")

    begin(company, clock(0, 9), send)
    if hours:
        busy(company, "finance", hours, clock(0, 9, 5))
    company.env.run(until=clock(1, 0))
    return company, case


def test_what_is_unclear_goes_through_both_inboxes_without_a_virtual_team() -> None:
    """Written 9:04, found 11:00; back with Finance at 13:00, answered 13:06; HR looks at 15:00, keyed in 15:04.4."""
    company, case = asked_back({"finance": {"calls": 1.0}})  # only one side is in a virtual team
    assert_timeline(company, case, ASKED_BACK)
    assert unclear_hours(decoded(company)) == near(6 + 4.4 / 60)


@pytest.mark.parametrize(("busy_hours", "begun"), [(0.0, clock(0, 11)), (3.0, clock(0, 12, 5))])
def test_in_a_virtual_team_it_is_asked_in_a_call_that_takes_both(busy_hours: float, begun: float) -> None:
    """HR looks at 11:00 and calls Finance, all of whom may be busy until 12:05: six minutes of both."""
    company, case = asked_back(CALLS, busy_hours)
    assert_timeline(
        company,
        case,
        [
            ("write a message", clock(0, 9), clock(0, 9, 4)),
            ("answer an ask-back", begun, begun + 0.1),
            ("answer an ask-back", begun, begun + 0.1),
            ("rekey a message", begun + 0.1, begun + 0.1 + 4.4 / 60),
        ],
    )
    visits = decoded(company).visits
    talked = visits[(visits["case"] == case.key) & (visits["activity"] == "answer an ask-back")]
    assert set(talked["team"].astype(str)) == {"finance", "hr"}
    assert not case.wrong
    assert sum(parts_of(company, case).values()) == near(case.closed - case.opened), "a call is part of its hand-off"


def helped(*, afar: bool, change: dict[str, Any] | None = None, without: tuple[Any, ...] = ()) -> tuple[Company, Case]:
    """HR has other things to do until 12:00; Finance, who can learn it, looks through the backlogs for HR at 9:00."""
    company = still(change or ASKS, without=without)
    skills = {"finance": (Skill("hr", 1.5, 9, afar=afar),)}
    company.adopt(replace(company.house.world.primitives, skills=skills))
    busy(company, "hr", 3.0)
    case = company.house.cases.open_case("backlog report", 0, "hr")
    case.opened = clock(0, 9, 1)

    def work():  # type: ignore[no-untyped-def]
        yield its(company, HumanResources).do(case, "review backlogs")
        company.house.cases.close(case, "done")

    begin(company, clock(0, 9, 1), work)
    company.env.run(until=clock(1, 0))
    return company, case


def test_who_helps_from_afar_waits_for_somebody_to_ask() -> None:
    """It takes one and a half times as long as HR; at the next desk that is all, from afar a call at 12:00 follows."""
    there, case = helped(afar=False)
    done = clock(0, 9, 1) + 1.5 * there.house.model.activities["review backlogs"].mean_minutes / 60
    assert_timeline(there, case, [("review backlogs", clock(0, 9, 1), done)])
    assert case.closed == near(done)
    company, case = helped(afar=True)
    call = ("answer an ask-back", clock(0, 12), clock(0, 12, 6))
    assert_timeline(company, case, [("review backlogs", clock(0, 9, 1), done), call, call])
    assert case.closed == near(clock(0, 12, 6))
    assert sum(parts_of(company, case).values()) == near(case.closed - case.opened)


def test_within_a_department_nobody_asks_in_a_call() -> None:
    """Who packs learns at a distance to make goods, too: both teams are Logistics', which has no interface to itself."""
    company = still(ASKS)
    skills = {"warehouse": (Skill("production", 1.5, 9, afar=True), Skill("hr", 1.5, 9, afar=True))}
    company.adopt(replace(company.house.world.primitives, skills=skills))
    assert company.house.staffing.from_afar == {("warehouse", "hr")}
    busy(company, "production", 3.0)
    case = company.house.cases.open_case("batch", 0, "logistics")
    case.opened = clock(0, 9, 1)

    def work() -> Flow:
        yield its(company, Logistics).do(case, "rework a reject")
        company.house.cases.close(case, "done")

    begin(company, clock(0, 9, 1), work)
    company.env.run(until=clock(1, 0))
    assert_timeline(company, case, [("rework a reject", clock(0, 9, 1), clock(0, 9, 46))])


def test_who_knows_how_asks_nothing() -> None:
    _, case = helped(afar=True, change={"trends": {"remote_work": {"virtual_question_share": 0.0}}})
    _, at_hand = helped(afar=False)
    assert case.closed == near(at_hand.closed)


def test_without_virtual_teams_nobody_helps_and_nobody_calls() -> None:
    """The backlogs wait until HR is free at 12:00."""
    company, case = helped(afar=True, without=("virtual teams",))
    minutes = company.house.model.activities["review backlogs"].mean_minutes
    assert_timeline(company, case, [("review backlogs", clock(0, 12), clock(0, 12, minutes))])
