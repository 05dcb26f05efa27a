"""Like with like: means over kinds of cases, compared over the kinds that both worlds have, weighed alike in both.

A mean over all issues falls where a world has more of the quick ones, without any being quicker. Here every kind weighs
the same in both worlds, as it does on average over both; what is left of a difference is not the mix's.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.experiment.failures import finished_pairs
from sim.experiment.replication import ReplicationResult
from sim.experiment.statistics import holm, of_random, paired_interval
from sim.measures.catalogue import measure_named
from sim.measures.kinds import KINDS_OF

CONFIDENCE = 0.95
NO_KINDS = pd.DataFrame({"measure": [], "kind": [], "cases": [], "mean": []})


def alike(
    first: Sequence[ReplicationResult], second: Sequence[ReplicationResult], confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """The measures of ``KINDS_OF`` at one mix of kinds, one row each.

    Kinds are those that every run of both worlds has.

    Returns:
        measure, label, unit, better, kinds (how many), of (kinds of what), covered_a and covered_b (share of a world's
        cases that are of them), a, b, difference, lower, upper, p, p_holm (over these rows), own_mix (the difference of
        the plain means), replications.
    """
    pairs = finished_pairs(first, second)
    if not pairs:
        return pd.DataFrame()
    keys = ["pair", "measure", "kind"]
    one, two = (
        pd.concat([pair[world].tables.get("kinds", NO_KINDS) for pair in pairs], keys=range(len(pairs)), names=["pair"])
        .reset_index()
        .set_index(keys)[["cases", "mean"]]
        for world in (0, 1)
    )
    both = one.add_suffix("_a").join(two.add_suffix("_b"), how="outer")
    rows = [
        _row(
            measure, both[both.index.get_level_values("measure") == measure].droplevel("measure"), len(pairs), confidence
        )
        for measure in KINDS_OF
    ]
    table = pd.DataFrame([row for row in rows if row])
    return table.assign(p_holm=holm(table["p"].to_numpy(dtype=float))) if len(table) else table


def _row(measure: str, cells: pd.DataFrame, pairs: int, confidence: float) -> dict[str, object]:
    known = cells.notna().all(axis=1).groupby(level="kind").sum() == pairs
    common = cells[cells.index.get_level_values("kind").isin(known.index[known])]
    if common.empty:
        return {}
    by_kind = common[["cases_a", "cases_b"]].groupby(level="kind").mean()
    weight = by_kind.mean(axis=1) / by_kind.mean(axis=1).sum()
    values = common[["mean_a", "mean_b"]].mul(weight.reindex(common.index, level="kind"), axis=0)
    a, b = (values[f"mean_{world}"].groupby(level="pair").sum().to_numpy() for world in "ab")
    interval = of_random(paired_interval(b, a, confidence))
    plain = {world: _plain(cells, world) for world in "ab"}
    described = measure_named(measure)
    return {
        "measure": measure,
        "label": described.label,
        "unit": described.unit,
        "better": described.better,
        "kinds": len(by_kind),
        "of": KINDS_OF[measure],
        **{f"covered_{world}": common[f"cases_{world}"].sum() / cells[f"cases_{world}"].sum() for world in "ab"},
        "a": a.mean(),
        "b": b.mean(),
        "difference": interval.estimate,
        "lower": interval.lower,
        "upper": interval.upper,
        "p": interval.p_value,
        "own_mix": float((plain["b"] - plain["a"]).mean()),
        "replications": pairs,
    }


def _plain(cells: pd.DataFrame, world: str) -> pd.Series:
    """The mean over a world's own cases, pair by pair."""
    cases, mean = cells[f"cases_{world}"], cells[f"mean_{world}"]
    return (cases * mean).groupby(level="pair").sum() / cases.groupby(level="pair").sum()
