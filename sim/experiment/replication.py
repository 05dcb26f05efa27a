"""One replication: a scenario and a number in, tidy tables out; what is stored, spread and repeated."""

from __future__ import annotations

import gc
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sim.inputs.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.company.facts import Facts
    from sim.engine.journal import Journal
    from sim.measures.run import Run


@dataclass(frozen=True, slots=True)
class Replication:
    """One run to do: everything that decides its result, and where its journal goes.

    Attributes:
        stream_to: folder that the journal is streamed to (see ``Company.run``); such a run is always run, never read.
    """

    scenario: Scenario
    number: int
    with_cases: bool = False
    stream_to: Path | None = None


@dataclass(frozen=True, slots=True)
class ReplicationResult:
    """What one run sends home.

    Attributes:
        measures: every measure by id; empty when the run failed.
        tables: name → table (split, quantiles, wip, handoffs, order_path, departments, statement, weeks; recovery
            and disturbed where there was a shock; of runs with cases also cases, legs, stops, and the
            tables of ``sim.measures.knowing``).
        cause: the traceback of a failed run, else "".
        seconds: wall-clock time of the run, measures included.
    """

    world: str
    replication: int
    seed: int
    measures: dict[str, float]
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    cause: str = ""
    seconds: float = 0.0


def replicate(run: Replication) -> ReplicationResult:
    """Run one replication; a failure becomes a result with its cause, never the end of a sweep."""
    scenario, began = run.scenario, time.perf_counter()
    try:
        measures, tables = simulate(scenario, run.number, with_cases=run.with_cases, stream_to=run.stream_to)
    except Exception:
        return ReplicationResult(
            scenario.name,
            run.number,
            scenario.seed,
            {},
            cause=traceback.format_exc(),
            seconds=time.perf_counter() - began,
        )
    return ReplicationResult(
        scenario.name, run.number, scenario.seed, measures, tables, seconds=time.perf_counter() - began
    )


def simulate(
    scenario: Scenario, replication: int, *, with_cases: bool = False, stream_to: Path | None = None
) -> tuple[dict[str, float], dict[str, pd.DataFrame]]:
    """Run a company once and measure it; the journal is streamed to a folder and read from there, if one is given."""
    undisturbed = _undisturbed(scenario, replication) if scenario.shocks else None
    run = run_once(scenario, replication, undisturbed, stream_to)
    return measure(run, with_cases=with_cases)


def measure(run: Run, *, with_cases: bool = False) -> tuple[dict[str, float], dict[str, pd.DataFrame]]:
    """Every measure of a run that is over, and its tables."""
    from sim.measures import catalogue, critical_path, knowing, legs
    from sim.measures.kinds import kinds_of
    from sim.measures.money import statement
    from sim.measures.ratios import ratios_of
    from sim.measures.regrets import regrets_of

    tables = {
        "split": catalogue.split_of(run),
        "quantiles": catalogue.quantiles_of(run),
        "wip": run.once(catalogue.work_in_progress),
        "handoffs": catalogue.handoffs_of(run),
        "order_path": critical_path.order_path_of(run),
        "departments": catalogue.departments_of(run),
        "waits": catalogue.waits_of(run),
        "kinds": kinds_of(run),
        "regrets": regrets_of(run),
        "ratios": ratios_of(run),
        "statement": run.once(statement),
        "weeks": catalogue.weeks_of(run),
    }
    if run.facts.shocks:
        tables["recovery"] = catalogue.recovery_of(run)
        tables["disturbed"] = catalogue.against_undisturbed(run)
    if with_cases:
        tables |= {
            "cases": catalogue.case_table(run),
            "legs": legs.legs_of(run),
            "stops": legs.stops_of(run),
            "known": knowing.known_of(run),
            "decided": knowing.decided_of(run),
            "at_once": knowing.at_once_of(run),
            "failed": knowing.failed_of(run),
        }
    return catalogue.measures_of(run), tables


def run_once(
    scenario: Scenario, replication: int, undisturbed: pd.DataFrame | None = None, stream_to: Path | None = None
) -> Run:
    """Run a company once and decode its journal; ``undisturbed`` is work in progress of the run without its shocks."""
    with no_garbage_collector():
        journal, facts = _live(scenario, replication, stream_to)
    from sim.measures.run import Run  # and pandas, only now

    return Run(journal, facts, undisturbed)


def _live(scenario: Scenario, replication: int, stream_to: Path | None) -> tuple[Journal, Facts]:
    """What a company leaves behind; it is gone itself when this ends, but for references that go round in circles."""
    from sim.company.simulation import Company

    company = Company(scenario, replication)
    return company.run(stream_to), company.facts()


@contextmanager
def no_garbage_collector() -> Iterator[None]:
    """Do without it for a while, and look through what is left of that while at the end.

    During a run there is nothing to find, and looking takes 6 % of its time. The company itself, whose parts know each
    other, would stay behind: a worker would grow by some ten megabytes a run. What was there before is left alone.
    """
    enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        if enabled:
            gc.enable()


def _undisturbed(scenario: Scenario, replication: int) -> pd.DataFrame:
    """Work in progress of the same company, customers and luck when nothing ever happens to it.

    The last one is kept: scenarios that differ in what happens are run one after the other.
    """
    from sim.measures.recovery import work_in_progress

    calm = scenario.model_copy(update={"events": (), "lever_changes": ()})
    key = calm.fingerprint, replication
    if key not in _LAST_UNDISTURBED:
        _LAST_UNDISTURBED.clear()
        _LAST_UNDISTURBED[key] = work_in_progress(run_once(calm, replication))
    return _LAST_UNDISTURBED[key]


_LAST_UNDISTURBED: dict[tuple[str, int], pd.DataFrame] = {}
