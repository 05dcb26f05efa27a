"""Shapley shares and factorial effects against verification.md B.3 and the axioms that define them."""

from __future__ import annotations

import math
from itertools import combinations, permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.experiment.attribution import shares_of
from sim.experiment.attribution_math import (
    factorial_effects,
    first_gains,
    gap,
    last_gains,
    shapley_values,
)
from sim.experiment.statistics import paired_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

Values = NDArray[np.float64]
Cube = dict[frozenset[str], Values]

VECTOR = {"": 0, "1": 10, "2": 6, "3": 2, "12": 22, "13": 11, "23": 9, "123": 28}


def cube_of(values: Mapping[str, float]) -> dict[frozenset[str], float]:
    return {frozenset(names): value for names, value in values.items()}


def points(levers: str) -> list[frozenset[str]]:
    return [frozenset(names) for size in range(len(levers) + 1) for names in combinations(levers, size)]


@st.composite
def cubes(draw: st.DrawFn, most: int = 4, least: int = 1) -> Cube:
    keys = points("abcdefgh"[: draw(st.integers(least, most))])
    row = st.lists(st.floats(-1e3, 1e3).map(lambda value: round(value, 3)), min_size=2, max_size=2)
    return {key: np.array(draw(row)) for key in keys}


def test_shapley_vector() -> None:
    assert shapley_values(cube_of(VECTOR)) == {
        "1": pytest.approx(13.8333, abs=5e-5),
        "2": pytest.approx(10.8333, abs=5e-5),
        "3": pytest.approx(3.3333, abs=5e-5),
    }


def test_factorial_vector() -> None:
    effects = factorial_effects(cube_of(VECTOR))
    expected = {"1": 13.5, "2": 10.5, "3": 3.0, "12": 4.0, "13": 0.5, "23": 1.5, "123": 1.0}
    assert list(effects) == [frozenset(names) for names in expected]
    assert {key: float(value) for key, value in effects.items()} == cube_of(expected)


def test_one_at_a_time_is_not_the_share() -> None:
    assert first_gains(cube_of(VECTOR)) == {"1": 10, "2": 6, "3": 2}
    assert last_gains(cube_of(VECTOR)) == {"1": 19, "2": 17, "3": 6}
    assert gap(cube_of(VECTOR)) == 28


def test_ishigami_as_a_game_of_variances() -> None:
    """Variance explained by a set of inputs is a cube too: Sobol's S and ST and Shapley effects follow."""
    a, b = 7.0, 0.1
    one = (1 + b * math.pi**4 / 5) ** 2 / 2
    two = a**2 / 8
    both = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    explained = {"": 0.0, "1": one, "2": two, "3": 0.0, "12": one + two, "13": one + both, "23": two}
    whole = one + two + both
    cube = {key: value / whole for key, value in cube_of(explained | {"123": whole}).items()}
    assert list(first_gains(cube).values()) == pytest.approx([0.3139, 0.4424, 0], abs=5e-5)
    assert list(last_gains(cube).values()) == pytest.approx([0.5576, 0.4424, 0.2437], abs=5e-5)
    assert list(shapley_values(cube).values()) == pytest.approx([0.4357, 0.4424, 0.1218], abs=5e-5)


@given(cubes())
def test_shares_sum_to_the_gap_in_every_replication(cube: Cube) -> None:
    total = np.sum(list(shapley_values(cube).values()), axis=0)
    assert total == pytest.approx(gap(cube), abs=1e-9)


@given(cubes())
def test_shapley_is_the_mean_over_orders(cube: Cube) -> None:
    levers = sorted(frozenset[str]().union(*cube))
    orders = list(permutations(levers))
    for lever, share in shapley_values(cube).items():
        gains = []
        for order in orders:
            before = frozenset(order[: order.index(lever)])
            gains.append(cube[before | {lever}] - cube[before])
        assert share == pytest.approx(np.mean(gains, axis=0), abs=1e-9)


@given(cubes(least=2))
def test_renaming_levers_only_renames_shares(cube: Cube) -> None:
    """No dependence on names: swapping the names of two levers swaps their shares bit for bit."""
    swap = {"a": "b", "b": "a"}
    renamed = {frozenset(swap.get(name, name) for name in key): value for key, value in cube.items()}
    before, after = shapley_values(cube), shapley_values(renamed)
    for lever, share in before.items():
        assert (after[swap.get(lever, lever)] == share).all()


@given(cubes(least=2))
def test_levers_that_do_the_same_share_alike(cube: Cube) -> None:
    swap = {"a": "b", "b": "a"}
    even = {key: (value + cube[frozenset(swap.get(name, name) for name in key)]) / 2 for key, value in cube.items()}
    result = shapley_values(even)
    assert result["a"] == pytest.approx(result["b"], abs=1e-9)


@given(cubes())
def test_a_lever_without_effect_gets_exactly_nothing(cube: Cube) -> None:
    wider = cube | {key | {"idle"}: value for key, value in cube.items()}
    assert (shapley_values(wider)["idle"] == 0).all()
    assert all((effect == 0).all() for key, effect in factorial_effects(wider).items() if "idle" in key)


@given(cubes(), st.floats(-5, 5))
def test_shapley_is_linear(cube: Cube, factor: float) -> None:
    scaled = shapley_values({key: factor * value + 1 for key, value in cube.items()})
    for lever, share in shapley_values(cube).items():
        assert scaled[lever] == pytest.approx(factor * share, abs=1e-8)


@given(cubes())
def test_effects_by_their_definition_and_back(cube: Cube) -> None:
    levers = frozenset[str]().union(*cube)
    effects = factorial_effects(cube)
    for names, effect in effects.items():
        plus = [value for key, value in cube.items() if len(names - key) % 2 == 0]
        minus = [value for key, value in cube.items() if len(names - key) % 2 == 1]
        assert effect == pytest.approx(np.mean(plus, axis=0) - np.mean(minus, axis=0), abs=1e-9)
    mean = np.mean(list(cube.values()), axis=0)
    assert mean + sum(effects.values()) / 2 == pytest.approx(cube[levers], abs=1e-8)


@given(cubes())
def test_replications_do_not_mix(cube: Cube) -> None:
    for calculate in (shapley_values, first_gains, last_gains):
        whole = calculate(cube)
        single = calculate({key: value[1] for key, value in cube.items()})
        assert all(whole[lever][1] == pytest.approx(float(single[lever]), abs=1e-12) for lever in whole)


def test_share_intervals() -> None:
    random = np.random.default_rng(7)
    common = random.normal(size=30)
    cube = {key: value + common + random.normal(0, 0.1, 30) for key, value in cube_of(VECTOR).items()}
    table = shares_of({"profit": cube}).set_index("lever")
    whole = paired_interval(cube[frozenset("123")], cube[frozenset()])
    assert table["share"].sum() == pytest.approx(whole.estimate)
    assert table["fraction"].sum() == pytest.approx(1)
    assert table["lower"]["1"] < 13.8333 < table["upper"]["1"]
    assert table["fraction_lower"]["1"] < 13.8333 / 28 < table["fraction_upper"]["1"]
    wider = shares_of({"profit": cube}, 0.99).set_index("lever")
    assert wider["lower"]["1"] < table["lower"]["1"] < table["upper"]["1"] < wider["upper"]["1"]


def test_fractions_of_no_gap_are_unknown() -> None:
    none = np.array([1.0, 2.0, 3.0])
    (share,) = shares_of({"profit": {frozenset(): none, frozenset("a"): none}}).to_dict("records")
    assert (share["share"], share["lower"], share["upper"], share["p"]) == (0, 0, 0, 1)
    assert (share["fraction_lower"], share["fraction_upper"]) == (-math.inf, math.inf)


def test_eight_levers() -> None:
    keys = points("abcdefgh")
    cube = {key: np.full(2, float(len(key)) ** 2) for key in keys}
    assert all(share == pytest.approx([8, 8]) for share in shapley_values(cube).values())


def test_broken_cubes() -> None:
    whole = cube_of(VECTOR)
    with pytest.raises(ValueError, match=r"lacks 1 of 8 points, first \{1, 3\}"):
        shapley_values({key: value for key, value in whole.items() if key != frozenset("13")})
    with pytest.raises(ValueError, match="not each of its levers alone"):
        shapley_values({key: value for key, value in whole.items() if key != frozenset("3")})
    with pytest.raises(ValueError, match="same replications"):
        shapley_values({frozenset(): [1, 2], frozenset("a"): [1, 2, 3]})
    assert shapley_values({frozenset(): 1.0}) == {}
    assert factorial_effects({frozenset(): 1.0}) == {}
