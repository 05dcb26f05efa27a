"""The house stands: a room uses rooms on its own or a lower floor, never a higher one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1] / "sim"
FLOORS = {
    "engine": 0,
    "inputs": 1,
    "theory": 1,
    "levers": 2,
    "company": 2,
    "measures": 3,
    "experiment": 4,
    "statements": 5,
    "views": 5,
    "notebook": 6,
    "sliders": 6,
    "endings": 6,
    "flags": 6,
    "given": 6,
    "scripts": 6,
    "commands": 6,
    "cli": 6,
    "__main__": 6,
}
FILES = sorted(path.relative_to(HOME).as_posix() for path in HOME.rglob("*.py") if path.name != "__init__.py")


def floor_of(parts: tuple[str, ...]) -> int:
    return FLOORS[parts[0].removesuffix(".py")]


def imported(file: Path) -> set[tuple[str, ...]]:
    """Rooms of this package that a file imports, anywhere in it (imports for types only do not count)."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    rooms = set()
    for node in ast.walk(tree):
        if id(node) not in for_types and isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim."):
            rooms.add(tuple((node.module or "").split(".")[1:]))
    return rooms


@pytest.mark.parametrize("file", FILES)
def test_no_import_runs_up_the_floors(file: str) -> None:
    own = floor_of(Path(file).parts)
    higher = sorted(".".join(room) for room in imported(HOME / file) if floor_of(room) > own)
    assert not higher, f"sim/{file} is on floor {own} and reaches up to {higher}"


def test_the_engine_knows_no_company_and_departments_no_lever() -> None:
    for file in FILES:
        rooms = {room[0] for room in imported(HOME / file)}
        if file.startswith("engine/"):
            assert rooms <= {"engine"}
        if file.startswith(("company/front_office/", "company/back_office/")) or file == "company/department.py":
            assert not rooms & {"levers", "measures", "experiment", "views"} or file.endswith("it.py"), file


def test_no_department_names_a_lever_or_a_scenario() -> None:
    from sim.inputs.scenario import LEVERS

    for file in FILES:
        if file.startswith(("engine/", "company/front_office/", "company/back_office/")):
            text = (HOME / file).read_text(encoding="utf-8")
            assert not [lever for lever in LEVERS if lever in text], file
            assert "siloed" not in text, file
            assert "integrated" not in text, file
