"""What the saved hours consist of: bars as wide as the differences, saved at the right, added at the left."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from scipy import stats

from sim.measures.lead_time import PARTS
from sim.views.charts import lead_time_saved as chart
from sim.views.charts.chart import NARROW
from sim.views.style import look
from tests.views.charts.drawing import axes, inside, texts
from tests.views.made_study import made_study
from tests.views.tables import plain

WORLDS = ("siloed", "integrated")
HOURS = {"touch": 0.0, "queue": 2.0, "closed": 10.0, "information": 6.0, "system": -1.0, "outside": 0.0, "rework": -3.0}


def made(**hours: float) -> pd.DataFrame:
    """One flow with so many hours saved by part."""
    saved = {**HOURS, **hours}
    rows = [("order", part, 20.0, 20.0 - amount, amount, amount - 0.5, amount + 0.5) for part, amount in saved.items()]
    total = sum(saved.values())
    rows.append(("order", chart.SUM, 100.0, 100.0 - total, total, total - 1, total + 1))
    return pd.DataFrame(rows, columns=["flow", "part", "a", "b", "saved", "lower", "upper"])


def test_the_table_is_the_paired_difference_of_the_split() -> None:
    study = made_study()
    split = study.tables["split"]
    saved = chart.saved_hours(study)
    own = saved[saved["flow"] == "question"].set_index("part")
    assert own["saved"][list(PARTS)].sum() == pytest.approx(own["saved"][chart.SUM])
    for part in PARTS:
        rows = split[(split["flow"] == "question") & (split["part"] == part)].set_index(["world", "replication"])["hours"]
        changes = (rows["siloed"] - rows["integrated"]).to_numpy()
        half = stats.t.ppf(0.975, len(changes) - 1) * changes.std(ddof=1) / np.sqrt(len(changes))
        assert own["saved"][part] == pytest.approx(changes.mean())
        assert own["upper"][part] - own["lower"][part] == pytest.approx(2 * half)


def test_bars_lie_end_to_end_information_first_saved_right_added_left() -> None:
    saved = made()
    drawn = chart.lead_time_saved(axes(), saved, WORLDS, chart.limits_of(saved))
    bars = [cast("Rectangle", bar) for bar in drawn.marks["bars"]]
    assert drawn.values["part"].tolist() == ["information", "queue", "closed", "system", "rework"]
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars]
    assert ends == [(0, 6), (6, 8), (8, 18), (0, -1), (-1, -4)]
    colours = [to_hex(bar.get_facecolor()) for bar in bars]
    assert colours[0] == chart.STRONG_COLOUR.lower()
    assert set(colours[1:]) == {chart.OTHERS.lower()}
    assert chart.STRONG_COLOUR not in look.WORLDS
    low, high = chart.limits_of(saved)
    assert low < -4
    assert high > 18


def test_all_flows_have_one_scale() -> None:
    both = pd.concat([made(), made(closed=100.0).assign(flow="question")])
    low, high = chart.limits_of(both)
    assert high > 108
    assert low < -4


def test_the_line_tells_every_part_that_counts_in_the_order_of_the_bars() -> None:
    won, lost = chart.parts_words(made(touch=0.001))
    assert [plain(part) for part in won] == ["waiting for information 6 h", "queue for staff 2 h", "closed hours 10 h"]
    assert [plain(part) for part in lost] == ["waiting for a system 1 h", "rework 3 h"]
    assert plain(" ".join(chart.parts_lines(made(), 2000.0))).startswith("saved: waiting for information 6 h · ")
    none = made(**dict.fromkeys(HOURS, 0.0))
    assert chart.parts_lines(none, 2000.0) == ["no difference"]


def test_the_title_says_what_is_shown_and_no_more() -> None:
    assert (
        plain(chart.title(made(), WORLDS)) == "Order: 14 h saved in integrated; waiting for information is shorter by 6 h"
    )
    assert "none of it waiting for information" in chart.title(made(information=-1.0, closed=20.0), WORLDS)
    assert plain(chart.title(made(closed=-20.0), WORLDS)) == "Order: 16 h longer in integrated"
    doubt = made().assign(lower=-1.0)
    assert "no difference in hours is shown" in chart.title(doubt, WORLDS)
    assert chart.title(made().iloc[:0], WORLDS).startswith("No finished cases")


@pytest.mark.parametrize("width", [chart.CHART.wide, NARROW])
def test_every_word_is_inside(width: float) -> None:
    figure = chart.draw(made_study(), width).figure
    assert all(inside(figure, text) for text in texts(figure))
