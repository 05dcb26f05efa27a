"""A plain line chart: one or more named curves, a band where there is one, and marked places on the x axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

COLOURS = (look.VERMILION, look.BLUE, look.GREEN, look.PURPLE)
DASHES = ((), (6.0, 2.0), (2.0, 1.5), (7.0, 2.0, 1.5, 2.0))
HIGH = 280.0


def curves(axes: Axes, table: pd.DataFrame, x: str, y: str, places: Mapping[str, float]) -> Drawn:
    """Curves of a table with columns line, x, y and, if there is a band, lower and upper; places are upright lines."""
    layout.grid(axes, "y")
    marks: dict[str, list[Artist]] = {"lines": [], "bands": [], "places": [], "labels": []}
    names = list(dict.fromkeys(table["line"]))
    ends = []
    for number, name in enumerate(names):
        own, colour = table[table["line"] == name], COLOURS[number % len(COLOURS)]
        if "lower" in own and own["lower"].notna().any():
            marks["bands"].append(axes.fill_between(own["x"], own["lower"], own["upper"], color=colour, alpha=0.2, lw=0))
        marks["lines"] += axes.plot(own["x"], own["y"], color=colour, lw=2, dashes=DASHES[number % len(DASHES)], zorder=3)
        ends.append(float(own["y"].iloc[-1]))
    first, last = float(table["x"].min()), float(table["x"].max())
    alone = 0.5 if first == last else 0.0
    axes.set_xlim(first - alone, last + alone)
    low, high = axes.get_ylim()
    if low <= 0 <= high:
        axes.axhline(0, color=look.INK, lw=1.1, zorder=2)
    for number, (name, place) in enumerate(places.items()):
        marks["places"].append(axes.axvline(place, color=look.INK, lw=1.3, ls=":", zorder=2))
        marks["labels"].append(
            layout.write(
                axes, name, (place, 1), on=axes.get_xaxis_transform(), move=(5, 8 + 14 * number), size=look.SMALL
            )
        )
    _name_lines(axes, names, ends)
    if (table["x"] % 1 == 0).all():
        axes.locator_params(axis="x", integer=True)
    for axis in "xy":
        layout.number_ticks(axes, axis)
    layout.name_axis(axes, x=x, y=y)
    return Drawn(table, marks)


def _name_lines(axes: Axes, names: Sequence[str], ends: Sequence[float]) -> None:
    """The curves' names at the right, kept apart."""
    if len(names) < 2:
        return
    low, high = axes.get_ylim()
    height = layout.size_of(axes)[1]
    wanted = [height * (end - low) / (high - low) for end in ends]
    for number, (name, up) in enumerate(zip(names, layout.apart(wanted, 16, 0, height), strict=True)):
        colour = COLOURS[number % len(COLOURS)]
        layout.write(axes, name, (1, 0), on="axes fraction", move=(10, up), colour=colour, bold=True)


def curves_picture(
    table: pd.DataFrame,
    title: str,
    known: str,
    *,
    x: str,
    y: str,
    places: Mapping[str, float] | None = None,
    width: float = 760.0,
) -> Picture:
    """A picture of named curves; see ``curves``. The description gives each curve at its ends and the marked places."""
    places = places or {}
    with own_style():
        names = list(dict.fromkeys(table["line"]))
        right = layout.widest(names, bold=True) + 20 if len(names) > 1 else 0.0
        head = 16.0 * len(places)
        page = layout.sheet(width, HIGH + head + 48, title, known)
        axes = page.panel(EDGE + 58, head, width - 2 * EDGE - 58 - right, HIGH)
        curves(axes, table, x, y, places)
    said = [_curve_words(name, table[table["line"] == name]) for name in names]
    said += [f"{name}: {words.number(place)}." for name, place in places.items()]
    return Picture(page.figure, title, f"{y} by {x}. {' '.join(said)}", table)


def _curve_words(name: str, own: pd.DataFrame) -> str:
    first, last = own.iloc[0], own.iloc[-1]
    return (
        f"{name}: {words.number(first['y'])} at {words.number(first['x'])}, {words.number(last['y'])} at "
        f"{words.number(last['x'])}."
    )
