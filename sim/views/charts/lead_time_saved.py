"""Chart: what do the saved hours consist of? The difference of the mean lead times, part by part, better at the right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.statistics import of_random, paired_interval
from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds
from sim.views.charts.flows import of_flows
from sim.views.charts.swatches import bare
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style
from sim.views.style.study_words import difference_words

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

STRONG = "information"
"""The part that stands out; the others are grey."""
STRONG_COLOUR, OTHERS = "#C7569A", "#B4BAC1"
HEAD, BAR, LINE, GAP = 26.0, 30.0, 16.0, 18.0
SUM = "sum"
ROOM = 0.96
"""Share of the width that a line may take: drawn on a grid of pixels, text is a little wider than its font says."""
LEAST_SAID = 0.005
"""Parts below this share of a bar are not told one by one."""


# Its table


def saved_hours(study: Study) -> pd.DataFrame:
    """What a finished case takes less in the second world, mean over runs.

    Returns:
        flow, part (those of a lead time, then ``SUM``), a, b (mean hours), saved (a less b), lower, upper (95 %, paired
        over the replications in which both worlds have the flow; NaN where there are too few).
    """
    split, rows = of_flows(study, "split"), []
    for flow in split["flow"].unique():
        own = split[split["flow"] == flow]
        hours = own.pivot_table(index="replication", columns=["part", "world"], values="hours", aggfunc="sum")
        for part in (*look.PARTS, SUM):
            a, b = (
                hours.xs(world, axis=1, level="world").sum(axis=1, skipna=False)
                if part == SUM
                else hours.get((part, world), pd.Series(0.0, index=hours.index))
                for world in study.worlds
            )
            both = a.notna() & b.notna()
            interval = of_random(paired_interval(a[both].to_numpy(), b[both].to_numpy()))
            rows.append((flow, part, a.mean(), b.mean(), interval.estimate, interval.lower, interval.upper))
    return pd.DataFrame(rows, columns=["flow", "part", "a", "b", "saved", "lower", "upper"])


def table(study: Study) -> pd.DataFrame:
    """Hours saved by flow and part, with their intervals."""
    rows = saved_hours(study)
    names = {part: name for part, (name, _, _) in look.PARTS.items()} | {SUM: "all of it"}
    a, b = study.worlds
    return pd.DataFrame(
        {
            "flow": rows["flow"],
            "part": rows["part"].map(names),
            f"{a}, h": rows["a"],
            f"{b}, h": rows["b"],
            "saved, h": rows["saved"],
            "95 % from": rows["lower"],
            "to": rows["upper"],
        }
    )


# What is drawn


def lead_time_saved(axes: Axes, saved: pd.DataFrame, worlds: Worlds, limits: tuple[float, float]) -> Drawn:
    """One flow: hours saved as a bar to the right of 0, hours added as one to the left, part by part.

    Waiting for information comes first and in the strong colour; the line under the bar tells the parts in their order.

    Args:
        saved: the rows of one flow.
        limits: of all flows, so that bars can be compared.
    """
    from matplotlib.patches import Rectangle

    bare(axes, layout.size_of(axes)[1])
    axes.set_xlim(*limits)
    marks: dict[str, list[Artist]] = {"bars": [], "labels": [], "zero": []}
    ends, values = {1: 0.0, -1: 0.0}, []
    for row in in_order(saved).to_dict("records"):
        side = 1 if row["saved"] > 0 else -1
        fill = STRONG_COLOUR if row["part"] == STRONG else OTHERS
        hatch = "" if row["part"] == STRONG else look.PARTS[row["part"]][2]
        edge = look.darker(fill)
        bar = Rectangle((ends[side], HEAD), row["saved"], BAR, fc=fill, ec=edge, lw=0, hatch=hatch or None)
        axes.add_patch(bar)
        marks["bars"].append(bar)
        values.append({"part": row["part"], "start": ends[side], "saved": row["saved"]})
        ends[side] += row["saved"]
    marks["zero"] += axes.plot([0, 0], [HEAD - 4, HEAD + BAR + 4], color=look.INK, lw=1.1)
    on, width = axes.get_yaxis_transform(), layout.size_of(axes)[0]
    marks["labels"].append(layout.write(axes, head_words(saved, width), (0.0, HEAD / 2 - 3), on=on, bold=True))
    for line, text in enumerate(parts_lines(saved, width)):
        at = (0.0, HEAD + BAR + 6 + LINE * (line + 0.5))
        marks["labels"].append(layout.write(axes, text, at, on=on, size=look.SMALL))
    return Drawn(pd.DataFrame(values, columns=["part", "start", "saved"]), marks)


def in_order(saved: pd.DataFrame) -> pd.DataFrame:
    """The parts that differ, waiting for information first."""
    parts = saved[(saved["part"] != SUM) & (saved["saved"] != 0)]
    return parts.assign(later=parts["part"] != STRONG).sort_values("later", kind="stable")


def limits_of(saved: pd.DataFrame) -> tuple[float, float]:
    """From the most hours added to the most saved, over all flows, with 0 inside."""
    parts = saved[saved["part"] != SUM]
    added, won = (
        own.groupby(parts["flow"]).sum() for own in (parts["saved"].clip(upper=0.0), parts["saved"].clip(lower=0.0))
    )
    low, high = min(float(added.min()), 0.0), max(float(won.max()), 0.0)
    margin = 0.01 * ((high - low) or 1.0)
    return low - margin, high + margin


def height_of(saved: pd.DataFrame, width: float) -> float:
    """Height that one flow needs in axes of this width."""
    return HEAD + BAR + 6 + LINE * len(parts_lines(saved, width)) + GAP


def picture(
    saved: pd.DataFrame, worlds: Worlds, replications: int, width: float = look.WIDE, *, more: str = ""
) -> Picture:
    """The whole figure: a bar for each flow, all on one scale."""
    with own_style():
        said = title(saved, worlds)
        signs = f"right of the line: hours saved in {worlds[1]}, left: hours added; coloured: waiting for information"
        known = f"mean of finished cases, {words.replications(replications)}; {signs}"
        wide, flows = width - 2 * EDGE, list(saved["flow"].unique())
        heights = [height_of(saved[saved["flow"] == flow], wide) for flow in flows]
        page, top = layout.sheet(width, sum(heights) + 8, said, known), 0.0
        for flow, height in zip(flows, heights, strict=True):
            axes = page.panel(EDGE, top, wide, height)
            lead_time_saved(axes, saved[saved["flow"] == flow], worlds, limits_of(saved))
            top += height
    return Picture(page.figure, said, description(saved), saved)


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    return picture(saved_hours(study), study.worlds, study.replications, width)


# What is said


def head_words(saved: pd.DataFrame, width: float = math.inf) -> str:
    """`Web order to delivery: 102 h → 66.8 h, 35 h saved [22, 48]`; as much of it as fits."""
    whole = saved[saved["part"] == SUM].iloc[0]
    flow = words.sentence(str(whole["flow"]))
    times = f"{words.hours(whole['a'])} → {words.hours(whole['b'])}"
    estimate, limits = difference_words(whole["saved"], whole["lower"], whole["upper"])
    tries = [f"{flow}: {times}; saved {estimate.lstrip('+')}{words.GAP}h {limits}".rstrip(), f"{flow}: {times}", times]
    return next((text for text in tries if layout.text_width(text, bold=True) <= width), tries[-1])


def parts_words(saved: pd.DataFrame) -> tuple[list[str], list[str]]:
    """What is saved and what is added, each part with its hours, in the order of the bars."""
    told = in_order(saved)
    least = LEAST_SAID * float(told["saved"].abs().sum())
    told = told[told["saved"].abs() > least]
    return _listed(told[told["saved"] > 0]), _listed(told[told["saved"] < 0])


def _listed(rows: pd.DataFrame) -> list[str]:
    return [f"{look.PARTS[row['part']][0]}{words.GAP}{words.hours(abs(row['saved']))}" for row in rows.to_dict("records")]


def parts_lines(saved: pd.DataFrame, width: float) -> list[str]:
    """The line under a bar, broken where it is too long."""
    won, lost = parts_words(saved)
    said = [f"{name}: {' · '.join(parts)}" for name, parts in (("saved", won), ("added", lost)) if parts]
    return layout.wrap("; ".join(said) or "no difference", ROOM * width, look.SMALL)


def title(saved: pd.DataFrame, worlds: Worlds) -> str:
    """How much sooner the first flow ends in the second world, and how much of it was waiting for information."""
    if saved.empty:
        return f"No finished cases to compare in {worlds[0]} and {worlds[1]}"
    first = saved[saved["flow"] == saved["flow"].iloc[0]].set_index("part")
    flow, whole = words.sentence(str(first["flow"].iloc[0])), first.loc[SUM]
    if not (whole["lower"] > 0 or whole["upper"] < 0):
        return f"{flow}: no difference in hours is shown between {worlds[0]} and {worlds[1]}"
    if whole["saved"] < 0:
        return f"{flow}: {words.hours(-whole['saved'])} longer in {worlds[1]}"
    waited = float(first.loc[STRONG, "saved"])
    said = f"{flow}: {words.hours(whole['saved'])} saved in {worlds[1]}"
    if waited <= 0:
        return f"{said}, none of it waiting for information"
    return f"{said}; waiting for information is shorter by {words.hours(waited)}"


def description(saved: pd.DataFrame) -> str:
    """Every flow with the parts of its difference."""
    said = []
    for flow in saved["flow"].unique():
        own = saved[saved["flow"] == flow]
        won, lost = parts_words(own)
        parts = [f"saved {', '.join(won)}" if won else "", f"added {', '.join(lost)}" if lost else ""]
        said.append(f"{head_words(own)}; {'; '.join(filter(None, parts)) or 'no difference'}.")
    return " ".join(["Bars of hours saved at the right of a line and of hours added at its left, part by part.", *said])


CHART = Chart(
    "lead_time_saved",
    "What do the saved hours consist of?",
    "A bar is the difference of the mean lead times of finished cases, cut into the parts of a lead time: what is saved"
    " stands to the right of the line, what is added to the left; both together are the whole difference. All bars have"
    " one scale.",
    draw,
    table,
)
