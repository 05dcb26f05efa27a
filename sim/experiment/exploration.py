"""Trying levers one after the other, each time with several paired replications, and remembering every try.

Nothing here knows a slider: the same can be done from code, and a test needs no browser. A try is an ordinary scenario,
so that what has been run is read from the store, and more pairs are added to those that are there.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.experiment import comparison
from sim.experiment.executors import Evaluate, each_once
from sim.experiment.failures import headline, nothing_left
from sim.experiment.replication import Replication, ReplicationResult
from sim.inputs.levers_model import LEVERS
from sim.inputs.scenario import Scenario
from sim.measures.catalogue import MEASURES as ALL_MEASURES

PAIRS = 4
"""Pairs of an answer: with ``WEEKS`` about two seconds on two processors."""
WEEKS = {"weeks": 2, "warm_up_weeks": 1}
MEASURES = ("order lead time", "ticket time", "wrong decisions", "satisfaction", "cost per case", "profit")
"""Measures that a try shows unless others are asked for."""


@dataclass(frozen=True)
class Try:
    """One setting of the levers, compared with the reference on common random numbers.

    Attributes:
        number: the how manieth setting it is, from 1; a sharpened try keeps its number.
        scenario: the world that was tried.
        comparison: rows of ``comparison.compare``, a the reference, b this try; Holm over the measures shown.
        pairs: measure, replication, a, b.
        progress: world, replication, day, cases in progress; empty where runs sent none.
        replications: pairs that finished.
        seconds: how long the answer took.
        failed: how many runs failed and why the first did, in a sentence; empty where none did.
    """

    number: int
    scenario: Scenario
    comparison: pd.DataFrame
    pairs: pd.DataFrame
    progress: pd.DataFrame
    replications: int
    seconds: float
    failed: str = ""

    @property
    def levers(self) -> dict[str, float]:
        """Every lever's level."""
        return {name: float(getattr(self.scenario.levers, name)) for name in LEVERS}


class Exploration:
    """A company whose levers are tried, against one reference.

    Args:
        reference: the scenario that every try is compared with, at the length of the runs.
        evaluate: who does the runs.
        pairs: pairs of a first answer, and how many more each sharpening adds; at least 2.
        measures: ids of the measures to compare.

    Raises:
        ValueError: for fewer than two pairs, no measure at all, or one that does not exist.
    """

    def __init__(
        self, reference: Scenario, evaluate: Evaluate, *, pairs: int = PAIRS, measures: Sequence[str] = MEASURES
    ) -> None:
        if pairs < 2:
            raise ValueError(f"one pair has no interval: pairs must be at least 2, not {pairs}")
        self.reference, self.evaluate, self.pairs = reference, evaluate, pairs
        self.measures = tuple(measures)
        if not self.measures:
            raise ValueError("without measures there is nothing to compare")
        known = {measure.id: measure for measure in ALL_MEASURES}
        unknown = [name for name in self.measures if name not in known]
        if unknown:
            raise ValueError(f"there is no measure {unknown[0]!r}; there are {', '.join(known)}")
        self._compared = [known[name] for name in self.measures]
        self.tries: list[Try] = []

    @property
    def last(self) -> Try:
        """The latest try; raises LookupError before the first."""
        if not self.tries:
            raise LookupError("nothing has been tried yet")
        return self.tries[-1]

    def try_levers(self, levels: Mapping[str, float]) -> Try:
        """Set some levers, all others as in the reference, and compare; a setting that is the last one is not repeated.

        Raises:
            ValueError: for a lever that does not exist or a level outside 0 to 1.
            StudyFailed: when no pair finished; it is no try then.
        """
        scenario = self._scenario(levels)
        if self.tries and self.last.scenario.levers == scenario.levers:
            return self.last
        self.tries.append(self._compare(len(self.tries) + 1, scenario, self.pairs))
        return self.last

    def sharpen(self, more: int | None = None) -> Try:
        """More pairs of the last try, by default as many as a first answer has; those that were run are used again."""
        last = self.last
        self.tries[-1] = self._compare(last.number, last.scenario, last.replications + (more or self.pairs))
        return self.last

    def forget(self) -> None:
        """Begin a new history; what was run stays stored."""
        self.tries.clear()

    def history(self) -> pd.DataFrame:
        """One row per try: number, pairs, the levers that were moved ("lever 0.5, …"), difference of each measure."""
        rows = [
            {
                "try": one.number,
                "pairs": one.replications,
                "levers": ", ".join(self.moved(one)) or "as the reference",
                **dict(zip(one.comparison["measure"], one.comparison["difference"], strict=True)),
            }
            for one in self.tries
        ]
        return pd.DataFrame(rows)

    def moved(self, one: Try) -> list[str]:
        """The levers of a try that do not stand as in the reference, with their levels."""
        own = self.reference.levers
        return [
            f"{name.replace('_', ' ')} {level:g}" for name, level in one.levers.items() if level != getattr(own, name)
        ]

    def _scenario(self, levels: Mapping[str, float]) -> Scenario:
        unknown = [name for name in levels if name not in LEVERS]
        if unknown:
            raise ValueError(f"there is no lever {unknown[0]!r}; there are {', '.join(LEVERS)}")
        wrong = [name for name, level in levels.items() if not 0 <= level <= 1]
        if wrong:
            raise ValueError(f"lever {wrong[0]!r} is {levels[wrong[0]]}; allowed is a number from 0 to 1")
        levers = self.reference.levers.model_copy(update={name: float(level) for name, level in levels.items()})
        return self.reference.model_copy(update={"levers": levers, "name": "your try", "description": ""})

    def _compare(self, number: int, scenario: Scenario, pairs: int) -> Try:
        began = time.perf_counter()
        worlds = self.reference, scenario
        runs = [Replication(world, replication) for replication in range(pairs) for world in worlds]
        results = each_once(self.evaluate, runs)
        first, second = results[0::2], results[1::2]
        table = comparison.pairs_of(first, second)
        table = table[table["measure"].isin(self.measures)].reset_index(drop=True)
        finished = int(table["replication"].nunique())
        if not finished:
            raise nothing_left("your try, of which no pair finished", results)
        compared = comparison.compare(table, measures=self._compared)
        return Try(
            number,
            scenario,
            compared,
            table,
            _progress(worlds, (first, second)),
            finished,
            time.perf_counter() - began,
            headline(results),
        )


def _progress(
    worlds: tuple[Scenario, Scenario], results: tuple[Sequence[ReplicationResult], Sequence[ReplicationResult]]
) -> pd.DataFrame:
    frames = [
        result.tables["wip"].assign(world=world.name, replication=result.replication)
        for world, own in zip(worlds, results, strict=True)
        for result in own
        if "wip" in result.tables
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
