"""What back offices keep from going wrong: pay that is right and in time, contracts that do not lapse."""

from __future__ import annotations

from sim.company.back_office.contracts import LAPSED
from sim.measures.efficiency import EFFICIENCY
from sim.measures.measure import Measure, share
from sim.measures.run import Run

MONTHS = 12.0


def pay_questions(run: Run) -> float:
    """Questions about wrong or late pay, per 100 people and month."""
    people = sum(facts.staff for facts in run.facts.teams.values())
    return 100 * share(len(run.of_kind("pay question")), people * MONTHS * run.facts.years)


def lapsed_contracts(run: Run) -> float:
    """Share of standing contracts that ended before anybody had renewed them."""
    ended = run.of_kind("contract upkeep")
    return share((ended["status"] == LAPSED).sum(), len(ended))


MEASURES = (
    Measure(
        "pay questions",
        "questions about pay, 100 people and month",
        "per 100",
        "lower",
        EFFICIENCY,
        pay_questions,
        base="people employed, month by month",
    ),
    Measure(
        "lapsed contracts",
        "standing contracts that lapsed",
        "share",
        "lower",
        EFFICIENCY,
        lapsed_contracts,
        base="standing contracts that ended",
    ),
)
