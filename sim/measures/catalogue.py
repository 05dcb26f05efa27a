"""All measures, and everything a worker sends home about one run: tidy tables, never the journal."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measures import customers, efficiency, information, money, recovery
from sim.measures.columns import COUNT, NUMBER, TEXT, of_kinds
from sim.measures.hours import departments_of, waits_of, work_of
from sim.measures.lead_time import PARTS, parts_of
from sim.measures.measure import Measure
from sim.measures.recovery import recovery_of, work_in_progress
from sim.measures.run import MODES, Run

__all__ = [
    "FEW",
    "FLOWS",
    "FURTHER_MEASURES",
    "MEASURES",
    "SHOCK_MEASURES",
    "case_table",
    "departments_of",
    "handoffs_of",
    "measure_named",
    "measures_of",
    "quantiles_of",
    "recovery_of",
    "split_of",
    "waits_of",
    "weeks_of",
    "work_in_progress",
]

MEASURES: tuple[Measure, ...] = (*information.MEASURES, *customers.MEASURES, *efficiency.MEASURES, *money.MEASURES)
SHOCK_MEASURES: tuple[Measure, ...] = recovery.MEASURES
"""Further measures of scenarios in which there is a shock to recover from."""
FURTHER_MEASURES: tuple[Measure, ...] = (*SHOCK_MEASURES, *customers.AT_ONCE)
"""All that only some scenarios have."""
_NAMED = {measure.id: measure for measure in (*MEASURES, *FURTHER_MEASURES)}
FLOWS = {
    "order": "web order to delivery",
    "business order": "business order to delivery",
    "question": "question",
    "technical": "technical fault",
    "complaint": "complaint",
    "where is my order": "where is my order",
    "invoice dispute": "invoice dispute",
    "return": "return announced",
    "invoice": "shipment to cash",
    "inbound lead": "lead to order",
    "staff request": "colleague's IT request",
    "vacancy": "vacancy to colleague",
    "month end": "month end to report",
    "data access": "data request to answer",
    "replenishment": "forecast to replenishment",
    "outage": "incident to restored",
    "campaign": "campaign",
}
FLOW_ENDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(customers.ORDERS, customers.DELIVERED),
    **dict.fromkeys(customers.TICKETS, ("solved",)),
    "invoice": ("paid",),
    "inbound lead": ("won",),
    "replenishment": ("in stock",),
}
"""Statuses that are the end of which a flow's name speaks: a wish refused at once was no quick delivery."""
SAID = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Shares of cases whose lead times are said or stand in tables: they are computed, not read off the curve."""
QUANTILES = tuple(sorted({*((np.arange(200) + 0.5) / 200).tolist(), *SAID}))
"""Levels of the curve of lead times: the middles of 200 steps, and what is said."""
FEW = 30
SPLIT_COLUMNS = {"flow": TEXT, "part": TEXT, "hours": NUMBER, "cases": COUNT, "unfinished": NUMBER}
QUANTILE_COLUMNS = {"flow": TEXT, "level": NUMBER, "hours": NUMBER}
HANDOFF_COLUMNS: dict[str, str] = {
    **dict.fromkeys(("source", "target", "subject", "mode"), TEXT),
    "count": COUNT,
    **dict.fromkeys(("hours", "wrong", "ask_backs", "touch_hours"), NUMBER),
}


def measure_named(name: str) -> Measure:
    """The measure with this id. Raises KeyError if there is none."""
    return _NAMED[name]


def measures_of(run: Run, measures: tuple[Measure, ...] | None = None) -> dict[str, float]:
    """Every measure of a run by id; further ones only where they have a meaning."""
    if measures is None:
        further = (SHOCK_MEASURES if run.facts.shocks else ()) + (
            customers.AT_ONCE if run.facts.short_abandon_hours else ()
        )
        measures = MEASURES + further
    return {measure.id: float(measure.of(run)) for measure in measures}


def _reached(run: Run) -> NDArray[np.bool_]:
    """Which cases ended in the measured period as their flow's name says (``FLOW_ENDS``; anyhow where that is silent)."""
    cases = run.chosen("cases", ("kind", "status"))
    ends = np.zeros((len(run.names), len(run.names)), dtype=bool)
    for kind in FLOWS:
        if kind in run.code:
            wanted = FLOW_ENDS.get(kind)
            codes = slice(None) if wanted is None else [run.code[status] for status in wanted if status in run.code]
            ends[run.code[kind], codes] = True
    return np.asarray(ends[cases["kind"], cases["status"]] & (run.cases["finished"] & run.cases["measured"]).to_numpy())


def split_of(run: Run) -> pd.DataFrame:
    """flow, part, hours (mean per case), cases (fewer than 30 are to be labelled so), unfinished.

    Cases are those that came to the end which the flow's name speaks of in the measured period; ``unfinished`` is the
    share of those still open at the end of the run, in both together.
    """
    parts = parts_of(run)
    grouped = parts[run.once(_reached)].groupby("kind", observed=True)
    means, sizes = grouped[list(PARTS)].mean(), grouped.size()
    left = parts[~parts["finished"]].groupby("kind", observed=True).size().reindex(sizes.index, fill_value=0)
    long = means.reset_index().melt(id_vars="kind", var_name="part", value_name="hours").rename(columns={"kind": "flow"})
    long["flow"] = long["flow"].astype(str)
    long["cases"] = long["flow"].map(sizes.to_dict())
    long["unfinished"] = long["flow"].map((left / (left + sizes)).to_dict())
    return of_kinds(long, SPLIT_COLUMNS)


def quantiles_of(run: Run) -> pd.DataFrame:
    """flow, level (``QUANTILES``), hours: lead-time quantiles of the same cases as in ``split_of``."""
    frames = []
    cases = run.cases.loc[run.once(_reached), ["kind", "lead"]]
    for flow in FLOWS:
        lead = cases.loc[cases["kind"] == flow, "lead"].to_numpy()
        if len(lead):
            frames.append(pd.DataFrame({"flow": flow, "level": QUANTILES, "hours": np.quantile(lead, QUANTILES)}))
    return of_kinds(pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(), QUANTILE_COLUMNS)


def handoffs_of(run: Run) -> pd.DataFrame:
    """source, target, subject, mode, count, hours (sent to understood), touch_hours, wrong, ask_backs; all means."""
    deliveries = run.deliveries.assign(hours=run.deliveries["understood"] - run.deliveries["sent"])
    if not len(deliveries):
        return of_kinds(deliveries, HANDOFF_COLUMNS)
    grouped = deliveries.groupby(["source", "target", "subject", "mode"], observed=True)
    table = grouped.agg(
        count=("hours", "size"),
        hours=("hours", "mean"),
        wrong=("wrong", "mean"),
        ask_backs=("ask_backs", "mean"),
        handoff=("handoff", "first"),
    ).reset_index()
    work = work_of(run)
    worked = work[work["place"] >= 0].groupby("place")["hours"].sum()
    codes = table["handoff"].astype(str).map(run.code)
    for column in ("source", "target", "subject"):
        table[column] = table[column].astype(str)
    table["touch_hours"] = (codes.map(worked.to_dict()).fillna(0.0) / table["count"]).astype(float)
    table["mode"] = table["mode"].map(MODES)
    return of_kinds(table, HANDOFF_COLUMNS)


def case_table(run: Run) -> pd.DataFrame:
    """One row per case: case, name, kind, status, opened_at, closed_at, lead and the seven parts (all hours)."""
    cases = run.cases
    table = parts_of(run).copy()
    table["opened_at"], table["closed_at"] = cases["opened"], cases["closed"]
    table["name"] = case_names(cases)
    table["kind"], table["status"] = table["kind"].astype(str), table["status"].astype(str)
    return table[["case", "name", "kind", "status", "opened_at", "closed_at", "lead", *PARTS]]


def case_names(cases: pd.DataFrame) -> pd.Series:
    """Names that are the same in every world: "order 12", "order 12/invoice 1"."""
    own = cases["kind"].astype(str) + " " + (cases["number"] + 1).astype(str)
    by_key = dict(zip(cases["case"], own, strict=True))
    parents = dict(zip(cases["case"], cases["parent"], strict=True))

    def full(key: int) -> str:
        parent = parents.get(key, -1)
        name = by_key.get(key, "?")
        return name if parent == -1 or parent not in by_key else f"{full(parent)}/{name}"

    return cases["case"].map(full)


def weeks_of(run: Run) -> pd.DataFrame:
    """week, orders_finished, order_hours, ticket_hours, in_progress: the series the warm-up is checked on."""
    cases = run.cases.loc[run.cases["finished"], ["kind", "status", "closed", "lead"]]
    week = (cases["closed"] // 168).astype(int)
    weeks = pd.RangeIndex(int(run.facts.horizon // 168), name="week")
    orders = cases["kind"].isin(customers.ORDERS) & cases["status"].isin(customers.DELIVERED)
    tickets = cases["kind"].isin(customers.TICKETS)
    wip = work_in_progress(run)
    return pd.DataFrame(
        {
            "orders_finished": orders.groupby(week).sum().reindex(weeks, fill_value=0),
            "order_hours": cases["lead"][orders].groupby(week[orders]).mean().reindex(weeks),
            "ticket_hours": cases["lead"][tickets].groupby(week[tickets]).mean().reindex(weeks),
            "in_progress": wip.groupby(wip["day"] // 7)["cases"].mean().reindex(weeks),
        }
    ).reset_index()
