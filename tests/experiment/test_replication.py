"""The same run wherever, whenever and beside whatever it is done: equal bit for bit."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from sim.experiment.executors import run_all
from sim.experiment.replication import Replication, ReplicationResult, replicate, simulate
from sim.inputs.scenario import Scenario
from sim.measures.catalogue import MEASURES
from tests.company.worlds import scenario

ROOT = Path(__file__).parents[2]
TABLES = {
    "split",
    "quantiles",
    "wip",
    "handoffs",
    "order_path",
    "departments",
    "regrets",
    "ratios",
    "waits",
    "kinds",
    "statement",
    "weeks",
    "cases",
    "legs",
    "stops",
    "known",
    "decided",
    "at_once",
    "failed",
}


def short(levers: str = "siloed") -> Scenario:
    return scenario(levers, weeks=1, warm_up_weeks=0)


def digest(measures: dict[str, float], tables: dict[str, pd.DataFrame]) -> str:
    """A hash of every bit of every number, and of all names, in their order."""
    content = hashlib.sha256(pickle.dumps([(name, value.hex()) for name, value in measures.items()]))
    for name, table in tables.items():
        content.update(name.encode())
        for column in table.columns:
            values = table[column]
            text = [value.hex() for value in values] if values.dtype.kind == "f" else [str(value) for value in values]
            content.update("\n".join([str(column), *text]).encode())
    return content.hexdigest()


def digest_of(result: ReplicationResult) -> str:
    assert not result.cause, result.cause
    return digest(result.measures, result.tables)


@cache
def here(replication: int, levers: str = "siloed") -> str:
    """The run in this process."""
    return digest(*simulate(short(levers), replication, with_cases=True))


def test_a_result_has_every_measure_and_table() -> None:
    """All measures of the catalogue by id, all tables, and the seed that repeats it."""
    result = replicate(Replication(short(), 0, with_cases=True))
    assert list(result.measures) == [measure.id for measure in MEASURES]
    assert set(result.tables) == TABLES
    assert (result.world, result.replication, result.seed, result.cause) == ("siloed", 0, 1, "")
    assert result.seconds > 0
    assert digest_of(result) == here(0), "and it is the same run again"
    assert "cases" not in replicate(Replication(short(), 0)).tables


@pytest.mark.parametrize(
    "hash_seed", [pytest.param("0", marks=pytest.mark.slow), pytest.param("1", marks=pytest.mark.slow), "random"]
)
def test_another_process_gives_the_same_bits(hash_seed: str) -> None:
    """A new process, whatever order its sets and dictionaries of strings would like, gives the same tables."""
    code = (
        "from tests.experiment.test_replication import digest, short, simulate\n"
        "print(digest(*simulate(short('integrated'), 0, with_cases=True)))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == here(0, "integrated")


def test_jobs_and_order_do_not_matter() -> None:
    """Two processes, replications in another order: every result is what this process makes of it alone."""
    order = (1, 0)
    runs = [Replication(short(), replication, with_cases=True) for replication in order]
    results = run_all(runs, jobs=2)
    assert [result.replication for result in results] == list(order)
    assert [digest_of(result) for result in results] == [here(replication) for replication in order]


def test_a_replication_alone_is_the_one_in_a_sweep() -> None:
    """Replication 1 after 2 in one process is replication 1 by itself; and the two are not the same."""
    sweep = [digest_of(result) for result in run_all([Replication(short(), r, with_cases=True) for r in (2, 1)])]
    assert sweep[1] == here(1) != sweep[0]


def test_the_digest_sees_a_last_bit() -> None:
    """The comparisons above can fail: one number changed in its last bit is another digest."""
    measures, tables = simulate(short(), 0)
    before = digest(measures, tables)
    name = "utilisation"
    measures[name] = measures[name] * (1 + 2**-52)
    assert digest(measures, tables) != before
