"""The tables of the engine's closed forms: what a formula says, what was simulated, and whether they agree."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd

from sim.verification.judgement import MOST_HALF_WIDTH
from sim.views.style import words

if TYPE_CHECKING:
    from sim.verification.closed_forms.arithmetic import Arithmetic
    from sim.verification.closed_forms.table import Row

ID, MOST_NAME = 6, 46
EXACT, FOUND, HALF, HOLDS = 10, 11, 7, 6
DIGITS = 4

COLUMNS = ["id", "kind", "stands for", "quantity", "unit", "exact", "simulated", "half-width %", "z", "replications"]


def closed_forms_text(rows: Sequence[Row], arithmetic: Sequence[Arithmetic], width: int = words.WIDTH) -> str:
    """Simulated rows, case by case, and how to read them; then the arithmetic ones; from 60 columns up."""
    parts = [_simulated(rows, width), _reading(rows, width), _arithmetic(arithmetic, width)]
    return "\n\n".join(parts)


def closed_forms_held(rows: Sequence[Row], arithmetic: Sequence[Arithmetic]) -> str:
    """How many hold."""
    return (
        f"{sum(row.holds for row in rows)} of {len(rows)} simulated closed forms hold\n"
        f"{sum(row.holds for row in arithmetic)} of {len(arithmetic)} arithmetic ones hold"
    )


def closed_forms_table(rows: Sequence[Row], arithmetic: Sequence[Arithmetic]) -> pd.DataFrame:
    """One row per quantity: `COLUMNS` and whether it holds.

    Shares are numbers from 0 to 1, also where the unit is %; half-widths are per cent of the exact value. Arithmetic rows
    have in `simulated` the same worked out in a second way, and no half-width, z or replications.
    """
    simulated = [
        (
            row.id,
            "simulated",
            row.case.sentence,
            row.quantity.name,
            row.quantity.unit,
            row.found.expected,
            row.found.mean,
            100.0 * row.found.half_width,
            row.found.z,
            row.case.replications,
            row.holds,
        )
        for row in rows
    ]
    again = [
        (one.id, "arithmetic", one.name, one.name, one.unit, one.exact(), one.again(), None, None, None, one.holds)
        for one in arithmetic
    ]
    return pd.DataFrame([*simulated, *again], columns=[*COLUMNS, "holds"])


def _simulated(rows: Sequence[Row], width: int) -> str:
    lines = [_line("Closed forms, simulated", "", ("exact", "simulated", "±", "holds"), width)]
    for case, group in groupby(rows, key=lambda row: row.case):
        lines += textwrap.wrap(case.sentence, width, initial_indent=f"{case.id:<{ID}}", subsequent_indent=" " * ID)
        for row in group:
            half = f"{100.0 * row.found.half_width:.1f}{words.GAP}%"
            numbers = _numbers(row.found.expected, row.found.mean, row.quantity.unit)
            lines.append(
                _line("", _named(row.quantity.name, row.quantity.unit), (*numbers, half, _answer(row.holds)), width)
            )
    return "\n".join(lines)


def _arithmetic(rows: Sequence[Arithmetic], width: int) -> str:
    lines = [_line("Closed forms, arithmetic", "", ("formula", "2nd way", "", "holds"), width)]
    for row in rows:
        cells = (*_numbers(row.exact(), row.again(), row.unit), "", _answer(row.holds))
        lines.append(_line(row.id, _named(row.name, row.unit), cells, width))
    return "\n".join(lines)


def _line(first: str, name: str, cells: tuple[str, str, str, str], width: int) -> str:
    """A line of a table; a name that is too long begins on lines of its own."""
    exact, found, half, holds = cells
    numbers = f"{exact:>{EXACT}}{found:>{FOUND}}{half:>{HALF}}{holds:>{HOLDS}}"
    space = min(MOST_NAME, width - ID - len(numbers))
    if not name:
        return f"{first:<{ID + space}}{numbers}"
    *before, last = textwrap.wrap(name, ID + space - 1, initial_indent=f"{first:<{ID}}", subsequent_indent=" " * ID + " ")
    return "\n".join([*before, f"{last:<{ID + space}}{numbers}"])


def _named(name: str, unit: str) -> str:
    return f"{name},{words.GAP}{unit}" if unit else name


def _numbers(exact: float, found: float, unit: str) -> tuple[str, str]:
    """Both with so many decimals that the exact one has four digits."""
    scale = 100.0 if unit == "%" else 1.0
    size = abs(scale * exact)
    decimals = max(0, DIGITS - 1 - math.floor(math.log10(size))) if size > 0.0 else DIGITS
    return f"{scale * exact:,.{decimals}f}", f"{scale * found:,.{decimals}f}".replace("-", "−")


def _answer(holds: bool) -> str:
    return "yes" if holds else "NO"


def _reading(rows: Sequence[Row], width: int) -> str:
    precision = max((row.precision for row in rows), default=0.0)
    fewest = min((row.case.replications for row in rows), default=0)
    text = (
        f"Exact: a formula of theory. Simulated: the engine reduced to that case, a mean over at least {fewest} "
        "independent replications with fixed seeds, corrected by what the random input is known to have been; ± its 95 % "
        f"half-width, in per cent of the exact value. A row holds if |z| < 4 and ± is at most {precision:.0%}"
    )
    text += "." if precision <= MOST_HALF_WIDTH else " (2 % at full length; these runs are a fifth as long)."
    return textwrap.fill(text.replace("%", words.GAP + "%").replace(" " + words.GAP, words.GAP), width)
