"""Rows of dots with intervals and a small table beside them: the ground of `differences` and `worse_off`.

Better is always at the right. Where the axes have space at their left, a row's name stands there and its figures at the
right; else both stand above its marks (narrow pages). Margins follow from the text: names are broken and words left out
before the marks lose their space.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.verdicts import BETTER, DIFFERENT, UNDECIDED, WORSE
from sim.views.charts import findings
from sim.views.charts.findings import Worlds
from sim.views.charts.row_plan import (
    BESIDE,
    GUTTER,
    HEAD_LINE,
    Plan,
    begins,
    change_words,
    figure_lines,
    group_height,
    places,
    plan_of,
    value_words,
)
from sim.views.style import layout, look, words
from sim.views.style.layout import Drawn

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

LINEAR_TO = 400.0
"""Changes beyond this (in %) turn the axis logarithmic outside +-100 %."""
FARTHEST = 10_000.0
"""Limits of intervals beyond this (in %) end in an arrow head at the edge: those of few pairs leave space for others."""
LIMITS = ("lower", "upper", "lower_all", "upper_all")
SYMLOG_TICKS = (0.0, 100.0, -100.0, *(s * t for t in (1e3, 1e4, 1e5, 1e6, 50, 300, 3e3, 3e4) for s in (1, -1)))
"""In order of importance: those that find no space are left out."""


def rows_page(
    rows: pd.DataFrame, worlds: Worlds, width: float, title: str, known: str, notes: list[str]
) -> tuple[layout.Sheet, Axes]:
    """A page with axes for these rows (with a `name`), and space for their names, their figures and the notes."""
    plan = plan_of(rows, worlds, width)
    space, head = width - plan.left - plan.right, head_height(plan)
    body = plan.pitch * (float(places(rows, beside=plan.beside).max()) + 1 if len(rows) else 1)
    page = layout.sheet(width, head + body + foot_height(worlds, width, space, notes), title, known)
    return page, page.panel(plan.left, head, space, body)


def head_height(plan: Plan) -> float:
    """Space above the axes for the heads of the columns."""
    return 10 + HEAD_LINE * max(len(column.head) for column in plan.columns) if plan.beside else 4


def foot_height(worlds: Worlds, width: float, space: float, notes: list[str]) -> float:
    """Space under axes `space` wide, in a figure `width` wide, for ticks, the name of the axis and notes."""
    name = len(layout.axis_lines(axis_name(worlds, logarithmic=True), space))
    lines = wrapped_notes(notes, width)
    return 34 + 15 * name + (12 + 15 * len(lines) if lines else 0)


def axis_name(worlds: Worlds, *, logarithmic: bool) -> str:
    """What the axis of changes shows."""
    tail = f"; logarithmic beyond ±100{words.GAP}%" if logarithmic else ""
    return f"← worse in {worlds[1]} · better →, in % of {worlds[0]}{tail}"


def rows_of_dots(axes: Axes, rows: pd.DataFrame, worlds: Worlds) -> Drawn:
    """Names (`name`), intervals, marks and figures of `findings.relative_changes` rows."""
    layout.plain(axes)
    axes.spines["left"].set_visible(False)
    heights = places(rows, beside=not above(axes))
    axes.set_ylim((float(heights.max()) if len(rows) else 0.0) + 0.5, -0.5)
    marks: dict[str, list[Artist]] = {"dots": [], "intervals": [], "adjusted": []}
    for place, row in zip(heights, rows.to_dict("records"), strict=True):
        y, colour = place + depth(axes), look.verdict_colour(row["verdict"])
        for key, low, high, width in (
            ("adjusted", row["lower_all"], row["upper_all"], 1.2),
            ("intervals", row["lower"], row["upper"], 3.4),
        ):
            if math.isfinite(low) and math.isfinite(high):
                marks[key] += axes.plot([low, high], [y, y], color=colour, lw=width, zorder=3)
        open_ = row["verdict"].startswith(WORSE)
        marks["dots"] += axes.plot(
            [row["change"]],
            [y],
            look.MARKERS[row["verdict"]],
            ms=4.8 if open_ else 5.2,
            mec=colour,
            mew=1.6,
            mfc=look.verdict_face(row["verdict"]),
            zorder=4,
        )
    plan = plan_of(rows, worlds, layout.figure_width(axes))
    marks["labels"] = _text_above(axes, rows, plan) if above(axes) else _text_beside(axes, rows, plan)
    marks["groups"] = _groups(axes, rows)
    if rows.empty:
        layout.write(axes, "nothing to show", (0.5, 0.5), on="axes fraction", ha="center", alpha=look.MUTED)
    return Drawn(rows, marks)


def scale(axes: Axes, tables: list[pd.DataFrame], worlds: Worlds) -> list[Artist]:
    """Limits that hold every mark, 0 and intervals up to `FARTHEST`; logarithmic beyond +-100 % where very unequal.

    Gives the line at 0. Lines are broken where a row's text stands above its marks.
    """
    low, high = _reach(tables)
    logarithmic = max(-low, high) > LINEAR_TO
    if logarithmic:
        axes.set_xscale("symlog", linthresh=100, linscale=1)
        axes.set_xlim(min(1.3 * low, -10) if low < 0 else -10, max(1.3 * high, 10) if high > 0 else 10)
        _ticks(axes, _spaced(axes, SYMLOG_TICKS))
    else:
        from matplotlib.ticker import MaxNLocator

        low, high = (low, high) if high - low > 1e-6 else (-10, 10)
        margin = 0.05 * (high - low)
        axes.set_xlim(low - margin, high + margin)
        steps = MaxNLocator(max(2, int(layout.size_of(axes)[0] / 70)), steps=[1, 2, 2.5, 5, 10])
        _ticks(axes, [float(tick) for tick in steps.tick_values(*axes.get_xlim())])
    for place, row in zip(places(tables[0], beside=not above(axes)), tables[0].to_dict("records"), strict=True):
        ends = min(row["lower"], row["lower_all"]), max(row["upper"], row["upper_all"])
        layout.cut_heads(axes, *ends, place + depth(axes), look.verdict_colour(row["verdict"]))
    layout.name_axis(axes, x=axis_name(worlds, logarithmic=logarithmic))
    rows = places(tables[0], beside=not above(axes))
    top, bottom = rows + (depth(axes) - 0.17 if above(axes) else -0.5), rows + 0.5
    for tick in axes.get_xticks():
        axes.vlines(0 * rows + tick, top, bottom, color=look.INK, alpha=look.GRID, lw=0.6, zorder=0)
    return [axes.vlines(0.0 * rows, top, bottom, color=look.INK, lw=1.1, zorder=1)]


def _reach(tables: list[pd.DataFrame]) -> tuple[float, float]:
    """The least and the largest value an axis shows, in %: all changes, and limits as far as `FARTHEST`."""
    values = [0.0]
    for table in tables:
        for column, most in (("change", math.inf), *((name, FARTHEST) for name in LIMITS)):
            if column in table:
                known = [float(value) for value in table[column] if math.isfinite(value)]
                values += [max(-most, min(most, value)) for value in known]
    return min(values), max(values)


# What is said


def marks_words(rows: pd.DataFrame) -> str:
    """The marks that occur, in words, for the line under a title."""
    names = {
        BETTER: "● better",
        WORSE: "◇ worse",
        DIFFERENT: "✚ different",
        UNDECIDED: "■ interval holds 0 or is unknown",
        "better, given": "▲ better, given by arithmetic",
        "worse, given": "△ worse, given by arithmetic",
    }
    return " · ".join(
        name.replace(" ", words.GAP) for verdict, name in names.items() if (rows["verdict"] == verdict).any()
    )


def zero_notes(table: pd.DataFrame, worlds: Worlds) -> list[str]:
    """One sentence per measure that has no percentage, with its absolute values."""
    notes = []
    for row in findings.without_percentage(table).to_dict("records"):
        said = str(row.get("label", row["measure"]))
        name = f"{row['who']}: {said}" if "who" in row else said
        unit = str(row["unit"])
        values = f"{words.with_unit(row['a'], unit)} in {worlds[0]}, {words.with_unit(row['b'], unit)} in {worlds[1]}"
        change = words.with_interval(row["difference"], row["lower"], row["upper"], unit, digits=2)
        known = math.isfinite(row["difference"])
        notes.append(f"{name}: {values}" + (f"; difference {change}" if known else "; not comparable"))
    return [f"Without a percentage — {notes[0]}", *notes[1:]] if notes else []


def description(rows: pd.DataFrame, notes: Sequence[str], worlds: Worlds) -> str:
    """Every row with both means, change, interval and verdict."""
    said = []
    for row in rows.to_dict("records"):
        a, b = (value_words(row[key], str(row["unit"])) for key in "ab")
        change = change_words((row["difference"], row["low"], row["high"]), str(row["unit"]))
        said.append(f"{row['name']}: {a} to {b}, {change}, {row['verdict']}.")
    head = f"Dots with 95 % intervals for the change from {worlds[0]} to {worlds[1]}, a row each, better at the right."
    return " ".join([head, *said, *(f"{note}." for note in notes)])


def write_notes(axes: Axes, notes: list[str], worlds: Worlds) -> list[Artist]:
    """Sentences under the name of the axis, from the left edge of the figure."""
    width = layout.figure_width(axes)
    left = axes.get_position().x0 * width - layout.EDGE
    name = len(layout.axis_lines(axis_name(worlds, logarithmic=True), layout.size_of(axes)[0]))
    return [
        layout.write(
            axes,
            line,
            (0, 0),
            on="axes fraction",
            move=(-left, -36 - 15 * (name + i)),
            size=look.SMALL,
            alpha=look.MUTED,
        )
        for i, line in enumerate(wrapped_notes(notes, width))
    ]


def wrapped_notes(notes: list[str], width: float) -> list[str]:
    """The notes as lines for a figure of this width."""
    return [line for note in notes for line in layout.wrap(note, width - 2 * layout.EDGE, look.SMALL)]


# Where the text of a row stands


def above(axes: Axes) -> bool:
    """Whether the text of a row stands above its marks, for want of space at the left."""
    return float(axes.get_position().x0) * layout.figure_width(axes) < BESIDE


def depth(axes: Axes) -> float:
    """How far under the middle of its row (in rows) a mark lies."""
    return 0.25 if above(axes) else 0.0


def _groups(axes: Axes, rows: pd.DataFrame) -> list[Artist]:
    """The name of each group above its first row, from the left edge of the figure."""
    on, left = axes.get_yaxis_transform(), axes.get_position().x0 * layout.figure_width(axes) - layout.EDGE
    first, beside = begins(rows), not above(axes)
    starts = zip(places(rows, beside=beside)[first], rows["benefit"][first], strict=True) if first.any() else ()
    up = 0.5 + group_height(beside=beside) / 2
    return [
        layout.write(axes, words.sentence(str(name)), (0.0, place - up), on=on, move=(-left, 0), bold=True)
        for place, name in starts
    ]


def _text_above(axes: Axes, rows: pd.DataFrame, plan: Plan) -> list[Artist]:
    labels: list[Artist] = []
    width, _ = layout.size_of(axes)
    on = axes.get_yaxis_transform()
    for place, (height, name) in enumerate(zip(places(rows, beside=False), rows["name"], strict=True)):
        at = (0.0, height - 0.5)
        lines = layout.wrap(name, width, bold=True)[:2]
        for i, line in enumerate(lines):
            labels.append(layout.write(axes, line, at, on=on, move=(0, -10 - HEAD_LINE * i), bold=True))
        for i, figures in enumerate(figure_lines(plan.columns, place, width), len(lines)):
            labels.append(layout.write(axes, figures, at, on=on, move=(0, -10 - HEAD_LINE * i), size=look.SMALL))
    axes.set_yticks([])
    return labels


def _text_beside(axes: Axes, rows: pd.DataFrame, plan: Plan) -> list[Artist]:
    labels: list[Artist] = []
    on, heights = axes.get_yaxis_transform(), places(rows, beside=True)
    for place, lines in zip(heights, plan.names, strict=True):
        labels.append(layout.write(axes, "\n".join(lines), (0.0, place), on=on, move=(-10, 0), ha="right"))
    x = 0.0
    for i, column in enumerate(plan.columns):
        right = i < 2  # numbers stand to the right, words to the left
        x += column.width if right else GUTTER
        ha = "right" if right else "left"
        for line, text in enumerate(reversed(column.head)):
            move = (x, 10 + HEAD_LINE * line)
            labels.append(
                layout.write(axes, text, (1, 1), on="axes fraction", move=move, size=look.SMALL, bold=True, ha=ha)
            )
        if right and column.head:
            wide = layout.text_width(column.head[0], look.SMALL, bold=True)
            move = (x - wide - 9, 10 + HEAD_LINE * (len(column.head) - 1))
            colour = look.WORLDS[i]
            labels.append(layout.write(axes, "■", (1, 1), on="axes fraction", move=move, colour=colour, ha="center"))
        for place, cell in zip(heights, column.cells, strict=True):
            labels.append(
                layout.write(axes, cell, (1.0, place), on=on, move=(x, 0), size=look.SMALL, bold=column.bold, ha=ha)
            )
        x += 0 if right else column.width - GUTTER
    axes.set_yticks([])
    return labels


def _spaced(axes: Axes, wanted: tuple[float, ...]) -> list[float]:
    """Of the wanted ticks, in order of importance, those inside the limits that leave space for each other."""
    low, high = axes.get_xlim()
    width, _ = layout.size_of(axes)
    left, right = (axes.transScale.transform((edge, 0))[0] for edge in (low, high))
    kept: dict[float, float] = {}
    for tick in wanted:
        at = (axes.transScale.transform((tick, 0))[0] - left) / (right - left) * width
        half = layout.text_width("+" + words.number(abs(tick)), look.SMALL) / 2
        fits = half <= layout.EDGE + min(at, width - at)
        if low <= tick <= high and fits and all(abs(at - other) > 44 for other in kept.values()):
            kept[tick] = at
    return list(kept)


def _ticks(axes: Axes, ticks: list[float]) -> None:
    low, high = axes.get_xlim()
    inside = sorted(tick for tick in ticks if low <= tick <= high)
    axes.set_xticks(inside, [("+" if tick > 0 else "") + words.number(tick) for tick in inside])
    axes.set_xticks([], minor=True)
