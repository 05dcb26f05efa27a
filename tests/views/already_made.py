"""A made-up study with all that the store may know of it: cube, bundles, break-evens, map. The numbers mean nothing."""

from __future__ import annotations

from functools import cache

from sim.experiment.already_run import BOX, AlreadyRun
from sim.experiment.attribution import attribute
from sim.experiment.break_even import break_even, win_map
from sim.experiment.bundles import BundleRuns, frontier, offers_of
from sim.experiment.small_cube import small_cube
from sim.experiment.study import Study, with_studies
from sim.inputs.assumptions import Assumptions
from sim.inputs.loading import load
from sim.inputs.own_files import own_scenario
from tests.experiment import made_up
from tests.views.made_study import made_study


@cache
def everything() -> AlreadyRun:
    """All studies of siloed and integrated, by formula."""
    a, b = made_up.worlds()
    box = load(own_scenario(BOX))
    assert isinstance(box, Assumptions)
    first, second = box.assumption[:2]
    return AlreadyRun(
        attribute(a, b, made_up.evaluate, replications=5),
        frontier(BundleRuns(offers_of(a, b), made_up.evaluate), replications=5),
        tuple(break_even(a, b, one, made_up.evaluate, replications=4, grid=3) for one in (first, second)),
        win_map(a, b, first, second, made_up.evaluate, replications=4, width=3),
        (first.name, second.name),
    )


@cache
def full_study() -> Study:
    """A study of which everything is known."""
    return with_studies(made_study(), everything())


@cache
def glanced_study() -> Study:
    """A study as the main job makes it: of the levers no more is known than few short runs say."""
    study = made_study()
    return with_studies(study, AlreadyRun(cube=small_cube(study.a, study.b, made_up.evaluate)))
