"""Chart: what did the shock do? Work in progress of each world beside that of the same run undisturbed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts import findings
from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds
from sim.views.charts.work_in_progress import LABEL_LINE, day_ticks, shade, shock_lines
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

BEFORE = 7.0
"""Days before the first shock that are drawn."""
LEFT, HIGH, HEAD, GAP = 58.0, 170.0, 26.0, 50.0


# Its tables


def has_event(study: Study) -> bool:
    """Whether there was a shock, and the same runs without it."""
    return "disturbed" in study.tables and bool(len(study.tables["disturbed"])) and bool(len(shocks_of(study)))


def shocks_of(study: Study) -> pd.DataFrame:
    """label, start_day, end_day of every shock of either world, in the order of their beginning."""
    rows = study.tables["recovery"].rename(columns={"shock": "label"})[["label", "start_day", "end_day"]]
    return rows.drop_duplicates().sort_values("start_day", kind="stable").reset_index(drop=True)


def days_shown(study: Study) -> pd.DataFrame:
    """World, replication, day, cases, expected (of the same run undisturbed), from shortly before the first shock."""
    rows, first = study.tables["disturbed"], float(shocks_of(study)["start_day"].min())
    shown: pd.DataFrame = rows[rows["day"] >= first - BEFORE]
    return shown.reset_index(drop=True)


def table(study: Study) -> pd.DataFrame:
    """Mean cases more than in the same run undisturbed, by week and world."""
    rows = days_shown(study)
    extra = rows.assign(week=rows["day"] // 7 + 1, extra=rows["cases"] - rows["expected"])
    weekly = extra.groupby(["week", "world"])["extra"].mean().unstack("world").reset_index()
    return weekly.rename(columns={world: f"{world}, cases more than undisturbed" for world in study.worlds})


# What is drawn


def event_study(axes: Axes, days: pd.DataFrame, world: str, worlds: Worlds, shocks: pd.DataFrame, top: float) -> Drawn:
    """One world: the median with the shock as a line, that of the same runs undisturbed dashed, shocks shaded."""
    layout.plain(axes)
    layout.grid(axes, "y")
    layout.number_ticks(axes, "y")
    colour, own = look.world_colour(world, worlds), days[days["world"] == world]
    with_shock, without = (findings.bands(own.assign(cases=own[column]), world) for column in ("cases", "expected"))
    marks: dict[str, list[Artist]] = {"shock": [], "undisturbed": [], "shades": []}
    axes.set_xlim(float(days["day"].min()), float(days["day"].max()))
    axes.set_ylim(0, top)
    marks["shock"] += axes.plot(with_shock["day"], with_shock["median"], color=colour, lw=1.8, zorder=3)
    marks["undisturbed"] += axes.plot(
        without["day"], without["median"], color=look.INK, alpha=look.MUTED, lw=1.2, dashes=(4, 2), zorder=2
    )
    axes.fill_between(with_shock["day"], without["median"], with_shock["median"], color=colour, alpha=0.25, lw=0)
    marks["shades"] = shade(axes, shocks if world == worlds[0] else shocks.assign(label=""))
    day_ticks(axes)
    layout.name_axis(axes, y="cases in progress")
    values = pd.DataFrame(
        {"day": with_shock["day"], "with shock": with_shock["median"], "undisturbed": without["median"]}
    )
    return Drawn(values.assign(world=world), marks)


def picture(
    days: pd.DataFrame, recovery: pd.DataFrame, shocks: pd.DataFrame, worlds: Worlds, width: float = look.WIDE
) -> Picture:
    """The whole figure: a panel for each world, both on one scale."""
    shown = [world for world in worlds if (days["world"] == world).any()]
    with own_style():
        said = title(recovery, worlds)
        known = (
            f"{words.replications(int(days['replication'].nunique()))}; line: median of each day, dashed: the same runs "
            "undisturbed, shaded: the shock"
        )
        space = width - LEFT - EDGE
        lines = 1 + max(shock_lines(shocks, float(days["day"].min()), float(days["day"].max()), space), default=-1)
        over = LABEL_LINE * lines + HEAD
        page = layout.sheet(width, over + len(shown) * (HIGH + GAP) + 4, said, known)
        top = 1.1 * max(float(days[["cases", "expected"]].max().max()), 1.0)
        for place, world in enumerate(shown):
            axes = page.panel(LEFT, over + place * (HIGH + GAP), space, HIGH)
            event_study(axes, days, world, worlds, shocks, top)
            up = LABEL_LINE * lines + 12 if place == 0 else 10.0
            colour = look.world_colour(world, worlds)
            layout.heading(axes, world, "", colour, (0.0, 1.0), "axes fraction", up)
            if place + 1 == len(shown):
                layout.name_axis(axes, x="day", y="cases in progress")
    return Picture(page.figure, said, description(recovery, worlds), days)


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    return picture(days_shown(study), study.tables["recovery"], shocks_of(study), study.worlds, width)


# What is said


def title(recovery: pd.DataFrame, worlds: Worlds) -> str:
    """The first shock by name, and how many cases more it meant at worst, mean over runs, in each world."""
    first = recovery[recovery["start_day"] == recovery["start_day"].min()]
    label = words.sentence(str(first["shock"].iloc[0]))
    means = first.groupby("world")["worst_extra"].mean()
    one, *rest = [(world, float(means[world])) for world in worlds if world in means.index]
    said = [f"{one[1]:.0f} cases more in {one[0]}", *(f"{most:.0f} in {world}" for world, most in rest)]
    return f"{label}: at worst {words.listing(said)} than in the same runs undisturbed"


def description(recovery: pd.DataFrame, worlds: Worlds) -> str:
    """Every shock with the most cases it added in each world."""
    said = []
    for (start, label), own in recovery.groupby(["start_day", "shock"], sort=True):
        means = own.groupby("world")["worst_extra"].mean()
        parts = [f"{means[world]:.0f} more in {world}" for world in worlds if world in means.index]
        said.append(f"{label} from day {float(str(start)):.0f}: at worst {', '.join(parts)}.")
    head = "Lines of work in progress day by day, with the shock and undisturbed, a panel for each world."
    return " ".join([head, *said])


CHART = Chart(
    "event_study",
    "What did the shock do?",
    "The line is work in progress with the shock, the dashed one that of the same run, with the same customers and the"
    " same luck, without it. What lies between them is the shock's doing: campaigns, trends and weekends are in both.",
    draw,
    table,
    when=has_event,
)
