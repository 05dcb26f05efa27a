"""Many comparisons at once: p-values and confidence levels that allow for their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.experiment.statistics.intervals import check_confidence, t_quantile, vector

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]


def holm(p_values: ArrayLike) -> FloatArray:
    """Holm's step-down adjusted p-values, in the order given; NaN stays NaN and is not counted.

    Rejecting where the result is <= alpha keeps the chance of any false rejection at alpha. Raises
    ValueError for a p-value outside 0 to 1. Source: Holm 1979.
    """
    p, ranked, steps = _step_down(p_values)
    p[ranked] = np.minimum(1.0, np.maximum.accumulate(steps * p[ranked]))
    return p


def holm_confidence(p_values: ArrayLike, alpha: float = 0.05) -> FloatArray:
    """Confidence levels at which each comparison's interval agrees with Holm's decision, in order given.

    With m comparisons, the one of rank r is rejected at level alpha/(m-r+1), so its interval is drawn at
    that level and leaves 0 out. All that are not rejected share the level at which the procedure stopped
    and hold 0. Equal p-values share the stricter level. Each level is at least 1-alpha, so an adjusted
    interval is never shorter than the plain one. The levels mirror the decisions; joint coverage of all
    intervals at 1-alpha is promised only by Bonferroni's 1-alpha/m. NaN stays NaN (and t intervals
    answer a NaN level with NaN limits).
    """
    p, ranked, steps = _step_down(p_values)
    check_confidence(1.0 - alpha)
    ordered = p[ranked]
    stops = np.flatnonzero(steps * ordered > alpha)
    last = int(stops[0]) if stops.size else ordered.size
    step = np.minimum(np.searchsorted(ordered, ordered, side="left"), last)
    p[ranked] = 1.0 - alpha / steps[step]
    return p


def bonferroni_t(n: int, comparisons: int, alpha: float = 0.05) -> float:
    """Two-sided t quantile on n - 1 degrees of freedom when alpha is shared by so many comparisons."""
    if comparisons < 1:
        message = f"comparisons must be at least 1, not {comparisons}"
        raise ValueError(message)
    return t_quantile(n - 1, 1.0 - alpha / comparisons)


def _step_down(p_values: ArrayLike) -> tuple[FloatArray, NDArray[np.intp], NDArray[np.intp]]:
    """The p-values copied, the positions of the numbers among them in rising order, and m … 1."""
    p = vector(p_values).copy()
    if ((p < 0) | (p > 1)).any():
        message = "p-values must lie between 0 and 1"
        raise ValueError(message)
    count = int(np.isfinite(p).sum())
    ranked = np.argsort(p, kind="stable")[:count]  # NaN sorts last
    return p, ranked, np.arange(count, 0, -1)
