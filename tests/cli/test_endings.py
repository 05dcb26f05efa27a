"""How the program ends: with what exit code, and with what it says, after a failure, an interruption or a full disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from tests.cli.replaced import replace_module


def test_a_failure_shows_where_it_happened(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ending(monkeypatch, RuntimeError("a defect")) == 1
    err = capsys.readouterr().err
    assert err.startswith("Traceback")
    assert "RuntimeError: a defect" in err


def test_interruption_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ending(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr().err.count("\n") == 1


def test_full_disk_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ending(monkeypatch, OSError(28, "No space left on device", "results/x")) == 1
    assert capsys.readouterr().err == "Nothing more can be written to results/x: No space left on device.\n"


def test_a_broken_pipe_that_is_not_the_output_is_a_failure(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ending(monkeypatch, BrokenPipeError(32, "Broken pipe")) == 1
    assert "BrokenPipeError" in capsys.readouterr().err


def _ending(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    """The exit code of a comparison that ends with an error."""

    def compare_scenarios(*_: object, **__: object) -> None:
        raise error

    replace_module(monkeypatch, "sim.experiment.study", compare_scenarios=compare_scenarios)
    replace_module(monkeypatch, "sim.views.folder", write_folder=print, refuse_other_folder=lambda _: None)
    replace_module(monkeypatch, "sim.views.text.terminal", print_study=print)
    return main(["compare", "A", "B"])
