"""Chart 5: the gap between two worlds as a staircase of Shapley shares, and what levers do only together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.views.charts.findings import Worlds
from sim.views.style import layout, look, words
from sim.views.style.layout import Drawn
from sim.views.style.scales import Scale, effect

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

ROW, BAR, NARROW_ROW = 27.0, 0.56, 44.0
COLOURS = {"better": look.WORLDS[1], "worse": look.WORLDS[0]}
HATCHES = {"better": "", "worse": "////", "undecided": "....", "different": "...."}
"""A share that makes things worse is hatched, an undecided one dotted: never colour alone."""


def row_height(*, beside: bool) -> float:
    """Height of a row whose text stands beside the bar, or above it."""
    return ROW if beside else NARROW_ROW


def lever_name(lever: str) -> str:
    """A lever as people say it."""
    return lever.replace("_", " ")


def waterfall(
    axes: Axes, gap: pd.Series, shares: pd.DataFrame, scale: Scale, worlds: Worlds, *, alone_at: float | None = None
) -> Drawn:
    """World A at the top, a bar per lever from where the one before ended, world B at the bottom.

    The thin line at a bar's end is the 95 % interval of its share; the open diamond is where the bar would end if the
    lever were switched on alone, counted from the same start. `alone_at` is where the column of effects alone ends,
    in pixels right of the axes; None writes all text above the bars (narrow pages).
    """
    from matplotlib.patches import Rectangle

    layout.plain(axes)
    layout.grid(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    down = 0.0 if alone_at is not None else 0.2
    axes.set_ylim(len(shares) + 1.5, -0.5)
    marks: dict[str, list[Artist]] = {"bars": [], "intervals": [], "alone": [], "worlds": [], "labels": []}
    level, rows, reach = float(gap["a"]) * scale.factor, [], []
    for place, share in enumerate(shares.to_dict("records"), 1):
        amount, low, high, alone = (float(share[key]) * scale.factor for key in ("share", "lower", "upper", "alone"))
        said = effect(low, high, str(gap["better"]))
        y, colour = place + down, COLOURS.get(said, look.GREY)
        bar = Rectangle(
            (level, y - BAR / 2), amount, BAR, fc=colour, ec=look.darker(colour), hatch=HATCHES[said] or None, lw=0
        )
        axes.add_patch(bar)
        marks["bars"].append(bar)
        marks["intervals"] += axes.plot([level + low, level + high], [y, y], color=look.INK, lw=1.4, zorder=4)
        marks["alone"] += axes.plot([level + alone], [y], "D", ms=5, mfc=look.ON_DARK, mec=look.INK, mew=1.2, zorder=5)
        axes.plot([level + amount] * 2, [y, y + 1], color=look.INK, alpha=look.FAINT, lw=0.8, zorder=1)
        rows.append({"lever": share["lever"], "start": level, "end": level + amount, "effect": said})
        reach += [level, level + low, level + high, level + alone]
        level += amount
    ends = [(0, float(gap["a"]) * scale.factor, look.WORLDS[0]), (len(shares) + 1, level, look.WORLDS[1])]
    for place, value, colour in ends:
        marks["worlds"] += axes.plot(
            [value, value],
            [place + down - BAR / 2, place + down + BAR / 2],
            color=colour,
            lw=5,
            solid_capstyle="butt",
            zorder=3,
        )
        reach.append(value)
    axes.plot([ends[0][1]] * 2, [down, 1 + down], color=look.INK, alpha=look.FAINT, lw=0.8, zorder=1)
    room = 0.06 * ((max(reach) - min(reach)) or abs(reach[0]) or 1.0)
    axes.set_xlim(min(reach) - room, max(reach) + room)
    value_axis(axes, scale)
    marks["labels"] = _labels(axes, names_of(shares, worlds), figures_of(gap, shares, scale), alone_at)
    return Drawn(pd.DataFrame(rows), marks)


def value_axis(axes: Axes, scale: Scale) -> None:
    """A few ticks with thousands separated, and the unit."""
    axes.locator_params(axis="x", nbins=max(3, int(layout.size_of(axes)[0] / 90)))
    layout.number_ticks(axes, "x")
    layout.name_axis(axes, x=scale.unit)


def names_of(shares: pd.DataFrame, worlds: Worlds) -> list[str]:
    """What stands at the left of each row."""
    return [worlds[0], *(lever_name(lever) for lever in shares["lever"]), worlds[1]]


def figures_of(gap: pd.Series, shares: pd.DataFrame, scale: Scale) -> list[tuple[str, str]]:
    """What stands at the right of each row: the share with its interval, and the lever's effect alone."""
    rows = [(scale.value(float(gap["a"])), "")]
    for share in shares.to_dict("records"):
        estimate, limits = scale.signed(share["share"], share["lower"], share["upper"])
        alone, _ = scale.signed(share["alone"], share["alone_lower"], share["alone_upper"])
        rows.append((f"{estimate} {limits}", alone))
    return [*rows, (scale.value(float(gap["b"])), "")]


def widths(names: list[str], figures: list[tuple[str, str]]) -> tuple[float, float, float]:
    """Room for the names, the shares and the effects alone."""
    shares, alone = zip(*figures, strict=True)
    return (
        layout.widest(names, bold=True) + 14,
        layout.widest([*shares, "share [95 %]"], look.SMALL) + 16,
        layout.widest([*alone, "alone"], look.SMALL) + 16,
    )


def _labels(axes: Axes, names: list[str], figures: list[tuple[str, str]], alone_at: float | None) -> list[Artist]:
    on = axes.get_yaxis_transform()
    labels: list[Artist] = []
    for place, (name, (share, alone)) in enumerate(zip(names, figures, strict=True)):
        bold = place in (0, len(names) - 1)
        if alone_at is not None:
            labels.append(layout.write(axes, name, (0, place), on=on, move=(-10, 0), ha="right", bold=bold))
            labels.append(layout.write(axes, share, (1, place), on=on, move=(12, 0), size=look.SMALL, bold=not bold))
            labels.append(layout.write(axes, alone, (1, place), on=on, move=(alone_at, 0), size=look.SMALL, ha="right"))
        else:
            text = _above(name, share, alone, layout.size_of(axes)[0], bold=bold)
            labels.append(layout.write(axes, text, (0, place - 0.32), on=on, size=look.SMALL, bold=bold))
    return labels


def _above(name: str, share: str, alone: str, width: float, *, bold: bool) -> str:
    """A row's text above its bar; the effect alone, which the diamond shows too, only where it fits."""
    texts = [
        (2 * words.GAP).join(parts)
        for parts in ((name, share, f"(alone {alone})"), (name, share))
        if alone or len(parts) == 2
    ]
    return next((text for text in texts if layout.text_width(text, look.SMALL, bold) <= width), texts[-1])


def interaction_dots(
    axes: Axes, gap: pd.Series, interactions: pd.DataFrame, scale: Scale, names: Mapping[str, str]
) -> Drawn:
    """A row per set of levers: their extra effect together, with its interval; names left, figures right."""
    layout.plain(axes)
    layout.grid(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.set_ylim(max(len(interactions), 1) - 0.5, -0.5)
    axes.axvline(0, color=look.INK, lw=1.1, zorder=1)
    marks: dict[str, list[Artist]] = {"dots": [], "intervals": [], "labels": []}
    rows, on = [], axes.get_yaxis_transform()
    for place, row in enumerate(interactions.to_dict("records")):
        value, low, high = (float(row[key]) * scale.factor for key in ("effect", "lower", "upper"))
        said = effect(low, high, str(gap["better"]))
        colour = COLOURS.get(said, look.GREY)
        marks["intervals"] += axes.plot([low, high], [place, place], color=colour, lw=2.6, zorder=3)
        marks["dots"] += axes.plot(
            [value],
            [place],
            look.MARKERS.get(said, "s"),
            ms=5.4,
            mec=colour,
            mew=1.6,
            mfc=look.ON_DARK if said == "worse" else colour,
            zorder=4,
        )
        marks["labels"].append(layout.write(axes, names[row["levers"]], (0, place), on=on, move=(-10, 0), ha="right"))
        marks["labels"].append(
            layout.write(axes, effect_words(row, scale), (1, place), on=on, move=(12, 0), size=look.SMALL)
        )
        rows.append({"levers": row["levers"], "effect": value, "verdict": said})
    value_axis(axes, scale)
    return Drawn(pd.DataFrame(rows), marks)


def effect_words(row: Mapping[Any, Any], scale: Scale) -> str:
    """An interaction with its interval."""
    return " ".join(scale.signed(row["effect"], row["lower"], row["upper"]))


def set_name(levers: str) -> str:
    """A set of levers as people say it."""
    return lever_name(levers).replace(" + ", f"{words.GAP}× ")
