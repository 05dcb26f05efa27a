"""`systems` on the command line: a true run, small."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.experiment import capabilities, two_days_down
from sim.experiment.capabilities import CAPABILITY_ROWS

FEW = CAPABILITY_ROWS[:2]


def test_a_small_run_prints_every_row_and_reads_it_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second time nothing is run, and both say the same."""
    monkeypatch.setenv("INTEROFFICE_CACHE", str(folder / "kept"))
    monkeypatch.setattr(capabilities, "CAPABILITY_ROWS", FEW)
    monkeypatch.setattr(two_days_down, "systems_of", lambda _: {"Warehouse system": "logistics"})
    line = ["systems", "B", "--weeks", "2", "--warm-up", "0", "--replications", "2", "--jobs", "1"]
    assert main(line) == 0
    first = capsys.readouterr().out
    for row in FEW:
        assert f"Without: {row.lost[:40]}" in first
    assert "Warehouse system" in first and "noticed by:" in first
    monkeypatch.setattr("sim.experiment.executors.replicate", None)
    assert main(line) == 0
    assert capsys.readouterr().out == first
    assert main(["systems", "A", "B"]) == 2
    assert "systems takes one scenario file, but got 2." in capsys.readouterr().err
    assert main([*line, "--row", FEW[1].name]) == 0
    one = capsys.readouterr().out
    assert FEW[1].does[:40] in one and FEW[0].does[:40] not in one and "noticed by:" not in one
