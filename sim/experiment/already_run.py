"""Studies of the same two scenarios whose runs are all stored: their answers cost nothing but reading.

Nothing is ever run for them. Where a single run is missing, the study counts as not made.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

import pandas as pd

from sim.experiment.attribution import Attribution, attribute, corners_of, differing_levers
from sim.experiment.break_even import BreakEven, break_even, win_map, with_setting
from sim.experiment.bundles import BundleRuns, frontier, offers_of
from sim.experiment.executors import Evaluate, only_tables
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.small_cube import STATEMENT
from sim.experiment.store import Store
from sim.inputs.assumptions import Assumption, Assumptions
from sim.inputs.loading import load
from sim.inputs.mistakes import Failed, Mistakes
from sim.inputs.own_files import own_scenario
from sim.inputs.scenario import Scenario

BOX = "break_even"
"""The file of assumptions that comes with the program."""
BREAK_EVEN_REPLICATIONS = (10, 4)
"""How many replications `scenarios/break_even.py` runs: usually, and with --quick."""
BREAK_EVEN_GRIDS = {10: (5, 5), 4: (3, 3)}
"""By replications: values of a single assumption, and width of the map."""

T = TypeVar("T")


class NotStored(Exception):
    """A run that a study needs has not been stored."""


@dataclass(frozen=True)
class AlreadyRun:
    """What the store knows beyond the comparison itself; None where runs are missing.

    Attributes:
        cube: the gap divided among the levers, with the values at every corner.
        bundles: costs and benefits of every bundle, as ``bundles.frontier`` returns them.
        break_evens: where the winner changes, an entry for each assumption of ``BOX``.
        map: who wins over the first two of these assumptions, as ``break_even.win_map`` returns it.
        names: of these two assumptions.
    """

    cube: Attribution | None = None
    bundles: pd.DataFrame | None = None
    break_evens: tuple[BreakEven, ...] | None = None
    map: pd.DataFrame | None = None
    names: tuple[str, str] = ("", "")


def already_run(a: Scenario, b: Scenario, replications: int, store: Store) -> AlreadyRun:
    """Everything that can be said of two scenarios without another run.

    Args:
        replications: at most so many are read.
    """
    found, evaluate = AlreadyRun(), only_stored(store)
    number = stored_replications(a, b, replications, store)
    if number >= 2:
        with suppress(NotStored, Failed):  # a file that cannot be read, or no measure that has a value everywhere
            found = replace(found, cube=attribute(a, b, only_stored(store, STATEMENT), replications=number))
            found = replace(found, bundles=frontier(BundleRuns(offers_of(a, b), evaluate), replications=number))
    try:
        return _with_break_evens(found, a, b, store)
    except (NotStored, Mistakes, Failed, OSError):
        return found


def stored_replications(a: Scenario, b: Scenario, most: int, store: Store) -> int:
    """How many replications, from the first on, are stored at every corner of the cube between A and B."""
    try:
        corners = list(corners_of(a, b, differing_levers(a, b)).values())
    except Mistakes:
        return 0
    for replication in range(most):
        if not all(stored_run(store, Replication(corner, replication)) for corner in corners):
            return replication
    return most


def only_stored(store: Store, tables: Collection[str] = ()) -> Evaluate:
    """Reads measures and tables of runs, and raises NotStored, before reading any, unless all of them are stored."""

    def evaluate(runs: Sequence[Replication]) -> list[ReplicationResult]:
        own: list[Replication] = []
        for run in runs:
            stored = stored_run(store, run)
            if stored is None:
                raise NotStored
            own.append(stored)
        return [_read(store, run, tables) for run in own]

    return evaluate


def stored_run(store: Store, run: Replication) -> Replication | None:
    """The run, or the same run told with its cases, whichever is stored; None if neither is."""
    for own in (run, replace(run, with_cases=True)):
        path = store.path(own)
        if path is not None and path.exists():
            return own
    return None


def _read(store: Store, run: Replication, tables: Collection[str]) -> ReplicationResult:
    result = store.get(run, tables=bool(tables))
    if result is None:
        raise NotStored
    return only_tables(result, tables)


def assumptions() -> tuple[Assumption, ...]:
    """Those of the file that comes with the program; raises Mistakes if it is another."""
    box = load(own_scenario(BOX))
    if not isinstance(box, Assumptions) or len(box.assumption) < 2:
        raise Mistakes([f"{BOX}.toml of the program has no two assumptions."])
    return box.assumption


def _with_break_evens(found: AlreadyRun, a: Scenario, b: Scenario, store: Store) -> AlreadyRun:
    box = assumptions()
    first, second = box[:2]
    corner = with_setting(b, [(first, first.at(0.0)), (second, second.at(0.0))])
    if stored_run(store, Replication(corner, 0)) is None:  # one look spares hundreds where the map has never been run
        return found
    evaluate = only_stored(store)
    for number in BREAK_EVEN_REPLICATIONS:
        grid, width = BREAK_EVEN_GRIDS[number]
        try:
            table = win_map(a, b, first, second, evaluate, replications=number, width=width)
            lines = tuple(break_even(a, b, one, evaluate, replications=number, grid=grid) for one in box)
        except NotStored:
            continue
        return replace(found, break_evens=lines, map=table, names=(first.name, second.name))
    return found
