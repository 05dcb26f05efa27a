"""Chart: where does the time go? The mean lead time of a finished case as a bar of seven parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts import findings
from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds
from sim.views.charts.flows import of_flows, unfinished_words
from sim.views.charts.swatches import KEY_LINE, bare, key_rows, swatches
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

BLOCK_HEAD, BAR, BLOCK_GAP = 24.0, 50.0, 18.0
INSIDE_PAD = 8.0


# Its tables


def mean_split(study: Study) -> pd.DataFrame:
    """World, flow, part, hours: each run weighing the same."""
    rows = of_flows(study, "split")
    return rows.groupby(["world", "flow", "part"], sort=False)["hours"].mean().reset_index()


def table(study: Study) -> pd.DataFrame:
    """Hours of every part of the mean lead time."""
    split, rows = mean_split(study), []
    for flow in split["flow"].unique():
        for world in study.worlds:
            hours = findings.parts_of(split, world, flow)
            rows.append((flow, world, *hours, float(hours.sum())))
    return pd.DataFrame(rows, columns=["flow", "world", *(f"{name[0]}, h" for name in look.PARTS.values()), "sum, h"])


# What is drawn


def lead_time_split(axes: Axes, split: pd.DataFrame, worlds: Worlds, flow: str | None = None) -> Drawn:
    """Both worlds' mean lead time as a bar of parts on one scale, with total and flow efficiency above it.

    A part wide enough carries its name and hours; the others stand in a line of swatches under the bar, in
    the order of the bar, so no label can meet another. `split_height` tells the space this needs.
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
        space = float(amount) / longest * width - 2 * INSIDE_PAD
        lines = [*layout.wrap(name, space, look.TINY), value]
        if len(lines) <= 3 and layout.widest(lines, look.TINY) <= space:
            inside[str(part)] = lines
        else:
            under.append((str(part), f"{name}{words.GAP}{value}"))
    return inside, key_rows(under, width)


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


def picture(
    split: pd.DataFrame,
    worlds: Worlds,
    replications: int,
    flows: Sequence[str] | None = None,
    width: float = look.WIDE,
    *,
    unfinished: str = "",
) -> Picture:
    """The whole figure, from its table: a block of two bars per flow; each flow on its own scale.

    `unfinished` says which shares of the flows are not in it.
    """
    flows = list(flows) if flows is not None else findings.flows_of(split)
    with own_style():
        said = title(split, worlds, flows)
        known = f"mean hours per finished case; {words.replications(replications)}"
        known = "; ".join(filter(None, (known, unfinished)))
        wide = width - 2 * EDGE
        head = 26.0 if len(flows) > 1 else 0.0
        heights = [split_height(split, worlds, flow, wide) for flow in flows]
        page = layout.sheet(width, sum(heights) + (head + 10) * len(flows), said, known)
        top = 0.0
        for flow, height in zip(flows, heights, strict=True):
            axes = page.panel(EDGE, top + head, wide, height)
            lead_time_split(axes, split, worlds, flow)
            if head:
                layout.write(axes, words.sentence(flow), (0, 1), on="axes fraction", move=(0, 12), size=14, bold=True)
            top += height + head + 10
    return Picture(page.figure, said, description(split, worlds, flows), split)


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    unfinished = unfinished_words(study)
    return picture(mean_split(study), study.worlds, study.replications, width=width, unfinished=unfinished)


# What is said


def title(split: pd.DataFrame, worlds: Worlds, flows: Sequence[str] | None = None) -> str:
    """How much of the lead time a case is worked on, in both worlds."""
    flows = list(flows) if flows is not None else findings.flows_of(split)
    ranges = []
    for world in worlds:
        shares = [findings.flow_efficiency(split, world, flow) for flow in flows]
        ranges.append([share for share in shares if math.isfinite(share)])
    if not ranges[0] or not ranges[1]:
        missing = words.listing([world for world, range_ in zip(worlds, ranges, strict=True) if not range_])
        return f"No finished cases to split in {missing}"
    if len(flows) == 1:
        a, b = one_in(ranges[0][0], ranges[1][0])
    else:
        a, b = (_from_to(min(range_), max(range_)) for range_ in ranges)
    if a == b:
        return f"In {worlds[0]} as in {worlds[1]} a case is worked on {a}"
    return f"In {worlds[0]} a case is worked on {a}, in {worlds[1]} {b}"


def one_in(first: float, second: float) -> tuple[str, str]:
    """`1 hour in 19` where that is true of both within a twentieth, else percentages."""
    said = []
    for share in (first, second):
        one = round(1 / share) if share > 0 else 0
        if one < 2 or abs(1 / one - share) > 0.05 * share:
            a, b = (words.percent(100 * value) + " of the time" for value in (first, second))
            return a, b
        said.append(f"1 hour in {one:,}")
    return said[0], said[1]


def _from_to(low: float, high: float) -> str:
    first, last = words.number(100 * low, 2), words.number(100 * high, 2)
    return (first if first == last else f"{first} to {last}") + f"{words.GAP}% of the time"


def description(split: pd.DataFrame, worlds: Worlds, flows: Sequence[str]) -> str:
    """Every part of every bar."""
    said = []
    for flow in flows:
        for world in worlds:
            hours = findings.parts_of(split, world, flow)
            parts = [f"{look.PARTS[str(p)][0]} {words.hours(float(h))}" for p, h in hours.items() if h > 0]
            said.append(f"{flow}, {world}: {words.hours(float(hours.sum()))} in all; {', '.join(parts)}.")
    return " ".join(["Stacked bars of the mean lead time of a finished case.", *said])


CHART = Chart(
    "lead_time_split",
    "Where does the time go?",
    "A bar is the mean lead time of a finished case, cut into seven parts that add up exactly. Only the first"
    " part is work.",
    draw,
    table,
    in_gallery=True,
)
