"""Where a case's lead time goes: an exact split into seven parts, along the branch that finishes last.

Order of names where two apply: rework > closed hours > waiting for a system > waiting for information > queue for staff
> waiting for customer, supplier or carrier > touch. Closed hours and systems count only where the company's own people
are waited for: a parcel on its way is not waiting for the office to open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.calendar import ALWAYS, WEEK, Calendar
from sim.engine.codes import WaitKind
from sim.measures.run import Run

PARTS = ("touch", "queue", "closed", "information", "system", "outside", "rework")
TOGETHER = "work on a case together"

Array = NDArray[np.float64]


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
    return run.once(_Clocks)[team]


class _Clocks(dict[str, Clock]):
    """The clocks of all teams, made when first asked for."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run

    def __missing__(self, team: str) -> Clock:
        self[team] = clock = Clock(self._run, team)
        return clock


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
    keys = cases["case"].to_numpy()[order]
    pieces = _pieces(run)
    pieces = pieces[np.isin(pieces["case"].to_numpy(), keys)]
    index = order[np.searchsorted(keys, pieces["case"].to_numpy())]
    totals: dict[str, Array] = {part: np.zeros(len(cases)) for part in PARTS}
    normal, windows = _apart_from_rework(run, pieces, index, order, keys)
    for part in PARTS[:-1]:
        hours_of = np.bincount(index[normal], weights=pieces[part].to_numpy()[normal], minlength=len(cases))
        totals[part] = np.asarray(hours_of, dtype=np.float64)
    for place, hours in windows.items():
        totals["rework"][place] += hours
    _add_decisive_branches(run, totals, order, keys)
    frame = cases[["case", "kind", "status", "lead", "finished", "measured"]].copy()
    for part in PARTS:
        frame[part] = totals[part]
    return frame


def _pieces(run: Run) -> pd.DataFrame:
    """Every recorded interval of a case with its parts (all but rework)."""
    visits = run.visits
    own = visits[(visits["place"] < 0) & (visits["activity"] != TOGETHER)]
    frames = [_split_visits(run, own)]
    waits = run._frame("waits")
    for kind, part in ((WaitKind.INFORMATION, "information"), (WaitKind.OUTSIDE, "outside"), (WaitKind.JOINT, "queue")):
        chosen = waits[waits["kind"] == kind]
        teams = np.asarray(run.names)[chosen["team"].to_numpy()] if len(chosen) else np.empty(0, dtype=object)
        frames.append(
            _split_waits(
                run, chosen["case"].to_numpy(), chosen["started"].to_numpy(), chosen["ended"].to_numpy(), teams, part
            )
        )
    deliveries = run._frame("deliveries", "handoff")
    main = _main_teams(run)
    receivers = (
        deliveries["handoff"]
        .map({name: main.get(name.split(": ", 1)[0].split(" > ")[1], "") for name in run.names if " > " in name})
        .astype(str)
        .to_numpy()
    )
    frames.append(
        _split_waits(
            run,
            deliveries["case"].to_numpy(),
            deliveries["sent"].to_numpy(),
            deliveries["understood"].to_numpy(),
            receivers,
            "information",
        )
    )
    together = visits[visits["activity"] == TOGETHER]
    pieces = pd.concat(frames, ignore_index=True)
    return _with_joint_touch(pieces, together) if len(together) else pieces


def _main_teams(run: Run) -> dict[str, str]:
    main: dict[str, str] = {}
    for team, facts in run.facts.teams.items():
        main.setdefault(facts.department, team)
    return main


def _empty(size: int) -> dict[str, Array]:
    return {part: np.zeros(size) for part in PARTS[:-1]}


def _split_visits(run: Run, visits: pd.DataFrame) -> pd.DataFrame:
    size = len(visits)
    parts = _empty(size)
    asked, started, ended, worked = (visits[column].to_numpy() for column in ("asked", "started", "ended", "worked"))
    for team, rows in _by_team(visits["team"].astype(str).to_numpy()):
        clock = clock_of(run, team)
        a, s, e, w = asked[rows], started[rows], ended[rows], worked[rows]
        closed_wait = np.minimum(clock.closed(a, s), s - a)
        system_wait = np.minimum(clock.system(a, s), s - a - closed_wait)
        touch = np.minimum(w, e - s)
        pause = e - s - touch
        closed_pause = np.minimum(clock.closed(s, e), pause)
        system_pause = np.minimum(clock.system(s, e), pause - closed_pause)
        parts["closed"][rows] = closed_wait + closed_pause
        parts["system"][rows] = system_wait + system_pause
        parts["touch"][rows] = touch
        parts["queue"][rows] = (e - a) - touch - parts["closed"][rows] - parts["system"][rows]
    return pd.DataFrame({"case": visits["case"].to_numpy(), "started": asked, "ended": ended, "joint": False, **parts})


def _split_waits(
    run: Run, case: NDArray[np.int64], started: Array, ended: Array, teams: NDArray[np.object_], part: str
) -> pd.DataFrame:
    parts = _empty(len(case))
    whole = ended - started
    if part == "outside":
        parts["outside"] = whole
    else:
        for team, rows in _by_team(teams):
            clock = clock_of(run, team)
            closed = np.minimum(clock.closed(started[rows], ended[rows]), whole[rows])
            system = np.minimum(clock.system(started[rows], ended[rows]), whole[rows] - closed)
            parts["closed"][rows], parts["system"][rows] = closed, system
            parts[part][rows] = whole[rows] - closed - system
    return pd.DataFrame({"case": case, "started": started, "ended": ended, "joint": part == "queue", **parts})


def _by_team(teams: NDArray[np.object_]) -> list[tuple[str, NDArray[np.int64]]]:
    names, places = np.unique(teams.astype(str), return_inverse=True)
    return [(str(name), np.flatnonzero(places == number)) for number, name in enumerate(names)]


def _with_joint_touch(pieces: pd.DataFrame, together: pd.DataFrame) -> pd.DataFrame:
    """In a joint session the longest of those at work is touch; the rest of its interval was waiting for staff."""
    worked = together.groupby("case", observed=True)["worked"].max()
    joint = pieces["joint"].to_numpy()
    longest = pieces.loc[joint, "case"].map(worked).fillna(0.0).to_numpy()
    hours = np.minimum(longest, pieces.loc[joint, "queue"].to_numpy())
    pieces.loc[joint, "touch"] += hours
    pieces.loc[joint, "queue"] -= hours
    return pieces


def _apart_from_rework(
    run: Run, pieces: pd.DataFrame, index: NDArray[np.int64], order: NDArray[np.int64], keys: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], dict[int, float]]:
    """Which pieces lie outside rework windows, and the hours of the windows by place of the case."""
    waits = run._frame("waits")
    rows = waits[waits["kind"] == WaitKind.REWORK_WINDOW]
    windows: dict[int, list[tuple[float, float]]] = defaultdict(list)
    hours: dict[int, float] = defaultdict(float)
    for case, start, end in zip(rows["case"], rows["started"], rows["ended"], strict=True):
        place = int(order[np.searchsorted(keys, case)])
        windows[place].append((start, end))
        hours[place] += end - start
    normal = np.ones(len(pieces), dtype=bool)
    started, ended = pieces["started"].to_numpy(), pieces["ended"].to_numpy()
    suspects = np.flatnonzero(np.isin(index, np.fromiter(windows, dtype=np.int64, count=len(windows))))
    for row in suspects:
        for start, end in windows[int(index[row])]:
            if start <= started[row] and ended[row] <= end and ended[row] > started[row]:
                normal[row] = False
                break
    return normal, hours


def _add_decisive_branches(run: Run, totals: dict[str, Array], order: NDArray[np.int64], keys: NDArray[np.int64]) -> None:
    """A case that waited for several branches takes over the parts of the one that finished last."""
    waits = run._frame("waits")
    branches = waits.loc[waits["kind"] == WaitKind.DECISIVE_BRANCH, "case"].to_numpy()
    parents = run.cases["parent"].to_numpy()
    for branch in branches:
        child = int(order[np.searchsorted(keys, branch)])
        parent = int(order[np.searchsorted(keys, parents[child])])
        for part in PARTS:
            totals[part][parent] += totals[part][child]
