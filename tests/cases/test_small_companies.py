"""Companies with next to nothing, and studies with next to no runs: every comparison ends well."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sim.cli import main

CASES = Path(__file__).parent
ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("replications", [1, 3])
def test_a_pure_service_company_one_lever_apart_is_compared(
    replications: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (CASES / "service_only_a.toml", CASES / "service_only_b.toml", ROOT / "tests" / "first_company" / "company.toml"):
        shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTEROFFICE_CACHE", str(tmp_path / "cache"))
    words = ["service_only_a.toml", "service_only_b.toml", "--replications", str(replications), "--jobs", "1"]
    assert main(["compare", *words, "--out", "out"]) == 0
    said = capsys.readouterr().out
    assert "Report: " in said
    facts = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert (facts["replications"], facts["failed_runs"]) == (replications, 0)
    rows = (tmp_path / "out" / "tables" / "comparison.csv").read_text(encoding="utf-8").splitlines()
    head = rows[0].split(",")
    (lead_time,) = (row.split(",") for row in rows if row.startswith("order lead time,"))
    assert lead_time[head.index("difference")] == ""
