"""Forms in a folder of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.views.company_form import write_forms

COMPANY = Path(__file__).parents[3] / "scenarios" / "company.toml"


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms")
    write_forms(folder, COMPANY)
    return folder


@pytest.fixture
def forms(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that may be changed, and where the test is."""
    place = tmp_path / "forms"
    shutil.copytree(written, place)
    monkeypatch.chdir(place)
    return place
