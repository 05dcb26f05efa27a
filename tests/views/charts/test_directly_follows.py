"""The graph of what comes right after what: an arc a row, to the side it leads, as wide as it is frequent."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.views.charts.directly_follows import COLUMNS, THINNEST, WIDEST, arcs, most_frequent, picture

ORDER = ["take", "pick", "ship", "pay"]
ROWS = [
    ("order", "take", "pick", 100),
    ("order", "pick", "take", 50),
    ("order", "pick", "pick", 25),
    ("ticket", "ship", "pay", 1),
]
GRAPH = pd.DataFrame(ROWS, columns=COLUMNS)


def test_the_most_frequent_come_first_and_ties_by_name() -> None:
    tied = pd.concat([GRAPH, pd.DataFrame([("invoice", "a", "b", 50)], columns=COLUMNS)])
    assert most_frequent(tied, 3)["times"].tolist() == [100, 50, 50]
    assert most_frequent(tied, 3)["type"].tolist() == ["order", "invoice", "order"]


def test_arcs_lead_down_on_the_right_and_back_on_the_left() -> None:
    axes = Figure().add_subplot()
    drawn = arcs(axes, GRAPH, ORDER, ["order", "ticket"], 100.0)
    marks = drawn.marks["arcs"]
    assert len(marks) == len(GRAPH)
    middles = [np.asarray(mark.get_path().vertices)[:, 0].mean() for mark in axes.patches]
    sides = [middle > 0 for middle in middles]
    assert sides == [True, False, True, True]
    widths = [mark.get_linewidth() for mark in axes.patches]
    assert widths[0] == WIDEST
    assert widths[1] == pytest.approx(THINNEST + (WIDEST - THINNEST) / 2)
    assert [mark.get_edgecolor() for mark in axes.patches[:3]] == [axes.patches[0].get_edgecolor()] * 3
    assert axes.patches[3].get_edgecolor() != axes.patches[0].get_edgecolor()


def test_both_worlds_share_rows_and_scale() -> None:
    other = GRAPH.iloc[:1].assign(times=10)
    made = picture({"siloed": GRAPH, "integrated": other}, [*ORDER, "never"], "What comes after what")
    panels = [axes for axes in made.figure.axes if axes.patches]
    assert [len(axes.patches) for axes in panels] == [4, 1]
    assert panels[0].get_ylim() == panels[1].get_ylim() == (len(ORDER) - 0.5, -0.5)
    assert panels[1].patches[0].get_linewidth() == pytest.approx(THINNEST + (WIDEST - THINNEST) / 10)
    texts = [text.get_text() for axes in made.figure.axes for text in axes.texts]
    assert texts.count("take") == 1
    assert "never" not in texts
    assert {"siloed", "integrated", "order", "ticket"} <= set(texts)
    assert made.description.startswith("Most often in siloed: take then pick (100 times), pick then take (50 times)")
    assert isinstance(made.table, pd.DataFrame)
    assert made.table["world"].tolist() == ["siloed"] * 4 + ["integrated"]
