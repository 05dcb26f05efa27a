"""The flows that charts of lead times show, by their labels, and the share of each that has no lead time yet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.measures.catalogue import FEW, FLOWS
from sim.views.style import words

if TYPE_CHECKING:
    from sim.experiment.study import Study

CHARTED = ("order", "business order", "question", "technical")
"""Flows with charts of their own; the tables have all of them."""


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


def unfinished(study: Study, flow: str) -> list[float]:
    """The share of a flow that is still open at the end of a run, in each world, mean over runs; NaN where unknown."""
    split = study.tables["split"]
    if "unfinished" not in split:
        return [math.nan for _ in study.worlds]
    own = split[split["flow"] == flow].drop_duplicates(["world", "replication"])
    means = own.groupby("world")["unfinished"].mean()
    return [float(means.get(world, math.nan)) for world in study.worlds]


def unfinished_words(study: Study, flows: Sequence[str] = CHARTED) -> str:
    """What a lead time of finished cases leaves out, flow by flow; empty where it is not known."""
    both = set(of_flows(study, "split", flows)["flow"])
    said = []
    for flow in flows:
        shares = unfinished(study, flow)
        if flow_labels(study)[flow] in both and all(map(math.isfinite, shares)):
            a, b = (words.percent(100 * share) for share in shares)
            said.append(f"{FLOWS[flow]} {a} and {b}")
    return f"still open when a run ends, in {' and '.join(study.worlds)}: {', '.join(said)}" if said else ""


def of_flows(study: Study, table: str, flows: Sequence[str] = CHARTED) -> pd.DataFrame:
    """Rows of some flows that both worlds have, by their labels and in their order."""
    rows, labels = study.tables[table], flow_labels(study)
    both = rows.groupby("flow")["world"].nunique() if len(rows) else pd.Series(dtype=int)
    chosen = [flow for flow in flows if both.get(flow, 0) == len(study.worlds)]
    frames = [rows[rows["flow"] == flow].assign(flow=labels[flow]) for flow in chosen]
    return pd.concat(frames, ignore_index=True) if frames else rows.iloc[:0]
