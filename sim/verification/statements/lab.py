"""Where the statements are put to the test: replications of small models and of the company, on several processes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sim.experiment.executors import run_all, workers
from sim.experiment.failures import nothing_left
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.store import Store
from sim.inputs.scenario import Scenario
from sim.verification.judgement import FEWEST, Estimate
from sim.verification.statements.claims import Sample

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is simulated.

    Attributes:
        length: share of the full length of the small models' runs.
        precision: largest half-width of a claim that names a number, relative to it.
        replications: runs of each small model.
        pairs, weeks, warm_up_weeks: runs of the company, and their length.
    """

    length: float
    precision: float
    replications: int
    pairs: int
    weeks: int
    warm_up_weeks: int


FULL = Effort(length=1.0, precision=0.02, replications=30, pairs=6, weeks=3, warm_up_weeks=1)
QUICK = Effort(length=0.2, precision=0.06, replications=FEWEST, pairs=6, weeks=2, warm_up_weeks=1)


class ModelRuns:
    """Replications of one small model under way; waits for them when a value is asked for."""

    def __init__(self, futures: Sequence[Future[Estimate]]) -> None:
        self._futures = futures

    def __getitem__(self, name: str) -> Sample:
        """One of the model's values, by replication."""
        return Sample.of([future.result() for future in self._futures], name)


class Lab:
    """Runs what a statement needs.

    Args:
        executor: where small models run.
        effort: how much is simulated.
        siloed: the world on which the company's statements rest; its levers are changed, nothing else.
        jobs: processes for the company's runs.
        store: finished runs of the company.
    """

    def __init__(
        self, executor: Executor, effort: Effort, siloed: Scenario, *, jobs: int = 1, store: Store | None = None
    ) -> None:
        self.executor, self.effort, self.jobs, self.store = executor, effort, jobs, store
        length = {"weeks": effort.weeks, "warm_up_weeks": effort.warm_up_weeks}
        self.siloed = siloed.model_copy(update=length)

    def run(self, model: Callable[..., Estimate], *settings: Any, **more: Any) -> ModelRuns:
        """Begin independent replications of a small model, with fixed seeds."""
        return ModelRuns(
            [self.executor.submit(model, number, *settings, **more) for number in range(self.effort.replications)]
        )

    def hours(self, full: float) -> float:
        """A run's length: ``full`` hours at full effort."""
        return full * self.effort.length

    def count(self, full: int) -> int:
        """A number of things to simulate: ``full`` at full effort."""
        return max(2, round(full * self.effort.length))

    def companies(
        self, worlds: Mapping[Key, Mapping[str, float]], pairs: int | None = None
    ) -> dict[Key, list[ReplicationResult]]:
        """The siloed company with some levers set otherwise, each world on the same replications.

        Args:
            worlds: what each world's levers are, where they are not as in the siloed one.
            pairs: replications of each, instead of the effort's.

        Raises:
            StudyFailed: with the cause, when a run failed.
        """
        size = pairs or self.effort.pairs
        runs = [Replication(self._with(levers), number) for levers in worlds.values() for number in range(size)]
        results = run_all(runs, jobs=self.jobs, store=self.store, label="company")
        if any(result.cause for result in results):
            raise nothing_left("the company's statements", results)
        return {world: results[place * size : (place + 1) * size] for place, world in enumerate(worlds)}

    def _with(self, levers: Mapping[str, float]) -> Scenario:
        name = f"siloed, {len(levers)} levers set otherwise" if levers else self.siloed.name
        return self.siloed.model_copy(update={"levers": self.siloed.levers.model_copy(update=dict(levers)), "name": name})


@contextmanager
def opened(siloed: Scenario, effort: Effort, *, jobs: int = 1, store: Store | None = None) -> Iterator[Lab]:
    """A lab with ``jobs`` processes."""
    with workers(jobs) as executor:
        yield Lab(executor, effort, siloed, jobs=jobs, store=store)
