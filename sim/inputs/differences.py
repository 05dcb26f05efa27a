"""What differs between two things that files describe, by meaning: after everything is resolved, whatever its order.

Tables are compared name by name. Rows of a list that have a name of their own (hand-offs, feeds) are found by it; of
other lists of rows only those are told that the other list does not have.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from sim.inputs.mistakes import node_at, schema_of
from sim.inputs.sources import Where

NOT_THERE: Final = None
"""What stands where one of the two has nothing."""

NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "handoffs": ("source", "target", "subject"),
    "feeds": ("source", "target", "record"),
}
"""Lists whose rows are known by some of their columns."""

PATTERN = "{} > {}: {}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same.

    Attributes:
        where: the names that lead to it, outermost first.
        one, two: its value in each; a table or a list where all of it is new or gone, None for what is not there.
        about: what the file's layout says of the field: its unit, mostly; "" for nothing.
        share: whether it is a share of something, from 0 to 1.
    """

    where: tuple[str, ...]
    one: Any
    two: Any
    about: str = ""
    share: bool = False


def differences_of(
    one: BaseModel, two: BaseModel, leave_out: Sequence[str] = ("name", "description")
) -> list[Difference]:
    """Everything in which two descriptions of one kind differ, in the order of the first one's fields.

    Args:
        leave_out: fields that mean nothing for a run.
    """
    schema = schema_of(type(one))
    ours, theirs = (thing.model_dump(exclude=set(leave_out)) for thing in (one, two))
    return [
        Difference(where, a, b, str(node.get("description", "")), _is_share(node))
        for where, at, a, b in _compared(ours, theirs, (), ())
        for node in (node_at(schema, at),)
    ]


def _is_share(node: Mapping[str, Any]) -> bool:
    number = [node, *node.get("anyOf", ())]
    return any(part.get("type") == "number" and part.get("maximum") == 1.0 for part in number)


Found = tuple[tuple[str, ...], Where, Any, Any]


def _compared(one: Any, two: Any, where: tuple[str, ...], at: Where) -> Iterator[Found]:
    """(names, path in the layout, value here, value there) of what differs."""
    if one == two and type(one) is type(two):
        return
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        for key in {**one, **two}:
            ours, theirs = one.get(key, NOT_THERE), two.get(key, NOT_THERE)
            yield from _compared(ours, theirs, (*where, str(key)), (*at, key))
    elif _is_rows(one) and _is_rows(two) and len(one) + len(two):
        names = NAMED_BY.get(where[-1])
        if names is not None:
            yield from _named(one, two, names, where, at)
        else:
            yield from _unnamed(one, two, where, at)
    elif one != two:
        yield where, at, one, two


def _is_rows(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(row, Mapping) for row in value)


def _named(one: Any, two: Any, names: tuple[str, ...], where: tuple[str, ...], at: Where) -> Iterator[Found]:
    ours, theirs = ({PATTERN.format(*(row[name] for name in names)): row for row in rows} for rows in (one, two))
    for name in {**ours, **theirs}:
        yield from _compared(ours.get(name), theirs.get(name), (*where, name), (*at, 0))


def _unnamed(one: Any, two: Any, where: tuple[str, ...], at: Where) -> Iterator[Found]:
    """Rows of the one that the other does not have, as often as it does not."""
    texts = [Counter(json.dumps(row, sort_keys=True, default=str) for row in rows) for rows in (one, two)]
    for text, number in (texts[0] - texts[1]).items():
        yield from ((where, (*at, 0), json.loads(text), NOT_THERE) for _ in range(number))
    for text, number in (texts[1] - texts[0]).items():
        yield from ((where, (*at, 0), NOT_THERE, json.loads(text)) for _ in range(number))
