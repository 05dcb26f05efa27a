"""Chart: how long does it take to recover from a shock? A row per shock and world, every run a dot.

A recovery that the end of the run cut off is an open dot at the days that were seen, and counts so in the mean, which is
then a lower bound.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.statistics import of_random, t_interval
from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

ROW, LINE = 58.0, 15.0


# Its tables


def recovery_rows(runs: pd.DataFrame, worlds: Worlds) -> pd.DataFrame:
    """One row per shock and world with its mean over runs.

    Returns:
        shock, start_day, world, runs, recovered (number of runs), days (mean of days seen), lower, upper (95 %
        t-interval; NaN for one run), worst_extra (mean).
    """
    rows = []
    for (start, shock), of_shock in runs.groupby(["start_day", "shock"], sort=True):
        for world in worlds:
            own = of_shock[of_shock["world"] == world]
            if len(own):
                interval = of_random(t_interval(own["days_seen"].to_numpy()))
                rows.append(
                    (
                        shock,
                        start,
                        world,
                        len(own),
                        int(own["recovered"].sum()),
                        interval.estimate,
                        interval.lower,
                        interval.upper,
                        own["worst_extra"].mean(),
                    )
                )
    return pd.DataFrame(
        rows, columns=["shock", "start_day", "world", "runs", "recovered", "days", "lower", "upper", "worst_extra"]
    )


def table(study: Study) -> pd.DataFrame:
    """One row per shock and world of a study; see `recovery_rows`."""
    return recovery_rows(study.tables["recovery"], study.worlds)


def has_shock(study: Study) -> bool:
    """Whether there was something to recover from."""
    return "recovery" in study.tables


# What is drawn


def recovery_times(axes: Axes, runs: pd.DataFrame, worlds: Worlds) -> Drawn:
    """A dot for each run, a line for the 95 % interval of the mean, the figures above them."""
    layout.plain(axes)
    layout.grid(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    rows = recovery_rows(runs, worlds)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    axes.set_xlim(0, 1.05 * max(float(runs["days_seen"].max()) if len(runs) else 1.0, 1.0))
    marks: dict[str, list[Artist]] = {"runs": [], "unseen": [], "intervals": [], "means": [], "labels": [], "cut": []}
    for place, row in enumerate(rows.to_dict("records")):
        colour, y = look.world_colour(str(row["world"]), worlds), place + 0.22
        own = runs[
            (runs["shock"] == row["shock"]) & (runs["start_day"] == row["start_day"]) & (runs["world"] == row["world"])
        ]
        for key, chosen, fill in (("runs", own["recovered"], colour), ("unseen", ~own["recovered"], "none")):
            days = own.loc[chosen.astype(bool), "days_seen"]
            marks[key] += axes.plot(
                days, [y + 0.14] * len(days), "o", ms=4, color=colour, mfc=fill, alpha=0.5, clip_on=False
            )
        if math.isfinite(row["lower"]):
            marks["intervals"] += axes.plot([row["lower"], row["upper"]], [y, y], color=colour, lw=3.4, zorder=3)
            marks["cut"] += layout.cut_heads(axes, max(row["lower"], 0.0), row["upper"], y, colour)
        marks["means"] += axes.plot([row["days"]], [y], "D", ms=5.5, color=colour, zorder=4)
        text = "\n".join(label_lines(row, layout.figure_width(axes)))
        marks["labels"].append(
            layout.write(axes, text, (0.0, place - 0.2), on=axes.get_yaxis_transform(), size=look.SMALL)
        )
    layout.name_axis(axes, x="days from the beginning of the shock until work in progress is usual again")
    return Drawn(rows, marks)


def label_lines(row: dict[Any, Any], width: float) -> list[str]:
    """The figures of a row in lines that fit a figure of this width."""
    return layout.wrap(of_row(row), width - 2 * layout.EDGE, look.SMALL)


def row_height(rows: pd.DataFrame, width: float) -> float:
    """Height of a row in a figure of this width."""
    return ROW + LINE * (max((len(label_lines(row, width)) for row in rows.to_dict("records")), default=1) - 1)


def picture(
    runs: pd.DataFrame,
    worlds: Worlds,
    paired: tuple[float, float, float] | None = None,
    width: float = look.WIDE,
) -> Picture:
    """How long each world takes to recover; `paired` is the difference with its limits, for the title."""
    with own_style():
        rows = recovery_rows(runs, worlds)
        said = title(rows, paired, worlds)
        known = "each run a dot, open where the run ended before; diamond and line: mean and 95 % interval"
        high = row_height(rows, width) * max(len(rows), 1)
        page = layout.sheet(width, high + 60, said, known)
        axes = page.panel(EDGE, 4, width - 2 * EDGE, high)
        recovery_times(axes, runs, worlds)
    return Picture(page.figure, said, description(rows), runs)


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    own = study.comparison[study.comparison["measure"] == "recovery time at least"]
    paired = tuple(own[["difference", "lower", "upper"]].iloc[0]) if len(own) else None
    return picture(study.tables["recovery"], study.worlds, paired, width)


# What is said


def of_row(row: dict[Any, Any]) -> str:
    """`platform outage, siloed: 18.2 days [15.1, 21.3]; 20 of 20 runs recovered`."""
    days, lower, upper = (float(row[key]) for key in ("days", "lower", "upper"))
    least = "" if row["recovered"] == row["runs"] else "at least "
    limits = f" [{max(lower, 0.0):.1f}, {upper:.1f}]" if math.isfinite(lower) else ""
    what = ", ".join(dict.fromkeys((row["shock"], row["world"])))
    return f"{what}: {least}{days:.1f}{words.GAP}days{limits}; {row['recovered']} of {row['runs']} runs recovered"


def title(rows: pd.DataFrame, paired: tuple[float, float, float] | None, worlds: Worlds) -> str:
    """Whether one world recovers sooner, by the paired interval; else only how long it took.

    Args:
        paired: mean difference of the second world and its limits, where both worlds had a shock.
    """
    if paired is not None and (paired[1] > 0 or paired[2] < 0):
        sooner, later = (worlds[1], worlds[0]) if paired[0] < 0 else worlds
        means = rows.groupby("world")["days"].mean()
        return words.sentence(
            f"{_shocks(rows)}: {sooner} recovers after {means[sooner]:.0f} days, {later} after {means[later]:.0f}"
        )
    if paired is not None:
        return words.sentence(f"{_shocks(rows)}: whether {worlds[0]} or {worlds[1]} recovers sooner is undecided")
    return "; ".join(words.sentence(of_row(row)) for row in rows.head(1).to_dict("records"))


def _shocks(rows: pd.DataFrame) -> str:
    """The shocks by name."""
    return words.listing(list(dict.fromkeys(str(shock) for shock in rows["shock"])))


def description(rows: pd.DataFrame) -> str:
    """Every row with its mean, its interval and how many runs recovered."""
    said = " ".join(f"{of_row(row)}." for row in rows.to_dict("records"))
    return f"Days to recovery by shock and world. {said}"


def sentences(runs: pd.DataFrame, worlds: Worlds) -> list[str]:
    """What the terminal says: a line for each shock and world."""
    rows = recovery_rows(runs, worlds).to_dict("records")
    return [
        "Recovery (mean over runs, 95 % interval; unseen recoveries count as long as they were seen):",
        *(f"  {of_row(row)}; at worst {float(row['worst_extra']):.0f} cases more than expected." for row in rows),
    ]


CHART = Chart(
    "recovery",
    "How long does it take to recover?",
    "A run has recovered when a week begins in which work in progress is at most a tenth above that of the same run"
    " without the shock. A dot is one run, an open one was not seen to recover and counts as long as it was seen.",
    draw,
    table,
    when=has_shock,
)
