"""What every answer of a study is made of: paragraphs, a small table, what was run and what failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.style import words
from sim.views.text.evidence import last_line

if TYPE_CHECKING:
    from sim.inputs.scenario import Scenario


def filled(*sentences: str) -> str:
    """Sentences as lines that fit the terminal, a paragraph each."""
    return "\n\n".join("\n".join(words.filled(sentence)) for sentence in sentences)


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A small table: the first column to the left, the others to the right."""
    wide = [max(len(str(line[place])) for line in (head, *rows)) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            str(cell).ljust(width) if place == 0 else str(cell).rjust(width)
            for place, (cell, width) in enumerate(zip(line, wide, strict=True))
        ).rstrip()
        for line in (head, *rows)
    )


def run_words(a: Scenario, b: Scenario, what: str) -> str:
    """What was run, in one sentence."""
    return (
        f"{words.sentence(a.name)} and {b.name}: {what}, {words.count(a.weeks, 'week')} measured after "
        f"{a.warm_up_weeks} of warm-up, seed {a.seed}."
    )


def failure_words(failures: pd.DataFrame) -> list[str]:
    """A sentence about the runs of a table of failures, a row each with its cause; none if none failed."""
    causes = [last_line(str(cause)) for cause in failures["cause"]]
    return failed_words(len(causes), causes[0]) if causes else []


def failed_words(failures: int, cause: str) -> list[str]:
    """A sentence about runs that failed, with the cause of the first; none if none did."""
    return [f"{words.count(failures, 'run')} failed and count nowhere; the first: {cause}."] if failures else []
