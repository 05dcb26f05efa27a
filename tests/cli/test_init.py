"""`init`: everything arrives or nothing, nothing is overwritten, and what arrives runs."""

from __future__ import annotations

import os
import runpy
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main
from sim.inputs.own_files import NOTEBOOKS, SCENARIOS, own_contents

REPOSITORY = Path(__file__).parents[2]


def names(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*")}


def everything() -> set[str]:
    return {SCENARIOS, NOTEBOOKS} | {
        f"{folder}/{file.name}" for folder in (SCENARIOS, NOTEBOOKS) for file in own_contents(folder)
    }


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("given", ["mine", "deep/down/mine", "there", "."])
def test_everything_is_copied_and_the_next_steps_are_told(
    given: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if given == "there":
        (tmp_path / given).mkdir()
    assert main(["init", given]) == 0
    assert names(tmp_path / given) == everything()
    said = capsys.readouterr().out
    assert said.startswith(f"Scenarios, scripts and notebooks are in {Path(given)}, for you to change. Next:\n")
    assert (f"\n  cd {given}\n" in said) == (given != ".")
    assert "python -m sim explain scenarios/siloed.toml" in said


def test_it_has_what_a_person_needs() -> None:
    told = everything()
    assert {"scenarios/company.toml", "scenarios/strategies.py", "notebooks/01_first_look.ipynb"} <= told
    assert not any("__pycache__" in name for name in told)


def test_copies_may_be_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the program's own files are read-only."""
    fixed = tmp_path / "fixed"
    fixed.mkdir()
    (fixed / "a.toml").write_text("", encoding="utf-8")
    (fixed / "a.toml").chmod(stat.S_IREAD)
    monkeypatch.setattr("sim.cli.commands.init.own_contents", lambda _: [fixed / "a.toml"])
    assert main(["init", "mine"]) == 0
    assert (tmp_path / "mine" / "scenarios" / "a.toml").stat().st_mode & stat.S_IWRITE


@pytest.mark.parametrize("failing", ["copyfile", "rename"])
def test_all_or_nothing(failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up halfway: nothing is left, neither in a new folder nor in one that was there."""
    (tmp_path / "there").mkdir()
    calls = 0

    def fails(place: Path, target: Path) -> Path | None:
        nonlocal calls
        calls += 1
        if calls % 2 == 0:
            raise OSError(28, "No space left on device")
        return None if failing == "copyfile" else really(place, target)

    really = Path.rename
    if failing == "copyfile":
        monkeypatch.setattr(shutil, "copyfile", fails)
    else:
        monkeypatch.setattr(Path, "rename", fails)
    assert main(["init", "new/mine"]) == 1
    assert main(["init", "there"]) == 1
    assert calls >= 4
    assert names(tmp_path) == {"there"}


def test_what_arrives_runs_and_uses_the_changed_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script reads the files beside it, from wherever it is started."""
    assert main(["init", "mine"]) == 0
    scripts = tmp_path / "mine" / "scenarios"
    siloed = scripts / "siloed.toml"
    siloed.write_text(siloed.read_text(encoding="utf-8") + "chatbott = 1.0\n", encoding="utf-8")
    for name in ("siloed_vs_integrated", "strategies"):
        monkeypatch.setattr(sys, "argv", [str(scripts / f"{name}.py"), "--quick"])
        for place in (tmp_path, tmp_path / "mine"):
            monkeypatch.chdir(place)
            with pytest.raises(SystemExit) as ended:
                runpy.run_path(str(scripts / f"{name}.py"), run_name="__main__")
            assert ended.value.code == 2
            assert "did you mean 'chatbot'?" in capsys.readouterr().err


def test_what_arrives_is_a_program_of_its_own(tmp_path: Path) -> None:
    assert main(["init", "mine"]) == 0
    done = subprocess.run(
        [sys.executable, str(tmp_path / "mine" / "scenarios" / "siloed_vs_integrated.py"), "--weeks", "0"],
        cwd=tmp_path,
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("--weeks is '0'")
