"""Everything that a report can show of two worlds: the cube of their levers, bundles, and where the winner changes.

Whatever was finished is stored as it is finished, so that a study that was interrupted goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from sim.experiment.already_run import BREAK_EVEN_GRIDS, BREAK_EVEN_REPLICATIONS, AlreadyRun, assumptions
from sim.experiment.attribution import attribute, corners_of, differing_levers
from sim.experiment.break_even import STEPS, break_even, win_map
from sim.experiment.bundles import BundleRuns, frontier, offers_of
from sim.experiment.executors import Evaluate
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.small_cube import STATEMENT
from sim.inputs.scenario import Scenario
from sim.inputs.workload import SECONDS_PER_TOUCH, touches_of

Label: TypeAlias = Callable[[str, Collection[str]], Evaluate]
"""From what is run, and the tables that are wanted of it, to who runs it."""


class Part(NamedTuple):
    """One part of a study: what it answers, and how many runs it takes at most."""

    name: str
    runs: int


def parts_of(a: Scenario, b: Scenario, pairs: int, *, quick: bool) -> list[Part]:
    """The parts that follow the comparison, in their order.

    Raises:
        Mistakes: when the worlds differ in more than levers, in none, or in too many for a cube.
    """
    corners = corners_of(a, b, differing_levers(a, b))
    replications, (grid, width) = _size(quick)
    return [
        Part("what did it, and what to buy first", max(0, len(corners) - 2) * pairs),
        Part("when it does not pay", len(assumptions()) * (grid + STEPS) * 2 * replications),
        Part("who wins over two assumptions", width * width * 2 * replications),
    ]


def seconds_of(a: Scenario, b: Scenario, runs: int) -> float:
    """How long so many runs of these worlds take one process at most, by estimate."""
    return runs * max(touches_of(world) for world in (a, b)) * SECONDS_PER_TOUCH


def whole_study(
    a: Scenario, b: Scenario, pairs: int, label: Label, *, quick: bool = False
) -> Iterator[tuple[Part, AlreadyRun]]:
    """Do the parts one after the other; after each, what is known so far.

    Args:
        pairs: replications of each corner of the cube, as many as the comparison has.
        quick: whether fewer values of each assumption are tried, with fewer replications.
    """
    cube_part, lines_part, map_part = parts_of(a, b, pairs, quick=quick)
    run = _once(label(cube_part.name, STATEMENT))
    found = AlreadyRun(cube=attribute(a, b, run, replications=max(2, pairs)))
    found = replace(found, bundles=frontier(BundleRuns(offers_of(a, b), run), replications=max(2, pairs)))
    yield cube_part, found
    box, (replications, (grid, width)) = assumptions(), _size(quick)
    lines = tuple(break_even(a, b, one, label(one.name, ()), replications=replications, grid=grid) for one in box)
    found = replace(found, break_evens=lines)
    yield lines_part, found
    first, second = box[:2]
    table = win_map(a, b, first, second, label(map_part.name, ()), replications=replications, width=width)
    yield map_part, replace(found, map=table, names=(first.name, second.name))


def _size(quick: bool) -> tuple[int, tuple[int, int]]:
    replications = BREAK_EVEN_REPLICATIONS[quick]
    return replications, BREAK_EVEN_GRIDS[replications]


def _once(evaluate: Evaluate) -> Evaluate:
    """The same, which remembers what it was asked before: bundles are the cube's own corners."""
    known: dict[tuple[str, int], ReplicationResult] = {}

    def evaluate_once(runs: Sequence[Replication]) -> list[ReplicationResult]:
        names = [(run.scenario.fingerprint, run.number) for run in runs]
        new = {name: run for name, run in zip(names, runs, strict=True) if name not in known}
        known.update(zip(new, evaluate(list(new.values())), strict=True))
        return [known[name] for name in names]

    return evaluate_once
