"""The map: arrows as wide and as dark as the table says, apart from each other, the way of an order framed."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text

from sim.views.charts import findings, handoffs, network, network_marks, network_places, order_path, routes
from sim.views.charts.order_path import AverageOrder
from sim.views.style import words
from tests.views import tables
from tests.views.charts.drawing import panels, said
from tests.views.tables import plain

A, B = WORLDS = tables.WORLDS


def test_network_arrows() -> None:
    table = tables.handoffs()
    drawn = network.network_map(panels(), table, tables.DEPARTMENTS, WORLDS)
    assert len(drawn.marks["arrows"]) == len(drawn.marks["heads"]) == len(drawn.values) == len(table)
    scale = findings.delay_range(table)
    most = table["count"].max()
    for row, arrow, head in zip(
        drawn.values.to_dict("records"), drawn.marks["arrows"], drawn.marks["heads"], strict=True
    ):
        line = cast("Line2D", arrow)
        assert to_hex(line.get_color()) == routes.delay_colour(row["hours"], scale)
        expected = network.THINNEST + (network.THICKEST - network.THINNEST) * row["count"] / most
        assert line.get_linewidth() == pytest.approx(0.75 * expected)
        assert line.get_linestyle() == ("-" if row["mode"] == "manual" else "--")
        assert isinstance(head, Polygon)
    assert len(drawn.marks["hours"]) == 2 * network_marks.NAMED
    slowest = table[table["world"] == A].sort_values("hours").tail(network_marks.NAMED)["hours"]
    assert set(said(drawn.marks["hours"])[: network_marks.NAMED]) == {words.hours(h) for h in slowest}


def test_the_way_of_an_average_order_is_framed_and_its_costliest_handoff_named() -> None:
    """Framed is what every second order passes, all modes together; the tag is on the costliest pair, in both worlds."""
    path = tables.order_path()
    table = tables.small_handoffs()
    drawn = network.network_map(panels(), table, tables.DEPARTMENTS, WORLDS, path)
    way = {("sales", "logistics", "manual"), ("sales", "logistics", "batch"), ("logistics", "finance", "shared")}
    assert AverageOrder.of(path, A).usual_way == AverageOrder.of(path, B).usual_way == way
    assert len(drawn.marks["way"]) == 2 * 2 * len(way), "two lines beside each of them, in both worlds"
    tags = [plain(text).replace("\n", " ") for text in said(drawn.marks["costliest"])]
    assert tags == ["15.8 h of an order", "1.6 h of an order"]
    for row, arrow in zip(drawn.values.to_dict("records"), drawn.marks["arrows"], strict=True):
        on_way = (row["source"], row["target"], row["mode"]) in way
        assert arrow.get_alpha() == (None if on_way else network.BESIDE)
    lines = [plain(text) for text in said(drawn.marks["labels"]) if "average order" in text]
    hours = ((72, 28), (46.8, 2.8))
    assert lines == [f"average order: {lead} h, of these {own} h in hand-offs" for lead, own in hours]
    unknown = network.network_map(panels(), table, tables.DEPARTMENTS, WORLDS)
    assert not unknown.marks["way"]
    assert not unknown.marks["costliest"]


def test_numbers_in_a_small_network_stand_apart_and_zero_is_not_written() -> None:
    table = tables.small_handoffs()
    table.loc[table["world"] == B, "hours"] = 0.0
    drawn = network.network_map(panels(), table, tables.DEPARTMENTS, WORLDS)
    assert len(drawn.marks["hours"]) == network_marks.NAMED, "none of those that take no time"
    boxes = [(text.get_text(), text.get_window_extent()) for text in drawn.marks["hours"] if isinstance(text, Text)]
    for place, (first, here) in enumerate(boxes):
        for second, there in boxes[:place]:
            assert not here.overlaps(there), (first, second)


def test_front_office_is_left_and_no_arrow_passes_under_a_department() -> None:
    graph = network.network_of(tables.handoffs(), tables.DEPARTMENTS, A)
    places = network_places.positions(graph, 440, 430)
    offices = dict(graph.nodes(data="office"))
    assert max(places[n][0] for n in places if offices[n] == "front") < min(
        places[n][0] for n in places if offices[n] == "back"
    )
    centre = np.array([220, 190])
    for source in places:
        for target in set(places) - {source}:
            curve = network_places.route(places[source], places[target], centre, 0)
            for other in set(places) - {source, target}:
                assert np.hypot(*(curve - places[other]).T).min() > network_places.NODE + 2, (source, target, other)


def test_there_and_back_are_apart() -> None:
    graph = network.network_of(tables.handoffs(), tables.DEPARTMENTS, A)
    places = network_places.positions(graph, 440, 430)
    centre = np.array([220, 190])
    for source in places:
        for target in set(places) - {source}:
            there = network_places.route(places[source], places[target], centre, 0)
            back = network_places.route(places[target], places[source], centre, 0)
            middle = there[len(there) // 2]
            assert np.hypot(*(back - middle).T).min() > 4


def test_two_departments_and_a_loop() -> None:
    few = tables.DEPARTMENTS.iloc[[0, 4]]
    table = pd.DataFrame(
        [(A, "sales", "finance", "manual", 3.0, 2.0, 0.1), (A, "sales", "sales", "shared", 1.0, 0.0, 0.0)],
        columns=["world", "source", "target", "mode", "count", "hours", "touch_hours"],
    )
    drawn = network.network_map(panels(), table, few, WORLDS)
    assert len(drawn.marks["arrows"]) == 2
    assert len(handoffs.handoff_heatmap(panels(), table, few, WORLDS).marks["cells"]) == 2


def test_network_share_is_recomputed() -> None:
    handoffs = tables.handoffs()
    there = handoffs[handoffs["world"] == A]
    total = (there["count"] * there["hours"]).sum()
    ends = {
        name: (there["count"] * there["hours"])[(there["source"] == name) | (there["target"] == name)].sum() / total
        for name in tables.DEPARTMENTS["department"]
    }
    hub = max(ends, key=lambda name: ends[name])
    title = plain(network.title(handoffs, tables.DEPARTMENTS, WORLDS))
    label = tables.DEPARTMENTS.set_index("department")["label"][hub]
    assert title.endswith(f"{100 * ends[hub]:.0f} % of those in {A} begin or end in {label}")
    assert f"{total:,.0f} h in {A}" in title


def test_the_way_of_an_average_order_is_recomputed() -> None:
    """Every order weighs the same: 100 orders of the first run and 300, twice as slow, of the second."""
    path = tables.order_path()
    title = plain(network.title(tables.handoffs(), tables.DEPARTMENTS, WORLDS, path))
    slow = (100 * 1 + 300 * 2) / 400
    leads = {world: 44 + 16 * slow * factor for world, factor in ((A, 1.0), (B, 0.1))}
    hours = {world: 16 * slow * factor for world, factor in ((A, 1.0), (B, 0.1))}
    assert title == (
        f"Hand-offs take {hours[A]:.0f} h of an average order's {leads[A]:.0f} h in {A},"
        f" {hours[B]:.1f} h of {leads[B]:.1f} h in {B};"
        f" the costliest, Sales to Logistics, takes {(6 + 3) * slow:.1f} h in {A}"
    )
    said = plain(order_path.description(path, routes.labels_of(tables.DEPARTMENTS), WORLDS))
    assert f"in {A}, 72 h: hand-offs 28 h (Sales to Logistics 15.8 h, Logistics to CRM 12.2 h)" in said
    assert said.count("outside 30 h") == 2
    at_once = path.assign(hours=path["hours"].where(path["kind"] != "hand-off", 0.0))
    title = plain(network.title(tables.handoffs(), tables.DEPARTMENTS, WORLDS, at_once))
    assert title == f"Hand-offs take 0 h of an average order's 44 h in {A}, 0 h of 44 h in {B}"
    without = network.title(tables.handoffs(), tables.DEPARTMENTS, WORLDS, path.iloc[:0])
    assert without == network.title(tables.handoffs(), tables.DEPARTMENTS, WORLDS)
