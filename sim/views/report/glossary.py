"""The words of the report that need a word of their own: told on hover and on focus, without a script.

The meanings are those of the glossaries in both READMEs; a test compares them.
"""

from __future__ import annotations

import re

from sim.views.style.html import text

TERMS: dict[str, str] = {
    "age of information": "hours since what the decider saw was the latest",
    "break-even": "the value of an assumption at which both worlds earn the same",
    "bundle": "strategies bought together",
    "common random numbers": "both worlds of a pair meet the same luck",
    "days sales outstanding": "days from shipment to money",
    "failure demand": "work that exists only because something went wrong before",
    "first-contact resolution": "share of issues for which the customer had to get in touch only once",
    "flow efficiency": "touch time divided by lead time",
    "Holm": "a way to widen many intervals so that all of them together can be trusted",
    "interaction": "what levers do only together",
    "journal": "everything that happened in a run, row by row; all measures are computed from it",
    "lead time": "hours from opening a case to closing it, nights and weekends included",
    "lever": "a number from 0 to 1 that sets how strong a challenge, strategy or trend is",
    "paired difference": "world B minus world A within one pair",
    "perfect order": "on time, right goods, first address, right invoice",
    "recovery time": "days from the beginning of a shock until work in progress is what it would have been without it",
    "regret": "expected cost of the decision taken on the copy, minus that of the same rule knowing the truth",
    "Shapley share": "a lever's mean gain over all orders of switching the levers on; the shares add up to the gap",
    "twin": "the same case in the other world",
    "warm-up": "weeks run before measuring begins, so that the company is in full swing",
    "win-rate": "share of plausible companies in which one world is shown to earn more",
}
"""Each word with its meaning."""

_SPOKEN = re.compile(r"(<(p|li)\b[^>]*>)(.*?)(</\2>)", re.DOTALL)
_TAGS = re.compile(r"(<[^>]+>)")
_LEFT_ALONE = ("a", "code", "dfn", "label", "output", "button")
_WORDS = re.compile(rf"\b({'|'.join(map(re.escape, sorted(TERMS, key=len, reverse=True)))})(?=s?\b)", re.IGNORECASE)
_CALLED = {word.lower(): word for word in TERMS}


def explained(section: str) -> str:
    """A piece of the page in which each word of `TERMS` is explained where it first stands in a paragraph or a list."""
    seen: set[str] = set()

    def paragraph(found: re.Match[str]) -> str:
        return found[1] + _with_terms(found[3], seen) + found[4]

    return _SPOKEN.sub(paragraph, section)


def _with_terms(body: str, seen: set[str]) -> str:
    """The inside of one paragraph; links, code and labels stay as they are."""
    pieces, inside = [], 0
    for piece in _TAGS.split(body):
        name = re.match(r"</?([a-z]+)", piece)
        if name is not None:
            if name[1] in _LEFT_ALONE:
                inside += -1 if piece.startswith("</") else 1
            pieces.append(piece)
        else:
            pieces.append(piece if inside else _WORDS.sub(lambda found: _term(found[1], seen), piece))
    return "".join(pieces)


def _term(said: str, seen: set[str]) -> str:
    word = _CALLED[said.lower()]
    if word in seen:
        return said
    seen.add(word)
    return f'<dfn class="term" tabindex="0" data-meaning="{text(f"{word}: {TERMS[word]}")}">{said}</dfn>'
