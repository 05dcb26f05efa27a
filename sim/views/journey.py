"""One case's story in both worlds, as text: every interval in order, what was decided, and where its time went.

The intervals are those that the lead-time split adds up, cut by the same rules, so the story and the split agree.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from sim.company.decisions import CAUSES
from sim.engine.calendar import DAY, WEEK, Calendar
from sim.inputs.mistakes import Mistakes
from sim.measures.catalogue import case_names
from sim.measures.customers import ORDERS, TICKETS
from sim.measures.lead_time import (
    DECISIVE_BRANCH,
    INFORMATION,
    JOINT,
    OUTSIDE,
    PARTS,
    REWORK_WINDOW,
    TOGETHER,
    Clock,
)
from sim.measures.run import Run, split_handoff
from sim.views import style

if TYPE_CHECKING:
    from sim.inputs.company_model import CompanyModel
    from sim.inputs.scenario import Scenario

WIDTH = 100
STAMP = 18
MOST_LISTED, MOST_CHILDREN = 20, 12
ABANDONED, HANDED_BACK, STILL_OPEN = 1, 2, 3
REWORK_KIND = 1
AT_ONCE = -2
"""Rank of a message that takes no time; what its sender decides comes before, what its receiver decides after."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MODES = ("by hand", "by an interface", "on the shared platform", "by a bot")
WRITE, REKEY, ANSWER = "write a message", "rekey a message", "answer an ask-back"

YES_NO: dict[str, tuple[str, str]] = {
    "credit release": ("hold the order for a check", "release it"),
    "campaign audience": ("do not write", "write"),
    "retention offer": ("no offer", "make an offer"),
    "refund": ("decline", "pay"),
}
UNITS = {"promised date": "days", "replenishment": "units", "overtime": "people staying"}

PARCEL = ("parcel under way", "parcel on its way back")
OUTSIDE_WORDS: dict[str, tuple[str, str]] = {
    # kind of case: (first wait outside in a row, the next one in the same row)
    "order": PARCEL,
    "business order": PARCEL,
    "reshipment": PARCEL,
    "returned parcel": ("parcel on its way back", "parcel on its way back"),
    "lead": ("the customer thought it over", "the customer thought it over"),
    "inbound lead": ("the customer thought it over", "the customer thought it over"),
    "replenishment": ("waited for the supplier", "waited for the supplier"),
    "house purchase": ("waited for the supplier's invoice", "waited for the supplier's invoice"),
    "vacancy": ("waited for somebody to apply and start", "waited for somebody to start"),
}
Window: TypeAlias = tuple[float, float]

GOODS = "waited for goods to come in"
PACKED = ("pick and pack", "pick a business order", "readdress a parcel")
ELSEWHERE = ("waited for somebody outside", "waited for somebody outside")
CONTACT = ("waited until the customer got in touch again", "waited until the customer got in touch again")


@dataclass(frozen=True, slots=True)
class Step:
    """One interval of a case, or a moment (`start == end`), in words; its parts add up to its length."""

    start: float
    end: float
    words: str
    parts: dict[str, float] = field(default_factory=dict)
    rank: int = 0
    """Order among steps that begin together."""


@dataclass(frozen=True)
class Told:
    """One world: its company model, its decoded run and the names of its cases by key."""

    scenario: Scenario
    run: Run
    names: dict[int, str]

    @property
    def model(self) -> CompanyModel:
        """The company as it was set up."""
        return self.scenario.company

    def rows(self, table: str, case: int) -> list[dict[str, Any]]:
        """The journal's rows about a case, in the order in which they were written."""
        rows = self.run.journal.tables[table].rows()
        chosen = rows[rows["case"] == case]
        return [dict(zip(rows.dtype.names or (), row.item(), strict=True)) for row in chosen]

    def name(self, code: int) -> str:
        """What a code of the journal stands for; empty for none."""
        return str(self.run.names[code]) if code >= 0 else ""


class NoSuchCase(Mistakes, KeyError):
    """No case answers to the name."""

    __str__ = Mistakes.__str__  # a KeyError's own would quote the sentence


def story(case: str, a: Scenario, b: Scenario, replication: int = 0) -> str:
    """Run both companies once and tell what happened to one case in each.

    Args:
        case: its name, as in tables/twins.csv: "order 12", "order-12", "order 12/invoice 1".
        a, b: the worlds.
        replication: which run.

    Returns:
        The story; where several cases answer to the name, their list.

    Raises:
        NoSuchCase: when neither world has such a case; the message names the nearest.
    """
    if a.name == b.name:
        a, b = (world.model_copy(update={"name": f"{world.name} ({i})"}) for i, world in enumerate((a, b), 1))
    worlds = [run_once(scenario, replication) for scenario in (a, b)]
    names = unique_names(worlds)
    keys = matching(case, names)
    return tell(keys[0], names, worlds, replication) if len(keys) == 1 else _several(case, keys, names, worlds)


def run_once(scenario: Scenario, replication: int) -> Told:
    """Run one world and decode it."""
    from sim.company.company import Company

    company = Company(scenario, replication)
    run = Run(company.run(), company.facts())
    return Told(scenario, run, dict(zip(run.cases["case"], case_names(run.cases), strict=True)))


# Finding a case


def plain(name: str) -> str:
    """A name as people may write it: order-12, Order 12 and order12 are one."""
    spaced = re.sub(r"[\s_-]+", " ", name.strip().lower())
    return re.sub(r"(?<=[a-z])(?=\d)", " ", re.sub(r"\s*/\s*", "/", spaced))


def unique_names(worlds: Sequence[Told]) -> pd.DataFrame:
    """Case, name (numbered where cases share one), shared name; all cases of both worlds, first opened first.

    The numbers are those of tables/twins.csv.
    """
    from sim.views.folder import numbered

    tables = [
        pd.DataFrame(
            {
                "case": told.run.cases["case"],
                "opened": told.run.cases["opened"],
                "shared": told.run.cases["case"].map(told.names),
            }
        )
        for told in worlds
    ]
    table = pd.concat(tables).drop_duplicates("case").sort_values(["opened", "shared", "case"], kind="stable")
    return table.assign(name=numbered(table["shared"])).reset_index(drop=True)


def matching(name: str, names: pd.DataFrame) -> list[int]:
    """Keys of the cases that answer to a name: its own, else those whose last part it is.

    Raises:
        NoSuchCase: when there are none; the message names the nearest.
    """
    wanted, own, shared = plain(name), names["name"].map(plain), names["shared"].map(plain)
    for fits in (
        own == wanted,
        shared == wanted,
        own.str.endswith(f"/{wanted}"),
        shared.str.endswith(f"/{wanted}"),
    ):
        if fits.any():
            return [int(key) for key in names.loc[fits, "case"]]
    near = _nearest(wanted, names["name"])
    hint = f"; the nearest are {', '.join(near)}" if near else ""
    raise NoSuchCase([f"No case is called {name!r} in either world{hint}."])


def _nearest(wanted: str, names: pd.Series[str]) -> list[str]:
    """Up to five names: of the kind that is spelled most alike, the numbers next to the one wanted."""
    kinds = names.str.replace(r" \d+( \(\d+\))?$", "", regex=True).str.lower()
    parts = re.fullmatch(r"(.*?)\s*(\d+)?(?: \(\d+\))?", wanted)
    kind, number = (parts[1], float(parts[2] or 1)) if parts else (wanted, 1.0)
    roots = kinds[~kinds.str.contains("/", regex=False)].unique().tolist()
    close = get_close_matches(kind, kinds.unique().tolist() if "/" in kind else roots, n=1, cutoff=0.5)
    if not close:
        return [f"{root} 1" for root in roots[:5]]
    alike = names[kinds == close[0]]
    numbers = alike.str.extract(r" (\d+)(?: \(\d+\))?$")[0].astype(float)
    order = (numbers - number).abs().sort_values(kind="stable").index[:5]
    return [str(found) for found in alike.loc[order]]


def _several(name: str, keys: Sequence[int], names: pd.DataFrame, worlds: Sequence[Told]) -> str:
    table = names.set_index("case")
    lines = [f"{len(keys):,} cases answer to {name!r}; name one of them:"]
    for key in keys[:MOST_LISTED]:
        ends = [f"{_row(told, key)['status']} in {told.scenario.name}" for told in worlds if key in told.names]
        lines.append(f"  {table['name'][key]:30} opened {when(float(table['opened'][key]))}; {', '.join(ends)}")
    if len(keys) > MOST_LISTED:
        lines.append(f"  ... and {len(keys) - MOST_LISTED:,} more")
    return "\n".join(lines)


def _row(told: Told, case: int) -> dict[str, Any]:
    cases = told.run.cases
    return {str(key): value for key, value in cases[cases["case"] == case].iloc[0].items()}


# Telling it


def tell(case: int, names: pd.DataFrame, worlds: Sequence[Told], replication: int) -> str:
    """The whole story of one case."""
    name = str(names.set_index("case")["name"][case])
    seed = worlds[0].scenario.seed
    blocks = [f"{name}\nOne run, replication {replication}, seed {seed}: a single case, not an average."]
    blocks += ["\n".join(_world(told, case)) for told in worlds]
    blocks.append("\n".join(_splits(worlds, case)))
    return "\n\n".join(blocks)


def _world(told: Told, case: int) -> Iterator[str]:
    world = told.scenario.name
    if case not in told.names:
        yield f"In {world} there is no such case: nothing there gave rise to it."
        return
    row = _row(told, case)
    yield f"In {world}"
    yield from _line("", f"Opened {when(row['opened'], full=True)}{_about(told, row)}.")
    for step in steps_of(told, case):
        yield from _line(when(step.start), step.words)
    lead = row["closed"] - row["opened"]
    if row["finished"]:
        yield from _line(
            "", f"Ended {when(row['closed'], full=True)}: {row['status']}, {duration(lead)} after it was opened."
        )
    else:
        yield from _line("", f"Still open when the run ended, {duration(lead)} after it was opened.")
    amounts = [f"{told.name(money['account'])} {money['amount']:+,.2f}" for money in told.rows("money", case)]
    if amounts:
        yield from _line("", f"Booked on it, {told.model.currency}: {', '.join(amounts)}.")
    yield from _children(told, case)


def _line(mark: str, words: str) -> list[str]:
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=f"  {mark:{STAMP}}" if mark else "  ",
        subsequent_indent=" " * (STAMP + 2) if mark else "    ",
        break_on_hyphens=False,
    )


def _about(told: Told, row: dict[str, Any]) -> str:
    """Who, how much, and whether something had gone wrong."""
    said, customers, number = "", told.model.customers, int(row["customer"])
    if number >= 0:
        kind = (
            "a consumer"
            if number < customers.consumers
            else "a business"
            if number < customers.consumers + customers.businesses
            else "a new customer"
        )
        said += (
            f" by customer {number} ({kind})"
            if row["kind"] in (*ORDERS, *TICKETS)
            else f" for customer {number} ({kind})"
        )
    if row["kind"] in ORDERS or row["kind"] == "invoice":
        said += f", worth {row['value']:,.0f} {told.model.currency}"
    if row["parent"] != -1:
        said += f", because of {told.names.get(int(row['parent']), 'a case that is not recorded')}"
    return said + (", because something had gone wrong" if row["failure"] else "")


def _children(told: Told, case: int) -> Iterator[str]:
    cases = told.run.cases
    children = cases[cases["parent"] == case].sort_values(["opened", "case"])
    if not len(children):
        return
    yield "  What followed from it:"
    for child in children.head(MOST_CHILDREN).to_dict("records"):
        name = told.names[child["case"]].rpartition("/")[2]
        end = (
            f"{child['status']} after {duration(child['lead'])}" if child["finished"] else "still open at the end"
        )
        yield from _line("", f"  {name}: opened {when(child['opened'])}, {end}")
    if len(children) > MOST_CHILDREN:
        yield f"    ... and {len(children) - MOST_CHILDREN} more"


def _splits(worlds: Sequence[Told], case: int) -> Iterator[str]:
    """The seven parts of both worlds side by side, and their sums."""
    columns: list[dict[str, float] | None] = []
    for told in worlds:
        parts = told.run.parts
        own = parts[parts["case"] == case]
        columns.append({part: float(own[part].iloc[0]) for part in PARTS} if len(own) else None)
    heads = [told.scenario.name[:24] for told in worlds]
    wide = [max(12, len(head)) for head in heads]
    yield "Where the time went, hours" + "".join(
        f"{head:>{size + 2}}" for head, size in zip(heads, [wide[0] + 6, wide[1]], strict=True)
    )
    for part in (*style.PARTS, None):
        label = style.PARTS[part][0] if part else "lead time (the sum)"
        cells = [
            ("-" if hours is None else f"{hours[part] if part else sum(hours.values()):,.2f}") for hours in columns
        ]
        yield f"  {label:30}" + "".join(f"{cell:>{size + 2}}" for cell, size in zip(cells, wide, strict=True))


# The intervals


def steps_of(told: Told, case: int) -> list[Step]:
    """Everything that happened to a case in order; their parts add up to its lead-time split."""
    windows = [
        (wait["started"], wait["ended"]) for wait in told.rows("waits", case) if wait["kind"] == REWORK_WINDOW
    ]
    found = [*_visits(told, case, windows), *_deliveries(told, case), *_waits(told, case, windows)]
    steps = [_as_rework(step, windows) for step in found]
    steps += [
        Step(start, end, f"from here being put right, {duration(end - start)} in all", {"rework": end - start}, -1)
        for start, end in windows
    ]
    steps += [step for branch in _decisive_branches(told, case) for step in _branch(told, branch)]
    steps += _decisions(told, case)
    return sorted(steps, key=lambda step: (step.start, step.rank, step.end))


def _within(start: float, end: float, windows: Sequence[Window]) -> bool:
    return end > start and any(opens <= start and end <= closes for opens, closes in windows)


def _as_rework(step: Step, windows: Sequence[Window]) -> Step:
    """A step within a stretch of rework counts there, and only there."""
    if _within(step.start, step.end, windows):
        return Step(step.start, step.end, f"(putting it right) {step.words}", {}, step.rank)
    return step


def _visits(told: Told, case: int, windows: Sequence[Window]) -> Iterator[Step]:
    """Waiting for staff, then work, as two steps of one visit."""
    for visit in told.rows("visits", case):
        activity = told.name(visit["activity"])
        if visit["place"] >= 0 or activity == TOGETHER:
            continue
        asked, started, ended = visit["asked"], visit["started"], visit["ended"]
        team = told.name(visit["team"])
        clock = _clock(told.run, team)
        touch = min(visit["worked"], ended - started)
        wait = _cut(clock, asked, started, "queue", 0.0)
        pause = _cut(clock, started, ended, "queue", touch)
        if started > asked:
            said = _parts_in_words(wait, clock.calendar, asked, started)
            words = (
                f"waited {duration(started - asked)} in the queue of {_whose(told, team)}"
                if wait["queue"] == started - asked
                else f"waited {duration(started - asked)} for {_whose(told, team)}: {said}"
            )
            yield Step(asked, started, words, wait)
        if visit["status"] == ABANDONED:
            yield Step(started, ended, f"gave up waiting ({activity})", pause, 1)
            continue
        if visit["status"] == STILL_OPEN and not visit["worked"]:
            if ended > started or started == asked:
                yield Step(started, ended, f"not yet begun when the run ended: {activity}", pause, 1)
            continue
        by = f" by {_who(told, team, visit['member'])}"
        apart = visit["kind"] == REWORK_KIND and not _within(started, ended, windows)
        rework = ", putting something right" if apart else ""
        stopped = {HANDED_BACK: ", then handed back", STILL_OPEN: ", not finished when the run ended"}.get(
            visit["status"], ""
        )
        left = {part: hours for part, hours in pause.items() if part != "touch"}
        paused = _parts_in_words(left, clock.calendar, started, ended, queue="interrupted")
        yield Step(
            started,
            ended,
            f"worked on for {duration(touch)}{by}: {activity}{rework}{stopped}"
            + (f" ({paused})" if paused else ""),
            {"touch": touch, **left},
            1,
        )


def _deliveries(told: Told, case: int) -> Iterator[Step]:
    """A message between departments, from sending to understanding."""
    touches = [visit for visit in told.rows("visits", case) if visit["place"] >= 0]
    for message in told.rows("deliveries", case):
        source, target, subject = split_handoff(told.name(message["handoff"]))
        sent, understood = message["sent"], message["understood"]
        clock = _clock(told.run, _main_team(told, target))
        parts = _cut(clock, sent, understood, "information", 0.0)
        words = (
            f"message from {_label(told, source)} to {_label(told, target)} ({subject}) {MODES[message['mode']]}"
        )
        if understood <= sent:
            yield Step(sent, understood, f"{words}: there at once", parts, AT_ONCE)
            continue
        worked: dict[str, float] = {}
        for visit in touches:
            if visit["place"] == message["handoff"] and sent <= visit["started"] and visit["ended"] <= understood:
                activity = told.name(visit["activity"])
                worked[activity] = worked.get(activity, 0.0) + visit["worked"]
        steps = [f"written ({duration(worked[WRITE])})"] if WRITE in worked else []
        if message["received"] > message["released"]:
            steps.append(f"lay there until {when(message['received'])}")
        if message["ask_backs"]:
            steps.append(
                f"asked back {_times(message['ask_backs'])} ({duration(worked.get(ANSWER, 0.0))} to answer)"
            )
        if REKEY in worked:
            steps.append(f"keyed in again ({duration(worked[REKEY])})")
        if message["wrong"]:
            steps.append("one field went wrong")
        yield Step(
            sent,
            understood,
            f"{words} took {duration(understood - sent)}: "
            + "; ".join([*steps, _parts_in_words(parts, clock.calendar, sent, understood)]),
            parts,
        )


def _waits(told: Told, case: int, windows: Sequence[Window]) -> Iterator[Step]:
    """Waiting for information, for somebody outside, for a joint session."""
    kind = str(_row(told, case)["kind"])
    worked = [
        (visit["started"], told.name(visit["activity"]))
        for visit in told.rows("visits", case)
        if visit["place"] < 0
    ]
    together = max(
        (visit["worked"] for visit in told.rows("visits", case) if told.name(visit["activity"]) == TOGETHER),
        default=0.0,
    )
    before: dict[str, int] = {}
    for wait in sorted(told.rows("waits", case), key=lambda row: float(row["started"])):
        start, end, team = wait["started"], wait["ended"], told.name(wait["team"])
        clock = _clock(told.run, team)
        if wait["kind"] == OUTSIDE:
            last = max((entry for entry in worked if entry[0] <= start), default=(0.0, ""))[1]
            words = (
                _invoice_words(start, end, windows)
                if kind == "invoice"
                else _outside_words(kind, last, before.get(last, 0))
            )
            before[last] = before.get(last, 0) + 1
            yield Step(start, end, f"{words}, {duration(end - start)}", {"outside": end - start})
        elif wait["kind"] == INFORMATION:
            parts = _cut(clock, start, end, "information", 0.0)
            asked = _inquiry(told, case, start)
            words = (
                f"{asked}: waited {duration(end - start)} for the answer"
                if asked
                else f"waited {duration(end - start)} for information from {_whose(told, team)}"
            )
            yield Step(start, end, f"{words} ({_parts_in_words(parts, clock.calendar, start, end)})", parts)
        elif wait["kind"] == JOINT:
            parts = _cut(clock, start, end, "queue", 0.0)
            touch = min(together, parts["queue"])
            parts |= {"touch": touch, "queue": parts["queue"] - touch}
            rest = {part: hours for part, hours in parts.items() if part != "touch"}
            said = _parts_in_words(rest, clock.calendar, start, end, queue="waited until all had time")
            yield Step(
                start,
                end,
                f"joint session of two departments, {duration(touch)} of work" + (f" ({said})" if said else ""),
                parts,
            )


def _outside_words(kind: str, last: str, place: int) -> str:
    if kind in ORDERS and last not in PACKED:
        return GOODS
    first, again = OUTSIDE_WORDS.get(kind, CONTACT if kind in TICKETS else ELSEWHERE)
    return first if place % 2 == 0 else again


def _invoice_words(start: float, end: float, windows: Sequence[Window]) -> str:
    if _within(start, end, windows):
        return "waited until the dispute was settled"
    noticed = any(end == opens for opens, _ in windows)
    return (
        "went unpaid until the customer noticed that it was wrong" if noticed else "waited for the customer to pay"
    )


def _inquiry(told: Told, case: int, start: float) -> str:
    """Who was asked, if a question to a colleague began at that moment."""
    cases = told.run.cases
    asked = cases[(cases["parent"] == case) & (cases["kind"] == "inquiry") & (cases["opened"] == start)]
    for key in asked["case"]:
        for message in told.rows("deliveries", int(key)):
            source, target, subject = split_handoff(told.name(message["handoff"]))
            if subject == "inquiry":
                return f"{_label(told, source)} could not look it up and asked {_label(told, target)}"
        return "a colleague was asked"
    return ""


def _decisive_branches(told: Told, case: int) -> list[int]:
    """The branches that finished last of those that went side by side for a case."""
    waits, cases = told.run.journal.tables["waits"].rows(), told.run.cases
    children = cases.loc[cases["parent"] == case, "case"].to_numpy()
    chosen = waits[(waits["kind"] == DECISIVE_BRANCH) & np.isin(waits["case"], children)]
    return [int(row["case"]) for row in chosen]


def _branch(told: Told, branch: int) -> Iterator[Step]:
    name = told.names[branch].rpartition("/")[2]
    row, cases = _row(told, branch), told.run.cases
    beside = int(
        (
            (cases["parent"] == row["parent"])
            & (cases["kind"] == row["kind"])
            & (cases["opened"] == row["opened"])
        ).sum()
    )
    yield Step(
        row["opened"],
        row["opened"],
        f"{beside} branches ({row['kind']}) went side by side; {name} was done last and is told here",
        {},
        -4,
    )
    for step in steps_of(told, branch):
        yield Step(step.start, step.end, f"[{name}] {step.words}", step.parts, step.rank)


def _decisions(told: Told, case: int) -> Iterator[Step]:
    """What was decided, on what, what the truth was, and the regret; after a message that it had to wait for."""
    arrived = {
        (message["understood"], split_handoff(told.name(message["handoff"]))[1])
        for message in told.rows("deliveries", case)
    }
    for row in told.rows("decisions", case):
        rule, department = told.name(row["decision"]), _label(told, told.name(row["department"]))
        seen = "on the record itself"
        if row["age"] > 0:
            seen = f"on what was known {duration(row['age'])} ago"
        if row["unseen"] > 0:
            versions = f"version {row['used']} read, {row['true']} true"
            seen += f", which had changed {duration(row['unseen'])} ago ({versions})"
        did, should = _action(rule, row["action"], row["oracle"]), _action(rule, row["oracle"], row["oracle"])
        outcome = f"the truth would have said {'the same' if not row['cause'] else should}"
        why = f", the information was {CAUSES[row['cause']]}" if row["cause"] else ""
        yield Step(
            row["time"],
            row["time"],
            f"{department} decided on the {rule}, {seen}: {did}; {outcome}{why} (regret "
            f"{row['regret']:,.2f} {told.model.currency})",
            {},
            AT_ONCE + 1 if (row["time"], told.name(row["department"])) in arrived else AT_ONCE - 1,
        )


def _action(rule: str, action: float, oracle: float) -> str:
    if rule in YES_NO:
        return YES_NO[rule][int(action > 0)]
    if rule == "ship-to address":
        return "the right address" if action == oracle else "a wrong address"
    return f"{action:,.4g} {UNITS.get(rule, '')}".strip()


# Words for parts, teams and times


def _clock(run: Run, team: str) -> Clock:
    """The clock of a team, made when first asked for."""
    kept = run.once(_clocks)
    if team not in kept:
        kept[team] = Clock(run, team)
    return kept[team]


def _clocks(_: Run) -> dict[str, Clock]:
    return {}


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


def _parts_in_words(
    parts: dict[str, float], calendar: Calendar, start: float, end: float, queue: str = "in the queue"
) -> str:
    says: dict[str, Callable[[float], str]] = {
        "queue": lambda hours: f"{duration(hours)} {queue}",
        "information": lambda hours: f"{duration(hours)} of waiting in open hours",
        "system": lambda hours: f"{duration(hours)} while the system was down",
        "closed": lambda hours: f"{_closed_words(calendar, start, end)} {duration(hours)}",
    }
    return ", ".join(says[part](parts[part]) for part in says if parts.get(part, 0.0) > 1e-9)


def _closed_words(calendar: Calendar, start: float, end: float) -> str:
    """`closed for the night`, `closed for 3 nights and the weekend`."""
    nights = weekends = 0
    time = start
    while time < end and not calendar.always:
        opening = min(calendar.next_opening(time), end)
        if opening > time:
            day = (time + opening) / 2 // DAY * DAY
            free_day = calendar.open_hours(day, day + DAY) == 0.0
            nights, weekends = nights + (not free_day), weekends + free_day
        time = calendar.next_closing(opening) if opening < end else end
    said = [
        f"{nights} nights" if nights > 1 else "the night" if nights else "",
        f"{weekends} weekends" if weekends > 1 else "the weekend" if weekends else "",
    ]
    return "closed for " + " and ".join(part for part in said if part) if any(said) else "closed"


def _main_team(told: Told, department: str) -> str:
    return next((name for name, team in told.run.facts.teams.items() if team.department == department), "")


def _label(told: Told, department: str) -> str:
    model = told.model.departments.get(department)
    return model.label if model else department


def _whose(told: Told, team: str) -> str:
    """The department of a team, with the team where a department has several."""
    facts = told.run.facts.teams.get(team)
    if facts is None:
        return team or "somebody"
    label = _label(told, facts.department)
    if team.endswith(" bots"):
        return f"a bot of {label}"
    return label if team == facts.department else f"{label} ({team})"


def _who(told: Told, team: str, member: int) -> str:
    """Whose person did it: of the team itself, or a helper from another."""
    own = _team_of_member(told).get(member, team)
    return _whose(told, team) if own == team else f"a helper from {_whose(told, own)} in {_whose(told, team)}"


def _team_of_member(told: Told) -> dict[int, str]:
    return told.run.once(_home_teams)


def _home_teams(run: Run) -> dict[int, str]:
    rows = np.unique(run.journal.tables["duty"].rows()[["member", "team"]])
    return {int(member): str(run.names[team]) for member, team in rows.tolist()}


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def when(time: float, *, full: bool = False) -> str:
    """`week 3, Tuesday 10:24`; weeks count from 1."""
    minutes = round(time * 60)
    week, rest = divmod(minutes, round(WEEK * 60))
    day, minute = divmod(rest, round(DAY * 60))
    name = DAYS[day] if full else DAYS[day][:3]
    return f"week {week + 1}{', ' if full else ' '}{name} {minute // 60}:{minute % 60:02}"


def duration(hours: float) -> str:
    """`18 min`, `2.1 h`, `4.1 days (97.6 h)`."""
    if hours * 60 < 59.5:
        return "less than a minute" if hours * 60 < 0.5 else f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
