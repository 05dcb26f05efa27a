"""All measures, and everything a worker sends home about one run: tidy tables, never the journal."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.codes import Mode
from sim.measures import back_office, customers, efficiency, information, money, people, recovery, relations
from sim.measures.columns import COUNT, NUMBER, TEXT, of_kinds
from sim.measures.hours import departments_of, waits_of, work_of
from sim.measures.lead_time import PARTS, parts_of, parts_summed
from sim.measures.measure import Measure
from sim.measures.recovery import against_undisturbed, recovery_of, work_in_progress
from sim.measures.run import MODES, Run, among, split_handoff
from sim.measures.summed import cases_summed, left_open, messages_summed

__all__ = [
    "FEW",
    "FLOWS",
    "FURTHER_MEASURES",
    "MEASURES",
    "SHOCK_MEASURES",
    "against_undisturbed",
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

MEASURES: tuple[Measure, ...] = (
    *information.MEASURES,
    *customers.MEASURES,
    *relations.MEASURES,
    *efficiency.MEASURES,
    *people.MEASURES,
    *back_office.MEASURES,
    *money.MEASURES,
)
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


def _ends(run: Run) -> NDArray[np.bool_]:
    """Whether a case of a kind (row: its code) with a status (column) has come to the end its flow's name speaks of.

    Anyhow where ``FLOW_ENDS`` is silent; never if the kind is no flow's.
    """
    ends = np.zeros((len(run.names), len(run.names)), dtype=bool)
    for kind in FLOWS:
        if kind in run.code:
            wanted = FLOW_ENDS.get(kind)
            codes = slice(None) if wanted is None else [run.code[status] for status in wanted if status in run.code]
            ends[run.code[kind], codes] = True
    return ends


def split_of(run: Run) -> pd.DataFrame:
    """flow, part, hours (mean per case), cases (fewer than 30 are to be labelled so), unfinished.

    Cases are those that came to the end which the flow's name speaks of in the measured period; ``unfinished`` is the
    share of those still open at the end of the run, in both together.
    """
    cases, parts, ends = cases_summed(run), parts_summed(run).hours, run.once(_ends)
    own = cases["ended"].to_numpy() & ends[cases["kind"].cat.codes, cases["status"].cat.codes]
    sizes, left = _by_kind(run, cases[own], "cases"), _by_kind(run, left_open(run), "cases")
    parts = parts[ends[parts["kind"].cat.codes, parts["status"].cat.codes]]
    flows = np.flatnonzero(sizes)
    table = pd.DataFrame(
        {
            "flow": np.tile(run.names[flows].astype(str), len(PARTS)),
            "part": np.repeat(PARTS, len(flows)),
            "hours": np.concatenate([_by_kind(run, parts, part)[flows] / sizes[flows] for part in PARTS]),
            "cases": np.tile(sizes[flows].astype(np.int64), len(PARTS)),
            "unfinished": np.tile(left[flows] / (left + sizes)[flows], len(PARTS)),
        }
    )
    return of_kinds(table, SPLIT_COLUMNS)


def _by_kind(run: Run, table: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """The sum of a column by the code of the kind."""
    sums = np.bincount(table["kind"].cat.codes, weights=table[column], minlength=len(run.names))
    return np.asarray(sums, dtype=np.float64)


def quantiles_of(run: Run) -> pd.DataFrame:
    """flow, level (``QUANTILES``), hours: lead-time quantiles of the same cases as in ``split_of``."""
    ends = run.once(_ends)
    rows = run.chosen(
        "cases",
        ("kind", "opened", "closed"),
        lambda rows: run.ended(rows) & ends[rows["kind"], rows["status"]],
        by=["status"],
    )
    kinds, leads = rows["kind"], rows["closed"] - rows["opened"]
    lead_of = {flow: leads[kinds == run.code[flow]] for flow in FLOWS if flow in run.code}
    curves = {flow: np.quantile(lead, QUANTILES) for flow, lead in lead_of.items() if len(lead)}
    if not curves:
        return of_kinds(pd.DataFrame(), QUANTILE_COLUMNS)
    return pd.DataFrame(
        {
            "flow": np.repeat(list(curves), len(QUANTILES)),
            "level": np.tile(QUANTILES, len(curves)),
            "hours": np.concatenate(list(curves.values())),
        }
    )


def handoffs_of(run: Run) -> pd.DataFrame:
    """source, target, subject, mode, count, hours (sent to understood), wrong, ask_backs, touch_hours; all means."""
    messages, work = messages_summed(run), work_of(run)
    codes = messages["handoff"].cat.codes.to_numpy().astype(np.int64)
    links, which = np.unique(codes * len(MODES) + messages["mode"].to_numpy(), return_inverse=True)
    times = messages["messages"].to_numpy()
    columns = {"hours": messages["hours"]} | {name: messages[name] * times for name in ("wrong", "ask_backs")}
    count = np.bincount(which, weights=times, minlength=len(links)).astype(np.int64)
    means = {name: np.bincount(which, weights=column, minlength=len(links)) / count for name, column in columns.items()}
    work = work[work["place"] >= 0]
    worked = np.bincount(work["place"].to_numpy(), weights=work["hours"].to_numpy(), minlength=len(run.names))
    means["touch_hours"] = worked[links // len(MODES)] / count
    ends = [(*split_handoff(str(run.names[link // len(MODES)])), int(link % len(MODES))) for link in links]
    order = sorted(range(len(links)), key=ends.__getitem__)
    rows = [(*ends[one][:3], MODES[Mode(ends[one][3])], count[one], *(m[one] for m in means.values())) for one in order]
    return of_kinds(pd.DataFrame(rows, columns=["source", "target", "subject", "mode", "count", *means]), HANDOFF_COLUMNS)


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


def numbered(names: pd.Series[str]) -> pd.Series[str]:
    """`question 3 (1)`, `question 3 (2)` where cases share a name; the others as they are."""
    place = names.groupby(names).cumcount() + 1
    return names.where(~names.duplicated(keep=False), names + " (" + place.astype(str) + ")")


def weeks_of(run: Run) -> pd.DataFrame:
    """week, orders_finished, order_hours, ticket_hours, in_progress: the series the warm-up is checked on."""
    weeks, wip = int(run.facts.horizon // 168), run.once(work_in_progress)
    orders, tickets = _by_week(run, weeks)
    open_cases = wip["cases"].groupby(wip["day"] // 7).mean().reindex(range(weeks))
    return pd.DataFrame(
        {
            "week": np.arange(weeks),
            "orders_finished": orders[0],
            "order_hours": _means(*orders),
            "ticket_hours": _means(*tickets),
            "in_progress": open_cases.to_numpy(dtype=np.float64),
        }
    )


def _by_week(run: Run, weeks: int) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """How many orders were delivered and how many tickets ended in each week, and their lead times in all."""
    orders, tickets = run.codes(customers.ORDERS), run.codes(customers.TICKETS)
    ends = run.codes(customers.DELIVERED)
    sums = [(np.zeros(weeks + 1, dtype=np.int64), np.zeros(weeks + 1)) for _ in range(2)]
    for rows in run.journal.tables["cases"].pieces("kind", "opened", "closed", "status"):
        week, finished = np.minimum(rows["closed"] // 168, weeks).astype(np.int64), run.finished(rows)
        delivered = among(rows["kind"], orders) & among(rows["status"], ends)
        for (counts, hours), own in zip(sums, (delivered, among(rows["kind"], tickets)), strict=True):
            ended = np.flatnonzero(finished & own)
            np.add.at(counts, week[ended], 1)
            np.add.at(hours, week[ended], rows["closed"][ended] - rows["opened"][ended])
    return [(counts[:weeks], hours[:weeks]) for counts, hours in sums]


def _means(counts: NDArray[np.int64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each week; NaN where there is none."""
    means = np.full(len(counts), np.nan)
    some = np.flatnonzero(counts)
    means[some] = sums[some] / counts[some]
    return means
