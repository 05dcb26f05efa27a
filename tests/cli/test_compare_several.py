"""`compare A B C`: each further scenario against the first, a folder for each, one table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.cli.main import main
from tests.cli.replaced import replace_module
from tests.inputs.small_company import write_scenario


@pytest.fixture
def heard(asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float, Path]]:
    """How much more silos and cultural differences the second world has, and the folder, of every comparison."""
    written: list[tuple[float, float, Path]] = []

    def write_folder(study: object, out: Path, jobs: int) -> object:
        a, b = asked["a"].levers, asked["b"].levers
        silos = b.information_silos - a.information_silos
        written.append((silos, b.cultural_differences - a.cultural_differences, out))
        return study

    replace_module(monkeypatch, "sim.views.folder", write_folder=write_folder, refuse_other_folder=lambda _: None)
    shown = "sim.views.text.side_by_side"
    replace_module(monkeypatch, shown, print_side_by_side=lambda studies: print(f"{len(studies)} studies"))
    return written


def test_each_is_compared_with_the_first(
    folder: Path, heard: list[tuple[float, float, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    write_scenario(folder, "[levers]\ncultural_differences = 1\n", name="C")
    assert main(["compare", "A", "B", "C"]) == 0
    place = Path("results/A_vs_B_and_C")
    assert heard == [(1.0, 0.0, place / "A_vs_B"), (0.0, 1.0, place / "A_vs_C")]
    assert capsys.readouterr().out == "2 studies\n"


def test_the_same_file_twice_has_two_folders(folder: Path, heard: list[tuple[float, float, Path]]) -> None:
    assert main(["compare", "A", "B", "B", "--out", "there"]) == 0
    assert [out for _, _, out in heard] == [Path("there/A_vs_B_1"), Path("there/A_vs_B_2")]


def test_one_failed_run_is_an_exit_code(
    folder: Path, asked: dict[str, Any], heard: list[tuple[float, float, Path]]
) -> None:
    asked["failures"] = ["one"]
    assert main(["compare", "A", "B", "A"]) == 1
    assert len(heard) == 2


def test_mistakes_of_all_files_are_told_and_nothing_runs(
    folder: Path, heard: list[tuple[float, float, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", "A", "B", "nowhere"]) == 2
    assert "nowhere: there is no such file" in capsys.readouterr().err
    assert heard == []
