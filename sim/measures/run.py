"""One finished run, decoded: the journal's tables with names, and what one must know to read them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.company.decisions import RULES
from sim.company.facts import Facts, TeamFacts
from sim.engine.codes import Mode
from sim.engine.journal import Journal

T = TypeVar("T")
STAYING_OPEN = [rule.name for rule in RULES if rule.stays_open]

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
        self.code = {name: code for code, name in enumerate(journal.names.names)}
        self._kept: dict[object, Any] = {}
        self._of_kind: dict[tuple[str, ...], pd.DataFrame] = {}

    def once(self, compute: Callable[[Run], T]) -> T:
        """``compute(self)``, worked out on first use and kept."""
        if compute not in self._kept:
            self._kept[compute] = compute(self)
        result: T = self._kept[compute]
        return result

    def _frame(self, table: str, *named: str) -> pd.DataFrame:
        rows = self.journal.tables[table].rows()
        data: dict[str, object] = {column: rows[column] for column in rows.dtype.names or ()}
        for column in named:
            codes = rows[column]
            data[column] = (
                pd.Categorical.from_codes(codes, categories=pd.Index(self.names))
                if len(codes) == 0 or codes.min() >= 0
                else np.where(codes >= 0, self.names[codes], "")
            )
        return pd.DataFrame(data)

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
        """All visits with names."""
        return self._frame("visits", "activity", "team")

    @cached_property
    def measured_visits(self) -> pd.DataFrame:
        """Visits that ended in the measured period (their hours may lie before it: see ``sim.measures.hours``)."""
        return self.visits[self.visits["ended"] > self.facts.warm_up]

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """Messages understood in the measured period: source, target, subject, mode and times."""
        frame = self._frame("deliveries", "handoff")
        frame = frame[frame["understood"] > self.facts.warm_up].copy()
        parts = {name: split_handoff(name) for name in self.names if " > " in name}
        for place, column in enumerate(("source", "target", "subject")):
            frame[column] = frame["handoff"].map({name: part[place] for name, part in parts.items()}).astype(str)
        return frame

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """Questions decided for the first time in the measured period, or anew because the truth had changed.

        Some questions stay open while the answer is no (``Rule.stays_open``); each look at one is no new decision.
        """
        frame = self._frame("decisions", "decision", "department")
        asked_again = frame.duplicated(["decision", "case", "true"]) & frame["decision"].isin(STAYING_OPEN)
        return frame[(frame["time"] > self.facts.warm_up) & ~asked_again]

    @cached_property
    def money(self) -> pd.DataFrame:
        """Euro flows of the measured period."""
        frame = self._frame("money", "account", "department")
        return frame[frame["time"] > self.facts.warm_up]

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Everything noted over time, warm-up included."""
        return self._frame("levels", "what", "place")

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
    def finished(self) -> pd.DataFrame:
        """Finished cases that ended in the measured period."""
        return self.cases[self.cases["finished"] & self.cases["measured"]]

    @cached_property
    def down_of(self) -> dict[str, list[tuple[float, float]]]:
        """Stretches (started, ended) in which each platform that failed was down, in order of time."""
        outages = self.outages.sort_values("started")
        down: dict[str, list[tuple[float, float]]] = {}
        for platform, started, ended in zip(outages["platform"], outages["started"], outages["ended"], strict=True):
            down.setdefault(platform, []).append((started, ended))
        return down

    def of_kind(self, *kinds: str) -> pd.DataFrame:
        """Finished cases of some kinds that ended in the measured period."""
        if kinds not in self._of_kind:
            self._of_kind[kinds] = self.finished[self.finished["kind"].isin(kinds)]
        return self._of_kind[kinds]

    def noted(self, what: str) -> pd.DataFrame:
        """What was noted over time about one thing, warm-up included."""
        return self._levels_by_what.get(what, self.levels.iloc[:0])

    @cached_property
    def _levels_by_what(self) -> dict[str, pd.DataFrame]:
        return {str(what): rows for what, rows in self.levels.groupby("what", observed=True)}

    def roots(self) -> NDArray[np.int64]:
        """Keys of cases that follow from no other."""
        return np.asarray(self.cases.loc[self.cases["parent"] == -1, "case"], dtype=np.int64)


def split_handoff(name: str) -> tuple[str, str, str]:
    """(source, target, subject) of a hand-off's permanent name."""
    ends, subject = name.split(": ", 1)
    source, target = ends.split(" > ")
    return source, target, subject
