"""Each decision by itself: how often it was taken, how often wrongly, and what that is expected to cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.engine.codes import Cause
from sim.inputs.names import DECISIONS
from sim.measures.run import Run
from sim.measures.summed import decisions_summed


def regrets_of(run: Run) -> pd.DataFrame:
    """The columns decision (all of them), taken, wrong (both a year) and regret (currency a year).

    An open question counts once (see ``Run.decisions``), as in the measures; a year is 52 weeks, as in those of money.
    """
    decisions = decisions_summed(run)
    wrong = decisions["taken"].where(decisions["cause"] != Cause.RIGHT, 0)
    sums = (
        pd.DataFrame({"taken": decisions["taken"], "wrong": wrong, "regret": decisions["regret"]})
        .groupby(decisions["decision"].cat.codes.to_numpy())
        .sum()
    )
    sums = sums.set_axis(run.names[sums.index]).reindex(list(DECISIONS), fill_value=0.0)
    return (sums.astype(np.float64) / run.facts.years).rename_axis("decision").reset_index()
