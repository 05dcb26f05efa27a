"""Calls, chats and messages of customers: how long they wait for an answer, and whether they get one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.codes import VisitStatus
from sim.engine.journal import Row
from sim.measures.hours import bots
from sim.measures.measure import share
from sim.measures.run import Run, among, gathered
from sim.measures.tally import Tally, flagged

CALL, CHAT, WRITTEN = "answer a call", "answer a chat", "answer a message"
LIVE_ACTIVITIES = (CALL, CHAT, "answer a video call")
IN_TEXT = (WRITTEN, CHAT)
READ = ("case", "activity", "team", "asked", "started", "ended", "status")
"""Columns of visits in which a customer's call, chat or message was answered, or was to be."""
TRIED = ("tries", "given_up", "at_once", "in_time")
"""What is told apart of calls and chats: those that count, given up, at once, answered soon enough."""
HEARD = np.dtype([("case", "<i8"), ("asked", "<f8"), ("waited", "<f8"), ("activity", "<i4"), ("answered", "i1")])
"""What must be known of each contact to say which was the first about its case: hours; a message answered by people."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """What is said of the calls, chats and messages of a run.

    Attributes:
        tries: calls and chats that ended in the measured period.
        live: of these, not given up so soon that the company counts them apart.
        abandoned: of the live ones, given up before an answer.
        in_time: of the live ones, answered within the seconds that the company has set itself.
        waited: hours that the live ones waited.
        answered: messages that had a first answer in the measured period by people.
        until_answered: hours from these messages to their answers.
        began_in_text, began_by_call: keys of cases whose first contact was a message or a chat, or a call, in order.
    """

    tries: int
    live: int
    abandoned: int
    in_time: int
    waited: float
    answered: int
    until_answered: float
    began_in_text: NDArray[np.int64]
    began_by_call: NDArray[np.int64]


def contacts(run: Run) -> Contacts:
    """What is said of all contacts; they are looked at once."""
    return run.once(_contacts)


def _contacts(run: Run) -> Contacts:
    codes, heard, live = run.codes((*LIVE_ACTIVITIES, WRITTEN)), list[Row](), Tally(TRIED)
    for rows in run.in_pieces("visits", READ, lambda rows: among(rows["activity"], codes)):
        own = _heard(run, rows)
        live.add(_tried(run, rows), own["waited"])
        heard.append(own)
    tried, times, (hours,) = live.sums()
    taken = (tried["tries"] == 1) & (tried["at_once"] == 0)
    all_heard = gathered(heard, HEARD)
    answers = all_heard[all_heard["answered"] == 1]
    waited, first = answers["waited"][_first(answers)], all_heard[_first(all_heard)]
    return Contacts(
        tries=int(times[tried["tries"] == 1].sum()),
        live=int(times[taken].sum()),
        abandoned=int(times[taken & (tried["given_up"] == 1)].sum()),
        in_time=int(times[taken & (tried["in_time"] == 1)].sum()),
        waited=float(hours[taken].sum()),
        answered=len(waited),
        until_answered=float(waited.sum()),
        began_in_text=np.unique(first["case"][among(first["activity"], run.codes(IN_TEXT))]),
        began_by_call=np.unique(first["case"][first["activity"] == run.code.get(CALL, -1)]),
    )


def _tried(run: Run, visits: Row) -> Row:
    """The flags ``TRIED`` of each visit."""
    waited, given_up = visits["started"] - visits["asked"], visits["status"] == VisitStatus.ABANDONED
    ended = (visits["ended"] > run.facts.warm_up) & (visits["status"] != VisitStatus.OPEN)
    return flagged(
        tries=ended & (visits["activity"] != run.code.get(WRITTEN, -1)),
        given_up=given_up,
        at_once=given_up & (waited < run.facts.short_abandon_hours),
        in_time=(visits["status"] == VisitStatus.DONE) & (waited <= run.facts.service_level_hours),
    )


def _heard(run: Run, visits: Row) -> Row:
    """What is held of each visit: the columns ``HEARD``."""
    own = np.empty(len(visits), dtype=HEARD)
    own["case"], own["asked"], own["waited"] = visits["case"], visits["asked"], visits["started"] - visits["asked"]
    own["activity"] = visits["activity"]
    done = (visits["status"] == VisitStatus.DONE) & (visits["ended"] > run.facts.warm_up)
    written = visits["activity"] == run.code.get(WRITTEN, -1)
    own["answered"] = written & done & ~among(visits["team"], run.codes(bots(run)))
    return own


def _first(rows: Row) -> NDArray[np.bool_]:
    """Which rows were asked for first of those about their case, one for each case."""
    order, first = np.lexsort((rows["asked"], rows["case"])), np.zeros(len(rows), dtype=bool)
    case = rows["case"][order]
    first[order[np.append(True, case[1:] != case[:-1])[: len(rows)]]] = True
    return first


def given_up_at_once(run: Run) -> float:
    """Share of calls and chats given up so soon that the company counts them apart."""
    return share(contacts(run).tries - contacts(run).live, contacts(run).tries)


def waiting_minutes(run: Run) -> float:
    """Mean minutes that callers and chatters wait for an answer (or until they give up)."""
    return 60 * share(contacts(run).waited, contacts(run).live)


def service_level(run: Run) -> float:
    """Share of calls and chats answered within the seconds that the company has set itself."""
    return share(contacts(run).in_time, contacts(run).live)


def abandonment(run: Run) -> float:
    """Share of calls and chats given up before an answer."""
    return share(contacts(run).abandoned, contacts(run).live)
