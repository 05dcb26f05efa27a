"""The way of one case through both worlds: a lane for each, on one clock that starts when the case is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from sim.views import layout, lead_times, style, words
from sim.views.findings import Worlds
from sim.views.journey_words import duration
from sim.views.layout import Drawn

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

HEAD, BAR, THIN, LABEL_LINE, GAP, AXIS = 24.0, 34.0, 12.0, 17.0, 20.0, 26.0
MOST_LABELS, MOST_LINES, MOST_BRANCHES = 8, 5, 4
LEAST_SHARE = 0.01
"""A step is labelled if it takes at least this share of its case's own lead time."""
TICKS = (1 / 60, 5 / 60, 0.25, 1.0, 3.0, 6.0, 12.0, 24.0, 48.0, 168.0, 336.0, 672.0, 2016.0, 4368.0, 8736.0)
"""Hours between two ticks, the closest first."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words under a bar: the hour they point at, their left edge and line in pixels."""

    text: str
    hour: float
    x: float
    left: float
    line: int


def case_way(axes: Axes, way: pd.DataFrame, cases: pd.DataFrame, worlds: Worlds) -> Drawn:
    """Draw a bar per interval of the case, in the seven parts of its lead time, a lane per world.

    Cases that went side by side for it, and that it waited for, are thin bars under its own. The longest steps are
    told in words under the bars; hours by part stand beside swatches. `way_height` tells the room this needs.

    Args:
        axes: where to draw.
        way: world, branch, step, began, ended (hours since the case was opened in that world), part, words.
        cases: world, opened, lead (hours), finished, status; a row per world in which the case exists.
        worlds: both names.
    """
    from matplotlib.patches import Rectangle

    width, height = layout.size_of(axes)
    lead_times.bare(axes, height)
    longest = _longest(cases)
    axes.set_xlim(0, longest)
    marks: dict[str, list[Artist]] = {"bars": [], "labels": [], "swatches": [], "heads": [], "axis": []}
    ticks = ticks_of(longest, width)
    y = 0.0
    for world in worlds:
        rows = way[way["world"] == world]
        marks["heads"] += _head(axes, cases, worlds, world, y)
        y += HEAD
        if not (cases["world"] == world).any():
            y += GAP
            continue
        marks["axis"] += _grid(axes, ticks, y, y + _bars_height(rows))
        for branch, top, high in _lanes(rows, y):
            for row in rows[rows["branch"] == branch].itertuples():
                _, colour, hatch = style.PARTS[str(row.part)]
                bar = Rectangle((float(row.began), top), float(row.ended) - float(row.began), high, fc=colour,
                                ec=style.darker(colour), hatch=hatch or None, lw=0)
                marks["bars"].append(axes.add_patch(bar))
        y += _bars_height(rows)
        labels = labels_of(rows, longest, width)
        marks["labels"] += [mark for label in labels for mark in _label(axes, label, longest / width, y)]
        y += LABEL_LINE * _lines(labels) + 4
        keys = keys_of(rows, width)
        marks["swatches"] += lead_times.swatches(axes, keys, y)
        y += lead_times.KEY_LINE * len(keys) + GAP
    for hour, text in ticks:
        side = "left" if hour == 0 else "center"
        marks["axis"].append(layout.write(axes, text, (hour, y), size=style.SMALL, alpha=style.MUTED, ha=side))
    return Drawn(way.reset_index(drop=True), marks)


def way_height(way: pd.DataFrame, cases: pd.DataFrame, worlds: Worlds, width: float) -> float:
    """Height `case_way` needs in axes of this width."""
    longest, total = _longest(cases), AXIS
    for world in worlds:
        rows = way[way["world"] == world]
        total += HEAD + GAP
        if (cases["world"] == world).any():
            total += _bars_height(rows) + LABEL_LINE * _lines(labels_of(rows, longest, width)) + 4
            total += lead_times.KEY_LINE * len(keys_of(rows, width))
    return total


def labels_of(rows: pd.DataFrame, longest: float, width: float) -> list[Label]:
    """The longest steps in words, in lines under the bars, so that no text meets another or a pointer."""
    steps = rows.groupby("step").agg(began=("began", "min"), ended=("ended", "max"), words=("words", "first"))
    steps = steps.assign(hours=steps["ended"] - steps["began"])
    total = float(rows["ended"].max()) if len(rows) else 0.0
    chosen = steps[steps["hours"] >= LEAST_SHARE * total].nlargest(MOST_LABELS, "hours", keep="first")
    placed: list[Label] = []
    for step in chosen.itertuples():
        hour = float(step.began + step.ended) / 2
        text = f"{step.words}, {duration(float(step.hours))}"
        free = _free_place(layout.cut(text, width - 12), hour, hour / longest * width, width, placed)
        placed += [free] if free else []
    return placed


def _free_place(text: str, hour: float, x: float, width: float, placed: list[Label]) -> Label | None:
    wide = layout.text_width(text, style.SMALL)
    for line in range(MOST_LINES):
        for left in (x + 4, x - 4 - wide):
            label = Label(text, hour, x, left, line)
            if left >= 0 and left + wide <= width and not any(_meet(label, other) for other in placed):
                return label
    return None


def _meet(one: Label, two: Label) -> bool:
    """Whether two labels overlap, or the pointer to the lower one runs through the upper one."""
    if one.line == two.line:
        return one.left < _right(two) + 10 and two.left < _right(one) + 10
    upper, lower = (one, two) if one.line < two.line else (two, one)
    return upper.left - 4 < lower.x < _right(upper) + 4


def _right(label: Label) -> float:
    return label.left + layout.text_width(label.text, style.SMALL)


def _lines(labels: list[Label]) -> int:
    return max((label.line + 1 for label in labels), default=0)


def keys_of(rows: pd.DataFrame, width: float) -> list[list[tuple[str, str]]]:
    """Each part's name and hours, in the order of all split charts, in lines that fit."""
    spent = (rows["ended"] - rows["began"]).groupby(rows["part"]).sum()
    entries = [(part, f"{style.PARTS[part][0]}{words.GAP}{duration(float(spent[part])).replace(' ', words.GAP)}")
               for part in style.PARTS if spent.get(part, 0.0) > 0]
    return lead_times.key_rows(entries, width)


def ticks_of(longest: float, width: float) -> list[tuple[float, str]]:
    """Hours since the opening and their words, as many as there is room for."""
    step = next((size for size in TICKS if longest / size * 64 <= width), longest)
    return [(place * step, _since(place * step)) for place in range(int(longest / step + 1e-9) + 1)
            if place * step / longest * width <= width - 26 or place == 0]


def _since(hours: float) -> str:
    if hours == 0:
        return "opened"
    for size, noun in ((168.0, "week"), (24.0, "day")):
        if hours >= size and abs(hours / size - round(hours / size)) < 1e-6:
            return words.count(round(hours / size), noun)
    return f"{hours:g}{words.GAP}h" if hours >= 1 else f"{hours * 60:.0f}{words.GAP}min"


def _longest(cases: pd.DataFrame) -> float:
    return max(float(cases["lead"].max()), 1 / 60) if len(cases) else 1.0


def _branches(rows: pd.DataFrame) -> list[str]:
    """The branches with most hours, in the order in which they began."""
    own = rows[rows["branch"] != ""]
    hours = (own["ended"] - own["began"]).groupby(own["branch"]).sum().nlargest(MOST_BRANCHES)
    return [branch for branch in own["branch"].unique() if branch in hours.index]


def _lanes(rows: pd.DataFrame, top: float) -> list[tuple[str, float, float]]:
    """Each lane's branch, top and height: the case's own way, then its branches."""
    thin = [(branch, top + BAR + 3 + (THIN + 3) * place, THIN) for place, branch in enumerate(_branches(rows))]
    return [("", top, BAR), *thin]


def _bars_height(rows: pd.DataFrame) -> float:
    thin = len(_branches(rows))
    return BAR + (THIN + 3) * thin + (3 if thin else 0)


def _head(axes: Axes, cases: pd.DataFrame, worlds: Worlds, world: str, y: float) -> list[Artist]:
    row = cases[cases["world"] == world]
    text = "no such case: nothing there gave rise to it"
    if len(row):
        took = duration(float(row["lead"].iloc[0]))
        text = f"{took}, {row['status'].iloc[0]}" if row["finished"].iloc[0] else f"still open after {took}"
    at = (0.0, y + HEAD / 2 - 2)
    return layout.heading(axes, world, text, style.world_colour(world, worlds), at, axes.get_yaxis_transform())


def _grid(axes: Axes, ticks: list[tuple[float, str]], top: float, bottom: float) -> list[Artist]:
    hours = [hour for hour, _ in ticks]
    return [axes.vlines(hours, top - 2, bottom + 2, color=style.INK, alpha=style.GRID, lw=0.6, zorder=0)]


def _label(axes: Axes, label: Label, hours_per_pixel: float, top: float) -> list[Artist]:
    """Words with a pointer up to the middle of their step."""
    y = top + LABEL_LINE * (label.line + 0.5) + 3
    pointer = axes.vlines([label.hour], top, y + 5, color=style.INK, alpha=style.FAINT, lw=0.7)
    return [pointer, layout.write(axes, label.text, (label.left * hours_per_pixel, y), size=style.SMALL)]
