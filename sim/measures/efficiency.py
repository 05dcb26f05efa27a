"""Benefit 4, higher operational efficiency."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.company import subjects
from sim.company.back_office.payables import EXCEPTION
from sim.engine.codes import VisitKind
from sim.measures.customers import DELIVERED, ORDERS, TICKETS, brought, customers_hours
from sim.measures.hours import by_bots, hours_of, peoples_work, utilisation
from sim.measures.lead_time import down_times
from sim.measures.measure import Measure, share
from sim.measures.money import labour, running_costs
from sim.measures.run import Run, among
from sim.measures.summed import ended, how_many, left_open, mean_lead, messages_summed
from sim.measures.tally import Tally

EFFICIENCY = "efficiency"
PAID = ("paid",)
ON_ACCOUNT = 24.0 * 10
"""Hours after which no invoice is paid that was to be paid at once."""
SEARCHING = ("search for information", "look something up", "chase an answer", "answer an inquiry")
SUPPLIERS = ("house purchase", "supplier invoice")


def flow_efficiency(run: Run) -> float:
    """Share of customers' lead time in which somebody worked on the case."""
    hours = customers_hours(run)
    return share(hours["touch"], hours["lead"])


def rolled_accuracy(run: Run) -> float:
    """Rolled %C&A of an order's way: product over its hand-offs of the share of messages complete and accurate."""
    messages = messages_summed(run)
    clean = messages["messages"].where((messages["wrong"] == 0) & (messages["ask_backs"] == 0), 0)
    steps = [messages["subject"] == subject for subject in (subjects.WEB_ORDER, subjects.SHIPMENT)]
    by_step = [share(clean[step].sum(), messages["messages"][step].sum()) for step in steps if step.any()]
    return float(np.prod(by_step)) if by_step else float("nan")


def rework_share(run: Run) -> float:
    """Share of the hours people worked that put something right."""
    work = peoples_work(run)
    return share(work.loc[work["kind"] == VisitKind.REWORK, "hours"].sum(), work["hours"].sum())


def hidden_work(run: Run) -> float:
    """Share of the hours people worked spent searching, writing, rekeying and answering for the sake of information."""
    work = peoples_work(run)
    hidden = (work["kind"] == VisitKind.INFORM) | run.among(work["activity"], SEARCHING)
    return share(work.loc[hidden, "hours"].sum(), work["hours"].sum())


def overtime(run: Run) -> float:
    """Overtime hours a week."""
    return float(hours_of(run)["overtime_hours"].sum()) / (run.facts.hours / 168)


def backlog_age(run: Run) -> float:
    """Mean age of customers' cases still open at the end, hours."""
    return mean_lead(left_open(run, *ORDERS, *TICKETS))


def days_sales_outstanding(run: Run) -> float:
    """Days from shipment to money, weighted by value, over invoices on account that were paid.

    Left out are invoices that were under way when the run began: their days before it are not known.
    """
    invoice, paid, tally = run.code.get("invoice", -1), run.codes(PAID), Tally(["kind"], sums=2)
    for rows in run.in_pieces(
        "cases",
        ("kind", "opened", "closed", "value"),
        lambda rows: (rows["kind"] == invoice) & run.ended(rows) & among(rows["status"], paid) & (rows["opened"] > 0),
        by=["status"],
    ):
        lead = rows["closed"] - rows["opened"]
        value = np.where(lead > ON_ACCOUNT, rows["value"], 0.0)
        tally.add(rows, lead * value, value)
    _, _, (waited, owed) = tally.sums()
    return share(waited.sum() / 24, owed.sum())


def month_end_days(run: Run) -> float:
    """Days from the end of a period to its report."""
    return mean_lead(ended(run, "month end")) / 24


def invoice_exceptions(run: Run) -> float:
    """Share of supplier invoices that did not match at once."""
    invoices = ended(run, *SUPPLIERS)
    return share(how_many(invoices[invoices["status"].astype(str).str.endswith(EXCEPTION)]), how_many(invoices))


def matching(run: Run) -> pd.DataFrame:
    """Visits in which a supplier's invoice was matched: case, team, asked."""
    return run.once(_matching)


def _matching(run: Run) -> pd.DataFrame:
    return run.visits_to("match a supplier invoice", columns=("case", "team", "asked"))


def touchless_invoices(run: Run) -> float:
    """Share of supplier invoices paid after a bot alone had matched them, without an exception."""
    invoices = run.of_kind(*SUPPLIERS, columns=("case", "status"))
    matched = matching(run)
    by_people = matched.loc[~by_bots(run, matched["team"]), "case"]
    by_a_bot = invoices["case"].isin(matched["case"]) & ~invoices["case"].isin(by_people)
    return share((by_a_bot & run.among(invoices["status"], ("paid", "approved"))).sum(), len(invoices))


def time_to_fill(run: Run) -> float:
    """Days from a resignation to the new colleague's first day."""
    return mean_lead(ended(run, "vacancy")) / 24


def outage_hours(run: Run) -> float:
    """Hours a week in which a department is without its system, mean over departments.

    Over systems it would say that one shared by all fails less often than one of many.
    """
    down = {
        facts.department: sum(
            max(0.0, min(ended, run.facts.horizon) - max(started, run.facts.warm_up))
            for started, ended in down_times(run, facts.platforms)
        )
        for facts in run.facts.teams.values()
        if facts.staff
    }
    return share(sum(down.values()), len(down)) / (run.facts.hours / 168)


def cost_per_case(run: Run) -> float:
    """Paid hours and running costs of systems per case resolved that customers came for.

    Cases that failures made are part of the cost, not of what is resolved.
    """
    cases = brought(run)
    resolved = cases[run.among(cases["status"], (*DELIVERED, "solved"))]
    return share(labour(run) + running_costs(run), how_many(resolved))


WORKED, INVOICES = "hours people worked", "supplier invoices paid"
"""Bases of several measures."""

MEASURES = (
    Measure(
        "flow efficiency",
        "flow efficiency (worked on / lead time)",
        "share",
        "higher",
        EFFICIENCY,
        flow_efficiency,
        short=True,
        base="lead time of customers' cases that ended",
    ),
    Measure(
        "rolled accuracy",
        "orders' messages complete and accurate all the way",
        "share",
        "higher",
        EFFICIENCY,
        rolled_accuracy,
        base="messages of an order's way, step by step",
    ),
    Measure("rework", "worked hours that put something right", "share", "lower", EFFICIENCY, rework_share, base=WORKED),
    Measure(
        "hidden work",
        "worked hours for the sake of information",
        "share",
        "lower",
        EFFICIENCY,
        hidden_work,
        short=True,
        base=WORKED,
    ),
    Measure(
        "cost per case",
        "cost per resolved customer case",
        "currency",
        "lower",
        EFFICIENCY,
        cost_per_case,
        short=True,
        base="orders delivered and issues solved, without those that failures made",
    ),
    Measure(
        "utilisation",
        "people's time at work on cases",
        "share",
        "neither",
        EFFICIENCY,
        utilisation,
        base="hours on duty and overtime",
    ),
    Measure("overtime", "overtime", "h/week", "lower", EFFICIENCY, overtime),
    Measure(
        "backlog age",
        "age of open customer cases",
        "h",
        "lower",
        EFFICIENCY,
        backlog_age,
        base="customers' cases open at the end",
    ),
    Measure(
        "days sales outstanding",
        "days sales outstanding",
        "days",
        "lower",
        EFFICIENCY,
        days_sales_outstanding,
        short=True,
        base="invoices on account that were paid, by value",
    ),
    Measure("month end", "month end to report", "days", "lower", EFFICIENCY, month_end_days, base="month ends reported"),
    Measure(
        "invoice exceptions",
        "supplier invoices that did not match",
        "share",
        "lower",
        EFFICIENCY,
        invoice_exceptions,
        base=INVOICES,
    ),
    Measure(
        "touchless invoices",
        "supplier invoices nobody touched",
        "share",
        "higher",
        EFFICIENCY,
        touchless_invoices,
        base=INVOICES,
    ),
    Measure(
        "time to fill", "resignation to new colleague", "days", "lower", EFFICIENCY, time_to_fill, base="vacancies filled"
    ),
    Measure(
        "outage hours",
        "a department without its system",
        "h/week",
        "lower",
        EFFICIENCY,
        outage_hours,
        base="departments",
    ),
)
