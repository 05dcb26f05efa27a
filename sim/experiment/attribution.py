"""Which lever did it? Every combination of the levers in which two scenarios differ, and each lever's fair share.

The corners of the cube are ordinary scenarios, A with some of its levers as in B, so that what other studies have run
is read from the store. All arithmetic is per replication; intervals are t-intervals over replications.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from types import MappingProxyType

import numpy as np
import pandas as pd

from sim.experiment import attribution_math
from sim.experiment.anchoring import LeverSet, Tie, tie
from sim.experiment.executors import Evaluate
from sim.experiment.failures import failures_of, need_two, nothing_left
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import Interval, holm, of_random, ratio_interval, t_interval
from sim.inputs.fields import LONGEST_NAME
from sim.inputs.mistakes import Mistakes
from sim.inputs.scenario import Scenario
from sim.measures.catalogue import MEASURES
from sim.measures.measure import Measure

MOST_LEVERS = 8
WEEKS_OF_YEAR = 52.0
REPRESENTATIVE = (
    "age at use",
    "information share",
    "re-entries",
    "wrong decisions",
    "regret",
    "order lead time",
    "ticket time",
    "first-contact resolution",
    "satisfaction",
    "hidden work",
    "flow efficiency",
    "cost per case",
    "profit",
    "resized profit",
)
"""Measures whose gap is divided among the levers: some of each promised benefit, and money."""


@dataclass(frozen=True)
class Attribution:
    """The gap between two scenarios, divided among levers.

    Attributes:
        levers: the levers that were switched from A's level to B's, in the order of the scenario's fields.
        gaps: measure, label, unit, better, benefit, a, b, gap, lower, upper, replications.
        shares: measure, lever, share (Shapley), lower, upper, p, p_holm (over all rows), fraction of the gap with
            fraction_lower and fraction_upper (infinite where the gap itself may be 0), alone (the lever's gain when
            it is the only one switched on), alone_lower, alone_upper, last (its gain when all others are on already),
            last_lower, last_upper.
        interactions: measure, levers ("x + y"), size, effect, lower, upper, p, p_holm; the extra gain that levers have
            together, as a factorial effect (mean at sign + less mean at sign -).
        together: measure, effect, lower, upper: the gap less the sum of what the levers gain alone.
        corners: the levers switched on ("none" for A), and the mean of each measure.
        cubes: for each measure the values at every corner, one per replication.
        statement: for each line of the profit statement the amounts a year, likewise; empty where runs sent none.
        failures: scenario, replication, seed, cause.
        tied_to: of how many pairs the gaps are, where they are a comparison's that has other runs than the cube (see
            ``tied``); else 0.
    """

    a: Scenario
    b: Scenario
    levers: tuple[str, ...]
    replications: int
    gaps: pd.DataFrame
    shares: pd.DataFrame
    interactions: pd.DataFrame
    together: pd.DataFrame
    corners: pd.DataFrame
    cubes: Mapping[str, Mapping[LeverSet, np.ndarray]]
    failures: pd.DataFrame
    statement: Mapping[str, Mapping[LeverSet, np.ndarray]] = field(default_factory=dict)
    tied_to: int = 0


def differing_levers(a: Scenario, b: Scenario) -> tuple[str, ...]:
    """The levers that stand differently in two scenarios, in the order of their fields."""
    return tuple(name for name in type(a.levers).model_fields if getattr(a.levers, name) != getattr(b.levers, name))


def corner(a: Scenario, b: Scenario, on: LeverSet) -> Scenario:
    """Scenario A with the levers of ``on`` as in B; with all of them it is called B, with others by what it has."""
    levers = a.levers.model_copy(update={name: getattr(b.levers, name) for name in on})
    return a.model_copy(update={"name": _corner_name(a, b, on), "levers": levers})


def _corner_name(a: Scenario, b: Scenario, on: LeverSet) -> str:
    differing = differing_levers(a, b)
    has, lacks = ([lever for lever in differing if (lever in on) == wanted] for wanted in (True, False))
    if not (has and lacks):
        return b.name if has else a.name
    number = sum(2**place for place, lever in enumerate(differing) if lever in on)
    names = " + ".join(has).replace("_", " "), without(b, lacks), f"combination {number + 1} of {2 ** len(differing)}"
    return next(name for name in names if len(name) <= LONGEST_NAME)


def without(scenario: Scenario, levers: Sequence[str]) -> str:
    """What a scenario is called without some of its levers."""
    return f"{scenario.name} without {', '.join(levers).replace('_', ' ')}"


def corners_of(a: Scenario, b: Scenario, levers: Sequence[str]) -> dict[LeverSet, Scenario]:
    """All 2^k corners, from none of the levers to all of them, by size.

    Raises:
        Mistakes: when there are no levers or more than ``MOST_LEVERS``, one is unknown or the same in both, or the
            scenarios differ in more than levers.
    """
    wrong = _trouble(a, b, levers)
    if wrong:
        raise Mistakes([wrong])
    sets = chain.from_iterable(combinations(levers, size) for size in range(len(levers) + 1))
    return {frozenset(on): corner(a, b, frozenset(on)) for on in sets}


def _trouble(a: Scenario, b: Scenario, levers: Sequence[str]) -> str:
    differing = differing_levers(a, b)
    same = [lever for lever in levers if lever not in differing]
    if not 1 <= len(levers) <= MOST_LEVERS:
        return (
            f"{a.name} and {b.name} differ in {len(levers)} levers; a full cube takes 1 to {MOST_LEVERS}, so name which."
        )
    if same:
        return f"The lever {same[0]!r} is not one in which {a.name} and {b.name} differ."
    alike = {"name": "", "description": "", "levers": a.levers}
    if a.model_copy(update=alike) != b.model_copy(update=alike):
        return f"{a.name} and {b.name} differ in more than levers, so the gap cannot be divided among levers."
    return ""


def attribute(
    a: Scenario,
    b: Scenario,
    evaluate: Evaluate,
    *,
    replications: int = 20,
    levers: Sequence[str] | None = None,
    measures: Sequence[str] = REPRESENTATIVE,
) -> Attribution:
    """Run every corner between A and B and divide the gap of each measure among the levers.

    Args:
        levers: those to switch; all in which A and B differ, unless given. The gap is that from A to A with these
            levers as in B.
        measures: ids of the measures whose gap is divided; one that has a value in fewer than two replications at every
            corner, such as lead times of orders where there are none, is left out.

    Raises:
        Mistakes: see ``corners_of``; also for fewer than two replications.
        StudyFailed: when no measure has a value in two replications at every corner.
    """
    need_two(replications, "shares")
    chosen = tuple(levers) if levers is not None else differing_levers(a, b)
    corners = corners_of(a, b, chosen)
    runs = [Replication(scenario, replication) for replication in range(replications) for scenario in corners.values()]
    results = list(evaluate(runs))
    rounds = [results[start : start + len(corners)] for start in range(0, len(results), len(corners))]
    wanted = [measure for measure in MEASURES if measure.id in measures]
    cubes = {measure.id: _cube(list(corners), rounds, measure.id) for measure in wanted}
    cubes = {name: cube for name, cube in cubes.items() if len(next(iter(cube.values()))) >= 2}
    wanted = [measure for measure in wanted if measure.id in cubes]
    if not cubes:
        raise nothing_left("shares, which take two replications that finished at every corner", results)
    gaps = pd.DataFrame([_gap_row(measure, cubes[measure.id]) for measure in wanted])
    return Attribution(
        a,
        corners[frozenset(chosen)],
        chosen,
        int(gaps["replications"].min()),
        gaps,
        shares_of(cubes),
        interactions_of(cubes),
        together_of(cubes),
        _means(cubes, chosen),
        cubes,
        failures_of(results, "scenario"),
        _statement(list(corners), rounds, WEEKS_OF_YEAR / a.weeks),
    )


def tied(found: Attribution, pairs: pd.DataFrame) -> Attribution:
    """The same cube, with a comparison's gaps between its ends, and with shares that add up to those.

    Args:
        pairs: measure, replication, a, b of the same two worlds.
    """
    ties = {name: tie_of(found, pairs, name) for name in found.cubes}
    ties = {name: one for name, one in ties.items() if one.change.size > 1}
    if all(one.same for one in ties.values()):
        return found
    gaps = found.gaps.set_index("measure", drop=False)
    for name, one in ties.items():
        whole, start = of_random(t_interval(one.change)), float(one.start.mean())
        gaps.loc[name, ["a", "b", "gap", "lower", "upper", "replications"]] = [
            start, start + whole.estimate, whole.estimate, whole.lower, whole.upper, whole.n
        ]  # fmt: skip
    return replace(
        found,
        gaps=gaps.reset_index(drop=True),
        shares=shares_of(found.cubes, ties=ties),
        tied_to=max(one.change.size for one in ties.values()),
    )


def _cube(
    corners: Sequence[LeverSet], rounds: Sequence[Sequence[ReplicationResult]], measure: str
) -> dict[LeverSet, np.ndarray]:
    """The measure at each corner, of the replications in which it could be computed at every corner."""
    values = np.array([[result.measures.get(measure, np.nan) for result in one] for one in rounds], dtype=float)
    complete = values[np.isfinite(values).all(axis=1)]
    return {on: complete[:, place] for place, on in enumerate(corners)}


def tie_of(found: Attribution, pairs: pd.DataFrame, measure: str) -> Tie:
    """A measure at every corner, tied to its values in a comparison's pairs (measure, replication, a, b)."""
    own = pairs[pairs["measure"] == measure].sort_values("replication")
    return tie(found.cubes[measure], own["a"].to_numpy(dtype=float), own["b"].to_numpy(dtype=float))


def _statement(
    corners: Sequence[LeverSet], rounds: Sequence[Sequence[ReplicationResult]], per_year: float
) -> dict[str, dict[LeverSet, np.ndarray]]:
    """Every line of the profit statement that is part of no other one, a year, of the rounds that finished everywhere."""
    books = [[one.tables.get("statement") for one in own] for own in rounds]
    whole = [[book[~book["of_which"].astype(bool)] for book in own if book is not None] for own in books]
    sums = [
        [book.groupby("line")["amount"].sum() * per_year for book in own] for own in whole if len(own) == len(corners)
    ]
    lines = dict.fromkeys(line for own in sums for book in own for line in book.index)
    return {
        str(line): {on: np.array([own[place].get(line, 0.0) for own in sums]) for place, on in enumerate(corners)}
        for line in lines
    }


def shares_of(
    cubes: Mapping[str, Mapping[LeverSet, np.ndarray]],
    confidence: float = 0.95,
    ties: Mapping[str, Tie] = MappingProxyType({}),
) -> pd.DataFrame:
    """One row per measure and lever; columns as in ``Attribution.shares``.

    Args:
        ties: measures whose gap is a comparison's; fractions of such a gap have no interval.
    """
    rows = []
    for measure, cube in cubes.items():
        own = ties.get(measure)
        whole = attribution_math.gap(cube)
        alone, last = attribution_math.first_gains(cube), attribution_math.last_gains(cube)
        for lever, amounts in attribution_math.shapley_values(cube).items():
            effects = [_effect(one, confidence, own, lever) for one in (amounts, alone[lever], last[lever])]
            share, fraction = effects[0], ratio_interval(amounts, whole, confidence)
            if own is not None and not own.same:
                part = share.estimate / own.change.mean() if own.change.any() else np.nan
                fraction = replace(fraction, estimate=part, lower=np.nan, upper=np.nan)
            rows.append(
                {
                    "measure": measure,
                    "lever": lever,
                    "share": share.estimate,
                    "lower": share.lower,
                    "upper": share.upper,
                    "p": share.p_value,
                    "fraction": fraction.estimate,
                    "fraction_lower": fraction.lower,
                    "fraction_upper": fraction.upper,
                    **effects[1].columns("alone"),
                    **effects[2].columns("last"),
                }
            )
    return _with_holm(pd.DataFrame(rows))


def interactions_of(cubes: Mapping[str, Mapping[LeverSet, np.ndarray]], confidence: float = 0.95) -> pd.DataFrame:
    """One row per measure and set of two or more levers; columns as in ``Attribution.interactions``."""
    rows = []
    for measure, cube in cubes.items():
        for levers, amounts in attribution_math.factorial_effects(cube).items():
            if len(levers) > 1:
                effect = _effect(amounts, confidence)
                names = [lever for lever in attribution_math.first_gains(cube) if lever in levers]
                rows.append(
                    {
                        "measure": measure,
                        "levers": " + ".join(names),
                        "size": len(levers),
                        "effect": effect.estimate,
                        "lower": effect.lower,
                        "upper": effect.upper,
                        "p": effect.p_value,
                    }
                )
    columns = ["measure", "levers", "size", "effect", "lower", "upper", "p"]
    return _with_holm(pd.DataFrame(rows, columns=columns))


def together_of(cubes: Mapping[str, Mapping[LeverSet, np.ndarray]], confidence: float = 0.95) -> pd.DataFrame:
    """The gap less the sum of what the levers gain alone: what one-at-a-time effects miss."""
    rows = []
    for measure, cube in cubes.items():
        alone = np.sum(list(attribution_math.first_gains(cube).values()), axis=0)
        effect = _effect(attribution_math.gap(cube) - alone, confidence)
        rows.append({"measure": measure, "effect": effect.estimate, "lower": effect.lower, "upper": effect.upper})
    return pd.DataFrame(rows)


def _gap_row(measure: Measure, cube: Mapping[LeverSet, np.ndarray]) -> dict[str, object]:
    whole = _effect(attribution_math.gap(cube))
    none, everything = cube[frozenset()], cube[max(cube, key=len)]
    return {
        "measure": measure.id,
        "label": measure.label,
        "unit": measure.unit,
        "better": measure.better,
        "benefit": measure.benefit,
        "a": float(none.mean()),
        "b": float(everything.mean()),
        "gap": whole.estimate,
        "lower": whole.lower,
        "upper": whole.upper,
        "replications": whole.n,
    }


def _means(cubes: Mapping[str, Mapping[LeverSet, np.ndarray]], levers: Sequence[str]) -> pd.DataFrame:
    first = next(iter(cubes.values()))
    rows = [
        {
            "levers": " + ".join(lever for lever in levers if lever in on) or "none",
            **{measure: float(cube[on].mean()) for measure, cube in cubes.items()},
        }
        for on in first
    ]
    return pd.DataFrame(rows)


def _effect(amounts: np.ndarray, confidence: float = 0.95, own: Tie | None = None, lever: str = "") -> Interval:
    """The interval of an effect, which is random: one amount in every replication decides nothing."""
    return of_random(t_interval(amounts, confidence) if own is None else own.effect(amounts, lever, confidence))


def _with_holm(table: pd.DataFrame) -> pd.DataFrame:
    table.insert(list(table.columns).index("p") + 1, "p_holm", holm(table["p"].to_numpy(dtype=float)))
    return table
