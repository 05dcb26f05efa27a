"""Counts and sums that several measures want, worked out once: of cases, messages, decisions and flows of money.

Each is a small table, one row for each combination that occurs; what it was made from is looked at a piece at a time
and not held.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.journal import Row
from sim.measures.run import Run, split_handoff
from sim.measures.tally import Tally

CASES = ("kind", "status", "failure")
MESSAGES = ("handoff", "mode", "wrong", "ask_backs", "rekeyed")

Flags: TypeAlias = NDArray[np.bool_]


def cases_summed(run: Run) -> pd.DataFrame:
    """All cases by how they ended, and when.

    Returns:
        kind, status ("open" at the end of the run too), failure (1: exists only because something went wrong), ended and
        opened (True: in the measured period), cases (how many), hours (sum of leads), value (sum).
    """
    return run.once(_cases)


def _cases(run: Run) -> pd.DataFrame:
    tally = Tally((*CASES, "ended", "opened"), sums=2)
    for rows in run.journal.tables["cases"].pieces(*CASES, "opened", "closed", "value"):
        flags = {"ended": run.ended(rows), "opened": rows["opened"] > run.facts.warm_up}
        tally.add(_beside(rows, CASES, flags), rows["closed"] - rows["opened"], rows["value"])
    groups, times, (hours, value) = tally.sums()
    table = run.named(groups, "kind", "status").assign(cases=times, hours=hours, value=value)
    return table.astype({"ended": bool, "opened": bool})


def _beside(rows: Row, columns: tuple[str, ...], flags: dict[str, Flags]) -> Row:
    """Some columns of rows with flags of them beside."""
    both = np.empty(len(rows), [(name, rows.dtype[name]) for name in columns] + [(name, "i1") for name in flags])
    for name in both.dtype.names or ():
        both[name] = flags[name] if name in flags else rows[name]
    return both


def ended(run: Run, *kinds: str) -> pd.DataFrame:
    """What ``cases_summed`` says of cases of some kinds that ended in the measured period."""
    table = cases_summed(run)
    return table[table["ended"] & run.among(table["kind"], kinds)]


def opened(run: Run, kind: str) -> pd.DataFrame:
    """What it says of cases of a kind that were opened in the measured period, finished or not."""
    table = cases_summed(run)
    return table[table["opened"] & run.among(table["kind"], [kind])]


def left_open(run: Run, *kinds: str) -> pd.DataFrame:
    """What it says of cases of some kinds that are open at the end of the run; without any, of all."""
    table = cases_summed(run)
    table = table[run.among(table["status"], ["open"])]
    return table[run.among(table["kind"], kinds)] if kinds else table


def how_many(cases: pd.DataFrame) -> int:
    """How many cases there are in some rows of ``cases_summed``."""
    return int(cases["cases"].sum())


def mean_lead(cases: pd.DataFrame) -> float:
    """Their mean hours from the beginning to the end; NaN when there is none."""
    return float(cases["hours"].sum()) / how_many(cases) if len(cases) else float("nan")


def messages_summed(run: Run) -> pd.DataFrame:
    """All messages understood in the measured period, by hand-off and by what went wrong.

    Returns:
        handoff, mode, wrong, ask_backs, rekeyed, messages (how many), hours (sum, from sent to understood), source,
        target and subject.
    """
    return run.once(_messages)


def _messages(run: Run) -> pd.DataFrame:
    tally = Tally(MESSAGES)
    measured = run.in_pieces("deliveries", (*MESSAGES, "sent", "understood"), run.understood)
    for rows in measured:
        tally.add(rows, rows["understood"] - rows["sent"])
    groups, times, (hours,) = tally.sums()
    table = run.named(groups, "handoff").assign(messages=times, hours=hours)
    ends = [split_handoff(str(run.names[code])) for code in groups["handoff"].tolist()]
    for place, column in enumerate(("source", "target", "subject")):
        table[column] = np.array([one[place] for one in ends], dtype=object)
    return table


def decisions_summed(run: Run) -> pd.DataFrame:
    """The decisions that count (``Run.decisions``) by rule and cause.

    Returns:
        decision, cause, taken (how many), stale (how many on a copy no longer up to date); sums of age and unseen (hours)
        and of regret (currency).
    """
    return run.once(_decisions)


def _decisions(run: Run) -> pd.DataFrame:
    tally = Tally(("decision", "cause"), sums=4)
    for rows in run.decided_in_pieces("decision", "cause", "age", "unseen", "regret"):
        tally.add(rows, rows["age"], rows["unseen"], (rows["unseen"] > 0).astype(np.float64), rows["regret"])
    groups, times, (age, unseen, stale, regret) = tally.sums()
    sums = {"taken": times, "stale": stale, "age": age, "unseen": unseen, "regret": regret}
    return run.named(groups, "decision").assign(**sums)


def booked(run: Run, *accounts: str) -> float:
    """What was booked to some accounts in the measured period, currency; income positive."""
    by_account = accounts_of(run)
    return float(by_account.reindex(list(accounts)).sum())


def accounts_of(run: Run) -> pd.Series:
    """What was booked to each account in the measured period, by its name."""
    return run.once(_accounts)


def _accounts(run: Run) -> pd.Series:
    tally = Tally(("account",))
    for rows in run.in_pieces("money", ("account", "amount"), run.booked, by=["time"]):
        tally.add(rows, rows["amount"])
    groups, _, (amount,) = tally.sums()
    return pd.Series(amount, index=pd.Index(run.names[groups["account"]].astype(str), name="account"))
