"""Who does the work does not show: the same bytes, and who is killed over it costs only what was in hand."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiment import cluster as seam
from sim.experiment import executors
from sim.experiment.executors import run_all
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.store import Store, content_of, packed
from tests.company.worlds import scenario
from tests.experiment.workers import noted

WORLD = scenario(weeks=1, warm_up_weeks=0)
NUMBER = 12
SECONDS = 120.0
"""Patience with workers that are started on a busy machine."""


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A dask scheduler with two workers, each a process."""
    distributed = pytest.importorskip("distributed")
    from tests.experiment.test_cluster import scheduler, worker

    for patience in ("SECONDS_TO_CONNECT", "SECONDS_TO_ANSWER"):
        monkeypatch.setattr(seam, patience, SECONDS)

    with ExitStack() as stack:
        address, _ = stack.enter_context(scheduler())
        for _ in range(2):
            stack.enter_context(worker(address))
        with distributed.Client(address, timeout=SECONDS, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=SECONDS)
        yield address


def bytes_of(runs: list[Replication], results: list[ReplicationResult]) -> list[bytes]:
    """The files that keep the results, but for how long each took."""
    return [packed(replace(result, seconds=0.0), content_of(run)) for run, result in zip(runs, results, strict=True)]


def of_two(jobs: int, cluster: str | None, folder: Path) -> tuple[list[bytes], set[str]]:
    """The bytes of two replications, and the files that keep them."""
    runs = [Replication(WORLD, number) for number in range(2)]
    results = run_all(runs, jobs=jobs, cluster=cluster, store=Store(folder))
    return bytes_of(runs, results), {file.name for file in folder.rglob("*.replication")}


@pytest.mark.slow
def test_processes_give_the_same_bytes_as_one(tmp_path: Path) -> None:
    here, there = of_two(1, None, tmp_path / "here"), of_two(2, None, tmp_path / "there")
    assert here == there
    assert len(here[1]) == 2, "one file a replication"


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_as_one_process(cluster: str, tmp_path: Path) -> None:
    here, there = of_two(1, None, tmp_path / "here"), of_two(2, cluster, tmp_path / "there")
    assert here == there
    assert len(here[1]) == 2, "one file a replication"


def begun(folder: Path) -> dict[int, list[int]]:
    """Who began each replication: process numbers."""
    found = defaultdict(list)
    for file in folder.iterdir():
        number, _, process = file.name.partition(" by ")
        found[int(number)].append(int(process))
    return dict(found)


def killed_in_mid_study(folder: Path, jobs: int, cluster: str | None) -> int:
    """Kill the process that began the fourth replication; how many are done a second time, all of them its own."""
    runs = [Replication(WORLD.model_copy(update={"description": str(folder)}), number) for number in range(NUMBER)]
    killed: list[str] = []
    over = threading.Event()

    def kill() -> None:
        while len(begun(folder)) < 4 and not over.is_set():
            time.sleep(0.02)
        if over.is_set():
            return
        killed.append(max(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns).name.partition(" by ")[-1])
        os.kill(int(killed[0]), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        results = run_all(runs, jobs=jobs, cluster=cluster)
    finally:
        over.set()
        killer.join()
    assert [result.measures["number"] for result in results] == list(range(NUMBER))
    twice = {number: by for number, by in begun(folder).items() if len(by) > 1}
    assert all(int(killed[0]) in by for by in twice.values())
    return len(twice)


@pytest.mark.slow
def test_a_killed_process_costs_its_own_replication(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(executors, "replicate", noted)
    assert killed_in_mid_study(tmp_path, 2, None) == 1


@pytest.mark.slow
def test_a_killed_worker_of_a_cluster_costs_its_own_replications(
    cluster: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(executors, "replicate", noted)
    assert killed_in_mid_study(tmp_path, 2, cluster) <= 3  # in hand, and done but not sent yet
