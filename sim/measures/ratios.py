"""Ratios by which a practitioner judges whether a company is real, and times that are published for one step only.

They stand beside published figures and are no part of the comparison of two worlds: most of them follow from how large
a company is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sim.company import subjects
from sim.company.periods import WORKING_DAYS
from sim.company.topics import INVOICE_DISPUTE, RETURN, WHERE_IS_MY_ORDER
from sim.engine.codes import VisitKind, VisitStatus
from sim.inputs.names import CONTACT_CENTRE, TICKET_KINDS
from sim.measures import people
from sim.measures.columns import NUMBER, TEXT, of_kinds
from sim.measures.contacts import contacts
from sim.measures.customers import delivered_by_kind, solved_at_once, tickets
from sim.measures.efficiency import SEARCHING, matching
from sim.measures.hours import by_bots, hours_of, peoples_work, teams_of_people
from sim.measures.information import answered_after
from sim.measures.lead_time import clock_of
from sim.measures.measure import Measure, mean, share
from sim.measures.run import Run, about, found
from sim.measures.summed import booked, ended, how_many

RATIOS_GROUP = "ratios"
PICKING = ("pick and pack", "pick a business order")
SELLING = ("respond to a lead", "qualify a lead", "prepare a quote", "negotiate", "close a deal")
MONTHS = 12


# ---- people and hours ----------------------------------------------------------------------------------------


def _people(run: Run, department: str | None = None) -> int:
    teams = [run.facts.teams[team] for team in teams_of_people(run)]
    return sum(team.staff for team in teams if department in (None, team.department))


def _paid(run: Run, department: str) -> float:
    """Pay of a department's teams in the measured period."""
    hours, premium = hours_of(run), run.facts.overtime_factor
    own = [team for team in hours.index if run.facts.teams[team].department == department]
    paid = hours["on_duty"] + hours["absent"] + premium * hours["overtime_hours"]
    return float(sum(paid[team] * run.facts.teams[team].wage for team in own))


def _there(run: Run, department: str) -> float:
    """Hours that a department's people are at work."""
    hours = hours_of(run)
    own = [team for team in hours.index if run.facts.teams[team].department == department]
    return float((hours["on_duty"] + hours["overtime_hours"])[own].sum())


def _worked_on(run: Run, *activities: str) -> pd.DataFrame:
    work = peoples_work(run)
    return work[run.among(work["activity"], activities)]


def _cost_of(run: Run, *activities: str) -> float:
    """Wages of the hours worked on some activities."""
    work = _worked_on(run, *activities)
    wages = {team: run.facts.teams[team].wage for team in teams_of_people(run)}
    return float((work["hours"] * work["team"].astype(str).map(wages).astype(float).fillna(0.0)).sum())


def _revenue(run: Run) -> float:
    return float(delivered_by_kind(run)["value"].sum())


def _contacts(run: Run) -> int:
    return how_many(ended(run, *TICKET_KINDS, "chaser"))


def _of_tickets(kind: str) -> Callable[[Run], float]:
    def part(run: Run) -> float:
        return share(how_many(ended(run, kind)), how_many(ended(run, *TICKET_KINDS)))

    return part


# ---- ratios --------------------------------------------------------------------------------------------------


def orders_per_picker_hour(run: Run) -> float:
    """Orders delivered per hour worked on picking and packing."""
    return share(how_many(delivered_by_kind(run)), _worked_on(run, *PICKING)["hours"].sum())


def tickets_per_agent(run: Run) -> float:
    """Tickets that ended, per month and person of customer service."""
    return share(how_many(ended(run, *TICKET_KINDS)) / run.facts.years / MONTHS, _people(run, CONTACT_CENTRE))


def requests_per_employee(run: Run) -> float:
    """IT requests that were served, per month and person."""
    return share(how_many(ended(run, "staff request")) / run.facts.years / MONTHS, _people(run))


def invoices_per_finance_person(run: Run) -> float:
    """Invoices to customers that were paid, per year and person of Finance."""
    return share(how_many(ended(run, "invoice")) / run.facts.years, _people(run, "finance"))


def cost_per_supplier_invoice(run: Run) -> float:
    """Wages of matching, of clearing exceptions and of signing, per supplier's invoice."""
    invoices = ended(run, "house purchase", "supplier invoice")
    work = "match a supplier invoice", "clear an invoice exception", "approve an invoice"
    return share(_cost_of(run, *work), how_many(invoices))


def cost_per_order(run: Run) -> float:
    """Pay of the team that picks and what carriers take, per order delivered."""
    picking = _worked_on(run, *PICKING)["team"].astype(str).unique()
    hours, premium = hours_of(run), run.facts.overtime_factor
    pay = sum(
        (hours.loc[team, "on_duty"] + hours.loc[team, "absent"] + premium * hours.loc[team, "overtime_hours"])
        * run.facts.teams[team].wage
        for team in picking
        if team in hours.index
    )
    return share(float(pay) - booked(run, "carrier"), how_many(delivered_by_kind(run)))


def transfers(run: Run) -> float:
    """Share of tickets that were passed on."""
    issues = tickets(run)
    return share(issues.loc[issues["passed_on"], "tickets"].sum(), issues["tickets"].sum())


def resolution_lost_by_transfer(run: Run) -> float:
    """By how much first-contact resolution of calls passed on is below that of other calls, as a share of it.

    What is published is of callers, and of calls that were answered.
    """
    issues = tickets(run)
    issues = issues[issues["by_call"] & issues["reached"]]
    passed = issues["passed_on"]
    return 1.0 - share(solved_at_once(issues[passed]), solved_at_once(issues[~passed]))


def sales_cycle(run: Run) -> float:
    """Days from a lead to the deal."""
    leads = run.of_kind("inbound lead", "lead", columns=("opened", "status", "lead"))
    won = leads[(leads["status"] == "won") & (leads["opened"] > 0)]
    return mean(won["lead"]) / 24


def selling_time(run: Run) -> float:
    """Share of sellers' time at work spent on leads, quotes and deals."""
    return share(_worked_on(run, *SELLING)["hours"].sum(), _there(run, "sales"))


def sellers_trouble(run: Run) -> float:
    """Share of sellers' time at work spent on messages, searching, chasing, others' questions, unclear orders, rework."""
    work = peoples_work(run)
    sellers = run.among(work["team"], [team for team, own in run.facts.teams.items() if own.department == "sales"])
    trouble = (work["kind"] == VisitKind.INFORM) | (work["kind"] == VisitKind.REWORK)
    trouble |= run.among(work["activity"], (*SEARCHING, "clear up an order"))
    return share(work["hours"][sellers & trouble].sum(), _there(run, "sales"))


def contracts_per_lawyer(run: Run) -> float:
    """Contracts reviewed, per working day and person of Legal."""
    reviews = _done(run, "review a contract")
    days = WORKING_DAYS * run.facts.hours / 168
    return share(len(reviews) / days, _people(run, "legal"))


def disputes(run: Run) -> float:
    """Disputes per invoice to a business: what is published is about trade on account, not about shops on the web."""
    invoices = run.of_kind("invoice", columns=["case"])["case"]
    to_businesses = invoices[invoices.isin(run.visits_to("write a business invoice", columns=["case"])["case"])]
    disputed = run.of_kind(INVOICE_DISPUTE, columns=["parent"], anyhow=True)["parent"]
    return share(to_businesses.isin(disputed).sum(), len(to_businesses))


# ---- times of one step ---------------------------------------------------------------------------------------


def _done(run: Run, *activities: str) -> pd.DataFrame:
    """Visits by people that were done in the measured period."""
    return _by_people(run, run.visits_to(*activities, columns=("team", "asked", "ended", "status")))


def _by_people(run: Run, visits: pd.DataFrame) -> pd.DataFrame:
    """Those of the visits that were by people and done in the measured period."""
    visits = visits[(visits["status"] == VisitStatus.DONE) & (visits["ended"] > run.facts.warm_up)]
    return visits[~by_bots(run, visits["team"])]


def message_response(run: Run) -> float:
    """Mean hours until somebody begins to answer what a customer has written first."""
    return share(contacts(run).until_answered, contacts(run).answered)


def written_resolution(run: Run) -> float:
    """Median hours to the solution of tickets that began in text: what is published is of shops' mails and chats."""
    solved = run.of_kind(*TICKET_KINDS, columns=("case", "lead"), status=["solved"])
    leads = solved.loc[found(contacts(run).began_in_text, solved["case"].to_numpy())[1], "lead"]
    return float(leads.median()) if len(leads) else float("nan")


def dock_to_stock(run: Run) -> float:
    """Mean open hours from the arrival of goods until they are on the shelf."""
    all_visits = run.visits_to("receive goods", "put goods away")
    visits = _by_people(run, all_visits)
    known = about(np.unique(visits["case"].to_numpy()))
    put_away = run.chosen("cases", ["case"], lambda rows: known(rows) & run.finished(rows), by=["status"])["case"]
    visits = visits[visits["case"].isin(put_away)]  # the others wait for a round
    if not len(visits):
        return float("nan")
    since_zero = clock_of(run, str(visits["team"].iloc[0])).calendar.since_zero
    came = all_visits[all_visits["activity"] == "receive goods"].groupby("case")["asked"].min()
    ended = visits.groupby("case")["ended"].max()
    asked = came.reindex(ended.index)
    return float(np.mean(since_zero(ended.to_numpy()) - since_zero(asked.to_numpy())))


def interface_repair(run: Run) -> float:
    """Mean hours from the discovery of a failed interface until it is mended."""
    visits = _done(run, "mend an interface")
    return mean(visits["ended"] - visits["asked"])


def contract_turnaround(run: Run) -> float:
    """Mean hours from sending a draft to Legal until Sales has the reviewed contract."""
    return answered_after(run, subjects.CONTRACT_DRAFT, subjects.REVIEWED_CONTRACT)


def supplier_invoice_days(run: Run) -> float:
    """Mean days from a supplier's invoice (or the news of the goods, if that is later) to its approval."""
    paid = run.of_kind("supplier invoice", columns=["lead"])
    house = run.of_kind("house purchase", columns=("case", "opened", "lead"))
    asked = matching(run).groupby("case")["asked"].min()
    came = house["case"].map(asked)
    hours = pd.concat([paid["lead"], house["opened"] + house["lead"] - came]).dropna()
    return mean(hours) / 24


PER_YEAR, SHARE = "currency/year", "share"


def _row(name: str, label: str, unit: str, of: Callable[[Run], float]) -> Measure:
    return Measure(name, label, unit, "neither", RATIOS_GROUP, of)


RATIOS: tuple[Measure, ...] = (
    _row(
        "revenue per person",
        "revenue per person",
        PER_YEAR,
        lambda run: share(_revenue(run) / run.facts.years, _people(run)),
    ),
    _row("orders per picker-hour", "orders per hour of picking", "per h", orders_per_picker_hour),
    _row(
        "contacts per 100 orders",
        "contacts per 100 orders",
        "per 100",
        lambda run: 100 * share(_contacts(run), how_many(delivered_by_kind(run))),
    ),
    _row("tickets per agent", "tickets per agent and month", "per month", tickets_per_agent),
    _row(
        "invoices per finance person", "customers' invoices per finance person", "per year", invoices_per_finance_person
    ),
    _row("requests per employee", "IT requests per employee and month", "per month", requests_per_employee),
    _row(
        "HR per 100",
        "HR people per 100 employees",
        "per 100",
        lambda run: 100 * share(_people(run, "hr"), _people(run)),
    ),
    _row("IT cost share", "IT wages, as a share of revenue", SHARE, lambda run: share(_paid(run, "it"), _revenue(run))),
    _row(
        "cost per contact",
        "pay of customer service per contact",
        "currency",
        lambda run: share(_paid(run, CONTACT_CENTRE), _contacts(run)),
    ),
    _row("cost per order", "fulfilment cost per order", "currency", cost_per_order),
    _row("cost per supplier invoice", "cost per supplier's invoice", "currency", cost_per_supplier_invoice),
    _row(
        "cost per IT request",
        "cost per IT request",
        "currency",
        lambda run: share(_cost_of(run, "serve a colleague"), how_many(ended(run, "staff request"))),
    ),
    _row("absence", "hours absent", SHARE, people.absence),
    _row("turnover", "resignations a year", "share/year", people.resignations),
    _row("transfers", "tickets passed on to an expert", SHARE, transfers),
    _row("return tickets", "tickets that announce a return", SHARE, _of_tickets(RETURN)),
    _row("order status tickets", "tickets that ask where an order is", SHARE, _of_tickets(WHERE_IS_MY_ORDER)),
    _row("sales cycle", "lead to deal", "days", sales_cycle),
    _row("selling time", "sellers' time spent on selling", SHARE, selling_time),
    _row("sellers' trouble", "sellers' time spent on information and trouble", SHARE, sellers_trouble),
    _row("contracts per lawyer", "contracts reviewed per lawyer and day", "per day", contracts_per_lawyer),
    _row("disputes", "disputes per invoice to a business", SHARE, disputes),
    _row(
        "resolution lost by transfer", "first-contact resolution lost by a transfer", SHARE, resolution_lost_by_transfer
    ),
    _row("message response", "first answer to what a customer writes", "h", message_response),
    _row("written resolution", "issue in text to solution, median", "h", written_resolution),
    _row("dock to stock", "dock to stock, open hours", "h", dock_to_stock),
    _row("interface repair", "failed interface found to mended", "h", interface_repair),
    _row("contract turnaround", "draft contract to reviewed contract", "h", contract_turnaround),
    _row("supplier invoice days", "supplier's invoice to approval", "days", supplier_invoice_days),
)


def ratios_of(run: Run) -> pd.DataFrame:
    """The columns ratio (id in ``RATIOS``) and value; NaN where a company has nothing to compute it from."""
    rows = [(ratio.id, float(ratio.of(run))) for ratio in RATIOS]
    return of_kinds(pd.DataFrame(rows, columns=["ratio", "value"]), {"ratio": TEXT, "value": NUMBER})
