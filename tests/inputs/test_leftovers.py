"""What a killed run leaves is cleared by the next one; what belongs to somebody alive, or to nobody, stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.inputs import leftovers


@pytest.fixture(scope="module")
def dead() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def left_by(process: int, place: Path) -> Path:
    """A temporary name of that process."""
    own = leftovers.beside(place)
    return own.with_name(own.name.replace(f".{os.getpid()}.", f".{process}."))


def test_a_name_is_hidden_beside_its_place_and_new_every_time(tmp_path: Path) -> None:
    place = tmp_path / "results"
    one, two = leftovers.beside(place), leftovers.beside(place)
    assert one != two
    assert one.parent == two.parent == tmp_path
    assert one.name.startswith(".results.")
    assert one.name.endswith(".part")


def test_folders_and_files_of_the_dead_go(tmp_path: Path, dead: int) -> None:
    place = tmp_path / "results"
    folder, file = left_by(dead, place), left_by(dead, place)
    folder.mkdir()
    (folder / "report.html").write_text("half", encoding="utf-8")
    file.write_text("half", encoding="utf-8")
    leftovers.clear(place)
    assert list(tmp_path.iterdir()) == []


def test_everything_else_stays(tmp_path: Path, dead: int) -> None:
    place = tmp_path / "results"
    mine, others = leftovers.beside(place), left_by(dead, tmp_path / "other")
    elsewhere = left_by(dead, place)
    elsewhere = elsewhere.with_name(elsewhere.name.replace(elsewhere.name.split(".")[2], "00000000"))
    kept = [mine, others, elsewhere, tmp_path / ".results.part", tmp_path / "results.part", place]
    for path in kept:
        path.write_text("mine", encoding="utf-8")
    leftovers.clear(place)
    assert sorted(tmp_path.iterdir()) == sorted(kept)
    leftovers.clear_all(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(set(kept) - {others})


def test_older_results_that_were_set_aside_come_back(tmp_path: Path, dead: int) -> None:
    """The process died between setting the old folder aside and putting the new one in its place."""
    place = tmp_path / "results"
    aside = left_by(dead, place).with_suffix(".old")
    aside.mkdir()
    (aside / "run.json").write_text("{}", encoding="utf-8")
    leftovers.clear(place)
    assert (place / "run.json").exists()
    again = left_by(dead, place).with_suffix(".old")
    again.mkdir()
    leftovers.clear(place)
    assert list(tmp_path.iterdir()) == [place]


def test_where_there_is_no_folder_there_is_nothing_to_clear(tmp_path: Path) -> None:
    leftovers.clear(tmp_path / "nowhere" / "results")
    assert not (tmp_path / "nowhere").exists()


def test_what_may_belong_to_somebody_alive_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dead: int) -> None:
    """A process of another user, a number that no process can have, and a system on which asking would harm."""
    place = tmp_path / "results"
    kept = left_by(dead, place)
    for answer in (PermissionError(), OverflowError()):

        def answers(process: int, signal: int, answer: Exception = answer) -> None:
            assert (process, signal) == (dead, 0)
            raise answer

        kept.write_text("half", encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.setattr(os, "kill", answers)
            leftovers.clear(place)
        assert list(tmp_path.iterdir()) == [kept]


def test_older_results_stay_aside_while_there_are_newer_ones_to_keep(tmp_path: Path, dead: int) -> None:
    place = tmp_path / "results"
    place.write_text("newer", encoding="utf-8")
    left_by(dead, place).with_suffix(".old").write_text("older", encoding="utf-8")
    leftovers.clear(place)
    assert list(tmp_path.iterdir()) == [place]
    assert place.read_text(encoding="utf-8") == "newer"
