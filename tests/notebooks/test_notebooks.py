"""Every notebook runs to its end in short runs and is kept without outputs."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest

from sim.cli import flags
from sim.company import wiring

REPOSITORY = Path(__file__).parents[2]
NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
QUANTITY = re.compile(r"\d+(?:[.,]\d+)*\s?(?:%|h|hours?|days?|weeks?|minutes?|times|EUR|pairs|runs|cases)(?![\w-])")
QUICK = {
    "01_first_look": "PAIRS, WEEKS, WARM_UP = 2, 1, 0",
    "02_siloed_vs_integrated": "PAIRS, WEEKS, WARM_UP, STUDIES = 2, 1, 0, 50",
    "03_what_if": "PAIRS, WEEKS, WARM_UP, MORE = 2, 1, 0, 1",
    "04_what_did_it": (
        "PAIRS, WEEKS, WARM_UP, VALUES, STEPS = 2, 1, 0, 2, 1\n"
        "LEVERS = ('integrated_systems', 'process_automation')\n"
        "ASSUMPTIONS = ('price of the strategies',)"
    ),
    "05_your_own_company": "PAIRS, WEEKS, WARM_UP = 1, 1, 0",
    "06_for_teachers": "RUNS, LENGTH = 8, 0.1",
    "07_process_mining": "WEEKS, WARM_UP, MOST = 1, 0, 12",
}
"""Sizes at which a notebook takes seconds. They take the place of its own, as papermill does it: in a cell of their own
after that tagged "parameters". All are of the same short runs, most of which are kept from one notebook to the next."""
GUESS = "guess = 0.5"
"""For whatever a cell tagged "guess" asks."""
MOST_IMPORTS = 5
SECONDS = 300
"""No cell may hang; on an idle machine a whole notebook takes some seconds."""


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in content["cells"] if cell["cell_type"] == kind]


def tags(cell: dict[str, Any]) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def with_sizes(path: Path, *, guessing: bool = True) -> list[str]:
    """The code of every cell, and after some what takes the place of their values."""
    sources = []
    for cell in cells(path, "code"):
        sources.append("".join(cell["source"]))
        sources += [QUICK[path.stem]] if "parameters" in tags(cell) else []
        sources += [GUESS] if guessing and "guess" in tags(cell) else []
    return sources


def test_there_are_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "01_first_look",
        "02_siloed_vs_integrated",
        "03_what_if",
        "04_what_did_it",
        "05_your_own_company",
        "06_for_teachers",
        "07_process_mining",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_result_is_typed_into_the_prose(path: Path) -> None:
    """Quantities stand in code or are computed; in words there is only the level of an interval."""
    for cell in cells(path, "markdown"):
        prose = re.sub(r"```.*?```|`[^`]*`", "", "".join(cell["source"]), flags=re.DOTALL)
        assert set(QUANTITY.findall(prose)) <= {"95 %"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_ends_with_something_to_try(path: Path) -> None:
    prose = ["".join(cell["source"]) for cell in cells(path, "markdown")]
    assert "## " in prose[-1]
    assert prose[-1].count("\n* ") >= 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_of_a_run_is_kept(path: Path) -> None:
    for cell in cells(path, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
    text = path.read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"
    assert not any(place in text for place in ("/home/", "/tmp/", "/Users/"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_are_short_and_begin_with_words(path: Path) -> None:
    assert json.loads(path.read_text(encoding="utf-8"))["cells"][0]["cell_type"] == "markdown"
    for cell in cells(path, "code"):
        source = "".join(cell["source"])
        ast.parse(source)
        assert source.count("\n") < 15
        assert max(map(len, source.split("\n"))) <= 106, "longer lines are cut on a page"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_sizes_stand_in_one_cell_and_nothing_knows_of_a_quick_mode(path: Path) -> None:
    """Its names are those that a quick run sets; no cell asks how it is run."""
    (first,) = (cell for cell in cells(path, "code") if "parameters" in tags(cell))
    assert first == cells(path, "code")[0]
    own, quick = (
        {
            name.id
            for name in ast.walk(ast.parse(source))
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
        }
        for source in ("".join(first["source"]), QUICK[path.stem])
    )
    assert quick <= own
    for cell in cells(path, "code"):
        assert not re.search(r"\b(FAST|choose|environ)\b", "".join(cell["source"]))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_few_imports_nearly_all_of_them_from_the_program(path: Path) -> None:
    code = [ast.parse("".join(cell["source"])) for cell in cells(path, "code")]
    found = [node for tree in code for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert len(found) <= MOST_IMPORTS
    roots = {
        (node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0] for node in found
    }
    assert roots <= {"sim", "pandas", "numpy", *(["r4pm"] if "process_mining" in path.stem else [])}


def skip_without_its_library(path: Path) -> None:
    """Skip what takes a library that is no part of the test extra where it is not installed."""
    if "import r4pm" in path.read_text(encoding="utf-8"):
        pytest.importorskip("polars", reason="polars is missing; pip install '.[mining]' brings it")
        pytest.importorskip("r4pm", reason="r4pm is missing; pip install '.[mining]' brings it")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In this process alone, with nobody's settings."""
    monkeypatch.setattr(flags, "usable_processors", lambda: 1)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "path", [pytest.param(NOTEBOOKS[0], marks=pytest.mark.slow), *NOTEBOOKS[1:]], ids=lambda path: path.stem
)
def test_runs_to_its_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cell by cell in this process, in a fraction of the time that a kernel needs; the first runs in one below.

    The first thing to be shown is a picture: one sees, asks, and then understands.
    """
    skip_without_its_library(path)
    shown, said = run(path, monkeypatch, with_sizes(path))
    assert said == ""
    assert "<svg" in shown[0], "a picture comes before any list"
    assert not any("none yet" in one for one in shown), "whoever has guessed is told"


@pytest.mark.usefixtures("quick")
def test_no_answer_is_told_before_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every exercise: neither the number nor the picture that gives it away."""
    path = REPOSITORY / "notebooks" / "06_for_teachers.ipynb"
    exercises = sum("guess" in tags(cell) for cell in cells(path, "code"))
    monkeypatch.setitem(QUICK, path.stem, "RUNS, LENGTH = 2, 0.02")
    shown, _ = run(path, monkeypatch, with_sizes(path, guessing=False))
    assert sum("none yet" in one for one in shown) == 2 * exercises
    assert sum("<svg" in one for one in shown) == 1, "the picture to begin with"


def run(path: Path, monkeypatch: pytest.MonkeyPatch, sources: list[str]) -> tuple[list[str], str]:
    """What each cell shows, in the order of the cells, and what is complained about."""
    shells = pytest.importorskip("IPython.core.interactiveshell", reason="IPython comes with ipykernel, which is missing")
    capture = importlib.import_module("IPython.utils.capture")
    config = importlib.import_module("traitlets.config").Config()
    config.HistoryManager.enabled = False
    module = ModuleType(f"cells_of_{path.stem}")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.chdir(path.parent)
    shown: list[str] = []
    said = ""
    with patch.dict(wiring.DEPARTMENTS):
        shell = shells.InteractiveShell(config=config, user_module=module)
        for source in sources:
            with capture.capture_output(display=False) as captured:
                result = shell.run_cell(source, store_history=False)
            result.raise_error()
            said += captured.stderr
            data, _ = shell.display_formatter.format(result.result)
            if result.result is not None:
                shown.append(data.get("text/html") or _widget(result.result) or data["text/plain"])
    return shown, said


def _widget(shown: object) -> str:
    """What sliders show, which is no text of their own."""
    details = getattr(shown, "details", None)
    return str(details.children[0].value) if details is not None else ""


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "path",
    [NOTEBOOKS[0], *(pytest.param(path, marks=pytest.mark.slow) for path in NOTEBOOKS[1:])],
    ids=lambda path: path.stem,
)
def test_runs_in_a_kernel(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a person runs it: in a process of its own."""
    skip_without_its_library(path)
    pytest.importorskip("ipykernel", reason="ipykernel is missing; pip install '.[test]' brings it")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is missing; pip install '.[test]' brings it")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is missing; pip install '.[test]' brings it")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    book.cells = [nbformat.v4.new_code_cell(source) for source in with_sizes(path)]
    client = nbclient.NotebookClient(
        book, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert not [output["text"] for output in outputs if output.get("name") == "stderr"]
    assert any("<svg" in output.get("data", {}).get("text/html", "") for output in outputs)
