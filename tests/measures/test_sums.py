"""Sums that are made a piece at a time: the same as of all rows at once, and the same however rows are cut."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engine.journal import Row
from sim.measures.tally import Tally, flagged


def rows_of(count: int, kinds: int, members: int) -> Row:
    random = np.random.default_rng(7)
    rows = np.empty(count, dtype=[("kind", "<i2"), ("member", "<i4")])
    rows["kind"], rows["member"] = random.integers(-1, kinds, count), random.integers(-1, members, count)
    return rows


def tallied(rows: Row, values: NDArray[np.float64], piece: int) -> tuple[Row, NDArray[np.int64], NDArray[np.float64]]:
    tally = Tally(("kind", "member"))
    for begin in range(0, len(rows), piece):
        tally.add(rows[begin : begin + piece], values[begin : begin + piece])
    groups, times, (sums,) = tally.sums()
    return groups, times, sums


@pytest.mark.parametrize(("kinds", "members"), [(3, 4), (30_000, 2_000_000), (400, 2_000)])
def test_a_tally_hardly_loses_the_last_digit_however_rows_are_cut(kinds: int, members: int) -> None:
    """With few combinations, with more than a place is held for, and with columns that only together have so many."""
    rows = rows_of(20_000, kinds, members)
    values = np.random.default_rng(8).lognormal(3, 2, len(rows)) * np.where(rows["member"] % 2, 1.0, -1.0)
    groups, times, sums = tallied(rows, values, len(rows))
    for piece in (1_000, 7_777):
        others = tallied(rows, values, piece)
        assert others[0].tolist() == groups.tolist()
        assert others[1].tolist() == times.tolist()
        assert others[2].tolist() == sums.tolist()
    by_group: dict[tuple[int, int], list[float]] = {}
    for group, value in zip(rows.tolist(), values.tolist(), strict=True):
        by_group.setdefault(group, []).append(value)
    assert groups.tolist() == sorted(by_group)
    for group, number, total in zip(groups.tolist(), times, sums, strict=True):
        assert number == len(by_group[group])
        assert total == pytest.approx(math.fsum(by_group[group]), rel=1e-15, abs=1e-12)


def test_a_tally_of_nothing_is_empty() -> None:
    tally = Tally(["kind"], sums=2)
    tally.add(flagged(kind=np.zeros(0, dtype=bool)), np.zeros(0), np.zeros(0))
    groups, times, sums = tally.sums()
    assert len(groups) == len(times) == 0
    assert [len(own) for own in sums] == [0, 0]
