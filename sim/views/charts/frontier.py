"""Chart 9: what every bundle of strategies costs and brings a year, and which of them are worth a thought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.views.style import layout, look
from sim.views.style.layout import Drawn
from sim.views.style.scales import Scale

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

LINE = 15.0
HEIGHTS = np.array([0.0, 0.8, -0.8, 1.6, -1.6, 2.4, -2.4])
"""Where a name may stand beside its mark, in lines above it."""
MARGIN = 26.0
"""How far a name may reach beyond the axes."""


def cost_benefit(axes: Axes, table: pd.DataFrame, scale: Scale, short: dict[str, str]) -> Drawn:
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
        table[key].to_numpy(dtype=float) * scale.factor for key in ("cost", "benefit", "benefit_lower", "benefit_upper")
    )
    open_ = table["dominated_by"].astype(bool).to_numpy()
    marks["intervals"] = [axes.vlines(x, low, high, color=look.INK, alpha=look.FAINT, lw=1.0, zorder=2)]
    marks["dots"] += axes.plot(x[~open_], y[~open_], "o", ms=8, color=look.WORLDS[1], mec=look.WORLDS[1], zorder=5)
    marks["dots"] += axes.plot(x[open_], y[open_], "s", ms=6, mfc=look.ON_DARK, mec=look.GREY, mew=1.6, zorder=4)
    best = table[~open_].sort_values("cost")
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
    bottom, top = min(0.0, float(low.min())), max(0.0, float(high.max()), right)
    marks["diagonal"] = [*axes.plot([0, right], [0, right], color=look.INK, lw=1.1, ls=(0, (4, 3)), zorder=1)]
    axes.set_xlim(-0.02 * right, right)
    axes.set_ylim(bottom - 0.05 * (top - bottom), top + 0.05 * (top - bottom))
    marks["labels"] = _names(axes, table, scale, short)
    x_name, y_name = axis_names(scale)
    layout.name_axis(axes, x=x_name, y=y_name)
    return Drawn(table, marks)


def axis_names(scale: Scale) -> tuple[str, str]:
    """What stands along both axes."""
    return (
        f"costs in {scale.unit} (running, and one-off over 36 months)",
        f"brings in {scale.unit}, before paying for it",
    )


def short_names(bundles: list[str]) -> dict[str, str]:
    """Short names of bundles: the first letters of each lever's words, such as `IS + CT`; "nothing" stays."""

    def letters(lever: str) -> str:
        return "".join(word[0].upper() for word in lever.split())

    return {
        bundle: bundle if bundle == "nothing" else "+".join(letters(lever) for lever in bundle.split(" + "))
        for bundle in bundles
    }


Box = tuple[float, float, float, float]


def _names(axes: Axes, table: pd.DataFrame, scale: Scale, short: dict[str, str]) -> list[Artist]:
    """Short names beside the marks, each where it meets least: other names, marks, intervals, lines, the edge."""
    width, height = layout.size_of(axes)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    rows = table.assign(
        px=(table["cost"] * scale.factor - left) / (right - left) * width,
        py=(table["benefit"] * scale.factor - bottom) / (top - bottom) * height,
    )
    taken: list[Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in zip(rows["px"], rows["py"], strict=True)]
    taken += _steps(rows[rows["dominated_by"] == ""].sort_values("px"))
    taken += [(width + MARGIN, -height, 2 * width, 2 * height), (-width, -height, -2, 2 * height)]
    scaled = (rows[["benefit_lower", "benefit_upper"]] * scale.factor - bottom) / (top - bottom) * height
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
