"""Where every case is at every moment: its way through the company as a chain of legs without holes or overlaps.

The legs are the intervals that the lead-time split adds up (``sim.measures.lead_time``), kept apart instead of summed.
Closed hours and outages belong to a team, not to a case, so they are a table of their own (``stops_of``); together
the two say in which state a case is at any time.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.codes import WaitKind
from sim.measures.columns import NUMBER, TEXT, of_kinds
from sim.measures.lead_time import TOGETHER, down_times, receivers
from sim.measures.run import Run, split_handoff

STATES = ("queue", "work", "interrupted", "information", "outside", "joint", "branches")
"""Queue for staff; worked on; worked on with pauses; waiting for information; for somebody outside; for a session of
two departments and in it; for cases that go side by side for it. With a source, "information" is a hand-off under way."""

WAITS = {WaitKind.INFORMATION: "information", WaitKind.OUTSIDE: "outside", WaitKind.JOINT: "joint"}
LEAST = 1e-9
"""Hours below which an interval is none."""

NAMED = ("place", "source", "team", "what")
COLUMNS = ["case", "began", "ended", "state", *NAMED]
STOPS = {"team": TEXT, "department": TEXT, "began": NUMBER, "ended": NUMBER, "why": TEXT}

NONE = -1
"""The code of no name."""

Array = NDArray[np.float64]
Keys: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.integer]


class Words:
    """Names by code, those of the journal and further ones: millions of legs name a few hundred."""

    def __init__(self, run: Run) -> None:
        self.names: list[str] = list(run.names)
        self._codes = dict(run.code)
        self.department = np.full(len(self.names) + 1, NONE, dtype=np.int16)
        """Of the team with each code of the journal; of no team, at the end, none."""
        for team, facts in run.facts.teams.items():
            if team in run.code:
                self.department[run.code[team]] = self.code(facts.department)

    def code(self, name: str) -> int:
        """The code of a name; a new one for one that has none."""
        if name not in self._codes:
            self._codes[name] = len(self.names)
            self.names.append(name)
        return self._codes[name]

    def named(self, codes: Codes) -> pd.Categorical:
        """The names of codes, as a column of text."""
        found, places = np.unique(codes, return_inverse=True)
        names = np.array([self.names[code] if code != NONE else "" for code in found.tolist()], dtype=object)
        order = np.argsort(names)
        return pd.Categorical.from_codes(np.argsort(order)[places], categories=pd.Index(names[order]))


def legs_of(run: Run) -> pd.DataFrame:
    """One row per stretch of a case in one state, in the order of cases and of time.

    Returns:
        case, began, ended (hours), state (of ``STATES``), place (the department where the case is or to which it is
        on its way), source (the department it is on its way from, else ""), team (whose opening hours and platform
        count), what (the activity, or what the hand-off is about, else "").
    """
    words, cases = Words(run), run.cases[["case", "opened", "closed"]]
    legs = pd.concat([*_visits(run, words), _waits(run, words), _deliveries(run, words)], ignore_index=True)
    legs = legs[legs["case"].isin(cases["case"])]
    legs = pd.concat([legs, _side_by_side(legs, cases)]).sort_values(["case", "began"], kind="stable", ignore_index=True)
    for column in ("place", "team"):
        legs[column] = _filled(legs["case"].to_numpy(), legs[column].to_numpy())
    legs["place"] = legs["place"].where(legs["place"] != NONE, words.department[legs["team"]])
    legs["state"] = pd.Categorical.from_codes(legs["state"].to_numpy(), categories=pd.Index(STATES))
    for column in NAMED:
        legs[column] = words.named(legs[column].to_numpy())
    return legs


def _rows(case: Keys, began: Array, ended: Array, state: str | Codes, **known: Codes) -> pd.DataFrame:
    """Rows of the table, with codes in place of names; those that last, and no name where none is given."""
    lasts = ended - began > LEAST
    states = np.full(len(case), STATES.index(state), dtype=np.int8) if isinstance(state, str) else state
    nothing = np.full(len(case), NONE, dtype=np.int16)
    columns = {"case": case, "began": began, "ended": ended, "state": states}
    columns |= {name: known.get(name, nothing) for name in NAMED}
    return pd.DataFrame({name: column[lasts] for name, column in columns.items()}, columns=COLUMNS)


def _filled(case: Keys, codes: Codes) -> Codes:
    """In place of none that of the leg before, of the same case; else of the next of the case that has one."""
    carried = _carried_on(case, codes)
    return np.where(carried == NONE, _carried_on(case[::-1], codes[::-1])[::-1], carried)


def _carried_on(case: Keys, codes: Codes) -> Codes:
    """Each code, and in place of none the last before it of the same case, whose rows stand together."""
    places = np.arange(len(case))
    first = np.maximum.accumulate(np.where(np.diff(case, prepend=case[:1]) != 0, places, 0))
    known = np.maximum.accumulate(np.where(codes != NONE, places, -1))
    return np.where(known >= first, codes[known], np.int16(NONE))


def _visits(run: Run, words: Words) -> list[pd.DataFrame]:
    """Waiting for staff, then work, as two legs of one visit; work on messages belongs to their hand-off."""
    columns = ("case", "activity", "team", "asked", "started", "ended", "worked")
    together = run.code.get(TOGETHER, NONE)
    visits = run.chosen(
        "visits", columns, lambda rows: (rows["place"] < 0) & (rows["activity"] != together), by=["place"]
    )
    paused = (visits["ended"] - visits["started"] - visits["worked"]) > LEAST
    states = [np.int8(STATES.index(state)) for state in ("queue", "interrupted", "work")]
    state = np.select([visits["worked"] <= 0, paused], states[:2], states[2])
    known = {"place": words.department[visits["team"]], "team": visits["team"], "what": visits["activity"]}
    return [
        _rows(visits["case"], visits["asked"], visits["started"], "queue", **known),
        _rows(visits["case"], visits["started"], visits["ended"], state, **known),
    ]


def _waits(run: Run, words: Words) -> pd.DataFrame:
    """Waits for information are parked where the case was; the team is the one that is asked."""
    columns = ("case", "kind", "team", "started", "ended")
    waits = run.chosen("waits", columns, lambda rows: np.isin(rows["kind"], list(WAITS)))
    states = np.zeros(max(WAITS) + 1, dtype=np.int8)
    for kind, state in WAITS.items():
        states[kind] = STATES.index(state)
    place = np.where(waits["kind"] == WaitKind.INFORMATION, np.int16(NONE), words.department[waits["team"]])
    return _rows(waits["case"], waits["started"], waits["ended"], states[waits["kind"]], place=place, team=waits["team"])


def _deliveries(run: Run, words: Words) -> pd.DataFrame:
    """Hand-offs under way, from sent to understood."""
    rows = run.chosen("deliveries", ("case", "handoff", "sent", "understood"))
    of_link = np.full((3, len(run.names)), NONE, dtype=np.int16)
    for handoff in np.unique(rows["handoff"]):
        of_link[:, handoff] = [words.code(name) for name in split_handoff(str(run.names[handoff]))]
    source, target, subject = of_link[:, rows["handoff"]]
    team = receivers(run).astype(np.int16)[rows["handoff"]]
    return _rows(
        rows["case"],
        rows["sent"],
        rows["understood"],
        "information",
        place=target,
        source=source,
        team=team,
        what=subject,
    )


def _side_by_side(legs: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """What no leg covers: the case waits for others that go side by side for it."""
    lived = [cases[["case", "opened", "closed"]].set_axis(["case", "ended", "began"], axis=1), legs]
    ends, starts = (
        pd.concat([part[["case", time]] for part in lived]).sort_values(["case", time], ignore_index=True)
        for time in ("ended", "began")
    )  # row by row: where a leg ended, and where the next one began
    return _rows(ends["case"].to_numpy(), ends["ended"].to_numpy(), starts["began"].to_numpy(), "branches")


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
