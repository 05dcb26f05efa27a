"""Benefit 1, continuous information flow; and benefit 2, better decisions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.company import subjects
from sim.company.decisions import CAUSES, RULES
from sim.engine.codes import Cause
from sim.measures.customers import brought, customers_hours
from sim.measures.measure import OWN_MIX, Measure, mean, share
from sim.measures.run import Run
from sim.measures.summed import decisions_summed, ended, how_many, mean_lead, messages_summed
from sim.measures.tally import Tally

FLOW, DECISIONS = "information flow", "decisions"
DECIDED = f"decisions, an open question once, {OWN_MIX}"
BROUGHT = f"cases that ended, without those that failures made, {OWN_MIX}"
"""Bases of several measures."""


def age_at_use(run: Run) -> float:
    """Mean age of the information that decisions were taken on, hours."""
    return _per_decision(run, "age")


def stale_at_use(run: Run) -> float:
    """Share of decisions taken on a copy that was no longer up to date."""
    return _per_decision(run, "stale")


def incorrect_age(run: Run) -> float:
    """Mean hours since the first change a decider did not know of (0 when up to date)."""
    return _per_decision(run, "unseen")


def _per_decision(run: Run, what: str) -> float:
    """A sum over the decisions that count, by their number."""
    decisions = decisions_summed(run)
    return share(decisions[what].sum(), decisions["taken"].sum())


def information_share(run: Run) -> float:
    """Share of customers' lead time spent waiting for information."""
    hours = customers_hours(run)
    return share(hours["information"], hours["lead"])


def handoffs_per_case(run: Run) -> float:
    """Messages between departments per finished case that a customer came for."""
    return share(messages_summed(run)["messages"].sum(), how_many(brought(run)))


def reentries_per_case(run: Run) -> float:
    """Messages that somebody had to key in again, per finished case that a customer came for."""
    messages = messages_summed(run)
    return share((messages["rekeyed"] * messages["messages"]).sum(), how_many(brought(run)))


def ask_backs_per_case(run: Run) -> float:
    """Questions back to the sender per finished case that a customer came for."""
    messages = messages_summed(run)
    return share((messages["ask_backs"] * messages["messages"]).sum(), how_many(brought(run)))


def wrong_decisions(run: Run) -> float:
    """Share of decisions in which the oracle twin, with the same luck, would have acted otherwise."""
    decisions = decisions_summed(run)
    return share(decisions.loc[decisions["cause"] != Cause.RIGHT, "taken"].sum(), decisions["taken"].sum())


def regret_per_week(run: Run) -> float:
    """Expected cost of deciding on copies instead of the truth, currency a week (an 'of which', never booked)."""
    return float(decisions_summed(run)["regret"].sum()) / (run.facts.hours / 168)


def bullwhip(run: Run) -> float:
    """Variance of units ordered over variance of units wanted, week by week, mean over products."""
    ratios = []
    ordered_of, wanted_of = (_by_place(run, what) for what in ("ordered", "wanted"))
    for product in sorted(wanted_of):
        demand = wanted_of[product]
        orders = ordered_of.get(product, np.zeros_like(demand))
        if len(demand) > 1 and demand.var(ddof=1) > 0:
            ratios.append(orders.var(ddof=1) / demand.var(ddof=1))
    return float(np.mean(ratios)) if ratios else float("nan")


def _by_place(run: Run, what: str) -> dict[str, NDArray[np.float64]]:
    """What was noted of each place in the measured period, summed week by week."""
    weeks, code, tally = round(run.facts.hours / 168), run.code.get(what, -1), Tally(("place", "week"))
    for rows in run.in_pieces(
        "levels",
        ("time", "place", "value"),
        lambda rows: (rows["what"] == code) & (rows["time"] > run.facts.warm_up),
        by=["what"],
    ):
        own = np.empty(len(rows), dtype=[("place", "<i4"), ("week", "<i4")])
        own["place"], own["week"] = rows["place"], np.minimum((rows["time"] - run.facts.warm_up) // 168, weeks - 1)
        tally.add(own, rows["value"])
    groups, _, (values,) = tally.sums()
    by_place: dict[str, NDArray[np.float64]] = {}
    for (place, week), value in zip(groups.tolist(), values.tolist(), strict=True):
        by_place.setdefault(str(run.names[place]), np.zeros(weeks))[week] = value
    return by_place


def decision_latency(run: Run) -> float:
    """Mean hours from asking Finance for a credit decision to having it."""
    return answered_after(run, subjects.CREDIT_QUESTION, subjects.CREDIT_DECISION)


def answered_after(run: Run, question: str, answer: str) -> float:
    """Mean hours from sending messages of one subject to understanding those of another, case by case."""
    messages = run.messages(question, answer, columns=("case", "sent", "understood"))
    asked = messages[messages["subject"] == question].groupby("case")["sent"].min()
    got = messages[messages["subject"] == answer].groupby("case")["understood"].max()
    return mean((got - asked).dropna())


def inquiry_hours(run: Run) -> float:
    """Mean hours until a question to another department is answered."""
    return mean_lead(ended(run, subjects.INQUIRY))


def of_decision(name: str) -> Measure:
    """The measure of wrong decisions of one kind."""

    def wrong(run: Run) -> float:
        decisions = decisions_summed(run)
        own = decisions[run.among(decisions["decision"], [name])]
        return share(own.loc[own["cause"] != Cause.RIGHT, "taken"].sum(), own["taken"].sum())

    return Measure(
        f"wrong {name}", f"wrong decisions: {name}", "share", "lower", DECISIONS, wrong, base=f"decisions: {name}"
    )


def of_cause(number: int) -> Measure:
    """The measure of wrong decisions with one cause."""

    def caused(run: Run) -> float:
        decisions = decisions_summed(run)
        return share(decisions.loc[decisions["cause"] == number, "taken"].sum(), decisions["taken"].sum())

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
