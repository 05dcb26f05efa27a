"""Runs of scenarios by themselves, not paired: two worlds once, as they went; or several, measured, many times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.experiment.executors import run_all
from sim.experiment.failures import nothing_left
from sim.experiment.replication import Replication, ReplicationResult, run_once
from sim.experiment.store import Store, default_folder

if TYPE_CHECKING:
    from sim.inputs.scenario import Scenario
    from sim.measures.run import Run


def run_both(a: Scenario, b: Scenario, replication: int = 0) -> list[tuple[Scenario, Run]]:
    """Both worlds, run once, each with its decoded run; worlds of one name are numbered."""
    if a.name == b.name:
        a, b = (world.model_copy(update={"name": f"{world.name} ({i})"}) for i, world in enumerate((a, b), 1))
    return [(world, run_once(world, replication)) for world in (a, b)]


def run_several(
    scenarios: Sequence[Scenario], replications: int, jobs: int, cluster: str | None = None, *, about: str
) -> list[ReplicationResult]:
    """Every scenario's replications, read from the store where they were run before.

    Args:
        about: what they are run for, in a sentence that says why nothing is left.

    Raises:
        StudyFailed: when no run finished.
    """
    results = run_all(
        [Replication(scenario, number) for scenario in scenarios for number in range(replications)],
        jobs=jobs,
        cluster=cluster,
        store=Store(default_folder()),
        label=", ".join(scenario.name for scenario in scenarios),
    )
    if all(result.cause for result in results):
        raise nothing_left(about, results)
    return results
