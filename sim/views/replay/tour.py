"""The guided tour: five captioned stops and one order with its twin, every number in them computed from the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.calendar import WEEK
from sim.measures.customers import LATE
from sim.measures.knowing import RIGHT
from sim.measures.money import ONE_OFF, RUNNING, SPREAD_MONTHS, paid_once
from sim.views.journey.typical import Typical
from sim.views.journey.words import action_words
from sim.views.replay.chapters import at_work, opening, outage_seen, there, working_hours
from sim.views.replay.packing import period
from sim.views.replay.threads import Thread
from sim.views.style import words

if TYPE_CHECKING:
    from sim.experiment.study import Study

SECONDS = 10
"""How long a stop is shown."""
SPEED = 0.4
"""Hours that pass a second while it is."""
BEFORE = 0.8
"""Hours before what is to be seen at which a stop begins, so that one sees it come."""


@dataclass(frozen=True)
class Stop:
    """Where the tour stands still for a while.

    Attributes:
        time: hours.
        follow: the name of the case that is followed, or nothing.
        focus: the departments that it is about; none for all.
        twin: whether what is followed is compared in both worlds.
    """

    title: str
    words: str
    time: float
    follow: str = ""
    focus: tuple[str, ...] = ()
    twin: bool = False


def tour_of(study: Study, thread: Thread | None, typical: Typical | None) -> list[Stop]:
    """All stops for which the run has something to show, in the order in which they are told."""
    begin, end = period(study)
    first = opening(working_hours(study), begin, end)
    stops = [_silo(study, first), _hand_off(study), *_wrong(study, thread), _costs(study, first), *_order(study, typical)]
    return [stop for stop in stops if stop is not None]


def age_at(study: Study, w: int, department: str, record: str, time: float) -> float:
    """How old what a department knows of a kind of record is, hours."""
    known = study.replayed[w]["known"]
    own = known[(known["department"] == department) & (known["record"] == record) & (known["time"] <= time)]
    return max(0.0, time - float(own["as_of"].iloc[-1])) if len(own) else 0.0


def _silo(study: Study, time: float) -> Stop | None:
    known = study.replayed[0]["known"][["department", "record"]].drop_duplicates()
    decided = study.replayed[0]["decided"]
    wrong = decided.loc[decided["cause"] != RIGHT, "department"].astype(str).value_counts()
    ages = [
        (wrong.get(one, 0), age_at(study, 0, one, record, time) - age_at(study, 1, one, record, time), one, record)
        for one, record in zip(known["department"], known["record"], strict=True)
    ]
    older = [age for age in ages if age[1] > 0]
    if not older:
        return None
    department, record = max(older)[2:]
    a, b = (age_at(study, w, department, record, time) for w in (0, 1))
    whose = _label(study, department)
    now = "looks at the owner's own record" if b == 0 else f"has one that is {words.hours(b)} old"
    return Stop(
        "What a silo is",
        f"The same customers come to both companies. In {study.worlds[0]}, departments work with copies of what others "
        f"know, a silo each: {whose}'s copy of the {record} is {words.hours(a)} old. In {study.worlds[1]}, {whose} "
        f"{now}.",
        time,
        focus=(department,),
    )


def _hand_off(study: Study) -> Stop | None:
    begin, end = period(study)
    legs = study.replayed[0]["legs"]
    handed = legs[(legs["source"].astype(str) != "") & (legs["began"] >= begin)]
    if not len(handed):
        return None
    hours = float((handed["ended"] - handed["began"]).median())
    quarters, working = np.arange(begin, min(end, begin + 2 * WEEK), 0.25).tolist(), working_hours(study)
    shown = SECONDS * SPEED
    moments = [one for one in quarters if at_work(working, one) and at_work(working, one + shown)] or quarters
    time = moments[int(there(handed["began"], handed["ended"], moments).argmax())]
    other = study.replayed[1]["legs"]
    slow = int(((other["source"].astype(str) != "") & (other["began"] >= begin)).sum())
    at_once = len(study.replayed[1]["at_once"])
    share = words.percent(100 * at_once / (at_once + slow)) if slow and at_once else "all" if at_once else "none"
    a, b = study.worlds
    return Stop(
        "A hand-off",
        f"Work goes from department to department. In {a} half of all hand-offs take longer than "
        f"{words.hours(hours)}: written, left lying, keyed in again. In {b} {share} of them arrive at once, "
        "a pulse on the line.",
        time,
    )


def _wrong(study: Study, thread: Thread | None) -> list[Stop]:
    if thread is None:
        return []
    row = study.replayed[0]["decided"].loc[[thread.row]].to_dict("records")[0]
    so_far = [
        int(((table["cause"] != RIGHT) & (table["time"] <= thread.time)).sum())
        for table in (world["decided"] for world in study.replayed)
    ]
    old = f"What it knows is {words.hours(row['age'])} old" + (
        f" and has been out of date for {words.hours(row['unseen'])}." if row["unseen"] > 0 else "."
    )
    a, b = study.worlds
    department, rule = str(row["department"]), str(row["decision"])
    did, should = (action_words(rule, action, row["oracle"]) for action in (row["action"], row["oracle"]))
    decided = Stop(
        "A wrong decision",
        f"{_label(study, department)} decides on the {rule} of {thread.name}. {old} It decides: {did}; "
        f"the truth would have said: {should}. Wrong decisions up to now: {so_far[0]:,} in {a}, {so_far[1]:,} in {b}.",
        thread.time - BEFORE,
        thread.name,
        (department,),
    )
    return [decided, _followed(study, thread)]


def _followed(study: Study, thread: Thread) -> Stop:
    a, b = study.worlds
    kinds: dict[str, int] = {}
    for one in thread.followed:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    said = words.listing([f"{number} × {kind}" if number > 1 else kind for kind, number in kinds.items()])
    cases = study.replayed[0]["cases"]
    work = float(cases.loc[cases["case"].isin([one.case for one in thread.followed]), "touch"].sum())
    first = thread.followed[0].opened
    late = " It is delivered late." if (cases.loc[cases["case"] == thread.case, "status"] == LATE).any() else ""
    return Stop(
        "What followed from it",
        f"{words.hours(first - thread.time)} later the first of {words.count(len(thread.followed), 'case')} that nobody "
        f"ordered comes in: {said}; {words.hours(work)} of work.{late} In {b} the same case was decided rightly, and "
        "nothing of this kind followed.",
        first - BEFORE,
        thread.name,
    )


def _costs(study: Study, first: float) -> Stop:
    a = study.worlds[0]
    price = words.sentence(_price(study))
    outages = [outage_seen(study, w, *period(study)) for w in (0, 1)]
    alone, outage = outages
    if outage is None:
        return Stop(
            "What integration costs",
            f"{price} What is shared can fail for all at once; in these weeks it stopped no department at work.",
            first,
        )
    stopped = words.count(len(outage.labels), "department")
    shared = "What is shared fails for all" if len(outage.labels) > 1 else "Its worst outage"
    beside = ""
    if alone is not None:
        whom = words.count(len(alone.labels), "department")
        beside = f" The worst outage in {a} stops {whom} and {words.count(alone.cases, 'case')}."
    return Stop(
        "What integration costs",
        f"{price} {shared}: here {stopped} for {words.hours(outage.hours)}; "
        f"{words.count(outage.cases, 'case')} must wait.{beside}",
        outage.time,
    )


def _price(study: Study) -> str:
    """What the second world costs more, in a sentence."""
    a, b = study.worlds
    running, once = (dearer(study, line) for line in (RUNNING, ONE_OFF))
    currency = study.a.company.currency
    if running <= 0 and once <= 0:
        return f"{b} costs no more to run than {a}."
    said = f"{b} costs {words.number(running)} {currency} a year more to run than {a}"
    if once <= 0:
        return f"{said}."
    spread = f"{words.number(paid_once(once))} {currency} once, spread over {SPREAD_MONTHS} months"
    return f"{said}, and {spread}: {words.number(running + once)} {currency} a year in all."


def dearer(study: Study, line: str) -> float:
    """How much more a line of the statement takes from the second world's profit, currency a year."""
    table = study.tables["statement"]
    own = table[(table["replication"] == 0) & (table["line"] == line)].set_index("world")["amount"]
    a, b = (float(own.get(world, 0.0)) for world in study.worlds)
    return (a - b) * 52 / study.a.weeks


def _order(study: Study, typical: Typical | None) -> list[Stop]:
    if typical is None:
        return []
    rows = [
        cases[cases["name"] == typical.name].to_dict("records")[0]
        for cases in (world["cases"] for world in study.replayed)
    ]
    legs = study.replayed[0]["legs"]
    waits = legs[(legs["case"] == rows[0]["case"]) & (legs["state"] == "information")]
    time = float(rows[0]["opened_at"])
    if len(waits):
        longest = waits.iloc[[int((waits["ended"] - waits["began"]).to_numpy().argmax())]].to_dict("records")[0]
        quarters = np.arange(float(longest["began"]), float(longest["ended"]), 0.25).tolist()
        working = working_hours(study)
        time = next((moment for moment in quarters if at_work(working, moment)), quarters[0])
    a, b = study.worlds
    waited = " and ".join(words.hours(float(row["information"])) for row in rows)
    return [
        Stop(
            "One order in both worlds",
            f"{words.sentence(typical.name)} took {words.hours(float(rows[0]['lead']))} in {a} and "
            f"{words.hours(float(rows[1]['lead']))} in {b}; it waited {waited} for information. It is typical: half of "
            f"{words.count(typical.orders, 'order')} saved more than {words.hours(typical.middle)}, half less.",
            time - BEFORE / 4,
            typical.name,
            twin=True,
        )
    ]


def _label(study: Study, department: str) -> str:
    return study.a.company.departments[department].label
