"""Benefit 1, continuous information flow; and benefit 2, better decisions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.company import subjects
from sim.company.decisions import CAUSES, RULES
from sim.engine.codes import Cause
from sim.measures.customers import brought, customers_hours
from sim.measures.measure import OWN_MIX, Measure, mean, share
from sim.measures.run import Run

FLOW, DECISIONS = "information flow", "decisions"
DECIDED = f"decisions, an open question once, {OWN_MIX}"
BROUGHT = f"cases that ended, without those that failures made, {OWN_MIX}"
"""Bases of several measures."""


def age_at_use(run: Run) -> float:
    """Mean age of the information that decisions were taken on, hours."""
    return mean(run.decisions["age"])


def stale_at_use(run: Run) -> float:
    """Share of decisions taken on a copy that was no longer up to date."""
    return mean((run.decisions["unseen"] > 0).astype(float))


def incorrect_age(run: Run) -> float:
    """Mean hours since the first change a decider did not know of (0 when up to date)."""
    return mean(run.decisions["unseen"])


def information_share(run: Run) -> float:
    """Share of customers' lead time spent waiting for information."""
    hours = customers_hours(run)
    return share(hours["information"], hours["lead"])


def handoffs_per_case(run: Run) -> float:
    """Messages between departments per finished case that a customer came for."""
    return share(len(run.deliveries), len(brought(run)))


def reentries_per_case(run: Run) -> float:
    """Messages that somebody had to key in again, per finished case that a customer came for."""
    return share(float(run.deliveries["rekeyed"].sum()), len(brought(run)))


def ask_backs_per_case(run: Run) -> float:
    """Questions back to the sender per finished case that a customer came for."""
    return share(float(run.deliveries["ask_backs"].sum()), len(brought(run)))


def wrong_decisions(run: Run) -> float:
    """Share of decisions in which the oracle twin, with the same luck, would have acted otherwise."""
    return mean((run.decisions["cause"] != Cause.RIGHT).astype(float))


def regret_per_week(run: Run) -> float:
    """Expected cost of deciding on copies instead of the truth, currency a week (an 'of which', never booked)."""
    return float(run.decisions["regret"].sum()) / (run.facts.hours / 168)


def bullwhip(run: Run) -> float:
    """Variance of units ordered over variance of units wanted, week by week, mean over products."""
    ordered, wanted = (rows[rows["time"] > run.facts.warm_up] for rows in (run.noted("ordered"), run.noted("wanted")))
    weeks = np.arange(run.facts.warm_up / 168, run.facts.horizon / 168 + 0.5)
    ratios = []
    ordered_of, wanted_of = _by_place(ordered, weeks), _by_place(wanted, weeks)
    for product in sorted(wanted_of):
        demand = wanted_of[product]
        orders = ordered_of.get(product, np.zeros_like(demand))
        if len(demand) > 1 and demand.var(ddof=1) > 0:
            ratios.append(orders.var(ddof=1) / demand.var(ddof=1))
    return float(np.mean(ratios)) if ratios else float("nan")


def _by_place(rows: pd.DataFrame, weeks: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """What was noted of each place, summed week by week."""
    times, values = rows["time"].to_numpy() / 168, rows["value"].to_numpy()
    found = rows.groupby("place", observed=True).indices.items()
    return {
        str(place): np.histogram(times[own], bins=weeks, weights=values[own])[0].astype(float) for place, own in found
    }


def decision_latency(run: Run) -> float:
    """Mean hours from asking Finance for a credit decision to having it."""
    return answered_after(run, subjects.CREDIT_QUESTION, subjects.CREDIT_DECISION)


def answered_after(run: Run, question: str, answer: str) -> float:
    """Mean hours from sending messages of one subject to understanding those of another, case by case."""
    messages = run.deliveries
    asked = messages.loc[messages["subject"] == question, ["case", "sent"]].groupby("case")["sent"].min()
    got = messages.loc[messages["subject"] == answer, ["case", "understood"]].groupby("case")["understood"].max()
    return mean((got - asked).dropna())


def inquiry_hours(run: Run) -> float:
    """Mean hours until a question to another department is answered."""
    return mean(run.of_kind(subjects.INQUIRY)["lead"])


def _wrong_by_rule(run: Run) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Wrong decisions and all decisions by the code of their rule; the last place, of no rule, is empty."""
    rules, wrong = run.decisions["decision"].cat.codes.to_numpy(), run.decisions["cause"].to_numpy() != Cause.RIGHT
    size = len(run.names) + 1
    return np.bincount(rules[wrong], minlength=size), np.bincount(rules, minlength=size)


def of_decision(name: str) -> Measure:
    """The measure of wrong decisions of one kind."""

    def wrong(run: Run) -> float:
        wrong, all_ = run.once(_wrong_by_rule)
        code = run.code.get(name, -1)
        return share(wrong[code], all_[code])

    return Measure(
        f"wrong {name}", f"wrong decisions: {name}", "share", "lower", DECISIONS, wrong, base=f"decisions: {name}"
    )


def of_cause(number: int) -> Measure:
    """The measure of wrong decisions with one cause."""

    def caused(run: Run) -> float:
        return mean((run.decisions["cause"] == number).astype(float))

    return Measure(
        f"wrong because {CAUSES[number]}",
        f"wrong decisions because information was {CAUSES[number]}",
        "share",
        "lower",
        DECISIONS,
        caused,
        base=DECIDED,
    )


MEASURES = (
    Measure("age at use", "age of information when used", "h", "lower", FLOW, age_at_use, short=True, base=DECIDED),
    Measure("stale at use", "decisions on outdated information", "share", "lower", FLOW, stale_at_use, base=DECIDED),
    Measure("incorrect age", "hours since the first unknown change", "h", "lower", FLOW, incorrect_age, base=DECIDED),
    Measure(
        "information share",
        "lead time spent waiting for information",
        "share",
        "lower",
        FLOW,
        information_share,
        base=f"lead time of customers' cases that ended, {OWN_MIX}",
    ),
    Measure(
        "inquiry hours",
        "time until a colleague's question is answered",
        "h",
        "lower",
        FLOW,
        inquiry_hours,
        base="questions answered",
    ),
    Measure(
        "hand-offs",
        "messages between departments per customer case",
        "per case",
        "lower",
        FLOW,
        handoffs_per_case,
        base=BROUGHT,
    ),
    Measure(
        "re-entries",
        "messages keyed in again per customer case",
        "per case",
        "lower",
        FLOW,
        reentries_per_case,
        short=True,
        base=BROUGHT,
    ),
    Measure("ask-backs", "questions back per customer case", "per case", "lower", FLOW, ask_backs_per_case, base=BROUGHT),
    Measure("wrong decisions", "wrong decisions", "share", "lower", DECISIONS, wrong_decisions, short=True, base=DECIDED),
    Measure(
        "regret", "expected cost of wrong decisions", "currency/week", "lower", DECISIONS, regret_per_week, signed=True
    ),
    Measure(
        "bullwhip",
        "bullwhip ratio (variance ordered / wanted)",
        "ratio",
        "lower",
        DECISIONS,
        bullwhip,
        base="variance of units wanted, week by week, mean over products",
    ),
    Measure(
        "decision latency",
        "time to a credit decision",
        "h",
        "lower",
        DECISIONS,
        decision_latency,
        base="credit decisions by Finance",
    ),
    *(of_decision(rule.name) for rule in RULES),
    *(of_cause(number) for number in (Cause.ERRONEOUS, Cause.STALE, Cause.INVISIBLE)),
)
