"""An interval that goes on beyond the axes ends in an arrow head at their edge."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from sim.views.charts import dots, recovery, win_rate
from sim.views.style import layout
from sim.views.style.scales import Scale
from tests.views.charts.drawing import axes, xy
from tests.views.charts.made_up_studies import companies
from tests.views.charts.test_recovery import WORLDS, table


@pytest.mark.parametrize(
    ("low", "high", "heads"),
    [(2.0, 8.0, []), (-1.0, 8.0, [0.0]), (2.0, 11.0, [10.0]), (-1.0, math.inf, [0.0, 10.0]), (math.nan, math.nan, [])],
)
def test_heads_at_the_edges(low: float, high: float, heads: list[float]) -> None:
    for axis in "xy":
        here = axes()
        here.set_xlim(0, 10)
        here.set_ylim(10, 0)
        drawn = layout.cut_heads(here, low, high, 3.0, "#000000", axis)
        assert [xy(head)["xy".index(axis)] for head in drawn] == [[edge] for edge in heads]


def test_companies_whose_interval_is_wider_than_the_chart() -> None:
    """The axis holds 1.6 times the largest lead; what is longer carries its mark."""
    rows = companies().companies
    wide = rows.assign(upper=rows["upper"].where(rows.index != 0, 50 * rows["lead"].abs().max()))
    drawn = win_rate.company_dots(axes(), wide, Scale(1.0, "EUR"))
    assert len(drawn.marks["cut"]) >= 1


def test_a_recovery_longer_than_what_was_seen() -> None:
    """Two runs of 2 and 14 days: the interval of their mean goes far beyond the longest that was seen."""
    drawn = recovery.recovery_times(axes(), table(siloed=[2.0, 14.0], integrated=[5.0, 5.1]), WORLDS)
    assert [xy(head)[0] for head in drawn.marks["cut"]] == [[pytest.approx(1.05 * 14)]]


def test_limits_of_two_pairs_do_not_take_the_chart_from_the_others() -> None:
    """On a log scale a limit of two pairs is anywhere; the row ends in an arrow head, and the other keeps its place."""
    rows = pd.DataFrame(
        {
            "change": [-25.0, 4.0],
            "lower": [-60.0, -50.0],
            "upper": [20.0, 300.0],
            "lower_all": [-100.0, -87.0],
            "upper_all": [2.2e13, 717.0],
            "verdict": ["undecided", "undecided"],
        }
    )
    here = axes()
    here.set_ylim(1.5, -0.5)
    dots.scale(here, [rows], ("siloed", "integrated"))
    assert here.get_xlim() == pytest.approx((-130.0, 1.3 * dots.FARTHEST))
