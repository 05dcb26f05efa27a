"""What followed from one wrong decision, computed from cases and their parents.

Those are the cases that exist only because something failed and follow from the case that was decided on, or from such a
case again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sim.measures.knowing import RIGHT, STALE
from sim.views.replay.sampling import Frames

FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "promised date": ("where is my order", "complaint"),
    "credit release": ("where is my order", "complaint"),
    "ship-to address": ("where is my order", "complaint", "returned parcel", "reshipment"),
    "refund": ("missing refund", "invoice dispute", "complaint"),
}
"""Kinds of cases that a wrong decision can bring about.

Only one that falls short of what the truth would have said does: a promise too early, an order held, an address that is
out of date, a refund declined.
"""
MOST_CASES = 6
"""A story of more is no longer one that can be told in a few seconds."""
LONGEST = 21 * 24.0
"""Hours from a decision to the last case that followed, in a story that is told."""


@dataclass(frozen=True)
class Followed:
    """A case that followed: it exists only because something had failed."""

    opened: float
    kind: str
    name: str
    case: int


@dataclass(frozen=True)
class Thread:
    """A wrong decision (its row of `decided`), the name of the case it was taken on, and what followed, in order."""

    row: int
    case: int
    name: str
    time: float
    cause: str
    followed: tuple[Followed, ...]


def threads_of(world: Frames) -> list[Thread]:
    """Every wrong decision on a case from which such cases followed later, in the order of time."""
    decided, cases = world["decided"], world["cases"]
    names = dict(zip(cases["case"], cases["name"], strict=True))
    under: dict[str, list[Followed]] = defaultdict(list)
    failed = cases[cases["case"].isin(world["failed"]["case"])].sort_values(["opened_at", "name"], kind="stable")
    columns = (failed[column].tolist() for column in ("opened_at", "kind", "name", "case"))
    for one in (Followed(*values) for values in zip(*columns, strict=True)):
        under[one.name.rpartition("/")[0]].append(one)
    short = decided["action"] < decided["oracle"]
    wrong = decided[(decided["cause"] != RIGHT) & short & decided["decision"].isin(list(FOLLOWS))]
    rows = zip(wrong.index, wrong["case"], wrong["time"], wrong["cause"], wrong["decision"].astype(str), strict=True)
    found = []
    for row, case, time, cause, rule in rows:
        name = names.get(case, "")
        first = [one for one in under.get(name, ()) if one.kind in FOLLOWS[rule]]
        later = [one for one in _with_theirs(first, under) if one.opened >= time]
        if later:
            later.sort(key=lambda one: (one.opened, one.name))
            found.append(Thread(int(row), int(case), name, float(time), str(cause), tuple(later)))
    return found


def _with_theirs(cases: list[Followed], under: Mapping[str, list[Followed]]) -> list[Followed]:
    """Some cases and all that followed from them again."""
    return [one for case in cases for one in (case, *_with_theirs(under.get(case.name, []), under))]


def spared(threads: list[Thread], other: Frames) -> list[Thread]:
    """The threads that the other world was spared: there the same case had no wrong decision, and nothing followed."""
    wrong = set(other["decided"].loc[other["decided"]["cause"] != RIGHT, "case"])
    possible = set(other["cases"]["case"]) - wrong
    failed = other["cases"]["case"].isin(other["failed"]["case"])
    failures = {name.rpartition("/")[0] for name in other["cases"].loc[failed, "name"]}
    return [thread for thread in threads if thread.case in possible and thread.name not in failures]


def tellable(thread: Thread) -> bool:
    """Whether a person can follow what followed."""
    return len(thread.followed) <= MOST_CASES and thread.followed[-1].opened - thread.time <= LONGEST


def story(worlds: tuple[Frames, ...], threads: list[Thread]) -> Thread | None:
    """The thread that is told: of those that a person can follow, the one with most kinds of cases that followed.

    The other world is spared all of it. A decision on old news comes before others. None where there is no such thread.
    """
    told = [thread for thread in spared(threads, worlds[1]) if tellable(thread)]

    def rank(thread: Thread) -> tuple[float, ...]:
        kinds = {one.kind for one in thread.followed}
        return thread.cause == STALE, len(kinds), len(thread.followed), -thread.followed[-1].opened

    return max(told, key=rank, default=None)
