"""No study concludes from nothing: where too few runs finished, each says so, with the first cause."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from sim.experiment.attribution import attribute
from sim.experiment.break_even import break_even, win_map
from sim.experiment.bundles import BundleRuns, frontier, offers_of
from sim.experiment.executors import Evaluate, remembering
from sim.experiment.failures import StudyFailed, failures_of, headline
from sim.experiment.one_at_a_time import contrasts_of, one_at_a_time
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.robustness import win_rate
from sim.experiment.screening import lever_inputs, morris
from sim.inputs.assumptions import Assumption
from tests.experiment import made_up

FACTOR = Assumption(
    name="restore", paths=("company.remedies.platform_restore_factor",), low=1.0, high=3.0, reason="a test"
)
INCIDENTS = Assumption(name="spread", paths=("company.overhead_per_year",), low=1e5, high=2e5, reason="a test")


def nobody(runs: Sequence[Replication]) -> list[ReplicationResult]:
    """Every run fails."""
    return [
        ReplicationResult(run.scenario.name, run.number, 1, {}, cause="Traceback\nKeyError: 'answer a call'")
        for run in runs
    ]


A, B = made_up.worlds()
STUDIES: dict[str, Callable[[Evaluate], object]] = {
    "attribution": lambda evaluate: attribute(A, B, evaluate, replications=2),
    "break-even": lambda evaluate: break_even(A, B, FACTOR, evaluate, replications=2),
    "map": lambda evaluate: win_map(A, B, FACTOR, INCIDENTS, evaluate, replications=2, width=2),
    "bundles": lambda evaluate: frontier(BundleRuns(offers_of(A, B), evaluate), replications=2),
    "one at a time": lambda evaluate: one_at_a_time(contrasts_of(A, B), evaluate, replications=2),
    "robustness": lambda evaluate: win_rate(A, B, [FACTOR], evaluate, companies=3, pairs=2),
    "screening": lambda evaluate: morris(B, lever_inputs(B)[:3], evaluate, trajectories=2),
}


@pytest.mark.parametrize("name", STUDIES)
def test_no_study_concludes_from_runs_that_all_failed(name: str) -> None:
    if name == "screening":
        pytest.importorskip("SALib")
    with pytest.raises(StudyFailed, match="Nothing can be said of .* failed for good, .*KeyError: 'answer a call'"):
        STUDIES[name](nobody)


def test_a_measure_without_a_value_is_left_out_of_the_others() -> None:
    """A company without orders has no lead time of orders, and shares of all other measures."""

    def without_orders(runs: Sequence[Replication]) -> list[ReplicationResult]:
        results = made_up.evaluate(runs)
        for result in results:
            result.measures["order lead time"] = np.nan
        return results

    found = attribute(A, B, without_orders, replications=2)
    assert "order lead time" not in set(found.gaps["measure"])
    assert "profit" in set(found.gaps["measure"])
    with pytest.raises(StudyFailed, match="No run failed, but what is asked for could not be measured"):
        attribute(A, B, without_orders, replications=2, measures=("order lead time",))


def test_one_lever_is_a_cube_of_two_corners() -> None:
    one = A.model_copy(update={"name": "one", "levers": A.levers.model_copy(update={"cross_training": 1.0})})
    found = attribute(A, one, made_up.evaluate, replications=2)
    assert len(found.corners) == 2


def test_failures_are_counted_and_told() -> None:
    runs = [Replication(A, number) for number in range(3)]
    seen: list[ReplicationResult] = []
    results = remembering(nobody, seen)(runs[:1]) + made_up.evaluate(runs[1:])
    assert headline(results) == (
        "1 run of 3 failed for good, counted nowhere; the first, replication 0 of siloed: KeyError: 'answer a call'."
    )
    assert headline(results[1:]) == ""
    assert [result.replication for result in seen] == [0]
    table = failures_of([*results, *results], "scenario")
    assert table.columns.tolist() == ["scenario", "replication", "seed", "cause"]
    assert table["replication"].tolist() == [0]
