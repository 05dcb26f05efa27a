"""Which alternative is best: Kim & Nelson's selection.

Alternatives are numbered from 0 in the order given; ties go to the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.experiment.statistics import vector

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

Observe = Callable[[int, tuple[int, ...]], "ArrayLike"]
"""(replication number from 0, alternatives still in) → one value for each of these, in their order.

With common random numbers all values of one replication come from the same seed; dropped ones are never run
again.
"""

MOST_REPLICATIONS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the sequential procedure has found.

    `replications` is how many the best has had; `dropped_after[i]` how many alternative i had when it was
    screened out (None: it never was); `means` are over those. `runs` counts single runs of all. `decided`
    is False when the budget ended first: then `best` is only the best so far, without the guarantee.
    """

    best: int
    decided: bool
    replications: int
    runs: int
    means: tuple[float, ...]
    dropped_after: tuple[int | None, ...]


def kn_eta(alternatives: int, first_stage: int, alpha: float = 0.05, *, common: bool = True) -> float:
    """Kim and Nelson's eta: the width of the continuation region.

    ½[(2β)^(-2/(n0-1)) - 1], with β = alpha/(k-1) under common random numbers and 1 - (1-alpha)^(1/(k-1))
    for independent alternatives. Raises ValueError for fewer than two alternatives or first-stage
    replications. Source: Kim & Nelson 2001.
    """
    if min(alternatives, first_stage) <= 1:
        message = f"needs 2 alternatives and 2 first-stage replications, not {alternatives} and {first_stage}"
        raise ValueError(message)
    if not 0 < alpha < 1 - 1 / alternatives:
        message = f"alpha must lie between 0 and 1 - 1/k, the error of a blind guess, not {alpha}"
        raise ValueError(message)
    rivals = alternatives - 1
    beta = alpha / rivals if common else 1.0 - (1.0 - alpha) ** (1.0 / rivals)
    return float(((2.0 * beta) ** (-2.0 / (first_stage - 1)) - 1.0) / 2.0)


def kn_h_squared(alternatives: int, first_stage: int, alpha: float = 0.05, *, common: bool = True) -> float:
    """Kim and Nelson's h² = 2 · eta · (n0 - 1)."""
    return 2.0 * kn_eta(alternatives, first_stage, alpha, common=common) * (first_stage - 1)


def kn_select(
    observe: Observe,
    alternatives: int,
    indifference: float,
    *,
    first_stage: int = 10,
    alpha: float = 0.05,
    larger_is_better: bool = True,
    most_replications: int = MOST_REPLICATIONS,
) -> Selection:
    """Select the best mean, right with probability >= 1 - alpha if it leads by `indifference` or more.

    After a first stage of n0 replications of all, each further replication runs only the survivors. i is
    dropped once mean_i(r) < mean_l(r) - W_il(r) for a surviving l, where
    W_il(r) = max{0, d/2r · (h² S²_il/d² - r)}, d is `indifference` (in the unit of the data) and S²_il the
    first-stage variance of the difference. Ends with one left, or once r > h² S²/d² for all pairs (then the
    largest mean wins). Alternatives closer than d may come out either way. Valid with and without common
    random numbers. Raises ValueError for a value that is not finite. Source: Kim & Nelson 2001, c = 1.
    """
    h_squared = kn_h_squared(alternatives, first_stage, alpha)
    if not indifference > 0:
        message = f"the indifference zone must be above 0, not {indifference}"
        raise ValueError(message)
    sign = 1.0 if larger_is_better else -1.0
    alive = tuple(range(alternatives))
    sample = np.array([sign * _values(observe, r, alive) for r in range(first_stage)])
    totals, counts = sample.sum(axis=0), np.full(alternatives, first_stage)
    reach = h_squared * _difference_variances(sample) / indifference**2
    r = first_stage
    while True:
        alive = _screen(alive, totals[list(alive)] / r, _widths(reach, indifference, r))
        decided = len(alive) == 1 or bool(r > reach.max())
        if decided or r >= most_replications:
            break
        totals[list(alive)] += sign * _values(observe, r, alive)
        r += 1
        counts[list(alive)] = r
    return _selection(alive, sign * totals / counts, counts, decided=decided, sign=sign)


def _values(observe: Observe, replication: int, alive: tuple[int, ...]) -> FloatArray:
    values = vector(observe(replication, alive))
    if values.size != len(alive) or not np.isfinite(values).all():
        message = f"replication {replication} must give a finite value for each of the alternatives {alive}"
        raise ValueError(message)
    return values


def _difference_variances(sample: FloatArray) -> FloatArray:
    """Sample variances of all pairwise differences; sample `(n, k)` → `(k, k)`."""
    differences = sample[:, :, None] - sample[:, None, :]
    return np.asarray(differences.var(axis=0, ddof=1))


def _widths(reach: FloatArray, indifference: float, r: int) -> FloatArray:
    """W_il(r) for all pairs, with reach_il = h² S²_il/d²."""
    return np.maximum(0.0, indifference / (2.0 * r) * (reach - r))


def _screen(alive: Sequence[int], means: FloatArray, widths: FloatArray) -> tuple[int, ...]:
    """The alternatives not beaten by another that is alive; the one with the largest mean always stays."""
    allowed = means[None, :] - widths[np.ix_(alive, alive)]
    stays = (means[:, None] >= allowed).all(axis=1)
    return tuple(alive[int(place)] for place in np.flatnonzero(stays))


def _selection(
    alive: tuple[int, ...],
    means: FloatArray,
    counts: NDArray[np.int_],
    *,
    decided: bool,
    sign: float,
) -> Selection:
    best = max(alive, key=lambda i: sign * means[i])
    return Selection(
        best=best,
        decided=decided,
        replications=int(counts[best]),
        runs=int(counts.sum()),
        means=tuple(float(mean) for mean in means),
        dropped_after=tuple(None if i in alive else int(count) for i, count in enumerate(counts)),
    )
