"""Made-up results of studies: break-evens and companies. The numbers mean nothing."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sim.experiment.break_even import BreakEven, interval_of_root
from sim.experiment.robustness import Robustness, drivers
from sim.inputs.assumptions import Assumption
from sim.views.style import scales
from tests.experiment import made_up

WORLDS = ("siloed", "integrated")
PRICE = Assumption(name="price", paths=("company.remedies.bot_minutes",), low=0, high=4, reason="test", multiply=True)
THOUSANDS = scales.scale_of("currency/year", "EUR", [5e5])


def line(*differences: float, half: float = 1e5) -> pd.DataFrame:
    values = np.linspace(0, 4, len(differences))
    middle = np.array(differences)
    return pd.DataFrame({"value": values, "lead": middle, "lower": middle - half, "upper": middle + half, "pairs": 5})


def broken_even(*differences: float, root: float = math.nan) -> BreakEven:
    table = line(*differences)
    limits = interval_of_root(table, root) if math.isfinite(root) else (math.nan, math.nan)
    return BreakEven(PRICE, "profit", 1.0, table, root, *limits)


def companies() -> Robustness:
    leads = np.array([-4e5, -1e4, 2e5, 5e5])
    table = pd.DataFrame(
        {
            "company": [1, 2, 3, 4],
            "lead": leads,
            "lower": leads - 5e4,
            "upper": leads + 5e4,
            "pairs": 5,
            "winner": ["a", "undecided", "b", "b"],
            "price": [4.0, 3.0, 2.0, 1.0],
        }
    )
    by_measure = pd.DataFrame(
        {
            "measure": ["profit", "order lead time"],
            "b": [2, 4],
            "a": [1, 0],
            "undecided": [1, 0],
            "failed": 0,
            "ahead": [2, 4],
            "ran": 4,
        }
    )
    return Robustness("profit", table, by_measure, drivers(table, [PRICE]), made_up.worlds(), table.iloc[0])
