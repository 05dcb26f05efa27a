"""Companies are sorted and counted."""

from __future__ import annotations

from sim.views.charts import win_rate
from tests.views.charts.drawing import axes
from tests.views.charts.made_up_studies import THOUSANDS, WORLDS, companies


def test_companies_are_sorted_and_counted() -> None:
    found = companies()
    drawn = win_rate.company_dots(axes(), found.companies, THOUSANDS)
    assert drawn.values["lead"].is_monotonic_increasing
    title = win_rate.title(found, WORLDS).replace("\u00a0", " ")
    assert title == "Integrated is shown to win in 2 of 4 plausible companies (50 % [15, 85]), siloed in 1; 1 undecided"
