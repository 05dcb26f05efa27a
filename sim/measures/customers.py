"""Benefit 3, better customer experience."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.codes import VisitStatus
from sim.inputs.names import TICKET_KINDS
from sim.measures.contacts import abandonment, given_up_at_once, service_level, waiting_minutes
from sim.measures.lead_time import PARTS, parts_of
from sim.measures.measure import OWN_MIX, Measure, mean, quantile, share
from sim.measures.run import Run

EXPERIENCE = "customer experience"
ORDERS = ("order", "business order")
TICKETS = TICKET_KINDS
NEVER_REACHED = ("customer had left", "bought elsewhere", "never heard of it")
LATE = "delivered late"
DELIVERED = ("delivered", LATE, "delivered wrong")


def delivered(run: Run) -> pd.DataFrame:
    """Orders that reached their customer in the measured period."""
    return run.once(_delivered)


def _delivered(run: Run) -> pd.DataFrame:
    orders = run.of_kind(*ORDERS)
    return orders[run.among(orders["status"], DELIVERED)].reset_index(drop=True)


def customers_hours(run: Run) -> dict[str, float]:
    """Hours of lead time, and of each of its parts, of customers' cases that ended in the measured period."""
    return run.once(_customers_hours)


def _customers_hours(run: Run) -> dict[str, float]:
    parts = parts_of(run)
    own = (parts["finished"] & parts["measured"]).to_numpy() & run.among(parts["kind"], (*ORDERS, *TICKETS))
    return {name: float(parts[name].to_numpy()[own].sum()) for name in ("lead", *PARTS)}


def reworked_cases(run: Run) -> NDArray[np.int64]:
    """Keys of cases in which something was put right."""
    return run.once(_reworked_cases)


def _reworked_cases(run: Run) -> NDArray[np.int64]:
    parts = parts_of(run)
    return np.asarray(parts.loc[parts["rework"] > 0, "case"], dtype=np.int64)


def brought(run: Run) -> pd.Series:
    """How customers' cases ended in the measured period, without those that exist because something had gone wrong."""
    return run.once(_brought)


def _brought(run: Run) -> pd.Series:
    cases = run.of_kind(*ORDERS, *TICKETS)
    return cases.loc[~cases["failure"].astype(bool), "status"].reset_index(drop=True)


def order_lead(run: Run) -> float:
    """Mean hours from order to delivery."""
    return mean(delivered(run)["lead"])


def order_lead_p90(run: Run) -> float:
    """Hours within which nine of ten orders are delivered."""
    return quantile(delivered(run)["lead"], 0.9)


def unfinished_orders(run: Run) -> float:
    """Share of orders still open at the end, of those and all delivered in the measured period: no lead time has them."""
    cases = run.cases
    left = int((run.among(cases["kind"], ORDERS) & ~cases["finished"]).sum())
    return share(left, left + len(delivered(run)))


def on_time(run: Run) -> float:
    """Share of delivered orders that came by the promised day."""
    orders = delivered(run)
    return share((orders["status"] != LATE).sum(), len(orders))


def perfect_orders(run: Run) -> float:
    """Share of delivered orders on time, with the right goods, at the first address, with a right invoice."""
    orders = delivered(run)
    reworked = reworked_cases(run)
    cases = run.cases
    invoices = cases["parent"][(cases["kind"] == "invoice") & cases["case"].isin(reworked)]
    fine = (orders["status"] == "delivered") & ~orders["case"].isin(reworked) & ~orders["case"].isin(invoices)
    return share(fine.sum(), len(orders))


def lost_sales(run: Run) -> float:
    """Share of customers' wishes that came to nothing after they had reached the company: refused date, credit, goods."""
    wishes = run.of_kind(*ORDERS)
    reached = wishes["status"][~run.among(wishes["status"], NEVER_REACHED)]
    return share((~run.among(reached, DELIVERED)).sum(), len(reached))


def tickets(run: Run) -> pd.DataFrame:
    """Tickets that ended in the measured period."""
    return run.once(_tickets)


def _tickets(run: Run) -> pd.DataFrame:
    return run.of_kind(*TICKETS)


def solved_tickets(run: Run) -> pd.DataFrame:
    """Tickets that were solved in the measured period."""
    ended = tickets(run)
    return ended[ended["status"] == "solved"]


def ticket_hours(run: Run) -> float:
    """Mean hours from the first contact to the end of a ticket."""
    return mean(solved_tickets(run)["lead"])


def first_contact(run: Run) -> float:
    """Share of all issues, given up or not, that were solved and whose customer had to get in touch only once."""
    issues = tickets(run)
    return share(((issues["status"] == "solved") & (issues["value"] <= 1)).sum(), len(issues))


def contacts_per_issue(run: Run) -> float:
    """Contacts per ticket, chasers included."""
    return mean(tickets(run)["value"].clip(lower=1))


def repeat_contacts(run: Run) -> float:
    """Share of all contacts that were not the first about their issue."""
    counts = tickets(run)["value"].clip(lower=1)
    return share((counts - 1).sum(), counts.sum())


def failure_demand(run: Run) -> float:
    """Share of tickets and chasers that exist only because something had gone wrong."""
    contacts = run.of_kind(*TICKETS, "chaser")
    return share(contacts["failure"].sum(), len(contacts))


def satisfaction(run: Run) -> float:
    """Mean satisfaction of customers at the end of the run (0 furious, 1 delighted)."""
    return last(run, "satisfaction")


def reputation(run: Run) -> float:
    """The company's reputation at the end of the run (0-1)."""
    return last(run, "reputation")


def last(run: Run, what: str) -> float:
    """The value of something noted over time at the end of the run."""
    rows = run.noted(what)
    return float(rows["value"].iloc[-1]) if len(rows) else float("nan")


def churn_per_year(run: Run) -> float:
    """Customers who left, as a share of the customers at the beginning, per year."""
    return len(run.noted_measured("left")) / run.facts.customers / run.facts.years


def lifetime_value(run: Run) -> float:
    """Margin of a customer over the lifetime horizon at this run's margin and churn, discounted, currency.

    CLV = m * sum over years t < T of ((1 - c) / (1 + d))^t, with m yearly margin per customer, c churn and d discount.
    """
    money = run.money
    margin = money["amount"][run.among(money["account"], ("margin", "returns"))].sum()
    yearly = margin / run.facts.customers / run.facts.years
    keep = (1 - min(1.0, churn_per_year(run))) / (1 + run.facts.discount)
    return float(yearly * sum(keep**t for t in range(int(run.facts.lifetime_years))))


def lead_response(run: Run) -> float:
    """Mean hours until somebody responds to a lead."""
    visits = run.visits_to("respond to a lead")
    first = visits[visits["status"] == VisitStatus.DONE].groupby("case")["started"].min()
    first = first[first > run.facts.warm_up]
    cases = run.cases
    opened = cases.loc[cases["case"].isin(first.index), ["case", "opened"]].set_index("case")["opened"]
    return mean(first - opened.reindex(first.index))


def retells(run: Run) -> float:
    """Times the story had to be told again per ticket."""
    return share(len(run.noted_measured("told again")), len(tickets(run)))


def leads(run: Run) -> pd.DataFrame:
    """Leads that ended in the measured period; who never heard of the company is none, who ripened is one more lead."""
    ended = run.of_kind("lead", "inbound lead")
    return ended[~run.among(ended["status"], (*NEVER_REACHED, "ripened"))]


def win_rate(run: Run) -> float:
    """Share of leads that became orders."""
    ended = leads(run)
    return share((ended["status"] == "won").sum(), len(ended))


ISSUES, ORDERED = f"issues solved or given up, {OWN_MIX}", f"orders delivered, {OWN_MIX}"
CONTACTS, CALLS = "contacts", "calls and chats"
"""Bases of several measures."""

MEASURES = (
    Measure("order lead time", "order to delivery, mean", "h", "lower", EXPERIENCE, order_lead, short=True, base=ORDERED),
    Measure(
        "order lead time p90",
        "order to delivery, nine of ten within",
        "h",
        "lower",
        EXPERIENCE,
        order_lead_p90,
        base=ORDERED,
    ),
    Measure(
        "unfinished orders",
        "orders still open at the end",
        "share",
        "lower",
        EXPERIENCE,
        unfinished_orders,
        base="orders delivered or still open",
    ),
    Measure(
        "on time",
        "orders delivered by the promised day",
        "share",
        "higher",
        EXPERIENCE,
        on_time,
        short=True,
        base=ORDERED,
    ),
    Measure("perfect orders", "perfect orders", "share", "higher", EXPERIENCE, perfect_orders, short=True, base=ORDERED),
    Measure(
        "lost sales",
        "wishes that came to nothing",
        "share",
        "lower",
        EXPERIENCE,
        lost_sales,
        base="wishes that reached the company and ended",
    ),
    Measure(
        "ticket time",
        "first contact to solution, mean",
        "h",
        "lower",
        EXPERIENCE,
        ticket_hours,
        short=True,
        base=f"issues solved, {OWN_MIX}",
    ),
    Measure(
        "waiting time",
        "waiting for an answer on phone and chat",
        "min",
        "lower",
        EXPERIENCE,
        waiting_minutes,
        base=CALLS,
    ),
    Measure(
        "service level",
        "calls and chats answered in time",
        "share",
        "higher",
        EXPERIENCE,
        service_level,
        base=CALLS,
    ),
    Measure("abandonment", "calls and chats given up", "share", "lower", EXPERIENCE, abandonment, base=CALLS),
    Measure(
        "first-contact resolution",
        "issues solved at the first contact",
        "share",
        "higher",
        EXPERIENCE,
        first_contact,
        short=True,
        base=ISSUES,
    ),
    Measure(
        "contacts per issue", "contacts per issue", "per issue", "lower", EXPERIENCE, contacts_per_issue, base=ISSUES
    ),
    Measure("re-tells", "stories told again per issue", "per issue", "lower", EXPERIENCE, retells, base=ISSUES),
    Measure(
        "repeat contacts",
        "contacts that were not the first",
        "share",
        "lower",
        EXPERIENCE,
        repeat_contacts,
        base=CONTACTS,
    ),
    Measure(
        "failure demand",
        "contacts caused by something that went wrong",
        "share",
        "lower",
        EXPERIENCE,
        failure_demand,
        short=True,
        base="issues and chasers that ended",
    ),
    Measure("satisfaction", "customer satisfaction (0-1)", "score", "higher", EXPERIENCE, satisfaction, short=True),
    Measure("reputation", "reputation (0-1)", "score", "higher", EXPERIENCE, reputation),
    Measure(
        "churn",
        "customers leaving per year",
        "share/year",
        "lower",
        EXPERIENCE,
        churn_per_year,
        short=True,
        base="customers at the beginning",
    ),
    Measure(
        "lifetime value",
        "customer lifetime value",
        "currency",
        "higher",
        EXPERIENCE,
        lifetime_value,
        base="customers at the beginning",
        signed=True,
    ),
    Measure(
        "lead response",
        "time until a lead is answered",
        "h",
        "lower",
        EXPERIENCE,
        lead_response,
        base="leads answered",
    ),
    Measure("win rate", "leads that become orders", "share", "higher", EXPERIENCE, win_rate, base="leads that ended"),
)

AT_ONCE: tuple[Measure, ...] = (
    Measure(
        "given up at once",
        "calls and chats given up at once, counted apart",
        "share",
        "neither",
        EXPERIENCE,
        given_up_at_once,
        base="calls and chats, with those given up at once",
    ),
)
"""Of companies that count apart who gives up sooner than ``short_abandon_seconds``."""
