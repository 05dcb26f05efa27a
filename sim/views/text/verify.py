"""The table of the fifteen statements: what was expected, what came out, and whether it holds."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.inputs.seen import columns
from sim.views.style import words

if TYPE_CHECKING:
    from sim.verification.statements.catalogue import StatementResult
    from sim.verification.statements.claims import Line
    from sim.verification.statements.lab import Effort

WIDTH = 100
WHAT, EXPECTED, FOUND = 46, 16, 27
INDENT = "    "
MOST_DIGITS = 4
UNIT = re.compile(r" (?=(h|%)(?!\w))")
"""The space between a number and its unit, at which no line breaks."""


def statements_text(results: Sequence[StatementResult], effort: Effort) -> str:
    """All statements with their evidence, how to read them, and `N of 15 hold` as the last line."""
    parts = [_head(), *(_statement(result) for result in results), _reading(effort), held(results)]
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


def _head() -> str:
    return f"{INDENT}{'':{WHAT}} {'expected':<{EXPECTED}}{'simulated, 95 % interval':<{FOUND}} holds"


def _statement(result: StatementResult) -> str:
    sentence = textwrap.wrap(result.statement.sentence, columns(WIDTH) - len(INDENT) - 6)
    sentence[-1] = f"{sentence[-1]:<{columns(WIDTH) - len(INDENT) - 5}}{_answer(result.holds)}"
    head = [f"{result.statement.number:>2}  {sentence[0]}", *(INDENT + more for more in sentence[1:])]
    return "\n".join([*head, *(_line(line) for line in result.lines)])


def _answer(holds: bool) -> str:
    return "yes" if holds else "NO"


def _line(line: Line) -> str:
    *before, last = textwrap.wrap(UNIT.sub(words.GAP, line.what), WHAT - 1, subsequent_indent="  ")
    row = f"{INDENT}{last:<{WHAT}} {_expected(line):<{EXPECTED}}{_found(line):<{FOUND}} {_answer(line.holds)}"
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


def _reading(effort: Effort) -> str:
    text = (
        f"Expected: = a closed form is met (|z| < 4, half-width at most {effort.precision:.0%}); sign of: the "
        "difference has the sign of the closed form, beyond its interval, and agrees with it (|z| < 4); < or >: the "
        "whole interval lies there; not 0: the interval does not hold 0. "
        f"{effort.replications} replications of each small model, {effort.pairs} runs (15: twice as many) of "
        f"{effort.weeks} weeks of each company after {effort.warm_up_weeks} of warm-up, paired; fixed seeds. Losers "
        "(15) are counted with Bonferroni's allowance for all roles and flows compared. NO also says of a claim that "
        "these runs are too few or too short to decide it."
    )
    return textwrap.fill(text, columns(WIDTH))
