"""The critical path of an order: which hand-offs stood on it, and how many hours of its lead time each took.

The critical path of a case is the chain of intervals that its lead time consists of: its own visits, waits and
hand-offs; of cases that went side by side for it, those of the one that finished last; of a question to a colleague for
which it was parked, those of the question. Nothing on it goes side by side, so its hours add up to the lead time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.company import subjects
from sim.engine.codes import WaitKind
from sim.engine.journal import Row
from sim.measures.columns import COUNT, NUMBER, TEXT, of_kinds
from sim.measures.customers import delivered
from sim.measures.lead_time import TOGETHER, decisive_branches
from sim.measures.run import MODES, Chosen, Run, about, split_handoff
from sim.measures.tally import Tally

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
    part = np.concatenate([inquiries[["case", "parent"]], decisive_branches(run)])
    members, found = [orders], orders
    while len(found):
        found = part["case"][np.isin(part["parent"], found)]
        members.append(found)
    return np.concatenate(members)


def _handoffs(run: Run, members: Keys) -> Iterator[Piece]:
    """Each hand-off by its mode, from sent to understood."""
    tally = Tally(("handoff", "mode"))
    for rows in run.in_pieces("deliveries", ("handoff", "mode", "sent", "understood"), about(members), by=["case"]):
        tally.add(rows, rows["understood"] - rows["sent"])
    for (handoff, mode), passages, hours in _rows(tally):
        source, target, subject = split_handoff(str(run.names[handoff]))
        yield HANDOFF, source, target, subject, MODES[mode], passages, hours


def _stays(run: Run, members: Keys, inquiries: Row) -> Iterator[Piece]:
    """Waiting and being worked on in each department, and what is waited for outside.

    Work on a message belongs to its hand-off, a joint session to the wait for it, an inquiry to the case of its own.
    """
    own, together = about(members), run.code.get(TOGETHER, -1)
    inside, away = Tally(["team"]), Tally(["kind"])

    def by_department(rows: Row) -> Chosen:
        chosen = (rows["place"] < 0) & (rows["activity"] != together)
        chosen[chosen] = own(rows[chosen])
        return np.asarray(chosen)

    for visits in run.in_pieces("visits", ("team", "asked", "ended"), by_department, by=("case", "place", "activity")):
        inside.add(visits, visits["ended"] - visits["asked"])
    own_inquiries = inquiries[about(members, "parent")(inquiries)]
    asked = set(zip(own_inquiries["parent"].tolist(), own_inquiries["opened"].tolist(), strict=True))
    for waits in run.in_pieces("waits", ("case", "kind", "team", "started", "ended"), own):
        outside = waits[waits["kind"] == WaitKind.OUTSIDE]
        away.add(outside, outside["ended"] - outside["started"])
        others = waits[np.isin(waits["kind"], (WaitKind.INFORMATION, WaitKind.JOINT))]
        moments = zip(others["case"].tolist(), others["started"].tolist(), strict=True)
        others = others[np.array([moment not in asked for moment in moments], dtype=bool)]
        inside.add(others, others["ended"] - others["started"])
    for (team,), passages, hours in _rows(inside):
        facts = run.facts.teams.get(str(run.names[team]))
        yield INSIDE, "", facts.department if facts else "", "", "", passages, hours
    for _, passages, hours in _rows(away):
        yield AWAY, "", "", "", "", passages, hours


def _rows(tally: Tally) -> Iterator[tuple[tuple[int, ...], int, float]]:
    """Each combination with how often it occurs and its hours."""
    groups, times, (hours,) = tally.sums()
    yield from zip(groups.tolist(), times.tolist(), hours.tolist(), strict=True)
