"""What the store knows of a comparison: all or nothing, the same numbers as a study made on purpose, and no run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.experiment import already_run
from sim.experiment.already_run import NotStored, only_stored, stored_replications
from sim.experiment.attribution import attribute, corners_of, differing_levers
from sim.experiment.replication import Replication
from sim.experiment.store import Store
from sim.inputs.scenario import Scenario
from tests.experiment import made_up


def fill(store: Store, a: Scenario, b: Scenario, replications: int) -> list[Replication]:
    """Store every corner; of replication 0 both ends are stored with cases only, as the comparison stores them."""
    corners = corners_of(a, b, differing_levers(a, b))
    ends: tuple[frozenset[str], ...] = (frozenset(), frozenset(differing_levers(a, b)))
    runs = [
        Replication(corner, number, with_cases=on in ends and number == 0)
        for number in range(replications)
        for on, corner in corners.items()
    ]
    for run, result in zip(runs, made_up.evaluate(runs), strict=True):
        store.put(run, result)
    return runs


def test_a_full_store_gives_the_numbers_of_the_study(tmp_path: Path) -> None:
    a, b = made_up.worlds()
    store = Store(tmp_path)
    fill(store, a, b, 4)
    found = already_run.already_run(a, b, 20, store)
    assert found.cube is not None
    assert found.bundles is not None
    assert found.break_evens is None
    wanted = attribute(a, b, made_up.evaluate, replications=4)
    pd.testing.assert_frame_equal(found.cube.shares, wanted.shares)
    assert found.cube.replications == 4
    assert list(found.bundles["replications"].unique()) == [4]


def test_one_missing_run_is_a_study_not_made(tmp_path: Path) -> None:
    a, b = made_up.worlds()
    store = Store(tmp_path)
    runs = fill(store, a, b, 3)
    path = store.path(runs[-1])
    assert path is not None
    path.unlink()
    assert stored_replications(a, b, 20, store) == 2
    with pytest.raises(NotStored):
        only_stored(store)(runs)
    first = store.path(runs[20])
    assert first is not None
    first.unlink()
    assert already_run.already_run(a, b, 20, store) == already_run.AlreadyRun()


def test_worlds_that_differ_in_more_than_levers_or_without_a_store_have_nothing(tmp_path: Path) -> None:
    a, b = made_up.worlds()
    other = b.model_copy(update={"weeks": b.weeks + 1})
    assert already_run.already_run(a, other, 4, Store(tmp_path)) == already_run.AlreadyRun()
    assert already_run.already_run(a, b, 4, Store()) == already_run.AlreadyRun()


def test_break_evens_are_read_and_not_run(tmp_path: Path) -> None:
    a, b = made_up.worlds()
    store = Store(tmp_path)

    def storing(runs: list[Replication]) -> list[object]:
        results = made_up.evaluate(runs)
        for run, result in zip(runs, results, strict=True):
            store.put(run, result)
        return list(results)

    from sim.experiment.break_even import break_even, win_map
    from sim.inputs.assumptions import Assumptions
    from sim.inputs.loading import load
    from sim.inputs.own_files import own_scenario

    box = load(own_scenario(already_run.BOX))
    assert isinstance(box, Assumptions)
    first, second = box.assumption[:2]
    lines = [break_even(a, b, one, storing, replications=4, grid=3) for one in box.assumption]  # type: ignore[arg-type]
    table = win_map(a, b, first, second, storing, replications=4, width=3)  # type: ignore[arg-type]
    found = already_run.already_run(a, b, 4, store)
    assert found.map is not None
    assert found.break_evens is not None
    pd.testing.assert_frame_equal(found.map, table)
    assert [one.root for one in found.break_evens] == pytest.approx([one.root for one in lines], nan_ok=True)
