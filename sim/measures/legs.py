"""Where every case is at every moment: its way through the company as a chain of legs without holes or overlaps.

The legs are the intervals that the lead-time split adds up (``sim.measures.lead_time``), kept apart instead of summed.
Closed hours and outages belong to a team, not to a case, so they are a table of their own (``stops_of``); together
the two say in which state a case is at any time.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.codes import WaitKind
from sim.measures.columns import NUMBER, TEXT, of_kinds
from sim.measures.lead_time import TOGETHER, down_times
from sim.measures.run import Run, split_handoff

STATES = ("queue", "work", "interrupted", "information", "outside", "joint", "branches")
"""Queue for staff; worked on; worked on with pauses; waiting for information; for somebody outside; for a session of
two departments and in it; for cases that go side by side for it. With a source, "information" is a hand-off under way."""

WAITS = {WaitKind.INFORMATION: "information", WaitKind.OUTSIDE: "outside", WaitKind.JOINT: "joint"}
LEAST = 1e-9
"""Hours below which an interval is none."""

COLUMNS = ["case", "began", "ended", "state", "place", "source", "team", "what"]
STOPS = {"team": TEXT, "department": TEXT, "began": NUMBER, "ended": NUMBER, "why": TEXT}

Array = NDArray[np.float64]


def legs_of(run: Run) -> pd.DataFrame:
    """One row per stretch of a case in one state, in the order of cases and of time.

    Returns:
        case, began, ended (hours), state (of ``STATES``), place (the department where the case is or to which it is
        on its way), source (the department it is on its way from, else ""), team (whose opening hours and platform
        count), what (the activity, or what the hand-off is about, else "").
    """
    legs = pd.concat([*_visits(run), _waits(run), _deliveries(run)], ignore_index=True)
    cases = run.cases[["case", "opened", "closed"]]
    legs = legs[(legs["ended"] - legs["began"] > LEAST) & legs["case"].isin(cases["case"])]
    legs = pd.concat([legs, _side_by_side(legs, cases)]).sort_values(["case", "began"], kind="stable")
    for column in ("place", "team"):
        known = legs[column].where(legs[column] != "")
        own = known.groupby(legs["case"])
        legs[column] = own.ffill().fillna(own.bfill()).fillna("")
    legs["place"] = legs["place"].where(legs["place"] != "", _department(run, legs["team"]))
    legs["state"] = pd.Categorical(legs["state"], categories=list(STATES))
    for column in ("place", "source", "team", "what"):
        legs[column] = legs[column].astype("category")
    return legs[COLUMNS].reset_index(drop=True)


def _rows(case: pd.Series, began: pd.Series, ended: pd.Series, **rest: pd.Series | str) -> pd.DataFrame:
    """Rows of the table; what is not given is empty."""
    empty = {"state": "", "place": "", "source": "", "team": "", "what": ""}
    return pd.DataFrame({"case": case, "began": began, "ended": ended, **empty, **rest})


def _department(run: Run, team: pd.Series) -> pd.Series:
    """The department of each team by name."""
    return team.map({name: facts.department for name, facts in run.facts.teams.items()}).fillna("")


def _visits(run: Run) -> list[pd.DataFrame]:
    """Waiting for staff, then work, as two legs of one visit; work on messages belongs to their hand-off."""
    visits = run.visits
    visits = visits[(visits["place"] < 0) & (visits["activity"] != TOGETHER)]
    team, activity = visits["team"].astype(str), visits["activity"].astype(str)
    place = _department(run, team)
    paused = (visits["ended"] - visits["started"] - visits["worked"]) > LEAST
    state = pd.Series(np.select([visits["worked"] <= 0, paused], ["queue", "interrupted"], "work"), index=visits.index)
    return [
        _rows(visits["case"], visits["asked"], visits["started"], state="queue", place=place, team=team, what=activity),
        _rows(visits["case"], visits["started"], visits["ended"], state=state, place=place, team=team, what=activity),
    ]


def _waits(run: Run) -> pd.DataFrame:
    """Waits for information are parked where the case was; the team is the one that is asked."""
    waits = run._frame("waits", "team")
    waits = waits[waits["kind"].isin(list(WAITS))]
    team, state = waits["team"].astype(str), waits["kind"].map(WAITS)
    return _rows(
        waits["case"],
        waits["started"],
        waits["ended"],
        state=state,
        team=team,
        place=_department(run, team).where(state != "information", ""),
    )


def _deliveries(run: Run) -> pd.DataFrame:
    """Hand-offs under way, from sent to understood."""
    deliveries = run._frame("deliveries", "handoff")
    deliveries = deliveries[deliveries["understood"] - deliveries["sent"] > LEAST]
    name = deliveries["handoff"].astype(str)
    source, target, subject = (
        name.map({key: split_handoff(key)[place] for key in name.unique()}).astype(str) for place in range(3)
    )
    main: dict[str, str] = {}
    for team, facts in run.facts.teams.items():
        main.setdefault(facts.department, team)
    return _rows(
        deliveries["case"],
        deliveries["sent"],
        deliveries["understood"],
        state="information",
        place=target,
        source=source,
        team=target.map(main).fillna(""),
        what=subject,
    )


def _side_by_side(legs: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """What no leg covers: the case waits for others that go side by side for it."""
    lived = [cases[["case", "opened", "closed"]].set_axis(["case", "ended", "began"], axis=1), legs]
    ends, starts = (
        pd.concat([part[["case", time]] for part in lived]).sort_values(["case", time], ignore_index=True)
        for time in ("ended", "began")
    )  # row by row: where a leg ended, and where the next one began
    holes = starts["began"] - ends["ended"] > LEAST
    return _rows(ends.loc[holes, "case"], ends.loc[holes, "ended"], starts.loc[holes, "began"], state="branches")


def stops_of(run: Run) -> pd.DataFrame:
    """team, department, began, ended, why: when a team is "closed" by its calendar or its "system" is down (hours)."""
    rows: list[tuple[str, str, float, float, str]] = []
    for team, facts in run.facts.teams.items():
        rows += [(team, facts.department, began, ended, "closed") for began, ended in _closed(run, team)]
        rows += [
            (team, facts.department, began, ended, "system")
            for began, ended in down_times(run, facts.platforms)
            if ended > began
        ]
    return of_kinds(pd.DataFrame(rows, columns=list(STOPS)), STOPS)


def _closed(run: Run, team: str) -> list[tuple[float, float]]:
    calendar, time = run.facts.teams[team].calendar, 0.0
    stretches: list[tuple[float, float]] = []
    while not calendar.always and time < run.facts.horizon:
        opening = min(calendar.next_opening(time), run.facts.horizon)
        if opening > time:
            stretches.append((time, opening))
        time = calendar.next_closing(opening)
    return stretches
