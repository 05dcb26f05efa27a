"""One short run of the default company, and every format it is written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiment.replication import run_once
from sim.export.dates import Dates
from sim.export.formats import FORMATS
from sim.measures.event_log import EventLog, event_log
from sim.measures.run import Run
from tests.company.worlds import scenario

WORLD = "siloed"


@pytest.fixture(scope="session")
def run() -> Run:
    return run_once(scenario(WORLD, weeks=1, warm_up_weeks=1), 0)


@pytest.fixture(scope="session")
def log(run: Run) -> EventLog:
    return event_log(run)


@pytest.fixture(scope="session")
def folder(log: EventLog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log in every format that can be written here."""
    place = tmp_path_factory.mktemp("export")
    for kind in FORMATS.values():
        if not kind.missing:
            assert all(file.is_file() for file in kind.write(log, place, WORLD, Dates()))
    return place
