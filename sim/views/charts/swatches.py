"""The key to parts of a lead time: a swatch and a text for each, in lines under a bar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.views.style import layout, look

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

KEY_LINE = 19.0
"""Height of a line of swatches."""


def key_rows(entries: list[tuple[str, str]], width: float) -> list[list[tuple[str, str]]]:
    """Entries of (part, text) in lines of swatches that fit."""
    rows: list[list[tuple[str, str]]] = []
    x = math.inf
    for part, text in entries:
        needed = 16 + layout.text_width(text, look.SMALL) + 14
        if x + needed - 14 > width:
            rows.append([])
            x = 0.0
        rows[-1].append((part, text))
        x += needed
    return rows


def bare(axes: Axes, height: float) -> None:
    """No axes lines; y counts pixels downwards."""
    axes.set_ylim(height, 0)
    axes.set_axis_off()


def swatches(axes: Axes, rows: list[list[tuple[str, str]]], top: float) -> list[Artist]:
    """Swatch and text of each thin part, in the order of the bar."""
    from matplotlib.patches import Rectangle

    width, _ = layout.size_of(axes)
    unit = axes.get_xlim()[1] / width
    drawn: list[Artist] = []
    for line, entries in enumerate(rows):
        x, y = 0.0, top + KEY_LINE * (line + 0.5) + 3
        for part, text in entries:
            _, colour, hatch = look.PARTS[part]
            box = Rectangle(
                (x * unit, y - 5.5), 11 * unit, 11, fc=colour, ec=look.darker(colour), hatch=hatch or None, lw=0
            )
            axes.add_patch(box)
            drawn.append(box)
            drawn.append(layout.write(axes, text, (x * unit, y), move=(16, 0), size=look.SMALL))
            x += 16 + layout.text_width(text, look.SMALL) + 14
    return drawn
