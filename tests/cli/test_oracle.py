"""`oracle` on the command line: a true run, small."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.inputs.names import DECISIONS


@pytest.mark.parametrize("decisions", [DECISIONS[:3], pytest.param(DECISIONS, marks=pytest.mark.slow)], ids=len)
def test_a_small_run_prints_every_decision_and_reads_it_again(
    decisions: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second time nothing is run; both say the same, and nothing is written but what is kept."""
    monkeypatch.setenv("INTEROFFICE_CACHE", str(folder / "kept"))
    monkeypatch.setattr("sim.experiment.oracle.DECISIONS", decisions)
    before = set(folder.iterdir())
    line = ["oracle", "B", "--weeks", "1", "--warm-up", "0", "--replications", "2", "--jobs", "1"]
    assert main(line) == 0
    first = capsys.readouterr().out
    assert all(any(row.startswith(name) for row in first.splitlines()) for name in decisions)
    assert "2 pairs of runs" in first.replace("\u00a0", " ")
    kept = list((folder / "kept").rglob("*.replication"))
    assert len(kept) == 2 * (len(decisions) + 2)
    monkeypatch.setattr("sim.experiment.executors.replicate", None)
    assert main(line) == 0
    assert capsys.readouterr().out == first
    assert set(folder.iterdir()) - before == {folder / "kept"}
