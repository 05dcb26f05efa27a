"""Nothing hidden: every number that influences a result stands in the company file, or is named here as structure.

The first half walks the code of the company and of the levers; the second walks the company file and the box of
plausible companies.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from sim.inputs.assumptions import Assumptions, with_values
from sim.inputs.loading import load, load_scenario
from tests.company.structure import CODE, FILE

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "sim"
SCENARIOS = ROOT / "scenarios"
COMPANIES = ("siloed", "small_siloed")
ROOMS = ("company", "levers")
PLAIN = {0, 1, 2, 7, 12, 24, 52, 60, 100, 168, 365, 3600}
"""Nothing, one, both or twice; and how many of one unit another has: days, hours, minutes, seconds, weeks, per cent."""

Where = tuple[str, ...]
Place = tuple[str, str, float]
"""File below ``sim``, what the number stands in (a function, or a name outside of all), the number."""


def _hides(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and value not in PLAIN


def numbers(text: str, file: str) -> Iterator[Place]:
    """Every number of a file that is not plain, with the place it stands at; exponents of one half are roots."""
    tree = ast.parse(text)
    roots = {id(node.right) for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)}

    def within(node: ast.AST, place: str, inside: bool) -> Iterator[Place]:
        if isinstance(node, ast.FunctionDef):
            place, inside = node.name, True
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not inside:
            place = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        if isinstance(node, ast.Constant) and _hides(node.value) and (id(node) not in roots or node.value != 0.5):
            yield file, place, node.value
        for child in ast.iter_child_nodes(node):
            yield from within(child, place, inside)

    yield from within(tree, "", False)


def in_code() -> set[Place]:
    """Every number in the code of the company and the levers that must have its reason."""
    files = [file for room in ROOMS for file in sorted((HOME / room).rglob("*.py"))]
    return {
        place for file in files for place in numbers(file.read_text(encoding="utf-8"), file.relative_to(HOME).as_posix())
    }


def test_a_number_in_the_code_is_structure_with_a_reason() -> None:
    """Whoever adds a number puts it into the company file, or here with the reason why no company would change it."""
    assert sorted(in_code() - set(CODE)) == [], "numbers that belong into the company file"
    assert sorted(set(CODE) - in_code()) == [], "reasons for numbers that are gone"


def test_every_reason_says_something() -> None:
    reasons = [*CODE.items(), *FILE.items()]
    assert [place for place, reason in reasons if len(reason.split()) < 4] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def f(x):\n    return 0.3 * x\n", [("f", 0.3)]),
        ("LIMIT = 45.0\n", [("LIMIT", 45.0)]),
        ("class A:\n    usual: float = 0.5\n", [("usual", 0.5)]),
        ("def f(x):\n    y = x ** 0.5 + 24 * 7\n    return y\n", []),
        ("def f(x, most=9):\n    return x\n", [("f", 9)]),
        ("READY = True\n", []),
    ],
)
def test_a_hidden_number_would_be_found(text: str, found: list[tuple[str, float]]) -> None:
    assert [(place, value) for _, place, value in numbers(text, "x.py")] == found


# ---- the company file --------------------------------------------------------------------------------------------------


def in_file(data: object, where: Where = ()) -> Iterator[Where]:
    """The place of every number of a company, rows of lists by their place."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from in_file(value, (*where, name))
    elif isinstance(data, list | tuple):
        for place, value in enumerate(data):
            yield from in_file(value, (*where, str(place)))
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield where


def leads_to(path: str, where: Where) -> bool:
    """Whether a path, in which * stands for every name, leads to a number or to a table that it stands in."""
    names = path.split(".")
    return len(names) <= len(where) and all(name in ("*", own) for name, own in zip(names, where, strict=False))


def the_box() -> Assumptions:
    box = load(SCENARIOS / "plausible_box.toml")
    assert isinstance(box, Assumptions)
    return box


def varied() -> set[str]:
    """Every path of the box into the company."""
    return {path.removeprefix("company.") for row in the_box().assumption for path in row.paths}


def of_company(scenario: str) -> list[Where]:
    return list(in_file(load_scenario(SCENARIOS / f"{scenario}.toml").company.model_dump()))


@pytest.mark.parametrize("company", COMPANIES)
def test_a_number_of_the_file_is_in_the_box_or_structure(company: str) -> None:
    """All 800 and more: nothing that is a guess is left out of the box, and what is called structure is not in it."""
    found = of_company(company)
    assert len(found) > 800
    box = varied()
    in_box = {where for where in found if any(leads_to(path, where) for path in box)}
    named = {where for where in found if any(leads_to(path, where) for path in FILE)}
    assert sorted(set(found) - in_box - named) == [], "neither varied nor named"
    assert sorted(in_box & named) == [], "varied and called structure"


def test_what_is_called_structure_is_there() -> None:
    found = {where for company in COMPANIES for where in of_company(company)}
    assert [path for path in FILE if not any(leads_to(path, where) for where in found)] == []


@pytest.mark.parametrize("company", ["integrated", "small_siloed", "small_integrated"])
def test_the_box_holds_for_every_company(company: str) -> None:
    scenario, rows = load_scenario(SCENARIOS / f"{company}.toml"), the_box().assumption
    for share in (0.0, 1.0):
        with_values(scenario, [(row, row.at(share)) for row in rows])


def test_a_number_that_neither_has_would_be_found() -> None:
    where = ("logistics", "new_number")
    assert not any(leads_to(path, where) for path in (*varied(), *FILE))
    assert leads_to("trends", ("trends", "chatbot", "reach"))
    assert leads_to("topics.*.look_up", ("topics", "question", "look_up"))
    assert not leads_to("topics.*.look_up", ("topics", "question", "expert"))


def test_every_number_of_a_table_is_read() -> None:
    """A number that no code reads influences nothing, whatever the file says about it."""
    files = [file for file in HOME.rglob("*.py") if "inputs" not in file.relative_to(HOME).parts]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    read = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    fields = {where for where in of_company("siloed") if len(where) == 2 and where[0] != "looks_up"}  # by activity
    assert len(fields) > 150
    assert sorted(where for where in fields if where[1] not in read) == []
