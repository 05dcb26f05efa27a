"""Every notebook runs to its end in the fast mode and is kept without outputs."""

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

from sim.company import wiring
from sim.interactive import notebook

REPOSITORY = Path(__file__).parents[2]
NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
QUANTITY = re.compile(r"\d+(?:[.,]\d+)*\s?(?:%|h|hours?|days?|weeks?|minutes?|times|EUR|pairs|runs|cases)(?![\w-])")
SECONDS = 300
"""No cell may hang; on an idle machine a whole notebook takes some seconds."""


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in content["cells"] if cell["cell_type"] == kind]


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


def skip_without_its_library(path: Path) -> None:
    """Skip what takes a library that is no part of the test extra where it is not installed."""
    if "import r4pm" in path.read_text(encoding="utf-8"):
        pytest.importorskip("polars", reason="polars is missing; pip install '.[mining]' brings it")
        pytest.importorskip("r4pm", reason="r4pm is missing; pip install '.[mining]' brings it")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Notebooks in the fast mode, with nobody's settings."""
    monkeypatch.setenv(notebook.VARIABLE, "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "path", [pytest.param(NOTEBOOKS[0], marks=pytest.mark.slow), *NOTEBOOKS[1:]], ids=lambda path: path.stem
)
def test_runs_to_its_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cell by cell in this process, in a fraction of the time that a kernel needs; the first runs in one below."""
    skip_without_its_library(path)
    shells = pytest.importorskip("IPython.core.interactiveshell", reason="IPython comes with ipykernel, which is missing")
    capture = importlib.import_module("IPython.utils.capture")
    config = importlib.import_module("traitlets.config").Config()
    config.HistoryManager.enabled = False
    module = ModuleType(f"cells_of_{path.stem}")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.chdir(path.parent)
    pictures, said = 0, ""
    with patch.dict(wiring.DEPARTMENTS):
        shell = shells.InteractiveShell(config=config, user_module=module)
        for cell in cells(path, "code"):
            with capture.capture_output(display=False) as shown:
                result = shell.run_cell("".join(cell["source"]), store_history=False)
            result.raise_error()
            said += shown.stderr
            data, _ = shell.display_formatter.format(result.result)
            pictures += "<svg" in data.get("text/html", "")
    assert pictures
    assert said == ""


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
    client = nbclient.NotebookClient(
        book, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert not [output["text"] for output in outputs if output.get("name") == "stderr"]
    assert any("<svg" in output.get("data", {}).get("text/html", "") for output in outputs)
