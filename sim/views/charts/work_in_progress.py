"""Chart: when does it pile up? Work in progress day by day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.views.charts import findings
from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds, sign
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study
    from sim.inputs.scenario import Scenario

LABEL_LINE = 15.0


# Its tables


def shades(study: Study) -> pd.DataFrame | None:
    """What is shaded in the chart of work in progress: the warm-up, shocks, and the times in which levers move."""
    first = begin_of(study.a)
    spans = [("warm-up", 0.0, float(first))] if first else []
    for world in (study.a, study.b):
        moving = [
            (" ".join(filter(None, change.place)).replace("_", " "), change.begins, change.ends)
            for change in world.lever_changes
            if not change.go_live.weeks
        ]
        for label, begins, ends in [(s.label, s.begins, s.ends) for s in world.shocks] + moving:
            spans.append((label, first + begins / 24, first + max(ends, begins + 24) / 24))
    rows = list(dict.fromkeys(spans))
    return pd.DataFrame(rows, columns=["label", "start_day", "end_day"]) if rows else None


def begin_of(scenario: Scenario) -> int:
    """The day on which measuring begins."""
    return 7 * scenario.warm_up_weeks


def table(study: Study) -> pd.DataFrame:
    """Open cases in both worlds, the mean of each week."""
    wip = study.tables["wip"]
    weekly = wip.assign(week=wip["day"] // 7 + 1).groupby(["week", "world"])["cases"].mean().unstack("world")
    means = weekly[list(study.worlds)].reset_index()
    return means.rename(columns={world: f"{world}, cases open (mean of the week)" for world in study.worlds})


# What is drawn


def work_in_progress(
    axes: Axes, wip: pd.DataFrame, worlds: Worlds, shocks: pd.DataFrame | None = None, begin: float = 0
) -> Drawn:
    """Median line and 10-90 % band over replications per world, named at the right; shocks shaded.

    All days are drawn; peaks are those from the day `begin` on, on which measuring begins.
    Names of shocks stand above the axes, in as many lines as keep them apart (`shock_lines` tells how many).
    """
    layout.plain(axes)
    layout.grid(axes, "y")
    layout.number_ticks(axes, "y")
    marks: dict[str, list[Artist]] = {"bands": [], "medians": [], "peaks": [], "labels": [], "shocks": []}
    tables = []
    for world in worlds:
        band = findings.bands(wip, world)
        if band.empty:
            continue
        colour = look.world_colour(world, worlds)
        marks["bands"].append(axes.fill_between(band["day"], band["low"], band["high"], color=colour, alpha=0.22, lw=0))
        marks["medians"] += axes.plot(band["day"], band["median"], color=colour, lw=1.8, zorder=3)
        tables.append(band.assign(world=world))
    values = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    if not tables:
        layout.write(axes, "no days to show", (0.5, 0.5), on="axes fraction", ha="center", alpha=look.MUTED)
        return Drawn(values, marks)
    axes.set_xlim(float(values["day"].min()), float(values["day"].max()))
    axes.set_ylim(0, 1.14 * max(float(values["high"].max()), 1.0))
    day_ticks(axes)
    marks["labels"] = _names(axes, values, worlds)
    marks["peaks"] = _peaks(axes, findings.measured_days(wip, begin), worlds)
    if shocks is not None:
        marks["shocks"] = shade(axes, shocks)
    layout.name_axis(axes, x="day", y="cases in progress")
    return Drawn(values, marks)


def name_lines(worlds: Sequence[str], width: float) -> list[str]:
    """The names of the worlds, broken where they would take a third of a figure of this width."""
    return [line for world in worlds for line in layout.wrap(world, 0.28 * width, bold=True)]


def shock_lines(shocks: pd.DataFrame | None, first: float, last: float, width: float) -> list[int]:
    """The line (0 is lowest) of each shock's name above axes of this width, so that none touch."""
    ends: list[float] = []
    lines = []
    for left, right in _spans(shocks, first, last, width) if shocks is not None else []:
        line = next((i for i, end in enumerate(ends) if end + 8 <= left), len(ends))
        if line == len(ends):
            ends.append(right)
        ends[line] = max(ends[line], right)
        lines.append(line)
    return lines


def _spans(shocks: pd.DataFrame, first: float, last: float, width: float) -> list[tuple[float, float]]:
    """Left and right end of each name, centred over its shade but inside the axes."""
    spans = []
    for row in shocks.to_dict("records"):
        middle = ((row["start_day"] + row["end_day"]) / 2 - first) / ((last - first) or 1) * width
        needed = layout.text_width(str(row["label"]), look.SMALL)
        left = min(max(middle - needed / 2, 0), max(width - needed, 0))
        spans.append((left, left + needed))
    return spans


def shade(axes: Axes, shocks: pd.DataFrame) -> list[Artist]:
    """A grey ground for each shock, its name above the axes."""
    first, last = axes.get_xlim()
    width, _ = layout.size_of(axes)
    drawn: list[Artist] = []
    lines = shock_lines(shocks, first, last, width)
    spans = _spans(shocks, first, last, width)
    for row, line, (left, _) in zip(shocks.to_dict("records"), lines, spans, strict=True):
        start, end = max(row["start_day"], first), min(row["end_day"], last)
        if end < first or start > last:
            continue
        drawn.append(axes.axvspan(start, end, color=look.INK, alpha=0.09, lw=0, zorder=0))
        at = (left / width, 1.0)
        move = (0.0, 9 + LABEL_LINE * line)
        text = str(row["label"])
        drawn.append(layout.write(axes, text, at, on="axes fraction", move=move, size=look.SMALL, alpha=look.MUTED))
    return drawn


def day_ticks(axes: Axes) -> None:
    """Whole weeks where there are several, as many as fit."""
    first, last = axes.get_xlim()
    width, _ = layout.size_of(axes)
    least = (last - first) / max(2.0, width / 56)
    steps = (1, 2, 7, 14, 28, 56, 91, 182, 364) if last - first > 14 else (1, 2, 5)
    step = next((s for s in steps if s >= least), steps[-1])
    ticks = range(math.ceil(first / step) * step, math.floor(last) + 1, step)
    axes.set_xticks(list(ticks))


def _names(axes: Axes, values: pd.DataFrame, worlds: Worlds) -> list[Artist]:
    """World names at the end of their lines, kept apart; a short stroke leads to a moved one."""
    _, height = layout.size_of(axes)
    top = axes.get_ylim()[1]
    shown = [world for world in worlds if (values["world"] == world).any()]
    ends = [float(values.loc[values["world"] == world, "median"].iloc[-1]) / top * height for world in shown]
    drawn: list[Artist] = []
    wide = layout.figure_width(axes)
    names = ["\n".join(name_lines((world,), wide)) for world in shown]
    gap = 16.0 * max(name.count("\n") + 1 for name in names)
    for world, name, end, place in zip(shown, names, ends, layout.apart(ends, gap, 6, height - 6), strict=True):
        drawn.append(layout.write(axes, name, (1, place / height), on="axes fraction", move=(16, 0), bold=True))
        drawn += axes.plot(
            [1.004, 1 + 13 / layout.size_of(axes)[0]],
            [end / height, place / height],
            transform=axes.transAxes,
            clip_on=False,
            color=look.world_colour(world, worlds),
            lw=1.4,
        )
    return drawn


DOT = 6.0
"""Half the room that the dot of a peak takes."""
STROKE = 3.0
"""Half the room that a line takes."""


def _peaks(axes: Axes, wip: pd.DataFrame, worlds: Worlds) -> list[Artist]:
    """A dot and `634 on day 15` at the top of each median line; one that would meet the other, a dot or a line moves."""
    width, height = layout.size_of(axes)
    (first, last), top = axes.get_xlim(), axes.get_ylim()[1]
    drawn: list[Artist] = []
    tops = [(world, *findings.peak(wip, world)) for world in worlds]
    dots = [
        ((day - first) / ((last - first) or 1) * width, cases / top * height)
        for _, day, cases in tops
        if math.isfinite(cases)
    ]
    boxes = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in dots]
    boxes += [box for world in worlds for box in _line_boxes(axes, findings.bands(wip, world))]
    for world, day, cases in sorted(tops, key=lambda entry: -entry[2] if math.isfinite(entry[2]) else 0):
        if not math.isfinite(cases):
            continue
        colour = look.world_colour(world, worlds)
        drawn += axes.plot([day], [cases], "o", ms=5.5, color=colour, mec=colour, zorder=4, clip_on=False)
        text = f"{words.number(cases)} on day {words.number(day)}"
        wide = layout.text_width(text, look.SMALL)
        band = findings.bands(wip, world)
        high = float(band.loc[band["day"] == day, "high"].iloc[0])
        x = (day - first) / ((last - first) or 1) * width
        y, over = cases / top * height, high / top * height
        left = min(max(x - wide / 2, 2), width - wide - 2)
        places = [(left, place) for place in (over + 12, over + 26, y - 14, over + 40, y - 28, y - 42)]
        places += [(side, y) for side in (x + 2 * DOT, x - 2 * DOT - wide) if 2 <= side <= width - wide - 2]
        left, place = min(places, key=lambda at: _crowding(_box(at[0], at[1], wide), boxes, height))
        boxes.append(_box(left, place, wide))
        drawn.append(
            layout.write(axes, text, (left / width, place / height), on="axes fraction", size=look.SMALL, zorder=5)
        )
    return drawn


def _box(left: float, middle: float, wide: float) -> tuple[float, float, float, float]:
    """What a small label takes."""
    return left, middle - 7, left + wide, middle + 7


def _line_boxes(axes: Axes, band: pd.DataFrame) -> list[tuple[float, float, float, float]]:
    """Where the median line of a world runs, as small boxes one after the other."""
    width, height = layout.size_of(axes)
    (first, last), top = axes.get_xlim(), axes.get_ylim()[1]
    if band.empty:
        return []
    ends = (band["day"].agg(["min", "max"]).to_numpy(dtype=float) - first) / ((last - first) or 1) * width
    xs = np.arange(ends[0], ends[1] + STROKE, 2 * STROKE)
    days = first + xs / width * (last - first)
    ys = np.interp(days, band["day"].astype(float), band["median"].astype(float)) / top * height
    return [(x - STROKE, y - STROKE, x + STROKE, y + STROKE) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]


def _crowding(
    box: tuple[float, float, float, float], boxes: list[tuple[float, float, float, float]], height: float
) -> float:
    """Area shared with labels already placed, and whatever would leave the axes."""
    outside = max(0.0, box[3] - height) + max(0.0, -box[1])
    return sum(layout.overlap(box, other) for other in boxes) + 100 * outside


def picture(
    wip: pd.DataFrame,
    worlds: Worlds,
    shocks: pd.DataFrame | None = None,
    width: float = look.WIDE,
    *,
    begin: float = 0,
) -> Picture:
    """The whole figure, from its tables; `shocks` are shaded, and nothing is said of days before `begin`."""
    measured = findings.measured_days(wip, begin)
    with own_style():
        said = title(measured, worlds)
        runs = int(wip["replication"].nunique())
        band = "" if runs == 1 else "; line: median of each day, band: 10 to 90 % of replications"
        right = layout.widest(name_lines(worlds, width), bold=True) + 20 + EDGE
        space = width - 62 - right
        first, last = (float(wip["day"].min()), float(wip["day"].max())) if len(wip) else (0.0, 1.0)
        lines = 1 + max(shock_lines(shocks, first, last, space), default=-1)
        high = 300.0
        over = LABEL_LINE * lines + 4
        page = layout.sheet(width, high + over + 52, said, words.replications(runs) + band)
        axes = page.panel(62, over, space, high)
        work_in_progress(axes, wip, worlds, shocks, begin)
    tables = {"": wip} if shocks is None else {"": wip, "shocks": shocks}
    return Picture(page.figure, said, description(measured, worlds, shocks), tables)


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    return picture(study.tables["wip"], study.worlds, shades(study), width, begin=begin_of(study.a))


# What is said


def title(wip: pd.DataFrame, worlds: Worlds) -> str:
    """The highest points of both median lines of measured days, claimed as different only where the pairs say so."""
    a, b = worlds
    tops = {world: findings.peak(wip, world) for world in worlds}
    empty = [world for world in worlds if math.isnan(tops[world][1])]
    if empty:
        return f"No days of work in progress in {words.listing(empty)}"
    cases = {world: words.number(tops[world][1]) for world in worlds}
    gap = findings.paired_peak(wip, worlds)
    if gap.n < 2:
        return f"In one run, work in progress peaks at {cases[a]} cases in {a} and {cases[b]} in {b}"
    if not sign(gap):
        return f"No difference in peak work in progress is shown: {cases[a]} cases in {a}, {cases[b]} in {b}"
    when = {world: f" (day {words.number(tops[world][0])})" for world in worlds}
    return f"Work in progress peaks at {cases[a]} cases in {a}{when[a]} and at {cases[b]} in {b}{when[b]}"


def description(wip: pd.DataFrame, worlds: Worlds, shocks: pd.DataFrame | None) -> str:
    """Peak and last day of both lines of measured days, and the shocks."""
    said = []
    for world in worlds:
        band = findings.bands(wip, world)
        if len(band):
            day, cases = findings.peak(wip, world)
            last = words.number(float(band["median"].iloc[-1]))
            said.append(f"{world}: peak {words.number(cases)} on day {words.number(day)}, at the end {last}.")
    said += [
        f"{row['label']}: day {words.number(row['start_day'])} to {words.number(row['end_day'])}."
        for row in (shocks.to_dict("records") if shocks is not None else [])
    ]
    return " ".join(
        ["Cases in progress by day, the warm-up shaded and not spoken of: median and 10 to 90 % band.", *said]
    )


CHART = Chart(
    "work_in_progress",
    "When does it pile up?",
    "Customers' cases that are open at noon of each day. The line is the middle run of that day, the band"
    " holds eight of ten runs. The warm-up is shaded and not measured; shocks are shaded too.",
    draw,
    table,
)
