"""Leave by hand: a plan spreads days off, without one they fall on the same day; places are filled step by step."""

from __future__ import annotations

from typing import Any

import pytest

from sim.company.back_office.hr import HumanResources
from sim.company.back_office.leave import Leave
from sim.company.simulation import Company
from sim.engine.calendar import WEEK
from sim.engine.streams import case_key
from sim.measures.people import unplanned_absence
from tests.company.worlds import assert_timeline, begin, clock, decoded, its, near, still

WISHES: dict[str, Any] = {"hr": {"leave_days": 52.0, "long_weekends": 0.4, "away_at_most": 0.2, "files_every_days": 7}}
"""A day off a week, any day as likely as another."""


class Wished:
    """Draws that are given: who wishes for which days."""

    def __init__(self, *wishes: tuple[str, int, int]) -> None:
        self.wishes = {(case_key(f"leave {team}", member), day) for team, member, day in wishes}

    def draw(self, key: int, day: int = 0) -> float:
        return 0.0 if (key, day) in self.wishes else 0.999


def plan_of(company: Company, *wishes: tuple[str, int, int]) -> Leave:
    """The leave of a company whose people wish for these days: (team, member, day)."""
    plan = its(company, HumanResources).leave_plan
    plan._wish = Wished(*wishes)  # type: ignore[assignment]
    plan.start()
    return plan


def days_off(plan: Leave, team: str) -> list[tuple[int, int, bool]]:
    """(member, day, whether a plan says so) of a team."""
    return sorted(
        (member.number, day, planned) for (member, day), planned in plan._off.items() if member.team.name == team
    )


FOUR = [("sales", number, 0) for number in range(4)]
"""Four of ten sellers want the first Monday."""


def test_a_plan_spreads_what_all_wish_for() -> None:
    """A fifth of ten may be off: two on Monday, the others on Tuesday."""
    plan = plan_of(still(WISHES), *FOUR)
    assert days_off(plan, "sales") == [(0, 0, True), (1, 0, True), (2, 1, True), (3, 1, True)]


@pytest.mark.parametrize("down", [True, False])
def test_without_a_plan_all_are_off_at_once(down: bool) -> None:
    """So it is where there is no software, and where it is down when the wishes are entered."""
    company = still(WISHES)
    if down:
        company.house.systems.platforms["hr"].fail("test")
    else:
        company.house.world.without = frozenset({"HR software"})
    assert days_off(plan_of(company, *FOUR), "sales") == [(number, 0, False) for number in range(4)]


@pytest.mark.parametrize(("planned", "unplanned"), [(True, 0.0), (False, 1.0)])
def test_who_is_off_is_away_and_a_plan_says_so(planned: bool, unplanned: float) -> None:
    """One of two in HR is off on Tuesday: 8 of the 60 x 40 hours of a week, a surprise where no plan says so."""
    company = still(WISHES)
    if not planned:
        company.house.world.without = frozenset({"HR software"})
    plan_of(company, ("hr", 0, 1))
    company.env.run(until=WEEK - 48)
    company.house.staffing.close()
    run = decoded(company)
    away = run.duty.query("team == 'hr' and kind == 2")
    assert away[["started", "ended"]].to_numpy().tolist() == [[clock(1, 9), clock(1, 17)]]
    assert unplanned_absence(run) == near(unplanned * 8 / (60 * 40))


@pytest.mark.parametrize("lacks", [False, True])
def test_a_place_is_filled_step_by_step(lacks: bool) -> None:
    """Advertised on Monday 9-13; 30 days later, a Wednesday at 13:00, the search is over. HR's software says so.

    Without it HR finds out on Monday (day 35) at 9:00; interviews of 15 h end on Tuesday at 16:00, which HR sees on the
    Monday after (day 42); then accounts 9-11 and a welcome of 5 h.
    """
    company = still(WISHES)
    if lacks:
        company.house.world.without = frozenset({"HR software"})
    hr = its(company, HumanResources)
    case = company.house.cases.open_case("vacancy sales", 0, "sales")
    case.kind, case.product = "vacancy", "sales"
    begin(company, clock(0, 9), lambda: hr.resignation(case, "sales"))
    company.env.run(until=clock(50, 0))
    interviews = (clock(35, 9), clock(36, 16)) if lacks else (clock(30, 13), clock(32, 12))
    accounts = (clock(42, 9), clock(42, 11)) if lacks else (clock(32, 12), clock(32, 14))
    welcome = (clock(42, 11), clock(42, 16)) if lacks else (clock(32, 14), clock(35, 11))
    assert_timeline(
        company,
        case,
        [
            ("advertise a vacancy", clock(0, 9), clock(0, 13)),
            ("interview candidates", *interviews),
            ("open accounts", *accounts),
            ("welcome a colleague", *welcome),
        ],
    )
