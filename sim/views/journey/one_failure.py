"""The story of one failure: an order that went wrong in one world only, found in the data, and how it came about.

An order went wrong where a wrong decision on it brought about cases that nobody ordered (see
``sim.views.replay.threads``). The one that is told is typical: of those that went wrong in the commonest way and
can be told in short (``tellable``), it is the one whose lead time is nearest to the median of all that went wrong so.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from sim.measures.customers import ORDERS
from sim.views.journey.words import action_words, duration, when
from sim.views.replay.threads import Thread, spared, tellable, threads_of
from sim.views.style import words
from sim.views.style.study_words import Row, names

if TYPE_CHECKING:
    from sim.experiment.study import Study


@dataclass(frozen=True)
class OneFailure:
    """One order that went wrong.

    Attributes:
        place: of the world in which it did, 0 or 1; the other was spared.
        thread: the wrong decision, and the cases that followed.
        decided: the decision's row.
        here, there: the order's row among the cases of that world, and of the other.
        alike: how many orders went wrong in the same way, by the same decision for the same cause, in this world only.
        orders: how many went wrong in one world only, in any way; as all that are told of, delivered in both worlds.
    """

    place: int
    thread: Thread
    decided: Row
    here: Row
    there: Row
    alike: int
    orders: int


def one_failure(study: Study) -> OneFailure | None:
    """The order that is told of; None where no order went wrong in one world only, or the runs were not told."""
    if len(study.replayed) != 2:
        return None
    found = pd.DataFrame([row for place in (0, 1) for row in _candidates(study, place)])
    if found.empty:
        return None
    ways = Counter(zip(found["place"], found["decision"], found["cause"], strict=True))
    (place, decision, cause), alike = max(ways.items(), key=lambda pair: (pair[1], -pair[0][0]))
    own = found[(found["place"] == place) & (found["decision"] == decision) & (found["cause"] == cause)]
    told = own[own["tellable"]]
    told = (told if len(told) else own).copy()
    told["off"] = (told["lead"] - own["lead"].median()).abs()
    best = told.sort_values(["off", "time"], kind="stable").iloc[0]
    rows = [_case(study, one, int(best["case"])) for one in (place, 1 - place)]
    thread: Thread = best["thread"]
    decided = study.replayed[place]["decided"].loc[thread.row].to_dict()
    return OneFailure(int(place), thread, decided, rows[0], rows[1], alike, len(found))


def _candidates(study: Study, place: int) -> list[Row]:
    """A row for each order that went wrong in this world and was delivered in both: its first wrong decision."""
    own, other = study.replayed[place], study.replayed[1 - place]
    leads = [world["cases"].set_index("case")["lead"].dropna() for world in (own, other)]
    orders = set(own["cases"].loc[own["cases"]["kind"].isin(ORDERS), "case"]) & set(leads[0].index) & set(leads[1].index)
    rows: list[Row] = []
    seen: set[int] = set()
    for thread in spared(threads_of(own), other):
        if thread.case in orders and thread.case not in seen:
            seen.add(thread.case)
            decision = str(own["decided"].loc[thread.row, "decision"])
            rows.append(
                {"place": place, "decision": decision, "cause": thread.cause, "case": thread.case, "thread": thread,
                 "time": thread.time, "lead": float(leads[0][thread.case]), "tellable": tellable(thread)}
            )  # fmt: skip
    return rows


def _case(study: Study, place: int, case: int) -> Row:
    cases = study.replayed[place]["cases"]
    row: Row = cases[cases["case"] == case].iloc[0].to_dict()
    return row


def failure_lines(study: Study, found: OneFailure) -> list[str]:
    """How it came about, what followed, and how it went in the other world, a paragraph each."""
    here, there = (names(study)[place] for place in (found.place, 1 - found.place))
    return [_why_this_one(found, here), _decision(study, found, here), _what_followed(study, found), _other(found, there)]


def _why_this_one(found: OneFailure, here: str) -> str:
    many = found.alike > 1
    return (
        f"In the first pair of runs {words.count(found.orders, 'order')} of those delivered in both worlds went wrong in "
        f"one only: a wrong decision brought about work that nobody ordered. {found.alike:,} of them went wrong like "
        f"this one, in {here}"
        f"{'; of those that can be told in short, its lead time is the nearest to their median' if many else ''}."
    )


def _decision(study: Study, found: OneFailure, here: str) -> str:
    row, rule = found.decided, str(found.decided["decision"])
    label = study.a.company.departments[str(row["department"])].label
    did, should = (action_words(rule, row[key], row["oracle"]) for key in ("action", "oracle"))
    return (
        f"{words.sentence(found.thread.name)} in {here}, {when(found.thread.time, full=True)}: {label} decides on the "
        f"{rule}. {cause_words(row)} So it is: {did}; the truth would have said: {should}."
    )


def cause_words(row: Row) -> str:
    """Why a decision was wrong: what its copy was, how old, and since when it was not true any more."""
    said = f"The cause: what it goes by is {row['cause']}"
    old = f", {words.hours(row['age'])} old" if row["age"] > 0 else ""
    untrue = f" and for {words.hours(row['unseen'])} no longer true" if old and row["unseen"] > 0 else ""
    return f"{said}{old}{untrue}."


def _what_followed(study: Study, found: OneFailure) -> str:
    cases = study.replayed[found.place]["cases"].set_index("case")
    said = []
    for one in found.thread.followed:
        lead = float(cases["lead"][one.case])
        took = f", closed after {duration(lead)}" if math.isfinite(lead) else ", still open at the end"
        said.append(f"{one.kind} ({when(one.opened)}{took})")
    work = float(cases.loc[[one.case for one in found.thread.followed], "touch"].sum())
    return f"What followed: {words.listing(said)}; {words.hours(work)} of work that nobody ordered."


def _other(found: OneFailure, there: str) -> str:
    leads = [words.hours(float(row["lead"])) for row in (found.there, found.here)]
    return (
        f"In {there} the same customer placed the same order. Every decision on it was right and nothing of this kind "
        f"followed; it took {leads[0]} instead of {leads[1]}."
    )
