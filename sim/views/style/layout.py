"""Space for every label before it is drawn: text widths, line breaks, a sheet of panels, labels kept apart.

Lengths are CSS pixels (96 to the inch) from the top left, so a figure is laid out like a page. Widths come from
the font's own metrics and need neither a figure nor a renderer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sim.views.style import look, words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

EDGE = 16.0
"""Empty border around a figure."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a chart drew: the numbers behind its marks, one row per mark, and the artists by name."""

    values: pd.DataFrame
    marks: dict[str, list[Artist]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure with its title and subtitle written, and `height` pixels free for panels below `top`."""

    figure: Figure
    width: float
    height: float
    top: float

    def panel(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes at this place, counted from the top left of the free part."""
        total = self.top + self.height
        bottom = total - self.top - top - height
        place = (left / self.width, bottom / total, width / self.width, height / total)
        axes = self.figure.add_axes(place, facecolor="none")
        plain(axes)
        return axes


def sheet(width: float, height: float, title: str, subtitle: str) -> Sheet:
    """A figure of `width` pixels with `height` pixels of space under its wrapped title and subtitle."""
    from matplotlib.figure import Figure

    size = look.TITLE if width >= look.NARROW else look.TITLE - 2
    lines = [(line, size, True) for line in balanced(title, width - 2 * EDGE, size)]
    heading = len(lines)
    lines += [(line, look.SUBTITLE, False) for line in wrap(subtitle, width - 2 * EDGE, look.SUBTITLE)]
    top = EDGE + sum(1.35 * line[1] for line in lines) + 18
    figure = Figure(figsize=(width / 96, (top + height) / 96), dpi=96, facecolor="none")
    y = EDGE
    for i, (line, points, bold) in enumerate(lines):
        y += 1.35 * points + (4 if i == heading else 0)
        figure.text(
            EDGE / width,
            1 - y / (top + height),
            line,
            fontsize=0.75 * points,
            fontweight="bold" if bold else "normal",
            color=look.INK,
            alpha=None if bold else look.MUTED,
            parse_math=False,
        )
    return Sheet(figure, width, height, top)


@lru_cache(maxsize=8192)
def text_width(text: str, size: float = look.BODY, bold: bool = False) -> float:
    """Width of one line of text."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=["DejaVu Sans"], size=0.75 * size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) / 0.75


def widest(texts: Sequence[str], size: float = look.BODY, bold: bool = False) -> float:
    """Width of the longest of these lines, 0 for none."""
    return max((text_width(text, size, bold) for text in texts), default=0.0)


def wrap(text: str, width: float, size: float = look.BODY, bold: bool = False) -> list[str]:
    """The text in lines that fit; a single word longer than the width keeps its own line."""
    lines: list[str] = []
    for word in text.split(" ") if text else []:
        if lines and text_width(f"{lines[-1]} {word}", size, bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def balanced(text: str, width: float, size: float) -> list[str]:
    """A bold heading in as few lines as fit, each about as long as the others: no word left alone."""
    lines = wrap(text, width, size, bold=True)
    low, high = width / 2, width
    while len(lines) > 1 and high - low > 4:
        middle = (low + high) / 2
        if len(tried := wrap(text, middle, size, bold=True)) > len(lines):
            low = middle
        else:
            lines, high = tried, middle
    return lines


def size_of(axes: Axes) -> tuple[float, float]:
    """Width and height of the axes."""
    figure = axes.get_figure(root=True)
    scale = 96 / figure.dpi if figure is not None else 1.0
    return axes.bbox.width * scale, axes.bbox.height * scale


def figure_width(axes: Axes) -> float:
    """Width of the figure these axes belong to."""
    figure = axes.get_figure(root=True)
    return float(figure.get_figwidth()) * 96 if figure is not None else look.WIDE


def plain(axes: Axes) -> None:
    """Only a left and a bottom line, short ticks, all in ink that follows the page."""
    axes.spines[["top", "right"]].set_visible(False)
    for spine in axes.spines.values():
        spine.set_color(look.INK)
        spine.set_alpha(look.FAINT)
    axes.tick_params(length=3, labelsize=0.75 * look.SMALL, color=look.INK, labelcolor=look.INK, width=0.6)
    axes.set_axisbelow(True)


def grid(axes: Axes, axis: str) -> None:
    """Faint lines across the values of one axis (`"x"` or `"y"`)."""
    axis_object = axes.xaxis if axis == "x" else axes.yaxis
    axis_object.grid(visible=True, color=look.INK, alpha=look.GRID, linewidth=0.6)


def number_ticks(axes: Axes, axis: str) -> None:
    """Ticks of one axis (`"x"` or `"y"`) written as all numbers are: `−1,000`."""
    axis_object = axes.xaxis if axis == "x" else axes.yaxis
    axis_object.set_major_formatter(lambda tick, _: words.number(tick))


def cut_heads(axes: Axes, low: float, high: float, at: float, colour: str, axis: str = "x") -> list[Artist]:
    """Arrow heads at the edges of the axes beyond which an interval goes on, `at` a place on the other axis.

    Drawn once the limits are set; nothing where the interval ends inside or is not known.
    """
    edges = sorted(axes.get_xlim() if axis == "x" else axes.get_ylim())
    heads = []
    for end, edge, head in ((low, edges[0], "<" if axis == "x" else "v"), (high, edges[1], ">" if axis == "x" else "^")):
        if (end < edge) if edge == edges[0] else (end > edge):
            place = ([edge], [at]) if axis == "x" else ([at], [edge])
            heads += axes.plot(*place, head, ms=5.5, color=colour, mec=colour, zorder=6, clip_on=False)
    return list[Any](heads)


def name_axis(axes: Axes, x: str = "", y: str = "") -> None:
    """Axis names, muted; lines longer than the axes are broken."""
    width, height = size_of(axes)
    for text, length, setter in ((x, width, axes.set_xlabel), (y, height, axes.set_ylabel)):
        lines = axis_lines(text, length)
        if lines:
            setter("\n".join(lines), fontsize=0.75 * look.SMALL, color=look.INK, alpha=look.MUTED)


def axis_lines(text: str, length: float) -> list[str]:
    """The name of an axis of this length."""
    return wrap(text, max(length, 150), look.SMALL)


def heading(
    axes: Axes, world: str, text: str, colour: str, at: tuple[float, float], on: str | Transform, up: float = 0
) -> list[Artist]:
    """A world's colour, its name (cut where there is no space for it) and something about it, in one line."""
    name = cut(world, size_of(axes)[0] - text_width(text) - 24, bold=True)
    return [
        write(axes, "■", at, on=on, move=(0, up), colour=colour),
        write(axes, name, at, on=on, move=(15, up), bold=True),
        write(axes, text, at, on=on, move=(23 + text_width(name, bold=True), up)),
    ]


def cut(text: str, width: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits, with an ellipsis."""
    if text_width(text, bold=bold) <= width:
        return text
    return next(
        (
            text[:n].rstrip() + "…"
            for n in range(len(text) - 1, 3, -1)
            if text_width(text[:n].rstrip() + "…", bold=bold) <= width
        ),
        text[:3] + "…",
    )


def write(
    axes: Axes,
    text: str,
    at: tuple[float, float],
    *,
    on: str | Transform = "data",
    move: tuple[float, float] = (0, 0),
    size: float = look.BODY,
    bold: bool = False,
    alpha: float = look.STRONG,
    colour: str = look.INK,
    ha: str = "left",
    va: str = "center",
    **more: Any,
) -> Text:
    """Text at a point of the axes, moved right and up by pixels; never cut off at the axes."""
    return axes.annotate(
        text,
        xy=at,
        xycoords=on,
        xytext=(0.75 * move[0], 0.75 * move[1]),
        textcoords="offset points",
        annotation_clip=False,
        fontsize=0.75 * size,
        fontweight="bold" if bold else "normal",
        alpha=None if alpha == 1 else alpha,
        color=colour,
        horizontalalignment=ha,
        verticalalignment=va,
        parse_math=False,
        **more,
    )


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The same places moved as little as needed to lie `gap` apart, in their order, within [low, high].

    Where there is not space for all at this gap, they share what space there is evenly.
    """
    if not places:
        return []
    order = sorted(range(len(places)), key=lambda i: places[i])
    gap = min(gap, (high - low) / max(1, len(places) - 1))
    groups: list[tuple[float, int]] = []  # centre, members: neighbours that touch move as one block
    for i in order:
        centre, size = places[i], 1
        while groups and centre - gap * (size - 1) / 2 < groups[-1][0] + gap * (groups[-1][1] + 1) / 2:
            before, members = groups.pop()
            centre = (before * members + centre * size) / (members + size)
            size += members
        half = gap * (size - 1) / 2
        groups.append((min(max(centre, low + half), high - half), size))
    moved = [centre + gap * (k - (size - 1) / 2) for centre, size in groups for k in range(size)]
    for rank in range(len(moved) - 2, -1, -1):
        moved[rank] = min(moved[rank], moved[rank + 1] - gap)
    result = [0.0] * len(places)
    for rank, i in enumerate(order):
        result[i] = moved[rank]
    return result


def overlap(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> float:
    """Area shared by two boxes (left, bottom, right, top)."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    return max(width, 0.0) * max(height, 0.0)
