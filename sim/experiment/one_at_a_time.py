"""One lever at a time: what each does alone, what it adds when all others are there, its price, and what it makes worse.

Between two scenarios, A without the levers and B with them, k levers take 2k + 2 scenarios instead of a cube's 2^k. What
levers do only together is not divided among them here; that the two readings differ shows that there is such a thing.
All differences are paired by replication; intervals are t-intervals over replications.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.company.periods import SPREAD_YEARS
from sim.experiment.attribution import corner, differing_levers, without
from sim.experiment.executors import Evaluate, each_once
from sim.experiment.failures import failures_of, need_two, nothing_left
from sim.experiment.given import PRICE, is_given
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import holm, of_random, t_interval
from sim.experiment.verdicts import BETTER, GIVEN, UNDECIDED, WORSE, toward
from sim.inputs.fields import LONGEST_NAME
from sim.inputs.mistakes import Mistakes
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import price_list
from sim.levers.primitives import Price
from sim.measures.catalogue import MEASURES
from sim.measures.measure import Measure

ALONE, LAST = "alone", "with all others"
READINGS = (ALONE, LAST)
PRIMARY = (
    "order lead time",
    "on time",
    "perfect orders",
    "lost sales",
    "ticket time",
    "waiting time",
    "abandonment",
    "first-contact resolution",
    "contacts per issue",
    "satisfaction",
    "churn",
    "lead response",
    "age at use",
    "inquiry hours",
    "wrong decisions",
    "regret",
    "bullwhip",
    "decision latency",
    "overtime",
    "backlog age",
    "days sales outstanding",
    "month end",
    "outage hours",
    "margin",
    "labour",
    "losses",
    "rework cost",
)
"""Measures among which a harm is looked for: what customers, colleagues and the cash box feel. Those that hold the price
of a lever (profit, cost per case) are left out, for every price would be a harm; so are shares of worked time, which grow
worse where other work goes away. The list was fixed before the first run, but for the cost of rework: it came in when
it was seen that broken bots, a declared harm, act on nothing else in it."""
LOOKED_AT = ("profit", *PRIMARY)
"""Measures whose p-values are adjusted together."""
DIFFERENCES = ["lever", "ground", "reading", "measure", "replication", "difference"]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two scenarios that differ in one lever: what it does on a ground, in a reading (``ALONE`` or ``LAST``)."""

    lever: str
    ground: str
    reading: str
    without: Scenario
    having: Scenario


@dataclass(frozen=True)
class OneAtATime:
    """What each lever does, on one ground or several.

    Attributes:
        levers: in the order of the contrasts.
        replications: the smallest number of pairs of any contrast in which both runs finished.
        effects: lever, ground, reading, measure, label, unit, better, benefit, without, having (means), effect, lower,
            upper (95 %), p, replications, p_holm (over all rows of ``LOOKED_AT``; NaN elsewhere), verdict ("better",
            "worse", "undecided" by p alone, not adjusted; "different" where no direction is better; "given" where it
            follows from prices, as the profit of a lever does that costs and changes nothing: no test).
        differences: columns of ``DIFFERENCES``.
        prices: lever, one_off, per_year, a_year (what the profit statement counts: running costs and a third of the
            one-off cost), in the currency.
        worse, better: lever, ground, reading, measure, label, unit, effect, lower, upper, p_holm, of the primary
            measure that the lever worsens (betters) most clearly; only levers of which one is shown (adjusted).
        failures: scenario, replication, seed, cause.
    """

    levers: tuple[str, ...]
    replications: int
    currency: str
    effects: pd.DataFrame
    differences: pd.DataFrame
    prices: pd.DataFrame
    worse: pd.DataFrame
    better: pd.DataFrame
    failures: pd.DataFrame


def at_level(scenario: Scenario, levers: Sequence[str], level: float, name: str) -> Scenario:
    """The scenario under another name, with these levers at one level."""
    changed = scenario.levers.model_copy(update=dict.fromkeys(levers, level))
    return scenario.model_copy(update={"name": name[:LONGEST_NAME], "levers": changed})


def contrasts_of(a: Scenario, b: Scenario, levers: Sequence[str] | None = None) -> list[Contrast]:
    """Each lever alone on top of A, and the last to come to B; all in which A and B differ, unless levers are given.

    A and B may differ in more levers than those given: these are then among "all others".

    Raises:
        Mistakes: when there are no levers, or one stands the same in A and B.
    """
    chosen = tuple(levers) if levers is not None else differing_levers(a, b)
    if not chosen:
        raise Mistakes([f"{a.name} and {b.name} differ in no lever."])
    for lever in chosen:
        if lever not in differing_levers(a, b):
            raise Mistakes([f"The lever {lever!r} is not one in which {a.name} and {b.name} differ."])
    found = []
    for lever in chosen:
        fewer = corner(b, a, frozenset({lever})).model_copy(update={"name": without(b, [lever])[:LONGEST_NAME]})
        found += [
            Contrast(lever, a.name, ALONE, a, corner(a, b, frozenset({lever}))),
            Contrast(lever, a.name, LAST, fewer, b),
        ]
    return found


def one_at_a_time(contrasts: Sequence[Contrast], evaluate: Evaluate, *, replications: int = 20) -> OneAtATime:
    """Run both scenarios of every contrast, each only once, and compare them.

    Args:
        contrasts: from one call of ``contrasts_of`` or several; their p-values are adjusted together.

    Raises:
        Mistakes: for fewer than two replications.
        StudyFailed: when fewer than two pairs of a contrast finished.
    """
    need_two(replications, "a lever")
    runs = [
        Replication(scenario, replication)
        for replication in range(replications)
        for contrast in contrasts
        for scenario in (contrast.without, contrast.having)
    ]
    results = each_once(evaluate, runs)
    rounds = [results[start : start + 2 * len(contrasts)] for start in range(0, len(results), 2 * len(contrasts))]
    effects, differences, pairs = [], [], []
    for place, contrast in enumerate(contrasts):
        finished = [
            (one[2 * place], one[2 * place + 1])
            for one in rounds
            if not one[2 * place].cause and not one[2 * place + 1].cause
        ]
        if len(finished) < 2:
            raise nothing_left(f"{contrast.lever!r}, which takes two pairs of runs that finished", results)
        pairs.append(len(finished))
        for measure in MEASURES:
            row, own = _row(contrast, measure, finished)
            effects.append(row)
            differences += own
    table = pd.DataFrame(effects)
    table["p_holm"] = holm(table["p"].where(table["measure"].isin(LOOKED_AT)).to_numpy(dtype=float))
    table["verdict"] = [
        GIVEN if row["given"] and row["effect"] else verdict_of(row["effect"], row["p"], row["better"])
        for row in table.to_dict("records")
    ]
    table = table.drop(columns="given")
    return OneAtATime(
        tuple(dict.fromkeys(contrast.lever for contrast in contrasts)),
        min(pairs),
        contrasts[0].without.company.currency,
        table,
        pd.DataFrame(differences, columns=DIFFERENCES),
        prices_of(contrasts),
        clearest(table, WORSE),
        clearest(table, BETTER),
        failures_of(results, "scenario"),
    )


def verdict_of(effect: float, p: float, better: str) -> str:
    """What an effect is, undecided where p is 5 % or more."""
    return toward(effect, better) if p < 0.05 else UNDECIDED


def clearest(effects: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Of each lever the primary measure that is "worse" (or "better") most clearly, in whichever contrast it is.

    Only what is shown with p-values adjusted for everything looked at; of equally clear ones the one that changes most in
    percent. Columns as in ``OneAtATime.worse``.
    """
    shown = effects[effects["measure"].isin(PRIMARY) & (effects["verdict"] == kind) & (effects["p_holm"] < 0.05)]
    size = (shown["effect"] / shown["without"].where(shown["without"] != 0)).abs().fillna(np.inf)
    ranked = shown.assign(size=size).sort_values(["p", "size"], ascending=[True, False], kind="stable")
    first = ranked.drop_duplicates("lever").sort_index()
    return first[
        ["lever", "ground", "reading", "measure", "label", "unit", "effect", "lower", "upper", "p_holm"]
    ].reset_index(drop=True)


def prices_of(contrasts: Sequence[Contrast]) -> pd.DataFrame:
    """What each lever costs, by its declared prices; columns as in ``OneAtATime.prices``."""
    rows: dict[str, tuple[str, float, float, float]] = {}
    for contrast in contrasts:
        without, having = (_price(scenario, contrast.lever) for scenario in (contrast.without, contrast.having))
        one_off, per_year = having.one_off - without.one_off, having.per_year - without.per_year
        rows.setdefault(contrast.lever, (contrast.lever, one_off, per_year, per_year + one_off / SPREAD_YEARS))
    return pd.DataFrame(list(rows.values()), columns=["lever", "one_off", "per_year", "a_year"])


def compare_grounds(found: OneAtATime, first: str, second: str, measure: str = "profit") -> pd.DataFrame:
    """Whether levers do more on one ground than on another: the difference of their effects, paired by replication.

    Returns:
        lever, reading, first, first_lower, first_upper, first_p_holm, the same for second, extra (second less first),
        extra_lower, extra_upper, extra_p_holm. p-values are adjusted for all that stand in this table.
    """
    rows = []
    own = found.differences[found.differences["measure"] == measure]
    for (lever, reading), group in own.groupby(["lever", "reading"], sort=False):
        wide = group.pivot(index="replication", columns="ground", values="difference")
        samples = {
            "first": wide[first].dropna(),
            "second": wide[second].dropna(),
            "extra": (wide[second] - wide[first]).dropna(),
        }
        row: dict[str, object] = {"lever": lever, "reading": reading}
        for name, sample in samples.items():
            interval = of_random(t_interval(sample.to_numpy()))
            row |= {
                name: interval.estimate,
                f"{name}_lower": interval.lower,
                f"{name}_upper": interval.upper,
                f"{name}_p_holm": interval.p_value,
            }
        rows.append(row)
    table = pd.DataFrame(rows)
    tests = ["first_p_holm", "second_p_holm", "extra_p_holm"]
    adjusted = holm(table[tests].to_numpy(dtype=float).ravel())
    table[tests] = adjusted.reshape(len(table), len(tests))
    return table


def _row(
    contrast: Contrast, measure: Measure, finished: Sequence[tuple[ReplicationResult, ReplicationResult]]
) -> tuple[dict[str, object], list[tuple[str, str, str, str, int, float]]]:
    """A measure's effect, of the pairs in which it could be computed in both runs, and its differences as rows."""
    values = np.array([[result.measures.get(measure.id, np.nan) for result in pair] for pair in finished], dtype=float)
    known = np.isfinite(values).all(axis=1)
    difference = values[known, 1] - values[known, 0]
    prices = np.array([[result.measures.get(PRICE, 0.0) for result in pair] for pair in finished], dtype=float)[known]
    given = is_given(measure, difference, prices[:, 1] - prices[:, 0])
    interval = t_interval(difference) if given else of_random(t_interval(difference))
    without, having = values[known].mean(axis=0) if known.any() else (np.nan, np.nan)
    names = {"lever": contrast.lever, "ground": contrast.ground, "reading": contrast.reading, "measure": measure.id}
    numbers = [pair[0].replication for pair, whole in zip(finished, known, strict=True) if whole]
    own = [
        (contrast.lever, contrast.ground, contrast.reading, measure.id, number, value)
        for number, value in zip(numbers, difference.tolist(), strict=True)
    ]
    return {
        **names,
        "label": measure.label,
        "unit": measure.unit,
        "better": measure.better,
        "benefit": measure.benefit,
        "without": float(without),
        "having": float(having),
        "effect": interval.estimate,
        "lower": interval.lower,
        "upper": interval.upper,
        "p": np.nan if given else interval.p_value,
        "replications": interval.n,
        "given": given,
    }, own


def _price(scenario: Scenario, lever: str) -> Price:
    return price_list(scenario.company, scenario.levers).get(lever, Price(0.0, 0.0))
