"""What is wrong with a file, all at once and in words: where, what was given, what is allowed, the nearest name.

Pydantic finds what is wrong; the JSON Schema of the same models says what is allowed. This file only makes
sentences of both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from sim.inputs.sources import TomlView, Where, dotted

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

MOST_SENTENCES = 100
"""More mistakes than this are counted, not told."""

MOST_NAMES = 12
"""Names that are all told to somebody who has written another one."""
LONGEST_VALUE = 60
"""Characters shown of a value."""

_NOUNS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
}


class Failed(Exception):
    """Something went wrong that nobody typed wrongly: a sentence for the person, and exit code 1."""


class Mistakes(Exception):
    """What a person got wrong, one sentence each."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(dict.fromkeys(sentences))
        super().__init__("\n".join(self.sentences))


Item = TypeVar("Item")
Result = TypeVar("Result")


def all_read(read: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """What is read of each item; raises Mistakes with the sentences of all that are wrong, after every one was read."""
    results: list[Result] = []
    found: list[str] = []
    for item in items:
        try:
            results.append(read(item))
        except Mistakes as mistakes:
            found.extend(mistakes.sentences)
    if found:
        raise Mistakes(found)
    return results


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file a value stands; `line` from 1, None where it has none."""

    file: str
    line: int | None
    where: Where

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


class Origins(Protocol):
    """Knows where each value of a scenario was written, though it may be put together from several files."""

    def place(self, where: Where, *, missing: bool = False) -> Place:
        """The place of a value, or where a missing one should stand."""

    def namesakes(self, where: Where) -> tuple[str, ...]:
        """The names a change could have meant by a table that it adds to a company; () if it adds none there."""


def sentences(
    details: Sequence[ErrorDetails],
    *,
    data: TomlView,
    schema: TomlView,
    origins: Origins,
    also_allowed: Mapping[Where, tuple[str, ...]],
    wrong_names: Sequence[tuple[Where, str]] = (),
) -> list[str]:
    """One sentence for each mistake pydantic found in `data` and each wrong name, by file and line.

    `also_allowed` are keys that a file may have beside those in the schema, by their table.
    """
    told = [*_Teller(data, schema, origins, also_allowed).tell(details[:MOST_SENTENCES])]
    for where, words in wrong_names[:MOST_SENTENCES]:
        place = origins.place(where)
        told.append((place, f"{dotted(place.where)} {words}"))
    files = list(dict.fromkeys(place.file for place, _ in told))
    told.sort(key=lambda one: (files.index(one[0].file), one[0].line or 0))
    left = len(details[MOST_SENTENCES:]) + len(wrong_names[MOST_SENTENCES:])
    rest = [f"… and {left:,} more mistakes."] if left else []
    return [*(ended(f"{place}: {words}") for place, words in told), *rest]


def ended(words: str) -> str:
    """A sentence with its full stop, unless it asks."""
    return words if words.endswith(("?", ".")) else f"{words}."


def nearest(given: str, names: Iterable[str]) -> str:
    """A hint that names the word nearest to `given`, or all of them when they are few."""
    names = [str(name) for name in names]
    hint = did_you_mean(given, names)
    return hint or (f"; allowed are {', '.join(map(repr, sorted(names)))}" if 0 < len(names) <= MOST_NAMES else "")


def did_you_mean(given: str, names: Iterable[str]) -> str:
    """A hint that names the word nearest to `given`, if one is near."""
    from difflib import get_close_matches

    close = get_close_matches(given[:LONGEST_VALUE], [str(name) for name in names], n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def show(value: object) -> str:
    """A value as its writer would recognise it, cut where it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    if isinstance(value, str):
        return repr(value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…")
    if isinstance(value, int) and abs(value) >= 10**LONGEST_VALUE:
        return "a number of more than 60 digits"
    return str(value)


def allowed(node: TomlView) -> str:
    """What a field takes, from its JSON Schema: kind, range and the field's own words for it."""
    words = f"one of {', '.join(map(repr, node['enum']))}" if "enum" in node else _kind(node)
    about = node.get("description", "") if node.get("type") != "object" else ""
    return f"{words} ({about})" if about else words


@cache
def schema_of(model: type[BaseModel]) -> TomlView:
    """A model's JSON Schema, which takes longer to make than a file to read: made once, and only to be read."""
    return model.model_json_schema()


def node_at(schema: TomlView, where: Where) -> TomlView:
    """The part of a JSON Schema that speaks about the value at a path; {} where none does."""
    node = _followed(schema, schema)
    for step in where:
        inner = _element(node, step) if isinstance(step, int) else node.get("properties", {}).get(step)
        inner = inner if inner is not None else node.get("additionalProperties")
        if not isinstance(inner, Mapping):
            return {}
        node = _followed(inner, schema)
    return node


def _element(node: TomlView, place: int) -> object:
    """The part of a schema that speaks about an element of a list."""
    fixed = node.get("prefixItems", ())
    return fixed[place] if place < len(fixed) else node.get("items")


def value_at(data: object, where: Where) -> object:
    """The value at a path; KeyError, IndexError or TypeError where there is none."""
    for step in where:
        if isinstance(data, list) and isinstance(step, int):
            data = data[step]
            continue
        if not isinstance(data, Mapping):
            raise TypeError(f"there is no {step!r} in {type(data).__name__}")
        data = data[step]
    return data


@dataclass(frozen=True, slots=True)
class _Teller:
    """Makes sentences of pydantic's findings about one piece of data."""

    data: TomlView
    schema: TomlView
    origins: Origins
    also_allowed: Mapping[Where, tuple[str, ...]]

    def tell(self, details: Sequence[ErrorDetails]) -> Iterator[tuple[Place, str]]:
        lacking: dict[Where, list[str]] = {}
        wrong = {tuple(detail["loc"])[:length] for detail in details for length in range(len(detail["loc"]))}
        for detail in details:
            where = tuple(detail["loc"])
            if detail["type"] == "too_short" and where in wrong:
                continue  # only because an element that is wrong does not count
            if detail["type"] == "missing" and self.origins.namesakes(where[:-1]):
                lacking.setdefault(where[:-1], []).append(str(where[-1]))
            elif detail["type"] == "missing":
                yield self._missing(where)
            elif detail["type"] == "extra_forbidden":
                yield self._unknown(where)
            elif where[-1:] == ("[key]",):
                yield self._wrong_key(where[:-1], detail)
            elif detail["type"] == "value_error":
                yield from self._cross_check(where, detail)
            else:
                yield self._wrong_value(where, detail)
        for where, keys in lacking.items():
            yield self._added_by_mistake(where, keys)

    def _missing(self, where: Where) -> tuple[Place, str]:
        place = self.origins.place(where, missing=True)
        return place, f"{dotted(place.where)} is missing; needed is {allowed(node_at(self.schema, where))}"

    def _unknown(self, where: Where) -> tuple[Place, str]:
        place = self.origins.place(where)
        names = [*node_at(self.schema, where[:-1]).get("properties", {}), *self.also_allowed.get(where[:-1], ())]
        return place, f"{_cut(dotted(place.where))} is not a known key{nearest(str(where[-1]), names)}"

    def _wrong_key(self, where: Where, detail: ErrorDetails) -> tuple[Place, str]:
        place = self.origins.place(where)
        cause = detail.get("ctx", {}).get("error")
        most = detail.get("ctx", {}).get("max_length")
        words = str(cause or f"is no name; allowed is a text of 1 to {most} characters")
        return place, f"{_cut(dotted(place.where))} {words}"

    def _added_by_mistake(self, where: Where, keys: list[str]) -> tuple[Place, str]:
        place = self.origins.place(where)
        hint = did_you_mean(str(where[-1]), self.origins.namesakes(where))
        return place, f"{dotted(place.where)} is new to the company and lacks {', '.join(keys)}{hint}"

    def _cross_check(self, where: Where, detail: ErrorDetails) -> Iterator[tuple[Place, str]]:
        """A sentence of the model's own; names that point nowhere come by another way, with their place."""
        cause = detail.get("ctx", {}).get("error")
        if not hasattr(cause, "found"):
            place = self.origins.place(where)
            yield place, f"{dotted(place.where)} {cause}"

    def _wrong_value(self, where: Where, detail: ErrorDetails) -> tuple[Place, str]:
        try:
            given = value_at(self.data, where)
        except (KeyError, IndexError, TypeError):
            given = detail["input"]
        node = node_at(self.schema, where)
        note = ""
        if isinstance(given, float) and not math.isfinite(given):
            note = ", which is not a finite number"
        elif isinstance(given, str) and node.get("type") in ("number", "integer", "boolean"):
            note = ", a text"
        words = allowed(node) if node else detail["msg"]
        place = self.origins.place(where)
        names = node.get("enum", ())
        if len(names) > MOST_NAMES and isinstance(given, str) and (hint := did_you_mean(given, names)):
            return (
                place,
                f"{dotted(place.where)} is {show(given)}, which is none of the {len(names)} that there are{hint}",
            )
        return place, f"{dotted(place.where)} is {show(given)}{note}; allowed is {words}"


def _kind(node: TomlView) -> str:
    noun = _NOUNS.get(str(node.get("type")), "another value")
    if node.get("type") == "string":
        least, most = node.get("minLength"), node.get("maxLength")
        return (noun + _between(least, most, " characters")).replace("from", "of")
    if node.get("type") == "array":
        least, most = node.get("minItems"), node.get("maxItems")
        if least is not None and least == most:
            return f"{noun} of {least}"
        return f"{noun} of at least {least}" if least else noun
    return noun + _range(node)


def _range(node: TomlView) -> str:
    least, above = node.get("minimum"), node.get("exclusiveMinimum")
    most, below = node.get("maximum"), node.get("exclusiveMaximum")
    if above is None and below is None:
        return _between(least, most)
    ends = (("above", above), ("of at least", least), ("up to", most), ("below", below))
    return " " + " and ".join(f"{word} {_number(end)}" for word, end in ends if end is not None)


def _between(least: float | None, most: float | None, unit: str = "") -> str:
    if least is not None and most is not None:
        return f" from {_number(least)} to {_number(most)}{unit}"
    if least is not None:
        return f" of at least {_number(least)}{unit}"
    return f" of at most {_number(most)}{unit}" if most is not None else ""


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.9g}"


def _followed(node: TomlView, schema: TomlView) -> TomlView:
    """The definition a node refers to, with what the node itself says about it; one that may be left out is itself."""
    choices = [choice for choice in node.get("anyOf", ()) if choice.get("type") != "null"]
    if len(choices) == 1:
        node = {**choices[0], **{key: value for key, value in node.items() if key != "anyOf"}}
    name = node.get("$ref", "").rpartition("/")[2]
    return {**schema["$defs"][name], **node} if name else node


def _cut(path: str) -> str:
    return path if len(path) <= 2 * LONGEST_VALUE else path[: 2 * LONGEST_VALUE - 1] + "…"
