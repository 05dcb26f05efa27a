"""Names in a company's data that point nowhere, or are taken: which there are, and where each is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.inputs.hours_model import wrong_staffing
from sim.inputs.levers_model import CHALLENGES, STRATEGIES, TRENDS
from sim.inputs.mistakes import nearest
from sim.inputs.names import ANY, EVERY, SHARED_SYSTEM, TICKET_KINDS
from sim.inputs.sources import TomlView, Where, dotted


class WrongNames(ValueError):
    """Names in a company that point nowhere: for each its place and the rest of a sentence that begins with it."""

    def __init__(self, found: list[tuple[Where, str]]) -> None:
        self.found = found
        super().__init__("\n".join(f"{dotted(where)} {words}" for where, words in found))


NAMES: tuple[tuple[Where, str, str, tuple[str, ...]], ...] = (
    (("teams", ANY, "department"), "department", "departments", ()),
    (("teams", ANY, "hours", ANY), "working hours", "working_hours", ()),
    (("teams", ANY, "can_learn", ANY), "team", "teams", ()),
    (("activities", ANY, "team"), "team", "teams", (EVERY,)),
    (("handoffs", ANY, "source"), "department", "departments", (EVERY,)),
    (("handoffs", ANY, "target"), "department", "departments", (EVERY,)),
    (("feeds", ANY, "source"), "department", "departments", (EVERY,)),
    (("feeds", ANY, "target"), "department", "departments", (EVERY,)),
)
"""Where a company names a thing of its own: place, what it is, the table that has it, words allowed beside."""

KEYS: tuple[tuple[Where, str, tuple[str, ...]], ...] = (
    (("remedies", "coverage", ANY), "challenge", CHALLENGES),
    (("remedies", "coverage", ANY, ANY), "strategy", STRATEGIES),
    (("remedies", "costs", ANY), "strategy or trend", STRATEGIES + TRENDS),
    (("trends", "chatbot", "contained", ANY), "kind of ticket", TICKET_KINDS),
)
"""Tables whose keys are names: place of the key, what it is, which there are."""

TAKEN: tuple[tuple[str, str, str], ...] = (
    ("departments", EVERY, "all departments"),
    ("departments", SHARED_SYSTEM, "the system that integrated systems bring"),
    ("teams", EVERY, "all teams"),
)
"""Names that a company may not give, as they stand for something already: the table, the name, what it stands for."""


def wrong_names(company: TomlView) -> list[tuple[Where, str]]:
    """Names in a company's data that point nowhere or are taken, each with its place; wrong shapes are passed over."""
    found: list[tuple[Where, str]] = []
    for pattern, what, table, beside in NAMES:
        known = company.get(table)
        if isinstance(known, Mapping):
            found.extend(
                (where, f"names {what} {name!r}, which does not exist{nearest(name, [*known, *beside])}")
                for where, name in _matches(company, pattern)
                if isinstance(name, str) and name not in known and name not in beside
            )
    for pattern, what, names in KEYS:
        found.extend(
            (where, f"is not a {what}{nearest(str(where[-1]), names)}")
            for where, _ in _matches(company, pattern)
            if where[-1] not in names
        )
    activities = company.get("activities")
    if isinstance(activities, Mapping):
        found.extend(
            (where, f"is not an activity{nearest(str(where[-1]), activities)}")
            for where, _ in _matches(company, ("looks_up", ANY))
            if where[-1] not in activities
        )
    for table, taken, meaning in TAKEN:
        found.extend(
            (where, f"has a name that stands for {meaning}; choose another")
            for where, _ in _matches(company, (table, taken))
        )
    found.extend(
        (where, f"is {name!r}, a name that stands for the system that integrated systems bring; choose another")
        for where, name in _matches(company, ("departments", ANY, "system"))
        if name == SHARED_SYSTEM
    )
    found.extend(_second_answers(company))
    found.extend(_unmade_goods(company))
    found.extend(wrong_staffing(company))
    staffed = {name for _, name in _matches(company, ("teams", ANY, "department")) if isinstance(name, str)}
    named = [where for where, _ in _matches(company, ("departments", ANY))]
    if staffed <= {where[-1] for where in named}:  # else a misspelt department would be told twice
        found.extend((where, "has no team; add one under [teams]") for where in named if where[-1] not in staffed)
    return found


def _unmade_goods(company: TomlView) -> Iterator[tuple[Where, str]]:
    """Products that a material is said to go into, and that are not made."""
    products = company.get("products")
    if isinstance(products, Mapping):
        made = [name for name, row in products.items() if isinstance(row, Mapping) and row.get("made") is True]
        for where, _ in _matches(company, ("materials", ANY, "goes_into", ANY)):
            if where[-1] not in made:
                yield where, f"is not a product that is made{nearest(str(where[-1]), made)}"


def _second_answers(company: TomlView) -> Iterator[tuple[Where, str]]:
    """Teams that answer for a department for which another team answers already."""
    first: dict[object, str | int] = {}
    for where, answers in _matches(company, ("teams", ANY, "answers")):
        department = company["teams"][where[1]].get("department")
        if answers is True and isinstance(department, str) and first.setdefault(department, where[1]) != where[1]:
            yield where, f"is true, but {first[department]!r} answers for {department!r} already; one team can"


def _matches(data: object, pattern: Where, where: Where = ()) -> Iterator[tuple[Where, object]]:
    """The values whose places fit a pattern."""
    if not pattern:
        yield where, data
    elif isinstance(data, Mapping):
        for key in data if pattern[0] == ANY else [pattern[0]]:
            if key in data:
                yield from _matches(data[key], pattern[1:], (*where, key))
    elif isinstance(data, list | tuple) and pattern[0] == ANY:
        for position, inner in enumerate(data):
            yield from _matches(inner, pattern[1:], (*where, position))
