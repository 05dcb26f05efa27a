"""--events: what a file says happens to both worlds; mistakes are told before anything is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from tests.first_company import FIRST

WORLDS = [str(FIRST / "siloed.toml"), str(FIRST / "integrated.toml")]


def events_file(folder: Path, week: int = 0, department: str = "sales", kind: str = "events") -> str:
    path = folder / "events.toml"
    path.write_text(
        f'kind = "{kind}"\nname = "x"\n[[events]]\nkind = "platform outage"\nweek = {week}\n'
        f'department = "{department}"\nhours = 2\n',
        encoding="utf-8",
    )
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["compare", *WORLDS, *words]) == 2
    return capsys.readouterr().err


def test_an_event_after_the_end_of_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = events_file(tmp_path, week=5)
    assert said(capsys, "--events", file, "--quick") == (
        f"{file}: events[0].week is 5, but the run ends with week 3 (of 4, counted from 0); choose an earlier week or a "
        "longer run.\n"
    )


def test_a_department_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = events_file(tmp_path, department="sails")
    assert said(capsys, "--events", file) == (
        f"{file}: events[0].department names department 'sails', which does not exist; did you mean 'sales'?\n"
    )


def test_a_scenario_is_no_file_of_events(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--events", WORLDS[0]).endswith(
        "is no file of kind 'events'; such a file begins with kind = \"events\".\n"
    )
