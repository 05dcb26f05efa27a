"""A short real comparison to replay: two weeks after one, three pairs, run once for all tests."""

from __future__ import annotations

import functools

from sim.company.simulation import Company
from sim.experiment.store import default_folder
from sim.experiment.study import Study, compare_scenarios
from sim.inputs.scenario import Scenario
from sim.measures.run import Run
from tests.company.worlds import scenario

WORLDS = ("siloed", "integrated")
BEGIN, END = 168.0, 3 * 168.0
"""The measured weeks, hours."""
BANDS = {
    "work": "work",
    "queue": "queue",
    "closed": "queue",
    "system": "queue",
    "joint": "queue",
    "information": "information",
    "outside": "outside",
    "branches": "outside",
}
"""State of a case → where on the page it is shown."""


def world(name: str) -> Scenario:
    return scenario(name, weeks=2, warm_up_weeks=1).model_copy(update={"name": name})


@functools.cache
def short_study() -> Study:
    return compare_scenarios(world(WORLDS[0]), world(WORLDS[1]), replications=3, keep=default_folder() / "short")


@functools.cache
def run_of(name: str) -> Run:
    """The run behind the page, with its journal."""
    company = Company(world(name), 0)
    return Run(company.run(), company.facts())
