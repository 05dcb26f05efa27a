"""The moments of a run worth looking at, found in its tables: campaign, demand peak, outage, backlog maximum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.engine.calendar import DAY
from sim.measures.customers import ORDERS, TICKETS
from sim.views.style import words

if TYPE_CHECKING:
    from sim.experiment.study import Study

NOON = 12.0


def chapters(study: Study, begin: float, end: float) -> list[dict[str, Any]]:
    """Time (hours), title and a sentence for each, in the order of time.

    Args:
        begin, end: the stretch that is shown, in hours.
    """
    found = [
        {"time": begin, "title": "The first day", "words": "Measuring begins; what was in progress goes on."},
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
    """The longest outage that begins in the measured weeks, of either world."""
    longest: tuple[float, float, str, str] | None = None
    for world, tables in zip(study.worlds, study.replayed, strict=True):
        stops = tables["stops"]
        own = stops[(stops["why"] == "system") & stops["began"].between(begin, end, inclusive="left")]
        for began, ended in zip(own["began"], own["ended"], strict=True):
            if longest is None or ended - began > longest[0]:
                same = own[(own["began"] == began) & (own["ended"] == ended)]
                labels = [study.a.company.departments[name].label for name in same["department"].unique()]
                whose = words.listing(labels) if len(labels) < 4 else f"{len(labels)} departments"
                longest = (float(ended - began), float(began), world, whose)
    if longest is None:
        return []
    hours, began, world, whose = longest
    return [
        {
            "time": began,
            "title": "The longest outage",
            "words": f"In {world}, {whose} {'are' if ' and ' in whose or whose[0].isdigit() else 'is'} without a "
            f"system for {words.hours(hours)}.",
        }
    ]


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
