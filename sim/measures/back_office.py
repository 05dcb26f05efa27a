"""What back offices keep from going wrong: pay, contracts that lapse or cost, messages that are left unclear."""

from __future__ import annotations

import numpy as np

from sim.company.back_office.contracts import LAPSED
from sim.measures.efficiency import EFFICIENCY
from sim.measures.information import FLOW
from sim.measures.measure import Measure, share
from sim.measures.run import Run
from sim.measures.summed import ended, how_many, messages_summed

MONTHS = 12.0


def pay_questions(run: Run) -> float:
    """Questions about wrong or late pay, per 100 people and month."""
    people = sum(facts.staff for facts in run.facts.teams.values())
    return 100 * share(how_many(ended(run, "pay question")), people * MONTHS * run.facts.years)


def lapsed_contracts(run: Run) -> float:
    """Share of standing contracts that ended before anybody had renewed them."""
    contracts = ended(run, "contract upkeep")
    return share(how_many(contracts[contracts["status"] == LAPSED]), how_many(contracts))


def clauses_left(run: Run) -> float:
    """Contracts a year that Legal let out with a clause that costs the company."""
    return len(run.noted_measured("clause left")) / run.facts.years


def unclear_hours(run: Run) -> float:
    """Mean hours until a message from one back office to another is understood, of those that were asked back."""
    messages, offices = messages_summed(run), run.facts.back_offices
    between = [offices.issuperset(ends) for ends in zip(messages["source"], messages["target"], strict=True)]
    asked = messages[(messages["ask_backs"] > 0) & np.array(between, dtype=bool)]
    return share(asked["hours"].sum(), asked["messages"].sum())


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
    Measure("clauses left", "contracts with a clause that costs", "a year", "lower", EFFICIENCY, clauses_left),
    Measure(
        "unclear hours",
        "time until an unclear message between back offices is understood",
        "h",
        "lower",
        FLOW,
        unclear_hours,
        base="messages asked back",
    ),
)
