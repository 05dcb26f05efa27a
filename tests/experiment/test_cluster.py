"""A dask cluster: the same results as here, and a sentence when it is none, has nobody, or goes."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.experiment import cluster
from sim.experiment.cluster import ClusterLost
from sim.experiment.executors import run_all
from sim.experiment.replication import Replication
from sim.experiment.store import Store
from sim.inputs.mistakes import Mistakes
from tests.company.worlds import scenario

pytest.importorskip("distributed")
SCENARIO = scenario(weeks=1, warm_up_weeks=0)
SECONDS = 15.0
SOON = 1.0
"""Seconds after which somebody who is not there is given up."""


def runs(number: int) -> list[Replication]:
    return [Replication(SCENARIO, replication) for replication in range(number)]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def scheduler() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler of its own, once it listens."""
    port = free_port()
    words = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    with started(*words) as process:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1.0):
                break
            time.sleep(0.1)
        yield f"tcp://127.0.0.1:{port}", process


def worker(address: str) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    return started("-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")


def refused(address: str, sentence: str) -> None:
    began = time.monotonic()
    with pytest.raises(Mistakes, match=sentence):
        run_all(runs(1), cluster=address)
    assert time.monotonic() - began < SECONDS


def test_nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", SOON)
    address = f"tcp://127.0.0.1:{free_port()}"
    refused(address, f"There is no dask scheduler at {address}.")


def test_somebody_is_there_who_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", SOON)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        refused(address, f"There is no dask scheduler at {address}.")


@pytest.mark.slow
def test_a_scheduler_without_workers() -> None:
    with scheduler() as (address, _):
        refused(address, f"The dask scheduler at {address} has no workers.")


@pytest.mark.slow
def test_workers_elsewhere_give_the_same_results() -> None:
    with scheduler() as (address, _), worker(address):
        there, here = run_all(runs(2), cluster=address), run_all(runs(2))
    for one, two in zip(there, here, strict=True):
        assert list(map(repr, one.measures.items())) == list(map(repr, two.measures.items()))
        assert all(one.tables[name].equals(two.tables[name]) for name in two.tables)


@pytest.mark.slow
def test_workers_of_another_version_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "versions", lambda: {"numpy": "0.1"})
    with scheduler() as (address, _), worker(address):
        refused(address, "have another version")


@pytest.mark.slow
def test_a_scheduler_that_dies(tmp_path: Path) -> None:
    """A sentence, not a traceback and no waiting for ever; what had finished is kept."""
    wanted = runs(400)
    keep = Store(tmp_path)

    def kill_when_some_are_kept() -> None:
        while not list(tmp_path.rglob("*.replication")):
            time.sleep(0.05)
        process.kill()

    with scheduler() as (address, process), worker(address):
        threading.Thread(target=kill_when_some_are_kept, daemon=True).start()
        with pytest.raises(ClusterLost, match="is gone; what had finished is kept"):
            run_all(wanted, cluster=address, store=keep)
    assert sum(keep.get(run) is not None for run in wanted) >= 1
