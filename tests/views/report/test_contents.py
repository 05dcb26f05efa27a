"""The list of what the report shows: every chart that declares itself is in it, in a file named as the chart."""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from importlib import import_module

from sim.experiment.already_run import AlreadyRun
from sim.views import charts
from sim.views.charts.chart import Chart
from sim.views.report.contents import BRIDGE, CHARTS, STORY, WORSE_OFF, all_charts_of, charts_of, gallery
from tests.test_floors import imports
from tests.views.already_made import full_study

STORED = {"waterfall", "break_even", "win_map", "frontier"}


def declared() -> dict[str, Chart]:
    """Every `CHART` of the folder, by the name of its file."""
    files = {
        module.name: import_module(f"{charts.__name__}.{module.name}") for module in pkgutil.iter_modules(charts.__path__)
    }
    return {name: file.CHART for name, file in files.items() if hasattr(file, "CHART")}


def test_every_declared_chart_is_in_the_list_once_and_its_file_has_its_name() -> None:
    listed = [chart.name for chart in (BRIDGE, *CHARTS, STORY, WORSE_OFF)]
    assert sorted(listed) == sorted(declared())
    assert all(name == chart.name for name, chart in declared().items())
    assert all(chart.question.endswith("?") and chart.reading.endswith(".") for chart in declared().values())


def test_every_chart_says_what_it_answers_and_how_it_is_read() -> None:
    """A file whose first words say that it is a chart declares it: for the report, or for the answer of a script."""
    guides = {}
    for module in pkgutil.iter_modules(charts.__path__):
        file = import_module(f"{charts.__name__}.{module.name}")
        if str(file.__doc__).startswith("Chart: "):
            guides[module.name] = file.CHART.guide if hasattr(file, "CHART") else file.GUIDE
    assert {"screening", "trends", "win_rate", "every_lever", "interactions", "exploration"} <= set(guides)
    assert set(declared()) <= set(guides)
    assert all(guide.question.endswith("?") and guide.reading.endswith(".") for guide in guides.values())


def test_a_chart_is_shown_where_a_study_has_it() -> None:
    study = full_study()
    usual = [chart.name for chart in charts_of(replace(study, more=AlreadyRun()))]
    assert [chart.name for chart in charts_of(study) if chart.name not in usual] == [
        chart.name for chart in CHARTS if chart.name in STORED
    ]
    assert "recovery" not in usual
    shocked = replace(study, tables={**study.tables, "recovery": study.tables["wip"]})
    assert "recovery" in [chart.name for chart in charts_of(shocked)]
    assert "event_study" not in [chart.name for chart in charts_of(shocked)], "nothing to set it beside"
    assert all_charts_of(study) == (BRIDGE, *charts_of(study), WORSE_OFF)


def test_the_gallery_shows_charts_that_every_study_has() -> None:
    always = replace(full_study(), more=AlreadyRun())
    assert [chart.name for chart in gallery()] == ["differences", "lead_time_split", "network"]
    assert all(chart.when(always) for chart in gallery())


def test_charts_know_neither_report_nor_folder_nor_text() -> None:
    allowed = ("sim.views.charts", "sim.views.style", "sim.views.journey", "sim.experiment", "sim.measures", "sim.inputs")
    used = {other for one, other in imports().edges if one.startswith("sim.views.charts.")}
    assert [name for name in sorted(used) if not name.startswith(allowed)] == []
