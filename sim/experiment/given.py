"""What is no finding, because it follows from prices of the scenarios by arithmetic."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics.intervals import ROUNDING
from sim.measures.measure import Measure

PRICE = "lever costs"
"""The measure that holds the prices of levers."""
AFTER_PRICE = ("profit", "resized profit")
"""Measures from which the price of levers is deducted, a year's from a year's."""

Values = NDArray[np.float64]


def is_given(measure: Measure, difference: Values, dearer: Values) -> bool:
    """Whether a measure differs by arithmetic alone: it is a price, or it falls by the price in every pair.

    Where two worlds differ in a price and in nothing else, each pair's profit differs by that price: nothing random is
    left to estimate. Random differences that happen to agree do not do so by just the price.

    Args:
        difference: of the measure, one for each pair.
        dearer: by how much the levers' price is higher, in the same pairs.
    """
    if measure.arithmetic:
        return True
    if measure.id not in AFTER_PRICE or not dearer.any() or dearer.shape != difference.shape:
        return False
    return bool((np.abs(difference + dearer) <= ROUNDING * np.abs(dearer)).all())
