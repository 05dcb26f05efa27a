"""What a manager asks, in words and in this order: who wins, on what, why, who pays, what next; then the table.

The report says the same sentences in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.views.style import words
from sim.views.text.bridge_lines import bridge_lines
from sim.views.text.evidence import evidence, failure_words, recovery_lines, run_words
from sim.views.text.four_facts import fact_lines
from sim.views.text.next_step import next_step
from sim.views.text.say import say
from sim.views.text.short_table import short_table
from sim.views.text.verdict import conclusion
from sim.views.text.who_pays import who_pays
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
        [line for text in (said.sentence, said.interval, said.caveat) for line in words.filled(text)],
        words.filled(run_words(study)),
        fact_lines(study),
        bridge_lines(study),
        _listed("Who pays:", who_pays(study)),
        _listed("What next:", next_step(study)),
        short_table(study),
        [line for text in recovery_lines(study) for line in words.filled(text)],
        [line for text in worse_off(study) for line in words.filled(text)],
        [line for text in evidence(study) for line in words.filled(text)],
        [f"Report: {study.out / 'report.html'}"] if study.out is not None else [],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _listed(head: str, lines: list[str]) -> list[str]:
    return [head, *(part for line in lines for part in words.filled(f"  {line}"))] if lines else []
