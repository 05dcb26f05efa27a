"""Four facts, one for each benefit that integration promises: before and after in natural units, and how sure.

Which measures they are is decided here, before any run; they are told whichever way they go.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.measures.customers import EXPERIENCE
from sim.measures.efficiency import EFFICIENCY
from sim.measures.information import DECISIONS, FLOW
from sim.views.style import words
from sim.views.style.study_words import Row, difference_words, in_peoples_units, names
from sim.views.text.verdict import LEANS, NO_INTERVAL, SURE, UNKNOWN, decision, verdict_words

if TYPE_CHECKING:
    from sim.experiment.study import Study

HUNDRED = f"of{words.GAP}100"
FACTS: tuple[tuple[str, str, str], ...] = (
    (FLOW, "age at use", "Age of what people know when they decide"),
    (DECISIONS, "wrong decisions", "Decisions that turn out wrong"),
    (EXPERIENCE, "order lead time", "From order to delivery, on average"),
    (EFFICIENCY, "hidden work", "Hours worked only to pass information on"),
)
"""Benefit, measure, and what a person calls it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One benefit in both worlds.

    Attributes:
        benefit, measure: what it is a fact about.
        label: what is measured, as people say it.
        before, after: values in the first and in the second world, each in the unit that fits it.
        change: the interval of the difference in words, `49 to 98 h less`.
        verdict: `better`, `worse`, `undecided` …
        a, b: the same values, shares in hundredths, hours as hours.
    """

    benefit: str
    measure: str
    label: str
    before: str
    after: str
    change: str
    verdict: str
    a: float
    b: float


def four_facts(study: Study) -> list[Fact]:
    """The facts that this study has values for, in the order of `FACTS`."""
    plain = study.comparison.set_index("measure", drop=False)
    scaled = in_peoples_units(study.comparison, study.a.company.currency).set_index("measure", drop=False)
    return [
        _fact(benefit, label, plain.loc[measure].to_dict(), scaled.loc[measure].to_dict())
        for benefit, measure, label in FACTS
        if measure in plain.index and decision(plain.loc[measure].to_dict()) != UNKNOWN
    ]


def fact_lines(study: Study) -> list[str]:
    """The facts as lines of text, at most `words.WIDTH` columns wide; the worlds stand above them."""
    facts = four_facts(study)
    if not facts:
        return []
    a, b = names(study)
    lines = words.filled(f"{words.sentence(a)} → {b}:")
    for fact in facts:
        lines += words.filled(f"  {fact.label}: {fact.before} → {fact.after} ({fact.verdict}: {fact.change})")
    return lines


def _fact(benefit: str, label: str, plain: Row, scaled: Row) -> Fact:
    unit = HUNDRED if str(plain["unit"]) == "share" else str(scaled["unit"])
    a, b = (100 * plain[key] if unit == HUNDRED else float(plain[key]) for key in "ab")
    before, after = (words.hours(value) if plain["unit"] == "h" else _with(value, unit) for value in (a, b))
    return Fact(benefit, str(plain["measure"]), label, before, after, _change(scaled, unit), _verdict(plain), a, b)


def _with(value: float, unit: str) -> str:
    return f"{words.number(value, 2)}{words.GAP + unit if unit else ''}"


def _verdict(row: Row) -> str:
    said = verdict_words(row).rstrip(" *?")
    return f"{said}, unadjusted" if decision(row) == LEANS else said


def _change(row: Row, unit: str) -> str:
    """`49 to 98 h less`, or with signs where the interval holds 0."""
    estimate, limits = difference_words(row["difference"], row["lower"], row["upper"])
    tail = words.GAP + unit if unit else ""
    if not limits or not math.isfinite(row["lower"]):
        return f"{estimate}{tail}, {NO_INTERVAL}"
    if decision(row) not in SURE:
        return f"{' to '.join(limits.strip('[]').split(', '))}{tail}"
    more = row["difference"] > 0
    low, high = sorted((abs(row["lower"]), abs(row["upper"])))
    _, limits = difference_words(abs(row["difference"]), low, high)
    return f"{' to '.join(limits.replace('+', '').strip('[]').split(', '))}{tail} {'more' if more else 'less'}"
