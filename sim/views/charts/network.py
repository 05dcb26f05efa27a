"""Chart: through where does work pass? The company as a map, both worlds on one scale of volume and delay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from sim.views.charts import findings, order_path
from sim.views.charts import network_marks as marks_of
from sim.views.charts.chart import WIDER, Chart
from sim.views.charts.findings import Worlds
from sim.views.charts.network_places import FOOT, HEAD, NODE, positions, route
from sim.views.charts.order_path import AverageOrder
from sim.views.charts.routes import (
    delay_colour,
    department_table,
    handoffs_a_run,
    labels_of,
    ordered,
    pairs_table,
    slowest,
)
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study
    from sim.views.charts.network_places import Points

MARKS = ("arrows", "heads", "departments", "labels", "hours", "way", "costliest")
"""Names of what is drawn."""
THINNEST, THICKEST = 1.1, 7.0
ORDER_LINE = 20.0
"""Height of the line about an average order."""
BESIDE = 0.5
"""Opacity of arrows beside the order's way."""
SPARSE = 12
"""Up to so many routes a panel has space to bend them more, so that their numbers stand apart."""


# Its table


def table(study: Study) -> pd.DataFrame:
    """From, to, and in both worlds messages a run and hours of an average order's lead time on its critical path."""
    names, rows = labels_of(department_table(study)), pairs_table(study)
    for world in study.worlds:
        pairs = AverageOrder.of(study.tables["order_path"], world).pairs
        of_pair = {
            (names.get(source, source), names.get(target, target)): hours
            for source, target, hours in zip(pairs["source"], pairs["target"], pairs["hours"], strict=True)
        }
        rows[f"{world}, hours of an order"] = [
            of_pair.get(pair, 0.0) for pair in zip(rows["from"], rows["to"], strict=True)
        ]
    last = f"{study.worlds[0]}, hours of an order"
    return rows.sort_values(last, ascending=False, kind="stable", ignore_index=True)


# What is drawn


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
        modes = marks_of.modes_in_rows(handoffs, world, width)
        head = HEAD + ORDER_LINE * (order is not None) + marks_of.MODE_LINE * max(0, len(modes) - 1)
        places = positions(graph, width, height, head)
        centre = np.array([width / 2, (height - head + FOOT) / 2])
        way = None if order is None else order.usual_way
        drawn = _arrows(axes, graph, places, centre, (most, scale), way, marks)
        values += [
            {"world": world, "source": one.source, "target": one.target, **one.data, "width": one.line} for one in drawn
        ]
        marks["departments"] += marks_of.department_marks(axes, graph, places, marks["labels"])
        marks["labels"] += marks_of.panel_head(axes, modes, float(graph.size(weight="count")), world, worlds, head)
        nodes = [(x - NODE - 2, y - NODE - 2, x + NODE + 2, y + NODE + 2) for x, y in places.values()]
        if order is not None:
            marks["labels"].append(marks_of.order_line(axes, order, height - head + 30))
            marks["costliest"] += marks_of.tag(axes, order.costliest, _busiest(drawn), nodes)
        marks["hours"] += marks_of.chips(
            axes, [(one.data["hours"], one.curve, one.colour) for one in reversed(drawn)], nodes
        )
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
    bow = 2.2 if graph.number_of_edges() <= SPARSE else 1.0
    drawn = []
    for source, target, data in sorted(graph.edges(data=True), key=lambda edge: edge[2]["hours"]):
        curve = route(places[source], places[target], centre, _lane(graph, source, target, data["mode"]), bow)
        line = THINNEST + (THICKEST - THINNEST) * data["count"] / most
        colour = delay_colour(data["hours"], hours)
        on_way = way is not None and (source, target, data["mode"]) in way
        shaft, point = marks_of.arrow(axes, curve, line, colour, data["mode"], 1.0 if on_way or way is None else BESIDE)
        if on_way:
            marks["way"] += marks_of.frame(axes, curve, line)
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


def _lane(graph: nx.MultiDiGraph[Any], source: str, target: str, mode: str) -> int:
    return list(graph[source][target]).index(mode)


def picture(
    handoffs: pd.DataFrame,
    departments: pd.DataFrame,
    worlds: Worlds,
    replications: int,
    width: float = look.WIDE,
    path: pd.DataFrame | None = None,
) -> Picture:
    """The whole figure: panels side by side, in a narrow one one above the other; the scale of delays below.

    `path` is the table of orders' critical paths, with `world` and `replication`; without it none is shown.
    """
    with own_style():
        said = title(handoffs, departments, worlds, path)
        known = (
            "front office left (circles), back office right (squares); thicker: more deliveries;"
            f" {words.replications(replications)}"
        )
        known += "; framed dark: the way of an average order" if path is not None and len(path) else ""
        wide = (width - 2 * EDGE - 24) / 2
        stacked = wide < 370
        wide = min(width - 2 * EDGE, 560.0) if stacked else wide
        high = 430.0
        page = layout.sheet(width, high * (2 if stacked else 1) + 66, said, known)
        first = page.panel(EDGE, 0, wide, high)
        second = page.panel(EDGE, high, wide, high) if stacked else page.panel(EDGE + wide + 24, 0, wide, high)
        drawn = network_map((first, second), handoffs, departments, worlds, path)
        key = page.panel(EDGE + 6, high * (2 if stacked else 1) + 14, min(300.0, wide - 12), 10)
        marks_of.delay_key(key, handoffs)
    names = labels_of(departments)
    text = description(drawn.values, names, worlds)
    if path is None or not len(path):
        return Picture(page.figure, said, text, handoffs)
    text = f"{text} {order_path.description(path, names, worlds)}"
    return Picture(page.figure, said, text, {"": handoffs, "order_path": path})


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    return picture(
        handoffs_a_run(study),
        department_table(study),
        study.worlds,
        study.replications,
        width,
        study.tables["order_path"],
    )


# What is said


def title(handoffs: pd.DataFrame, departments: pd.DataFrame, worlds: Worlds, path: pd.DataFrame | None = None) -> str:
    """What hand-offs take of an average order, and the costliest one; without orders the hours and the busiest place."""
    names = labels_of(departments)
    if path is not None and (said := order_path.title(path, names, worlds)):
        return said
    total = {world: float(findings.hours_between(handoffs, world)["total"].sum()) for world in worlds}
    most = max(worlds, key=lambda world: total[world])
    if total[most] <= 0:
        return f"No hand-off takes time in {worlds[0]} nor in {worlds[1]}"
    shares = findings.hours_through(handoffs, most)
    hub = shares.index[0]
    both = " and ".join(f"{words.with_unit(total[world], 'h')} in {world}" for world in worlds)
    share = words.percent(100 * float(shares.iloc[0]))
    return f"Hand-offs take {both}; {share} of those in {most} begin or end in {names.get(hub, hub)}"


def description(routes: pd.DataFrame, names: dict[str, str], worlds: Worlds) -> str:
    """The slowest five of each panel; the rest stands in the table."""
    return slowest("Maps of hand-offs between front office and back office.", routes, names, worlds)


CHART = Chart(
    "network",
    "Through where does the work go?",
    "Arrows are messages between departments: thicker for more of them, darker for a longer wait. Front office"
    " left, back office right. Framed dark is what at least every second order passes; the tag is what the costliest"
    " hand-off takes of an order's lead time. For that every order is followed along its critical path, by the"
    " branch that finishes last.",
    draw,
    table,
    wide=WIDER,
    in_gallery=True,
)
