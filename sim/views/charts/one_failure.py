"""Chart: the story of one failure. One order in both worlds on one clock, and what followed where it went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts import swatches
from sim.views.charts.chart import Chart
from sim.views.journey.case_way import ticks_of
from sim.views.journey.one_failure import OneFailure, cause_words, one_failure
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style
from sim.views.style.study_words import names

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study
    from sim.views.style.study_words import Row

ORDER = "the order"
PART_OF = {
    "queue": "queue", "work": "touch", "interrupted": "touch", "joint": "touch", "information": "information",
    "outside": "outside", "branches": "queue",
}  # fmt: skip
"""The part of a lead time that a state of a case is, in the hours in which its team is there and its system up."""
HALTED = ("queue", "interrupted", "information")
"""States of which closed hours and outages are parts of their own."""
HEAD, MARK, BAR, THIN, LABEL, GAP, AXIS = 24.0, 20.0, 26.0, 11.0, 17.0, 16.0, 26.0
LEAST = 1e-6
LEAST_WIDTH = 2.0
"""Pixels of the shortest stretch, so that what took a minute can be seen."""


# Its table


def has_failure(study: Study) -> bool:
    """Whether an order went wrong in one world only."""
    return one_failure(study) is not None


def ways(study: Study, found: OneFailure) -> pd.DataFrame:
    """The order in both worlds and what followed: world, lane, began, ended (hours since the order came), part."""
    rows = []
    for place, row in ((found.place, found.here), (1 - found.place, found.there)):
        world, zero = study.replayed[place], float(row["opened_at"])
        cases = [(ORDER, int(row["case"]))]
        if place == found.place:
            cases += [(one.name.removeprefix(f"{found.thread.name}/"), one.case) for one in found.thread.followed]
        for lane, case in cases:
            rows += [
                (names(study)[place], lane, began - zero, ended - zero, part)
                for began, ended, part in way_of(world, case)
            ]
    return pd.DataFrame(rows, columns=["world", "lane", "began", "ended", "part"])


def way_of(world: Mapping[str, pd.DataFrame], case: int) -> Iterator[tuple[float, float, str]]:
    """Began, ended and part of each stretch of a case; while others go side by side for it, of the one that ends last."""
    legs = world["legs"]
    for leg in legs[legs["case"] == case].to_dict("records"):
        inside = _last_branch(world, case, leg) if leg["state"] == "branches" else None
        if inside is None:
            yield from _by_hours(world["stops"], leg)
            continue
        for began, ended, part in way_of(world, inside):
            first, last = max(began, float(leg["began"])), min(ended, float(leg["ended"]))
            if last - first > LEAST:
                yield first, last, part


def _last_branch(world: Mapping[str, pd.DataFrame], case: int, leg: Row) -> int | None:
    """The case under this one that ends with a leg; None where there is none."""
    cases = world["cases"]
    name = str(cases.loc[cases["case"] == case, "name"].iloc[0])
    under = cases[cases["name"].str.startswith(f"{name}/") & ((cases["closed_at"] - float(leg["ended"])).abs() < LEAST)]
    return int(under["case"].iloc[0]) if len(under) else None


def _by_hours(stops: pd.DataFrame, leg: Row) -> Iterator[tuple[float, float, str]]:
    """A leg, cut where its team goes home or its system is down."""
    began, ended, part = float(leg["began"]), float(leg["ended"]), PART_OF[str(leg["state"])]
    if leg["state"] in HALTED:
        own = stops[(stops["team"] == leg["team"]) & (stops["began"] < ended) & (stops["ended"] > began)]
        for stop in own.sort_values("began").to_dict("records"):
            first, last = max(began, float(stop["began"])), min(ended, float(stop["ended"]))
            if last - first <= LEAST:
                continue
            if first - began > LEAST:
                yield began, first, part
            yield first, last, str(stop["why"])
            began = last
    if ended - began > LEAST:
        yield began, ended, part


def table(study: Study) -> pd.DataFrame:
    """Hours by part of the order in both worlds, and of each case that followed."""
    found = one_failure(study)
    assert found is not None
    rows = ways(study, found)
    hours = (rows["ended"] - rows["began"]).groupby([rows["world"], rows["lane"], rows["part"]], sort=False).sum()
    wide = hours.unstack("part").reindex(columns=[part for part in look.PARTS if part in set(rows["part"])]).fillna(0.0)
    wide = wide.rename(columns={part: f"{look.PARTS[part][0]}, h" for part in wide.columns})
    return wide.reset_index().rename(columns={"lane": "case"})


# What is drawn


def lanes(axes: Axes, rows: pd.DataFrame, study: Study, found: OneFailure) -> Drawn:
    """A lane for each world with the order's bar, thin ones for what followed, and a mark at the wrong decision."""
    from matplotlib.patches import Rectangle

    width, height = layout.size_of(axes)
    swatches.bare(axes, height)
    longest = float(rows["ended"].max())
    axes.set_xlim(0, longest)
    marks: dict[str, list[Artist]] = {"bars": [], "labels": [], "mark": []}
    y, least = 0.0, LEAST_WIDTH * longest / width
    for world in _order_of_worlds(study, found):
        own = rows[rows["world"] == world]
        colour = look.world_colour(world, names(study))
        marks["labels"] += layout.heading(axes, world, "", colour, (0.0, y + HEAD / 2), "data", 0.0) or []
        y += HEAD
        if world == names(study)[found.place]:
            marks["mark"] += _mark(axes, found, longest, y)
            y += MARK
        for lane in dict.fromkeys(own["lane"]):
            high = BAR if lane == ORDER else THIN
            if lane != ORDER:
                marks["labels"].append(_label(axes, lane, own, longest, width, y))
                y += LABEL
            for row in own[own["lane"] == lane].to_dict("records"):
                _, fill, hatch = look.PARTS[row["part"]]
                wide = max(row["ended"] - row["began"], least)
                box = Rectangle((row["began"], y), wide, high, fc=fill, ec=look.darker(fill), hatch=hatch or None, lw=0)
                marks["bars"].append(axes.add_patch(box))
            y += high + 4
        y += GAP
    for hour, text in ticks_of(longest, width):
        side = "left" if hour == 0 else "center"
        marks["labels"].append(layout.write(axes, text, (hour, y), size=look.SMALL, alpha=look.MUTED, ha=side))
    marks["labels"] += swatches.swatches(axes, _keys(rows, width), y + AXIS / 2)
    return Drawn(rows, marks)


def _mark(axes: Axes, found: OneFailure, longest: float, y: float) -> list[Artist]:
    """A diamond at the moment of the wrong decision, named on the side on which there is room."""
    x = found.thread.time - float(found.here["opened_at"])
    left = x > longest / 2
    drawn: list[Artist] = [
        *axes.plot([x], [y + MARK / 2], "D", ms=7, mfc=look.INK, mec=look.INK, clip_on=False, zorder=5)
    ]
    drawn += axes.plot([x, x], [y + MARK / 2, y + MARK + BAR], color=look.INK, lw=1.2, zorder=5)
    said = f"wrong decision: {found.decided['decision']}"
    move, side = ((-10, 0), "right") if left else ((10, 0), "left")
    return [*drawn, layout.write(axes, said, (x, y + MARK / 2), move=move, ha=side, size=look.SMALL, bold=True)]


def _label(axes: Axes, lane: str, own: pd.DataFrame, longest: float, width: float, y: float) -> Artist:
    """The name of a case that followed, above its bar, kept inside the chart."""
    began = float(own.loc[own["lane"] == lane, "began"].min())
    said = layout.cut(lane.rpartition("/")[2], width)
    room = (width - layout.text_width(said, look.SMALL)) * longest / width
    return layout.write(axes, said, (max(0.0, min(began, room)), y + LABEL / 2), size=look.SMALL)


def _keys(rows: pd.DataFrame, width: float) -> list[list[tuple[str, str]]]:
    present = set(rows["part"])
    return swatches.key_rows([(part, look.PARTS[part][0]) for part in look.PARTS if part in present], width)


def _order_of_worlds(study: Study, found: OneFailure) -> list[str]:
    return [names(study)[found.place], names(study)[1 - found.place]]


def _height(rows: pd.DataFrame, width: float) -> float:
    thin = int(rows.groupby("world")["lane"].nunique().sum()) - 2
    return (
        2 * (HEAD + BAR + 4 + GAP) + MARK + thin * (LABEL + THIN + 4) + swatches.KEY_LINE * len(_keys(rows, width)) + AXIS
    )


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    found = one_failure(study)
    assert found is not None
    rows, wide = ways(study, found), width - 2 * EDGE
    with own_style():
        said = title(study, found)
        known = "both on one clock, from when the order came; replication 0: a single order, not an average"
        page = layout.sheet(width, _height(rows, wide), said, known)
        lanes(page.panel(EDGE, 0, wide, page.height), rows, study, found)
    return Picture(page.figure, said, description(study, found), rows)


# What is said


def title(study: Study, found: OneFailure) -> str:
    """How long the order took in both worlds, and what came of the wrong decision."""
    here, there = _order_of_worlds(study, found)
    leads = [words.hours(float(row["lead"])) for row in (found.here, found.there)]
    cases = words.count(len(found.thread.followed), "further case")
    return (
        f"{words.sentence(found.thread.name)}: {leads[0]} and {cases} in {here} after a wrong "
        f"{found.decided['decision']}, {leads[1]} and none in {there}"
    )


def description(study: Study, found: OneFailure) -> str:
    """What is seen, with the cause."""
    here, there = _order_of_worlds(study, found)
    followed = words.listing([one.kind for one in found.thread.followed])
    return (
        f"The way of one order in {here} and in {there} as bars on one clock, with what followed in {here} below. "
        f"{cause_words(found.decided)} What followed: {followed}."
    )


CHART = Chart(
    "one_failure",
    "How does one failure come about?",
    "Both bars are the same order of the same customer, hour by hour, by what it waited for. The diamond is the decision"
    " that was wrong; the thin bars are cases that exist only because of it. The order was chosen by a rule, not by hand:"
    " of those that went wrong in the commonest way and can be told in short, the one nearest to their median lead time."
    " Rework is shown as what it consisted of.",
    draw,
    table,
    when=has_failure,
)
