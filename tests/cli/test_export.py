"""`export` on the command line: a true run, small; what is written, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import main

SHORT = ["--weeks", "1", "--warm-up", "0"]
BAD = {
    "export A --format xlsx": "--format is 'xlsx'; allowed are csv, parquet, xes, ocel2-sqlite, ocel2-json.",
    "export A --format csw": "--format is 'csw'; did you mean 'csv'?; allowed are",
    "export A --monday 2024-01-02": "--monday is 2024-01-02, a Tuesday; allowed is a Monday, such as 2024-01-01.",
    "export A --monday tomorrow": "--monday is 'tomorrow'; allowed is a Monday from 1971 to 2199, written as 2024-01-01.",
    "export A --monday 2024-02-30": "--monday is '2024-02-30'; allowed is",
    "export A --replication -1": "--replication is '-1'; allowed is a whole number from 0",
    "export A --replications 3": "export writes one replication of each world; --replication says which, from 0.",
    "export A --cluster tcp://10.0.0.5:8786": "export runs each world once, here; it does not take --cluster.",
    "export A nowhere": "nowhere: there is no such file",
    "export A --out .": "holds other things than results",
}


@pytest.mark.parametrize("line", BAD)
def test_wrong_input_is_a_sentence_and_writes_nothing(
    line: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())  # whether dask is there or not
    before = set(folder.rglob("*"))
    assert main(line.split()) == 2
    out, err = capsys.readouterr()
    assert BAD[line] in err
    assert out == ""
    assert "Traceback" not in err
    assert set(folder.rglob("*")) == before


def test_two_worlds_in_two_formats(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["export", "A", "B", *SHORT, "--format", "csv", "--format", "ocel2-sqlite", "--out", "logs"]
    assert main([*line, "--monday", "2025-01-06"]) == 0
    said = capsys.readouterr().out
    assert "Hour 0 is Monday 2025-01-06T00:00:00.000000Z. All of it lies in logs." in said
    facts = json.loads((folder / "logs" / "run.json").read_text(encoding="utf-8"))
    assert (facts["hour_0"], facts["replication"], facts["formats"]) == (
        "2025-01-06T00:00:00.000000Z",
        0,
        ["csv", "ocel2-sqlite"],
    )
    for world in facts["worlds"]:
        name = world["file"].removeprefix("scenario_").removesuffix(".toml")
        assert (folder / "logs" / f"{name}.sqlite").is_file()
        assert (folder / "logs" / name / "activities.csv").is_file()
        assert main(["check", str(folder / "logs" / world["file"])]) == 0
    assert len(facts["worlds"]) == 2
    assert not [file for file in folder.rglob("*") if file.name.startswith(".")]


def test_the_same_run_gives_the_same_bytes_and_another_replication_others(folder: Path) -> None:
    written = []
    for out, number in (("one", "0"), ("two", "0"), ("three", "1")):
        assert main(["export", "A", *SHORT, "--format", "ocel2-json", "--out", out, "--replication", number]) == 0
        (file,) = [file for file in (folder / out).glob("*.json") if file.name != "run.json"]
        written.append(file.read_bytes())
    assert written[0] == written[1] != written[2]


def test_what_cannot_be_finished_leaves_the_older_export(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = ["export", "A", *SHORT, "--out", "logs"]
    assert main(line) == 0
    before = {file: file.read_bytes() for file in (folder / "logs").rglob("*") if file.is_file()}

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.export.folder.write_facts", fail)
    assert main(line) == 1
    assert {file: file.read_bytes() for file in (folder / "logs").rglob("*") if file.is_file()} == before
    assert not [file for file in folder.rglob("*") if file.name.startswith(".")]
