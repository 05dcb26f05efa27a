"""Levers one at a time as dots with intervals: the common ground of the charts of every lever and of trends.

A row per lever, a panel per measure, two marks in each row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.verdicts import BETTER, GIVEN, UNDECIDED
from sim.views.charts.levers import value_axis
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style
from sim.views.style.scales import Scale, scale_of
from sim.views.style.words import lever_name

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.one_at_a_time import OneAtATime

ROW, HEAD, FOOT, GUTTER, LEAST = 36.0, 64.0, 44.0, 20.0, 110.0
"""Height of a row, space above and below the panels, between them, and their least width."""
APART = 0.19
"""How far above and below the middle of its row, in rows, the two marks lie."""
SHOWN = {
    "profit": "profit",
    "order lead time": "order",
    "ticket time": "ticket",
    "wrong decisions": "wrong decisions",
    "satisfaction": "satisfaction",
}
"""Measures of the tables and charts, with the heads of their columns: money, and one or two of each benefit."""
SURE = 0.05
"""Below this adjusted p-value an effect is shown."""


@dataclass(frozen=True, slots=True)
class Series:
    """One of the two marks of each row: a reading, on a ground ("": whichever the lever has), and its colour.

    Without a colour of its own a mark has that of its verdict.
    """

    name: str
    reading: str
    ground: str = ""
    colour: str = ""


def rows_of(found: OneAtATime, measure: str, reading: str = "", ground: str = "") -> pd.DataFrame:
    """The effects on one measure; in one reading and on one ground if they are named."""
    table = found.effects[found.effects["measure"] == measure]
    for column, value in (("reading", reading), ("ground", ground)):
        table = table[table[column] == value] if value else table
    return table


def scale_for(found: OneAtATime, measure: str) -> Scale:
    """The unit in which effects on a measure are said everywhere in one answer."""
    rows = rows_of(found, measure)
    return scale_of(str(rows["unit"].iloc[0]), found.currency, list(rows["effect"]))


def lever_dots(axes: Axes, rows: pd.DataFrame, levers: Sequence[str], series: Sequence[Series], scale: Scale) -> Drawn:
    """Effects on one measure, a row per lever; the first series above and thick, the second below and thin.

    A filled circle is better, an open diamond worse, a square undecided, by the 95 % interval that is drawn.
    """
    layout.plain(axes)
    layout.grid(axes, "x")
    layout.number_ticks(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.set_ylim(len(levers) - 0.5, -0.5)
    axes.axvline(0, color=look.INK, lw=1.1, zorder=1)
    for place in range(1, len(levers)):
        axes.axhline(place - 0.5, color=look.INK, alpha=look.GRID, lw=0.6, zorder=0)
    marks: dict[str, list[Artist]] = {"dots": [], "intervals": []}
    values = []
    for number, one in enumerate(series):
        own = rows[(rows["reading"] == one.reading) & ((rows["ground"] == one.ground) | (one.ground == ""))]
        for row in own.to_dict("records"):
            y = levers.index(row["lever"]) + (APART if number else -APART)
            value, low, high = (float(row[key]) * scale.factor for key in ("effect", "lower", "upper"))
            said = row["verdict"] if row["verdict"] in look.MARKERS else UNDECIDED
            colour = one.colour or look.verdict_colour(said)
            thick = number == 0 or bool(one.colour)
            marks["intervals"] += axes.plot([low, high], [y, y], color=colour, lw=3.0 if thick else 1.5, zorder=3)
            marks["dots"] += axes.plot(
                [value],
                [y],
                look.MARKERS[said],
                ms=5.4 if thick else 4.6,
                mec=colour,
                mew=1.5,
                mfc=colour if said == BETTER else look.ON_DARK,
                zorder=4,
            )
            values.append(
                {"lever": row["lever"], "series": one.name, "effect": value, "lower": low, "upper": high, "verdict": said}
            )
    value_axis(axes, scale)
    for mark in values:
        y = levers.index(mark["lever"]) + (-APART if mark["series"] == series[0].name else APART)
        layout.cut_heads(axes, mark["lower"], mark["upper"], y, look.verdict_colour(mark["verdict"]))
    return Drawn(pd.DataFrame(values), marks)


def effects_picture(
    found: OneAtATime,
    title: str,
    series: Sequence[Series],
    measures: Sequence[str] = tuple(SHOWN),
    width: float = look.WIDE,
) -> Picture:
    """A panel per measure beside each other (on narrow pages below each other), a row per lever.

    Under a lever's name stands the measure that it makes worse most clearly, if one is shown.
    """
    with own_style():
        harms = dict(zip(found.worse["lever"], found.worse["measure"], strict=True))
        notes = [f"worse: {harms[lever]}" if lever in harms else "" for lever in found.levers]
        priced = "△ its price and nothing else; " if (found.effects["verdict"] == GIVEN).any() else ""
        known = (
            f"{words.replications(found.replications)}; upper mark: {series[0].name}, lower: {series[1].name}; "
            f"● better, ◇ worse, □ undecided; {priced}line: 95 % interval; under a name: what the lever makes worse most "
            "clearly, of all measures looked at (adjusted)"
        )
        names = [lever_name(lever) for lever in found.levers]
        across = len(measures) if width >= look.NARROW else 1
        left = EDGE + 14 + min(max(layout.widest(names), layout.widest(notes, look.TINY)), 0.42 * width)
        wide = max((width - left - EDGE - GUTTER * (across - 1)) / across, LEAST)
        body = ROW * len(found.levers)
        page = layout.sheet(width, (HEAD + body + FOOT) * -(-len(measures) // across), title, known)
        tables, said = [], []
        for place, measure in enumerate(measures):
            rows, scale = rows_of(found, measure), scale_for(found, measure)
            top = place // across * (HEAD + body + FOOT) + HEAD
            axes = page.panel(left + place % across * (wide + GUTTER), top, wide, body)
            drawn = lever_dots(axes, rows, found.levers, series, scale)
            _head(axes, rows, wide)
            if place % across == 0:
                _names(axes, names, notes, left)
            tables.append(drawn.values.assign(measure=measure, unit=scale.unit))
            said.append(_shown_words(drawn.values, measure, scale))
    table = pd.concat(tables, ignore_index=True)
    return Picture(page.figure, title, " ".join(said), table)


def _head(axes: Axes, rows: pd.DataFrame, wide: float) -> None:
    label, better = str(rows["label"].iloc[0]), str(rows["better"].iloc[0])
    lines = layout.wrap(words.sentence(label), wide + GUTTER - 8, look.SMALL, bold=True)[:2]
    for place, line in enumerate(reversed(lines)):
        layout.write(axes, line, (0, 1), on="axes fraction", move=(0, 26 + 14 * place), size=look.SMALL, bold=True)
    arrow = "better →" if better == "higher" else "← better"
    layout.write(axes, arrow, (0, 1), on="axes fraction", move=(0, 10), size=look.TINY, alpha=look.MUTED)


def _names(axes: Axes, names: Sequence[str], notes: Sequence[str], left: float) -> None:
    on = axes.get_yaxis_transform()
    for place, (name, note) in enumerate(zip(names, notes, strict=True)):
        layout.write(axes, layout.cut(name, left - EDGE - 8), (0, place), on=on, move=(-10, 7 if note else 0), ha="right")
        if note:
            layout.write(axes, note, (0, place), on=on, move=(-10, -8), size=look.TINY, alpha=look.MUTED, ha="right")


def _shown_words(values: pd.DataFrame, measure: str, scale: Scale) -> str:
    unit = f"{words.GAP}{scale.unit}" if scale.unit else ""
    shown = [
        f"{lever_name(row['lever'])} {row['series']} {words.number(row['effect'])}{unit}"
        for row in values[~values["verdict"].isin((UNDECIDED, GIVEN))].to_dict("records")
    ]
    return f"{words.sentence(measure)}: {'; '.join(shown) or 'nothing'} shown by its own interval, else undecided."
