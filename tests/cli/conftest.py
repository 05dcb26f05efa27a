"""A working folder, and a study that only listens."""

from __future__ import annotations

import shutil
import types
from pathlib import Path
from typing import Any

import pytest

from tests.cli.replaced import replace_module
from tests.first_company import FIRST
from tests.inputs.small_company import write_scenario


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: two scenarios A and B of one company, and a link that leads nowhere."""
    shutil.copy(FIRST / "company.toml", tmp_path / "company.toml")
    write_scenario(tmp_path, name="A")
    write_scenario(tmp_path, "[levers]\ninformation_silos = 1\n", name="B")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the command line asks of the study, which is replaced by one that only listens."""
    heard: dict[str, Any] = {}

    def compare_scenarios(a: object, b: object, **settings: object) -> types.SimpleNamespace:
        heard.update(settings, a=a, b=b)
        return types.SimpleNamespace(failures=heard.get("failures", []))

    def run_both(a: object, b: object, replication: int) -> None:
        heard.update(a=a, b=b, replication=replication)

    def journey_of(case: str | None, _: object, __: int) -> types.SimpleNamespace:
        heard.update(case=case)
        return types.SimpleNamespace(text="once upon a time", case=1 if "17" in (case or "") else None)

    def save_journey(_: object, out: Path) -> types.SimpleNamespace:
        heard.update(out=out)
        return types.SimpleNamespace(svg=out / "journey.svg")

    def write_folder(study: object, out: Path, jobs: int) -> object:
        heard.update(out=out)
        return study

    replace_module(monkeypatch, "sim.experiment.study", compare_scenarios=compare_scenarios)
    replace_module(monkeypatch, "sim.experiment.runs", run_both=run_both)
    replace_module(monkeypatch, "sim.views.journey.story", journey_of=journey_of)
    replace_module(monkeypatch, "sim.views.journey.picture", save_journey=save_journey)
    replace_module(monkeypatch, "sim.views.folder", write_folder=write_folder, refuse_other_folder=lambda _: None)
    replace_module(monkeypatch, "sim.views.text.terminal", print_study=lambda _: print("study"))
    return heard
