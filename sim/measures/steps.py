"""The intervals of one case, in order: what it waited for, who worked on it, what was sent and decided.

They are those that the lead-time split adds up, cut by the same rules (``sim.measures.lead_time``), so the parts of a
case's steps add up to its split.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from sim.company import subjects
from sim.engine.codes import VisitKind, VisitStatus, WaitKind
from sim.measures.catalogue import case_names
from sim.measures.customers import ORDERS, TICKETS
from sim.measures.lead_time import (
    TOGETHER,
    Clock,
    clock_of,
)
from sim.measures.run import MODES, Run, split_handoff

AT_ONCE = -2
"""Rank of a message that takes no time; what its sender decides comes before, what its receiver decides after."""
WRITE, REKEY, ANSWER = "write a message", "rekey a message", "answer an ask-back"
PACKED = ("pick and pack", "pick a business order", "readdress a parcel")

Window: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """One interval of a case, or a moment (`start == end`); its parts add up to its length.

    Attributes:
        start, end: hours.
        kind: queue, work, given up, withdrawn, not begun, message, outside, information, joint, rework, branches or
            decision.
        parts: hours by lead-time part; empty where the time is counted elsewhere.
        rank: order among steps that begin together.
        team: whose hours and platform count; empty for none.
        within_rework: whether it lies in a stretch of rework, which counts the time.
        branch: names of the branches that lead to it, outermost first; empty on the case's own way.
        about: what else is known, by kind.
    """

    start: float
    end: float
    kind: str
    parts: Mapping[str, float] = field(default_factory=dict)
    rank: int = 0
    team: str = ""
    within_rework: bool = False
    branch: tuple[str, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)


def names_of(run: Run) -> dict[int, str]:
    """The names of a run's cases by key."""
    return run.once(_names)


def _names(run: Run) -> dict[int, str]:
    return dict(zip(run.cases["case"], case_names(run.cases), strict=True))


def case_row(run: Run, case: int) -> dict[str, Any]:
    """The case's row of the table of cases."""
    cases = run.cases
    return {str(key): value for key, value in cases[cases["case"] == case].iloc[0].items()}


def rows_of(run: Run, table: str, case: int) -> list[dict[str, Any]]:
    """The journal's rows about a case, in the order in which they were written."""
    names = run.journal.tables[table].dtype.names or ()
    chosen = run.chosen(table, names, lambda rows: rows["case"] == case)
    return [dict(zip(names, row.item(), strict=True)) for row in chosen]


def name_of(run: Run, code: int) -> str:
    """What a code of the journal stands for; empty for none."""
    return str(run.names[code]) if code >= 0 else ""


def money_of(run: Run, case: int) -> list[tuple[str, float]]:
    """What was booked on a case: account and amount, in currency."""
    return [(name_of(run, row["account"]), row["amount"]) for row in rows_of(run, "money", case)]


def steps_of(run: Run, case: int) -> list[Step]:
    """Everything that happened to a case in order; the parts of all steps add up to its lead-time split."""
    windows = [
        (wait["started"], wait["ended"]) for wait in rows_of(run, "waits", case) if wait["kind"] == WaitKind.REWORK_WINDOW
    ]
    found = [*_visits(run, case, windows), *_deliveries(run, case), *_waits(run, case, windows)]
    steps = [_as_rework(step, windows) for step in found]
    steps += [Step(start, end, "rework", {"rework": end - start}, -1) for start, end in windows]
    steps += [step for branch in _decisive_branches(run, case) for step in _branch(run, branch)]
    steps += _decisions(run, case)
    return sorted(steps, key=lambda step: (step.start, step.rank, step.end))


def home_team(run: Run, member: int, otherwise: str) -> str:
    """The team a person belongs to."""
    return run.once(_home_teams).get(member, otherwise)


def _home_teams(run: Run) -> dict[int, str]:
    rows = np.unique(run.chosen("duty", ("member", "team")))
    return {int(member): str(run.names[team]) for member, team in rows.tolist()}


def _within(start: float, end: float, windows: Sequence[Window]) -> bool:
    return end > start and any(opens <= start and end <= closes for opens, closes in windows)


def _as_rework(step: Step, windows: Sequence[Window]) -> Step:
    """A step within a stretch of rework counts there, and only there."""
    if _within(step.start, step.end, windows):
        return replace(step, parts={}, within_rework=True, about={**step.about, "own_parts": step.parts})
    return step


def _visits(run: Run, case: int, windows: Sequence[Window]) -> Iterator[Step]:
    """Waiting for staff, then work, as two steps of one visit."""
    for visit in rows_of(run, "visits", case):
        activity = name_of(run, visit["activity"])
        if visit["place"] >= 0 or activity == TOGETHER:
            continue
        asked, started, ended = visit["asked"], visit["started"], visit["ended"]
        team = name_of(run, visit["team"])
        clock = clock_of(run, team)
        touch = min(visit["worked"], ended - started)
        pause = _cut(clock, started, ended, "queue", touch)
        if started > asked:
            yield Step(asked, started, "queue", _cut(clock, asked, started, "queue", 0.0), team=team)
        if visit["status"] == VisitStatus.ABANDONED:
            yield Step(started, ended, "given up", pause, 1, team, about={"activity": activity})
        elif visit["status"] == VisitStatus.WITHDRAWN and not visit["worked"]:
            yield Step(started, ended, "withdrawn", pause, 1, team, about={"activity": activity})
        elif visit["status"] == VisitStatus.OPEN and not visit["worked"]:
            if ended > started or started == asked:
                yield Step(started, ended, "not begun", pause, 1, team, about={"activity": activity})
        else:
            about = {
                "activity": activity,
                "touch": touch,
                "member": visit["member"],
                "apart": visit["kind"] == VisitKind.REWORK and not _within(started, ended, windows),
                "handed_back": visit["status"] == VisitStatus.HANDED_BACK,
                "withdrawn": visit["status"] == VisitStatus.WITHDRAWN,
                "unfinished": visit["status"] == VisitStatus.OPEN,
            }
            yield Step(started, ended, "work", {**pause, "touch": touch}, 1, team, about=about)


def _deliveries(run: Run, case: int) -> Iterator[Step]:
    """A message between departments, from sending to understanding."""
    touches = [visit for visit in rows_of(run, "visits", case) if visit["place"] >= 0]
    for message in rows_of(run, "deliveries", case):
        source, target, subject = split_handoff(name_of(run, message["handoff"]))
        sent, understood = message["sent"], message["understood"]
        team = _main_team(run, target)
        parts = _cut(clock_of(run, team), sent, understood, "information", 0.0)
        worked: dict[str, float] = {}
        for visit in touches:
            if visit["place"] == message["handoff"] and sent <= visit["started"] and visit["ended"] <= understood:
                activity = name_of(run, visit["activity"])
                worked[activity] = worked.get(activity, 0.0) + visit["worked"]
        about = {
            "source": source,
            "target": target,
            "subject": subject,
            "mode": MODES[message["mode"]],
            "lay": message["received"] > message["released"],
            "received": message["received"],
            "ask_backs": message["ask_backs"],
            "wrong": message["wrong"],
            "written": worked.get(WRITE),
            "rekeyed": worked.get(REKEY),
            "answered": worked.get(ANSWER, 0.0),
        }
        yield Step(sent, understood, "message", parts, 0 if understood > sent else AT_ONCE, team, about=about)


def _waits(run: Run, case: int, windows: Sequence[Window]) -> Iterator[Step]:
    """Waiting for information, for somebody outside, for a joint session."""
    visits = rows_of(run, "visits", case)
    worked = [(visit["started"], name_of(run, visit["activity"])) for visit in visits if visit["place"] < 0]
    together = max((visit["worked"] for visit in visits if name_of(run, visit["activity"]) == TOGETHER), default=0.0)
    before: dict[str, int] = {}
    for wait in sorted(rows_of(run, "waits", case), key=lambda row: float(row["started"])):
        start, end, team = wait["started"], wait["ended"], name_of(run, wait["team"])
        clock = clock_of(run, team)
        if wait["kind"] == WaitKind.OUTSIDE:
            last = max((entry for entry in worked if entry[0] <= start), default=(0.0, ""))[1]
            yield Step(
                start,
                end,
                "outside",
                {"outside": end - start},
                about=_outside(run, case, last, before.get(last, 0), (start, end), windows),
            )
            before[last] = before.get(last, 0) + 1
        elif wait["kind"] == WaitKind.INFORMATION:
            parts = _cut(clock, start, end, "information", 0.0)
            yield Step(start, end, "information", parts, team=team, about=_inquiry(run, case, start))
        elif wait["kind"] == WaitKind.JOINT:
            parts = _cut(clock, start, end, "queue", 0.0)
            touch = min(together, parts["queue"])
            parts |= {"touch": touch, "queue": parts["queue"] - touch}
            yield Step(start, end, "joint", parts, team=team)


def _outside(run: Run, case: int, last: str, place: int, wait: Window, windows: Sequence[Window]) -> dict[str, Any]:
    """What tells which somebody outside was waited for: the kind of case, and how often after the same activity."""
    kind = str(case_row(run, case)["kind"])
    return {
        "case_kind": kind,
        "again": place % 2 == 1,
        "for_goods": kind in ORDERS and last not in PACKED,
        "ticket": kind in TICKETS,
        "disputed": _within(*wait, windows),
        "noticed": any(wait[1] == opens for opens, _ in windows),
    }


def _inquiry(run: Run, case: int, start: float) -> dict[str, Any]:
    """Who asked whom, if a question to a colleague began at that moment."""
    cases = run.cases
    asked = cases[(cases["parent"] == case) & (cases["kind"] == subjects.INQUIRY) & (cases["opened"] == start)]
    for key in asked["case"]:
        for message in rows_of(run, "deliveries", int(key)):
            source, target, subject = split_handoff(name_of(run, message["handoff"]))
            if subject == subjects.INQUIRY:
                return {"asked": True, "source": source, "target": target}
        return {"asked": True}
    return {"asked": False}


def _decisive_branches(run: Run, case: int) -> list[int]:
    """The branches that finished last of those that went side by side for a case."""
    waits, cases = run.chosen("waits", ("case", "kind")), run.cases
    children = cases.loc[cases["parent"] == case, "case"].to_numpy()
    chosen = waits[(waits["kind"] == WaitKind.DECISIVE_BRANCH) & np.isin(waits["case"], children)]
    return [int(row["case"]) for row in chosen]


def _branch(run: Run, branch: int) -> Iterator[Step]:
    name = names_of(run)[branch].rpartition("/")[2]
    row, cases = case_row(run, branch), run.cases
    beside = int(
        ((cases["parent"] == row["parent"]) & (cases["kind"] == row["kind"]) & (cases["opened"] == row["opened"])).sum()
    )
    yield Step(
        row["opened"],
        row["opened"],
        "branches",
        rank=-4,
        about={"number": beside, "case_kind": row["kind"], "name": name},
    )
    for step in steps_of(run, branch):
        yield replace(step, branch=(name, *step.branch))


def _decisions(run: Run, case: int) -> Iterator[Step]:
    """What was decided, on what, what the truth was, and the regret; after a message that it had to wait for."""
    arrived = {
        (message["understood"], split_handoff(name_of(run, message["handoff"]))[1])
        for message in rows_of(run, "deliveries", case)
    }
    for row in rows_of(run, "decisions", case):
        department = name_of(run, row["department"])
        rank = AT_ONCE + 1 if (row["time"], department) in arrived else AT_ONCE - 1
        yield Step(
            row["time"],
            row["time"],
            "decision",
            rank=rank,
            about={**row, "decision": name_of(run, row["decision"]), "department": department},
        )


def _main_team(run: Run, department: str) -> str:
    return next((name for name, team in run.facts.teams.items() if team.department == department), "")


def _cut(clock: Clock, start: float, end: float, rest: str, touch: float) -> dict[str, float]:
    """An interval in closed hours, hours without a system, work, and the rest under its name."""
    edges = np.array([start]), np.array([end])
    idle = end - start - touch
    closed = min(float(clock.closed(*edges)[0]), idle)
    system = min(float(clock.system(*edges)[0]), idle - closed)
    return {
        **({"touch": touch} if touch else {}),
        "closed": closed,
        "system": system,
        rest: idle - closed - system,
    }
