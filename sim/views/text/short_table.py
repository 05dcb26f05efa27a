"""The short table of a study: the measures a manager asks for, a line each."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from sim.inputs.seen import columns
from sim.views.style import words
from sim.views.style.study_words import Row, difference_words, in_peoples_units, measures_compared, names
from sim.views.text.verdict import verdict_words

if TYPE_CHECKING:
    from sim.experiment.study import Study

NARROWEST_LABEL = 16
"""Columns that a label needs beside the numbers."""
LONGEST_NAME = 10
"""Names of worlds longer than this stand above the table, which then says A and B."""


def short_table(study: Study) -> list[str]:
    """The measures a manager asks for, a line each."""
    short = study.comparison[study.comparison["short"]]
    rows = in_peoples_units(short, study.a.company.currency, thousands=True).to_dict("records")
    heads, lines = list(names(study)), []
    if max(map(len, heads)) > LONGEST_NAME:
        lines = [part for letter, name in zip("AB", heads, strict=True) for part in words.filled(f"{letter}: {name}")]
        heads = ["A", "B"]
    cells = [[*_cells(row), verdict_words(row)] for row in rows]
    table = [["", *heads, "difference", "[95 % interval]", ""], *cells]
    wide = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    space = columns(words.WIDTH) - sum(wide) - len(wide)
    apart, space = space < NARROWEST_LABEL, max(space, NARROWEST_LABEL)
    for label, line in zip(["", *(str(row["label"]) for row in rows)], table, strict=True):
        first, *rest = textwrap.wrap(label, space, break_on_hyphens=False) or [""]
        unit, a, b, change, interval, said = line
        if apart and label:  # no space beside the numbers: the label has a line of its own
            lines += words.filled(label)
            first, rest = "", []
        lines.append(
            f"{first:{2 if apart else space}} {unit:{wide[0]}} {a:>{wide[1]}} {b:>{wide[2]}} {change:>{wide[3]}} "
            f"{interval:{wide[4]}} {said}".rstrip()
        )
        lines += [f"  {more}" for more in rest]
    return [*lines, "", *words.filled(legend(study))]


def legend(study: Study) -> str:
    """What the marks of the table mean."""
    return (
        f"* holds also with intervals adjusted for all {measures_compared(study)} measures (Holm); ? only by its"
        " own interval. Differences of percentages are in percentage points."
    )


def _cells(row: Row) -> list[str]:
    """Unit, both means, difference, interval."""
    estimate, interval = difference_words(row["difference"], row["lower"], row["upper"])
    return [str(row["unit"]), words.number(row["a"]), words.number(row["b"]), estimate, interval]
