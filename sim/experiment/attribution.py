"""Which lever did it? Every combination of the levers in which two scenarios differ, and each lever's fair share.

The corners of the cube are ordinary scenarios, A with some of its levers as in B, so that what other studies have run
is read from the store. All arithmetic is per replication; intervals are t-intervals over replications.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import pandas as pd

from sim.experiment import attribution_math
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

LeverSet = frozenset[str]


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
        failures: scenario, replication, seed, cause.
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


def differing_levers(a: Scenario, b: Scenario) -> tuple[str, ...]:
    """The levers that stand differently in two scenarios, in the order of their fields."""
    return tuple(name for name in type(a.levers).model_fields if getattr(a.levers, name) != getattr(b.levers, name))


def corner(a: Scenario, b: Scenario, on: LeverSet) -> Scenario:
    """Scenario A with the levers of ``on`` as in B."""
    levers = a.levers.model_copy(update={name: getattr(b.levers, name) for name in on})
    name = " + ".join(lever for lever in type(a.levers).model_fields if lever in on) or a.name
    return a.model_copy(update={"name": name[:LONGEST_NAME], "levers": levers})


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
    )


def _cube(
    corners: Sequence[LeverSet], rounds: Sequence[Sequence[ReplicationResult]], measure: str
) -> dict[LeverSet, np.ndarray]:
    """The measure at each corner, of the replications in which it could be computed at every corner."""
    values = np.array([[result.measures.get(measure, np.nan) for result in one] for one in rounds], dtype=float)
    complete = values[np.isfinite(values).all(axis=1)]
    return {on: complete[:, place] for place, on in enumerate(corners)}


def shares_of(cubes: Mapping[str, Mapping[LeverSet, np.ndarray]], confidence: float = 0.95) -> pd.DataFrame:
    """One row per measure and lever; columns as in ``Attribution.shares``."""
    rows = []
    for measure, cube in cubes.items():
        whole = attribution_math.gap(cube)
        alone, last = attribution_math.first_gains(cube), attribution_math.last_gains(cube)
        for lever, amounts in attribution_math.shapley_values(cube).items():
            share, fraction = _effect(amounts, confidence), ratio_interval(amounts, whole, confidence)
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
                    **_limits("alone", _effect(alone[lever], confidence)),
                    **_limits("last", _effect(last[lever], confidence)),
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


def _effect(amounts: np.ndarray, confidence: float = 0.95) -> Interval:
    """The interval of an effect, which is random: one amount in every replication decides nothing."""
    return of_random(t_interval(amounts, confidence))


def _limits(name: str, interval: Interval) -> dict[str, float]:
    return {name: interval.estimate, f"{name}_lower": interval.lower, f"{name}_upper": interval.upper}


def _with_holm(table: pd.DataFrame) -> pd.DataFrame:
    table.insert(list(table.columns).index("p") + 1, "p_holm", holm(table["p"].to_numpy(dtype=float)))
    return table
