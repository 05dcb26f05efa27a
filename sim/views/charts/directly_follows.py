"""An object-centric directly-follows graph of each world: which activity comes right after which, for objects of a type.

Activities stand in a column, in the order in which they usually come; an arc to the right leads down, one to the left
leads back up. Its width is how often that happens, its colour the type of object.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn, Sheet
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

COLOURS = (look.GREEN, look.PURPLE, look.ORANGE, look.SKY)
"""Of types of objects; the worlds have the other two."""
ROW, TOP = 22.0, 58.0
"""Pixels: the height of an activity's row, and what stands above the first."""
WIDEST, THINNEST = 9.0, 0.6
"""Width of the most and the least frequent arc, points."""
COLUMNS = ["type", "before", "after", "times"]


def most_frequent(graph: pd.DataFrame, most: int) -> pd.DataFrame:
    """The arcs that occur most often; ties in the order of the alphabet."""
    order = graph.sort_values(["times", "type", "before", "after"], ascending=[False, True, True, True])
    return order.head(most).reset_index(drop=True)


def arcs(axes: Axes, graph: pd.DataFrame, activities: Sequence[str], types: Sequence[str], highest: float) -> Drawn:
    """The arcs of one world between rows of activities; a table with the columns ``COLUMNS``."""
    from matplotlib.patches import Arc

    axes.set_axis_off()
    axes.set_xlim(-1, 1)
    axes.set_ylim(len(activities) - 0.5, -0.5)
    place = {name: row for row, name in enumerate(activities)}
    marks: list[Artist] = []
    columns = (graph[name].tolist() for name in COLUMNS)
    for kind, before, after, times in zip(*columns, strict=True):
        first, last = place[before], place[after]
        colour = COLOURS[list(types).index(kind) % len(COLOURS)]
        wide = THINNEST + (WIDEST - THINNEST) * times / highest
        span = abs(last - first)
        half = 180 if last < first else 0
        size = (0.35, 0.7) if span == 0 else (2 * min(0.95, 0.18 + span / len(activities)), span)
        arc = Arc((0, (first + last) / 2), *size, theta1=half - 90, theta2=half + 90, color=colour, lw=wide, alpha=0.6)
        marks.append(axes.add_patch(arc))
    axes.plot(np.zeros(len(activities)), range(len(activities)), ls="", marker="o", ms=5, color=look.INK, zorder=3)
    return Drawn(graph, {"arcs": marks})


def picture(graphs: Mapping[str, pd.DataFrame], order: Sequence[str], title: str, width: float = look.WIDE) -> Picture:
    """The graphs of several worlds side by side, on the same rows and scale.

    Args:
        graphs: by world, a table with the columns ``COLUMNS``.
        order: the activities from top to bottom; those that no graph has are left out.
    """
    table = pd.concat([graph.assign(world=world) for world, graph in graphs.items()], ignore_index=True)
    known = set(table["before"]) | set(table["after"])
    activities = [name for name in order if name in known]
    types = list(dict.fromkeys(table["type"]))
    highest = float(table["times"].max())
    with own_style():
        left = layout.widest(activities) + 16
        known_as = "right: the one above comes before the one below; left: it comes back; width: how often"
        page = layout.sheet(width, ROW * len(activities) + TOP + EDGE, title, known_as)
        _name_types(page, types, left)
        each = (width - 2 * EDGE - left) / len(graphs)
        for number, (world, graph) in enumerate(graphs.items()):
            axes = page.panel(EDGE + left + number * each, TOP, each - 12, ROW * len(activities))
            arcs(axes, graph, activities, types, highest)
            layout.write(axes, world, (0.5, 1), on=axes.transAxes, move=(0, 14), bold=True, ha="center")
            if number == 0:
                for row, name in enumerate(activities):
                    layout.write(axes, name, (0, row), on=axes.get_yaxis_transform(), move=(-10, 0), ha="right")
    return Picture(page.figure, title, _told(table), table)


def _name_types(page: Sheet, types: Sequence[str], left: float) -> None:
    """A stroke and a name for each type of object, in a row."""
    place = EDGE + left
    for number, name in enumerate(types):
        axes = page.panel(place, 0, 22, 16)
        axes.plot([0, 1], [0.5, 0.5], color=COLOURS[number % len(COLOURS)], lw=4, alpha=0.6)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_axis_off()
        layout.write(axes, name, (1, 0.5), move=(6, 0))
        place += 22 + layout.text_width(name) + 28


def _told(table: pd.DataFrame) -> str:
    parts = []
    for world, graph in table.groupby("world", sort=False):
        top = graph.sort_values("times", ascending=False).head(3)
        said = words.listing(
            [f"{row.before} then {row.after} ({row.times:,} times)" for row in top.itertuples(index=False)]
        )
        parts.append(f"Most often in {world}: {said}.")
    return " ".join(parts)
