"""Lead times: curves are the quantiles of the table, and the title says what both halves and tails show."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from sim.experiment.statistics import paired_interval
from sim.measures.catalogue import QUANTILES
from sim.views.charts import findings, flows, lead_time_split, lead_times
from sim.views.style import look, words
from tests.views import tables
from tests.views.charts.drawing import axes, said, xy
from tests.views.made_study import changed, made_study
from tests.views.tables import plain

A, B = WORLDS = tables.WORLDS


@pytest.mark.parametrize("worlds", [(A, B), (B, A)])
def test_ecdf_lines(worlds: tuple[str, str]) -> None:
    ecdf = tables.ecdf(replications=6)
    here = axes()
    drawn = lead_times.lead_time_ecdf(here, ecdf, worlds)
    assert here.get_xscale() == "log"
    assert len(drawn.marks["replications"]) == 12
    assert len(drawn.marks["pooled"]) == 2
    assert all(len(xy(line)[0]) <= 201 for line in drawn.marks["replications"] + drawn.marks["pooled"])
    for world, dot, line in zip(worlds, drawn.marks["medians"], drawn.marks["pooled"], strict=True):
        median = findings.pooled_quantiles(ecdf, world, "order to cash", (0.5,))[0]
        assert xy(dot)[0] == pytest.approx([median])
        assert xy(dot)[1] == [0.5]
        assert to_hex(cast("Line2D", line).get_color()) == look.world_colour(world, worlds).lower()
        assert f"median\u00a0{words.hours(median)}" in said(drawn.marks["labels"])


def test_shorter_median_is_labelled_at_the_left() -> None:
    for medians in ((31.0, 9.0), (9.0, 31.0)):
        drawn = lead_times.lead_time_ecdf(axes(), tables.ecdf(replications=2, medians=medians), WORLDS)
        sides = {label.get_text(): label.get_horizontalalignment() for label in drawn.marks["labels"]}  # type: ignore[attr-defined]
        assert sides[A if medians[0] < medians[1] else B] == "right"
        assert sides[B if medians[0] < medians[1] else A] == "left"


def test_lead_times_of_zero_stay_on_the_axis() -> None:
    ecdf = tables.ecdf(replications=2)
    ecdf.loc[ecdf["level"] < 0.2, "hours"] = 0.0
    drawn = lead_times.lead_time_ecdf(axes(), ecdf, WORLDS)
    assert all(min(xy(line)[0]) > 0 for line in drawn.marks["replications"] + drawn.marks["pooled"])


@pytest.mark.parametrize("medians", [(31.0, 9.0), (9.0, 31.0)])
def test_lead_times(medians: tuple[float, float]) -> None:
    ecdf = tables.ecdf(medians=medians)
    title = plain(lead_times.title(ecdf, WORLDS))
    for world, median in zip(WORLDS, medians, strict=True):
        said = float(title.split(f" h in {world}")[0].rsplit(" ", 1)[1])
        assert said == pytest.approx(findings.pooled_quantiles(ecdf, world, "order to cash", (0.5,))[0], rel=0.06)
        assert said == pytest.approx(median, rel=0.1)
    assert "no difference" not in title


def test_lead_times_without_a_difference_in_the_middle_but_in_the_tail() -> None:
    ecdf = tables.ecdf(medians=(9.0, 9.0))
    gap = findings.paired_quantile(ecdf, WORLDS, "order to cash", 0.5)
    assert gap.lower < 0 < gap.upper
    title = lead_times.title(ecdf, WORLDS)
    assert "no difference in median lead time is shown" in title
    assert "nine in ten" in title


def test_lead_times_of_several_flows_are_counted_and_adjusted() -> None:
    ecdf = tables.ecdf(flows=("order", "ticket", "return"))
    assert lead_times.title(ecdf, WORLDS) == "Median lead time is shorter in integrated for 3 of 3 flows"
    turned = lead_times.title(ecdf, (B, A))
    assert turned == "Median lead time is shorter in siloed for 0 of 3 flows, longer for 3"
    weak = paired_interval([1.0, 2.0, 3.0, 4.0], [0.2, 1.0, 2.9, 3.9])
    assert weak.p_value > 0.01
    assert lead_times.counts_of([weak] * 6) == (0, 0, 6)


def test_missing_world_is_said() -> None:
    ecdf = tables.ecdf()
    only = ecdf[ecdf["world"] == A]
    assert lead_times.title(only, WORLDS) == "Order to cash: no finished cases in integrated"
    assert lead_times.title(only.iloc[:0], WORLDS).startswith("No finished cases")
    assert lead_time_split.title(tables.split().iloc[:0], WORLDS).startswith("No finished cases")


def test_pooled_distribution_weighs_replications_alike() -> None:
    first = pd.DataFrame({"replication": 0, "level": [0.0, 0.5, 1.0], "hours": [1.0, 2.0, 3.0]})
    second = pd.DataFrame({"replication": 1, "level": np.linspace(0, 1, 101), "hours": np.linspace(5, 7, 101)})
    levels, hours = findings.pooled(pd.concat([first, second]))
    assert np.interp(0.25, levels, hours) == pytest.approx(2.0, abs=0.05)
    assert np.interp(0.75, levels, hours) == pytest.approx(6.0, abs=0.05)
    assert hours[0] == pytest.approx(1.0)
    assert hours[-1] == pytest.approx(7.0)


def test_wide_and_narrow_say_the_same_medians_and_only_faint_lines_are_thinned() -> None:
    """With so many replications that lines are thinned, title, description and the marked medians stay the table's."""
    ecdf = tables.ecdf(replications=60)
    wide = lead_times.picture(ecdf, WORLDS, width=760, points=20_000)
    narrow = lead_times.picture(ecdf, WORLDS, width=380, points=600)
    assert (wide.title, wide.description) == (narrow.title, narrow.description)
    many, few = (lead_times.lead_time_ecdf(axes(), ecdf, WORLDS, levels=levels) for levels in (200, 5))
    assert list(many.values["median"]) == list(few.values["median"])
    for world, median in zip(WORLDS, many.values["median"], strict=True):
        assert median == findings.pooled_quantiles(ecdf, world, "order to cash", (0.5,))[0]
        assert words.hours(median) in wide.description
    assert max(len(xy(line)[0]) for line in few.marks["replications"]) <= 6
    assert max(len(xy(line)[0]) for line in many.marks["replications"]) > 100


def test_said_quantiles_are_levels_of_the_table() -> None:
    assert {0.1, 0.25, 0.5, 0.75, 0.9} <= set(QUANTILES)
    assert list(QUANTILES) == sorted(set(QUANTILES))


def test_what_is_unfinished_is_said_beside_lead_times() -> None:
    page = lead_times.picture(tables.ecdf(), WORLDS, unfinished="still open when a run ends: 4 %")
    assert "Still open when a run ends: 4 %" in page.description
    study = made_study()
    split = study.tables["split"]
    assert flows.unfinished_words(study) == "", "an older table does not know"
    known = changed(study, tables={**study.tables, "split": split.assign(unfinished=0.04)})
    assert plain(flows.unfinished_words(known, ("order",))) == (
        "still open when a run ends, in siloed and integrated: web order to delivery 4 % and 4 %"
    )
