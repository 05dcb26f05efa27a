"""Laws of probability of streams: closed forms, means, monotone, the same numbers block by block and one by one."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engine.laws import Fixed, Gamma, Measured, Triangular
from sim.engine.streams import CHILD, Exponential, Lognormal, Streams, Uniform

LAWS: dict[str, tuple[Callable[[NDArray[np.uint64]], Uniform], float, float]] = {
    # name: (what makes the stream, its mean, its coefficient of variation)
    "gamma": (lambda key: Gamma(key, 3.0, 0.5), 3.0, 0.5),
    "wide gamma": (lambda key: Gamma(key, 2.0, 1.5), 2.0, 1.5),
    "triangular": (lambda key: Triangular(key, 1.0, 2.0, 6.0), 3.0, math.sqrt((1 + 4 + 36 - 2 - 6 - 12) / 18) / 3),
    "mode at the end": (lambda key: Triangular(key, 0.0, 3.0, 3.0), 2.0, math.sqrt(9 / 18) / 2),
    "measured": (lambda key: Measured(key, [6.0, 1.0, 2.0]), 3.0, math.sqrt(14 / 3) / 3),
    "fixed": (lambda key: Fixed(key, 2.5), 2.5, 0.0),
    "exponential": (lambda key: Exponential(key, 3.0), 3.0, 1.0),
    "lognormal": (lambda key: Lognormal(key, 3.0, 0.7), 3.0, 0.7),
}


def stream(name: str) -> Uniform:
    return Streams(7, 0).by_law("x", LAWS[name][0])


@pytest.mark.parametrize("name", LAWS)
def test_mean_and_variation(name: str) -> None:
    """By the midpoints of 400,000 equal parts of the law."""
    _, mean, variation = LAWS[name]
    numbers = stream(name)._transform((np.arange(400_000) + 0.5) / 400_000)
    assert numbers.mean() == pytest.approx(mean, rel=2e-4)
    assert numbers.std() / numbers.mean() == pytest.approx(variation, rel=5e-3, abs=1e-9)
    assert np.all(np.diff(numbers) >= 0)


@pytest.mark.parametrize("name", LAWS)
def test_block_by_block_as_one_by_one(name: str) -> None:
    numbers, luck = stream(name), Streams(7, 0).uniform("x")
    for case, visit in ((0, 0), (5, 1), (3000, 3), (17, 9), (CHILD + 5, 0)):
        assert numbers.draw(case, visit) == pytest.approx(numbers.quantile(luck.draw(case, visit)), rel=1e-12)


@pytest.mark.parametrize("name", LAWS)
def test_among_the_lowest_share(name: str) -> None:
    """Where equal numbers do not let one say, luck decides: it is the share that was asked for, whatever the law."""
    numbers, luck = stream(name), Streams(7, 0).uniform("x")
    assert all(numbers.among_lowest(0.3, case) == (luck.draw(case) < 0.3) for case in range(2000))


def test_gamma_of_four_phases() -> None:
    """F(x) = 1 - exp(-y) (1 + y + y²/2 + y³/6) with y = 4 x / mean."""
    numbers = stream("gamma")
    for share in (0.01, 0.3, 0.5, 0.95):
        y = 4 * numbers.quantile(share) / 3
        assert 1 - math.exp(-y) * (1 + y + y * y / 2 + y**3 / 6) == pytest.approx(share, abs=1e-12)


def test_triangular_by_area() -> None:
    """Of the triangle from 1 over 2 to 6 a fifth lies below 2; its median is 6 less the root of half of 5 times 4."""
    numbers = stream("triangular")
    assert numbers.quantile(0.2) == pytest.approx(2.0)
    assert numbers.quantile(0.05) == pytest.approx(1.5)
    assert numbers.quantile(0.5) == pytest.approx(6 - math.sqrt(10))


def test_measured_numbers_come_equally_often() -> None:
    numbers = Streams(7, 0).by_law("x", lambda key: Measured(key, [5.0, 1.0, 5.0, 2.0]))
    assert [numbers.quantile(share) for share in (0.01, 0.24, 0.26, 0.49, 0.51, 0.99)] == [1, 1, 2, 2, 5, 5]
    assert {numbers.draw(case) for case in range(100)} == {1.0, 2.0, 5.0}
