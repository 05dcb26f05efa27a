"""Charts 2 and 3: for whom is it quicker, and where does the time go?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.views.charts import findings
from sim.views.charts.findings import Worlds
from sim.views.style import layout, look, words
from sim.views.style.layout import Drawn

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

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

BLOCK_HEAD, BAR, KEY_LINE, BLOCK_GAP = 24.0, 50.0, 19.0, 18.0
INSIDE_PAD = 8.0


def lead_time_ecdf(axes: Axes, ecdf: pd.DataFrame, worlds: Worlds, flow: str | None = None, levels: int = 200) -> Drawn:
    """Share of cases finished within a time: a faint line per replication and the pooled one, per world.

    The world with the shorter median is labelled at the left of its line, the other at the right, so the
    labels cannot meet. Lead times of 0 h stand at the left edge of the logarithmic axis.
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
            thin = run.sort_values("level").iloc[:: max(1, math.ceil(len(run) / levels))]
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


def lead_time_split(axes: Axes, split: pd.DataFrame, worlds: Worlds, flow: str | None = None) -> Drawn:
    """Both worlds' mean lead time as a bar of parts on one scale, with total and flow efficiency above it.

    A part wide enough carries its name and hours; the others stand in a line of swatches under the bar, in
    the order of the bar, so no label can meet another. `split_height` tells the room this needs.
    """
    from matplotlib.patches import Rectangle

    flow = flow if flow is not None else findings.flows_of(split)[0]
    width, height = layout.size_of(axes)
    bare(axes, height)
    longest = max(float(findings.parts_of(split, world, flow).sum()) for world in worlds)
    axes.set_xlim(0, longest if longest > 0 else 1)
    marks: dict[str, list[Artist]] = {"bars": [], "labels": [], "swatches": [], "efficiency": []}
    values = []
    y = 0.0
    for world in worlds:
        hours = findings.parts_of(split, world, flow)
        marks["efficiency"] += _split_head(axes, split, world, flow, worlds, y)
        y += BLOCK_HEAD
        left = 0.0
        for part, amount in hours.items():
            values.append({"world": world, "flow": flow, "part": part, "left": left, "hours": amount})
            _, colour, hatch = look.PARTS[str(part)]
            if amount > 0:
                bar = Rectangle((left, y), amount, BAR, fc=colour, ec=look.darker(colour), hatch=hatch or None, lw=0)
                axes.add_patch(bar)
                marks["bars"].append(bar)
            left += amount
        inside, under = split_labels(hours, longest, width)
        starts = hours.cumsum() - hours
        for part, lines in inside.items():
            middle = float(starts[part] + hours[part] / 2)
            marks["labels"].append(_inside_label(axes, part, lines, middle, y + BAR / 2))
        y += BAR
        marks["swatches"] += swatches(axes, under, y)
        y += KEY_LINE * len(under) + BLOCK_GAP
    return Drawn(pd.DataFrame(values), marks)


def split_height(split: pd.DataFrame, worlds: Worlds, flow: str, width: float) -> float:
    """Height `lead_time_split` needs in axes of this width."""
    all_hours = [findings.parts_of(split, world, flow) for world in worlds]
    longest = max(float(hours.sum()) for hours in all_hours)
    lines = sum(len(split_labels(hours, longest, width)[1]) for hours in all_hours)
    return 2 * (BLOCK_HEAD + BAR + BLOCK_GAP) + KEY_LINE * lines


def split_labels(
    hours: pd.Series, longest: float, width: float
) -> tuple[dict[str, list[str]], list[list[tuple[str, str]]]]:
    """Which parts are labelled inside (their lines), and the lines of (part, text) under the bar."""
    inside: dict[str, list[str]] = {}
    under: list[tuple[str, str]] = []
    for part, amount in hours.items():
        if amount <= 0:
            continue
        name, value = look.PARTS[str(part)][0], words.hours(float(amount))
        room = float(amount) / longest * width - 2 * INSIDE_PAD
        lines = [*layout.wrap(name, room, look.TINY), value]
        if len(lines) <= 3 and layout.widest(lines, look.TINY) <= room:
            inside[str(part)] = lines
        else:
            under.append((str(part), f"{name}{words.GAP}{value}"))
    return inside, key_rows(under, width)


def key_rows(entries: list[tuple[str, str]], width: float) -> list[list[tuple[str, str]]]:
    """Entries of (part, text) in lines of swatches that fit."""
    rows: list[list[tuple[str, str]]] = []
    x = math.inf
    for part, text in entries:
        needed = 16 + layout.text_width(text, look.SMALL) + 14
        if x + needed - 14 > width:
            rows.append([])
            x = 0.0
        rows[-1].append((part, text))
        x += needed
    return rows


def bare(axes: Axes, height: float) -> None:
    """No axes lines; y counts pixels downwards."""
    axes.set_ylim(height, 0)
    axes.set_axis_off()


def _split_head(axes: Axes, split: pd.DataFrame, world: str, flow: str, worlds: Worlds, y: float) -> list[Artist]:
    """Name, total and flow efficiency above a bar."""
    total = float(findings.parts_of(split, world, flow).sum())
    share = findings.flow_efficiency(split, world, flow)
    text = f"{words.hours(total)}, flow efficiency {words.percent(100 * share)}"
    text = text if math.isfinite(share) else "no finished cases"
    on = axes.get_yaxis_transform()
    at = (0.0, y + BLOCK_HEAD / 2 - 2)
    return layout.heading(axes, world, text, look.world_colour(world, worlds), at, on)


def _inside_label(axes: Axes, part: str, lines: list[str], x: float, y: float) -> Artist:
    """A label on its own part, with the hatch cleared behind it."""
    colour = look.PARTS[part][1]
    box = {"facecolor": colour, "edgecolor": "none", "boxstyle": "square,pad=0.25"}
    text = "\n".join(lines)
    return layout.write(
        axes, text, (x, y), size=look.TINY, colour=look.ink_on(colour), ha="center", linespacing=1.15, bbox=box
    )


def swatches(axes: Axes, rows: list[list[tuple[str, str]]], top: float) -> list[Artist]:
    """Swatch and text of each thin part, in the order of the bar."""
    from matplotlib.patches import Rectangle

    width, _ = layout.size_of(axes)
    unit = axes.get_xlim()[1] / width
    drawn: list[Artist] = []
    for line, entries in enumerate(rows):
        x, y = 0.0, top + KEY_LINE * (line + 0.5) + 3
        for part, text in entries:
            _, colour, hatch = look.PARTS[part]
            box = Rectangle(
                (x * unit, y - 5.5), 11 * unit, 11, fc=colour, ec=look.darker(colour), hatch=hatch or None, lw=0
            )
            axes.add_patch(box)
            drawn.append(box)
            drawn.append(layout.write(axes, text, (x * unit, y), move=(16, 0), size=look.SMALL))
            x += 16 + layout.text_width(text, look.SMALL) + 14
    return drawn


def _time_limits(axes: Axes, rows: pd.DataFrame, least: float, medians: dict[str, float]) -> None:
    """Limits around all lines with room for both labels beside the medians; ticks people say."""
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
