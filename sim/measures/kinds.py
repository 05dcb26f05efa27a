"""Means by kind of case or decision: what two worlds need to be compared kind by kind, and not by what comes up more."""

from __future__ import annotations

import pandas as pd

from sim.engine.codes import Cause
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


def kinds_of(run: Run) -> pd.DataFrame:
    """The columns measure (``KINDS_OF``), kind, cases and mean, whose mean over cases is the measure of the run."""
    decisions = run.decisions
    values = {
        "order lead time": delivered(run)[["kind", "lead"]],
        "ticket time": solved_tickets(run)[["kind", "lead"]],
        "age at use": decisions[["decision", "age"]],
        "stale at use": decisions[["decision"]].assign(value=decisions["unseen"] > 0),
        "incorrect age": decisions[["decision", "unseen"]],
        "wrong decisions": decisions[["decision"]].assign(value=decisions["cause"] != Cause.RIGHT),
    }
    tables = [
        own.set_axis(["kind", "value"], axis=1)
        .groupby("kind", observed=True)["value"]
        .agg(cases="size", mean="mean")
        .reset_index()
        .assign(measure=measure)
        for measure, own in values.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    return table.assign(kind=table["kind"].astype(str))[["measure", "kind", "cases", "mean"]]
