"""What differs between two files in words and numbers: labels, units, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from sim.inputs.company_model import CompanyModel
from sim.inputs.differences import Difference, differences_of
from sim.inputs.scenario import Scenario
from sim.views.style import words

NOTHING = "Nothing differs that means anything for a run."
ARROW = "→"
THE_RUN, THE_COMPANY = "The run", "The company"
COMPANY = "company"
LONGEST = 60
"""Characters of a value that is a list or a table and told in full."""


def told(one: BaseModel, two: BaseModel, called: tuple[str, str]) -> str:
    """Both files' differences, part by part; a line each.

    Args:
        one, two: of one kind; a scenario and a company are compared as companies.
        called: what the files are called.
    """
    lines = [f"{words.sentence(kind_of(one))} {called[0]} {ARROW} {kind_of(two)} {called[1]}"]
    if type(one) is not type(two):
        one, two = company_in(one), company_in(two)
        lines.append("A scenario and a company: their companies are compared, without levers.")
    found = differences_of(one, two)
    labels = _labels(one) | _labels(two)
    if not found:
        return "\n".join([*lines, "", NOTHING])
    parts: dict[str, list[Difference]] = {}
    for difference in found:
        parts.setdefault(_part(difference, labels), []).append(difference)
    for part, rows in parts.items():
        lines += ["", part]
        for row in rows:
            lines += words.filled(f"  {line(row, labels)}")
    number = "One thing differs" if len(found) == 1 else f"{len(found):,} things differ"
    return "\n".join([*lines, "", f"{number}, in {words.count(len(parts), 'part').replace(words.GAP, ' ')}."])


def comparable(one: BaseModel, two: BaseModel) -> bool:
    """Whether two things are of one kind, or a scenario and a company."""
    return type(one) is type(two) or {kind_of(one), kind_of(two)} == {"scenario", "company"}


def kind_of(thing: BaseModel) -> str:
    """What a file describes, in a word or two."""
    if isinstance(thing, Scenario):
        return "scenario"
    return "company" if isinstance(thing, CompanyModel) else "file"


def company_in(thing: BaseModel) -> BaseModel:
    """The company of a scenario, or the company itself."""
    return thing.company if isinstance(thing, Scenario) else thing


def _labels(thing: BaseModel) -> dict[str, str]:
    """What departments are called by people, by name."""
    company = company_in(thing)
    return {name: one.label for name, one in company.departments.items()} if isinstance(company, CompanyModel) else {}


def _inner(where: Sequence[str]) -> Sequence[str]:
    """The names without that of the company they lie in."""
    return where[1:] if len(where) > 1 and where[0] == COMPANY else where


def _part(difference: Difference, labels: Mapping[str, str]) -> str:
    """The heading a difference stands under."""
    inner = _inner(difference.where)
    if len(inner) == 1 and not isinstance(difference.one or difference.two, Mapping | list | tuple):
        return THE_COMPANY if len(difference.where) > 1 else THE_RUN
    return words.sentence(labels.get(inner[0], plain(inner[0])))


def line(difference: Difference, labels: Mapping[str, str]) -> str:
    """One difference: what, from what to what, by how much, and what the field is."""
    inner = _inner(difference.where)
    names = inner[1:] if len(inner) > 1 else inner
    if inner[0] == "departments" and labels.get(names[0], names[0]).lower() != names[0]:
        names = (f"{names[0]} ({labels[names[0]]})", *names[1:])
    whole = isinstance(difference.one or difference.two, Mapping)
    about = f"; {difference.about}" if difference.about and not whole else ""
    return f"{place(names)}: {change(difference)}{about}"


def place(names: Sequence[str]) -> str:
    """Names in a row, as people read them."""
    return ", ".join(plain(name) for name in names)


def change(difference: Difference) -> str:
    """From what to what, and by how much."""
    one, two = difference.one, difference.two
    if one is None or two is None:
        only, value = ("only in the first", one) if two is None else ("only in the second", two)
        return f"{only}: {value_words(value, difference.share)}"
    told = f"{value_words(one, difference.share)} {ARROW} {value_words(two, difference.share)}"
    if _is_number(one) and _is_number(two):
        return f"{told} ({_by_how_much(one, two, share=difference.share)})"
    if isinstance(one, list | tuple) and isinstance(two, list | tuple) and sorted(map(str, one)) == sorted(map(str, two)):
        return f"{told} (the same in another order)"
    return told


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _by_how_much(one: float, two: float, *, share: bool) -> str:
    if share:
        return f"{_signed(100 * (two - one))} points"
    relative = f", {_signed(round(100 * (two / one - 1), 1))}{words.GAP}%" if one > 0 and two < 100 * one else ""
    return f"{_signed(two - one)}{relative}"


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + exact(value)


def exact(value: float) -> str:
    """A number as it is written in files, to ten digits, thousands separated."""
    return f"{value:,.10g}".replace("-", "−")


def value_words(value: Any, share: bool = False) -> str:
    """A value, a list or a table of values on one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{exact(100 * value)}{words.GAP}%" if share else exact(value)
    if isinstance(value, Mapping):
        return ", ".join(_entries(value)) or "nothing"
    if isinstance(value, list | tuple):
        return _listed([value_words(one) for one in value])
    return str(value)


def _entries(table: Mapping[str, Any]) -> Iterator[str]:
    """What a table says, without what it leaves open."""
    for key, value in table.items():
        if value not in (None, (), []):
            inner = value_words(value)
            yield f"{plain(str(key))} ({inner})" if isinstance(value, Mapping) else f"{plain(str(key))} {inner}"


def _listed(texts: Sequence[str]) -> str:
    """A list, or its ends where it is long."""
    whole = "[" + ", ".join(texts) + "]"
    if len(whole) <= LONGEST or len(texts) < 5:
        return whole
    return f"[{', '.join(texts[:3])} … {texts[-1]}], {len(texts)} values"


def plain(name: str) -> str:
    """A field's name in words."""
    return name.replace("_", " ")
