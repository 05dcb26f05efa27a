"""Who is worse off: rows as in the table, and names in the title."""

from __future__ import annotations

from typing import cast

import pytest
from matplotlib.lines import Line2D

from sim.views.charts import worse_off
from tests.views import tables
from tests.views.charts.drawing import axes, said, xy

WORLDS = tables.WORLDS


def test_who_is_worse_off() -> None:
    table = tables.worse_off()
    drawn = worse_off.who_is_worse_off(axes(), table, WORLDS)
    assert list(drawn.values["verdict"]) == ["worse", "worse", "undecided", "worse"]
    dot = cast("Line2D", drawn.marks["dots"][1])
    assert xy(dot)[0] == [pytest.approx(-100 * 18 / 61)], "worse is at the left"
    assert "HR: overtime" in " ".join(said(drawn.marks["note"]))
    named = worse_off.who_is_worse_off(axes(), table.assign(label=["Handling"] * 5), WORLDS)
    assert "Support: Handling" in said(named.marks["labels"])
    gained = table.iloc[:1].assign(better="higher")
    assert list(worse_off.who_is_worse_off(axes(), gained, WORLDS).values["verdict"]) == ["better"]
    empty = worse_off.who_is_worse_off(axes(), table.iloc[:0], WORLDS)
    assert empty.marks["dots"] == []


def test_worse_off() -> None:
    table = tables.worse_off()
    title = worse_off.title(table, WORLDS)
    assert tables.plain(title) == (
        "4 groups are worse off in integrated than in siloed, most of all Support: handling time per ticket, 3 min "
        "more (29 days in all)"
    ), "by hours: 700 of Support, not the 30 % of IT"
    hardest = table.assign(hours=[1.0, 90.0, 0.5, 40.0, 99.0])
    assert "most of all HR" in worse_off.title(hardest, WORLDS)
    few = worse_off.title(table.iloc[:2], WORLDS)
    assert few == "Worse off in integrated than in siloed: Support and IT"
    assert worse_off.title(table.iloc[[2]], WORLDS) == "Nobody is shown to be worse off in integrated"
    assert worse_off.title(table.iloc[:0], WORLDS) == "Nobody is shown to be worse off in integrated"
