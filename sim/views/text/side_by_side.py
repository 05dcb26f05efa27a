"""Several worlds against the same first one: who wins on what, a sentence each, then a table with a column for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.inputs.seen import columns
from sim.views.style import words
from sim.views.style.study_words import Row, difference_words, in_peoples_units, measures_compared
from sim.views.text.evidence import failure_words, run_words
from sim.views.text.say import say
from sim.views.text.verdict import conclusion, verdict_words

if TYPE_CHECKING:
    from sim.experiment.study import Study

NARROWEST_LABEL = 20
"""Columns that a label needs beside the differences; with less, a world has a table of its own."""


def print_side_by_side(studies: Sequence[Study]) -> None:
    """Print what `side_by_side` says, in ASCII where the terminal cannot do better."""
    say(side_by_side(studies))


def side_by_side(studies: Sequence[Study]) -> str:
    """Studies with the same first world, at most `words.WIDTH` columns wide."""
    told = [
        [line for text in (failure_words(study), conclusion(study).sentence) for line in words.filled(text)]
        for study in studies
    ]
    blocks = ["\n".join(block) for block in told]
    blocks += ["\n".join(line for study in studies for line in words.filled(run_words(study)))]
    blocks += ["\n".join(_table(some)) for some in _that_fit(studies)]
    number = measures_compared(studies[0])
    legend = (
        f"Differences to {studies[0].worlds[0]}, those of percentages in points. * holds also with intervals adjusted "
        f"for all {number} measures (Holm), comparison by comparison; ? only by its own interval. Nothing is adjusted "
        "for there being several comparisons."
    )
    blocks.append("\n".join(words.filled(legend)))
    blocks.append("\n".join(f"Report: {study.out / 'report.html'}" for study in studies if study.out is not None))
    return "\n\n".join(block for block in blocks if block)


def _that_fit(studies: Sequence[Study]) -> list[list[Study]]:
    """The studies in groups whose columns fit beside the labels."""
    room, used = columns(words.WIDTH) - NARROWEST_LABEL, 0
    groups: list[list[Study]] = []
    for study in studies:
        wide = max(len(cell) for cell in _cells(study).values()) + 2
        if not groups or used + wide > room:
            groups.append([])
            used = 0
        groups[-1].append(study)
        used += wide
    return groups


def _cells(study: Study) -> dict[str, str]:
    """The world's name, then the difference with its verdict by measure."""
    short = study.comparison[study.comparison["short"]]
    rows = in_peoples_units(short, study.a.company.currency, thousands=True).to_dict("records")
    return {"": study.worlds[1], **{str(row["measure"]): _cell(row) for row in rows}}


def _cell(row: Row) -> str:
    estimate, _ = difference_words(row["difference"], row["lower"], row["upper"])
    return f"{estimate} {row['unit']}".rstrip() + f" {verdict_words(row)}"


def _table(studies: Sequence[Study]) -> list[str]:
    short = studies[0].comparison[studies[0].comparison["short"]]
    labels = {"": "", **dict(zip(short["measure"], short["label"], strict=True))}
    cells = [_cells(study) for study in studies]
    wide = [max(map(len, own.values())) for own in cells]
    room = min(max(map(len, labels.values())), columns(words.WIDTH) - sum(wide) - 2 * len(wide))
    return [
        "  ".join(
            [f"{label[:room]:<{room}}", *(f"{own.get(key, ''):<{size}}" for own, size in zip(cells, wide, strict=True))]
        ).rstrip()
        for key, label in labels.items()
    ]
