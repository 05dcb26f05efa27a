"""One finished run, decoded: the journal's tables with names, and what one must know to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.company.decisions import RULES
from sim.company.facts import Facts, TeamFacts
from sim.company.topics import INVOICE_DISPUTE
from sim.engine.codes import Mode
from sim.engine.journal import Journal, Row

T = TypeVar("T")
Chosen: TypeAlias = NDArray[np.bool_]
STAYING_OPEN = [rule.name for rule in RULES if rule.stays_open]

ENDED = ("case", "kind", "opened", "status", "failure", "value", "lead")
"""Columns of cases that have ended."""
VISITED = ("case", "activity", "team", "asked", "started", "ended", "status")
"""Columns of visits."""
RARE_KINDS = {"campaign", "house purchase", "inbound lead", "lead", "supplier invoice", "technical", INVOICE_DISPUTE}
RARE_ACTIVITIES = {
    "match a supplier invoice",
    "mend a customer's fault",
    "mend an interface",
    "put goods away",
    "receive goods",
    "respond to a lead",
    "review a contract",
}
"""Of these kinds and activities, here and above, there are few cases and visits, and measures want many: all are read
once and held."""
EASILY_COMPARED = 12
"""Codes up to which comparing with each of them takes less time than looking them up."""

__all__ = ["Facts", "Run", "TeamFacts", "split_handoff"]

MODES = {int(mode): mode.name.lower() for mode in Mode} | {int(Mode.DELAY): "bot"}
"""What the modes of messages are called in tables; in a company, what nobody carries by hand takes a bot its time."""


class Run:
    """The decoded tables of one run.

    Args:
        journal: the run's journal.
        facts: what is not in it.
        undisturbed: work in progress by day (day, cases) of the same run without its shocks, if that was run too.
    """

    def __init__(self, journal: Journal, facts: Facts, undisturbed: pd.DataFrame | None = None) -> None:
        self.journal = journal
        self.facts = facts
        self.undisturbed = undisturbed
        self.names = np.array(journal.names.names, dtype=object)
        self._categories = pd.Index(self.names)
        self.code = {name: code for code, name in enumerate(journal.names.names)}
        self._kept: dict[object, Any] = {}

    def once(self, compute: Callable[[Run], T]) -> T:
        """``compute(self)``, worked out on first use and kept."""
        if compute not in self._kept:
            self._kept[compute] = compute(self)
        result: T = self._kept[compute]
        return result

    def chosen(
        self,
        table: str,
        columns: Sequence[str],
        keep: Callable[[Row], Chosen] | None = None,
        by: Sequence[str] = (),
    ) -> Row:
        """Some columns of the rows of a table that ``keep`` chooses (without it all), in the order of the journal.

        A long table is looked at a piece at a time, so only what is chosen takes memory.

        Args:
            keep: of some rows with these columns, which ones (True for each that is wanted).
            by: further columns that ``keep`` looks at.
        """
        source = self.journal.tables[table]
        if keep is None:
            return source.rows(*columns)
        dtype = np.dtype([(name, source.dtype[name]) for name in columns])
        return gathered(list(self.in_pieces(table, columns, keep, by)), dtype)

    def in_pieces(
        self, table: str, columns: Sequence[str], keep: Callable[[Row], Chosen], by: Sequence[str] = ()
    ) -> Iterator[Row]:
        """What ``chosen`` gives, a piece at a time: for sums, for which nothing need be held."""
        for piece in self.journal.tables[table].pieces(*dict.fromkeys((*columns, *by))):
            yield _chosen(piece, columns, keep(piece))

    def codes(self, names: Iterable[str]) -> list[int]:
        """The journal's codes of these names, of those that it has."""
        return [self.code[name] for name in names if name in self.code]

    def among(self, column: pd.Series, names: Iterable[str]) -> Chosen:
        """Which places of a column of names (see ``named``) have one of these; pandas would look up every name anew."""
        return among(column.cat.codes.to_numpy(), self.codes(names))

    def named(self, rows: Row, *named: str) -> pd.DataFrame:
        """Rows as a table, with names in place of the codes in the columns ``named``."""
        data: dict[str, object] = {column: rows[column] for column in rows.dtype.names or ()}
        for column in named:
            codes = rows[column]
            data[column] = (
                pd.Categorical.from_codes(codes, categories=self._categories)
                if len(codes) == 0 or codes.min() >= 0
                else np.where(codes >= 0, self.names[codes], "")
            )
        return pd.DataFrame(data)

    def _frame(self, table: str, *named: str) -> pd.DataFrame:
        return self.named(self.journal.tables[table].rows(), *named)

    @cached_property
    def cases(self) -> pd.DataFrame:
        """All cases: case, kind, number, parent, customer, opened, closed, status, failure, value, lead (hours)."""
        frame = self._frame("cases", "kind", "status")
        frame["lead"] = frame["closed"] - frame["opened"]
        frame["finished"] = frame["status"] != "open"
        frame["measured"] = frame["closed"] > self.facts.warm_up
        return frame

    @cached_property
    def visits(self) -> pd.DataFrame:
        """All visits with names: for looking closely; measures choose what they need (see ``chosen``)."""
        return self._frame("visits", "activity", "team")

    @cached_property
    def measured_visits(self) -> pd.DataFrame:
        """Visits that ended in the measured period (their hours may lie before it: see ``sim.measures.hours``)."""
        return self.visits[self.visits["ended"] > self.facts.warm_up]

    def visits_to(self, *activities: str, columns: Sequence[str] = VISITED) -> pd.DataFrame:
        """Some columns of the visits for some activities, warm-up included."""
        codes = self.codes(activities)
        if set(activities) <= RARE_ACTIVITIES and set(columns) <= set(VISITED):
            rows = _chosen(self._rare_visits, columns, among(self._rare_visits["activity"], codes))
        else:
            rows = self.chosen("visits", columns, lambda rows: among(rows["activity"], codes), by=["activity"])
        return self.named(rows, *(name for name in ("activity", "team") if name in columns))

    @cached_property
    def _rare_visits(self) -> Row:
        codes = self.codes(RARE_ACTIVITIES)
        return self.chosen("visits", VISITED, lambda rows: among(rows["activity"], codes))

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """Messages understood in the measured period: handoff, source, target, subject, mode, times, what went wrong."""
        columns = ("handoff", "case", "mode", "sent", "understood", "wrong", "ask_backs", "rekeyed")
        rows = self.chosen("deliveries", columns, self.understood)
        frame = self.named(rows, "handoff")
        parts = [split_handoff(name) if " > " in name else ("", "", "") for name in self.names]
        for place, column in enumerate(("source", "target", "subject")):
            words = sorted({part[place] for part in parts})
            codes = np.array([words.index(part[place]) for part in parts], dtype=np.int16)
            frame[column] = pd.Categorical.from_codes(codes[rows["handoff"]], categories=pd.Index(words, dtype=object))
        return frame

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """Questions decided for the first time in the measured period, or anew because the truth had changed.

        Some questions stay open while the answer is no (``Rule.stays_open``); each look at one is no new decision.

        Returns:
            decision, age, unseen, regret, cause.
        """
        return self.named(self.decided("decision", "age", "unseen", "regret", "cause"), "decision")

    def decided(self, *wanted: str) -> Row:
        """Columns of the decisions that count (see ``decisions``), in the order of the journal."""
        return self.chosen("decisions", wanted, self._counting(), by=("time", "decision"))

    def decided_in_pieces(self, *wanted: str) -> Iterator[Row]:
        """What ``decided`` gives, a piece at a time."""
        return self.in_pieces("decisions", wanted, self._counting(), by=("time", "decision"))

    def _counting(self) -> Callable[[Row], Chosen]:
        """What says of all decisions, a piece at a time in the order of the journal, which ones count."""
        open_ones = self.codes(STAYING_OPEN)
        looks = self.chosen("decisions", ("decision", "case", "true"), lambda rows: among(rows["decision"], open_ones))
        new = ~pd.DataFrame(looks).duplicated().to_numpy()

        def count(rows: Row) -> Chosen:
            nonlocal new
            look = among(rows["decision"], open_ones)
            own, new = np.split(new, [np.count_nonzero(look)])
            counts = rows["time"] > self.facts.warm_up
            counts[look] &= own
            return counts

        return count

    @cached_property
    def money(self) -> pd.DataFrame:
        """Euro flows of the measured period: case, account and amount."""
        columns = ("case", "account", "amount")
        rows = self.chosen("money", columns, self.booked, by=["time"])
        return self.named(rows, "account")

    @cached_property
    def duty(self) -> pd.DataFrame:
        """Stretches of duty and of absence, clipped to the measured period; hours."""
        frame = self._frame("duty", "team")
        start = np.maximum(frame["started"], self.facts.warm_up)
        end = np.minimum(frame["ended"], self.facts.horizon)
        frame["hours"] = np.maximum(0.0, end - start)
        return frame

    @cached_property
    def outages(self) -> pd.DataFrame:
        """Stretches in which a platform was down, warm-up included."""
        return self._frame("outages", "platform", "cause")

    @cached_property
    def down_of(self) -> dict[str, list[tuple[float, float]]]:
        """Stretches (started, ended) in which each platform that failed was down, in order of time."""
        outages = self.outages.sort_values("started")
        down: dict[str, list[tuple[float, float]]] = {}
        for platform, started, ended in zip(outages["platform"], outages["started"], outages["ended"], strict=True):
            down.setdefault(platform, []).append((started, ended))
        return down

    def of_kind(
        self, *kinds: str, columns: Sequence[str] = ENDED, status: Sequence[str] = (), anyhow: bool = False
    ) -> pd.DataFrame:
        """Some columns of the cases of some kinds that ended in the measured period.

        Args:
            columns: of the journal, and lead (hours from opened to closed).
            status: only those that ended with one of these.
            anyhow: all cases of these kinds, finished or not, warm-up included.
        """
        codes, endings = self.codes(kinds), self.codes(status)
        read = dict.fromkeys(name for own in columns for name in (("opened", "closed") if own == "lead" else (own,)))

        def wanted(rows: Row) -> Chosen:
            own = among(rows["kind"], codes)
            if not anyhow:
                own &= self.ended(rows)
            return own & among(rows["status"], endings) if status else own

        if set(kinds) <= RARE_KINDS:
            rows = _chosen(self._rare_cases, list(read), wanted(self._rare_cases))
        else:
            rows = self.chosen("cases", list(read), wanted, by=["kind", "status", "closed"])
        frame = self.named(rows, *(name for name in ("kind", "status") if name in read))
        if "lead" in columns:
            frame["lead"] = frame["closed"] - frame["opened"]
        return frame[list(columns)]

    @cached_property
    def _rare_cases(self) -> Row:
        codes = self.codes(RARE_KINDS)
        return self.chosen(
            "cases", self.journal.tables["cases"].dtype.names or (), lambda rows: among(rows["kind"], codes)
        )

    def ended(self, cases: Row) -> Chosen:
        """Which rows of cases (with status and closed) are about ones that ended in the measured period."""
        return self.finished(cases) & (cases["closed"] > self.facts.warm_up)

    def finished(self, cases: Row) -> Chosen:
        """Which rows of cases (with status) are about ones that were over before the end of the run."""
        return np.asarray(cases["status"] != self.code.get("open", -1))

    def understood(self, messages: Row) -> Chosen:
        """Which rows of messages were understood in the measured period."""
        return np.asarray(messages["understood"] > self.facts.warm_up)

    def booked(self, money: Row) -> Chosen:
        """Which flows of money are of the measured period."""
        return np.asarray(money["time"] > self.facts.warm_up)

    def messages(self, *subjects: str, columns: Sequence[str]) -> pd.DataFrame:
        """Some columns of the messages about some subjects that were understood in the measured period, and subject."""
        subject_of = {code: subject for code, (*_, subject) in self._handoffs.items() if subject in subjects}
        rows = self.chosen(
            "deliveries",
            ("handoff", *columns),
            lambda rows: among(rows["handoff"], list(subject_of)) & self.understood(rows),
            by=["understood"],
        )
        return self.named(rows[list(columns)]).assign(subject=[subject_of[code] for code in rows["handoff"].tolist()])

    @cached_property
    def _handoffs(self) -> dict[int, tuple[str, str, str]]:
        """Source, target and subject of every hand-off, by its code."""
        return {code: split_handoff(name) for code, name in enumerate(self.names) if " > " in name}

    def noted(self, what: str, after: float = -np.inf) -> pd.DataFrame:
        """What was noted over time about one thing, warm-up included: time (later than ``after``), place, value."""
        code = self.code.get(what, -1)
        rows = self.chosen(
            "levels",
            ("time", "place", "value"),
            lambda rows: (rows["what"] == code) & (rows["time"] > after),
            by=["what"],
        )
        return self.named(rows, "place")

    def noted_measured(self, what: str) -> pd.DataFrame:
        """What was noted about one thing in the measured period: time, place, value."""
        return self.noted(what, after=self.facts.warm_up)


def _chosen(rows: Row, columns: Sequence[str], wanted: Chosen) -> Row:
    """Columns of some rows, without the room of all others that numpy would leave between them."""
    own = np.empty(int(np.count_nonzero(wanted)), [(name, rows.dtype[name]) for name in columns])
    for name in columns:
        own[name] = rows[name][wanted]
    return own


def gathered(pieces: list[Row], dtype: np.dtype[np.void]) -> Row:
    """The pieces in one; the list is emptied."""
    rows, end = np.empty(sum(map(len, pieces)), dtype), 0
    pieces.reverse()
    while pieces:  # a piece goes when it has been copied: memory that nobody has written to yet takes none
        piece = pieces.pop()
        rows[end : end + len(piece)] = piece
        end += len(piece)
    return rows


def split_handoff(name: str) -> tuple[str, str, str]:
    """(source, target, subject) of a hand-off's permanent name."""
    ends, subject = name.split(": ", 1)
    source, target = ends.split(" > ")
    return source, target, subject


def among(codes: NDArray[np.integer], wanted: Sequence[int]) -> Chosen:
    """Which of the codes are among the wanted ones."""
    if len(wanted) > EASILY_COMPARED:
        return np.isin(codes, np.asarray(wanted, dtype=np.int16))
    chosen = np.zeros(len(codes), dtype=bool)
    for code in wanted:
        chosen |= codes == code
    return chosen


def about(keys: NDArray[np.int64], column: str = "case") -> Callable[[Row], Chosen]:
    """What says which rows have one of some cases in a column; their keys must be in order."""
    return lambda rows: found(keys, rows[column])[1]


def found(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.int64], Chosen]:
    """Where each of the wanted keys stands among some that are in order, and whether it is one of them at all."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    place = np.searchsorted(keys, wanted)
    place[place == len(keys)] = 0
    return place, np.asarray(keys[place] == wanted)
