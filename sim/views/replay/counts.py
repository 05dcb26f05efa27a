"""How many cases are where, moment by moment, of all cases: for pages on which only a sample of them is drawn.

And the hours that cases have waited for information up to each hour.
"""

from __future__ import annotations

from bisect import insort

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measures.customers import ORDERS, TICKETS
from sim.views.replay.sampling import Frames

TICKS = 360
"""Times on a page are whole numbers of ten seconds; what is counted is counted by these."""
STEP = 0.25
"""Hours between two counts."""
BANDS = {"work": "work", "queue": "queue", "joint": "queue", "information": "information"}
"""Where a case in a state stands in its department; paused work is at work or in the queue, as its team is."""
PLACED = ("work", "queue", "information", "coming")
"""What is counted in each department."""
WHOLE = ("outside", "open", "waiting", "finished", "median")
"""What is counted in all: cases outside or waiting for others; of orders and tickets those open, those that wait for
information, those finished since the first moment and the median of their lead times (hundredths of an hour)."""

Counts = NDArray[np.int32]
Hours = NDArray[np.float64]


def moments(begin: float, end: float) -> Hours:
    """The moments that are counted, hours."""
    return np.arange(begin, end, STEP)


def counts_of(world: Frames, departments: list[str], begin: float, end: float) -> Counts:
    """One row per thing counted (each department's of `PLACED`, then `WHOLE`), one column per moment."""
    grid, legs = moments(begin, end), world["legs"]
    state, place, source, team = (_text(legs[column]) for column in ("state", "place", "source", "team"))
    began, ended = (legs[column].to_numpy(np.float64) for column in ("began", "ended"))
    away, coming = np.isin(state, ("outside", "branches")) | (place == ""), source != ""
    band = np.where(away, "", np.where(coming, "coming", np.vectorize(BANDS.get, otypes=[object])(state, "")))
    paused = (state == "interrupted") & ~away & ~coming

    def at(chosen: NDArray[np.bool_]) -> Counts:
        return _there(began[chosen], ended[chosen], grid)

    still = {name: _stopped(world, name, grid) for name in np.unique(team[paused])}
    rows: list[Counts] = []
    for department in departments:
        here = place == department
        found = {name: at(here & (band == name)) for name in PLACED}
        for name in np.unique(team[here & paused]):
            number = at(here & paused & (team == name))
            found["queue"] += np.where(still[name], number, 0)
            found["work"] += np.where(still[name], 0, number)
        rows += found.values()
    customers = legs["case"].isin(world["cases"].loc[_customers(world), "case"]).to_numpy()
    waiting = at(customers & (state == "information"))
    rows += [at(away & ~coming), *_customers_cases(world, begin, grid, waiting)]
    return np.array(rows, dtype=np.int32)


def _text(column: pd.Series) -> NDArray[np.object_]:
    """A column of names as an array of names that are each there once."""
    codes, names = pd.factorize(column)
    return np.asarray(np.array([*map(str, names), ""], dtype=object)[codes])


def _customers(world: Frames) -> pd.Series:
    return world["cases"]["kind"].isin([*ORDERS, *TICKETS])


def _there(began: Hours, ended: Hours, grid: Hours) -> Counts:
    """How many stretches hold each moment."""
    return _passed(began, grid) - _passed(ended, grid)


def _passed(times: Hours, grid: Hours) -> Counts:
    """How many of the times have come at each moment."""
    return np.searchsorted(np.sort(_shown(times)), _shown(grid), side="right").astype(np.int32)


def _shown(times: Hours) -> Hours:
    """Times as pages have them, so that a page of all cases and one of a sample say the same."""
    return np.rint(times * TICKS)


def _stopped(world: Frames, team: str, grid: Hours) -> NDArray[np.bool_]:
    own = world["stops"][world["stops"]["team"] == team]
    return _there(own["began"].to_numpy(np.float64), own["ended"].to_numpy(np.float64), grid) > 0


def _customers_cases(world: Frames, begin: float, grid: Hours, waiting: Counts) -> list[Counts]:
    own = world["cases"][_customers(world)]
    opened = _there(own["opened_at"].to_numpy(np.float64), own["closed_at"].to_numpy(np.float64), grid)
    ended = own[(own["closed_at"] > begin) & (own["closed_at"] > own["opened_at"])].sort_values("closed_at")
    leads: list[float] = []
    medians, place = np.zeros(len(grid), dtype=np.int32), 0
    done, lead = _shown(ended["closed_at"].to_numpy(np.float64)).tolist(), ended["lead"].tolist()
    for number, moment in enumerate(_shown(grid).tolist()):
        while place < len(done) and done[place] <= moment:
            insort(leads, lead[place])
            place += 1
        half = len(leads) >> 1
        if leads:
            medians[number] = round(100 * (leads[half] if len(leads) % 2 else (leads[half - 1] + leads[half]) / 2))
    return [opened, waiting, _passed(ended["closed_at"].to_numpy(np.float64), grid), medians]


def lost_of(world: Frames, begin: float, end: float) -> Hours:
    """Hours that all cases together have waited for information since `begin`, at each whole hour up to `end`.

    While a case is handed from one department to another or a colleague's answer is waited for, the hours count in which
    the team that it waits for is open and has its system.
    """
    grid = np.arange(begin, end + 0.5)
    legs, total = world["legs"], np.zeros(len(grid))
    for team, own in legs[legs["state"] == "information"].groupby("team", observed=True):
        clock = _worked(world, str(team), end)
        at = np.interp(grid, *clock)
        for column, sign in (("began", 1.0), ("ended", -1.0)):
            times = np.sort(own[column].to_numpy(np.float64))
            before = np.concatenate([[0.0], np.cumsum(np.interp(times, *clock))])
            passed = np.searchsorted(times, grid, side="right")
            total += sign * (passed * at - before[passed])
    return np.asarray(total - total[0], dtype=np.float64)


def _worked(world: Frames, team: str, end: float) -> tuple[Hours, Hours]:
    """Moments, and how many hours the team has been at work up to each."""
    stops = world["stops"]
    own = stops[stops["team"] == team].sort_values("began")
    times, hours, free = [0.0], [0.0], 0.0
    for began, ended in zip(own["began"], own["ended"], strict=True):
        start = max(began, free)
        if ended > start:
            hours += [hours[-1] + start - free] * 2
            times += [start, ended]
            free = ended
    return np.array([*times, max(end, free) + 1]), np.array([*hours, hours[-1] + max(end, free) + 1 - free])
