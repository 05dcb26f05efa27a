"""Hours and measures of any company: what is paid, who is there, who works, and shares within their bases."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.company.simulation import Company
from sim.inputs.levers_model import LEVERS, Levers
from sim.measures.catalogue import MEASURES, measures_of
from sim.measures.hours import departments_of, hours_of, waits_of
from sim.measures.lead_time import PARTS, parts_of
from sim.measures.run import Run
from tests.company.worlds import company_model, decoded, scenario

LEVEL = st.sampled_from([0.0, 0.3, 1.0])
WORLDS = st.builds(lambda levels: Levers(**levels), st.fixed_dictionaries(dict.fromkeys(LEVERS, LEVEL)))
TEAMS = company_model().teams
HOURS = {
    "office": {"days": ["mon", "tue", "wed", "thu", "fri"], "opens": 9, "closes": 17},
    "short": {"days": ["mon", "wed", "sat"], "opens": 7, "closes": 13},
    "night": {"days": ["tue", "thu", "sun"], "opens": 14, "closes": 24},
}


@st.composite
def companies(draw: st.DrawFn, *, turnover: float | None = None) -> dict[str, Any]:
    """Other shifts, fewer or more people, longer work, more absence, tasks finished after hours or not."""
    teams: dict[str, Any] = {}
    for name in draw(st.sets(st.sampled_from(sorted(TEAMS)), min_size=1, max_size=4)):
        shifts = draw(st.lists(st.sampled_from(sorted(HOURS)), min_size=1, max_size=3, unique=True))
        teams[name] = {
            "hours": shifts,
            "staff": draw(st.integers(len(shifts), 2 * TEAMS[name].staff + 2)),
            "finishes_started": draw(st.booleans()),
        }
    if turnover is not None:
        for name in TEAMS:
            teams.setdefault(name, {})["turnover_per_year"] = turnover
    return {
        "working_hours": HOURS,
        "teams": teams,
        "hr": {"absence": draw(st.sampled_from([0.0, 0.05, 0.4]))},
        "activities": {
            "make a batch": {"minutes": draw(st.sampled_from([30, 600, 6000]))},
            "write an invoice": {"minutes": draw(st.sampled_from([2, 90]))},
        },
    }


def ended(levers: Levers, change: dict[str, Any], seed: int) -> tuple[Company, Run]:
    company = Company(scenario(levers, change, weeks=1, warm_up_weeks=1, seed=seed))
    company.run()
    return company, decoded(company)


def shares_lie_within_their_base(run: Run) -> None:
    for measure, value in measures_of(run).items():
        if measure in SHARES:
            assert math.isnan(value) or 0.0 <= value <= 1.0 + 1e-9, (measure, value)


SHARES = {measure.id for measure in MEASURES if measure.unit == "share"}


def everybody_is_paid_for_being_there_and_works_no_longer(run: Run) -> None:
    hours = hours_of(run)
    assert (hours["paid"] - hours["on_duty"] - hours["absent"] - hours["overtime_hours"]).abs().max() < 1e-6
    assert (hours["worked"] <= hours["on_duty"] + hours["overtime_hours"] + 1e-6).all(), hours.to_string()
    assert (hours >= 0).all().all()
    utilisation = departments_of(run)["utilisation"].dropna()
    assert (utilisation <= 1.0 + 1e-9).all()


def nobody_is_in_two_places(run: Run) -> None:
    """Every stretch of work lies within a stretch of duty of the same person, and no two of them overlap."""
    visits, earlier, duty = (run.journal.tables[name].rows() for name in ("visits", "stretches", "duty"))
    last = visits[visits["last"] > 0]
    member = np.concatenate([last["member"], earlier["member"]])
    start = np.concatenate([last["ended"] - last["last"], earlier["started"]])
    end = np.concatenate([last["ended"], earlier["ended"]])
    there = duty[duty["kind"] != 2]
    for code in np.unique(member):
        order = np.argsort(start[member == code], kind="stable")
        begun, done = start[member == code][order], end[member == code][order]
        assert (begun[1:] >= done[:-1] - 1e-6).all(), code
        own = np.sort(there[there["member"] == code], order="started")
        place = np.searchsorted(own["started"], begun + 1e-6, side="right") - 1
        assert (place >= 0).all()
        joined = own["ended"].copy()
        for number in range(len(joined) - 2, -1, -1):  # overtime goes on where regular duty ends
            if abs(own["started"][number + 1] - own["ended"][number]) < 1e-9:
                joined[number] = joined[number + 1]
        assert (done <= joined[place] + 1e-6).all(), code


def all_that_was_worked_was_worked_by_somebody(run: Run) -> None:
    """The hours of all visits are those of all stretches, to the last."""
    visits, earlier = run.visits, run.journal.tables["stretches"].rows()
    assert visits["worked"].sum() == pytest.approx(
        float(visits["last"].sum()) + float((earlier["ended"] - earlier["started"]).sum()), rel=1e-9, abs=1e-6
    )


def no_time_is_negative_and_parts_add_up(run: Run) -> None:
    parts = parts_of(run)
    assert (parts[list(PARTS)].sum(axis=1) - parts["lead"]).abs().max() <= 1e-9
    assert parts[list(PARTS)].to_numpy().min() >= -1e-9
    assert (waits_of(run)["hours"] >= 0).all()
    assert all(value >= 0 for name, value in measures_of(run).items() if name in TIMES and not math.isnan(value))


TIMES = {measure.id for measure in MEASURES if measure.unit in ("h", "min", "days", "h/week")}


@settings(max_examples=settings().max_examples // 10)
@given(WORLDS, companies(), st.integers(0, 2**32))
def test_hours_and_shares_of_any_company(levers: Levers, change: dict[str, Any], seed: int) -> None:
    """Two weeks, the first of them warm-up, of any company in any world."""
    _, run = ended(levers, change, seed)
    everybody_is_paid_for_being_there_and_works_no_longer(run)
    nobody_is_in_two_places(run)
    all_that_was_worked_was_worked_by_somebody(run)
    shares_lie_within_their_base(run)
    no_time_is_negative_and_parts_add_up(run)


@settings(max_examples=settings().max_examples // 10)
@given(WORLDS, companies(turnover=0.0), st.integers(0, 2**32))
def test_on_duty_or_absent_is_what_the_calendars_say(levers: Levers, change: dict[str, Any], seed: int) -> None:
    """Where nobody leaves, hours on duty and absent are the open hours of everybody's calendar, whatever the shifts."""
    company, run = ended(levers, change, seed)
    hours = hours_of(run)
    for name, team in company.house.staffing.teams.items():
        planned = sum(
            member.calendar.open_hours(company.house.warm_up, company.house.cases.horizon) for member in team.members
        )
        assert hours["on_duty"][name] + hours["absent"][name] == pytest.approx(planned, abs=1e-6), name
