"""Means by kind of case or decision: what two worlds need to be compared kind by kind, and not by what comes up more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sim.engine.codes import Cause
from sim.measures.columns import COUNT, NUMBER, TEXT, of_kinds
from sim.measures.customers import delivered_by_kind, solved_by_kind
from sim.measures.run import Run
from sim.measures.summed import decisions_summed

KINDS_OF = {
    "order lead time": "kinds of order",
    "ticket time": "kinds of issue",
    "age at use": "decisions",
    "stale at use": "decisions",
    "incorrect age": "decisions",
    "wrong decisions": "decisions",
}
"""Measures that are means over kinds, of which each world has a mix of its own."""
COLUMNS = {"measure": TEXT, "kind": TEXT, "cases": COUNT, "mean": NUMBER}


def kinds_of(run: Run) -> pd.DataFrame:
    """The columns measure (``KINDS_OF``), kind, cases and mean, whose mean over cases is the measure of the run."""
    orders, tickets, decisions = delivered_by_kind(run), solved_by_kind(run), decisions_summed(run)
    wrong = decisions.assign(wrong=decisions["taken"].where(decisions["cause"] != Cause.RIGHT, 0))
    values = {
        "order lead time": (orders, "kind", "cases", "hours"),
        "ticket time": (tickets, "kind", "cases", "hours"),
        "age at use": (decisions, "decision", "taken", "age"),
        "stale at use": (decisions, "decision", "taken", "stale"),
        "incorrect age": (decisions, "decision", "taken", "unseen"),
        "wrong decisions": (wrong, "decision", "taken", "wrong"),
    }
    rows = [(measure, *means) for measure, own in values.items() for means in _means(*own)]
    return of_kinds(pd.DataFrame(rows, columns=list(COLUMNS)), COLUMNS)


def _means(table: pd.DataFrame, kind: str, number: str, sums: str) -> Iterator[tuple[str, int, float]]:
    """Each kind that occurs, how often, and the mean of its values."""
    codes = table[kind].cat.codes.to_numpy()
    cases, total = (np.bincount(codes, weights=table[column].to_numpy()) for column in (number, sums))
    for code in np.flatnonzero(cases).tolist():
        yield str(table[kind].cat.categories[code]), int(cases[code]), float(total[code] / cases[code])
