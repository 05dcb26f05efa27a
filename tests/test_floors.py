"""The house stands: no import runs up the floors, and no two files use each other, not even for types."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import networkx as nx
import pytest

HOME = Path(__file__).resolve().parents[1] / "sim"
FLOORS = {
    "engine": 0,
    "inputs": 1,
    "levers": 2,
    "company": 2,
    "measures": 3,
    "experiment": 4,
    "verification": 4,
    "views": 5,
    "export": 5,
    "interactive": 6,
    "cli": 6,
}
TOP = 7
"""`sim/__init__.py` and `sim/__main__.py`: what a person imports and calls."""


def module_of(file: Path, home: Path) -> str:
    return ".".join(("sim", *file.relative_to(home).with_suffix("").parts)).removesuffix(".__init__")


def modules(home: Path = HOME) -> dict[str, Path]:
    """Every module of the package by its name."""
    return {module_of(file, home): file for file in sorted(home.rglob("*.py"))}


@functools.cache
def imports(home: Path = HOME) -> nx.DiGraph[str]:
    """Who imports whom, anywhere in a file, type-only imports included; a package stands for its `__init__`."""
    files = modules(home)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(files)
    for name, file in files.items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                inside = [f"{node.module}.{alias.name}" for alias in node.names]
                wanted = [name if name in files else node.module for name in inside]
            elif isinstance(node, ast.Import):
                wanted = [alias.name for alias in node.names]
            else:
                continue
            graph.add_edges_from((name, other) for other in wanted if other in files and other != name)
    return graph


def circles(graph: nx.DiGraph[str]) -> list[str]:
    """Every circle, as the names of the files that use each other."""
    return [" <-> ".join(sorted(group)) for group in nx.strongly_connected_components(graph) if len(group) > 1]


def floor_of(module: str) -> int:
    parts = module.split(".")
    return FLOORS.get(parts[1], TOP) if len(parts) > 1 else TOP


def arrows_up(graph: nx.DiGraph[str]) -> list[str]:
    """Every import of something on a higher floor."""
    return [f"{user} -> {used}" for user, used in graph.edges if floor_of(used) > floor_of(user)]


@pytest.fixture
def graph() -> nx.DiGraph[str]:
    return imports()


def test_no_import_runs_up_the_floors(graph: nx.DiGraph[str]) -> None:
    assert arrows_up(graph) == []


def test_no_two_files_use_each_other(graph: nx.DiGraph[str]) -> None:
    assert circles(graph) == []


def test_a_circle_and_an_arrow_up_would_be_found(tmp_path: Path) -> None:
    home = tmp_path / "sim"
    for file, text in {
        "__init__.py": "",
        "engine/__init__.py": "",
        "engine/clock.py": "from sim.engine import team\nfrom sim.views.chart import draw\n",
        "engine/team.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sim.engine.clock import tick\n",
        "views/__init__.py": "",
        "views/chart.py": "def f():\n    import sim.engine.team\n",
    }.items():
        (home / file).parent.mkdir(parents=True, exist_ok=True)
        (home / file).write_text(text, encoding="utf-8")
    found = imports(home)
    assert circles(found) == ["sim.engine.clock <-> sim.engine.team <-> sim.views.chart"]
    assert arrows_up(found) == ["sim.engine.clock -> sim.views.chart"]


def test_every_room_has_a_floor() -> None:
    rooms = {folder.name for folder in HOME.iterdir() if (folder / "__init__.py").exists()}
    assert rooms == set(FLOORS)


def test_the_engine_knows_no_company_and_departments_no_lever(graph: nx.DiGraph[str]) -> None:
    for user, used in graph.edges:
        room = used.split(".")[1] if "." in used else "sim"
        if user.startswith("sim.engine."):
            assert room == "engine", (user, used)
        if user.startswith(("sim.company.front_office.", "sim.company.back_office.")):
            assert room in {"company", "engine", "inputs"}, (user, used)


def test_no_department_names_a_lever_or_a_scenario() -> None:
    from sim.inputs.levers_model import LEVERS

    for name, file in modules().items():
        if name.startswith(("sim.engine.", "sim.company.front_office.", "sim.company.back_office.")):
            text = file.read_text(encoding="utf-8")
            for word in (*LEVERS, "siloed", "integrated"):
                assert word not in text, (name, word)


TWICE = {"Case"}
"""A case of `sim/verification/` is one of the closed forms, which know no company and no case of one."""


def test_no_two_classes_share_a_name() -> None:
    files: dict[str, set[str]] = {}
    for module, file in modules().items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                files.setdefault(node.name, set()).add(module)
    assert {name: where for name, where in files.items() if len(where) > 1 and name not in TWICE} == {}
    assert all(len(files[name]) > 1 for name in TWICE)


def too_long(file: Path) -> list[str]:
    """A file of more than 400 lines, and functions of more than 60."""
    text = file.read_text(encoding="utf-8")
    long = [f"{file}: {text.count(chr(10))} lines"] if text.count("\n") > 400 else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 60:
            long.append(f"{file}, {node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines")
    return long


@pytest.mark.parametrize("folder", ["sim", "scenarios", "tests", ".ci"])
def test_no_long_files_and_no_long_functions(folder: str) -> None:
    files = sorted((HOME.parent / folder).rglob("*.py"))
    assert files
    assert [fault for file in files for fault in too_long(file)] == []


def test_what_is_too_long_would_be_found(tmp_path: Path) -> None:
    file = tmp_path / "long.py"
    file.write_text("def f():\n" + "    x = 0\n" * 59 + "y = 0\n" * 340, encoding="utf-8")
    assert too_long(file) == []
    file.write_text("def f():\n" + "    x = 0\n" * 60 + "y = 0\n" * 340, encoding="utf-8")
    assert too_long(file) == [f"{file}: 401 lines", f"{file}, f: 61 lines"]
