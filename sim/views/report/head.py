"""The head of the report, the first screen: who wins on what, why, who pays, what next; then the way to the sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.views.report.contents import BRIDGE
from sim.views.report.results import figure
from sim.views.report.what_if import what_if
from sim.views.style import words
from sim.views.style.html import items, paragraphs, swatch, text
from sim.views.style.study_words import names
from sim.views.text.evidence import failure_words, recovery_lines, run_words, warm_up_words
from sim.views.text.four_facts import Fact, four_facts
from sim.views.text.next_step import next_step
from sim.views.text.verdict import conclusion
from sim.views.text.who_pays import who_pays

if TYPE_CHECKING:
    from sim.experiment.study import Study
    from sim.views.report.material import Material

REPLAY = '<p><a href="replay.html">Watch both companies at work, side by side</a>: one run, in the file beside this.</p>'


def header(study: Study, material: Material, sections: Sequence[tuple[str, str]]) -> str:
    """Title, verdict with its interval, four facts, the bridge of the profit, who pays, what next, sliders, way on."""
    said = conclusion(study)
    a, b = names(study)
    links = "".join(f'<li><a href="#{name}">{text(head)}</a></li>' for name, head in sections)
    return "\n".join(
        [
            "<header>",
            f"<h1>{text(study.a.company.name)}: {swatch('a')}{text(a)} and {swatch('b')}{text(b)}</h1>",
            paragraphs([failure_words(study)], "failed"),
            f'<p class="verdict">{text(said.sentence)}</p>',
            paragraphs([said.interval, said.caveat, run_words(study)], "quiet small"),
            _facts(study),
            '<div class="why">',
            f'<div class="bridge">{figure(BRIDGE, study, material, level=2, open_=False)}</div>',
            '<div class="consequences">',
            _listed("who-pays", "Who pays, and for what", who_pays(study)),
            _listed("what-next", "What to do next", next_step(study)),
            "</div>",
            "</div>",
            what_if(study),
            REPLAY if study.replayed else "",
            paragraphs(recovery_lines(study)),
            paragraphs([warm_up_words(study)], "quiet"),
            f'<nav aria-label="Sections"><ul>{links}</ul></nav>',
            "</header>",
        ]
    )


def _facts(study: Study) -> str:
    """A card for each promised benefit."""
    facts = four_facts(study)
    most = {fact.measure: max(abs(fact.a), abs(fact.b)) or 1.0 for fact in facts}
    cards = "\n".join(_fact(fact, most[fact.measure], names(study)) for fact in facts)
    return f'<h2 class="skip">In four facts</h2>\n<div class="facts">\n{cards}\n</div>' if facts else ""


def _fact(fact: Fact, most: float, worlds: tuple[str, str]) -> str:
    """A benefit before and after; the bars are an ornament, on one scale from 0, and the words say it all."""
    bars = "\n".join(
        f'<p><span class="bar {letter}" style="width: {max(100 * abs(size) / most, 1.0):.1f}%"></span>'
        f'<span class="told">{swatch(letter)}{text(world)} <b>{text(value)}</b></span></p>'
        for letter, world, value, size in (("a", worlds[0], fact.before, fact.a), ("b", worlds[1], fact.after, fact.b))
    )
    return "\n".join(
        [
            '<div class="fact">',
            f"<h3>{text(words.sentence(fact.benefit))}</h3>",
            f"<p>{text(fact.label)}</p>",
            bars,
            f'<p class="quiet small">{text(words.sentence(fact.verdict))}: {text(fact.change)}</p>',
            "</div>",
        ]
    )


def _listed(name: str, head: str, lines: Sequence[str]) -> str:
    return f'<div id="{name}" class="card">\n<h2 class="small">{text(head)}</h2>\n{items(lines)}\n</div>' if lines else ""
