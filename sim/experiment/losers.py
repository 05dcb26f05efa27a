"""Who is worse off in the second world: teams that are busier or whose work waits longer, flows that take longer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.experiment.comparison import CONFIDENCE
from sim.experiment.failures import finished_pairs
from sim.experiment.replication import ReplicationResult
from sim.experiment.statistics import holm, of_random, paired_interval
from sim.measures.catalogue import FEW, FLOWS

Pairs = Sequence[tuple[ReplicationResult, ReplicationResult]]
WAITS = "queue_hours"


class Burden(NamedTuple):
    """What somebody may have more of in the other world.

    Attributes:
        column: of the table that is compared.
        label, unit: in words.
        times: column of what one unit of it befalls; the product of both means is hours in the measured period.
    """

    column: str
    label: str
    unit: str
    times: str


LEAD_TIME = Burden("hours", "lead time", "h", "cases")
WAITING = Burden(WAITS, "work waits before it is begun, open hours", "h", "cases")
OF_TEAMS = (
    Burden("utilisation", "time at work on cases", "share", "there"),
    Burden("overtime_hours", "overtime in the period", "h", "once"),
)


def losers(
    first: Sequence[ReplicationResult],
    second: Sequence[ReplicationResult],
    labels: dict[str, str],
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Who is worse off in the second world.

    Returns:
        who, measure, unit, a, b, difference, lower, upper, p, replications, few (fewer than 30 cases a run), hours
        (the difference times all whom it befalls in a run), worse (the interval lies on the bad side), p_holm (adjusted
        for all rows), sorted by those hours, who is worse off first.
    """
    pairs = finished_pairs(first, second)
    if not pairs:
        return pd.DataFrame()
    rows = _paired_rows(_side_by_side(pairs, _of_flows), LEAD_TIME, FLOWS, confidence)
    teams = _side_by_side(pairs, _of_teams)
    rows += _paired_rows(teams, OF_TEAMS[0], labels, confidence)
    rows += _paired_rows(matched_waits(pairs), WAITING, labels, confidence)
    rows += _paired_rows(teams, OF_TEAMS[1], labels, confidence)
    table = pd.DataFrame(rows)
    if not len(table):
        return table
    table["worse"] = table["lower"] > 0
    table["p_holm"] = holm(table["p"].to_numpy())
    return table.sort_values(["worse", "hours"], ascending=False, kind="stable").reset_index(drop=True)


def common_waits(pairs: Pairs) -> pd.DataFrame:
    """Waits of the activities that every run of both worlds has, side by side.

    Returns:
        indexed by pair, team and activity: visits_a, hours_a, visits_b, hours_b (mean open hours before work begins),
        and weight (mean visits a run over all pairs and both worlds: the same in each).
    """
    keys = ["pair", "team", "activity"]
    tables = [[pair[world].tables.get("waits", _NO_WAITS) for pair in pairs] for world in (0, 1)]
    one, two = (pd.concat(own, keys=range(len(pairs)), names=["pair"]).reset_index().set_index(keys) for own in tables)
    both = one[["visits", "hours"]].add_suffix("_a").join(two[["visits", "hours"]].add_suffix("_b"), how="inner")
    by_activity = both.groupby(level=["team", "activity"])
    both = both[by_activity["hours_a"].transform("size") == len(pairs)]
    by_activity = both.groupby(level=["team", "activity"])
    return both.assign(weight=(by_activity["visits_a"].transform("mean") + by_activity["visits_b"].transform("mean")) / 2)


_NO_WAITS = pd.DataFrame({"team": [], "activity": [], "visits": [], "hours": []})


def matched_waits(pairs: Pairs) -> pd.DataFrame:
    """Mean open hours that a team's work waits, activity by activity over what both worlds do, weighed alike in both.

    Returns:
        indexed by pair and who (the team): queue_hours_a, queue_hours_b, cases_a and cases_b (visits they stand for).
    """
    waits = common_waits(pairs)
    sums = {"cases": waits["weight"]} | {f"hours_{world}": waits["weight"] * waits[f"hours_{world}"] for world in "ab"}
    teams = pd.DataFrame(sums).groupby(level=["pair", "team"]).sum().rename_axis(index={"team": "who"})
    return pd.DataFrame(
        {f"{WAITS}_{world}": teams[f"hours_{world}"] / teams["cases"] for world in "ab"}
        | {f"cases_{world}": teams["cases"] for world in "ab"}
    )


def waits_compared(
    first: Sequence[ReplicationResult], second: Sequence[ReplicationResult], confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """How long each activity's work waits in both worlds, in its team's open hours.

    Returns:
        team, activity, visits_a, visits_b (means a run), a, b, difference, lower, upper, p, p_holm (adjusted for all
        rows), replications.
    """
    pairs = finished_pairs(first, second)
    if not pairs:
        return pd.DataFrame()
    rows: list[dict[str, object]] = []
    for (team, activity), own in common_waits(pairs).groupby(level=["team", "activity"]):
        interval = of_random(paired_interval(own["hours_b"].to_numpy(), own["hours_a"].to_numpy(), confidence))
        rows.append(
            {
                "team": team,
                "activity": activity,
                "visits_a": own["visits_a"].mean(),
                "visits_b": own["visits_b"].mean(),
                "a": own["hours_a"].mean(),
                "b": own["hours_b"].mean(),
                "difference": interval.estimate,
                "lower": interval.lower,
                "upper": interval.upper,
                "p": interval.p_value,
                "replications": len(own),
            }
        )
    table = pd.DataFrame(rows)
    return table.assign(p_holm=holm(table["p"].to_numpy())) if len(table) else table


def with_matched_waits(
    departments: pd.DataFrame, first: Sequence[ReplicationResult], second: Sequence[ReplicationResult]
) -> pd.DataFrame:
    """The table of teams of all runs (world, replication, team …) with waits that may be set beside each other."""
    pairs = finished_pairs(first, second)
    if not pairs or not len(departments):
        return departments
    waits = matched_waits(pairs)
    hours: dict[tuple[str, int, str], float] = {}
    for world, column in enumerate((f"{WAITS}_a", f"{WAITS}_b")):
        for number in waits.index.unique("pair"):
            run, own = pairs[number][world], waits.loc[number, column]
            hours |= {(run.world, run.replication, str(who)): float(value) for who, value in own.items()}
    keys = zip(departments["world"], departments["replication"], departments["team"], strict=True)
    return departments.assign(**{WAITS: [hours.get(key, np.nan) for key in keys]})


def _side_by_side(pairs: Pairs, rows_of: Callable[[ReplicationResult], pd.DataFrame]) -> pd.DataFrame:
    """Rows of all pairs, indexed by pair and by who; columns of the first world end in _a, of the second in _b."""
    one, two = (
        pd.concat([rows_of(pair[world]) for pair in pairs], keys=range(len(pairs)), names=["pair", "who"])
        for world in (0, 1)
    )
    return one.add_suffix("_a").join(two.add_suffix("_b"), how="inner")


def _of_teams(result: ReplicationResult) -> pd.DataFrame:
    rows = result.tables["departments"].set_index("team")
    there = rows["on_duty"] + rows["overtime_hours"]
    return rows[[burden.column for burden in OF_TEAMS]].assign(cases=rows["visits"], there=there, once=1.0)


def _of_flows(result: ReplicationResult) -> pd.DataFrame:
    return result.tables["split"].groupby("flow").agg(hours=("hours", "sum"), cases=("cases", "first"))


def _paired_rows(
    joined: pd.DataFrame, burden: Burden, labels: dict[str, str], confidence: float
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    columns = {f"{column}_{world}" for column in (burden.column, burden.times, "cases") for world in "ab"}
    known = joined[sorted(columns)].dropna()
    for who, own in known.groupby(level="who", observed=True):
        if len(own) < 2:
            continue
        a, b = own[f"{burden.column}_a"].to_numpy(), own[f"{burden.column}_b"].to_numpy()
        interval = of_random(paired_interval(b, a, confidence))
        befallen = (own[f"{burden.times}_a"].mean() + own[f"{burden.times}_b"].mean()) / 2
        rows.append(
            {
                "who": labels.get(str(who), str(who)),
                "measure": burden.label,
                "unit": burden.unit,
                "a": a.mean(),
                "b": b.mean(),
                "difference": interval.estimate,
                "lower": interval.lower,
                "upper": interval.upper,
                "p": interval.p_value,
                "replications": len(own),
                "few": bool(min(own["cases_a"].mean(), own["cases_b"].mean()) < FEW),
                "hours": interval.estimate * befallen,
            }
        )
    return rows
