"""What tests of charts and answers of studies are given."""

from __future__ import annotations

import pytest

from sim.experiment.attribution import Attribution, attribute
from sim.experiment.bundles import BundleRuns, offers_of
from sim.views.charts import waterfall
from tests.experiment import made_up


@pytest.fixture(scope="session")
def found() -> Attribution:
    a, b = made_up.worlds()
    return attribute(a, b, made_up.evaluate, replications=4, measures=waterfall.MAIN)


@pytest.fixture(scope="session")
def bundles() -> BundleRuns:
    return BundleRuns(offers_of(*made_up.worlds()), made_up.evaluate)
