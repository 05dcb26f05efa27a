"""Plain curves: what is drawn and said is the table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.views.charts import curves
from sim.views.style import layout


def test_curves_draw_their_table_and_mark_their_places() -> None:
    x = np.linspace(0, 1, 5)
    table = pd.concat([pd.DataFrame({"line": name, "x": x, "y": slope * x}) for name, slope in (("one", 1), ("two", -2))])
    axes = layout.sheet(600, 300, "title", "").panel(60, 20, 400, 200)
    drawn = curves.curves(axes, table, "x", "y", {"here": 0.25})
    assert [list(line.get_ydata()) for line in drawn.marks["lines"]] == [list(x), list(-2 * x)]  # type: ignore[attr-defined]
    assert [line.get_xdata()[0] for line in drawn.marks["places"]] == [0.25]  # type: ignore[attr-defined]
    assert not drawn.marks["bands"]


def test_a_picture_of_curves_says_its_ends() -> None:
    table = pd.DataFrame({"line": "mean", "x": [2, 3], "y": [5.0, 4.0], "lower": [1.0, 2.0], "upper": [9.0, 6.0]})
    picture = curves.curves_picture(table, "title", "known", x="pairs", y="hours", places={"here": 2.5})
    assert "mean: 5 at 2, 4 at 3." in picture.description
    assert "here: 2.5." in picture.description
