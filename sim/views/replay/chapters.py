"""The moments of a run worth looking at, found in its tables: campaign, demand peak, outage, backlog maximum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.calendar import DAY
from sim.measures.customers import ORDERS, TICKETS
from sim.views.replay.packing import period
from sim.views.replay.sampling import Frames
from sim.views.style import words

if TYPE_CHECKING:
    from sim.experiment.study import Study

NOON = 12.0


def chapters(study: Study, begin: float, end: float) -> list[dict[str, Any]]:
    """Time (hours), title and a sentence for each, in the order of time.

    Args:
        begin, end: the stretch that is shown, in hours.
    """
    first = opening(working_hours(study), begin, end)
    found = [
        {"time": first, "title": "The first day", "words": "Measuring has begun; what was in progress goes on."},
        *_campaign(study.replayed[0]["cases"], begin, end),
        *_demand_peak(study.replayed[0]["cases"], begin, end),
        *_outage(study, begin, end),
        *(_backlog(study.tables["wip"], world, begin, end) for world in study.worlds),
    ]
    return sorted(found, key=lambda chapter: float(chapter["time"]))


def _campaign(cases: pd.DataFrame, begin: float, end: float) -> list[dict[str, Any]]:
    """The first campaign that begins in the measured weeks."""
    own = cases[(cases["kind"] == "campaign") & cases["opened_at"].between(begin, end, inclusive="left")]
    if not len(own):
        return []
    return [
        {
            "time": float(own["opened_at"].min()),
            "title": "A campaign begins",
            "words": f"The first of {words.count(len(own), 'campaign')} in these weeks.",
        }
    ]


def _demand_peak(cases: pd.DataFrame, begin: float, end: float) -> list[dict[str, Any]]:
    """The day on which most orders and tickets come in."""
    own = cases[cases["kind"].isin([*ORDERS, *TICKETS]) & cases["opened_at"].between(begin, end, inclusive="left")]
    if not len(own):
        return []
    days = (own["opened_at"] // DAY).value_counts().sort_index()
    day = float(str(days.idxmax()))
    return [
        {
            "time": day * DAY + NOON,
            "title": "Demand peaks",
            "words": f"{days.max():,} orders and tickets come in on this day; the mean is {days.mean():,.0f}.",
        }
    ]


def _outage(study: Study, begin: float, end: float) -> list[dict[str, Any]]:
    """The outage that stops most cases, of either world, at the moment at which it does."""
    found = [(seen, world) for world, seen in enumerate(outage_seen(study, w, begin, end) for w in (0, 1)) if seen]
    if not found:
        return []
    outage, world = max(found, key=lambda one: (one[0].cases, one[0].hours))
    whose = words.listing(outage.labels) if len(outage.labels) < 4 else f"{len(outage.labels)} departments"
    whose += " is" if len(outage.labels) == 1 else " are"
    return [
        {
            "time": outage.time,
            "title": "An outage",
            "words": f"In {study.worlds[world]}, {whose} without a system for "
            f"{words.hours(outage.hours)}; {words.count(outage.cases, 'case')} there must wait.",
        }
    ]


@dataclass(frozen=True)
class Outage:
    """An outage where it is seen: the moment, its length, whom it stops, how many cases stand still at that moment."""

    time: float
    hours: float
    labels: list[str]
    cases: int


def outage_seen(study: Study, w: int, begin: float, end: float) -> Outage | None:
    """Of one world's outages that begin in these weeks the one that stops most cases, when it does."""
    tables, working = study.replayed[w], working_hours(study)
    stops = tables["stops"]
    own = stops[(stops["why"] == "system") & stops["began"].between(begin, end, inclusive="left")]
    best: Outage | None = None
    for began, ended in sorted(set(zip(own["began"].tolist(), own["ended"].tolist(), strict=True))):
        rows = own[(own["began"] == began) & (own["ended"] == ended)]
        teams = list(rows["team"].astype(str))
        moments = [time for time in _looks(began, min(ended, end)) if at_work(working, time)]
        if not moments:
            continue
        cases = _standing(tables, teams, moments)
        most = int(cases.argmax())
        labels = [study.a.company.departments[name].label for name in rows["department"].unique()]
        outage = Outage(moments[most], ended - began, labels, int(cases[most]))
        if best is None or (outage.cases, outage.hours) > (best.cases, best.hours):
            best = outage
    return best


def _looks(began: float, ended: float) -> list[float]:
    """The middle of an outage, and every quarter of an hour in it."""
    return [(began + ended) / 2, *np.arange(np.ceil(began * 4) / 4, ended, 0.25).tolist()]


def _standing(tables: Frames, teams: list[str], moments: list[float]) -> NDArray[np.int64]:
    """How many cases wait for some teams, or are in their hands, at each moment at which those teams have no system."""
    legs, stops = tables["legs"], tables["stops"]
    total = np.zeros(len(moments), dtype=np.int64)
    for team in teams:
        rows = legs[(legs["team"] == team) & legs["state"].isin(["queue", "interrupted"])]
        closed = stops[(stops["team"] == team) & (stops["why"] == "closed")]
        open_ = there(closed["began"], closed["ended"], moments) == 0
        total += np.where(open_, there(rows["began"], rows["ended"], moments), 0)
    return total


def there(began: pd.Series, ended: pd.Series, moments: Sequence[float]) -> NDArray[np.int64]:
    """How many stretches hold each moment."""
    starts, ends = np.sort(began.to_numpy()), np.sort(ended.to_numpy())
    return np.searchsorted(starts, moments, side="right") - np.searchsorted(ends, moments, side="right")


# Hours at which there is something to see


def working_hours(study: Study) -> list[tuple[float, float]]:
    """Stretches (hours) in which at least half of all teams are open, in the weeks that are shown."""
    begin, end = period(study)
    stops = study.replayed[0]["stops"]
    closed = stops[stops["why"] == "closed"]
    edges = np.unique(np.concatenate([[begin, end], closed["began"], closed["ended"]]))
    edges = edges[(edges >= begin) & (edges <= end)]
    open_ = 2 * there(closed["began"], closed["ended"], edges[:-1].tolist()) <= len(study.a.company.teams)
    found: list[tuple[float, float]] = []
    for start, stop, own in zip(edges[:-1].tolist(), edges[1:].tolist(), open_.tolist(), strict=True):
        if own and found and found[-1][1] == start:
            found[-1] = found[-1][0], stop
        elif own:
            found.append((start, stop))
    return found or [(begin, end)]


def at_work(working: list[tuple[float, float]], time: float) -> bool:
    """Whether a moment lies in one of the stretches."""
    return any(began <= time < ended for began, ended in working)


def opening(working: list[tuple[float, float]], begin: float, end: float) -> float:
    """Midday of the first working day, where there is one."""
    noons = np.arange(np.floor(begin / DAY) * DAY + NOON, end, DAY)
    return next((float(noon) for noon in noons if at_work(working, float(noon))), working[0][0])


def _backlog(wip: pd.DataFrame, world: str, begin: float, end: float) -> dict[str, Any]:
    """The day on which most customers' cases are open."""
    own = wip[(wip["world"] == world) & (wip["replication"] == 0)].assign(time=lambda table: table["day"] * DAY + NOON)
    own = own[own["time"].between(begin, end, inclusive="left")]
    most = int(own["cases"].max())
    return {
        "time": float(own.loc[own["cases"] == most, "time"].iloc[0]),
        "title": f"Most in progress, {world}",
        "words": f"{most:,} orders and tickets are open in {world} at noon.",
    }
