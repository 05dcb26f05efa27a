"""Counts and sums by group over a table that is looked at a piece at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.engine.journal import Row

PLACES = 2**18
"""Combinations that might be up to which a place is held for each, which saves sorting."""

COARSE = 1.5 * 2**43
"""Adding it and taking it away again leaves whole multiples of 1/512, whose sums are exact up to 17 million millions."""

Sums = NDArray[np.float64]


class Tally:
    """How often each combination of some columns' values occurs, and the sums of something over it.

    Each sum is made row after row, so it is the same to the last bit however the rows are cut into pieces; and of the
    coarse and the fine part of each value apart, so hardly its last digit is lost, however many rows there are.

    Args:
        columns: names of columns of small whole numbers from -1 on.
        sums: how many things are summed; their values are finite and below 10¹².
    """

    def __init__(self, columns: Sequence[str], sums: int = 1) -> None:
        self.columns = list(columns)
        self._places: dict[tuple[int, ...], int] = {}
        self._times = np.zeros(0, dtype=np.int64)
        self._sums = [np.zeros((2, 0)) for _ in range(sums)]

    def add(self, rows: Row, *values: Sums) -> None:
        """Count rows, and add for each a value to each sum."""
        if not len(rows):
            return
        which, number = self._groups(rows)
        one_of = np.empty(number, dtype=np.int64)
        one_of[which] = np.arange(len(rows))
        groups = rows[self.columns][one_of].tolist()
        places = np.array([self._places.setdefault(group, len(self._places)) for group in groups])[which]
        more = len(self._places) - len(self._times)
        self._times = np.pad(self._times, (0, more))
        self._times += np.bincount(places, minlength=len(self._times))
        for number, own in enumerate(values):
            coarse, fine = self._sums[number] = np.pad(self._sums[number], ((0, 0), (0, more)))
            whole = (own + COARSE) - COARSE
            np.add.at(coarse, places, whole)
            np.add.at(fine, places, own - whole)

    def _groups(self, rows: Row) -> tuple[NDArray[np.int64], int]:
        """The number of each row's group, from 0 on, and how many groups there are."""
        key, span = np.zeros(len(rows), dtype=np.int64), 1
        for column in self.columns:
            own = int(rows[column].max()) + 2
            if span * own > PLACES:
                key, span = _numbered(key, span)
            key = key * own + rows[column] + 1
            span *= own
        return _numbered(key, span)

    def sums(self) -> tuple[Row, NDArray[np.int64], list[Sums]]:
        """The combinations in order (a row each, 32-bit numbers), how often each occurs, and its sums."""
        groups = sorted(self._places)
        order = [self._places[group] for group in groups]
        rows = np.array(groups, dtype=[(name, "<i4") for name in self.columns])
        return rows, self._times[order], [sums.sum(axis=0)[order] for sums in self._sums]


def _numbered(key: NDArray[np.int64], span: int) -> tuple[NDArray[np.int64], int]:
    """Keys from 0 to below ``span`` with those that do not occur left out, and how many different ones there are."""
    if span > PLACES:
        found, which = np.unique(key, return_inverse=True)
        return which, len(found)
    occurs = np.zeros(span, dtype=np.int64)
    occurs[key] = 1
    return (np.cumsum(occurs) - 1)[key], int(occurs.sum())


def flagged(**flags: NDArray[np.bool_]) -> Row:
    """Rows that say of each whether it is this and that: a column of 0 and 1 for each flag."""
    rows = np.empty(len(next(iter(flags.values()))), dtype=[(name, "i1") for name in flags])
    for name, values in flags.items():
        rows[name] = values
    return rows
