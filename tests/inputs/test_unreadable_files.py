"""Files that are no scenario at all: missing, broken, binary, too large, no file; one sentence each."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.inputs.toml_file import LARGEST_FILE
from tests.inputs.small_company import write_scenario
from tests.inputs.told import mistakes_of, one

REPOSITORY = Path(__file__).parents[2]

BROKEN_TEXT = {
    "missing quote": ('name = "x\nseed = 1', "line 1, column 10: is not valid TOML in 'name = \"x'"),
    "missing value": ('name = "x"\nseed =\n', "line 2, column 7: is not valid TOML in 'seed ='"),
    "word for a number": ("weeks = thirteen", "line 1, column 9: is not valid TOML in 'weeks = thirteen'"),
    "list without an end": ("company = [\n1,\n\n", "line 2: the file ends too early"),
    "key given twice": ("seed = 1\nseed = 2\n\n", "line 2, column 9: 'seed' is given twice; keep one of them"),
    "table given twice": ("[levers]\n[x]\n[levers]", "line 3, column 8: 'levers' is given twice; keep one"),
    "impossible date": ("seed = 2020-13-45", "line 1"),
    "huge integer": (f"seed = {5000 * '9'}", "holds a whole number of thousands of digits"),
    "deep lists": (f"x = {3000 * '['}", "nests tables or lists more than 20 deep"),
    "deep tables": (f"{'.'.join('a' * 3000)} = 1", "nests tables or lists more than 20 deep"),
    "nothing": ("", "is empty"),
    "only a comment": ("# hello\n\n", "is empty"),
}


NO_TEXT = {
    "binary": (b"\x7fELF\x00\x01", "is a binary file, not TOML text"),
    "UTF-16": ('name = "x"'.encode("utf-16"), "is UTF-16 text; save it as UTF-8"),
    "Latin-1": ('name = "x"\ncurrency = "£"'.encode("latin-1"), "line 2: is not UTF-8 text (byte 0xa3); save it"),
}


@pytest.mark.parametrize("case", BROKEN_TEXT)
def test_broken_text(case: str, folder: Path) -> None:
    text, expected = BROKEN_TEXT[case]
    path = folder / "scenario.toml"
    path.write_text(text, encoding="utf-8")
    assert expected in one(path)


@pytest.mark.parametrize("case", NO_TEXT)
def test_no_text(case: str, folder: Path) -> None:
    content, expected = NO_TEXT[case]
    path = folder / "scenario.toml"
    path.write_bytes(content)
    assert expected in one(path)


def test_no_file(folder: Path) -> None:
    assert "there is no such file (looked for at " in one(folder / "nothing.toml")


def test_a_folder(folder: Path) -> None:
    (folder / "scenario.toml").mkdir()
    assert "is a folder; name a file in it" in one(folder / "scenario.toml")


def test_unreadable_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by the system; simulated, as the tests may run as a user whom nothing is refused."""

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = write_scenario(folder)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "may not be read; the file's permissions forbid it" in one(path)


def test_very_large_file(folder: Path) -> None:
    path = folder / "scenario.toml"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1_000_000)
    assert "is 1.5 MB; at most 0.5 MB are read" in one(path)


def test_pipe_does_not_stall(folder: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo(folder / "scenario.toml")
    assert "is not an ordinary file" in one(folder / "scenario.toml")


def test_names_the_system_refuses(folder: Path) -> None:
    assert "cannot be read: " in str(mistakes_of(folder / ("x" * 5000)))
    assert "cannot be read: embedded null byte" in str(mistakes_of("a\0b"))


@pytest.mark.parametrize("case", ["unknown key", "binary", "a folder"])
def test_the_real_command(case: str, folder: Path) -> None:
    path = folder / "scenario.toml"
    if case == "binary":
        path.write_bytes(NO_TEXT["binary"][0])
    elif case == "unknown key":
        write_scenario(folder, "wekks = 3")
    else:
        path.mkdir()
    before = sorted(folder.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-m", "sim", "compare", str(path), str(path)],
        cwd=folder,
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert str(path) in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(folder.rglob("*")) == before
