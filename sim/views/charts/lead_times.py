"""Chart: for whom is it quicker? The share of cases that are finished within a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.statistics import PairedInterval, holm
from sim.measures.catalogue import SAID
from sim.views.charts import findings
from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds, sign
from sim.views.charts.flows import of_flows, unfinished_words
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

MOST_POINTS = 20_000
"""Points of all faint lines of one chart: what keeps the report small when there are many replications."""


DURATIONS: tuple[tuple[float, str], ...] = (
    (1.0, "1 h"),
    (24.0, "1 day"),
    (168.0, "1 week"),
    (1 / 60, "1 min"),
    (672.0, "4 weeks"),
    (8736.0, "52 weeks"),
    (0.1, "6 min"),
    (8.0, "8 h"),
    (72.0, "3 days"),
    (3.0, "3 h"),
    (0.5, "30 min"),
    (2184.0, "13 weeks"),
)
"""Ticks of a logarithmic time axis, most wanted first; days and weeks by the clock, nights included."""


# Its tables


def table(study: Study) -> pd.DataFrame:
    """Quantiles of lead times of every charted flow in both worlds."""
    curves, rows = of_flows(study, "quantiles"), []
    for flow in curves["flow"].unique():
        for world in study.worlds:
            hours = findings.pooled_quantiles(curves, world, flow, SAID)
            rows.append((flow, world, *hours))
    return pd.DataFrame(rows, columns=["flow", "world", *(f"{100 * q:g} % within, h" for q in SAID)])


# What is drawn


def lead_time_ecdf(axes: Axes, ecdf: pd.DataFrame, worlds: Worlds, flow: str | None = None, levels: int = 200) -> Drawn:
    """Share of cases finished within a time: a faint line per replication and the pooled one, per world.

    Faint lines have at most `levels` points; nothing else is thinned. The world with the shorter median is labelled at
    the left of its line, the other at the right, so the labels cannot meet. Lead times of 0 h stand at the left edge
    of the logarithmic axis.
    """
    flow = flow if flow is not None else findings.flows_of(ecdf)[0]
    rows = ecdf.loc[ecdf["flow"] == flow]
    above = rows.loc[rows["hours"] > 0, "hours"]
    least = float(above.min()) if len(above) else 0.01
    layout.plain(axes)
    layout.grid(axes, "x")
    axes.set_xscale("log")
    axes.set_ylim(0, 1)
    marks: dict[str, list[Artist]] = {"replications": [], "pooled": [], "medians": [], "labels": []}
    medians = {}
    for world in worlds:
        curves = rows.loc[rows["world"] == world]
        if curves.empty:
            continue
        colour = look.world_colour(world, worlds)
        for _, run in curves.groupby("replication", sort=True):
            thin = thinned(run.sort_values("level"), levels)
            hours = thin["hours"].clip(lower=least)
            marks["replications"] += axes.plot(hours, thin["level"], color=colour, alpha=0.22, lw=0.7, clip_on=False)
        height, pooled = findings.pooled(curves)
        marks["pooled"] += axes.plot(np.maximum(pooled, least), height, color=colour, lw=2.2, zorder=3, clip_on=False)
        medians[world] = float(np.interp(0.5, height, pooled))
        marks["medians"] += axes.plot([max(medians[world], least)], [0.5], "o", ms=7, color=colour, mec=colour, zorder=4)
    _time_limits(axes, rows, least, medians)
    ordered = sorted(medians, key=lambda world: (medians[world], worlds.index(world)))
    for i, world in enumerate(ordered):
        right = i > 0 or (len(ordered) == 1)
        marks["labels"] += _median_label(axes, world, max(medians[world], least), medians[world], right)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    values = pd.DataFrame({"world": list(medians), "flow": flow, "median": list(medians.values())})
    return Drawn(values, marks)


def thinned(line: pd.DataFrame, most: int) -> pd.DataFrame:
    """About so many points of a line at most, with its first and its last."""
    step = max(1, math.ceil(len(line) / max(most, 2)))
    return line.iloc[sorted({*range(0, len(line), step), len(line) - 1})]


def _time_limits(axes: Axes, rows: pd.DataFrame, least: float, medians: dict[str, float]) -> None:
    """Limits around all lines with space for both labels beside the medians; ticks people say."""
    width, _ = layout.size_of(axes)
    hours = rows["hours"].clip(lower=least)
    low, high = (math.log10(v) for v in ((least, float(hours.max())) if len(rows) else (1, 10)))
    high = max(high, low + 0.3)
    spots = sorted((math.log10(max(value, least)), _label_width(world, value, width)) for world, value in medians.items())
    for _ in range(20):  # each step widens the scale, so a few settle
        decade = width / (high - low)
        if len(spots) > 1:
            low = min(low, spots[0][0] - (spots[0][1] + 14) / decade)
        if spots:
            high = max(high, spots[-1][0] + (spots[-1][1] + 14) / decade)
    axes.set_xlim(10**low, 10**high)
    decade = width / (high - low)
    ticks: dict[float, str] = {}
    for hour, name in DURATIONS:
        needed = layout.text_width(name, look.SMALL) + 10
        free = all(abs(math.log10(hour / other)) * decade > needed for other in ticks)
        if low <= math.log10(hour) <= high and free:
            ticks[hour] = name
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.set_xticks([], minor=True)


def _median_text(hours: float) -> str:
    return f"median{words.GAP}{words.hours(hours)}"


def _label_width(world: str, hours: float, width: float) -> float:
    lines = layout.wrap(world, 0.3 * width, bold=True)
    return max(layout.widest(lines, bold=True), layout.text_width(_median_text(hours), look.SMALL))


def _median_label(axes: Axes, world: str, x: float, hours: float, right: bool) -> list[Artist]:
    """Name and median beside the dot: under the line at its right, over the line at its left."""
    side, ha = (10, "left") if right else (-10, "right")
    lines = layout.wrap(world, 0.3 * layout.size_of(axes)[0], bold=True)
    top = -10 if right else 10 + 14 * len(lines)
    drawn: list[Artist] = [
        layout.write(axes, line, (x, 0.5), move=(side, top - 14 * i), bold=True, ha=ha) for i, line in enumerate(lines)
    ]
    text, down = _median_text(hours), top - 14 * len(lines)
    return [*drawn, layout.write(axes, text, (x, 0.5), move=(side, down), size=look.SMALL, ha=ha)]


def picture(
    ecdf: pd.DataFrame,
    worlds: Worlds,
    flows: Sequence[str] | None = None,
    width: float = look.WIDE,
    *,
    points: int = MOST_POINTS,
    unfinished: str = "",
) -> Picture:
    """The whole figure, from its table: one large panel for one flow, a panel each for several.

    All faint lines together have about so many `points` at most; what is said and marked is of the whole table.
    `unfinished` says which shares of the flows are not in it.
    """
    flows = list(flows) if flows is not None else findings.flows_of(ecdf)
    lines = len(ecdf[["flow", "world", "replication"]].drop_duplicates())
    levels = min(200 if len(flows) == 1 else 80, points // max(lines, 1))
    with own_style():
        said = title(ecdf, worlds, flows)
        runs = int(ecdf["replication"].nunique())
        known = f"share of cases finished within a time (logarithmic); {words.replications(runs)}, each a faint line"
        known = "; ".join(filter(None, (known, unfinished)))
        across = 1 if width < look.NARROW or len(flows) == 1 else 2 if len(flows) < 5 else 3
        wide = (width - 2 * EDGE) / across
        high, head = (330.0, 6.0) if len(flows) == 1 else (250.0, 24.0)
        page = layout.sheet(width, -(-len(flows) // across) * high, said, known)
        for i, flow in enumerate(flows):
            left, top = EDGE + i % across * wide + 48, i // across * high + head
            axes = page.panel(left, top, wide - 60, high - head - 38)
            lead_time_ecdf(axes, ecdf, worlds, flow, levels)
            if len(flows) > 1:
                at = (0, 1)
                layout.write(axes, words.sentence(flow), at, on="axes fraction", move=(0, 12), bold=True)
    return Picture(
        page.figure, said, " ".join(filter(None, (description(ecdf, worlds, flows), words.sentence(unfinished)))), ecdf
    )


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    points = MOST_POINTS if width >= look.NARROW else MOST_POINTS // 2
    return picture(
        of_flows(study, "quantiles"), study.worlds, width=width, points=points, unfinished=unfinished_words(study)
    )


# What is said


def title(ecdf: pd.DataFrame, worlds: Worlds, flows: Sequence[str] | None = None) -> str:
    """One flow: its medians, and its slowest tenth where that tells otherwise. Several: how many are quicker."""
    a, b = worlds
    flows = list(flows) if flows is not None else findings.flows_of(ecdf)
    if not flows:
        return f"No finished cases in {a} nor in {b}"
    medians = [findings.paired_quantile(ecdf, worlds, flow, 0.5) for flow in flows]
    if len(flows) != 1:
        quicker, slower, open_ = counts_of(medians)
        if not quicker and not slower:
            return f"No flow shows a difference in median lead time between {a} and {b}"
        return words.sentence(f"median lead time is shorter in {b} for {quicker} of {len(flows)} flows") + (
            (f", longer for {slower}" if slower else "") + (f", undecided for {open_}" if open_ else "")
        )
    flow = flows[0]
    of = "" if flow == "all" else f"{words.sentence(flow)}: "
    half, tail = {}, {}
    for world in worlds:
        within = findings.pooled_quantiles(ecdf, world, flow, (0.5, 0.9))
        if math.isnan(within[0]):
            return words.sentence(f"{of}no finished cases in {world}")
        half[world], tail[world] = map(words.hours, within)
    if medians[0].n < 2:
        return words.sentence(f"{of}in one run, half are done within {half[a]} in {a} and {half[b]} in {b}")
    middle, slow = sign(medians[0]), sign(findings.paired_quantile(ecdf, worlds, flow, 0.9))
    if middle:
        text = f"{of}half are done within {half[b]} in {b}, within {half[a]} in {a}"
    else:
        text = f"{of}no difference in median lead time is shown ({half[a]} in {a}, {half[b]} in {b})"
    if slow and slow != middle:
        text += f"; but nine in ten take up to {tail[b]} in {b}, {tail[a]} in {a}"
    return words.sentence(text)


def counts_of(gaps: Sequence[PairedInterval]) -> tuple[int, int, int]:
    """How many are shown to be shorter, longer, neither, at 5 % for all of them together (Holm)."""
    known = [gap for gap in gaps if math.isfinite(gap.p_value)]
    adjusted = holm([gap.p_value for gap in known]) if known else np.array([])
    signs = [math.copysign(1, gap.estimate) for gap, p in zip(known, adjusted, strict=True) if p < 0.05]
    shorter, longer = signs.count(-1.0), signs.count(1.0)
    return shorter, longer, len(gaps) - shorter - longer


def description(ecdf: pd.DataFrame, worlds: Worlds, flows: Sequence[str]) -> str:
    """Median and ninth tenth of every flow."""
    said = []
    for flow in flows:
        for world in worlds:
            half, most = map(words.hours, findings.pooled_quantiles(ecdf, world, flow, (0.5, 0.9)))
            said.append(f"{flow}, {world}: half within {half}, nine in ten within {most}.")
    return " ".join(["Cumulative shares of cases finished within a time, on a logarithmic axis.", *said])


CHART = Chart(
    "lead_times",
    "For whom is it quicker?",
    "Each curve tells which share of cases is finished within a time; further left is quicker. Time is on a "
    "logarithmic scale, nights and weekends included. A faint line is one run. "
    "Cases still open when a run ends have no lead time: where many are, those that are finished look quick.",
    draw,
    table,
)
