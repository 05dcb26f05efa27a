"""What the tables say, as numbers: the same ones are drawn, written in titles and recomputed by tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment import verdicts as say
from sim.experiment.statistics import PairedInterval, of_random, paired_interval
from sim.experiment.verdicts import GIVEN, UNDECIDED, WORSE
from sim.measures.catalogue import MEASURES
from sim.views.style import look

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

Worlds = tuple[str, str]

SIGNED = frozenset(measure.id for measure in MEASURES if measure.signed)
"""Measures that can be negative."""
SIDES = ("lower", "upper")
WIDE_RANGE = 20.0
"""From this ratio of longest to shortest on, a scale of delays is logarithmic."""


# Differences


def relative_changes(comparison: pd.DataFrame) -> pd.DataFrame:
    """Rows whose reference mean is not 0, as change in % of it, with verdicts.

    Limits are those of the ratio where the table has them, so that nothing falls by more than all of it.
    `lower_all` and `upper_all` are the Holm limits where the table has them (adjusted for all measures shown),
    else the plain ones; they alone decide the verdict: "undecided" where they hold 0 or are missing; what follows
    from the scenarios by arithmetic is "better, given" or "worse, given". A table without `better` lists who is
    worse off, so every shown difference is for the worse. `difference`, `low` and `high` are the same change in the
    row's own unit, with the limits that decide.
    """
    rows = comparison.loc[_has_percentage(comparison)].reset_index(drop=True)
    scale = 100.0 / rows["a"].abs()
    kept = ("who", "measure", "label", "benefit", "unit", "a", "b", "difference")
    result = rows[[column for column in kept if column in rows]].copy()
    result["better"] = rows.get("better", "lower")
    result["low"], result["high"] = adjusted_limits(rows)
    result["change"] = rows["difference"] * scale
    result["lower"], result["upper"] = rows["lower"] * scale, rows["upper"] * scale
    lower, upper = adjusted_limits(rows)
    result["lower_all"], result["upper_all"] = lower * scale, upper * scale
    if "ratio" in rows:
        _take_limits_of_ratios(result, rows)
    result.attrs["adjusted"] = "lower_holm" in rows
    result["verdict"] = verdicts(rows)
    return result


def toward_better(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows of `relative_changes` with `towards` (1 or -1) and their changes turned so that better is above 0."""
    towards = np.where(changes["better"] == "lower", -1.0, 1.0)
    turned = changes.assign(towards=towards, change=changes["change"] * towards)
    for low, high in (("lower", "upper"), ("lower_all", "upper_all")):
        ends = np.sort(changes[[low, high]].to_numpy(dtype=np.float64) * towards[:, None], axis=1)
        turned[low], turned[high] = ends[:, 0], ends[:, 1]
    return turned


def _take_limits_of_ratios(result: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Where there is a ratio, a change in per cent has its interval, not that of the difference.

    A ratio to what may as well be 0, such as a small profit, has no limits: then that of the difference stays, unless
    it could pass -100 % of what is never negative. So it does, cut there, where the ratio leaves out 0 and the
    difference, which decides, does not: what is drawn must not contradict the verdict.
    """
    signed = rows["measure"].isin(SIGNED)
    known = rows["ratio"].notna() & (rows["ratio_lower"].notna() | ~signed)
    adjusted = rows["lower_holm"].notna() if "lower_holm" in rows else pd.Series(False, index=rows.index)
    kept = {side: result[f"{side}_all"].where(signed, result[f"{side}_all"].clip(lower=-100.0)) for side in SIDES}
    for side in SIDES:
        plain = rows[f"ratio_{side}"]
        for column, limits in ((side, plain), (f"{side}_all", rows[f"ratio_{side}_holm"].where(adjusted, plain))):
            result[column] = (100.0 * (limits - 1.0)).where(known, result[column])
    shown = (result["lower_all"] > 0) | (result["upper_all"] < 0)
    open_ = (kept["lower"] <= 0) & (kept["upper"] >= 0) & adjusted & rows["ratio_lower"].notna()
    for side in SIDES:
        missing = result[f"{side}_all"].isna()
        result[f"{side}_all"] = result[f"{side}_all"].where(~(open_ & (shown | missing)), kept[side])


def adjusted_limits(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The Holm limits, and the plain ones where there are none."""
    if "lower_holm" not in rows:
        return rows["lower"], rows["upper"]
    return rows["lower_holm"].fillna(rows["lower"]), rows["upper_holm"].fillna(rows["upper"])


def verdict(lower: float, upper: float, better: str, *, given: bool = False) -> str:
    """What the limits say; without a word on what is better, whoever changes is worse off."""
    said = say.verdict(lower, upper, better or "neither")
    if not better and said != UNDECIDED:
        said = WORSE
    return f"{said}, {GIVEN}" if given and said != UNDECIDED else said


def verdicts(rows: pd.DataFrame) -> list[str]:
    """What each row shows, by the limits that decide; a table without `better` lists who is worse off."""
    lower, upper = adjusted_limits(rows)
    better = rows["better"] if "better" in rows else pd.Series("", index=rows.index)
    given = rows["given"].astype(bool) if "given" in rows else [False] * len(rows)
    return [verdict(*row, given=own) for *row, own in zip(lower, upper, better, given, strict=True)]


def sign(interval: PairedInterval) -> int:
    """1 or -1 where the interval leaves out 0, else 0."""
    return 1 if interval.lower > 0 else -1 if interval.upper < 0 else 0


def without_percentage(comparison: pd.DataFrame) -> pd.DataFrame:
    """Rows `relative_changes` cannot show: the reference mean is 0, or a mean is missing."""
    return comparison.loc[~_has_percentage(comparison)].reset_index(drop=True)


def _has_percentage(comparison: pd.DataFrame) -> NDArray[np.bool_]:
    a, difference = (comparison[key].to_numpy(dtype=np.float64) for key in ("a", "difference"))
    known = np.isfinite(a) & np.isfinite(difference) & (a != 0)
    return np.asarray(known, dtype=np.bool_)


def pair_changes(pairs: pd.DataFrame, measure: str, mean_a: float) -> FloatArray:
    """Each replication's b - a in % of the mean of a, so that the mean of these is the change shown."""
    rows = pairs.loc[pairs["measure"] == measure]
    return ((rows["b"] - rows["a"]) * 100.0 / abs(mean_a)).to_numpy(dtype=np.float64)


# Lead times


def flows_of(table: pd.DataFrame) -> list[str]:
    """Flows in the order of their first appearance."""
    return [str(flow) for flow in table["flow"].unique()]


def pooled(curves: pd.DataFrame) -> tuple[FloatArray, FloatArray]:
    """Levels and hours of the mean distribution over replications, each replication weighing the same."""
    lines = [
        (run["hours"].to_numpy(dtype=np.float64), run["level"].to_numpy(dtype=np.float64))
        for _, run in curves.sort_values("level").groupby("replication", sort=False)
    ]
    hours = np.unique(np.concatenate([line[0] for line in lines]))
    reached = np.mean([np.interp(hours, *_steps(*line), left=0.0, right=1.0) for line in lines], axis=0)
    levels = np.linspace(0.0, 1.0, 201)
    return levels, np.interp(levels, reached, hours)


def _steps(hours: FloatArray, levels: FloatArray) -> tuple[FloatArray, FloatArray]:
    """One level per distinct hour: the highest, because a distribution counts what is done by then."""
    last = np.append(np.diff(hours) > 0, True)
    return hours[last], levels[last]


def pooled_quantiles(ecdf: pd.DataFrame, world: str, flow: str, levels: Sequence[float]) -> list[float]:
    """Hours within which each of these shares of cases is done; NaN where the world has none."""
    curves = ecdf.loc[(ecdf["world"] == world) & (ecdf["flow"] == flow)]
    return np.interp(levels, *pooled(curves)).tolist() if len(curves) else [math.nan] * len(levels)


def paired_quantile(ecdf: pd.DataFrame, worlds: Worlds, flow: str, level: float) -> PairedInterval:
    """World B minus world A of one quantile, over replications both worlds have."""
    rows = ecdf.loc[ecdf["flow"] == flow].sort_values("level")
    values = [
        {
            replication: float(np.interp(level, run["level"].to_numpy(), run["hours"].to_numpy()))
            for replication, run in rows.loc[rows["world"] == world].groupby("replication")
        }
        for world in worlds
    ]
    return _paired(*(pd.Series(value, dtype="float64") for value in values))


def _paired(a: pd.Series[float], b: pd.Series[float]) -> PairedInterval:
    """The second minus the first over the replications in both indexes."""
    both = a.index.intersection(b.index).sort_values()
    return of_random(paired_interval(b.loc[both].to_numpy(), a.loc[both].to_numpy()))


def parts_of(split: pd.DataFrame, world: str, flow: str) -> pd.Series:
    """Hours by part in the order of the bar; a part the table does not name is 0."""
    rows = split.loc[(split["world"] == world) & (split["flow"] == flow)]
    hours = rows.groupby("part")["hours"].sum()
    unknown = [part for part in hours.index if part not in look.PARTS]
    if unknown:
        raise ValueError(f"unknown lead-time parts: {', '.join(map(str, unknown))}")
    return hours.reindex(list(look.PARTS), fill_value=0.0).astype("float64")


def flow_efficiency(split: pd.DataFrame, world: str, flow: str) -> float:
    """Share of the lead time in which somebody works on the case; NaN where no time passes."""
    hours = parts_of(split, world, flow)
    total = float(hours.sum())
    return float(hours["touch"]) / total if total > 0 else math.nan


# Work in progress


def bands(wip: pd.DataFrame, world: str) -> pd.DataFrame:
    """Per day: `low` (10 %), `median`, `high` (90 %) over replications."""
    rows = wip.loc[wip["world"] == world]
    if rows.empty:
        return pd.DataFrame({"day": [], "low": [], "median": [], "high": []}, dtype="float64")
    table = rows.pivot_table(index="day", columns="replication", values="cases", aggfunc="mean")
    values = table.quantile([0.1, 0.5, 0.9], axis=1).T
    values.columns = pd.Index(["low", "median", "high"])
    return values.reset_index()


def measured_days(wip: pd.DataFrame, begin: float) -> pd.DataFrame:
    """The days from the one on which measuring begins."""
    return wip.loc[wip["day"] >= begin]


def peak(wip: pd.DataFrame, world: str) -> tuple[float, float]:
    """Day and height of the highest point of the median line; NaN where the world has none.

    What is said of a run is said of its measured days: leave out those of the warm-up (`measured_days`).
    """
    band = bands(wip, world)
    if band.empty:
        return math.nan, math.nan
    highest = band.iloc[int(band["median"].argmax())]
    return float(highest["day"]), float(highest["median"])


def paired_peak(wip: pd.DataFrame, worlds: Worlds) -> PairedInterval:
    """World B minus world A of each replication's highest day."""
    a, b = (wip.loc[wip["world"] == world].groupby("replication")["cases"].max() for world in worlds)
    return _paired(a.astype("float64"), b.astype("float64"))


# Hand-offs


def hours_between(handoffs: pd.DataFrame, world: str) -> pd.DataFrame:
    """Per pair of departments: deliveries and their mean hours, over modes; pairs without delivery drop out."""
    return _weighted(handoffs, world, ["source", "target"])


def hours_by_route(handoffs: pd.DataFrame, world: str) -> pd.DataFrame:
    """Per pair of departments and mode: deliveries and their mean hours."""
    return _weighted(handoffs, world, ["source", "target", "mode"])


def hours_by_mode(handoffs: pd.DataFrame, world: str) -> pd.DataFrame:
    """Per mode: deliveries and their mean hours."""
    return _weighted(handoffs, world, ["mode"])


def _weighted(handoffs: pd.DataFrame, world: str, keys: list[str]) -> pd.DataFrame:
    rows = handoffs.loc[(handoffs["world"] == world) & (handoffs["count"] > 0)]
    rows = rows.assign(total=rows["count"] * rows["hours"])
    sums = rows.groupby(keys, sort=False)[["count", "total"]].sum().reset_index()
    return sums.assign(hours=sums["total"] / sums["count"])


def hours_through(handoffs: pd.DataFrame, world: str) -> pd.Series:
    """Share of all hand-off hours that begin or end in each department, largest first."""
    pairs = hours_between(handoffs, world)
    total = float(pairs["total"].sum())
    if total <= 0:
        return pd.Series(dtype="float64")
    names = dict.fromkeys([*pairs["source"], *pairs["target"]])
    ends = {
        name: float(pairs.loc[(pairs["source"] == name) | (pairs["target"] == name), "total"].sum()) / total
        for name in names
    }
    return pd.Series(ends).sort_values(ascending=False, kind="stable")


def delay_range(handoffs: pd.DataFrame) -> tuple[float, float, bool]:
    """Shortest and longest mean delay over both worlds, and whether the scale is logarithmic.

    A logarithmic scale begins at a thousandth of the longest delay: what is quicker shows as quickest.
    """
    used = handoffs.loc[handoffs["count"] > 0, "hours"]
    high = float(used.max()) if len(used) else 0.0
    above = used[used > 0]
    low = float(above.min()) if len(above) else 0.0
    if low > 0 and high / low >= WIDE_RANGE:
        return max(low, high / 1000), high, True
    return 0.0, high if high > 0 else 1.0, False


def delay_share(hours: float, scale: tuple[float, float, bool]) -> float:
    """Place on the shared scale of delays, 0 (shortest) to 1 (longest)."""
    low, high, logarithmic = scale
    held = min(max(hours, low), high)
    return math.log(held / low) / math.log(high / low) if logarithmic else (held - low) / (high - low)
