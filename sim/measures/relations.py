"""Benefit 3, better customer experience: who comes, who stays, and who wants to hear of the company."""

from __future__ import annotations

from sim.measures.customers import EXPERIENCE, ISSUES, delivered_by_kind, last, leads, tickets
from sim.measures.measure import Measure, share
from sim.measures.run import Run
from sim.measures.summed import ended, how_many


def leads_per_year(run: Run) -> float:
    """Leads that ended, a year."""
    return how_many(leads(run)) / run.facts.years


def unsubscribed(run: Run) -> float:
    """Customers and leads who want no more letters, a year, as a share of the customers at the beginning."""
    return len(run.noted_measured("unsubscribed")) / run.facts.customers / run.facts.years


def objections(run: Run) -> float:
    """Complaints about letters a year."""
    return how_many(ended(run, "letter")) / run.facts.years


def forgotten_quotes(run: Run) -> float:
    """Share of quotes that nobody asked about until they had expired."""
    quotes = leads(run)
    forgotten = quotes[quotes["status"] == "forgotten"]
    return share(how_many(forgotten), how_many(quotes[run.among(quotes["status"], ("won", "lost", "forgotten"))]))


def led_astray(run: Run) -> float:
    """Times that a contact had to be passed on to a colleague, per ticket."""
    return share(len(run.noted_measured("transferred")), tickets(run)["tickets"].sum())


def by_expert(run: Run) -> float:
    """Share of the technical faults that took an expert."""
    faults = run.of_kind("technical", columns=["case"])["case"]
    return share(faults.isin(run.visits_to("mend a customer's fault", columns=["case"])["case"]).sum(), len(faults))


def duplicates(run: Run) -> float:
    """Customers who stand in the master twice or more often at the end, of a thousand."""
    noted = run.noted("duplicates")["value"]
    return 1000 * float(noted.iloc[-1]) / run.facts.customers if len(noted) else 0.0


def repeat_orders(run: Run) -> float:
    """Orders delivered to businesses that were customers already, a year."""
    orders = delivered_by_kind(run)
    return how_many(orders[orders["kind"] == "business order"]) / run.facts.years


def businesses(run: Run) -> float:
    """Businesses that are customers at the end of the run."""
    return last(run, "businesses")


MEASURES = (
    Measure(
        "unsubscribed",
        "customers and leads who want no more letters",
        "share/year",
        "lower",
        EXPERIENCE,
        unsubscribed,
        base="customers at the beginning",
    ),
    Measure("objections", "complaints about letters", "a year", "lower", EXPERIENCE, objections),
    Measure(
        "forgotten quotes",
        "quotes nobody asked about until they expired",
        "share",
        "lower",
        EXPERIENCE,
        forgotten_quotes,
        base="quotes that ended",
    ),
    Measure(
        "led astray",
        "contacts that reached the wrong colleague",
        "per issue",
        "lower",
        EXPERIENCE,
        led_astray,
        base=ISSUES,
    ),
    Measure(
        "faults by experts",
        "technical faults that took an expert",
        "share",
        "lower",
        EXPERIENCE,
        by_expert,
        base="technical faults that ended",
    ),
    Measure(
        "duplicates",
        "customers who stand in the master twice",
        "per thousand",
        "lower",
        EXPERIENCE,
        duplicates,
        base="customers at the beginning",
    ),
    Measure("leads", "leads that ended", "a year", "higher", EXPERIENCE, leads_per_year),
    Measure(
        "repeat orders", "orders of businesses that were customers already", "a year", "higher", EXPERIENCE, repeat_orders
    ),
    Measure("businesses", "businesses that are customers at the end", "number", "higher", EXPERIENCE, businesses),
)
