"""The legs of cases: a chain without holes, equal to the journal at any moment and to the lead-time split in sum."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd
import pytest

from sim.company.simulation import Company
from sim.measures.lead_time import parts_of
from sim.measures.legs import STATES, legs_of, stops_of
from sim.measures.run import Run
from tests.company.worlds import scenario
from tests.measures.journal_reading import moments, where


@functools.cache
def run_of(levers: str) -> Run:
    company = Company(scenario(levers, weeks=2, warm_up_weeks=1), 0)
    return Run(company.run(), company.facts())


def states_at(legs: pd.DataFrame, stops: pd.DataFrame, time: float) -> pd.DataFrame:
    """Where every open case is at a time: the legs that hold it, with the state that its team's stops make of it.

    Returns:
        the rows of ``legs`` with began ≤ time < ended; ``state`` as text, in which waiting for staff and paused work
        are "closed" or "system" while the team is closed or its system is down (closed first).
    """
    held = legs[(legs["began"] <= time) & (time < legs["ended"])].copy()
    held["state"] = held["state"].astype(str).replace("interrupted", "paused")
    now = stops[(stops["began"] <= time) & (time < stops["ended"])]
    idle = held["state"].isin(["queue", "paused"])
    for why in ("system", "closed"):
        held.loc[idle & held["team"].isin(now.loc[now["why"] == why, "team"]), "state"] = why
    held["state"] = held["state"].replace("paused", "work")
    return held


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_the_legs_of_a_case_fill_its_life_without_holes_or_overlaps(levers: str) -> None:
    run = run_of(levers)
    legs, cases = legs_of(run), run.cases.set_index("case")
    lasting = cases[cases["lead"] > 1e-9]
    grouped = legs.groupby("case")
    assert set(legs["case"]) == set(lasting.index)
    assert np.allclose(grouped["began"].first(), lasting["opened"].loc[grouped["began"].first().index], atol=1e-9)
    assert np.allclose(grouped["ended"].last(), lasting["closed"].loc[grouped["ended"].last().index], atol=1e-9)
    same = legs["case"].to_numpy()[1:] == legs["case"].to_numpy()[:-1]
    holes = (legs["began"].to_numpy()[1:] - legs["ended"].to_numpy()[:-1])[same]
    assert np.abs(holes).max() < 1e-9
    assert (legs["ended"] > legs["began"]).all()


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_twenty_moments_equal_the_journal(levers: str) -> None:
    run = run_of(levers)
    legs, stops = legs_of(run), stops_of(run)
    seen = set()
    for time in moments(run, 20, 0, run.facts.horizon - 1):
        told, held = where(run, time), states_at(legs, stops, time)
        assert not held["case"].duplicated().any(), "a case is in one place"
        assert set(held["case"]) == set(told), time
        for row in held.to_dict("records"):
            state, place, source = told[row["case"]]
            assert (row["state"], row["source"]) == (state, source), (time, row)
            assert place in ("", row["place"]), (time, row)
            seen.add(row["state"])
    wanted = {"queue", "work", "closed", "outside"} | ({"information"} if levers == "siloed" else set())
    assert wanted <= seen


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_the_legs_add_up_to_the_split(levers: str) -> None:
    """For cases without rework and without branches: outside hours, and work at most as long as its legs."""
    run = run_of(levers)
    legs, parts = legs_of(run), parts_of(run).set_index("case")
    apart = legs.loc[legs["state"] == "branches", "case"]
    parts = parts[(parts["rework"] == 0) & (parts["lead"] > 0) & ~parts.index.isin(apart)]
    hours = (
        legs.assign(hours=legs["ended"] - legs["began"])
        .pivot_table(index="case", columns="state", values="hours", aggfunc="sum", observed=False)
        .fillna(0.0)
        .loc[parts.index]
    )
    assert len(parts) > 500
    assert np.allclose(hours["outside"], parts["outside"], atol=1e-9)
    alone = hours["joint"] == 0
    assert (hours["work"] <= parts["touch"] + 1e-9).all()
    assert (parts["touch"][alone] <= (hours["work"] + hours["interrupted"])[alone] + 1e-9).all()
    assert (parts["information"] <= hours["information"] + 1e-9).all()


def test_places_and_states_have_names() -> None:
    run = run_of("siloed")
    legs = legs_of(run)
    departments = {team.department for team in run.facts.teams.values()}
    assert list(legs["state"].cat.categories) == list(STATES)
    assert set(legs["place"]) <= departments
    assert set(legs["source"]) <= departments | {""}
    under_way = legs[legs["source"] != ""]
    assert set(under_way["state"]) == {"information"}
    assert (under_way["source"].astype(str) != under_way["place"].astype(str)).all()
    assert len(under_way) > 500


def test_stops_are_the_calendar_and_the_outages() -> None:
    run = run_of("siloed")
    stops = stops_of(run)
    rng = np.random.default_rng(1)
    for team, facts in run.facts.teams.items():
        own = stops[(stops["team"] == team) & (stops["why"] == "closed")]
        for time in rng.uniform(0, run.facts.horizon, 50):
            closed = bool(((own["began"] <= time) & (time < own["ended"])).any())
            assert closed != facts.calendar.is_open(time), (team, time)
        down = stops[(stops["team"] == team) & (stops["why"] == "system")]
        assert len(down) == run.outages["platform"].isin([name for _, name in facts.platforms]).sum()
