"""What knowing is worth: each decision alone, and all together, taken on the truth, beside the regret.

Regret is what the cost formula of a rule expects of a wrong decision; the gain is what happens when the same company,
with the same customers and luck, takes that decision on the truth. Where both agree, the formula may be believed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.experiment.executors import run_all
from sim.experiment.failures import finished_pairs, headline, need_two, nothing_left
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import Interval, of_random, paired_interval, t_interval
from sim.experiment.store import Store
from sim.inputs.names import DECISIONS
from sim.inputs.scenario import Scenario

ALL = "all together"
AGREES, DIFFERS, OPEN = "agrees", "differs", "open"
FACTOR = 2.0
"""Regret and gain that differ by less are the same: a formula of one line is no better than that."""
SUBTOTALS = ("profit",)
"""Lines of the profit statement that are sums of others, beside those that begin with "of which"."""

Pair = tuple[ReplicationResult, ReplicationResult]


@dataclass(frozen=True)
class Knowing:
    """What a world's decisions are said to cost, and what knowing brought.

    Attributes:
        ordinary: the world in which every decision is taken on copies.
        table: a row for each decision, then one for all together: decision; taken and wrong, a year, in the ordinary
            world; regret and gain, in currency a year, each with _lower and _upper; verdict (AGREES: within a factor of
            two wherever in their intervals they lie; DIFFERS: nowhere; OPEN: the runs do not tell); pairs.
        lines: decision, line, gain, gain_lower, gain_upper: the gain by line of the profit statement, currency a year.
        failed: a sentence about runs that failed; "" where none did.
    """

    ordinary: Scenario
    table: pd.DataFrame
    lines: pd.DataFrame
    failed: str


def oracle_worlds(scenario: Scenario) -> tuple[Scenario, dict[str, Scenario]]:
    """The ordinary world, and by decision (or ``ALL``) the same world with it taken on the truth.

    What the scenario itself takes on the truth is taken on copies in the ordinary world.
    """
    chosen = {name: (name,) for name in DECISIONS} | {ALL: DECISIONS}
    ordinary = scenario.model_copy(update={"oracle": ()})
    return ordinary, {
        name: scenario.model_copy(update={"name": f"{scenario.name}, {name} on the truth", "oracle": decisions})
        for name, decisions in chosen.items()
    }


def worth_of_knowing(
    scenario: Scenario,
    *,
    replications: int,
    jobs: int = 1,
    cluster: str | None = None,
    store: Store | None = None,
) -> Knowing:
    """Run the ordinary world and its oracle worlds on common random numbers; all share the ordinary runs.

    Args:
        replications: pairs of each oracle world, 2 at least.

    Raises:
        Mistakes: when there are too few replications for an interval.
        StudyFailed: when no two pairs of an oracle world finished.
    """
    need_two(replications, "what knowing is worth")
    ordinary, worlds = oracle_worlds(scenario)
    runs = [Replication(world, number) for number in range(replications) for world in (ordinary, *worlds.values())]
    results = run_all(runs, jobs=jobs, cluster=cluster, store=store, label=f"oracle worlds of {scenario.name}")
    base, step = results[:: len(worlds) + 1], len(worlds) + 1
    rows, lines = [], []
    for place, name in enumerate(worlds, start=1):
        pairs = finished_pairs(base, results[place::step])
        if len(pairs) < 2:
            raise nothing_left(name, results)
        rows.append(_row(name, pairs))
        lines.append(_lines(name, pairs, ordinary.weeks / 52))
    return Knowing(ordinary, pd.DataFrame(rows), pd.concat(lines, ignore_index=True), headline(results))


def verdict(regret: Interval, gain: Interval) -> str:
    """Whether regret and gain lie within ``FACTOR`` of each other, wherever in their intervals they are, or nowhere."""
    limits = (regret.lower, regret.upper, gain.lower, gain.upper)
    if not all(map(math.isfinite, limits)):
        return OPEN
    if not any(limits):
        return AGREES
    both = [limits, tuple(-limit for limit in (regret.upper, regret.lower, gain.upper, gain.lower))]
    if any(_always_near(*sides) for sides in both):
        return AGREES
    none = regret.lower <= 0 <= regret.upper and gain.lower <= 0 <= gain.upper
    return OPEN if none or any(_ever_near(*sides) for sides in both) else DIFFERS


def _always_near(regret_lower: float, regret_upper: float, gain_lower: float, gain_upper: float) -> bool:
    return 0 < regret_upper <= FACTOR * gain_lower and 0 < gain_upper <= FACTOR * regret_lower


def _ever_near(regret_lower: float, regret_upper: float, gain_lower: float, gain_upper: float) -> bool:
    above = regret_upper > 0 and gain_upper > 0
    return above and regret_lower <= FACTOR * gain_upper and gain_lower <= FACTOR * regret_upper


def _row(name: str, pairs: Sequence[Pair]) -> dict[str, object]:
    own = list(DECISIONS) if name == ALL else [name]
    sums = [one.tables["regrets"].set_index("decision").loc[own].sum() for one, _ in pairs]
    regret = of_random(t_interval([float(row["regret"]) for row in sums]))
    gain = of_random(paired_interval(*_values(pairs)))
    return {
        "decision": name,
        "taken": float(np.mean([row["taken"] for row in sums])),
        "wrong": float(np.mean([row["wrong"] for row in sums])),
        **regret.columns("regret"),
        **gain.columns("gain"),
        "verdict": verdict(regret, gain),
        "pairs": len(pairs),
    }


def _values(pairs: Sequence[Pair]) -> tuple[list[float], list[float]]:
    """Profit a year on the truth, and in the ordinary world."""
    return [two.measures["profit"] for _, two in pairs], [one.measures["profit"] for one, _ in pairs]


def _lines(name: str, pairs: Sequence[Pair], years: float) -> pd.DataFrame:
    """The gain by line of the statement; a line that one world does not have is 0 there."""
    ordinary, knowing = (
        pd.DataFrame([pair[side].tables["statement"].set_index("line")["amount"] for pair in pairs]).fillna(0.0) / years
        for side in (0, 1)
    )
    found = [line for line in knowing.columns.union(ordinary.columns, sort=False) if not _is_sum(str(line))]
    rows = []
    for line in found:
        before, after = (
            table[line].to_numpy() if line in table else np.zeros(len(pairs)) for table in (ordinary, knowing)
        )
        rows.append({"decision": name, "line": str(line), **of_random(paired_interval(after, before)).columns("gain")})
    return pd.DataFrame(rows)


def _is_sum(line: str) -> bool:
    return line in SUBTOTALS or line.startswith("of which")
