"""The tables of a study's panels: as the charts take them, and as people read them beside the charts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.measures.catalogue import FEW, FLOWS
from sim.views.charts import findings
from sim.views.charts.order_path import AverageOrder
from sim.views.style import look
from sim.views.style.study_words import in_peoples_units, people_factors

if TYPE_CHECKING:
    from sim.experiment.study import Study

CHARTED = ("order", "business order", "question", "technical")
"""Flows with charts of their own; the tables have all of them."""
HEADLINE = "order lead time"
MOST_ROWS = 10
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


# As the charts take them


def short_comparison(study: Study) -> pd.DataFrame:
    """The measures a manager asks for, in people's units; first the one that the chart's title tells."""
    return in_peoples_units(_short(study), study.a.company.currency, thousands=True).reset_index(drop=True)


def _short(study: Study) -> pd.DataFrame:
    rows = study.comparison[study.comparison["short"] & study.comparison["difference"].notna()]
    rows = rows.assign(first=rows["measure"] == HEADLINE).sort_values("first", ascending=False, kind="stable")
    return rows.drop(columns="first")


def short_pairs(study: Study) -> pd.DataFrame:
    """Every pair's values of the same measures in the same units."""
    rows = _short(study)
    factors = dict(zip(rows["measure"], people_factors(rows, thousands=True), strict=True))
    pairs = study.pairs[study.pairs["measure"].isin(factors)]
    factor = pairs["measure"].map(factors)
    return pairs.assign(a=pairs["a"] * factor, b=pairs["b"] * factor)


def department_table(study: Study) -> pd.DataFrame:
    """Department, office, label: everyone on the maps."""
    rows = [(name, model.office, model.label) for name, model in study.a.company.departments.items()]
    return pd.DataFrame(rows, columns=["department", "office", "label"])


def few_flows(study: Study) -> list[str]:
    """Labels of flows with fewer than 30 finished cases in a mean run of either world."""
    split = study.tables["split"]
    if not len(split):
        return []
    runs = split.drop_duplicates(["world", "replication", "flow"])
    means = runs.groupby(["flow", "world"])["cases"].mean().groupby("flow").min()
    return [FLOWS[str(flow)] for flow in means.index[means < FEW] if flow in FLOWS]


def flow_labels(study: Study) -> dict[str, str]:
    """What a flow is called; one with few cases says so."""
    few = few_flows(study)
    return {flow: label + (f" (fewer than {FEW} cases)" if label in few else "") for flow, label in FLOWS.items()}


def of_flows(study: Study, table: str, flows: Sequence[str]) -> pd.DataFrame:
    """Rows of some flows that both worlds have, by their labels and in their order."""
    rows, labels = study.tables[table], flow_labels(study)
    both = rows.groupby("flow")["world"].nunique() if len(rows) else pd.Series(dtype=int)
    chosen = [flow for flow in flows if both.get(flow, 0) == len(study.worlds)]
    frames = [rows[rows["flow"] == flow].assign(flow=labels[flow]) for flow in chosen]
    return pd.concat(frames, ignore_index=True) if frames else rows.iloc[:0]


def handoffs_a_run(study: Study) -> pd.DataFrame:
    """Hand-offs by subject as in one run: mean number over runs, hours weighted by messages."""
    rows = study.tables["handoffs"]
    if not len(rows):
        return rows
    runs = rows.groupby("world")["replication"].nunique()
    keys = ["world", "source", "target", "subject", "mode"]
    sums = rows.assign(total=rows["count"] * rows["hours"]).groupby(keys, sort=False)[["count", "total"]].sum()
    table = sums.reset_index()
    table["hours"] = table["total"] / table["count"]
    table["count"] = (64 * table["count"] / table["world"].map(runs)).round() / 64  # 64ths add up without rounding
    return table.drop(columns="total")


def thinned(curves: pd.DataFrame, points: int) -> pd.DataFrame:
    """At most about so many points in all, those beside the median and the ninth tenth among them."""
    if len(curves) <= points:
        return curves
    levels = np.sort(curves["level"].unique())
    step = math.ceil(len(curves) / points)
    kept = {*range(0, levels.size, step), levels.size - 1}
    for level in (0.5, 0.9):
        after = int(np.searchsorted(levels, level))
        kept |= {max(0, after - 1), min(after, levels.size - 1)}
    return curves[curves["level"].isin(levels[sorted(kept)])]


def mean_split(study: Study, flows: Sequence[str]) -> pd.DataFrame:
    """World, flow, part, hours: each run weighing the same."""
    rows = of_flows(study, "split", flows)
    return rows.groupby(["world", "flow", "part"], sort=False)["hours"].mean().reset_index()


def losers_shown(study: Study) -> pd.DataFrame:
    """Who is worse off, hardest hit first, then those who may be; with what counts as better for the chart."""
    losers = study.losers
    if not len(losers):
        return pd.DataFrame(columns=["who", "measure", "unit", "a", "b", "difference", "lower", "upper", "better"])
    rows = losers[losers["difference"] > 0].head(MOST_ROWS)
    few = rows["few"].astype(bool)
    named = rows.assign(better="lower", who=rows["who"].where(~few, rows["who"] + f" (fewer than {FEW} cases)"))
    return in_peoples_units(named, study.a.company.currency).reset_index(drop=True)


def shades(study: Study) -> pd.DataFrame | None:
    """What is shaded in the chart of work in progress: the warm-up, shocks, and the times in which levers move."""
    first = 7 * study.a.warm_up_weeks
    spans = [("warm-up", 0.0, float(first))] if first else []
    for world in (study.a, study.b):
        moving = [
            (" ".join(filter(None, change.place)).replace("_", " "), change.begins, change.ends)
            for change in world.lever_changes
            if not change.go_live.weeks
        ]
        for label, begins, ends in [(s.label, s.begins, s.ends) for s in world.shocks] + moving:
            spans.append((label, first + begins / 24, first + max(ends, begins + 24) / 24))
    rows = list(dict.fromkeys(spans))
    return pd.DataFrame(rows, columns=["label", "start_day", "end_day"]) if rows else None


# As people read them


def comparison_for_people(rows: pd.DataFrame, worlds: tuple[str, str]) -> pd.DataFrame:
    """Label, unit, both means, difference, both intervals, verdict."""
    return pd.DataFrame(
        {
            "measure": rows["label"],
            "unit": rows["unit"],
            worlds[0]: rows["a"],
            worlds[1]: rows["b"],
            "difference": rows["difference"],
            "95 % from": rows["lower"],
            "to": rows["upper"],
            "adjusted from": rows["lower_holm"],
            "adjusted to": rows["upper_holm"],
            "pairs": rows["replications"],
            "verdict": rows["verdict"],
        }
    )


def lead_time_data(study: Study) -> pd.DataFrame:
    """Quantiles of lead times of every charted flow in both worlds."""
    table, rows = of_flows(study, "quantiles", CHARTED), []
    for flow in table["flow"].unique():
        for world in study.worlds:
            hours = findings.pooled_quantiles(table, world, flow, QUANTILES)
            rows.append((flow, world, *hours))
    return pd.DataFrame(rows, columns=["flow", "world", *(f"{100 * q:g} % within, h" for q in QUANTILES)])


def split_data(study: Study) -> pd.DataFrame:
    """Hours of every part of the mean lead time."""
    table, rows = mean_split(study, CHARTED), []
    for flow in table["flow"].unique():
        for world in study.worlds:
            hours = findings.parts_of(table, world, flow)
            rows.append((flow, world, *hours, float(hours.sum())))
    return pd.DataFrame(rows, columns=["flow", "world", *(f"{name[0]}, h" for name in look.PARTS.values()), "sum, h"])


def progress_data(study: Study) -> pd.DataFrame:
    """Open cases in both worlds, the mean of each week."""
    wip = study.tables["wip"]
    weekly = wip.assign(week=wip["day"] // 7 + 1).groupby(["week", "world"])["cases"].mean().unstack("world")
    table = weekly[list(study.worlds)].reset_index()
    return table.rename(columns={world: f"{world}, cases open (mean of the week)" for world in study.worlds})


def handoff_data(study: Study) -> pd.DataFrame:
    """From, to, and in both worlds messages a run and mean hours."""
    names = dict(zip(department_table(study)["department"], department_table(study)["label"], strict=True))
    tables = []
    for world in study.worlds:
        pairs = findings.hours_between(handoffs_a_run(study), world)
        tables.append(
            pd.DataFrame(
                {
                    "from": pairs["source"].map(lambda name: names.get(name, name)),
                    "to": pairs["target"].map(lambda name: names.get(name, name)),
                    f"{world}, messages a run": pairs["count"],
                    f"{world}, hours": pairs["hours"],
                }
            )
        )
    return tables[0].merge(tables[1], on=["from", "to"], how="outer", sort=True)


def network_data(study: Study) -> pd.DataFrame:
    """From, to, and in both worlds messages a run and hours of an average order's lead time on its critical path."""
    names = dict(zip(department_table(study)["department"], department_table(study)["label"], strict=True))
    table = handoff_data(study)
    for world in study.worlds:
        pairs = AverageOrder.of(study.tables["order_path"], world).pairs
        of_pair = {
            (names.get(source, source), names.get(target, target)): hours
            for source, target, hours in zip(pairs["source"], pairs["target"], pairs["hours"], strict=True)
        }
        table[f"{world}, hours of an order"] = [
            of_pair.get(pair, 0.0) for pair in zip(table["from"], table["to"], strict=True)
        ]
    last = f"{study.worlds[0]}, hours of an order"
    return table.sort_values(last, ascending=False, kind="stable", ignore_index=True)


def loser_data(study: Study) -> pd.DataFrame:
    """Everyone who is worse off or may be, in both worlds."""
    if not len(study.losers):
        return losers_shown(study).iloc[:, :0]
    rows = in_peoples_units(study.losers, study.a.company.currency)
    a, b = study.worlds
    return pd.DataFrame(
        {
            "who": rows["who"],
            "what": rows["measure"],
            "unit": rows["unit"],
            a: rows["a"],
            b: rows["b"],
            "difference": rows["difference"],
            "95 % from": rows["lower"],
            "to": rows["upper"],
            "worse off": rows["worse"].map({True: "yes", False: "no"}),
            "few cases": rows["few"].map({True: "yes", False: ""}),
        }
    )


def department_data(study: Study) -> pd.DataFrame:
    """Every team in both worlds: time at work, wait before work begins and overtime, means over runs."""
    labels = {name: model.label for name, model in study.a.company.departments.items()}
    means = (
        study.tables["departments"]
        .groupby(["team", "world"], sort=False)[["utilisation", "queue_hours", "overtime_hours"]]
        .mean()
        .unstack("world")
    )
    first = study.tables["departments"].drop_duplicates("team").set_index("team")["department"]
    table = pd.DataFrame(
        {
            "team": [
                labels.get(first[team], first[team]) + (f" ({team})" if team != first[team] else "")
                for team in means.index
            ]
        }
    )
    for column, label, factor in (
        ("utilisation", "at work, %", 100.0),
        ("queue_hours", "work waits, h", 1.0),
        ("overtime_hours", "overtime, h", 1.0),
    ):
        for world in study.worlds:
            table[f"{world}: {label}"] = (factor * means[column][world]).to_numpy()
    return table


def statement_data(study: Study) -> pd.DataFrame:
    """The profit statement of both worlds, a year, in thousands, means over runs, in the order of the books."""
    rows = study.tables["statement"]
    yearly = rows.assign(amount=rows["amount"] * 52 / study.a.weeks / 1000)
    means = yearly.groupby(["line", "world"], sort=False)["amount"].mean().unstack("world")
    of_which = rows.drop_duplicates("line").set_index("line")["of_which"]
    order = [
        *(line for line in means.index if not of_which[line]),
        *(line for line in means.index if of_which[line]),
    ]
    table = means.loc[order, list(study.worlds)].fillna(0.0).reset_index()
    table["difference"] = table[study.worlds[1]] - table[study.worlds[0]]
    return table.rename(columns={"line": f"k {study.a.company.currency}/yr"})
