"""Who earned the gap: Shapley shares and factorial effects of a full 2^k cube of levers.

A cube is a mapping from each set of levers switched on (a frozenset of names, the empty set included) to
the measure there: a number, or an array with one element per replication. All arithmetic is done per
replication, so that every share and effect has its own paired interval. Results list levers in the order in
which the mapping lists the single levers, and nothing depends on their names or on the order of a set.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]
    Cube = Mapping[frozenset[str], ArrayLike]


def gap(cube: Cube) -> FloatArray:
    """The measure with every lever on minus the measure with none, per replication."""
    levers, values = _arrange(cube)
    return np.asarray(values[(1,) * len(levers)] - values[(0,) * len(levers)])


def shapley_values(cube: Cube) -> dict[str, FloatArray]:
    """Mean gain of each lever over all orders of switching on; in every replication these sum to the gap.

    phi_i = sum over S without i of s!(k-s-1)!/k! · [v(S+i) - v(S)], s the size of S. Arrays have the shape
    of the cube's values. Raises ValueError if a set of levers is missing. Source: Shapley 1953; Song,
    Nelson & Staum 2016.
    """
    levers, values = _arrange(cube)
    k = len(levers)
    if k == 0:
        return {}
    weights = [1.0 / (k * math.comb(k - 1, size)) for size in range(k)]
    others = list(product((0, 1), repeat=k - 1))
    shares = {}
    for position, lever in enumerate(levers):
        gains = np.take(values, 1, axis=position) - np.take(values, 0, axis=position)
        shares[lever] = np.asarray(sum(weights[sum(on)] * gains[on] for on in others))
    return shares


def factorial_effects(cube: Cube) -> dict[frozenset[str], FloatArray]:
    """Main effects and all interactions of the cube, per replication: mean at sign + less mean at sign -.

    A point's sign for a set of levers is the product of +1 for each of them on and -1 for each off. Listed
    by size of the set: main effects, pairs, and so on. Raises ValueError if a set of levers is missing.
    Source: Law, ch. 12 (Yates).
    """
    levers, values = _arrange(cube)
    k = len(levers)
    for axis in range(k):
        off, on = np.take(values, 0, axis=axis), np.take(values, 1, axis=axis)
        values = np.stack([off + on, on - off], axis=axis)
    effects = {}
    for size in range(1, k + 1):
        for names in combinations(levers, size):
            point = tuple(int(lever in names) for lever in levers)
            effects[frozenset(names)] = np.asarray(values[point] / 2 ** (k - 1))
    return effects


def first_gains(cube: Cube) -> dict[str, FloatArray]:
    """What each lever gains when switched on alone: v({i}) - v(none), the usual one-at-a-time effect."""
    levers, values = _arrange(cube)
    none = values[(0,) * len(levers)]
    return {lever: np.asarray(values[_only(levers, lever)] - none) for lever in levers}


def last_gains(cube: Cube) -> dict[str, FloatArray]:
    """What is lost when each lever is taken out of the full set: v(all) - v(all without i)."""
    levers, values = _arrange(cube)
    everything = values[(1,) * len(levers)]
    return {lever: np.asarray(everything - values[_all_but(levers, lever)]) for lever in levers}


def _arrange(cube: Cube) -> tuple[tuple[str, ...], FloatArray]:
    """The levers, and the values as an array `(2,) * k + shape of one value`; axis i is lever i off or on."""
    levers = tuple(lever for levers_on in cube if len(levers_on) == 1 for lever in levers_on)
    sets = [
        frozenset(lever for lever, on in zip(levers, point, strict=True) if on)
        for point in product((0, 1), repeat=len(levers))
    ]
    strangers = [key for key in cube if not key.issubset(levers)]
    missing = [key for key in sets if key not in cube]
    if strangers:
        message = f"the cube has {_print(strangers[0])} but not each of its levers alone"
        raise ValueError(message)
    if missing:
        message = f"the cube lacks {len(missing)} of {len(sets)} points, first {_print(missing[0])}"
        raise ValueError(message)
    points = [np.asarray(cube[key], dtype=np.float64) for key in sets]
    if len({point.shape for point in points}) > 1:
        message = "every point of the cube needs the same replications"
        raise ValueError(message)
    return levers, np.stack(points).reshape((2,) * len(levers) + points[0].shape)


def _only(levers: tuple[str, ...], lever: str) -> tuple[int, ...]:
    return tuple(int(other == lever) for other in levers)


def _all_but(levers: tuple[str, ...], lever: str) -> tuple[int, ...]:
    return tuple(int(other != lever) for other in levers)


def _print(levers_on: frozenset[str]) -> str:
    return "{" + ", ".join(sorted(levers_on)) + "}"
