"""Chart 8, first half: the lead of one world over the other along one assumption, and where it turns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.style import layout, look, words
from sim.views.style.layout import Drawn
from sim.views.style.scales import Scale

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes


def break_even_line(
    axes: Axes,
    line: pd.DataFrame,
    root: tuple[float, float, float],
    default: float,
    scale: Scale,
    *,
    logarithmic: bool,
    name: str,
) -> Drawn:
    """Mean lead of B with its band over the values that were run.

    The root stands as a diamond on the line of no lead with its interval, the scenarios' own value as a dotted
    upright line. An interval that is open goes to the edge and ends in an arrow head.
    """
    layout.plain(axes)
    layout.grid(axes, "y")
    x = line["value"].to_numpy(dtype=float)
    middle, low, high = (line[key].to_numpy(dtype=float) * scale.factor for key in ("lead", "lower", "upper"))
    if logarithmic:
        axes.set_xscale("log")
    axes.set_xlim(x.min(), x.max())
    marks: dict[str, list[Artist]] = {"line": [], "band": [], "root": [], "default": [], "zero": []}
    marks["band"] = [axes.fill_between(x, low, high, color=look.GREY, alpha=0.28, lw=0, zorder=1)]
    marks["line"] = [*axes.plot(x, middle, "o-", color=look.INK, ms=3.6, lw=1.6, zorder=3)]
    marks["zero"] = [axes.axhline(0, color=look.INK, lw=1.1, zorder=2)]
    if x.min() <= default <= x.max():
        marks["default"] = [axes.axvline(default, color=look.INK, alpha=look.MUTED, lw=1.2, ls=":", zorder=2)]
    bottom, top = min(0.0, float(low.min())), max(0.0, float(high.max()))
    axes.set_ylim(bottom - 0.06 * (top - bottom), top + 0.06 * (top - bottom))
    marks["root"] = _root(axes, root, (float(x.min()), float(x.max())))
    _ticks(axes, logarithmic=logarithmic)
    layout.name_axis(axes, x=name)
    return Drawn(line, marks)


def root_words(root: float, lower: float, upper: float, *, unit: str = "") -> str:
    """`1.9 [1.2, 2.6]`; an open end is said so; `none in range`."""
    if not math.isfinite(root):
        return "none in range"
    ends = [words.number(end) if math.isfinite(end) else "open" for end in (lower, upper)]
    return f"{words.number(root)}{words.GAP + unit if unit else ''} [{ends[0]}, {ends[1]}]"


def _root(axes: Axes, root: tuple[float, float, float], limits: tuple[float, float]) -> list[Artist]:
    place, lower, upper = root
    if not math.isfinite(place):
        return []
    left, right = max(lower, limits[0]), min(upper, limits[1])
    drawn: list[Artist] = [
        *axes.plot([left, right], [0, 0], color=look.PURPLE, lw=5, alpha=0.9, zorder=4, solid_capstyle="butt")
    ]
    for end, edge, head in ((lower, left, "<"), (upper, right, ">")):
        if not math.isfinite(end):
            drawn += axes.plot([edge], [0], head, ms=8, color=look.PURPLE, zorder=5, clip_on=False)
    drawn += axes.plot([place], [0], "D", ms=7.5, mfc=look.ON_DARK, mec=look.PURPLE, mew=2.2, zorder=6)
    return drawn


def _ticks(axes: Axes, *, logarithmic: bool) -> None:
    from matplotlib.ticker import FixedLocator, LogLocator, NullLocator

    width, _ = layout.size_of(axes)
    if logarithmic:
        low, high = axes.get_xlim()
        steps = LogLocator(subs=(1.0, 2.0, 5.0) if width > 180 else (1.0, 3.0))
        inside = [float(tick) for tick in steps.tick_values(low, high) if low <= tick <= high]
        axes.xaxis.set_major_locator(FixedLocator(inside if len(inside) > 1 else [low, high]))
        axes.xaxis.set_minor_locator(NullLocator())
    else:
        axes.locator_params(axis="x", nbins=max(3, int(width / 60)))
    axes.locator_params(axis="y", nbins=5)
    for axis in "xy":
        layout.number_ticks(axes, axis)
