"""How well the inside of a cube of levers is known: by how many runs, how long, and what stands at its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.views.style import words
from sim.views.style.study_words import names

if TYPE_CHECKING:
    from sim.experiment.attribution import Attribution
    from sim.experiment.study import Study


def cube_words(study: Study) -> str:
    """What was run of the cube, and what is said at its ends, at its corners and between them; empty without a cube."""
    cube = study.more.cube
    if cube is None:
        return ""
    a, b = names(study)
    corners = 2 ** len(cube.levers)
    said = (
        f"Precomputed at {corners} corners, each lever as in {a} or as in {b}: {runs_words(cube)} at each, on the "
        "same customers; between corners values are interpolated linearly, not run."
    )
    if not cube.tied_to:
        return said
    return (
        f"{said} Both ends are the comparison's own {words.count(cube.tied_to, 'pair')} of "
        f"{words.count(study.a.weeks, 'week')}; what the other runs miss of its differences, or have too much, is laid "
        "on the levers in proportion to the size of their shares."
    )


def runs_words(cube: Attribution) -> str:
    """`3 pairs of 2 weeks`."""
    return f"{words.count(cube.replications, 'pair')} of {words.count(cube.a.weeks, 'week')}"
