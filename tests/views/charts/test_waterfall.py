"""What did it: the staircase leads from one world to the other, and its title claims only what is shown."""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.attribution import Attribution
from sim.views.charts import waterfall
from sim.views.charts.levers import gap_of
from tests.views.charts.drawing import axes
from tests.views.charts.made_up_studies import WORLDS


def test_the_staircase_leads_from_a_to_b(found: Attribution) -> None:
    gap, shares, scale = gap_of(found, "profit")
    drawn = waterfall.waterfall(axes(), gap, shares, scale, WORLDS, alone_at=100)
    steps = drawn.values
    assert steps["start"].iloc[0] == pytest.approx(gap["a"] / 1000)
    assert steps["end"].iloc[-1] == pytest.approx(gap["b"] / 1000)
    assert steps["start"].to_numpy()[1:] == pytest.approx(steps["end"].to_numpy()[:-1])
    rows = shares.to_dict("records")
    for bar, interval, share in zip(drawn.marks["bars"], drawn.marks["intervals"], rows, strict=True):
        assert bar.get_width() == pytest.approx(share["share"] / 1000)  # type: ignore[attr-defined]
        limits = np.diff(interval.get_xdata())[0]  # type: ignore[attr-defined]
        assert limits == pytest.approx((share["upper"] - share["lower"]) / 1000)
    hatches = {"better": None, "worse": "////", "undecided": "...."}
    for effect, bar in zip(steps["effect"], drawn.marks["bars"], strict=True):
        assert bar.get_hatch() == hatches[effect]  # type: ignore[attr-defined]


def test_the_title_claims_only_what_is_shown(found: Attribution) -> None:
    gap, shares, scale = gap_of(found, "profit")
    assert waterfall.title(gap, shares, scale, WORLDS).startswith("Profit: +")
    unsure = gap.copy()
    unsure["lower"], unsure["upper"] = -1.0, 1.0
    hidden = shares.assign(lower=-1.0, upper=1.0)
    assert waterfall.title(unsure, hidden, scale, WORLDS) == (
        "No difference in profit is shown between siloed and integrated; no lever's share of it is shown"
    )


def test_why_one_at_a_time_differs_is_computed(found: Attribution) -> None:
    gap, shares, scale = gap_of(found, "profit")
    together = found.together[found.together["measure"] == "profit"].iloc[0]
    said = waterfall.why_they_differ(gap, together, scale).replace("\u00a0", " ")
    alone = shares["alone"].sum() / 1000
    assert f"move profit by {alone:,.0f} k EUR/yr in sum, all together by {gap['gap'] / 1000:,.0f} k EUR/yr" in said
