"""One finished run, decoded: the journal's tables with names, and what one must know to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.company.decisions import RULES
from sim.company.facts import Facts, TeamFacts
from sim.engine.codes import Mode
from sim.engine.journal import Journal, Row

T = TypeVar("T")
Chosen: TypeAlias = NDArray[np.bool_]
STAYING_OPEN = [rule.name for rule in RULES if rule.stays_open]

ENDED = ["case", "kind", "opened", "status", "failure", "value", "lead"]
"""Columns of cases that have ended."""

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
        self._noted: dict[str, pd.DataFrame] = {}

    def once(self, compute: Callable[[Run], T]) -> T:
        """``compute(self)``, worked out on first use and kept."""
        if compute not in self._kept:
            self._kept[compute] = compute(self)
        result: T = self._kept[compute]
        return result

    def let_go(self, compute: Callable[[Run], object]) -> None:
        """Keep what ``once`` has worked out no longer; whoever asks for it waits again."""
        self._kept.pop(compute, None)

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
        looked_at = dict.fromkeys((*columns, *by))
        found = [_chosen(piece, columns, keep(piece)) for piece in source.pieces(*looked_at)]
        rows, end = np.empty(sum(map(len, found)), dtype), 0
        found.reverse()
        while found:  # a piece goes when it has been copied: memory that nobody has written to yet takes none
            piece = found.pop()
            rows[end : end + len(piece)] = piece
            end += len(piece)
        return rows

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

    def visits_to(self, *activities: str) -> pd.DataFrame:
        """Visits for some activities: case, activity, team, asked, started, ended, status."""
        codes = self.codes(activities)
        columns = ("case", "activity", "team", "asked", "started", "ended", "status")
        return self.named(self.chosen("visits", columns, lambda rows: among(rows["activity"], codes)), "activity", "team")

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """Messages understood in the measured period: handoff, source, target, subject, mode, times, what went wrong."""
        columns = ("handoff", "case", "mode", "sent", "understood", "wrong", "ask_backs", "rekeyed")
        rows = self.chosen("deliveries", columns, lambda rows: rows["understood"] > self.facts.warm_up)
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
        open_ones = self.codes(STAYING_OPEN)
        looks = self.chosen("decisions", ("decision", "case", "true"), lambda rows: among(rows["decision"], open_ones))
        new = ~pd.DataFrame(looks).duplicated().to_numpy()

        def count(rows: Row) -> Chosen:  # a piece at a time, in the order of the journal: all looks were 5 MB in memory
            nonlocal new
            look = among(rows["decision"], open_ones)
            own, new = np.split(new, [np.count_nonzero(look)])
            counts = rows["time"] > self.facts.warm_up
            counts[look] &= own
            return counts

        return self.chosen("decisions", wanted, count, by=("time", "decision"))

    @cached_property
    def money(self) -> pd.DataFrame:
        """Euro flows of the measured period: case, account and amount."""
        columns = ("case", "account", "amount")
        rows = self.chosen("money", columns, lambda rows: rows["time"] > self.facts.warm_up, by=["time"])
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

    def of_kind(self, *kinds: str) -> pd.DataFrame:
        """Finished cases of some kinds that ended in the measured period, chosen anew: the columns ``ENDED``."""
        cases = self.cases
        places = np.flatnonzero(self._ended & self.among(cases["kind"], kinds))
        return pd.DataFrame({column: cases[column].array[places] for column in ENDED}, copy=False)

    @cached_property
    def _ended(self) -> Chosen:
        return (self.cases["finished"] & self.cases["measured"]).to_numpy()

    def noted(self, what: str) -> pd.DataFrame:
        """What was noted over time about one thing, warm-up included: time, place, value."""
        if what not in self._noted:
            code = self.code.get(what, -1)
            rows = self.chosen("levels", ("time", "place", "value"), lambda rows: rows["what"] == code, by=["what"])
            self._noted[what] = self.named(rows, "place")
        return self._noted[what]

    def noted_measured(self, what: str) -> pd.DataFrame:
        """What was noted about one thing in the measured period: time, place, value."""
        noted = self.noted(what)
        return noted[noted["time"] > self.facts.warm_up]

    def opened(self, kind: str) -> pd.DataFrame:
        """Cases of a kind that were opened in the measured period, finished or not."""
        cases = self.cases
        return cases[(cases["kind"] == kind) & (cases["opened"] > self.facts.warm_up)]

    def roots(self) -> NDArray[np.int64]:
        """Keys of cases that follow from no other."""
        return np.asarray(self.cases.loc[self.cases["parent"] == -1, "case"], dtype=np.int64)


def _chosen(rows: Row, columns: Sequence[str], wanted: Chosen) -> Row:
    """Columns of some rows, without the room of all others that numpy would leave between them."""
    own = np.empty(int(np.count_nonzero(wanted)), [(name, rows.dtype[name]) for name in columns])
    for name in columns:
        own[name] = rows[name][wanted]
    return own


def split_handoff(name: str) -> tuple[str, str, str]:
    """(source, target, subject) of a hand-off's permanent name."""
    ends, subject = name.split(": ", 1)
    source, target = ends.split(" > ")
    return source, target, subject


def among(codes: NDArray[np.integer], wanted: Sequence[int]) -> Chosen:
    """Which of the codes are among the wanted ones."""
    return np.isin(codes, np.asarray(wanted, dtype=np.int16))
