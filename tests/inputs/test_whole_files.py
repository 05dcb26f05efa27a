"""Files and folders are whole or not there, whatever ends the writing."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest

from sim.inputs.whole_files import whole_folder, write_table, write_whole
from tests.test_floors import modules


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(("content", "held"), [("ä\n", "ä\n".encode()), (b"\x00\r\n", b"\x00\r\n")])
def test_a_file_holds_what_was_given_and_nothing_is_beside_it(tmp_path: Path, content: str | bytes, held: bytes) -> None:
    path = tmp_path / "deep" / "file"
    for _ in range(2):
        assert write_whole(path, content) == path
        assert path.read_bytes() == held
        assert names_in(path.parent) == ["file"]


@pytest.mark.parametrize("moment", ["write_bytes", "replace"])
@pytest.mark.parametrize("older", [True, False])
def test_an_older_file_stays_when_the_new_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, older: bool
) -> None:
    path = tmp_path / "file"
    if older:
        path.write_text("older", encoding="utf-8")

    def fails(self: Path, _: object) -> None:
        self.touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, moment, fails)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "newer")
    assert names_in(tmp_path) == (["file"] if older else [])
    assert not older or path.read_text(encoding="utf-8") == "older"


def test_a_table_has_the_same_bytes_on_every_system(tmp_path: Path) -> None:
    table = pd.DataFrame({"world": ["siloed", "a,b"], "hours": [1 / 3, 2.0]})
    assert write_table(tmp_path / "t.csv", table).read_bytes() == b'world,hours\nsiloed,0.3333333333\n"a,b",2\n'


def test_a_folder_takes_its_place_when_it_is_full(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b"
    for name in ("first", "second"):
        with whole_folder(place) as fresh:
            (fresh / name).write_text("x", encoding="utf-8")
            assert place.exists() == (name == "second")
        assert names_in(place) == [name]
        assert names_in(place.parent) == ["b"]


def test_a_folder_that_is_not_filled_leaves_nothing_new(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "a" / "b") as fresh:
        (fresh / "half").write_text("x", encoding="utf-8")
        raise KeyboardInterrupt
    assert names_in(tmp_path) == []


def test_an_older_folder_comes_back_when_the_new_one_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (place / "older").write_text("x", encoding="utf-8")
    rename = Path.rename

    def fails_at_last(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError("no space")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_at_last)
    with pytest.raises(OSError, match="no space"), whole_folder(place) as fresh:
        (fresh / "newer").write_text("x", encoding="utf-8")
    assert names_in(place) == ["older"]
    assert names_in(tmp_path) == ["place"]


def test_files_are_written_whole() -> None:
    """Nothing writes or makes temporary names by itself; that stands in one place."""
    for name, file in modules().items():
        calls = {
            node.func.attr
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        if name != "sim.inputs.whole_files":
            assert not calls & {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "TemporaryDirectory"}, name


def test_what_is_no_ordinary_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileExistsError, match="it is not an ordinary file"):
        write_whole(tmp_path / "folder", "text")
    assert names_in(tmp_path) == ["folder"]


def test_the_new_folder_stays_when_it_fails_after_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "new" / "place"
    rename = Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        rename(self, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt), whole_folder(place) as fresh:
        (fresh / "newer").write_text("x", encoding="utf-8")
    assert names_in(place) == ["newer"]
    assert names_in(place.parent) == ["place"]


def test_folders_on_the_way_that_somebody_else_uses_stay(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "a" / "b" / "c"):
        (tmp_path / "a" / "theirs").write_text("x", encoding="utf-8")
        raise KeyboardInterrupt
    assert names_in(tmp_path / "a") == ["theirs"]
