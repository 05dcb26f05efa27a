"""Means by kind of case or decision: what two worlds need to be compared kind by kind, and not by what comes up more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sim.engine.codes import Cause
from sim.measures.columns import COUNT, NUMBER, TEXT, of_kinds
from sim.measures.customers import delivered, solved_tickets
from sim.measures.run import Run

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
    orders, tickets, decisions = delivered(run), solved_tickets(run), run.decisions
    decision, unseen = decisions["decision"], decisions["unseen"]
    values = {
        "order lead time": (orders["kind"], orders["lead"]),
        "ticket time": (tickets["kind"], tickets["lead"]),
        "age at use": (decision, decisions["age"]),
        "stale at use": (decision, unseen > 0),
        "incorrect age": (decision, unseen),
        "wrong decisions": (decision, decisions["cause"] != Cause.RIGHT),
    }
    rows = [(measure, *means) for measure, own in values.items() for means in _means(*own)]
    return of_kinds(pd.DataFrame(rows, columns=list(COLUMNS)), COLUMNS)


def _means(kinds: pd.Series, values: pd.Series) -> Iterator[tuple[str, int, float]]:
    """Each kind that occurs, how often, and the mean of its values."""
    codes = kinds.cat.codes.to_numpy()
    cases, sums = np.bincount(codes), np.bincount(codes, weights=values.to_numpy())
    for code in np.flatnonzero(cases).tolist():
        yield str(kinds.cat.categories[code]), int(cases[code]), float(sums[code] / cases[code])
