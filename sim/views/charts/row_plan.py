"""Where the text of rows of dots stands, and how much of it: decided by the text's own widths, before anything is drawn.

Names are broken and words left out before the marks lose their space; only then does the text move above the marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.views.charts import findings
from sim.views.charts.findings import Worlds
from sim.views.style import layout, look, words
from sim.views.style.study_words import difference_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROW, LINE, NARROW_ROW, GUTTER, SWATCH = 30.0, 14.0, 66.0, 14.0, 14.0
HEAD, HEAD_LINE = 80.0, 14.0
"""Heads of columns are broken from this width on."""
BESIDE = 60.0
"""Names of rows stand beside the axes where there is at least this space at the left, else above the marks."""
LEAST_PLOT = 180.0
"""With less space for the marks, names are broken more often, and what the marks say too is not repeated in words."""
TRIES = ((0.28, True), (0.22, True), (0.22, False), (0.16, False))
"""Share of the width for names, and whether the verdict stands beside the figures, as the text grows."""
GROUP, NARROW_GROUP = 0.85, 0.35
"""Rows that the name of a group takes, where text stands beside the marks and where it stands above them."""


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """One column of figures at the right of the rows; `head` may take several lines."""

    head: list[str]
    cells: list[str]
    width: float
    bold: bool = False


def columns_of(rows: pd.DataFrame, worlds: Worlds) -> list[FigureColumn]:
    """The figures printed beside the rows: both means, the difference with its interval, the verdict."""
    a, b = ([value_words(row[key], str(row["unit"])) for row in rows.to_dict("records")] for key in "ab")
    limits = zip(rows["difference"], rows["low"], rows["high"], strict=True)
    change = [change_words(limit, str(unit)) for limit, unit in zip(limits, rows["unit"], strict=True)]
    known = bool(np.isfinite(rows["low"].to_numpy(dtype=float)).any())
    interval = "" if not known else " [95 %, adjusted]" if rows.attrs.get("adjusted") else " [95 %]"
    contents = [(worlds[0], a), (worlds[1], b), ("difference" + interval, change), ("", list(rows["verdict"]))]
    columns = []
    for i, (head, cells) in enumerate(contents):
        wide = layout.widest(cells, look.SMALL, bold=i == 2)
        lines = layout.wrap(head, max(wide, HEAD), look.SMALL, bold=True)
        above = layout.widest(lines, look.SMALL, bold=True) + (SWATCH if i < 2 else 0)
        columns.append(FigureColumn(lines, cells, max(wide, above) + GUTTER, bold=i == 2))
    return columns


def change_words(limits: tuple[float, float, float], unit: str) -> str:
    """`−73 h [−98, −49]`: the unit of times, which may be another than that of the values beside it."""
    estimate, interval = difference_words(*limits)
    return f"{estimate}{words.GAP + unit if unit in words.DURATIONS.values() else ''} {interval}".rstrip()


def value_words(value: float, unit: str) -> str:
    """A value in the unit that fits it: `73.3 h`, `2.9 min`, `12 %`."""
    return words.hours(value) if unit == "h" else words.with_unit(value, unit)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the text of rows stands in a figure, and what of it.

    Attributes:
        beside: whether names and figures stand beside the marks, or above them.
        left, right: margins of the axes.
        pitch: height of a row.
        names: lines of each row's name.
        columns: the figures that are printed.
    """

    beside: bool
    left: float
    right: float
    pitch: float
    names: list[list[str]]
    columns: list[FigureColumn]


def plan_of(rows: pd.DataFrame, worlds: Worlds, width: float) -> Plan:
    """The first of `TRIES` that leaves the marks their space in a figure of this width, else text above the marks."""
    columns = columns_of(rows, worlds)
    for share, with_verdict in TRIES if width >= look.NARROW else ():
        names = [layout.wrap(str(name), share * width) for name in rows["name"]]
        own = columns if with_verdict else columns[:3]
        left = max(layout.widest([line for lines in names for line in lines]) + layout.EDGE + 10, BESIDE)
        right = sum(column.width for column in own) + layout.EDGE
        if width - left - right >= LEAST_PLOT:
            most = max((len(lines) for lines in names), default=1)
            return Plan(True, left, right, max(ROW, LINE * most + 6), names, own)
    space = width - 2 * layout.EDGE
    names = [layout.wrap(str(name), space, bold=True)[:2] for name in rows["name"]]
    lines = max((len(own) + len(figure_lines(columns, place, space)) for place, own in enumerate(names)), default=2)
    return Plan(False, layout.EDGE, layout.EDGE, NARROW_ROW + HEAD_LINE * (lines - 2), names, columns)


def places(rows: pd.DataFrame, *, beside: bool) -> findings.FloatArray:
    """Where each row stands, in rows from the top; the first of a group (`benefit`) leaves space for the group's name."""
    number = np.arange(len(rows), dtype=np.float64)
    return number + group_height(beside=beside) * np.cumsum(begins(rows))


def group_height(*, beside: bool) -> float:
    """Rows that the name of a group takes."""
    return GROUP if beside else NARROW_GROUP


def begins(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows begin a group."""
    if "benefit" not in rows:
        return np.zeros(len(rows), dtype=np.bool_)
    return np.asarray(rows["benefit"] != rows["benefit"].shift(), dtype=np.bool_)


def figure_lines(columns: list[FigureColumn], place: int, width: float) -> list[str]:
    """The figures of a row that stand above its marks: on one line, or the change on a second where they are long."""
    a, b, *rest = (column.cells[place] for column in columns)
    means, found = f"{a} → {b}", (3 * words.GAP).join(rest)
    together = (3 * words.GAP).join([means, found])
    return [together] if layout.text_width(together, look.SMALL) <= width else [means, found]
