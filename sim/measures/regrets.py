"""Each decision by itself: how often it was taken, how often wrongly, and what that is expected to cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.engine.codes import Cause
from sim.inputs.names import DECISIONS
from sim.measures.run import Run


def regrets_of(run: Run) -> pd.DataFrame:
    """The columns decision (all of them), taken, wrong (both a year) and regret (currency a year).

    An open question counts once (see ``Run.decisions``), as in the measures; a year is 52 weeks, as in those of money.
    """
    rows, years = run.decisions, run.facts.years
    kinds = rows["decision"].astype(str)
    sums = (
        pd.DataFrame({"kind": kinds, "taken": 1.0, "wrong": rows["cause"] != Cause.RIGHT, "regret": rows["regret"]})
        .groupby("kind")[["taken", "wrong", "regret"]]
        .sum()
        .reindex(list(DECISIONS), fill_value=0.0)
    )
    return (sums.astype(np.float64) / years).rename_axis("decision").reset_index()
