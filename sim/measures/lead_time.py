"""Where a case's lead time goes: an exact split into seven parts, along the branch that finishes last.

Order of names where two apply: rework > closed hours > waiting for a system > waiting for information > queue for staff
> waiting for customer, supplier or carrier > touch. Closed hours and systems count only where the company's own people
are waited for: a parcel on its way is not waiting for the office to open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.calendar import ALWAYS, WEEK, Calendar
from sim.engine.codes import WaitKind
from sim.engine.journal import Row
from sim.measures.run import Run, about, found
from sim.measures.summed import cases_summed

PARTS = ("touch", "queue", "closed", "information", "system", "outside", "rework")
TOGETHER = "work on a case together"

Array = NDArray[np.float64]
Keys: TypeAlias = NDArray[np.int64]


class Downtime:
    """Open hours lost to outages up to a time, for one calendar and one platform."""

    def __init__(self, calendar: Calendar, outages: list[tuple[float, float]], horizon: float) -> None:
        knots, lost, heights = [0.0], 0.0, [0.0]
        for start, end in outages:
            edges = [start, *_edges(calendar, start, end), end]
            for left, right in zip(edges, edges[1:], strict=False):
                if right > left:
                    knots.append(left)
                    heights.append(lost)
                    lost += calendar.open_hours(left, right)
                    knots.append(right)
                    heights.append(lost)
        knots.append(horizon + WEEK)
        heights.append(lost)
        self._knots, self._heights = np.asarray(knots), np.asarray(heights)

    def upto(self, times: Array) -> Array:
        """Open hours lost from 0 to each time."""
        return np.asarray(np.interp(times, self._knots, self._heights), dtype=np.float64)


def _edges(calendar: Calendar, start: float, end: float) -> list[float]:
    edges: list[float] = []
    time = start
    while True:
        time = calendar.next_closing(time) if calendar.is_open(time) else calendar.next_opening(time)
        if time >= end:
            return edges
        edges.append(time)


class Clock:
    """Closed hours and open hours without a system, for intervals that belong to one team."""

    def __init__(self, run: Run, team: str) -> None:
        facts = run.facts.teams.get(team)
        self.calendar = facts.calendar if facts else ALWAYS
        self.downtime = Downtime(self.calendar, down_times(run, facts.platforms if facts else ()), run.facts.horizon)

    def closed(self, start: Array, end: Array) -> Array:
        """Closed hours of each interval."""
        if self.calendar.always:
            return np.zeros_like(start)
        return np.maximum(0.0, (end - start) - (self.calendar.since_zero(end) - self.calendar.since_zero(start)))

    def system(self, start: Array, end: Array) -> Array:
        """Open hours of each interval in which the team's platform was down."""
        return self.downtime.upto(end) - self.downtime.upto(start)


def down_times(run: Run, platforms: Sequence[tuple[float, str]]) -> list[tuple[float, float]]:
    """When the platform was down that a team worked on then, by the platforms and since when it did."""
    stretches = []
    for place, (since, platform) in enumerate(platforms):
        until = platforms[place + 1][0] if place + 1 < len(platforms) else float("inf")
        stretches += [
            (max(started, since), min(ended, until))
            for started, ended in run.down_of.get(platform, ())
            if ended > since and started < until
        ]
    return stretches


def clock_of(run: Run, team: str) -> Clock:
    """The clock of a team, made when first asked for."""
    clocks = run.once(_no_clocks)
    if team not in clocks:
        clocks[team] = Clock(run, team)
    return clocks[team]


def _no_clocks(_: Run) -> dict[str, Clock]:
    """None yet; they do not know the run, or it would outlive its use."""
    return {}


def parts_of(run: Run) -> pd.DataFrame:
    """The parts of every case (see ``lead_time_parts``), worked out once for a run."""
    return run.once(lead_time_parts)


def lead_time_parts(run: Run) -> pd.DataFrame:
    """Hours of each of the seven parts for every case, finished or not.

    Returns:
        case, kind, status, lead and the columns of ``PARTS``; parts sum to the lead within 1e-9 hours.
    """
    cases = run.cases
    order = np.argsort(cases["case"].to_numpy(), kind="stable")
    places = _Places(cases["case"].to_numpy()[order], order, len(cases))
    hours = _hours(run, places, _rework_windows(run), decisive_branches(run))
    parts = pd.DataFrame(hours.T, columns=list(PARTS), copy=False)
    return pd.concat([cases[["case", "kind", "status", "lead", "finished", "measured"]], parts], axis="columns")


@dataclass(frozen=True, slots=True)
class PartsSummed:
    """The parts of lead times, summed.

    Attributes:
        hours: kind, status and the columns of ``PARTS`` (hours in all), of cases that ended in the measured period.
        reworked: keys of all cases in which something was put right, in order.
    """

    hours: pd.DataFrame
    reworked: Keys


def parts_summed(run: Run) -> PartsSummed:
    """The sums over cases of what ``lead_time_parts`` says of each, without holding it."""
    return run.once(_parts_summed)


def _parts_summed(run: Run) -> PartsSummed:
    windows, branches = _rework_windows(run), decisive_branches(run)
    alone = np.unique(np.concatenate([windows["case"], branches["case"], branches["parent"]]))
    groups, places = _by_group(run, alone)
    rows, at_home = places.of(alone)
    alone, first = alone[rows], len(groups) + 1  # the place between is that of what is not summed
    at = places.at.copy()
    at[np.searchsorted(places.keys, alone)] = np.arange(first, first + len(alone))
    hours = _hours(run, _Places(places.keys, at, first + len(alone)), windows, branches)
    for part in hours:
        np.add.at(part, at_home, part[first:])
    sums = run.named(groups, "kind", "status").assign(**dict(zip(PARTS, hours[:, : len(groups)], strict=True)))
    return PartsSummed(sums, alone[hours[PARTS.index("rework"), first:] > 0])


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the hours of which case are summed: a column for each place.

    Attributes:
        keys: of the cases whose hours are summed, in order.
        at: the place of each.
        number: how many places there are.
    """

    keys: Keys
    at: NDArray[np.integer]
    number: int

    def of(self, cases: Keys) -> tuple[Keys, NDArray[np.integer]]:
        """Which of some cases have a place (the rows they stand in), and which one."""
        where, there = found(self.keys, cases)
        rows = np.flatnonzero(there)
        return rows, self.at[where[rows]]


def _by_group(run: Run, alone: Keys) -> tuple[Row, _Places]:
    """The pairs of kind and status of cases that ended in the measured period, and the places of these cases.

    The cases that stand ``alone`` have a place anyhow: if they are of no such pair, one behind those of all pairs.
    """
    by_itself, count = about(alone), len(run.names)

    def wanted(rows: Row) -> NDArray[np.bool_]:
        return run.ended(rows) | by_itself(rows)

    keys = run.chosen("cases", ["case"], wanted, by=("status", "closed"))["case"]
    keys.sort()
    at, pairs = np.empty(len(keys), dtype=np.int32), np.full(count * count, -1, dtype=np.int32)
    table = cases_summed(run)
    table = table[table["ended"]]
    own = np.unique(table["kind"].cat.codes.to_numpy().astype(np.int32) * count + table["status"].cat.codes)
    pairs[own] = np.arange(len(own))
    for rows in run.in_pieces("cases", ("case", "kind", "status", "closed"), wanted):
        pair = pairs[rows["kind"].astype(np.int32) * count + rows["status"]]
        at[np.searchsorted(keys, rows["case"])] = np.where(run.ended(rows), pair, len(own))
    groups = np.empty(len(own), dtype=[("kind", "<i4"), ("status", "<i4")])
    groups["kind"], groups["status"] = np.divmod(own, count)
    return groups, _Places(keys, at, len(own))


def _hours(run: Run, places: _Places, windows: Row, branches: Row) -> Array:
    """Hours of each part at each place; what lies within rework counts there, and so do the windows of it."""
    hours = np.zeros((len(PARTS), places.number))
    totals: dict[str, Array] = dict(zip(PARTS, hours, strict=True))
    for piece in _pieces(run):
        _add(totals, piece, places, windows)
    rows, at = places.of(windows["case"])
    np.add.at(totals["rework"], at, (windows["ended"] - windows["started"])[rows])
    own, others = (places.at[np.searchsorted(places.keys, branches[column])] for column in ("case", "parent"))
    for branch, parent in zip(own.tolist(), others.tolist(), strict=True):
        hours[:, parent] += hours[:, branch]
    return hours


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some recorded intervals of cases (hours) with their parts, of those that they have."""

    case: Keys
    started: Array
    ended: Array
    parts: dict[str, Array]


def _add(totals: dict[str, Array], piece: _Piece, places: _Places, windows: Row) -> None:
    """Add a piece to the parts of its cases, interval by interval; what lies within rework counts there."""
    rows, at = places.of(piece.case)
    counts = ~_within_rework(piece, rows, windows)
    rows, at = rows[counts], at[counts]
    for part, hours in piece.parts.items():
        np.add.at(totals[part], at, hours[rows])


def _within_rework(piece: _Piece, rows: Keys, windows: Row) -> NDArray[np.bool_]:
    """Which of the intervals in some rows of a piece lie in a window of rework of their case."""
    within, of_case = np.zeros(len(rows), dtype=bool), piece.case[rows]
    places = np.flatnonzero(found(windows["case"], of_case)[1])
    start, end = piece.started[rows[places]], piece.ended[rows[places]]
    first, last = (np.searchsorted(windows["case"], of_case[places], side) for side in ("left", "right"))
    while len(places):  # once for each window of the case that has most
        window = windows[first]
        within[places] |= (end > start) & (window["started"] <= start) & (end <= window["ended"])
        first = first + 1
        more = first < last
        places, start, end = places[more], start[more], end[more]
        first, last = first[more], last[more]
    return within


def _rework_windows(run: Run) -> Row:
    """The stretches in which cases were put right, case by case: case, started, ended."""
    columns, rework = ("case", "started", "ended"), WaitKind.REWORK_WINDOW
    rows = run.chosen("waits", columns, lambda rows: rows["kind"] == rework, by=["kind"])
    return rows[np.argsort(rows["case"], kind="stable")]


def _pieces(run: Run) -> Iterator[_Piece]:
    """Every recorded interval of a case with its parts (all but rework), in pieces."""
    tables, together = run.journal.tables, run.code.get(TOGETHER, -1)
    columns = ("case", "activity", "team", "place", "asked", "started", "ended", "worked")
    for rows in tables["visits"].pieces(*columns):
        yield _of_visits(run, rows[(rows["place"] < 0) & (rows["activity"] != together)])
    longest = _longest_together(run)
    for kind, part in ((WaitKind.INFORMATION, "information"), (WaitKind.OUTSIDE, "outside"), (WaitKind.JOINT, "queue")):
        for rows in tables["waits"].pieces("case", "kind", "team", "started", "ended"):
            chosen = rows[rows["kind"] == kind]
            piece = _of_waits(run, chosen["case"], chosen["started"], chosen["ended"], chosen["team"], part)
            yield _with_joint_touch(piece, longest) if kind == WaitKind.JOINT else piece
    receiver = receivers(run)
    for rows in tables["deliveries"].pieces("case", "handoff", "sent", "understood"):
        teams = receiver[rows["handoff"]]
        yield _of_waits(run, rows["case"], rows["sent"], rows["understood"], teams, "information")


def receivers(run: Run) -> Keys:
    """For each code that is that of a hand-off, the code of the team that is waited for; -1 for none."""
    main: dict[str, str] = {}
    for team, facts in run.facts.teams.items():
        main.setdefault(facts.department, team)
    return np.array(
        [
            run.code.get(main.get(name.split(": ", 1)[0].split(" > ")[1], ""), -1) if " > " in name else -1
            for name in run.names
        ],
        dtype=np.int64,
    )


def _by_team(run: Run, teams: NDArray[np.integer]) -> Iterator[tuple[Clock, Keys]]:
    """The clock of each team among some codes, and the places at which it stands."""
    for code in np.unique(teams):
        yield clock_of(run, str(run.names[code]) if code >= 0 else ""), np.flatnonzero(teams == code)


def _of_visits(run: Run, visits: Row) -> _Piece:
    size = len(visits)
    closed, system, touch = np.zeros(size), np.zeros(size), np.zeros(size)
    for clock, rows in _by_team(run, visits["team"]):
        a, s, e, w = (visits[column][rows] for column in ("asked", "started", "ended", "worked"))
        closed_wait = np.minimum(clock.closed(a, s), s - a)
        system_wait = np.minimum(clock.system(a, s), s - a - closed_wait)
        touch[rows] = np.minimum(w, e - s)
        pause = e - s - touch[rows]
        closed_pause = np.minimum(clock.closed(s, e), pause)
        system_pause = np.minimum(clock.system(s, e), pause - closed_pause)
        closed[rows] = closed_wait + closed_pause
        system[rows] = system_wait + system_pause
    queue = (visits["ended"] - visits["asked"]) - touch - closed - system
    parts = {"touch": touch, "queue": queue, "closed": closed, "system": system}
    return _Piece(visits["case"], visits["asked"], visits["ended"], parts)


def _of_waits(run: Run, case: Keys, started: Array, ended: Array, teams: NDArray[np.integer], part: str) -> _Piece:
    whole = ended - started
    if part == "outside":
        return _Piece(case, started, ended, {part: whole})
    closed, system = np.zeros(len(case)), np.zeros(len(case))
    for clock, rows in _by_team(run, teams):
        closed[rows] = np.minimum(clock.closed(started[rows], ended[rows]), whole[rows])
        system[rows] = np.minimum(clock.system(started[rows], ended[rows]), whole[rows] - closed[rows])
    return _Piece(case, started, ended, {part: whole - closed - system, "closed": closed, "system": system})


def _longest_together(run: Run) -> dict[int, float]:
    """The longest work of those who worked together on a case, hours, by case."""
    longest = defaultdict[int, float](float)
    if TOGETHER not in run.code:
        return longest
    together = run.code[TOGETHER]
    rows = run.chosen("visits", ("case", "activity", "worked"), lambda rows: rows["activity"] == together)
    for case, _, worked in rows.tolist():
        longest[case] = max(longest[case], worked)
    return longest


def _with_joint_touch(piece: _Piece, longest: dict[int, float]) -> _Piece:
    """In a joint session the longest of those at work is touch; the rest of its interval was waiting for staff."""
    work = np.array([longest.get(case, 0.0) for case in piece.case.tolist()])
    touch = np.minimum(work, piece.parts["queue"])
    return replace(piece, parts={**piece.parts, "touch": touch, "queue": piece.parts["queue"] - touch})


def decisive_branches(run: Run) -> Row:
    """Cases that finished last of those that went side by side, and what they were part of: case, parent.

    A case that waited for several branches takes over the parts of the one that finished last.
    """
    return run.once(_decisive_branches)


def _decisive_branches(run: Run) -> Row:
    last = run.chosen("waits", ("case", "kind"), lambda rows: rows["kind"] == WaitKind.DECISIVE_BRANCH)["case"]
    branches = run.chosen("cases", ("case", "parent"), about(np.sort(last)))
    branches.sort(order="case")
    return branches[np.searchsorted(branches["case"], last)]
