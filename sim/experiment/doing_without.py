"""What a company loses without each system, skill and habit of work: the same company with and without it, in pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.experiment.capabilities import CAPABILITY_ROWS, CapabilityRow
from sim.experiment.executors import run_all
from sim.experiment.failures import finished_pairs, headline, need_two, nothing_left
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import of_random, paired_interval
from sim.experiment.store import Store
from sim.experiment.verdicts import BETTER, UNDECIDED, WORSE, verdict
from sim.inputs.names import CapabilityName
from sim.inputs.scenario import Scenario
from sim.measures.catalogue import MEASURES

HOLDS, REFUTED, OPEN = "holds", "refuted", "undecided"
SAID = {WORSE: HOLDS, BETTER: REFUTED, UNDECIDED: OPEN}
"""What is said of a row by what is shown of its measure without the capability."""

Pair = tuple[ReplicationResult, ReplicationResult]


@dataclass(frozen=True)
class Lacking:
    """What is lost without each capability.

    Attributes:
        ordinary: the company that has all of them; rows with levers of their own start from the same with these.
        table: a row for each: capability, does, lost (sentences), levers (of the row), measure, label, unit; has and
            lacks (means with and without), difference with difference_lower and _upper (without less with), verdict
            (HOLDS: the whole interval lies where the measure is worse; REFUTED: where it is better; OPEN, and numbers
            that are NaN, where the measure had no value in two pairs of runs); pairs.
        failed: a sentence about runs that failed; "" where none did.
    """

    ordinary: Scenario
    table: pd.DataFrame
    failed: str


def without(scenario: Scenario, *names: CapabilityName) -> Scenario:
    """The same company, which has to do without some capabilities and has all others."""
    title = f"{scenario.name} without {' and '.join(names)}" if names else scenario.name
    return scenario.model_copy(update={"name": title, "without": names})


def having(scenario: Scenario, row: CapabilityRow) -> Scenario:
    """The company that has everything, with the levers that a row is about."""
    if not row.levers:
        return without(scenario)
    levers = scenario.levers.model_copy(update=dict(row.levers))
    title = f"{scenario.name} with {' and '.join(name.replace('_', ' ') for name, _ in row.levers)}"
    return scenario.model_copy(update={"name": title, "levers": levers, "without": ()})


def losses(
    scenario: Scenario,
    *,
    replications: int,
    jobs: int = 1,
    cluster: str | None = None,
    store: Store | None = None,
    rows: Sequence[CapabilityRow] = CAPABILITY_ROWS,
) -> Lacking:
    """Run the company with everything, and once without each capability, on common random numbers.

    Args:
        replications: pairs of each, 2 at least; rows with the same levers share the runs of the company that has
            everything.

    Raises:
        Mistakes: when there are too few replications for an interval.
        StudyFailed: when no two pairs of a row finished.
    """
    need_two(replications, "what is lost without each system")
    ordinary = {row.levers: having(scenario, row) for row in rows}
    worlds = [*ordinary.values(), *(without(ordinary[row.levers], row.name) for row in rows)]
    runs = [Replication(world, number) for number in range(replications) for world in worlds]
    results = run_all(runs, jobs=jobs, cluster=cluster, store=store, label=f"{scenario.name} without", tables=())
    of_world = [results[place :: len(worlds)] for place in range(len(worlds))]
    having_all = dict(zip(ordinary, of_world, strict=False))
    found = []
    for row, lacking in zip(rows, of_world[len(ordinary) :], strict=True):
        pairs = [pair for pair in finished_pairs(having_all[row.levers], lacking) if _measured(pair, row.measure)]
        if len(pairs) < 2 and any(one.cause for one in lacking):
            raise nothing_left(row.name, results)
        found.append(_row(row, pairs))
    return Lacking(without(scenario), pd.DataFrame(found), headline(results))


def _measured(pair: Pair, measure: str) -> bool:
    return not any(math.isnan(one.measures[measure]) for one in pair)


def _row(row: CapabilityRow, pairs: Sequence[Pair]) -> dict[str, object]:
    measure = next(one for one in MEASURES if one.id == row.measure)
    has, lacks = ([pair[side].measures[row.measure] for pair in pairs] for side in (0, 1))
    difference = of_random(paired_interval(lacks, has))
    return {
        "capability": row.name,
        "does": row.does,
        "lost": row.lost,
        "levers": row.levers,
        "measure": row.measure,
        "label": measure.label,
        "unit": measure.unit,
        "has": float(np.mean(has)) if has else math.nan,
        "lacks": float(np.mean(lacks)) if lacks else math.nan,
        **difference.columns("difference"),
        "verdict": SAID[verdict(difference.lower, difference.upper, measure.better)],
        "pairs": len(pairs),
    }
