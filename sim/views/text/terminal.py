"""What a manager asks, in words: a short table, the verdict in one sentence, who is worse off, how sure it is.

The report says the same sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.views.style import words
from sim.views.text.evidence import evidence, failure_words, not_run, recovery_lines, run_words
from sim.views.text.say import say
from sim.views.text.short_table import short_table
from sim.views.text.verdict import conclusion
from sim.views.text.worse_off import worse_off

if TYPE_CHECKING:
    from sim.experiment.study import Study


def print_study(study: Study) -> None:
    """Print what `study_text` says, in ASCII where the terminal cannot do better."""
    say(study_text(study))


def study_text(study: Study) -> str:
    """The whole answer, at most `words.WIDTH` columns wide."""
    said = conclusion(study)
    blocks: list[list[str]] = [
        words.filled(failure_words(study)),
        words.filled(run_words(study)),
        short_table(study),
        [line for text in (said.sentence, said.caveat) for line in words.filled(text)],
        [line for text in recovery_lines(study) for line in words.filled(text)],
        [line for text in worse_off(study) for line in words.filled(text)],
        [line for text in (*evidence(study), *not_run(study)) for line in words.filled(text)],
        [f"Report: {study.out / 'report.html'}"] if study.out is not None else [],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)
