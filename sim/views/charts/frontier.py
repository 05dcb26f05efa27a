"""Chart: what to buy first? What every bundle of strategies costs and brings a year, and which are worth a thought."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.verdicts import UNDECIDED, verdict
from sim.views.charts.chart import Chart
from sim.views.charts.levers import short_names
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, introduced, own_style
from sim.views.style.scales import Scale, measure_scale

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.bundles import Choice
    from sim.experiment.study import Study

LINE = 15.0
HEIGHTS = np.array([0.0, 0.8, -0.8, 1.6, -1.6, 2.4, -2.4])
"""Where a name may stand beside its mark, in lines above it."""
MARGIN = 26.0
"""How far a name may reach beyond the axes."""
Box = tuple[float, float, float, float]


# Its table


def is_stored(study: Study) -> bool:
    """Whether every bundle has been run."""
    return study.more.bundles is not None


def _bundles(study: Study) -> tuple[pd.DataFrame, Scale]:
    assert study.more.bundles is not None
    bundles = study.more.bundles
    return bundles, measure_scale("profit", study.a.company.currency, list(bundles["benefit"]))[1]


def table(study: Study) -> pd.DataFrame:
    """Each bundle with its costs and benefits a year."""
    bundles, scale = _bundles(study)
    amounts = {
        head: bundles[key] * scale.factor
        for head, key in (
            ("costs", "cost"),
            ("brings", "benefit"),
            ("left after paying", "net"),
            ("95 % from", "net_lower"),
            ("to", "net_upper"),
        )
    }
    return pd.DataFrame(
        {"bundle": bundles["bundle"], "unit": scale.unit, **amounts, "dominated by": bundles["dominated_by"]}
    )


# What is drawn


def cost_benefit(axes: Axes, bundles: pd.DataFrame, scale: Scale, short: dict[str, str]) -> Drawn:
    """A mark per bundle at its cost and benefit, with the benefit's interval; the frontier as steps.

    Above the dashed diagonal a bundle earns more than it costs. Bundles on the frontier are full dots with their
    (short) names; dominated ones are open squares with numbers.
    """
    layout.plain(axes)
    layout.grid(axes, "y")
    for axis in "xy":
        layout.number_ticks(axes, axis)
    marks: dict[str, list[Artist]] = {"dots": [], "intervals": [], "labels": [], "frontier": [], "diagonal": []}
    x, y, low, high = (
        bundles[key].to_numpy(dtype=float) * scale.factor for key in ("cost", "benefit", "benefit_lower", "benefit_upper")
    )
    open_ = bundles["dominated_by"].astype(bool).to_numpy()
    marks["intervals"] = [axes.vlines(x, low, high, color=look.INK, alpha=look.FAINT, lw=1.0, zorder=2)]
    marks["dots"] += axes.plot(x[~open_], y[~open_], "o", ms=8, color=look.WORLDS[1], mec=look.WORLDS[1], zorder=5)
    marks["dots"] += axes.plot(x[open_], y[open_], "s", ms=6, mfc=look.ON_DARK, mec=look.GREY, mew=1.6, zorder=4)
    best = bundles[~open_].sort_values("cost")
    marks["frontier"] = [
        *axes.step(
            best["cost"] * scale.factor,
            best["benefit"] * scale.factor,
            where="post",
            color=look.WORLDS[1],
            lw=1.6,
            zorder=3,
        )
    ]
    right = float(x.max()) * 1.06 if len(x) and x.max() > 0 else 1.0
    ends = np.concatenate([y, low[np.isfinite(low)], high[np.isfinite(high)]])
    bottom, top = min(0.0, float(ends.min(initial=0.0))), max(0.0, float(ends.max(initial=0.0)), right)
    marks["diagonal"] = [*axes.plot([0, right], [0, right], color=look.INK, lw=1.1, ls=(0, (4, 3)), zorder=1)]
    axes.set_xlim(-0.02 * right, right)
    axes.set_ylim(bottom - 0.05 * (top - bottom), top + 0.05 * (top - bottom))
    for place, least, most in zip(x, low, high, strict=True):
        layout.cut_heads(axes, least, most, place, look.INK, "y")
    marks["labels"] = _names(axes, bundles, scale, short)
    x_name, y_name = axis_names(scale)
    layout.name_axis(axes, x=x_name, y=y_name)
    return Drawn(bundles, marks)


def axis_names(scale: Scale) -> tuple[str, str]:
    """What stands along both axes."""
    return (
        f"costs in {scale.unit} (running, and one-off over 36 months)",
        f"brings in {scale.unit}, before paying for it",
    )


def _names(axes: Axes, bundles: pd.DataFrame, scale: Scale, short: dict[str, str]) -> list[Artist]:
    """Short names beside the marks, each where it meets least: other names, marks, intervals, lines, the edge."""
    width, height = layout.size_of(axes)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    rows = bundles.assign(
        px=(bundles["cost"] * scale.factor - left) / (right - left) * width,
        py=(bundles["benefit"] * scale.factor - bottom) / (top - bottom) * height,
    )
    taken: list[Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in zip(rows["px"], rows["py"], strict=True)]
    taken += _steps(rows[rows["dominated_by"] == ""].sort_values("px"))
    taken += [(width + MARGIN, -height, 2 * width, 2 * height), (-width, -height, -2, 2 * height)]
    known = rows[["benefit_lower", "benefit_upper"]].fillna({"benefit_lower": 0.0, "benefit_upper": 0.0})
    scaled = (known * scale.factor - bottom) / (top - bottom) * height
    taken += [(x - 1, low, x + 1, high) for x, (low, high) in zip(rows["px"], scaled.to_numpy(), strict=True)]
    taken += _diagonal((left, right), (bottom, top), (width, height))
    labels: list[Artist] = []
    for row in rows.sort_values(["dominated_by", "px"]).to_dict("records"):
        text, bold = short[str(row["bundle"])], not row["dominated_by"]
        wide = layout.text_width(text, look.SMALL, bold)
        places = [(x, up) for up in LINE * HEIGHTS for x in (9.0, -9.0 - wide)]
        boxes = [
            (row["px"] + x, row["py"] + up - LINE / 2, row["px"] + x + wide, row["py"] + up + LINE / 2)
            for x, up in places
        ]
        crowding = [
            sum(layout.overlap(box, other) for other in taken) + abs(up) / 4
            for box, (_, up) in zip(boxes, places, strict=True)
        ]
        best = crowding.index(min(crowding))
        taken.append(boxes[best])
        at = (row["cost"] * scale.factor, row["benefit"] * scale.factor)
        labels.append(
            layout.write(
                axes,
                text,
                at,
                move=places[best],
                size=look.SMALL,
                bold=bold,
                alpha=look.STRONG if bold else look.MUTED,
            )
        )
    return labels


def _diagonal(x: tuple[float, float], y: tuple[float, float], size: tuple[float, float]) -> list[Box]:
    """The dashed line as small boxes; x and y are the ends of the axes, size is in pixels."""
    values = np.linspace(0.0, x[1], 121)
    across = (values - x[0]) / (x[1] - x[0]) * size[0]
    up = (values - y[0]) / (y[1] - y[0]) * size[1]
    return [(float(px) - 2, float(py) - 2, float(px) + 2, float(py) + 2) for px, py in zip(across, up, strict=True)]


def _steps(best: pd.DataFrame) -> list[Box]:
    """The stretches of the frontier as thin boxes."""
    points = list(zip(best["px"], best["py"], strict=True))
    boxes: list[Box] = []
    for (x, y), (next_x, next_y) in zip(points, points[1:], strict=False):
        boxes += [(x, y - 2, next_x, y + 2), (next_x - 2, y, next_x + 2, next_y)]
    return boxes


def picture(bundles: pd.DataFrame, scale: Scale, width: float = look.WIDE) -> Picture:
    """The whole figure, from its table."""
    with own_style():
        head = title(bundles, scale)
        short = short_names([str(bundle) for bundle in bundles["bundle"]])
        levers = [name for name in bundles["bundle"] if name != "nothing" and " + " not in str(name)]
        key = ", ".join(f"{short[str(name)]}{words.GAP}{name}".replace(" ", words.GAP) for name in levers)
        runs = words.replications(int(bundles["replications"].min()))
        known = (
            f"● on the frontier, □ dominated; line: 95 % interval of {runs}; above the dashed line a bundle earns "
            f"more than it costs. {key}"
        )
        high, wide = 420.0, width - 2 * EDGE - 90
        foot = 34 + 15 * len(layout.axis_lines(axis_names(scale)[0], wide))
        page = layout.sheet(width, high + foot, head, known)
        axes = page.panel(EDGE + 60, 0, wide, high)
        cost_benefit(axes, bundles, scale, short)
    return Picture(page.figure, head, description(bundles, scale), bundles)


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    bundles, scale = _bundles(study)
    return introduced(
        picture(bundles, scale, width),
        f"{words.count(len(bundles), 'bundle')} by costs and benefits, those on the frontier joined by a line",
    )


# What is said


def title(bundles: pd.DataFrame, scale: Scale) -> str:
    """How many bundles are worth a thought, and which earns most after paying for it."""
    on = bundles[bundles["dominated_by"] == ""]
    bought = bundles[bundles["levers"] > 0]
    best = bought.loc[[bought["net"].idxmax()]].iloc[0]
    left = scale.interval(best["net"], best["net_lower"], best["net_upper"])
    doubt = _doubt(best["net_lower"], best["net_upper"])
    said = f"{len(on)} of {words.count(len(bundles), 'bundle')} are not dominated"
    if best["net"] > 0:
        return f"{said}; {best['bundle']} earns most after paying for it, {left} against buying nothing{doubt}"
    return f"{said}; none leaves more than buying nothing, the next, {best['bundle']}, {left}{doubt}"


def description(bundles: pd.DataFrame, scale: Scale) -> str:
    """Every bundle with its costs and benefits, and what dominates it."""
    return " ".join(
        f"{row['bundle']}: costs {scale.value(row['cost'])}, brings {scale.value(row['benefit'])}"
        f"{', dominated by ' + str(row['dominated_by']) if row['dominated_by'] else ''}."
        for row in bundles.to_dict("records")
    )


def choice_words(choice: Choice, reading: str, scale: Scale) -> str:
    """The best bundle under a budget, with what is promised of it and what it leaves against buying nothing."""
    budget = "any budget" if math.isinf(choice.budget) else f"a budget of {choice.budget:,.0f} to spend at once"
    worth = scale.value(choice.indifference)
    if len(choice.table) == 1:
        return f"For {budget}, {reading}: {choice.best.name} is all that can be afforded."
    if not choice.selection.decided:
        return (
            f"For {budget}, {reading}: {choice.best.name} is best so far, but after "
            f"{choice.selection.replications} replications it is not decided against bundles that may be "
            f"within {worth} of it.{_lead(choice, scale)}"
        )
    return (
        f"For {budget}, {reading}: buy {choice.best.name}. With probability {100 * (1 - choice.alpha):g}{words.GAP}% "
        f"or more this is the best of {len(choice.table)} bundles, if the best leads by {worth} or more; of bundles "
        f"that lie nearer together it may be any.{_lead(choice, scale)}"
    )


def _lead(choice: Choice, scale: Scale) -> str:
    """What the best leaves against buying nothing, on the runs it was chosen by; empty if it is nothing."""
    if not choice.best.levers:
        return ""
    lead = choice.lead
    return (
        f" Against buying nothing it left {scale.interval(lead.estimate, lead.lower, lead.upper)} over the "
        f"{lead.n} replications that both had{_doubt(lead.lower, lead.upper)}; it was chosen on these runs, "
        "which flatters it."
    )


def _doubt(lower: float, upper: float) -> str:
    return " (undecided)" if verdict(lower, upper, "higher") == UNDECIDED else ""


CHART = Chart(
    "frontier",
    "What to buy first?",
    "Each mark is a bundle of levers: what it costs a year, one-off prices spread over 36 months, and what it brings a"
    " year before paying for it. A dominated bundle costs no less and brings no more than another.",
    draw,
    table,
    when=is_stored,
)
