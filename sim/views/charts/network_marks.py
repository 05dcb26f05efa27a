"""The marks of the network map: arrows, departments, what is written on and above them, and the scale of delays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from sim.views.charts import findings
from sim.views.charts.findings import Worlds
from sim.views.charts.network_places import NODE, name_lines
from sim.views.charts.order_path import AverageOrder, Costliest
from sim.views.charts.routes import delay_colour
from sim.views.style import layout, look, words

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.views.charts.network_places import Points

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top."""
MODE_LINE = 18.0
CASING = 4.0
"""How much wider than its shaft the dark frame of the order's way is."""
SPOTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
"""Where on its route a number may stand, by preference."""
NAMED = 4
"""The slowest routes of each panel carry their hours."""


def arrow(axes: Axes, curve: Points, width: float, colour: str, mode: str, alpha: float) -> tuple[Artist, Artist]:
    """The shaft, ending under the head, and the head."""
    from matplotlib.patches import Polygon

    length = 5 + 1.5 * width
    tip = curve[-1]
    base_index = max(1, int(np.argmin(np.abs(np.hypot(*(curve - tip).T) - length))))
    base = curve[base_index]
    along = (tip - base) / max(float(np.hypot(*(tip - base))), 1e-9)
    side = np.array([-along[1], along[0]]) * (2.6 + 0.85 * width)
    dashes = look.MODES.get(mode, ())
    least = max(width, 2.0) / width  # thin lines keep dashes that can be seen
    (shaft,) = axes.plot(
        *curve[: base_index + 1].T,
        color=colour,
        lw=0.75 * width,
        ls=(0, tuple(least * dash for dash in dashes)) if dashes else "-",
        solid_capstyle="butt",
        alpha=alpha if alpha < 1 else None,
        zorder=2,
    )
    corners = [tip, base + side, base - side]
    head = axes.add_patch(Polygon(corners, closed=True, fc=colour, lw=0, alpha=alpha if alpha < 1 else None, zorder=2.5))
    return shaft, head


def frame(axes: Axes, curve: Points, width: float) -> list[Artist]:
    """Two dark lines along a shaft: the way of an average order, told by more than a colour."""
    along = np.gradient(curve, axis=0)
    side = np.column_stack([-along[:, 1], along[:, 0]]) / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    apart = (width + CASING) / 2
    lines: list[Artist] = []
    for sign in (1, -1):
        lines += axes.plot(*(curve + sign * apart * side)[:-4].T, color=look.INK, lw=1.2, zorder=3)
    return lines


def order_line(axes: Axes, order: AverageOrder, y: float) -> Artist:
    """What hand-offs take of an average order's lead time in this world."""
    text = f"average order: {words.hours(order.lead)}, of these {words.hours(order.handoff_hours)} in hand-offs"
    return layout.write(axes, text, (0, y), size=look.SMALL)


def tag(
    axes: Axes,
    most: Costliest | None,
    routes: dict[tuple[str, str], tuple[float, Points]],
    boxes: list[Box],
) -> list[Artist]:
    """What the costliest hand-off takes of an average order, on its arrow; its place is added to `boxes`."""
    if most is None or (most.source, most.target) not in routes:
        return []
    curve = routes[most.source, most.target][1]
    lines = [f"{words.hours(most.hours)} of an order"]
    if 2 * layout.widest(lines, look.SMALL, bold=True) > float(np.hypot(*(curve[-1] - curve[0]))):
        lines = [words.hours(most.hours), "of an order"]
    x, y = (float(value) for value in curve[len(curve) // 2])
    wide, high = layout.widest(lines, look.SMALL, bold=True) / 2 + 8, 8 * len(lines) + 4
    boxes.append((x - wide, y - high, x + wide, y + high))
    box = {"facecolor": look.ON_DARK, "edgecolor": look.INK, "linewidth": 1.3, "boxstyle": "round,pad=0.3"}
    return [
        layout.write(
            axes,
            "\n".join(lines),
            (x, y),
            size=look.SMALL,
            bold=True,
            colour=look.ON_LIGHT,
            ha="center",
            bbox=box,
            zorder=6,
        )
    ]


def department_marks(
    axes: Axes, graph: nx.MultiDiGraph[Any], places: dict[str, Points], labels: list[Artist]
) -> list[Artist]:
    """Circles for the front office, squares for the back office, named on the outside."""
    drawn: list[Artist] = []
    for name, data in graph.nodes(data=True):
        front = data["office"] == "front"
        x, y = places[name]
        drawn += axes.plot(
            [x],
            [y],
            "o" if front else "s",
            ms=0.75 * 1.7 * NODE,
            color=look.GREY,
            mec=look.INK,
            mew=1.0,
            zorder=4,
        )
        side, ha = (-NODE - 7, "right") if front else (NODE + 7, "left")
        text = "\n".join(name_lines(str(data["label"]), layout.size_of(axes)[0]))
        labels.append(layout.write(axes, text, (x, y), move=(side, 0), ha=ha))
    return drawn


def modes_in_rows(handoffs: pd.DataFrame, world: str, width: float) -> list[list[tuple[float, str, str]]]:
    """Each mode's place, name and share of deliveries, in as many rows as the panel's width asks for."""
    modes = findings.hours_by_mode(handoffs, world)
    everything = float(modes["count"].sum()) if len(modes) else 0.0
    order = {mode: i for i, mode in enumerate(look.MODES)}
    rows: list[list[tuple[float, str, str]]] = []
    x = width
    for row in sorted(modes.to_dict("records"), key=lambda row: order.get(row["mode"], len(order))):
        text = f"{row['mode']} {words.percent(100 * row['count'] / everything)}"
        wide = 31 + layout.text_width(text, look.SMALL)
        if not rows or x + wide > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, str(row["mode"]), text))
        x += wide + 14
    return rows


def panel_head(
    axes: Axes, modes: list[list[tuple[float, str, str]]], deliveries: float, world: str, worlds: Worlds, head: float
) -> list[Artist]:
    """World, deliveries and, for each mode, its line and share: the map's dashes are named here."""
    width, height = layout.size_of(axes)
    said = f"{words.number(deliveries)} deliveries" if deliveries else "no deliveries"
    drawn = layout.heading(axes, world, said, look.world_colour(world, worlds), (0, height - 8), "data")
    for place, row in enumerate(modes):
        y = height - 28 - MODE_LINE * place
        for x, mode, text in row:
            dashes = look.MODES.get(mode, ())
            drawn += axes.plot([x, x + 26], [y] * 2, color=look.INK, lw=1.7, ls=(0, dashes) if dashes else "-", alpha=0.8)
            drawn.append(layout.write(axes, text, (x + 31, y), size=look.SMALL))
    for name, at, ha in ((look.OFFICES["front"], 0.0, "left"), (look.OFFICES["back"], width, "right")):
        at_top = (at, height - head + 6)
        drawn.append(layout.write(axes, name, at_top, size=look.SMALL, alpha=look.MUTED, ha=ha))
    return drawn


def chips(axes: Axes, curves: list[tuple[float, Points, str]], boxes: list[Box]) -> list[Artist]:
    """Hours on the slowest routes, clear of what has its place (`boxes`) and, if possible, of other routes."""
    drawn: list[Artist] = []
    for hours, curve, colour in curves[:NAMED]:
        if hours <= 0:
            break
        text = words.hours(hours)
        wide = layout.text_width(text, look.TINY, bold=True) / 2 + 5
        spots = [curve[int(share * (len(curve) - 1))] for share in SPOTS]
        candidates = [(x - wide, y - 8, x + wide, y + 8) for x, y in spots]
        crowd = [sum(_points_inside(box, other) for _, other, _ in curves if other is not curve) for box in candidates]
        free = [place for place, box in enumerate(candidates) if not any(layout.overlap(box, other) for other in boxes)]
        if not free:
            continue  # a number that hides another is worse than none; the table has it
        best = min(free, key=lambda place: crowd[place])
        boxes.append(candidates[best])
        box = {"facecolor": colour, "edgecolor": "none", "boxstyle": "round,pad=0.25,rounding_size=0.6"}
        x, y = spots[best]
        drawn.append(
            layout.write(
                axes,
                text,
                (float(x), float(y)),
                size=look.TINY,
                bold=True,
                colour=look.ink_on(colour),
                ha="center",
                bbox=box,
                zorder=5,
            )
        )
    return drawn


def _points_inside(box: Box, curve: Points) -> int:
    x, y = curve.T
    return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())


def delay_key(axes: Axes, handoffs: pd.DataFrame) -> None:
    """The scale of delays both panels share, with its ends and middle in hours."""
    from matplotlib.patches import Rectangle

    low, high, logarithmic = scale = findings.delay_range(handoffs)
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    steps = 32
    for i in range(steps):
        share = (i + 0.5) / steps
        hours = low * (high / low) ** share if logarithmic else low + (high - low) * share
        axes.add_patch(Rectangle((i / steps, 0), 1 - i / steps, 1, fc=delay_colour(hours, scale), lw=0))
    middle = math.sqrt(low * high) if logarithmic else (low + high) / 2
    for x, hours, ha in ((0.0, low, "left"), (0.5, middle, "center"), (1.0, high, "right")):
        layout.write(axes, words.hours(hours), (x, 0), move=(0, -10), size=look.TINY, ha=ha)
    kind = " (logarithmic)" if logarithmic else ""
    text = f"hours from sent to understood{kind}"
    layout.write(axes, text, (0, 0), move=(0, -25), size=look.TINY, alpha=look.MUTED)
