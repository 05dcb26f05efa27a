"""Work in progress: lines and bands are quantiles over replications."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from sim.views.charts import findings, work_in_progress
from sim.views.style import words
from tests.views import tables
from tests.views.charts.drawing import axes, said, xy

A, B = WORLDS = tables.WORLDS


def test_bands_and_medians_are_quantiles_over_replications() -> None:
    wip = tables.wip(days=40)
    here = axes()
    drawn = work_in_progress.work_in_progress(here, wip, WORLDS, tables.SHOCKS)
    for world, line in zip(WORLDS, drawn.marks["medians"], strict=True):
        table = wip[wip["world"] == world].pivot_table(index="day", columns="replication", values="cases")
        days, cases = xy(line)
        assert days == list(range(40))
        assert cases == pytest.approx(list(table.median(axis=1)))
        rows = drawn.values[drawn.values["world"] == world]
        assert list(rows["low"]) == pytest.approx(list(table.quantile(0.1, axis=1)))
        assert list(rows["high"]) == pytest.approx(list(table.quantile(0.9, axis=1)))
    assert set(said(drawn.marks["labels"])) == set(WORLDS)
    assert said(drawn.marks["shocks"]) == ["campaign", "quarter end"]  # the others begin after the last day
    peak = findings.peak(wip, A)
    assert f"{words.number(peak[1])} on day {words.number(peak[0])}" in said(drawn.marks["peaks"])


def test_shock_names_in_one_line_do_not_touch() -> None:
    lines = work_in_progress.shock_lines(tables.SHOCKS, 0, 90, 350)
    assert len(set(lines)) > 1
    spans = work_in_progress._spans(tables.SHOCKS, 0, 90, 350)
    for i, first in enumerate(spans):
        for j, second in enumerate(spans[:i]):
            assert lines[i] != lines[j] or first[0] >= second[1] + 8 or second[0] >= first[1] + 8


def test_no_days() -> None:
    drawn = work_in_progress.work_in_progress(axes(), tables.wip().iloc[:0], WORLDS)
    assert drawn.values.empty


def test_progress() -> None:
    wip = tables.wip()
    medians = wip.groupby(["world", "day"])["cases"].median()
    title = work_in_progress.title(wip, WORLDS)
    for world in WORLDS:
        day = int(medians[world].idxmax())
        assert f"{medians[world].max():.0f}" in title
        assert f"in {world} (day {day})" in title
    same = wip.assign(world=np.where(wip["replication"] % 2 == 0, A, B), replication=wip["replication"] // 2)
    assert work_in_progress.title(same, WORLDS).startswith("No difference in peak work in progress is shown")


def test_nothing_is_said_of_the_warm_up() -> None:
    """A flood of the first week, which is only warm-up, is drawn but is no peak of title, description or dots."""
    wip = tables.wip(days=40)
    flooded = wip.assign(cases=wip["cases"].where(wip["day"] >= 7, wip["cases"] + 5_000))
    page = work_in_progress.picture(flooded, WORLDS, begin=7)
    measured = wip[wip["day"] >= 7]
    assert page.title == work_in_progress.title(measured, WORLDS)
    assert page.description == work_in_progress.description(measured, WORLDS, None)
    assert work_in_progress.title(flooded, WORLDS) != page.title, "the test can fail"
    drawn = work_in_progress.work_in_progress(axes(), flooded, WORLDS, begin=7)
    assert drawn.values["day"].min() == 0
    assert said(drawn.marks["peaks"]) == [
        f"{words.number(cases)} on day {words.number(day)}"
        for day, cases in sorted((findings.peak(measured, world) for world in WORLDS), key=lambda peak: -peak[1])
    ]


@pytest.mark.parametrize("lower", range(34, 49, 2))
def test_the_lower_peak_is_not_written_over_the_upper_one(lower: int) -> None:
    """Two peaks on the same day: where the lower one's label would stand by itself, the dot of the upper one may be."""
    rows = [
        (world, replication, day, height * (1.0 - 0.15 * abs(day - 3)) + 3.0 * replication)
        for world, height in ((A, 49.0), (B, float(lower)))
        for replication in (-1, 0, 1)
        for day in range(7)
    ]
    wip = pd.DataFrame(rows, columns=["world", "replication", "day", "cases"])
    frame = axes()
    drawn = work_in_progress.work_in_progress(frame, wip, WORLDS, begin=0)
    texts = [mark for mark in drawn.marks["peaks"] if isinstance(mark, Annotation)]
    dots = [mark for mark in drawn.marks["peaks"] if isinstance(mark, Line2D)]
    assert (len(texts), len(dots)) == (2, 2)
    for text in texts:
        for dot in dots:
            (day,), (cases,) = xy(dot)
            x, y = frame.transData.transform((day, cases))
            assert not text.get_window_extent().contains(x, y), text.get_text()


@pytest.mark.parametrize("gap", [250.0, 320.0, 400.0])
def test_no_peak_is_written_over_the_other_line(gap: float) -> None:
    """The lower peak stands right under a valley of the upper line: its label moves where there is room."""
    rows = [
        (world, replication, day, height + 150.0 * swing * np.cos(2 * np.pi * day / 7) + replication)
        for world, height, swing in ((A, 1_200.0, 1), (B, 1_050.0 - gap, -1))
        for replication in (-1, 0, 1)
        for day in range(36)
    ]
    wip = pd.DataFrame(rows, columns=["world", "replication", "day", "cases"])
    frame = axes(width=1300, height=420)
    drawn = work_in_progress.work_in_progress(frame, wip, WORLDS)
    lines = [np.column_stack([*map(np.asarray, xy(line))]) for line in drawn.marks["medians"]]
    for text in (mark for mark in drawn.marks["peaks"] if isinstance(mark, Annotation)):
        box = text.get_window_extent()
        for line in lines:
            days = np.linspace(line[0, 0], line[-1, 0], 2_000)
            points = frame.transData.transform(np.column_stack([days, np.interp(days, line[:, 0], line[:, 1])]))
            assert not any(box.contains(x, y) for x, y in points), text.get_text()
