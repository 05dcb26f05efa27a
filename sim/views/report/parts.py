"""The panels of a study: what each chart answers, how it is read, how it is drawn, and the table beside it.

Folder and report take their charts from here, so that both show the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.views.charts import figures
from sim.views.charts.recovery import recovery_rows
from sim.views.report import tables
from sim.views.report.panel import NARROW, WIDER, Panel
from sim.views.report.study_panels import study_panels
from sim.views.style import look

if TYPE_CHECKING:
    from sim.experiment.study import Study

MOST_POINTS = 20_000
"""Points of all curves of one chart: what keeps the report small when there are many replications."""


def _differences(study: Study, width: float) -> figures.Picture:
    return figures.differences_picture(tables.short_comparison(study), tables.short_pairs(study), study.worlds, width)


def _lead_times(study: Study, width: float) -> figures.Picture:
    curves = tables.thinned(
        tables.of_flows(study, "quantiles", tables.CHARTED), MOST_POINTS if width >= look.NARROW else MOST_POINTS // 2
    )
    return figures.lead_times_picture(curves, study.worlds, width=width)


def _split(study: Study, width: float) -> figures.Picture:
    return figures.split_picture(tables.mean_split(study, tables.CHARTED), study.worlds, study.replications, width=width)


def _progress(study: Study, width: float) -> figures.Picture:
    return figures.progress_picture(study.tables["wip"], study.worlds, tables.shades(study), width)


def _handoffs(study: Study, width: float) -> figures.Picture:
    return figures.handoffs_picture(
        tables.handoffs_a_run(study), tables.department_table(study), study.worlds, study.replications, width
    )


def _network(study: Study, width: float) -> figures.Picture:
    return figures.network_picture(
        tables.handoffs_a_run(study),
        tables.department_table(study),
        study.worlds,
        study.replications,
        width,
        study.tables["order_path"],
    )


def _recovery(study: Study, width: float) -> figures.Picture:
    own = study.comparison[study.comparison["measure"] == "recovery time at least"]
    paired = tuple(own[["difference", "lower", "upper"]].iloc[0]) if len(own) else None
    return figures.recovery_picture(study.tables["recovery"], study.worlds, paired, width)


def _worse_off(study: Study, width: float) -> figures.Picture:
    return figures.worse_off_picture(tables.losers_shown(study), study.worlds, study.replications, width)


PANELS: tuple[Panel, ...] = (
    Panel(
        "differences",
        "How much differs, and how sure is it?",
        "Each row is one measure. The dot is the mean change over all pairs of runs, in per cent of the first"
        " world; the thick line is its 95 % interval, the thin one is adjusted for all measures and decides. A row"
        " whose thin line crosses zero shows nothing yet. The small dots are single pairs.",
        _differences,
        lambda study: tables.comparison_for_people(tables.short_comparison(study), study.worlds),
        WIDER,
    ),
    Panel(
        "lead_times",
        "For whom is it quicker?",
        "Each curve tells which share of cases is finished within a time; further left is quicker. Time is on a "
        "logarithmic scale, nights and weekends included. A faint line is one run.",
        _lead_times,
        tables.lead_time_data,
    ),
    Panel(
        "lead_time_split",
        "Where does the time go?",
        "A bar is the mean lead time of a finished case, cut into seven parts that add up exactly. Only the first"
        " part is work.",
        _split,
        tables.split_data,
    ),
    Panel(
        "work_in_progress",
        "When does it pile up?",
        "Customers' cases that are open at noon of each day. The line is the middle run of that day, the band"
        " holds eight of ten runs. The warm-up is shaded and not measured; shocks are shaded too.",
        _progress,
        tables.progress_data,
    ),
    Panel(
        "handoffs",
        "Between whom does time pass?",
        "Rows hand over to columns. A number is the mean of hours from sending a message to its being understood: "
        "written, found in the inbox, keyed in, asked back. Both worlds share one colour scale.",
        _handoffs,
        tables.handoff_data,
    ),
    Panel(
        "network",
        "Through where does the work go?",
        "Arrows are messages between departments: thicker for more of them, darker for a longer wait. Front office"
        " left, back office right. Framed dark is what at least every second order passes; the tag is what the costliest"
        " hand-off takes of an order's lead time. For that every order is followed along its critical path, by the"
        " branch that finishes last.",
        _network,
        tables.network_data,
        WIDER,
    ),
)
WORSE_OFF = Panel(
    "worse_off",
    "By how much, and how sure is it?",
    "Each row is a team or a flow that comes off worse, or might. The line is its own 95 % interval, not adjusted"
    " for the number of rows looked at; where it crosses zero nothing is shown.",
    _worse_off,
    tables.loser_data,
    WIDER,
)
RECOVERY = Panel(
    "recovery",
    "How long does it take to recover?",
    "A run has recovered when a week begins in which work in progress is at most a tenth above that of the same run"
    " without the shock. A dot is one run, an open one was not seen to recover and counts as long as it was seen.",
    _recovery,
    lambda study: recovery_rows(study.tables["recovery"], study.worlds),
)
"""Only for studies with a shock."""


def panels_of(study: Study) -> tuple[Panel, ...]:
    """The panels of a study, but for who is worse off."""
    shocks = (RECOVERY,) if "recovery" in study.tables else ()
    return (*PANELS, *shocks, *study_panels(study))


def narrow_svg(panel: Panel, study: Study) -> str:
    """The same chart for a telephone, to stand in the page beside the wide one."""
    picture = panel.draw(study, NARROW)
    return figures.as_svg(picture.figure, f"{panel.name}-narrow", picture.title, picture.description)
