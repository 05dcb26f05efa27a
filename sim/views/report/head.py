"""The head of the report: the verdict with its interval, three numbers, the way to the replay and to the sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.views.style import words
from sim.views.style.html import paragraphs, swatch, text
from sim.views.style.study_words import Row, amount, difference_words, in_peoples_units, names
from sim.views.text.evidence import failure_words, recovery_lines, run_words, warm_up_words
from sim.views.text.verdict import conclusion, verdict_words

if TYPE_CHECKING:
    from sim.experiment.study import Study

TILES = ("order lead time", "wrong decisions", "profit")
REPLAY = '<p><a href="replay.html">Watch both companies at work, side by side</a>: one run, in the file beside this.</p>'
VERDICTS = {"*": "", "?": ", by its own interval only"}


def header(study: Study, sections: Sequence[tuple[str, str]]) -> str:
    """Title, verdict, what was run, three tiles, the way to the replay, warnings, links to the sections."""
    said = conclusion(study)
    a, b = names(study)
    links = "".join(f'<li><a href="#{name}">{text(head)}</a></li>' for name, head in sections)
    return "\n".join(
        [
            "<header>",
            f"<h1>{text(study.a.company.name)}: {swatch('a')}{text(a)} and {swatch('b')}{text(b)}</h1>",
            paragraphs([failure_words(study)], "failed"),
            f'<p class="verdict">{text(said.sentence)}</p>',
            paragraphs([said.caveat]),
            paragraphs(recovery_lines(study)),
            paragraphs([run_words(study)], "quiet"),
            _tiles(study),
            REPLAY if study.replayed else "",
            paragraphs([warm_up_words(study)], "quiet"),
            f'<nav aria-label="Sections"><ul>{links}</ul></nav>',
            "</header>",
        ]
    )


def _tiles(study: Study) -> str:
    rows = in_peoples_units(study.comparison, study.a.company.currency).set_index("measure", drop=False)
    known = [rows.loc[measure].to_dict() for measure in TILES if measure in rows.index]
    cards = "\n".join(_tile(row, study) for row in known)
    return f'<h2 class="skip">In three numbers</h2>\n<div class="tiles">\n{cards}\n</div>'


def _tile(row: Row, study: Study) -> str:
    unit, (a, b) = str(row["unit"]), names(study)
    if study.a.company.currency in unit:
        change, low, high = (amount(row[key], signed=True) for key in ("difference", "lower", "upper"))
        values = [amount(row[key]) for key in "ab"]
    else:
        change, limits = difference_words(row["difference"], row["lower"], row["upper"])
        low, _, high = limits.strip("[]").partition(", ")
        values = [words.number(row[key]) for key in "ab"]
    unit_of_change = "points" if unit == "%" else unit
    interval = f"95{words.GAP}% interval {low} to {high}" if high and high != "–" else "no interval: one pair of runs"
    said = verdict_words(row)
    word = words.sentence(said.rstrip(" *?")) + VERDICTS.get(said[-1], "")
    return "\n".join(
        [
            '<div class="tile">',
            f"<h3>{text(words.sentence(words.inside(str(row['label']))))}</h3>",
            f'<p class="change">{text(change)} <span>{text(unit_of_change)}</span></p>',
            *(
                f"<p>{swatch(letter)}{text(name)} {text(value)}{text(_unit_after(unit))}</p>"
                for letter, name, value in zip("ab", (a, b), values, strict=True)
            ),
            f'<p class="quiet">{text(interval)}</p>',
            f'<p class="said">{text(word)}</p>',
            "</div>",
        ]
    )


def _unit_after(unit: str) -> str:
    return words.GAP + unit if unit else ""
