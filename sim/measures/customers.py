"""Benefit 3, better customer experience."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.company.topics import SOLVED_BY, SOLVED_ELSEWHERE
from sim.engine.codes import VisitStatus
from sim.inputs.names import TICKET_KINDS
from sim.measures.contacts import abandonment, contacts, given_up_at_once, service_level, waiting_minutes
from sim.measures.lead_time import PARTS, parts_summed
from sim.measures.measure import OWN_MIX, Measure, mean, quantile, share
from sim.measures.run import Run, about, among
from sim.measures.summed import booked, ended, how_many, left_open, mean_lead
from sim.measures.tally import Tally, flagged

EXPERIENCE = "customer experience"
ORDERS = ("order", "business order")
TICKETS = TICKET_KINDS
NEVER_REACHED = ("customer had left", "bought elsewhere", "never heard of it")
LATE = "delivered late"
DELIVERED = ("delivered", LATE, "delivered wrong")


def delivered(run: Run) -> pd.DataFrame:
    """Orders that reached their customer in the measured period: case, status, lead (hours)."""
    return run.once(_delivered)


def _delivered(run: Run) -> pd.DataFrame:
    return run.of_kind(*ORDERS, columns=("case", "status", "lead"), status=DELIVERED)


def delivered_by_kind(run: Run) -> pd.DataFrame:
    """The same orders, summed (see ``sim.measures.summed.cases_summed``)."""
    orders = ended(run, *ORDERS)
    return orders[run.among(orders["status"], DELIVERED)]


def customers_hours(run: Run) -> dict[str, float]:
    """Hours of lead time, and of each of its parts, of customers' cases that ended in the measured period."""
    hours = parts_summed(run).hours
    own = hours.loc[run.among(hours["kind"], (*ORDERS, *TICKETS)), list(PARTS)].sum()
    return {"lead": float(ended(run, *ORDERS, *TICKETS)["hours"].sum())} | {part: float(own[part]) for part in PARTS}


def brought(run: Run) -> pd.DataFrame:
    """Customers' cases that ended in the measured period, without those that failures made, summed."""
    cases = ended(run, *ORDERS, *TICKETS)
    return cases[cases["failure"] == 0]


def order_lead(run: Run) -> float:
    """Mean hours from order to delivery."""
    return mean_lead(delivered_by_kind(run))


def order_lead_p90(run: Run) -> float:
    """Hours within which nine of ten orders are delivered."""
    return quantile(delivered(run)["lead"], 0.9)


def unfinished_orders(run: Run) -> float:
    """Share of orders still open at the end, of those and all delivered in the measured period: no lead time has them."""
    left = how_many(left_open(run, *ORDERS))
    return share(left, left + how_many(delivered_by_kind(run)))


def on_time(run: Run) -> float:
    """Share of delivered orders that came by the promised day."""
    orders = delivered_by_kind(run)
    return share(how_many(orders[orders["status"] != LATE]), how_many(orders))


def perfect_orders(run: Run) -> float:
    """Share of delivered orders on time, with the right goods, at the first address, with a right invoice."""
    orders = delivered(run)
    reworked = parts_summed(run).reworked
    put_right, invoice = about(reworked), run.code.get("invoice", -1)
    wrong = run.chosen(
        "cases", ["parent"], lambda rows: (rows["kind"] == invoice) & put_right(rows), by=("case", "kind")
    )["parent"]
    fine = (orders["status"] == "delivered") & ~orders["case"].isin(reworked) & ~orders["case"].isin(wrong)
    return share(fine.sum(), len(orders))


def lost_sales(run: Run) -> float:
    """Share of customers' wishes that came to nothing after they had reached the company: refused date, credit, goods."""
    wishes = ended(run, *ORDERS)
    reached = wishes[~run.among(wishes["status"], NEVER_REACHED)]
    return share(how_many(reached[~run.among(reached["status"], DELIVERED)]), how_many(reached))


def tickets(run: Run) -> pd.DataFrame:
    """Tickets that ended in the measured period, summed.

    Returns:
        passed_on (True: to an expert, who worked on it), by_call (True: it began so), reached (True:
        somebody was), solved, once (True: the customer had to get in touch only once), tickets (how many), contacts
        (chasers included).
    """
    return run.once(_tickets)


def _tickets(run: Run) -> pd.DataFrame:
    activities = [by.activity for by in (*SOLVED_BY.values(), SOLVED_ELSEWHERE)]
    by_experts = run.visits_to(*activities, columns=("case", "status"))
    passed_on = about(np.unique(by_experts["case"][by_experts["status"] != VisitStatus.ABANDONED]))
    called = about(contacts(run).began_by_call)
    kinds, solved, gave_up = run.codes(TICKETS), run.code.get("solved", -1), run.code.get("gave up", -1)
    tally = Tally(("passed_on", "by_call", "reached", "solved", "once"))
    for rows in run.in_pieces(
        "cases",
        ("case", "status", "value"),
        lambda rows: among(rows["kind"], kinds) & run.ended(rows),
        by=("kind", "closed"),
    ):
        once, right = rows["value"] <= 1, rows["status"] == solved
        reached = rows["status"] != gave_up
        flags = flagged(passed_on=passed_on(rows), by_call=called(rows), reached=reached, solved=right, once=once)
        tally.add(flags, np.maximum(rows["value"], 1.0))
    groups, times, (made,) = tally.sums()
    return run.named(groups).astype(bool).assign(tickets=times, contacts=made)


def solved_by_kind(run: Run) -> pd.DataFrame:
    """The same tickets, summed (see ``sim.measures.summed.cases_summed``)."""
    issues = ended(run, *TICKETS)
    return issues[issues["status"] == "solved"]


def ticket_hours(run: Run) -> float:
    """Mean hours from the first contact to the end of a ticket."""
    return mean_lead(solved_by_kind(run))


def first_contact(run: Run) -> float:
    """Share of all issues, given up or not, that were solved and whose customer had to get in touch only once."""
    return solved_at_once(tickets(run))


def solved_at_once(issues: pd.DataFrame) -> float:
    """The same of some rows of ``tickets``."""
    return share(issues.loc[issues["solved"] & issues["once"], "tickets"].sum(), issues["tickets"].sum())


def contacts_per_issue(run: Run) -> float:
    """Contacts per ticket, chasers included."""
    return share(tickets(run)["contacts"].sum(), tickets(run)["tickets"].sum())


def repeat_contacts(run: Run) -> float:
    """Share of all contacts that were not the first about their issue."""
    made = tickets(run)["contacts"].sum()
    return share(made - tickets(run)["tickets"].sum(), made)


def failure_demand(run: Run) -> float:
    """Share of tickets and chasers that exist only because something had gone wrong."""
    made = ended(run, *TICKETS, "chaser")
    return share(how_many(made[made["failure"] != 0]), how_many(made))


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
    yearly = booked(run, "margin", "returns") / run.facts.customers / run.facts.years
    keep = (1 - min(1.0, churn_per_year(run))) / (1 + run.facts.discount)
    return float(yearly * sum(keep**t for t in range(int(run.facts.lifetime_years))))


def lead_response(run: Run) -> float:
    """Mean hours until somebody responds to a lead."""
    visits = run.visits_to("respond to a lead", columns=("case", "started", "status"))
    first = visits[visits["status"] == VisitStatus.DONE].groupby("case")["started"].min()
    first = first[first > run.facts.warm_up]
    cases = pd.DataFrame(run.chosen("cases", ("case", "opened"), about(first.index.to_numpy())))
    return mean(first - cases.set_index("case")["opened"].reindex(first.index))


def retells(run: Run) -> float:
    """Times the story had to be told again per ticket."""
    return share(len(run.noted_measured("told again")), tickets(run)["tickets"].sum())


def leads(run: Run) -> pd.DataFrame:
    """Leads that ended in the measured period, summed (see ``sim.measures.summed.cases_summed``).

    Who never heard of the company is none, who ripened is one more lead.
    """
    all_leads = ended(run, "lead", "inbound lead")
    return all_leads[~run.among(all_leads["status"], (*NEVER_REACHED, "ripened"))]


def win_rate(run: Run) -> float:
    """Share of leads that became orders."""
    all_leads = leads(run)
    return share(how_many(all_leads[all_leads["status"] == "won"]), how_many(all_leads))


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
