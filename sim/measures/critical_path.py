"""The critical path of an order: which hand-offs stood on it, and how many hours of its lead time each took.

The critical path of a case is the chain of intervals that its lead time consists of: its own visits, waits and
hand-offs; of cases that went side by side for it, those of the one that finished last; of a question to a colleague for
which it was parked, those of the question. Nothing on it goes side by side, so its hours add up to the lead time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.company import subjects
from sim.engine.codes import WaitKind
from sim.engine.journal import Row
from sim.measures.columns import COUNT, NUMBER, TEXT, of_kinds
from sim.measures.customers import delivered
from sim.measures.lead_time import TOGETHER
from sim.measures.run import MODES, Chosen, Run, split_handoff

HANDOFF, INSIDE, AWAY = "hand-off", "department", "outside"
COLUMNS = {
    **dict.fromkeys(("kind", "source", "target", "subject", "mode"), TEXT),
    "orders": COUNT,
    "passages": NUMBER,
    "hours": NUMBER,
}

Keys: TypeAlias = NDArray[np.int64]
Piece: TypeAlias = tuple[str, str, str, str, str, int, float]
"""Kind, source, target, subject, mode; how often, and hours in all."""


def order_path_of(run: Run) -> pd.DataFrame:
    """The critical path of the mean order that was delivered in the measured period, piece by piece.

    Returns:
        kind ("hand-off", "department" for work and waiting in it, "outside" for customer, supplier or carrier), source
        and target (departments; no source but of a hand-off, no target outside), subject and mode (of hand-offs),
        orders (how many), passages and hours (per order). The hours add up to the orders' mean lead time.
    """
    orders = delivered(run)["case"].to_numpy()
    inquiries = _inquiries(run)
    members = np.sort(_on_path(run, orders, inquiries))
    sums: dict[tuple[str, ...], list[float]] = {}
    for *what, passages, hours in (*_handoffs(run, members), *_stays(run, members, inquiries)):
        own = sums.setdefault(tuple(map(str, what)), [0.0, 0.0])
        own[0] += passages / len(orders)
        own[1] += hours / len(orders)
    rows = [(*what, len(orders), *own) for what, own in sorted(sums.items())]
    return of_kinds(pd.DataFrame(rows, columns=list(COLUMNS)), COLUMNS)


def _inquiries(run: Run) -> Row:
    """Questions to a colleague: the case that asks is parked from their beginning to their end."""
    code = run.code.get(subjects.INQUIRY, -1)
    return run.chosen("cases", ("case", "kind", "parent", "opened"), lambda rows: rows["kind"] == code)


def _on_path(run: Run, orders: Keys, inquiries: Row) -> Keys:
    """The orders, and level by level the cases whose lives were a stretch of theirs."""
    decisive = run.chosen("waits", ("case", "kind"), lambda rows: rows["kind"] == WaitKind.DECISIVE_BRANCH)["case"]
    branches = run.chosen("cases", ("case", "parent"), lambda rows: np.isin(rows["case"], decisive))
    part = np.concatenate([inquiries[["case", "parent"]], branches])
    members, found = [orders], orders
    while len(found):
        found = part["case"][np.isin(part["parent"], found)]
        members.append(found)
    return np.concatenate(members)


def _of(members: Keys) -> Callable[[Row], Chosen]:
    """Which rows are about some cases; their keys must be in order."""

    def about(rows: Row) -> Chosen:
        if not len(members):
            return np.zeros(len(rows), dtype=bool)
        keys = rows["case"]
        place = np.searchsorted(members, keys)
        place[place == len(members)] = 0
        return np.asarray(members[place] == keys)

    return about


def _handoffs(run: Run, members: Keys) -> Iterator[Piece]:
    """Each hand-off by its mode, from sent to understood."""
    rows = run.chosen("deliveries", ("handoff", "mode", "sent", "understood"), _of(members), by=["case"])
    links = rows["handoff"].astype(np.int64) * len(MODES) + rows["mode"]
    for link, passages, hours in _summed(links, rows["understood"] - rows["sent"]):
        source, target, subject = split_handoff(str(run.names[link // len(MODES)]))
        yield HANDOFF, source, target, subject, MODES[link % len(MODES)], passages, hours


def _stays(run: Run, members: Keys, inquiries: Row) -> Iterator[Piece]:
    """Waiting and being worked on in each department, and what is waited for outside.

    Work on a message belongs to its hand-off, a joint session to the wait for it, an inquiry to the case of its own.
    """
    about, together = _of(members), run.code.get(TOGETHER, -1)
    visits = run.chosen(
        "visits",
        ("team", "asked", "ended"),
        lambda rows: about(rows) & (rows["place"] < 0) & (rows["activity"] != together),
        by=("case", "place", "activity"),
    )
    waits = run.chosen("waits", ("case", "kind", "team", "started", "ended"), about)
    away, waits = (
        waits[waits["kind"] == WaitKind.OUTSIDE],
        waits[np.isin(waits["kind"], (WaitKind.INFORMATION, WaitKind.JOINT))],
    )
    asked = set(zip(inquiries["parent"].tolist(), inquiries["opened"].tolist(), strict=True))
    waits = waits[[moment not in asked for moment in zip(waits["case"].tolist(), waits["started"].tolist(), strict=True)]]
    teams = np.concatenate([visits["team"], waits["team"]])
    hours = np.concatenate([visits["ended"] - visits["asked"], waits["ended"] - waits["started"]])
    for team, passages, sum_ in _summed(teams, hours):
        facts = run.facts.teams.get(str(run.names[team]))
        yield INSIDE, "", facts.department if facts else "", "", "", passages, sum_
    for _, passages, sum_ in _summed(away["kind"], away["ended"] - away["started"]):
        yield AWAY, "", "", "", "", passages, sum_


def _summed(codes: Keys, hours: NDArray[np.float64]) -> Iterator[tuple[int, int, float]]:
    """Each code with how often it occurs and the sum of its hours."""
    found, which = np.unique(codes, return_inverse=True)
    times, sums = np.bincount(which), np.bincount(which, weights=hours)
    yield from zip(found.tolist(), times.tolist(), sums.tolist(), strict=True)
