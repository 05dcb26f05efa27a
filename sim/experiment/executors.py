"""Who does the work: this process, several processes, or a cluster; all behind ``concurrent.futures.Executor``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, ParamSpec, TypeAlias, TypeVar

from tqdm import tqdm

from sim.experiment.cluster import Cluster, cluster_workers
from sim.experiment.crew import Crew
from sim.experiment.replication import Replication, ReplicationResult, replicate
from sim.experiment.store import Store, default_folder
from sim.inputs.mistakes import Mistakes
from sim.inputs.workload import endless

P = ParamSpec("P")
T = TypeVar("T")

MOST_RESTARTS = 2
SECONDS_TO_ASK = 1.0
"""How often a cluster is asked whether it still is, while nothing finishes."""


class Serial(Executor):
    """An executor that works at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call now; the future is already done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # the future carries it to whoever asks for the result
            future.set_exception(error)
        return future


@contextmanager
def workers(jobs: int, cluster: str | None = None, *, apart: bool = False) -> Iterator[Executor]:
    """An executor with ``jobs`` processes (1 works in this one, unless ``apart``), or one on a dask cluster.

    Raises:
        Mistakes: when the workers cannot be set up: the script that runs has no guard, or the cluster is none.
    """
    if cluster is not None:
        with cluster_workers(cluster) as executor:
            yield executor
    elif jobs == 1 and not apart:
        yield Serial()
    else:
        crew = Crew(jobs)
        try:
            yield crew
        except BaseException:
            processes = crew.processes
            crew.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()
            raise
        crew.shutdown()


def run_all(
    runs: Sequence[Replication],
    *,
    jobs: int = 1,
    cluster: str | None = None,
    store: Store | None = None,
    label: str = "replications",
    tables: Collection[str] | None = None,
) -> list[ReplicationResult]:
    """Results of all runs, in their order; stored ones are read, the rest are run and stored as they finish.

    Of ``tables`` only those that are named come, unless it is None; measures alone are read eight times as fast and take
    next to no memory.

    A worker that dies (killed, out of memory) takes the run with it that it has in hand, and no other. It is given to new
    workers twice, then to one of its own, so that only what kills its own worker is a failure like any other.
    """
    store = store or Store()
    found: dict[int, ReplicationResult] = {}
    for place, run in enumerate(runs):
        stored = store.get(run, tables=tables is None or bool(tables)) if run.stream_to is None else None
        if stored is not None:
            found[place] = only_tables(stored, tables)

    def left() -> list[int]:
        return [place for place in range(len(runs)) if place not in found]

    streamed = all(runs[place].stream_to is not None for place in left())
    complaint = (
        "" if cluster is not None else endless([runs[place].scenario for place in left()], jobs, streamed=streamed)
    )
    if complaint:
        raise Mistakes([f"What is asked {complaint}."])
    with tqdm(total=len(runs), initial=len(found), desc=label, disable=None, leave=False) as bar:
        for restart in range(MOST_RESTARTS + 1 if cluster is None else 1):
            if not left():
                break
            with workers(min(jobs, len(left())), cluster, apart=restart > 0) as executor:
                _run_some(executor, runs, left(), found, store, bar, tables)
        for place in left() if cluster is None else ():  # a cluster tries again by itself
            with workers(1, apart=True) as executor:
                _run_some(executor, runs, [place], found, store, bar, tables)
    for place, run in enumerate(runs):
        if place not in found:
            found[place] = ReplicationResult(
                run.scenario.name,
                run.number,
                run.scenario.seed,
                {},
                cause="the worker process died (killed or out of memory)",
            )
    return [found[place] for place in range(len(runs))]


def only_tables(result: ReplicationResult, tables: Collection[str] | None) -> ReplicationResult:
    """The result with no other tables than these."""
    if tables is None:
        return result
    return replace(result, tables={name: table for name, table in result.tables.items() if name in tables})


def _run_some(
    executor: Executor,
    runs: Sequence[Replication],
    places: Sequence[int],
    found: dict[int, ReplicationResult],
    store: Store,
    bar: tqdm[Any],
    tables: Collection[str] | None,
) -> None:
    if isinstance(executor, Serial):
        for place in places:
            result = replicate(runs[place])
            store.put(runs[place], result)
            found[place] = only_tables(result, tables)
            bar.update()
        return
    futures = {executor.submit(replicate, runs[place]): place for place in places}
    for future in _as_they_finish(futures, executor):
        place, told = futures[future], None
        with suppress(BrokenProcessPool):  # its process died, and is asked again
            told = executor.result(future) if isinstance(executor, Cluster) else future.result()
        if told is not None:
            store.put(runs[place], told)
            found[place] = only_tables(told, tables)
            bar.update()


def _as_they_finish(
    futures: Iterable[Future[ReplicationResult]], executor: Executor
) -> Iterator[Future[ReplicationResult]]:
    """Futures that are done, as soon as they are; a cluster is asked from time to time if it still is."""
    left = set(futures)
    while left:
        try:
            for future in as_completed(set(left), SECONDS_TO_ASK if isinstance(executor, Cluster) else None):
                left.remove(future)
                yield future
        except TimeoutError:
            if isinstance(executor, Cluster):
                executor.check()


Evaluate: TypeAlias = Callable[[Sequence[Replication]], list[ReplicationResult]]
"""Runs in, their results in the same order: what every study is given, so that it does not know who does the work."""


def stored_runs(
    *,
    jobs: int = 1,
    cluster: str | None = None,
    label: str = "replications",
    store: Store | None = None,
    tables: Collection[str] = (),
) -> Evaluate:
    """Measures of runs, on so many processes or a cluster; what is stored (by default in the user's cache) is read.

    Args:
        tables: that are wanted too.
    """
    kept = store or Store(default_folder())
    return lambda runs: run_all(runs, jobs=jobs, cluster=cluster, store=kept, label=label, tables=tables)


def remembering(evaluate: Evaluate, seen: list[ReplicationResult]) -> Evaluate:
    """The same, which notes every result in ``seen``, without its tables, so that no failure goes unnoticed."""

    def evaluate_and_note(runs: Sequence[Replication]) -> list[ReplicationResult]:
        results = evaluate(runs)
        seen.extend(replace(result, tables={}) for result in results)
        return results

    return evaluate_and_note


def each_once(evaluate: Evaluate, runs: Sequence[Replication]) -> list[ReplicationResult]:
    """Results of all runs in their order, where the same run, whatever its scenario's name, is done only once."""
    names = [(run.scenario.fingerprint, run.number) for run in runs]
    first: dict[tuple[str, int], Replication] = {}
    for name, run in zip(names, runs, strict=True):
        first.setdefault(name, run)
    results = dict(zip(first, evaluate(list(first.values())), strict=True))
    return [results[name] for name in names]


class Standing:
    """An ``Evaluate`` whose workers stay between calls, for answers within seconds; ``close`` sends them home.

    What is stored (by default in the user's cache) is not run again.
    """

    def __init__(self, jobs: int = 1, store: Store | None = None) -> None:
        self.jobs, self.store = jobs, store or Store(default_folder())
        self._executor: Executor | None = None

    def __call__(self, runs: Sequence[Replication]) -> list[ReplicationResult]:
        """Results of all runs, in their order."""
        found = {place: self.store.get(run) for place, run in enumerate(runs)}
        missing = [place for place, result in found.items() if result is None]
        for place, result in zip(missing, self._run([runs[place] for place in missing]), strict=True):
            self.store.put(runs[place], result)
            found[place] = result
        return [result for result in found.values() if result is not None]

    def _run(self, runs: Sequence[Replication]) -> list[ReplicationResult]:
        if not runs:
            return []
        try:
            return list(self._workers().map(replicate, runs))
        except (BrokenProcessPool, Mistakes) as error:
            self.close()
            if isinstance(error, Mistakes):
                raise
            return run_all(runs, jobs=self.jobs)  # a worker died: new ones, one by one if need be

    def _workers(self) -> Executor:
        if self._executor is None:
            self._executor = Serial() if self.jobs == 1 else Crew(self.jobs)
        return self._executor

    def close(self) -> None:
        """End the workers; the next call starts new ones."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None
