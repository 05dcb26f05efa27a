"""Chart 7: through where does work pass? The company as a map, both worlds on one scale of volume and delay."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from sim.views.charts import findings
from sim.views.charts.findings import Worlds
from sim.views.charts.handoffs import delay_colour, ordered
from sim.views.charts.order_path import AverageOrder, Costliest
from sim.views.style import layout, look, words
from sim.views.style.layout import Drawn

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped, unused-ignore]
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top."""

MARKS = ("arrows", "heads", "departments", "labels", "hours", "way", "costliest")
"""Names of what is drawn."""
NODE = 9.0
THINNEST, THICKEST = 1.1, 7.0
HEAD, FOOT = 58.0, 6.0
ORDER_LINE = 20.0
"""Room for the line about an average order."""
MODE_LINE = 18.0
CASING = 4.0
"""How much wider than its shaft the dark frame of the order's way is."""
BESIDE = 0.5
"""Opacity of arrows beside the order's way."""
FEW = 12
"""Up to so many routes a panel has room to bend them more, so that their numbers stand apart."""
SPOTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
"""Where on its route a number may stand, by preference."""
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
    panels: Sequence[Axes],
    handoffs: pd.DataFrame,
    departments: pd.DataFrame,
    worlds: Worlds,
    path: pd.DataFrame | None = None,
) -> Drawn:
    """Front office at the left, back office at the right; a panel per world.

    Width is deliveries and colour is delay, each on one scale for both panels; solid is manual, dashed is batch,
    dotted is shared. Every arrow bends to its own right, so there and back never lie on each other, and the
    departments stand on an oval, so no arrow passes under a third one. Hours stand on the slowest routes.

    Args:
        path: the critical paths of orders (see `AverageOrder.of`). With it the way of an average order is framed
            dark, a tag says what its costliest hand-off takes of an order's lead time, and all else is pale.
    """
    scale = findings.delay_range(handoffs)
    routes = [findings.hours_by_route(handoffs, world) for world in worlds]
    most = max((float(table["count"].max()) for table in routes if len(table)), default=1.0)
    marks: dict[str, list[Artist]] = {name: [] for name in MARKS}
    values = []
    for axes, world in zip(panels, worlds, strict=True):
        graph = network_of(handoffs, departments, world)
        width, height = layout.size_of(axes)
        axes.set_xlim(0, width)
        axes.set_ylim(0, height)
        axes.set_axis_off()
        order = AverageOrder.of(path, world) if path is not None else None
        if order is not None and not order.lead:
            order = None
        modes = _modes_in_rows(handoffs, world, width)
        head = HEAD + ORDER_LINE * (order is not None) + MODE_LINE * max(0, len(modes) - 1)
        places = positions(graph, width, height, head)
        centre = np.array([width / 2, (height - head + FOOT) / 2])
        way = None if order is None else order.usual_way
        drawn = _arrows(axes, graph, places, centre, (most, scale), way, marks)
        values += [
            {"world": world, "source": one.source, "target": one.target, **one.data, "width": one.line} for one in drawn
        ]
        marks["departments"] += _departments(axes, graph, places, marks["labels"])
        marks["labels"] += _panel_head(axes, modes, float(graph.size(weight="count")), world, worlds, head)
        nodes = [(x - NODE - 2, y - NODE - 2, x + NODE + 2, y + NODE + 2) for x, y in places.values()]
        if order is not None:
            marks["labels"].append(_order_line(axes, order, height - head + 30))
            marks["costliest"] += _tag(axes, order.costliest, _busiest(drawn), nodes)
        marks["hours"] += _chips(axes, [(one.data["hours"], one.curve, one.colour) for one in reversed(drawn)], nodes)
    columns = ["world", "source", "target", "mode", "count", "hours", "width"]
    return Drawn(pd.DataFrame(values, columns=columns), marks)


class Arrow(NamedTuple):
    """An arrow that was drawn: its ends, mode, deliveries and hours (`data`), its curve, width and colour."""

    source: str
    target: str
    data: dict[str, Any]
    curve: Points
    line: float
    colour: str


def _arrows(
    axes: Axes,
    graph: nx.MultiDiGraph[Any],
    places: dict[str, Points],
    centre: Points,
    scales: tuple[float, tuple[float, float, bool]],
    way: set[tuple[str, str, str]] | None,
    marks: dict[str, list[Artist]],
) -> list[Arrow]:
    """Draw every route of a world, the slowest last and on top; those on the way of an order are framed, others pale."""
    most, hours = scales
    bow = 2.2 if graph.number_of_edges() <= FEW else 1.0
    drawn = []
    for source, target, data in sorted(graph.edges(data=True), key=lambda edge: edge[2]["hours"]):
        curve = route(places[source], places[target], centre, _lane(graph, source, target, data["mode"]), bow)
        line = THINNEST + (THICKEST - THINNEST) * data["count"] / most
        colour = delay_colour(data["hours"], hours)
        on_way = way is not None and (source, target, data["mode"]) in way
        shaft, point = _arrow(axes, curve, line, colour, data["mode"], 1.0 if on_way or way is None else BESIDE)
        if on_way:
            marks["way"] += _frame(axes, curve, line)
            shaft.set_zorder(3.2)
            point.set_zorder(3.3)
        marks["arrows"].append(shaft)
        marks["heads"].append(point)
        drawn.append(Arrow(source, target, data, curve, line, colour))
    return drawn


def _busiest(drawn: Sequence[Arrow]) -> dict[tuple[str, str], tuple[float, Points]]:
    """For each pair of departments the deliveries and the curve of its busiest route."""
    found: dict[tuple[str, str], tuple[float, Points]] = {}
    for one in drawn:
        if one.data["count"] > found.get((one.source, one.target), (-1.0, one.curve))[0]:
            found[one.source, one.target] = one.data["count"], one.curve
    return found


def positions(graph: nx.MultiDiGraph[Any], width: float, height: float, head: float = HEAD) -> dict[str, Points]:
    """Fixed places on an oval: front office down the left, everybody else down the right."""
    sides: dict[bool, list[str]] = {True: [], False: []}
    for name, data in graph.nodes(data=True):
        sides[data["office"] == "front"].append(name)
    labels = {name: layout.widest(name_lines(str(label), width)) for name, label in graph.nodes(data="label")}
    left, right = (max((labels[name] for name in sides[side]), default=0.0) for side in (True, False))
    middle = (left + (width - right)) / 2
    reach = (width - left - right) / 2 - NODE - 12
    bottom, top = FOOT + NODE + 6, height - head - 12 - NODE
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


def route(start: Points, end: Points, centre: Points, lane: int, bow: float = 1.0) -> Points:
    """A curve from the rim of one department to the rim of another, bending to its own right and inwards.

    `lane` counts routes between the same two in the same direction; each bends a little more, all of them `bow` times.
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
    bend = middle + 0.34 * (centre - middle) + right * length * bow * (0.10 + 0.09 * lane)
    t = np.linspace(0, 1, 61)[:, None]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
    away = np.hypot(*(curve - start).T), np.hypot(*(curve - end).T)
    return np.asarray(curve[(away[0] > NODE + 3) & (away[1] > NODE + 4)])


def _lane(graph: nx.MultiDiGraph[Any], source: str, target: str, mode: str) -> int:
    return list(graph[source][target]).index(mode)


def _arrow(axes: Axes, curve: Points, width: float, colour: str, mode: str, alpha: float) -> tuple[Artist, Artist]:
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


def _frame(axes: Axes, curve: Points, width: float) -> list[Artist]:
    """Two dark lines along a shaft: the way of an average order, told by more than a colour."""
    along = np.gradient(curve, axis=0)
    side = np.column_stack([-along[:, 1], along[:, 0]]) / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    apart = (width + CASING) / 2
    lines: list[Artist] = []
    for sign in (1, -1):
        lines += axes.plot(*(curve + sign * apart * side)[:-4].T, color=look.INK, lw=1.2, zorder=3)
    return lines


def _order_line(axes: Axes, order: AverageOrder, y: float) -> Artist:
    """What hand-offs take of an average order's lead time in this world."""
    text = f"average order: {words.hours(order.lead)}, of these {words.hours(order.handoff_hours)} in hand-offs"
    return layout.write(axes, text, (0, y), size=look.SMALL)


def _tag(
    axes: Axes,
    most: Costliest | None,
    routes: dict[tuple[str, str], tuple[float, Points]],
    boxes: list[Box],
) -> list[Artist]:
    """What the costliest hand-off takes of an average order, on its arrow; its room is added to `boxes`."""
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
            color=look.GREY,
            mec=look.INK,
            mew=1.0,
            zorder=4,
        )
        side, ha = (-NODE - 7, "right") if front else (NODE + 7, "left")
        text = "\n".join(name_lines(str(data["label"]), layout.size_of(axes)[0]))
        labels.append(layout.write(axes, text, (x, y), move=(side, 0), ha=ha))
    return drawn


def _modes_in_rows(handoffs: pd.DataFrame, world: str, width: float) -> list[list[tuple[float, str, str]]]:
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


def _panel_head(
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


def _chips(axes: Axes, curves: list[tuple[float, Points, str]], boxes: list[Box]) -> list[Artist]:
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
