"""Hand-offs: a cell per pair of departments, both worlds on one scale."""

from __future__ import annotations

from typing import cast

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from sim.views.charts import findings, handoffs, routes
from sim.views.charts import handoffs as heat
from tests.views import tables
from tests.views.charts.drawing import panels
from tests.views.tables import plain

A, B = WORLDS = tables.WORLDS


def test_heatmap_cells_numbers_and_shared_scale() -> None:
    table = tables.handoffs()
    drawn = handoffs.handoff_heatmap(panels(), table, tables.DEPARTMENTS, WORLDS)
    names = list(tables.DEPARTMENTS["department"])
    scale = findings.delay_range(table)
    assert len(drawn.marks["cells"]) == len(drawn.values) == 60
    rows = drawn.values.to_dict("records")
    for row, cell, number in zip(rows, drawn.marks["cells"], drawn.marks["numbers"], strict=True):
        box = cast("Rectangle", cell)
        assert int(box.get_x()) == names.index(row["target"])
        assert int(box.get_y()) == names.index(row["source"])
        assert to_hex(box.get_facecolor()) == routes.delay_colour(row["hours"], scale)
        assert cast("Text", number).get_text() == handoffs.cell_text(row["hours"])
    both = table[(table["world"] == A) & (table["source"] == "sales") & (table["target"] == "finance")]
    assert len(both) == 2
    mean = (both["count"] * both["hours"]).sum() / both["count"].sum()
    shown = next(r for r in rows if (r["world"], r["source"], r["target"]) == (A, "sales", "finance"))
    assert shown["hours"] == pytest.approx(mean)


def test_front_office_comes_first_and_strangers_last() -> None:
    shuffled = tables.DEPARTMENTS.iloc[::-1]
    table = tables.handoffs()
    table = pd.concat([table, table.iloc[:1].assign(source="carrier", target="support")], ignore_index=True)
    order = routes.ordered(shuffled, table)
    assert list(order["office"]) == ["front"] * 4 + ["back"] * 5 + [""]
    assert order["department"].iloc[-1] == "carrier"


def test_scale_is_linear_for_a_narrow_range_and_holds_zero() -> None:
    table = tables.handoffs().assign(hours=[1.0 + i % 3 for i in range(61)])
    assert findings.delay_range(table) == (0.0, 3.0, False)
    table.loc[0, "hours"] = 0.0
    assert findings.delay_share(0.0, findings.delay_range(table)) == 0
    assert findings.delay_range(table.assign(hours=0.0)) == (0.0, 1.0, False)
    low, high, logarithmic = findings.delay_range(tables.handoffs())
    assert logarithmic
    assert findings.delay_share(low / 10, (low, high, True)) == 0
    assert findings.delay_share(high, (low, high, True)) == 1


@pytest.mark.parametrize("worlds", [(A, B), (B, A)])
def test_handoffs_name_the_slowest_wherever_it_is(worlds: tuple[str, str]) -> None:
    handoffs = tables.handoffs(worlds)
    slow = handoffs.iloc[:1].assign(world=worlds[1], source="hr", target="crm", hours=99.0)
    handoffs = pd.concat([handoffs, slow], ignore_index=True)
    title = plain(heat.title(handoffs, tables.DEPARTMENTS, worlds))
    assert title == f"The slowest hand-off, HR to CRM, takes 99 h in {worlds[1]}; {worlds[0]} does not have it"
