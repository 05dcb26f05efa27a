"""Charts 1 and 10: how much differs, how sure is it, and who is worse off. One row, one question."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.views.charts import dots, findings
from sim.views.charts.findings import Worlds
from sim.views.style import look, words
from sim.views.style.layout import Drawn

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes


def paired_differences(axes: Axes, comparison: pd.DataFrame, pairs: pd.DataFrame, worlds: Worlds) -> Drawn:
    """Change from world A to world B by measure, in % of A's mean, with every replication as a small dot.

    A filled circle is better, an open diamond worse, a grey square undecided. The thick line is the plain
    95 % interval, the thin one is adjusted for all measures and decides. Measures whose mean in A is 0 are
    named in a note under the axis.
    """
    rows = findings.relative_changes(comparison)
    drawn = dots.rows_of_dots(axes, rows.assign(name=rows["label"]), worlds)
    repeats: list[Artist] = []
    room = 0.15 if dots.above(axes) else 0.30
    for place, (measure, mean) in enumerate(zip(rows["measure"], rows["a"], strict=True)):
        changes = findings.pair_changes(pairs, measure, mean)
        heights = place + dots.depth(axes) + room * _spread(changes.size)
        repeats += axes.plot(changes, heights, "o", ms=2.4, mew=0, color=look.INK, alpha=0.32, zorder=2)
    drawn.marks["replications"] = repeats
    drawn.marks["zero"] = dots.scale(axes, [drawn.values, _reach(rows, pairs)], worlds)
    drawn.marks["note"] = dots.write_notes(axes, zero_notes(comparison, worlds), worlds)
    return drawn


def who_is_worse_off(axes: Axes, table: pd.DataFrame, worlds: Worlds) -> Drawn:
    """Rows of people or departments with what changes for them; the same marks as `paired_differences`."""
    rows = findings.relative_changes(table)
    drawn = dots.rows_of_dots(axes, rows.assign(name=who_names(rows)), worlds)
    drawn.marks["zero"] = dots.scale(axes, [drawn.values], worlds)
    drawn.marks["note"] = dots.write_notes(axes, zero_notes(table, worlds), worlds)
    return drawn


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


def who_names(rows: pd.DataFrame) -> list[str]:
    """`Support: handling time`, from `label` where the table has it, else from `measure`."""
    said = rows["label"] if "label" in rows else rows["measure"]
    return [f"{who}: {what}" for who, what in zip(rows["who"], said, strict=True)]


def _reach(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Smallest and largest replication of each row, so that no dot leaves the axes."""
    ranges = []
    for measure, mean in zip(rows["measure"], rows["a"], strict=True):
        changes = findings.pair_changes(pairs, measure, mean)
        changes = changes[np.isfinite(changes)]
        if changes.size:
            ranges.append((changes.min(), changes.max()))
    return pd.DataFrame(ranges, columns=["lower", "upper"])


def _spread(amount: int) -> findings.FloatArray:
    """Evenly irregular heights in [-1, 1] for dots that would cover each other (golden-ratio steps)."""
    return np.asarray(2 * ((np.arange(amount) * 0.6180339887498949 + 0.5) % 1.0) - 1, dtype=np.float64)
