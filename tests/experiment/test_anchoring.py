"""A cube tied to a comparison, by hand: two levers, two replications of the cube, three pairs of the comparison."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.experiment.anchoring import tie, together

NONE, FIRST, SECOND, BOTH = frozenset[str](), frozenset({"x"}), frozenset({"y"}), frozenset({"x", "y"})
CUBE = {
    NONE: np.array([10.0, 12.0]),
    FIRST: np.array([13.0, 15.0]),
    SECOND: np.array([11.0, 13.0]),
    BOTH: np.array([14.0, 16.0]),
}
"""In both replications x brings 3 and y brings 1, alone and together."""
A, B = np.array([20.0, 20.0, 20.0]), np.array([27.0, 28.0, 29.0])
"""The comparison finds 8, twice as much as the cube."""


def test_both_ends_are_the_comparison_s() -> None:
    own = tie(CUBE, A, B)
    off, on = ({"x": level, "y": level} for level in (0.0, 1.0))
    assert together([own], off).estimate == 0
    assert together([own], off, level=True).estimate == 20
    end = together([own], on)
    half = stats.t.ppf(0.975, 2) * 1 / math.sqrt(3)
    assert (end.estimate, end.half_width) == pytest.approx((8, half))
    assert together([own], on, level=True).estimate == 28


def test_where_shares_have_one_sign_every_effect_grows_by_the_same_factor() -> None:
    own = tie(CUBE, A, B)
    assert own.parts == pytest.approx({"x": 0.75, "y": 0.25})
    assert together([own], {"x": 1.0, "y": 0.0}).estimate == pytest.approx(6)
    assert together([own], {"x": 0.0, "y": 1.0}).estimate == pytest.approx(2)
    assert together([own], {"x": 0.5, "y": 1.0}).estimate == pytest.approx(5)


def test_half_widths_of_both_sources_add_in_squares() -> None:
    uneven = {**CUBE, FIRST: np.array([12.0, 16.0])}
    own = tie(uneven, A, B)
    found = together([own], {"x": 1.0, "y": 0.0})
    part = own.parts["x"]
    ends = part * stats.t.ppf(0.975, 2) * 1 / math.sqrt(3)
    inside = np.array([12.0 - 10, 16.0 - 12]) - part * 4
    within = stats.t.ppf(0.975, 1) * inside.std(ddof=1) / math.sqrt(2)
    assert found.estimate == pytest.approx(part * 8 + inside.mean())
    assert found.half_width == pytest.approx(math.hypot(ends, within))
    assert found.p_value == pytest.approx(2 * stats.t.sf(found.estimate * stats.t.ppf(0.975, 1) / found.half_width, 1))


def test_the_test_has_the_degrees_of_freedom_of_the_fewer_runs() -> None:
    """The cube has three replications here, and the comparison two pairs; whoever has more, the test goes by the two."""
    cube = {on: np.append(values, values[0] + 0.5 * len(on)) for on, values in CUBE.items()}
    own = tie(cube, A[:2], B[:2])
    found = together([own], {"x": 1.0, "y": 0.0})
    assert found.n == 2
    assert found.p_value == pytest.approx(2 * stats.t.sf(found.estimate * stats.t.ppf(0.975, 1) / found.half_width, 1))


def test_opposite_shares_do_not_explode_where_the_whole_is_small() -> None:
    """x brings 3 and y takes 2.9: that the comparison found 1 instead of 0.1 moves neither by more than the 0.9."""
    cube = {
        NONE: np.array([0.0, 0.0]),
        FIRST: np.array([3.0, 3.0]),
        SECOND: np.array([-2.9, -2.9]),
        BOTH: np.array([0.1, 0.1]),
    }
    own = tie(cube, np.zeros(2), np.array([0.9, 1.1]))
    assert 3 < together([own], {"x": 1.0, "y": 0.0}).estimate < 3.9
    assert -2.9 < together([own], {"x": 0.0, "y": 1.0}).estimate < -2


def test_the_comparison_s_own_runs_are_left_as_they_are() -> None:
    own = tie(CUBE, CUBE[NONE], CUBE[BOTH])
    assert own.same
    found = together([own], {"x": 1.0, "y": 0.0})
    assert (found.estimate, found.half_width) == (3, 0)


def test_a_price_stays_a_price() -> None:
    """What costs 5 and 2 in every run costs that at every corner, without an interval."""
    cube = {NONE: np.zeros(2), FIRST: np.full(2, -5.0), SECOND: np.full(2, -2.0), BOTH: np.full(2, -7.0)}
    own = tie(cube, np.zeros(3), np.full(3, -7.0), {"x": 0.1, "y": 0.9})
    found = together([own], {"x": 1.0, "y": 0.0})
    assert (found.estimate, found.half_width) == pytest.approx((-5, 0))


def test_sums_are_tied_as_their_parts_are() -> None:
    one = tie(CUBE, A, B, {"x": 0.6, "y": 0.4})
    other = tie({on: values**2 for on, values in CUBE.items()}, A, 3 * B, {"x": 0.6, "y": 0.4})
    whole = tie({on: values + values**2 for on, values in CUBE.items()}, 2 * A, 4 * B, {"x": 0.6, "y": 0.4})
    at = {"x": 0.3, "y": 0.8}
    first, second = together([one, other], at), together([whole], at)
    assert (first.estimate, first.half_width) == pytest.approx((second.estimate, second.half_width))
