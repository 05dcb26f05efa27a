"""What `verify` prints: the fifteen statements, then the closed forms; what was expected, what came out, what holds."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.style import words
from sim.views.text.closed_forms import closed_forms_held, closed_forms_text

if TYPE_CHECKING:
    from sim.verification.closed_forms.arithmetic import Arithmetic
    from sim.verification.closed_forms.table import Row
    from sim.verification.statements.catalogue import StatementResult
    from sim.verification.statements.claims import Line
    from sim.verification.statements.lab import Effort

WHAT, EXPECTED, FOUND = 46, 16, 27
INDENT = "    "
NARROW = INDENT + "  "
"""Where numbers begin that stand on a line of their own, because the terminal is narrower than `words.WIDTH`."""
MOST_DIGITS = 4
UNIT = re.compile(r" (?=(h|%)(?!\w))")
"""The space between a number and its unit, at which no line breaks."""


def verify_text(
    results: Sequence[StatementResult],
    rows: Sequence[Row],
    arithmetic: Sequence[Arithmetic],
    effort: Effort,
    width: int = words.WIDTH,
) -> str:
    """Statements, closed forms, arithmetic; then how many hold of each, `N of 15 hold` (statements) as the last line."""
    counts = f"{closed_forms_held(rows, arithmetic)}\nand of the statements\n{held(results)}"
    return "\n\n".join([statements_text(results, effort, width), closed_forms_text(rows, arithmetic, width), counts])


def statements_text(results: Sequence[StatementResult], effort: Effort, width: int = words.WIDTH) -> str:
    """All statements with their evidence, and how to read them; from 60 columns up."""
    parts = [_head(width), *(_statement(result, width) for result in results), _reading(effort, width)]
    return "\n\n".join(parts)


def held(results: Sequence[StatementResult]) -> str:
    """The last line."""
    return f"{sum(result.holds for result in results)} of {len(results)} hold"


def statements_table(results: Sequence[StatementResult]) -> pd.DataFrame:
    """One row per claim: statement, sentence, what, rule, expected, simulated, lower, upper, unit, holds.

    Shares are numbers from 0 to 1 here, also where the unit is %.
    """
    rows = [
        (
            result.statement.number,
            result.statement.sentence,
            line.what,
            line.rule,
            line.expected,
            line.found.estimate,
            line.found.lower,
            line.found.upper,
            line.unit,
            line.holds,
        )
        for result in results
        for line in result.lines
    ]
    return pd.DataFrame(
        rows,
        columns=["statement", "sentence", "what", "rule", "expected", "simulated", "lower", "upper", "unit", "holds"],
    )


def _head(width: int) -> str:
    before = NARROW if width < words.WIDTH else f"{INDENT}{'':{WHAT}} "
    return f"{before}{'expected':<{EXPECTED}}{'simulated, 95 % interval':<{FOUND}} holds"


def _statement(result: StatementResult, width: int) -> str:
    sentence = textwrap.wrap(result.statement.sentence, width - len(INDENT) - 6)
    sentence[-1] = f"{sentence[-1]:<{width - len(INDENT) - 5}}{_answer(result.holds)}"
    head = [f"{result.statement.number:>2}  {sentence[0]}", *(INDENT + more for more in sentence[1:])]
    return "\n".join([*head, *(_line(line, width) for line in result.lines)])


def _answer(holds: bool) -> str:
    return "yes" if holds else "NO"


def _line(line: Line, width: int) -> str:
    what, numbers = UNIT.sub(words.GAP, line.what), f"{_expected(line):<{EXPECTED}}{_found(line):<{FOUND}}"
    if width < words.WIDTH:
        wrapped = textwrap.wrap(what, width - len(INDENT), subsequent_indent="  ")
        return "\n".join([*(INDENT + text for text in wrapped), f"{NARROW}{numbers} {_answer(line.holds)}"])
    *before, last = textwrap.wrap(what, WHAT - 1, subsequent_indent="  ")
    row = f"{INDENT}{last:<{WHAT}} {numbers} {_answer(line.holds)}"
    return "\n".join([*(INDENT + more for more in before), row])


def _expected(line: Line) -> str:
    scale = 100.0 if line.unit == "%" else 1.0
    text = f"{scale * line.expected:,.{_decimals(line, scale)}f}"
    if line.rule not in ("=", "sign of") and "." in text:
        text = text.rstrip("0").rstrip(".")  # a limit is a round number
    return f"{line.rule} {text}".replace("-", "−")


def _found(line: Line) -> str:
    scale = 100.0 if line.unit == "%" else 1.0
    decimals = _decimals(line, scale)
    numbers = [f"{scale * value:,.{decimals}f}" for value in (line.found.estimate, line.found.lower, line.found.upper)]
    estimate, lower, upper = (number.replace("-", "−") for number in numbers)
    unit = words.GAP + line.unit if line.unit else ""
    return f"{estimate} [{lower}, {upper}]{unit}"


def _decimals(line: Line, scale: float) -> int:
    """As many as give the half-width two digits, but the numbers themselves at most four."""
    half, size = (scale * abs(number) for number in (line.found.half_width, line.found.estimate or line.expected))
    by_half = 1 - math.floor(math.log10(half)) if math.isfinite(half) and half > 1e-9 else 2
    by_size = MOST_DIGITS - 1 - math.floor(math.log10(size)) if size > 0.0 else 0
    return max(0, min(by_half, by_size))


def _reading(effort: Effort, width: int) -> str:
    text = (
        f"Expected: = a closed form is met (|z| < 4, half-width at most {effort.precision:.0%}); sign of: the "
        "difference has the sign of the closed form, beyond its interval, and agrees with it (|z| < 4); < or >: the "
        "whole interval lies there; not 0: the interval does not hold 0. "
        f"{effort.replications} replications of each small model, {effort.pairs} runs (15: twice as many) of "
        f"{effort.weeks} weeks of each company after {effort.warm_up_weeks} of warm-up, paired; fixed seeds. Losers "
        "(15) are counted with Bonferroni's allowance for all roles and flows compared. NO also says of a claim that "
        "these runs are too few or too short to decide it."
    )
    return textwrap.fill(text, width)
