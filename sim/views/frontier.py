"""Chart 9: what every bundle of strategies costs and brings a year, and which of them are worth a thought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.views import layout, style
from sim.views.layout import Drawn
from sim.views.scales import Scale

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

LINE = 15.0


def cost_benefit(axes: Axes, table: pd.DataFrame, scale: Scale, short: dict[str, str]) -> Drawn:
    """A mark per bundle at its cost and benefit, with the benefit's interval; the frontier as steps.

    Above the dashed diagonal a bundle earns more than it costs. Bundles on the frontier are full dots with their
    (short) names; dominated ones are open squares with numbers.
    """
    layout.plain(axes)
    layout.grid(axes, "y")
    marks: dict[str, list[Artist]] = {"dots": [], "intervals": [], "labels": [], "frontier": [], "diagonal": []}
    x, y, low, high = (table[key].to_numpy(dtype=float) * scale.factor
                       for key in ("cost", "benefit", "benefit_lower", "benefit_upper"))
    open_ = table["dominated_by"].astype(bool).to_numpy()
    marks["intervals"] = [axes.vlines(x, low, high, color=style.INK, alpha=style.FAINT, lw=1.0, zorder=2)]
    marks["dots"] += axes.plot(x[~open_], y[~open_], "o", ms=8, color=style.WORLDS[1], mec=style.WORLDS[1], zorder=5)
    marks["dots"] += axes.plot(x[open_], y[open_], "s", ms=6, mfc=style.ON_DARK, mec=style.GREY, mew=1.6, zorder=4)
    best = table[~open_].sort_values("cost")
    marks["frontier"] = [*axes.step(best["cost"] * scale.factor, best["benefit"] * scale.factor, where="post",
                                    color=style.WORLDS[1], lw=1.6, zorder=3)]
    right = float(x.max()) * 1.06 if len(x) and x.max() > 0 else 1.0
    bottom, top = min(0.0, float(low.min())), max(0.0, float(high.max()), right)
    marks["diagonal"] = [*axes.plot([0, right], [0, right], color=style.INK, lw=1.1, ls=(0, (4, 3)), zorder=1)]
    axes.set_xlim(-0.02 * right, right)
    axes.set_ylim(bottom - 0.05 * (top - bottom), top + 0.05 * (top - bottom))
    marks["labels"] = _names(axes, table, scale, short)
    layout.name_axis(axes, x=f"costs in {scale.unit} (running, and one-off over 36 months)",
                     y=f"brings in {scale.unit}, before paying for it")
    return Drawn(table, marks)


def short_names(bundles: list[str]) -> dict[str, str]:
    """Short names of bundles: the first letters of each lever's words, such as `IS + CT`; "nothing" stays."""
    def letters(lever: str) -> str:
        return "".join(word[0].upper() for word in lever.split())

    return {bundle: bundle if bundle == "nothing" else "+".join(letters(lever) for lever in bundle.split(" + "))
            for bundle in bundles}


def _names(axes: Axes, table: pd.DataFrame, scale: Scale, short: dict[str, str]) -> list[Artist]:
    """Short names at the right of the marks, moved apart where they would meet."""
    width, height = layout.size_of(axes)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    rows = table.assign(px=(table["cost"] * scale.factor - left) / (right - left) * width,
                        py=(table["benefit"] * scale.factor - bottom) / (top - bottom) * height)
    labels: list[Artist] = []
    placed: list[tuple[float, float, float, float]] = []
    for row in rows.sort_values(["dominated_by", "px"]).to_dict("records"):
        text, bold = short[str(row["bundle"])], not row["dominated_by"]
        wide = layout.text_width(text, style.SMALL, bold)
        side = 1 if row["px"] + wide + 14 < width + 60 else -1
        best, least = (0.0, 0.0), float("inf")
        for up in (0.0, LINE, -LINE, 2 * LINE, -2 * LINE, 3 * LINE, -3 * LINE):
            for way in (side, -side):
                x = row["px"] + (10 if way > 0 else -10 - wide)
                box = (x, row["py"] + up - LINE / 2, x + wide, row["py"] + up + LINE / 2)
                dots = [(px - 5, py - 5, px + 5, py + 5) for px, py in zip(rows["px"], rows["py"], strict=True)]
                crowd = sum(layout.overlap(box, other) for other in (*placed, *dots)) + 0.5 * abs(up) + (way != side)
                if crowd < least:
                    least, best = crowd, (x - row["px"], up)
        x, up = best
        placed.append((row["px"] + x, row["py"] + up - LINE / 2, row["px"] + x + wide, row["py"] + up + LINE / 2))
        at = (row["cost"] * scale.factor, row["benefit"] * scale.factor)
        labels.append(layout.write(axes, text, at, move=(x, up), size=style.SMALL, bold=bold,
                                   alpha=style.STRONG if bold else style.MUTED))
    return labels
