"""Benefit 4, higher operational efficiency."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.engine.codes import DutyKind, VisitKind
from sim.measures.customers import ORDERS, TICKETS, delivered
from sim.measures.lead_time import parts_of
from sim.measures.measure import Measure, mean, share
from sim.measures.money import labour, running_costs
from sim.measures.run import Run

EFFICIENCY = "efficiency"
PAID = ("paid",)


def flow_efficiency(run: Run) -> float:
    """Share of customers' lead time in which somebody worked on the case."""
    parts = parts_of(run)
    parts = parts[parts["finished"] & parts["measured"] & parts["kind"].isin((*ORDERS, *TICKETS))]
    return share(parts["touch"].sum(), parts["lead"].sum())


def rolled_accuracy(run: Run) -> float:
    """Rolled %C&A of an order's way: product over its hand-offs of the share of messages complete and accurate."""
    way = run.deliveries[run.deliveries["subject"].isin(["web order", "shipment"])]
    clean = (way["wrong"] == 0) & (way["ask_backs"] == 0)
    by_step = clean.groupby(way["subject"]).mean()
    return float(np.prod(by_step.to_numpy())) if len(by_step) else float("nan")


def rework_share(run: Run) -> float:
    """Share of worked hours that put something right."""
    visits = run.measured_visits
    return share(visits.loc[visits["kind"] == VisitKind.REWORK, "worked"].sum(), visits["worked"].sum())


def hidden_work(run: Run) -> float:
    """Share of worked hours spent writing, rekeying, converting and answering for the sake of information."""
    visits = run.measured_visits
    inquiries = visits["activity"] == "answer an inquiry"
    return share(visits.loc[(visits["kind"] == VisitKind.INFORM) | inquiries, "worked"].sum(), visits["worked"].sum())


def _duty_hours(run: Run, *, overtime: bool = False) -> float:
    duty = run.duty
    kind = DutyKind.OVERTIME if overtime else DutyKind.REGULAR
    people = [team for team, facts in run.facts.teams.items() if facts.staff]
    return float(duty.loc[(duty["overtime"] == kind) & duty["team"].isin(people), "hours"].sum())


def utilisation(run: Run) -> float:
    """Worked hours over hours on duty, all departments (people, not bots)."""
    people = [team for team, facts in run.facts.teams.items() if facts.staff]
    visits = run.measured_visits
    worked = visits.loc[visits["team"].isin(people), "worked"].sum()
    return share(worked, _duty_hours(run) + _duty_hours(run, overtime=True))


def utilisation_of(run: Run, team: str) -> float:
    """Hours that the people of one team worked, for their own team or helping another, over their hours on duty."""
    own = run.duty[run.duty["team"] == team]
    worked = run.once(_worked_by_member).reindex(own["member"].unique()).sum()
    return share(worked, own["hours"].sum())


def _worked_by_member(run: Run) -> pd.Series:
    return run.measured_visits.groupby("member")["worked"].sum()


def overtime(run: Run) -> float:
    """Overtime hours a week."""
    return _duty_hours(run, overtime=True) / (run.facts.hours / 168)


def backlog_age(run: Run) -> float:
    """Mean age of customers' cases still open at the end, hours."""
    cases = run.cases
    return mean(cases.loc[(cases["status"] == "open") & cases["kind"].isin((*ORDERS, *TICKETS)), "lead"])


def days_sales_outstanding(run: Run) -> float:
    """Days from shipment to money, weighted by value, over invoices on account that were paid."""
    invoices = run.of_kind("invoice")
    invoices = invoices[invoices["status"].isin(PAID) & (invoices["lead"] > 24 * 10)]
    return share((invoices["lead"] * invoices["value"]).sum() / 24, invoices["value"].sum())


def month_end_days(run: Run) -> float:
    """Days from the end of a period to its report."""
    return mean(run.of_kind("month end")["lead"]) / 24


def invoice_exceptions(run: Run) -> float:
    """Share of supplier invoices that did not match at once."""
    invoices = run.of_kind("house purchase", "supplier invoice")
    return share((invoices["status"] == "paid after an exception").sum(), len(invoices))


def touchless_invoices(run: Run) -> float:
    """Share of supplier invoices matched by a bot without an exception."""
    visits = run.measured_visits
    matched = visits[visits["activity"] == "match a supplier invoice"]
    by_bot = matched["team"].astype(str).str.endswith(" bots")
    invoices = run.of_kind("house purchase", "supplier invoice")
    fine = invoices.loc[invoices["status"] == "paid", "case"]
    return share((by_bot & matched["case"].isin(fine)).sum(), len(matched))


def time_to_fill(run: Run) -> float:
    """Days from a resignation to the new colleague's first day."""
    return mean(run.of_kind("vacancy")["lead"]) / 24


def outage_hours(run: Run) -> float:
    """Hours in which a platform was down, per week, all platforms together."""
    rows = run.outages
    start = np.maximum(rows["started"], run.facts.warm_up)
    return float(np.maximum(0.0, rows["ended"] - start).sum()) / (run.facts.hours / 168)


def cost_per_case(run: Run) -> float:
    """Paid hours and running costs of systems per customer case resolved."""
    resolved = len(delivered(run)) + len(run.of_kind(*TICKETS).query("status == 'solved'"))
    return share(labour(run) + running_costs(run), resolved)


MEASURES = (
    Measure(
        "flow efficiency",
        "flow efficiency (worked on / lead time)",
        "share",
        "higher",
        EFFICIENCY,
        flow_efficiency,
        short=True,
    ),
    Measure(
        "rolled accuracy",
        "orders' messages complete and accurate all the way",
        "share",
        "higher",
        EFFICIENCY,
        rolled_accuracy,
    ),
    Measure("rework", "worked hours that put something right", "share", "lower", EFFICIENCY, rework_share),
    Measure(
        "hidden work", "worked hours for the sake of information", "share", "lower", EFFICIENCY, hidden_work, short=True
    ),
    Measure(
        "cost per case", "cost per resolved customer case", "currency", "lower", EFFICIENCY, cost_per_case, short=True
    ),
    Measure("utilisation", "people's time at work on cases", "share", "neither", EFFICIENCY, utilisation),
    Measure("overtime", "overtime", "h/week", "lower", EFFICIENCY, overtime),
    Measure("backlog age", "age of open customer cases", "h", "lower", EFFICIENCY, backlog_age),
    Measure(
        "days sales outstanding",
        "days sales outstanding",
        "days",
        "lower",
        EFFICIENCY,
        days_sales_outstanding,
        short=True,
    ),
    Measure("month end", "month end to report", "days", "lower", EFFICIENCY, month_end_days),
    Measure(
        "invoice exceptions", "supplier invoices that did not match", "share", "lower", EFFICIENCY, invoice_exceptions
    ),
    Measure("touchless invoices", "supplier invoices nobody touched", "share", "higher", EFFICIENCY, touchless_invoices),
    Measure("time to fill", "resignation to new colleague", "days", "lower", EFFICIENCY, time_to_fill),
    Measure("outage hours", "platforms down", "h/week", "lower", EFFICIENCY, outage_hours),
)
