"""The main job: two scenarios, paired replications on common random numbers, and everything the views show."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from zlib import crc32

import pandas as pd

from sim.company.streamed import refuse_others
from sim.experiment import comparison, losers
from sim.experiment.alike import alike
from sim.experiment.already_run import AlreadyRun, already_run
from sim.experiment.attribution import tied
from sim.experiment.enough import Ending, Pairs, run_until_narrow
from sim.experiment.executors import run_all, stored_runs
from sim.experiment.failures import failures_of, finished_pairs, nothing_left
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.small_cube import STATEMENT, small_cube
from sim.experiment.statistics import mser5
from sim.experiment.store import Store, default_folder
from sim.inputs.mistakes import Mistakes, show
from sim.inputs.scenario import Scenario

TABLES = ("split", "quantiles", "wip", "handoffs", "order_path", "departments", "statement", "weeks", "ratios")
OF_SHOCKS = ("recovery", "disturbed")
PLAIN_NAME = 60
"""Letters of a world's name that stand in that of its folder of journals."""
REPLAYED = ("cases", "legs", "stops", "known", "decided", "at_once", "failed")
WARM_UP_SERIES = ("order_hours", "ticket_hours", "in_progress")


@dataclass(frozen=True)
class Study:
    """Two worlds compared.

    Attributes:
        a, b: the scenarios; a is the reference.
        comparison: one row per measure (see ``comparison.compare``).
        pairs: measure, replication, a, b.
        losers: who is worse off in b.
        twins: every case of replication 0 in both worlds.
        failures: world, replication, seed, cause of runs that failed.
        tables: name → table with columns world and replication in front (split, quantiles, wip, handoffs, order_path,
            departments, statement, weeks; recovery and disturbed where there was a shock); of departments the waits are
            over the work that both worlds do; of both worlds together waits (see ``losers.waits_compared``) and alike
            (see ``alike.alike``).
        warm_up: what the check of the declared warm-up says.
        replayed: for each world the tables ``REPLAYED`` of replication 0; empty when one of them failed.
        out: where the results were written.
        more: what other studies, whose runs are all stored, know of the same two worlds.
        ending: what ended the pairs, where nobody said how many.
    """

    a: Scenario
    b: Scenario
    comparison: pd.DataFrame
    pairs: pd.DataFrame
    losers: pd.DataFrame
    twins: pd.DataFrame
    failures: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    warm_up: pd.DataFrame
    replications: int
    seconds: float
    out: Path | None = None
    files: list[Path] = field(default_factory=list)
    replayed: tuple[dict[str, pd.DataFrame], ...] = ()
    more: AlreadyRun = field(default_factory=AlreadyRun)
    ending: Ending | None = None

    @property
    def worlds(self) -> tuple[str, str]:
        """The names of both worlds, the reference first."""
        return self.a.name, self.b.name


def compare_scenarios(
    a: Scenario,
    b: Scenario,
    *,
    replications: int | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    keep: Path | None = None,
    stream_to: Path | None = None,
    cube: bool = False,
) -> Study:
    """Run both scenarios on common random numbers and compare them.

    Args:
        replications: pairs to run, 1 at least; None runs as many as it takes for the half-widths of ``enough.NAMED``,
            by the rule of ``pairs_needed``.
        jobs: processes.
        cluster: address of a dask scheduler.
        keep: folder of finished replications; by default the user's cache.
        stream_to: folder for the journals of all runs, one folder for each (world, then number), which are written while
            the runs go on and not kept in memory (see ``Company.run``). They are run even if they have been before.
        cube: whether a small cube of the levers is run beside them, where no whole one is stored (see ``small_cube``).

    Raises:
        Mistakes: when so many pairs cannot be run, or journals are to be streamed, but cannot.
        StudyFailed: when no pair finished.
    """
    if replications is not None and not (isinstance(replications, int) and replications > 0):
        raise Mistakes([f"replications is {show(replications)}; allowed is a whole number from 1, or None."])
    began = time.perf_counter()
    if a.name == b.name:
        a, b = a.model_copy(update={"name": f"{a.name} (1)"}), b.model_copy(update={"name": f"{b.name} (2)"})
    store = Store(keep if keep is not None else default_folder())

    def run(start: int, stop: int) -> Pairs:
        return _run_pairs(a, b, range(start, stop), jobs, cluster, store, stream_to)

    pairs, ending = run_until_narrow(a, b, run) if replications is None else (run(0, replications), None)
    study = assemble(a, b, *pairs, 0.0)
    more = already_run(a, b, len(pairs[0]), store)
    if cube and more.cube is None:
        label = "what did it, in short runs"
        runs = stored_runs(jobs=jobs, cluster=cluster, label=label, store=store, tables=STATEMENT)
        more = replace(more, cube=small_cube(a, b, runs))
    return replace(with_studies(study, more), ending=ending, seconds=time.perf_counter() - began)


def with_studies(study: Study, more: AlreadyRun) -> Study:
    """The study with what others know of its two worlds; the ends of the cube are those of its own pairs."""
    cube = more.cube
    return replace(study, more=more if cube is None else replace(more, cube=tied(cube, study.pairs)))


def journal_folder(place: Path, run: Replication) -> Path:
    """Where the journal of a run goes among those of a study: world, then number.

    A world whose name cannot be that of a folder everywhere gets one of its own that is like it.
    """
    name = run.scenario.name
    plain = re.sub(r"[^a-z0-9() _-]", "_", name.lower()).strip()[:PLAIN_NAME]
    return place / (name if plain == name else f"{plain}-{crc32(name.encode()):08x}") / str(run.number)


def _run_pairs(
    a: Scenario, b: Scenario, numbers: range, jobs: int, cluster: str | None, store: Store, stream_to: Path | None = None
) -> Pairs:
    replications = [Replication(world, number, with_cases=number == 0) for number in numbers for world in (a, b)]
    if stream_to is not None:
        replications = [replace(one, stream_to=journal_folder(stream_to, one)) for one in replications]
        refuse_others([one.stream_to for one in replications if one.stream_to is not None])
    results = run_all(replications, jobs=jobs, cluster=cluster, store=store, label=f"{a.name} and {b.name}")
    named = [_renamed(result, one.scenario.name) for result, one in zip(results, replications, strict=True)]
    return named[0::2], named[1::2]


def _renamed(result: ReplicationResult, world: str) -> ReplicationResult:
    """The same run may have been stored under another scenario's name."""
    if result.world == world:
        return result
    return ReplicationResult(
        world, result.replication, result.seed, result.measures, result.tables, result.cause, result.seconds
    )


def assemble(
    a: Scenario, b: Scenario, first: list[ReplicationResult], second: list[ReplicationResult], seconds: float
) -> Study:
    """Put the results of both worlds together."""
    results = [*first, *second]
    failures = failures_of(results)
    pairs = comparison.pairs_of(first, second)
    if not len(pairs):
        raise nothing_left(f"{a.name} and {b.name}, of which no pair finished", results)
    labels = {
        name: a.company.departments[team.department].label
        if name == team.department
        else f"{a.company.departments[team.department].label} ({name})"
        for name, team in a.company.teams.items()
    }
    whole = finished_pairs(first, second)
    finished = [one for one, _ in whole] + [two for _, two in whole]  # what is shown adds up to what is compared
    tables = {name: _stack(finished, name) for name in TABLES}
    if any("recovery" in result.tables for result in finished):
        tables |= {name: _stack(finished, name) for name in OF_SHOCKS}
    tables["departments"] = losers.with_matched_waits(tables["departments"], first, second)
    tables["waits"] = losers.waits_compared(first, second)
    tables["alike"] = alike(first, second)
    told = [result for result in (first[0], second[0]) if "cases" in result.tables]
    both = comparison.twins(told[0], told[1]) if len(told) == 2 else pd.DataFrame()
    return Study(
        a,
        b,
        comparison.compare(pairs),
        pairs,
        losers.losers(first, second, labels),
        both,
        failures,
        tables,
        check_warm_up(a, tables["weeks"]),
        int(pairs["replication"].nunique()),
        seconds,
        replayed=_replayed(told),
    )


def _replayed(told: list[ReplicationResult]) -> tuple[dict[str, pd.DataFrame], ...]:
    complete = len(told) == 2 and all(name in result.tables for result in told for name in REPLAYED)
    return tuple({name: result.tables[name] for name in REPLAYED} for result in told) if complete else ()


def _stack(results: list[ReplicationResult], name: str) -> pd.DataFrame:
    frames = []
    for result in results:
        if name in result.tables:
            table = result.tables[name].copy()
            table.insert(0, "world", result.world)
            table.insert(1, "replication", result.replication)
            frames.append(table)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def check_warm_up(scenario: Scenario, weeks: pd.DataFrame) -> pd.DataFrame:
    """MSER on week-long batches of the mean series over replications, beside the declared warm-up.

    Returns:
        world, series, weeks_to_cut (by MSER; NaN for a run too short to tell), declared_weeks, enough.
    """
    rows = []
    for world, own in weeks.groupby("world", sort=False):
        for series in WARM_UP_SERIES:
            means = own.groupby("week")[series].mean().dropna().to_numpy()
            result = mser5(means, batch=1) if len(means) > 4 else None
            cut = float("nan") if result is None or result.rejected else float(result.cut)
            rows.append((world, series, cut, scenario.warm_up_weeks, cut <= scenario.warm_up_weeks))
    return pd.DataFrame(rows, columns=["world", "series", "weeks_to_cut", "declared_weeks", "enough"])
