"""Sums by group over a table that is looked at a piece at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.engine.journal import Row


class Tally:
    """How often each combination of some columns' values occurs, and the sum of something over it.

    Each sum is made row after row, so it is the same to the last bit however the rows are cut into pieces.

    Args:
        columns: names of columns of small whole numbers from -1 on.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = list(columns)
        self._places: dict[tuple[int, ...], int] = {}
        self._times = np.zeros(0, dtype=np.int64)
        self._sums = np.zeros(0)

    def add(self, rows: Row, values: NDArray[np.float64]) -> None:
        """Count rows, and add a value for each."""
        if not len(rows):
            return
        spans = [int(rows[column].max()) + 2 for column in self.columns]
        key = np.zeros(len(rows), dtype=np.int64)
        for column, span in zip(self.columns, spans, strict=True):
            key = key * span + (rows[column] + 1)
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        groups = rows[self.columns][first].tolist()
        places = np.array([self._places.setdefault(group, len(self._places)) for group in groups])[which]
        more = len(self._places) - len(self._sums)
        self._times, self._sums = np.pad(self._times, (0, more)), np.pad(self._sums, (0, more))
        np.add.at(self._times, places, 1)
        np.add.at(self._sums, places, values)

    def sums(self) -> tuple[Row, NDArray[np.int64], NDArray[np.float64]]:
        """The combinations in order (a row each, 32-bit numbers), how often each occurs, and its sum."""
        groups = sorted(self._places)
        order = [self._places[group] for group in groups]
        return np.array(groups, dtype=[(name, "<i4") for name in self.columns]), self._times[order], self._sums[order]
