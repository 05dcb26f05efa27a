"""Calls, chats and messages of customers: how long they wait for an answer, and whether they get one."""

from __future__ import annotations

import pandas as pd

from sim.engine.codes import VisitStatus
from sim.measures.measure import mean, share
from sim.measures.run import Run

LIVE_ACTIVITIES = ("answer a call", "answer a chat", "answer a video call")
WRITTEN = "answer a message"


def contacts(run: Run) -> pd.DataFrame:
    """Visits in which a customer's call, chat or message was answered, or was to be (see ``Run.visits_to``)."""
    return run.once(_contacts)


def _contacts(run: Run) -> pd.DataFrame:
    return run.visits_to(*LIVE_ACTIVITIES, WRITTEN)


def _tries(run: Run) -> pd.DataFrame:
    visits = contacts(run)
    live = (visits["activity"] != WRITTEN) & (visits["ended"] > run.facts.warm_up)
    return visits[live & (visits["status"] != VisitStatus.OPEN)]


def _given_up_at_once(run: Run, tries: pd.DataFrame) -> pd.Series:
    waited = tries["started"] - tries["asked"]
    return (tries["status"] == VisitStatus.ABANDONED) & (waited < run.facts.short_abandon_hours)


def _live(run: Run) -> pd.DataFrame:
    """Calls and chats that ended, those that were given up at once left out."""
    tries = _tries(run)
    return tries[~_given_up_at_once(run, tries)]


def given_up_at_once(run: Run) -> float:
    """Share of calls and chats given up so soon that the company counts them apart."""
    tries = _tries(run)
    return share(_given_up_at_once(run, tries).sum(), len(tries))


def waiting_minutes(run: Run) -> float:
    """Mean minutes that callers and chatters wait for an answer (or until they give up)."""
    live = _live(run)
    return 60 * mean(live["started"] - live["asked"])


def service_level(run: Run) -> float:
    """Share of calls and chats answered within the seconds that the company has set itself."""
    live = _live(run)
    in_time = live["started"] - live["asked"] <= run.facts.service_level_hours
    return share((in_time & (live["status"] == VisitStatus.DONE)).sum(), len(live))


def abandonment(run: Run) -> float:
    """Share of calls and chats given up before an answer."""
    live = _live(run)
    return share((live["status"] == VisitStatus.ABANDONED).sum(), len(live))
