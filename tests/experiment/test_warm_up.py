"""Where a run settles: the vector of verification.md B.3, and MSER by its definition."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.statistics import mser5

if TYPE_CHECKING:
    from numpy.typing import NDArray

numbers = st.floats(-1e3, 1e3).map(lambda value: round(value, 3))


def settling(n: int = 400) -> NDArray[np.float64]:
    i = np.arange(n)
    return np.asarray(10 - 10 * np.exp(-i / 20) + np.sin(1.7 * i), dtype=np.float64)


def test_mser_vector() -> None:
    series = settling()
    result = mser5(series)
    assert result.cut == 85
    assert result.mean == pytest.approx(9.9903, abs=5e-5)
    assert float(series.mean()) == pytest.approx(9.4871, abs=5e-5)
    assert not result.rejected


def test_mser_rejects_a_run_that_never_settles() -> None:
    assert mser5(np.arange(400.0)).rejected
    assert mser5(np.arange(400.0)).cut == 200


def test_mser_leaves_a_settled_run_whole() -> None:
    result = mser5([0.1] * 103)
    assert (result.cut, result.rejected) == (0, False)
    assert result.mean == pytest.approx(0.1)


def test_mser_on_whole_weeks() -> None:
    """A weekly cycle larger than the trend hides the warm-up from batches that do not hold whole weeks."""
    hours = np.arange(168 * 26)
    series = 50 + 30 * np.sin(2 * np.pi * hours / 168) - 20 * (hours < 168 * 4)
    result = mser5(series, batch=168)
    assert (result.cut, result.rejected) == (4 * 168, False)
    assert result.mean == pytest.approx(50)


def test_mser_on_short_and_broken_runs() -> None:
    assert mser5([]).rejected
    assert math.isnan(mser5([]).mean)
    assert mser5([1.0] * 50).rejected
    assert not mser5([1.0] * 55).rejected
    assert mser5([1.0, math.nan] * 50).rejected
    with pytest.raises(ValueError, match="batch"):
        mser5([1.0], batch=0)


@given(st.lists(numbers, min_size=0, max_size=120), st.integers(1, 7))
def test_mser_by_its_definition(series: list[float], batch: int) -> None:
    result = mser5(series, batch)
    n = len(series) // batch
    assert result.cut % batch == 0
    assert result.cut <= max(n // 2, 0) * batch
    if n == 0:
        return
    means = np.array(series[: n * batch]).reshape(n, batch).mean(axis=1)
    scores = [float(np.sum((means[d:] - means[d:].mean()) ** 2)) / (n - d) ** 2 for d in range(n // 2 + 1)]
    assert scores[result.cut // batch] <= min(scores) + 1e-6
    assert result.mean == pytest.approx(float(np.mean(series[result.cut :])))
