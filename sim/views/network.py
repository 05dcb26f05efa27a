"""Chart 7: through where does work pass? The company as a map, both worlds on one scale of volume and delay."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.views import findings, layout, style, words
from sim.views.findings import Worlds
from sim.views.handoffs import delay_colour, ordered
from sim.views.layout import Drawn

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped, unused-ignore]
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

NODE = 9.0
THINNEST, THICKEST = 1.1, 7.0
HEAD, FOOT = 58.0, 6.0
NAMED = 4
"""The slowest routes of each panel carry their hours."""


def network_of(handoffs: pd.DataFrame, departments: pd.DataFrame, world: str) -> nx.MultiDiGraph[Any]:
    """The hand-offs of one world: an edge per pair and mode with `count`, `hours` and `mode`."""
    import networkx as nx

    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    for row in ordered(departments, handoffs).to_dict("records"):
        graph.add_node(row["department"], office=row["office"], label=row["label"])
    for row in findings.hours_by_route(handoffs, world).to_dict("records"):
        graph.add_edge(
            row["source"], row["target"], key=row["mode"], mode=row["mode"], count=row["count"], hours=row["hours"]
        )
    return graph


def network_map(
    panels: Sequence[Axes], handoffs: pd.DataFrame, departments: pd.DataFrame, worlds: Worlds
) -> Drawn:
    """Front office at the left, back office at the right; a panel per world.

    Width is deliveries and colour is delay, each on one scale for both panels; solid is manual, dashed is batch,
    dotted is shared. Every arrow bends to its own right, so there and back never lie on each other, and the
    departments stand on an oval, so no arrow passes under a third one. Hours stand on the slowest routes.
    """
    scale = findings.delay_range(handoffs)
    routes = [findings.hours_by_route(handoffs, world) for world in worlds]
    most = max((float(table["count"].max()) for table in routes if len(table)), default=1.0)
    marks: dict[str, list[Artist]] = {"arrows": [], "heads": [], "departments": [], "labels": [], "hours": []}
    values = []
    for axes, world in zip(panels, worlds, strict=True):
        graph = network_of(handoffs, departments, world)
        width, height = layout.size_of(axes)
        axes.set_xlim(0, width)
        axes.set_ylim(0, height)
        axes.set_axis_off()
        places = positions(graph, width, height)
        centre = np.array([width / 2, (height - HEAD + FOOT) / 2])
        curves = []
        for source, target, data in sorted(graph.edges(data=True), key=lambda edge: edge[2]["hours"]):
            curve = route(places[source], places[target], centre, _lane(graph, source, target, data["mode"]))
            line = THINNEST + (THICKEST - THINNEST) * data["count"] / most
            colour = delay_colour(data["hours"], scale)
            shaft, head = _arrow(axes, curve, line, colour, data["mode"])
            marks["arrows"].append(shaft)
            marks["heads"].append(head)
            curves.append((data["hours"], curve, colour))
            values.append({"world": world, "source": source, "target": target, **data, "width": line})
        marks["departments"] += _departments(axes, graph, places, marks["labels"])
        marks["labels"] += _panel_head(axes, handoffs, world, worlds)
        marks["hours"] += _chips(axes, curves[::-1], list(places.values()))
    columns = ["world", "source", "target", "mode", "count", "hours", "width"]
    return Drawn(pd.DataFrame(values, columns=columns), marks)


def positions(graph: nx.MultiDiGraph[Any], width: float, height: float) -> dict[str, Points]:
    """Fixed places on an oval: front office down the left, everybody else down the right."""
    sides: dict[bool, list[str]] = {True: [], False: []}
    for name, data in graph.nodes(data=True):
        sides[data["office"] == "front"].append(name)
    labels = {name: layout.widest(name_lines(str(label), width)) for name, label in graph.nodes(data="label")}
    left, right = (max((labels[name] for name in sides[side]), default=0.0) for side in (True, False))
    middle = (left + (width - right)) / 2
    reach = (width - left - right) / 2 - NODE - 12
    bottom, top = FOOT + NODE + 6, height - HEAD - 12 - NODE
    places = {}
    for front, names in sides.items():
        for i, name in enumerate(names):
            step = 0.5 if len(names) == 1 else i / (len(names) - 1)
            y = top - step * (top - bottom)
            slope = (2 * step - 1) * 0.76  # the oval is cut at top and bottom, where both sides would meet
            x = reach * math.sqrt(1 - slope**2)
            places[name] = np.array([middle - x if front else middle + x, y])
    return places


def name_lines(label: str, width: float) -> list[str]:
    """A department's name beside its mark, in a panel of this width."""
    return layout.wrap(label, max(60.0, 0.21 * width))


def route(start: Points, end: Points, centre: Points, lane: int) -> Points:
    """A curve from the rim of one department to the rim of another, bending to its own right and inwards.

    `lane` counts routes between the same two in the same direction; each bends a little more.
    """
    across = end - start
    length = float(np.hypot(*across))
    if length < 1e-9:  # within one department: a loop towards the middle
        inwards = (centre - start) / max(float(np.hypot(*(centre - start))), 1e-9)
        turns = np.linspace(0, 2 * np.pi, 40) + math.atan2(*(-inwards)[::-1])
        radius = NODE + 6 + 4 * lane
        return start + inwards * radius + radius * np.column_stack([np.cos(turns), np.sin(turns)])
    right = np.array([across[1], -across[0]]) / length
    middle = (start + end) / 2
    bend = middle + 0.34 * (centre - middle) + right * length * (0.10 + 0.09 * lane)
    t = np.linspace(0, 1, 61)[:, None]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
    away = np.hypot(*(curve - start).T), np.hypot(*(curve - end).T)
    return np.asarray(curve[(away[0] > NODE + 3) & (away[1] > NODE + 4)])


def _lane(graph: nx.MultiDiGraph[Any], source: str, target: str, mode: str) -> int:
    return list(graph[source][target]).index(mode)


def _arrow(axes: Axes, curve: Points, width: float, colour: str, mode: str) -> tuple[Artist, Artist]:
    """The shaft, ending under the head, and the head."""
    from matplotlib.patches import Polygon

    length = 5 + 1.5 * width
    tip = curve[-1]
    base_index = max(1, int(np.argmin(np.abs(np.hypot(*(curve - tip).T) - length))))
    base = curve[base_index]
    along = (tip - base) / max(float(np.hypot(*(tip - base))), 1e-9)
    side = np.array([-along[1], along[0]]) * (2.6 + 0.85 * width)
    dashes = style.MODES.get(mode, ())
    least = max(width, 2.0) / width  # thin lines keep dashes that can be seen
    (shaft,) = axes.plot(
        *curve[: base_index + 1].T,
        color=colour,
        lw=0.75 * width,
        ls=(0, tuple(least * dash for dash in dashes)) if dashes else "-",
        solid_capstyle="butt",
        zorder=2,
    )
    head = axes.add_patch(Polygon([tip, base + side, base - side], closed=True, fc=colour, lw=0, zorder=2.5))
    return shaft, head


def _departments(
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
            color=style.GREY,
            mec=style.INK,
            mew=1.0,
            zorder=4,
        )
        side, ha = (-NODE - 7, "right") if front else (NODE + 7, "left")
        text = "\n".join(name_lines(str(data["label"]), layout.size_of(axes)[0]))
        labels.append(layout.write(axes, text, (x, y), move=(side, 0), ha=ha))
    return drawn


def _panel_head(axes: Axes, handoffs: pd.DataFrame, world: str, worlds: Worlds) -> list[Artist]:
    """World, and for each mode its line, deliveries and hours: the map's dashes are named here."""
    _, height = layout.size_of(axes)
    modes = findings.hours_by_mode(handoffs, world)
    y = height - 8
    everything = float(modes["count"].sum()) if len(modes) else 0.0
    said = f"{words.number(everything)} deliveries" if everything else "no deliveries"
    drawn = layout.heading(axes, world, said, style.world_colour(world, worlds), (0, y), "data")
    x = 0.0
    order = {mode: i for i, mode in enumerate(style.MODES)}
    rows = modes.to_dict("records")
    for row in sorted(rows, key=lambda row: order.get(row["mode"], len(order))):
        dashes = style.MODES.get(row["mode"], ())
        drawn += axes.plot(
            [x, x + 26], [y - 20] * 2, color=style.INK, lw=1.7, ls=(0, dashes) if dashes else "-", alpha=0.8
        )
        text = f"{row['mode']} {words.percent(100 * row['count'] / everything)}"
        drawn.append(layout.write(axes, text, (x + 31, y - 20), size=style.SMALL))
        x += 31 + layout.text_width(text, style.SMALL) + 14
    width, _ = layout.size_of(axes)
    for name, at, ha in ((style.OFFICES["front"], 0.0, "left"), (style.OFFICES["back"], width, "right")):
        drawn.append(layout.write(axes, name, (at, y - 44), size=style.SMALL, alpha=style.MUTED, ha=ha))
    return drawn


def _chips(axes: Axes, curves: list[tuple[float, Points, str]], nodes: list[Points]) -> list[Artist]:
    """Hours on the slowest routes, where they cover least of each other, of departments and of other routes."""
    boxes = [(x - NODE - 2, y - NODE - 2, x + NODE + 2, y + NODE + 2) for x, y in nodes]
    drawn: list[Artist] = []
    for hours, curve, colour in curves[:NAMED]:
        text = words.hours(hours)
        wide = layout.text_width(text, style.TINY, bold=True) / 2 + 5
        spots = [curve[int(share * (len(curve) - 1))] for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)]
        candidates = [(x - wide, y - 8, x + wide, y + 8) for x, y in spots]
        crowd = [
            sum(layout.overlap(box, other) for other in boxes)
            + 4 * sum(_points_inside(box, other) for _, other, _ in curves if other is not curve)
            for box in candidates
        ]
        best = crowd.index(min(crowd))
        boxes.append(candidates[best])
        box = {"facecolor": colour, "edgecolor": "none", "boxstyle": "round,pad=0.25,rounding_size=0.6"}
        x, y = spots[best]
        drawn.append(
            layout.write(
                axes,
                text,
                (float(x), float(y)),
                size=style.TINY,
                bold=True,
                colour=style.ink_on(colour),
                ha="center",
                bbox=box,
                zorder=5,
            )
        )
    return drawn


def _points_inside(box: tuple[float, float, float, float], curve: Points) -> int:
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
        layout.write(axes, words.hours(hours), (x, 0), move=(0, -10), size=style.TINY, ha=ha)
    kind = " (logarithmic)" if logarithmic else ""
    text = f"hours from sent to understood{kind}"
    layout.write(axes, text, (0, 0), move=(0, -25), size=style.TINY, alpha=style.MUTED)
