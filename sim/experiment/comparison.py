"""Two worlds compared: paired differences with intervals, and who gains and who loses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from sim.experiment.replication import ReplicationResult
from sim.experiment.statistics import holm, holm_confidence, paired_interval
from sim.measures.catalogue import FEW, FLOWS, MEASURES, SHOCK_MEASURES
from sim.measures.measure import Measure

CONFIDENCE = 0.95
BURDENS = (
    ("utilisation", "time at work on cases", "share"),
    ("queue_hours", "work waits before it is begun", "h"),
    ("overtime_hours", "overtime in the period", "h"),
)
"""What a team may have more of in the other world: column of the table of teams, in words, unit."""


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
    """One row per measure: means, paired difference with its plain and its Holm-adjusted interval.

    Pairs in which a measure could not be computed in one world are left out of that measure; ``replications`` says how
    many are left. Holm's adjustment is over all measures of the table.

    Returns:
        measure, label, unit, better, benefit, short, a, b, difference, lower, upper, p, p_holm, lower_holm, upper_holm,
        replications, correlation, variance_of_difference, variance_if_independent, variance_ratio,
        variance_ratio_bound, verdict.
    """
    rows = []
    shocked = [measure for measure in SHOCK_MEASURES if (pairs["measure"] == measure.id).any()]
    for measure in (*measures, *shocked):
        own = pairs[pairs["measure"] == measure.id][["a", "b"]].dropna()
        interval = paired_interval(own["b"].to_numpy(), own["a"].to_numpy(), confidence)
        rows.append(
            {
                "measure": measure.id,
                "label": measure.label,
                "unit": measure.unit,
                "better": measure.better,
                "benefit": measure.benefit,
                "short": measure.short,
                "a": own["a"].mean(),
                "b": own["b"].mean(),
                "difference": interval.estimate,
                "lower": interval.lower,
                "upper": interval.upper,
                "p": interval.p_value,
                "replications": len(own),
                "correlation": interval.correlation,
                "variance_of_difference": interval.variance_of_difference,
                "variance_if_independent": interval.variance_if_independent,
                "variance_ratio": interval.variance_ratio,
                "variance_ratio_bound": interval.variance_ratio_bound,
            }
        )
    table = pd.DataFrame(rows)
    table["p_holm"] = holm(table["p"].to_numpy())
    levels = holm_confidence(table["p"].to_numpy(), 1 - confidence)
    lower, upper = [], []
    for (_, row), level in zip(table.iterrows(), levels, strict=True):
        own = pairs[pairs["measure"] == row["measure"]][["a", "b"]].dropna()
        adjusted = paired_interval(own["b"].to_numpy(), own["a"].to_numpy(), float(level))
        lower.append(adjusted.lower)
        upper.append(adjusted.upper)
    table["lower_holm"], table["upper_holm"] = lower, upper
    table["verdict"] = [verdict(row) for _, row in table.iterrows()]
    return table


def verdict(row: pd.Series) -> str:
    """Whether the second world is "better", "worse", "different" or "undecided", by the Holm-adjusted interval."""
    lower, upper = row["lower_holm"], row["upper_holm"]
    if not np.isfinite(lower) or lower <= 0 <= upper:
        return "undecided"
    if row["better"] == "neither":
        return "different"
    return "better" if (upper < 0) == (row["better"] == "lower") else "worse"


def losers(
    first: Sequence[ReplicationResult],
    second: Sequence[ReplicationResult],
    labels: dict[str, str],
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Who is worse off in the second world: teams that are busier or wait longer, flows that take longer.

    Returns:
        who, measure, unit, a, b, difference, lower, upper, p, replications, few (fewer than 30 cases a run), worse (the
        interval lies on the bad side), p_holm (adjusted for all rows), sorted by the relative loss.
    """
    finished = [(one, two) for one, two in zip(first, second, strict=True) if not one.cause and not two.cause]
    if not finished:
        return pd.DataFrame()
    teams, flows = _side_by_side(finished, _of_teams), _side_by_side(finished, _of_flows)
    rows = _paired_rows(flows, "hours", "lead time", "h", FLOWS, confidence)
    for column, label, unit in BURDENS:
        rows += _paired_rows(teams, column, label, unit, labels, confidence)
    table = pd.DataFrame(rows)
    if not len(table):
        return table
    table["worse"] = table["lower"] > 0
    table["p_holm"] = holm(table["p"].to_numpy())
    relative = table["difference"] / table["a"].abs().clip(lower=1e-9)
    return (
        table.assign(relative=relative)
        .sort_values(["worse", "relative"], ascending=False)
        .drop(columns="relative")
        .reset_index(drop=True)
    )


def _side_by_side(
    finished: Sequence[tuple[ReplicationResult, ReplicationResult]], rows_of: Callable[[ReplicationResult], pd.DataFrame]
) -> pd.DataFrame:
    """Rows of all pairs, indexed by pair and by who; columns of the first world end in _a, of the second in _b."""
    one, two = (
        pd.concat([rows_of(pair[world]) for pair in finished], keys=range(len(finished)), names=["pair", "who"])
        for world in (0, 1)
    )
    return one.add_suffix("_a").join(two.add_suffix("_b"), how="inner")


def _of_teams(outcome: ReplicationResult) -> pd.DataFrame:
    rows = outcome.tables["departments"].set_index("team")
    return rows[[column for column, _, _ in BURDENS]].assign(cases=rows["visits"])


def _of_flows(outcome: ReplicationResult) -> pd.DataFrame:
    return outcome.tables["split"].groupby("flow").agg(hours=("hours", "sum"), cases=("cases", "first"))


def _paired_rows(
    joined: pd.DataFrame, column: str, label: str, unit: str, labels: dict[str, str], confidence: float
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    known = joined[[f"{column}_a", f"{column}_b", "cases_a", "cases_b"]].dropna()
    for who, own in known.groupby(level="who", observed=True):
        if len(own) < 2:
            continue
        a, b = own[f"{column}_a"].to_numpy(), own[f"{column}_b"].to_numpy()
        interval = paired_interval(b, a, confidence)
        few = bool(min(own["cases_a"].mean(), own["cases_b"].mean()) < FEW)
        rows.append(
            {
                "who": labels.get(str(who), str(who)),
                "measure": label,
                "unit": unit,
                "a": a.mean(),
                "b": b.mean(),
                "difference": interval.estimate,
                "lower": interval.lower,
                "upper": interval.upper,
                "p": interval.p_value,
                "replications": len(own),
                "few": few,
            }
        )
    return rows


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
