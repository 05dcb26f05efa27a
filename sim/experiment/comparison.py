"""Two worlds compared: paired differences with intervals, and the same cases side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiment.given import PRICE, is_given
from sim.experiment.relative import ratio_of
from sim.experiment.replication import ReplicationResult
from sim.experiment.statistics import holm, holm_confidence, of_random, paired_interval, same_in_every_pair
from sim.experiment.verdicts import GIVEN, verdict
from sim.measures.catalogue import FURTHER_MEASURES, MEASURES
from sim.measures.measure import Measure

CONFIDENCE = 0.95
ADJUSTED = ("lower", "upper", "ratio_lower", "ratio_upper")

Values: TypeAlias = NDArray[np.float64]


def pairs_of(first: Sequence[ReplicationResult], second: Sequence[ReplicationResult]) -> pd.DataFrame:
    """measure, replication, a, b: every measure both worlds have, of every pair in which both runs finished."""
    rows = []
    for one, two in zip(first, second, strict=True):
        if not one.cause and not two.cause:
            rows += [
                (name, one.replication, one.measures[name], two.measures[name])
                for name in one.measures
                if name in two.measures
            ]
    return pd.DataFrame(rows, columns=["measure", "replication", "a", "b"])


def compare(pairs: pd.DataFrame, confidence: float = CONFIDENCE, measures: Sequence[Measure] = MEASURES) -> pd.DataFrame:
    """One row per measure: means, paired difference with its plain and its Holm-adjusted interval, ratio with its own.

    Pairs in which a measure could not be computed in one world are left out of that measure; ``replications`` says how
    many are left. Holm's adjustment is over all measures of the table. What follows by arithmetic from the scenarios
    is *given*: it has no interval but its value and is no test. Random differences that agree in every pair say nothing
    about their spread: without limits, such a row is undecided.

    Returns:
        measure, label, unit, better, benefit, short, base, given, a, b, difference, lower, upper, p, p_holm, lower_holm,
        upper_holm, ratio (b over a), ratio_lower, ratio_upper, ratio_lower_holm, ratio_upper_holm (see
        ``sim.experiment.relative``), replications, correlation, variance_of_difference, variance_if_independent,
        variance_ratio, variance_ratio_bound, verdict.
    """
    known = set(pairs["measure"])
    compared = [*measures, *(measure for measure in FURTHER_MEASURES if measure.id in known)]
    changes, own = _of_measures(pairs, [PRICE, *(measure.id for measure in compared)])
    given = {measure.id: _is_given(measure, changes[measure.id], changes[PRICE]) for measure in compared}
    table = pd.DataFrame([_row(measure, *own[measure.id], confidence, given=given[measure.id]) for measure in compared])
    table["p_holm"] = holm(table["p"].to_numpy())
    levels = holm_confidence(table["p"].to_numpy(), 1 - confidence)
    adjusted = [
        _limits(measure, *own[measure.id], float(level), given=given[measure.id])
        for measure, level in zip(compared, levels, strict=True)
    ]
    for column in ADJUSTED:
        table[f"{column}_holm"] = [limits[column] for limits in adjusted]
    table["verdict"] = [verdict_of(row) for _, row in table.iterrows()]
    return table


def _of_measures(
    pairs: pd.DataFrame, names: Sequence[str]
) -> tuple[dict[str, dict[int, float]], dict[str, tuple[Values, Values]]]:
    """Of each measure the difference by replication, and its values in both worlds, of pairs in which both have it."""
    places: dict[str, list[int]] = {name: [] for name in names}
    whole = pairs.dropna(subset=["a", "b"])
    for place, name in enumerate(whole["measure"]):
        if name in places:
            places[name].append(place)
    numbers, a, b = (whole[column].to_numpy() for column in ("replication", "a", "b"))
    own = {name: (a[np.array(at, dtype=int)], b[np.array(at, dtype=int)]) for name, at in places.items()}
    changes = {
        name: dict(zip(numbers[np.array(at, dtype=int)].tolist(), (own[name][1] - own[name][0]).tolist(), strict=True))
        for name, at in places.items()
    }
    return changes, own


def _is_given(measure: Measure, own: dict[int, float], price: dict[int, float]) -> bool:
    """Whether a measure follows from prices, pair by pair (see ``sim.experiment.given``)."""
    both = np.array([(change, price[number]) for number, change in own.items() if number in price]).reshape(-1, 2)
    return is_given(measure, both[:, 0], both[:, 1])


def _row(measure: Measure, a: Values, b: Values, confidence: float, *, given: bool) -> dict[str, object]:
    interval = of_random(paired_interval(b, a, confidence))
    return {
        "measure": measure.id,
        "label": measure.label,
        "unit": measure.unit,
        "better": measure.better,
        "benefit": measure.benefit,
        "short": measure.short,
        "base": measure.base,
        "given": given,
        "a": a.mean() if a.size else math.nan,
        "b": b.mean() if b.size else math.nan,
        "difference": interval.estimate,
        **_limits(measure, a, b, confidence, given=given),
        "ratio": ratio_of(b, a, confidence, signed=measure.signed).estimate,
        "p": math.nan if given else interval.p_value,
        "replications": a.size,
        "correlation": interval.correlation,
        "variance_of_difference": interval.variance_of_difference,
        "variance_if_independent": interval.variance_if_independent,
        "variance_ratio": interval.variance_ratio,
        "variance_ratio_bound": interval.variance_ratio_bound,
    }


def _limits(measure: Measure, a: Values, b: Values, confidence: float, *, given: bool) -> dict[str, float]:
    """The limits of difference and ratio at a confidence, by the names of ``ADJUSTED``."""
    ratio = ratio_of(b, a, confidence, signed=measure.signed)
    if given and a.size:
        difference = float((b - a).mean())
        limits = difference, difference, ratio.estimate, ratio.estimate
    elif math.isnan(confidence) or same_in_every_pair(interval := paired_interval(b, a, confidence)):
        limits = math.nan, math.nan, math.nan, math.nan
    else:
        limits = interval.lower, interval.upper, ratio.lower, ratio.upper
    return dict(zip(ADJUSTED, limits, strict=True))


def verdict_of(row: pd.Series) -> str:
    """What a row shows of the second world, by the adjusted interval, or that it is given."""
    if row.get("given", False) and row["difference"] != 0:
        return GIVEN
    return verdict(row["lower_holm"], row["upper_holm"], row["better"])


def twins(first: ReplicationResult, second: ReplicationResult) -> pd.DataFrame:
    """Every case of one replication in both worlds, side by side: an outer join on the case's permanent key.

    Returns:
        name, kind, replication, in (both, the first world's or the second world's name), and status, opened_at,
        closed_at, lead and the seven parts of each world (suffixes _a and _b).
    """
    one, two = first.tables["cases"], second.tables["cases"]
    joined = one.merge(two, on="case", how="outer", suffixes=("_a", "_b"), indicator=True)
    for column in ("name", "kind"):
        joined[column] = joined[f"{column}_a"].where(joined[f"{column}_a"].notna(), joined[f"{column}_b"])
    joined["in"] = (
        joined["_merge"]
        .astype(str)
        .map({"both": "both", "left_only": f"{first.world} only", "right_only": f"{second.world} only"})
    )
    joined["replication"] = first.replication
    front = ["name", "kind", "replication", "in"]
    rest = [
        column
        for column in joined.columns
        if column not in (*front, "case", "_merge", "_opened", "name_a", "name_b", "kind_a", "kind_b")
    ]
    joined["_opened"] = joined["opened_at_a"].fillna(joined["opened_at_b"])
    return joined.sort_values(["_opened", "name"], kind="stable")[front + rest].reset_index(drop=True)


def match_rate(table: pd.DataFrame) -> float:
    """Share of all cases that exist in both worlds."""
    return float((table["in"] == "both").mean()) if len(table) else float("nan")
