"""What to buy first: every bundle of strategies, what it costs, what it brings, and which is best under a budget.

The best bundle is selected by Kim and Nelson's procedure on common random numbers: with probability at least
1 - alpha it is right to call it best if it leads every other by the indifference zone or more. The frontier compares
costs with benefits before paying; a bundle is dominated when another costs no more and brings at least as much.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from sim.experiment.attribution import corner, differing_levers
from sim.experiment.executors import Evaluate
from sim.experiment.failures import nothing_left
from sim.experiment.replication import Replication
from sim.experiment.selection import Selection, kn_select
from sim.experiment.statistics import Interval, of_random, paired_interval, t_interval
from sim.inputs.mistakes import Mistakes
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import price_list

READINGS = {"profit": "same people", "resized profit": "teams resized to the same service"}
"""Measures by which bundles are compared, and how to read them. Both are profits a year after paying for the bundle."""
COST = "lever costs"
MOST_BUNDLES = 256
BLOCK = 5
"""Further replications that are handed to the executor together."""

Bundle = tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """One bundle: its levers, the scenario that has them, and what has to be paid at once."""

    levers: Bundle
    scenario: Scenario
    one_off: float

    @property
    def name(self) -> str:
        """The levers' names, or "nothing"."""
        return bundle_name(self.levers)


def bundle_name(levers: Sequence[str]) -> str:
    """The levers' names, or "nothing"."""
    return " + ".join(lever.replace("_", " ") for lever in levers) or "nothing"


@dataclass(frozen=True)
class Choice:
    """The best of the bundles that a budget allows, by one reading.

    Attributes:
        table: bundle, mean, replications, dropped_after (NaN: never), best; in the order of the offers.
        selection: what Kim and Nelson's procedure says.
        lead: the best less buying nothing, paired over the replications that both had. The guarantee is not this
            interval but the procedure's: a best that leads by less than the indifference zone may be any of the near.
    """

    reading: str
    budget: float
    indifference: float
    alpha: float
    best: Offer
    selection: Selection
    lead: Interval
    table: pd.DataFrame


def offers_of(a: Scenario, b: Scenario, levers: Sequence[str] | None = None) -> list[Offer]:
    """Every bundle of the levers in which A and B differ, from nothing to all, with its one-off price.

    Raises:
        Mistakes: when there are no such levers or too many bundles.
    """
    chosen = tuple(levers) if levers is not None else differing_levers(a, b)
    if not chosen or 2 ** len(chosen) > MOST_BUNDLES:
        raise Mistakes(
            [
                f"{a.name} and {b.name} differ in {len(chosen)} levers; bundles are made of 1 to "
                f"{int(math.log2(MOST_BUNDLES))}, so name which."
            ]
        )
    bundles = [bundle for size in range(len(chosen) + 1) for bundle in combinations(chosen, size)]
    offers = []
    for bundle in bundles:
        scenario = corner(a, b, frozenset(bundle))
        prices = price_list(scenario.company, scenario.levers)
        offers.append(Offer(bundle, scenario, sum(price.one_off for price in prices.values())))
    return offers


class BundleRuns:
    """Replications of bundles, run in blocks and kept, so that every choice reads the same runs."""

    def __init__(self, offers: Sequence[Offer], evaluate: Evaluate) -> None:
        self.offers = offers
        self.evaluate = evaluate
        self.found: dict[tuple[int, int], Mapping[str, float]] = {}

    def run(self, offers: Sequence[int], replications: Sequence[int]) -> None:
        """Make sure that these replications of these offers are there; raises StudyFailed unless all of them finish."""
        wanted = [
            (offer, replication)
            for replication in replications
            for offer in offers
            if (offer, replication) not in self.found
        ]
        results = self.evaluate([Replication(self.offers[offer].scenario, replication) for offer, replication in wanted])
        for place, result in zip(wanted, results, strict=True):
            if result.cause:
                raise nothing_left(f"bundles, such as {self.offers[place[0]].name!r}, unless every run finished", results)
            self.found[place] = result.measures

    def values(self, measure: str, offer: int, replications: int) -> np.ndarray:
        """A measure of an offer, one value per replication."""
        return np.array([self.found[offer, replication][measure] for replication in range(replications)])


def choose(
    runs: BundleRuns,
    *,
    reading: str = "profit",
    budget: float = math.inf,
    indifference: float,
    alpha: float = 0.05,
    first_stage: int = 20,
    most_replications: int = 100,
) -> Choice:
    """Select the best bundle whose one-off price the budget allows.

    Raises:
        Mistakes: when the budget allows nothing.
    """
    allowed = [place for place, offer in enumerate(runs.offers) if offer.one_off <= budget]
    if not allowed:
        raise Mistakes([f"A budget of {budget:,.0f} allows none of the {len(runs.offers)} bundles."])
    if len(allowed) == 1:
        runs.run(allowed, range(first_stage))
        mean = float(runs.values(reading, allowed[0], first_stage).mean())
        selection = Selection(
            best=0, decided=True, replications=first_stage, runs=first_stage, means=(mean,), dropped_after=(None,)
        )
    else:

        def observe(replication: int, alive: tuple[int, ...]) -> list[float]:
            end = max(first_stage, replication // BLOCK * BLOCK + BLOCK)
            own = [allowed[place] for place in alive]
            if any((place, replication) not in runs.found for place in own):
                runs.run(own, range(replication, min(end, most_replications)))
            return [runs.found[place, replication][reading] for place in own]

        selection = kn_select(
            observe, len(allowed), indifference, first_stage=first_stage, alpha=alpha, most_replications=most_replications
        )
    table = pd.DataFrame(
        {
            "bundle": [runs.offers[place].name for place in allowed],
            "one_off": [runs.offers[place].one_off for place in allowed],
            "mean": selection.means,
            "dropped_after": [np.nan if after is None else after for after in selection.dropped_after],
            "best": [place == selection.best for place in range(len(allowed))],
        }
    )
    best = allowed[selection.best]
    counts = [after or selection.replications for after in selection.dropped_after]
    nothing = next(place for place in allowed if not runs.offers[place].levers)
    both = min(counts[selection.best], counts[allowed.index(nothing)])
    lead = of_random(paired_interval(runs.values(reading, best, both), runs.values(reading, nothing, both)))
    return Choice(reading, budget, indifference, alpha, runs.offers[best], selection, lead, table)


def frontier(runs: BundleRuns, *, reading: str = "profit", replications: int, confidence: float = 0.95) -> pd.DataFrame:
    """What every bundle costs a year and brings a year before paying for it, against buying nothing.

    Returns:
        bundle, levers (how many), one_off, cost (a year, one-off spread over 36 months), benefit (profit gained before
        paying), benefit_lower, benefit_upper, net (after paying), net_lower, net_upper, dominated_by (the bundle that
        costs no more and brings most, or ""), dominated_for_sure (its advantage is shown by the paired interval),
        replications.
    """
    runs.run(range(len(runs.offers)), range(replications))
    nothing = next(place for place, offer in enumerate(runs.offers) if not offer.levers)
    base = runs.values(reading, nothing, replications)
    rows, gross = [], []
    for place, offer in enumerate(runs.offers):
        cost = runs.values(COST, place, replications)
        net = runs.values(reading, place, replications) - base
        gross.append(net + cost)
        before, after = of_random(t_interval(gross[-1], confidence)), t_interval(net, confidence)
        after = after if math.isfinite(before.lower) else of_random(after)  # what changes nothing leaves its price, given
        rows.append(
            {
                "bundle": offer.name,
                "levers": len(offer.levers),
                "one_off": offer.one_off,
                "cost": float(cost.mean()),
                "benefit": before.estimate,
                "benefit_lower": before.lower,
                "benefit_upper": before.upper,
                "net": after.estimate,
                "net_lower": after.lower,
                "net_upper": after.upper,
            }
        )
    table = pd.DataFrame(rows)
    table["dominated_by"], table["dominated_for_sure"] = _dominated(table, gross, confidence)
    return table.assign(replications=replications)


def _dominated(table: pd.DataFrame, gross: Sequence[np.ndarray], confidence: float) -> tuple[list[str], list[bool]]:
    """For each bundle the one that dominates it by most, and whether its advantage is shown."""
    names, sure = [], []
    for place, row in table.iterrows():
        cheaper = table[(table["cost"] <= row["cost"]) & (table["benefit"] >= row["benefit"]) & (table.index != place)]
        if not len(cheaper):
            names.append("")
            sure.append(False)
            continue
        best = int(cheaper["benefit"].to_numpy().argmax())
        other = int(cheaper.index[best])
        names.append(str(cheaper["bundle"].iloc[best]))
        ahead = paired_interval(gross[other], gross[int(str(place))], confidence)
        sure.append(of_random(ahead).lower > 0)
    return names, sure
