"""What tests of charts, folders and answers of studies are given."""

from __future__ import annotations

import pytest

from sim.experiment.attribution import Attribution, attribute
from sim.experiment.bundles import BundleRuns, offers_of
from sim.experiment.study import Study
from sim.views.charts import waterfall
from sim.views.folder import write_folder
from tests.experiment import made_up
from tests.shared import once
from tests.views.already_made import full_study
from tests.views.browser import started

__all__ = ["started"]


@pytest.fixture(scope="session")
def found() -> Attribution:
    a, b = made_up.worlds()
    return attribute(a, b, made_up.evaluate, replications=4, measures=waterfall.MAIN)


@pytest.fixture(scope="session")
def bundles() -> BundleRuns:
    return BundleRuns(offers_of(*made_up.worlds()), made_up.evaluate)


@pytest.fixture(scope="session")
def full_folder(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The study of which everything is known, with the folder that the command writes: every chart is drawn."""
    return once(tmp_path_factory, "full", lambda place: write_folder(full_study(), place / "study"))
