"""What a manager asks, in words: a short table, the verdict in one sentence, who is worse off, how sure it is.

The report says the same sentences.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from sim.views.style import words
from sim.views.text.evidence import evidence, not_run, recovery_lines, run_words
from sim.views.text.short_table import short_table
from sim.views.text.verdict import verdict
from sim.views.text.worse_off import worse_off

if TYPE_CHECKING:
    from sim.experiment.study import Study

NARROWEST = 60
"""Columns below which no terminal is taken to be."""

_ASCII = str.maketrans(
    {
        words.GAP: " ",
        "−": "-",
        "–": "-",
        "—": "-",
        "…": "...",
        "→": "->",
        "±": "+/-",
        "×": "x",
        "·": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
    }
)


def print_study(study: Study) -> None:
    """Print what `study_text` says, in ASCII where the terminal cannot do better."""
    print(for_terminal(study_text(study), getattr(sys.stdout, "encoding", None)))


def columns() -> int:
    """How wide text may be: as the terminal is, from 60 to `words.WIDTH` columns."""
    return max(NARROWEST, min(words.WIDTH, shutil.get_terminal_size((words.WIDTH, 24)).columns))


def for_terminal(text: str, encoding: str | None) -> str:
    """The text in characters that the encoding has, without any that would steer the terminal."""
    safe = "".join(letter if letter.isprintable() or letter in "\n" + words.GAP else "?" for letter in text)
    try:
        safe.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return safe.translate(_ASCII).encode("ascii", "replace").decode("ascii")
    return safe


def study_text(study: Study) -> str:
    """The whole answer, at most `words.WIDTH` columns wide."""
    said = verdict(study)
    blocks: list[list[str]] = [
        words.filled(run_words(study)),
        short_table(study),
        [line for text in (said.sentence, said.caveat) for line in words.filled(text)],
        [line for text in recovery_lines(study) for line in words.filled(text)],
        [line for text in worse_off(study) for line in words.filled(text)],
        [line for text in (*evidence(study), *not_run(study)) for line in words.filled(text)],
        words.filled(f"Report: {study.out / 'report.html'}") if study.out is not None else [],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)
