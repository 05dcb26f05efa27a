"""Event studies: the shock beside the same runs undisturbed, its name and its worst day in the title."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.experiment.study import Study
from sim.views.charts import event_study as chart
from sim.views.charts.chart import NARROW
from tests.views.charts.drawing import axes, inside, said, texts, xy
from tests.views.made_study import made_study

WORLDS = ("siloed", "integrated")


def shocked() -> Study:
    """Three runs of each world with an outage from day 30 on, of 60 cases more in siloed and 20 in integrated."""
    days = np.arange(60)
    rows, found = [], []
    for world, most in zip(WORLDS, (60.0, 20.0), strict=True):
        for run in range(3):
            usual = 100.0 + run + 5 * (days % 7 > 4)
            extra = most * np.clip((days - 29) / 3, 0, 1) * np.exp(-np.clip(days - 33, 0, None) / 5)
            own = {"world": world, "replication": run, "day": days, "cases": usual + extra, "expected": usual}
            rows.append(pd.DataFrame(own))
            found.append((world, run, "platform outage", 30.0, 31.5, True, 12.0, 12.0, 33, float(extra.max())))
    columns = [
        "world", "replication", "shock", "start_day", "end_day", "recovered", "days", "days_seen", "worst_day",
        "worst_extra",
    ]  # fmt: skip
    own_tables = {"disturbed": pd.concat(rows, ignore_index=True), "recovery": pd.DataFrame(found, columns=columns)}
    study = made_study()
    return replace(study, tables={**study.tables, **own_tables})


def test_it_is_shown_where_the_same_runs_were_run_without_the_shock() -> None:
    assert chart.has_event(shocked())
    assert not chart.has_event(made_study())


def test_lines_are_the_medians_with_and_without_the_shock() -> None:
    days = chart.days_shown(shocked())
    assert days["day"].min() == 30 - chart.BEFORE
    shocks = chart.shocks_of(shocked())
    assert shocks.to_dict("records") == [{"label": "platform outage", "start_day": 30.0, "end_day": 31.5}]
    drawn = chart.event_study(axes(), days, "siloed", WORLDS, shocks, 200.0)
    own = days[days["world"] == "siloed"]
    for mark, column in (("shock", "cases"), ("undisturbed", "expected")):
        x, y = xy(drawn.marks[mark][0])
        assert y == pytest.approx(own.groupby("day")[column].median().tolist())
        assert x == sorted(own["day"].unique())
    assert drawn.marks["undisturbed"][0].get_linestyle() == "--"  # type: ignore[attr-defined]
    assert said(drawn.marks["shades"]) == ["platform outage"]


def test_the_title_names_the_shock_and_its_worst_day_in_both_worlds() -> None:
    title = chart.title(shocked().tables["recovery"], WORLDS)
    assert title == (
        "Platform outage: at worst 60 cases more in siloed and 20 in integrated than in the same runs undisturbed"
    )
    alone = shocked().tables["recovery"].query("world == 'integrated'")
    assert chart.title(alone, WORLDS).endswith("20 cases more in integrated than in the same runs undisturbed")


def test_the_table_is_the_mean_difference_by_week() -> None:
    study = shocked()
    table = chart.table(study)
    own = study.tables["disturbed"].query("world == 'siloed' and 28 <= day < 35")
    week = table[table["week"] == 5]["siloed, cases more than undisturbed"].iloc[0]
    assert week == pytest.approx((own["cases"] - own["expected"]).mean())


@pytest.mark.parametrize("width", [chart.CHART.wide, NARROW])
def test_every_word_is_inside(width: float) -> None:
    figure = chart.draw(shocked(), width).figure
    assert all(inside(figure, text) for text in texts(figure))
