"""The world as a function of time, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.engine.calendar import WEEK
from sim.inputs.events_model import Event, GoLive, LeverChange
from sim.inputs.levers_model import Levers
from sim.levers.catalogue import world
from sim.levers.change import at_first, grown, levels_at, moments, world_at
from sim.levers.primitives import SHARED_PLATFORM, neutral
from tests.company.worlds import company_model, scenario

PLATFORM = "integrated_systems"


def changed(*changes: LeverChange, events: tuple[Event, ...] = (), levers: str = "siloed") -> Any:
    base = scenario(levers, weeks=30)
    return type(base).model_validate({**dict(base), "lever_changes": changes, "events": events})


def test_levels_step_and_ramp() -> None:
    """Week 2: to 0.8 in four weekly steps from 0.4; week 10: at once to 0."""
    changes = [
        LeverChange(lever="cross_training", week=10, level=0.0),
        LeverChange(lever="cross_training", week=2, level=0.8, ramp_weeks=4),
    ]
    start = Levers(cross_training=0.4)

    def level(weeks: float) -> float:
        return levels_at(start, changes, weeks * WEEK).cross_training

    weeks = [0, 1.99, 2, 2.99, 3, 4, 5, 5.99, 6, 9.99, 10, 20]
    assert [level(week) for week in weeks] == pytest.approx([0.4, 0.4, 0.4, 0.4, 0.5, 0.6, 0.7, 0.7, 0.8, 0.8, 0, 0])


def test_a_lever_that_moves_in_one_place_leaves_the_others_alone() -> None:
    """Week 1: half in Finance; week 2: to 1 on an interface into Finance, from Finance's half, in two weekly steps."""
    link = "sales > finance: credit question"
    changes = [
        LeverChange(lever="process_automation", department="finance", week=1, level=0.5),
        LeverChange(lever="process_automation", interface=link, week=2, level=1.0, ramp_weeks=2),
    ]
    before, half, three_quarters = (levels_at(Levers(), changes, week * WEEK) for week in (0, 1, 3))
    assert before == Levers()
    assert half == Levers(by_department={"finance": {"process_automation": 0.5}})
    assert three_quarters == half.model_copy(update={"by_interface": {link: {"process_automation": 0.75}}})


def test_a_world_before_and_after_a_change_is_the_one_without_and_with() -> None:
    sooner = changed(LeverChange(lever=PLATFORM, week=2, level=1.0))
    company, levers = sooner.company, sooner.levers
    assert moments(sooner) == [2 * WEEK]
    assert world_at(sooner, 2 * WEEK - 0.01) == world(company, levers)
    assert world_at(sooner, 2 * WEEK) == world(company, levers.model_copy(update={PLATFORM: 1.0}))


def test_the_dip_shrinks_by_the_week_and_the_parallel_run_ends() -> None:
    """A dip of 0.2 over four weeks: 0.20, 0.15, 0.10, 0.05, gone; three minutes more for two weeks."""
    start = GoLive(dip=0.2, dip_weeks=4, parallel_weeks=2, parallel_minutes=3)
    live = changed(LeverChange(lever=PLATFORM, week=1, level=1.0, go_live=start))
    settled = world_at(live, 10 * WEEK)
    assert settled == world(live.company, live.levers.model_copy(update={PLATFORM: 1.0}))
    assert moments(live) == [week * WEEK for week in (1, 2, 3, 4, 5)]
    for week, dip, minutes in ((1, 0.2, 3), (2, 0.15, 3), (3, 0.1, 0), (4, 0.05, 0), (5, 0, 0)):
        now = world_at(live, week * WEEK)
        for name, practice in now.practices.items():
            wanted = settled.practices[name]
            assert practice.speed == pytest.approx(wanted.speed * (1 - dip))
            assert practice.added_hours == pytest.approx(wanted.added_hours + minutes / 60)
            assert replace(practice, speed=wanted.speed, added_hours=wanted.added_hours) == wanted
        assert (now.links, now.skills, now.prices) == (settled.links, settled.skills, settled.prices)


def test_the_dip_is_felt_only_by_those_who_come_onto_the_platform() -> None:
    """Sales has been on the platform before, Legal stays on a system of its own; all others lose a fifth at first."""
    company = company_model()
    old = neutral(company)
    new = {
        name: replace(practice, platform="own" if name == "legal" else SHARED_PLATFORM)
        for name, practice in old.practices.items()
    }
    before = replace(old, practices={**old.practices, "sales": new["sales"]})
    change = LeverChange(lever=PLATFORM, week=5, level=1.0, go_live=GoLive(dip=0.2, dip_weeks=4))
    speeds = {
        name: practice.speed
        for name, practice in at_first(before, replace(old, practices=new), change, 0.0).practices.items()
    }
    assert speeds == pytest.approx({name: 1.0 if name in ("sales", "legal") else 0.8 for name in old.practices})


def test_what_is_bought_by_the_head_is_bought_for_those_who_come_along() -> None:
    bigger = changed(events=(Event(kind="acquisition", week=3, factor=1.0, people=2.0),), levers="integrated")
    assert moments(bigger) == [3 * WEEK]
    company = company_model()
    people, costs = sum(team.staff for team in company.teams.values()), company.remedies.costs[PLATFORM]
    prices = [world_at(bigger, week * WEEK).prices[PLATFORM].per_year for week in (2.9, 3)]
    assert prices[1] - prices[0] == pytest.approx(costs.per_person_per_year * people)
    assert grown(company, bigger.events, 3 * WEEK).teams["sales"].staff == 2 * company.teams["sales"].staff
    assert grown(company, bigger.events, 2.9 * WEEK) == company
