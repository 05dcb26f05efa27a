"""What the report shows, in order: the charts of the comparison, then those of studies that are stored.

Folder, report, notebook and gallery take their charts from here. A new chart is a file of `sim/views/charts/` and a line
in this list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.views.charts import (
    break_even,
    bridge,
    differences,
    event_study,
    frontier,
    handoffs,
    lead_time_saved,
    lead_time_split,
    lead_times,
    network,
    one_failure,
    recovery,
    waterfall,
    win_map,
    work_in_progress,
    worse_off,
)

if TYPE_CHECKING:
    from sim.experiment.study import Study
    from sim.views.charts.chart import Chart

BRIDGE = bridge.CHART
"""Stands in the head: from one profit to the other."""
CHARTS: tuple[Chart, ...] = (
    differences.CHART,
    lead_times.CHART,
    lead_time_saved.CHART,
    lead_time_split.CHART,
    work_in_progress.CHART,
    handoffs.CHART,
    network.CHART,
    event_study.CHART,
    recovery.CHART,
    waterfall.CHART,
    break_even.CHART,
    win_map.CHART,
    frontier.CHART,
)
"""Where the difference lies."""
STORY = one_failure.CHART
"""Stands in a section of its own, after the charts."""
WORSE_OFF = worse_off.CHART
"""Stands in a section of its own, after the departments."""


def charts_of(study: Study) -> tuple[Chart, ...]:
    """Where the difference lies: the charts that this study has something for."""
    return tuple(chart for chart in CHARTS if chart.when(study))


def all_charts_of(study: Study) -> tuple[Chart, ...]:
    """Every chart of this study: the bridge, `charts_of`, the story of one failure, and who is worse off."""
    return (BRIDGE, *charts_of(study), *((STORY,) if STORY.when(study) else ()), WORSE_OFF)


def gallery() -> tuple[Chart, ...]:
    """The few charts that the gallery shows."""
    return tuple(chart for chart in CHARTS if chart.in_gallery)
