"""The map marks winners."""

from __future__ import annotations

import pandas as pd

from sim.views.charts import win_map
from tests.views.charts.drawing import axes
from tests.views.charts.made_up_studies import THOUSANDS, WORLDS


def test_the_map_marks_winners() -> None:
    table = pd.DataFrame(
        {
            "first": [0, 0, 1, 1],
            "second": [0, 1, 0, 1],
            "lead": [2e5, 1e4, -3e5, -1e5],
            "pairs": 5,
            "winner": ["b", "undecided", "a", "a"],
        }
    )
    drawn = win_map.win_map(axes(), table, ("x", "y"), THOUSANDS)
    said = [label.get_text() for label in drawn.marks["labels"]]  # type: ignore[attr-defined]
    assert said == ["●", "+200", "■", "+10", "◇", "−300", "◇", "−100"]
    assert win_map.title(table, ("x", "y"), WORLDS).endswith("integrated wins 1, siloed 2 and undecided 1")
