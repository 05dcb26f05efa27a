"""Claims can turn out false, and say so."""

from __future__ import annotations

import numpy as np
import pytest

from sim.verification.judgement import Estimate
from sim.verification.statements.claims import (
    Above,
    Apart,
    Below,
    Equals,
    Found,
    SameSign,
    Sample,
    mean_of,
    ratio_of,
    share_of,
    share_saved,
)


def sample(*values: float) -> Sample:
    return Sample(np.array(values), np.empty((len(values), 0)))


def around(mean: float, spread: float, size: int = 20) -> Sample:
    return sample(*np.linspace(mean - spread, mean + spread, size))


def test_a_number_is_met_only_near_it_and_only_if_it_is_known_well() -> None:
    assert Equals("", 5.0, around(5.01, 0.1)).judged(0.02).holds
    assert not Equals("", 5.0, around(5.5, 0.1)).judged(0.02).holds
    assert not Equals("", 5.0, around(5.01, 1.0)).judged(0.02).holds
    assert Equals("", 5.0, around(5.01, 1.0)).judged(0.2).holds


def test_what_never_varies_must_be_right_exactly() -> None:
    assert Equals("", 2.0 / 3.0, sample(*[2.0 / 3.0] * 5)).judged(0.0).holds
    assert not Equals("", 2.0 / 3.0, sample(*[0.6667] * 5)).judged(0.02).holds


@pytest.mark.parametrize(
    ("expected", "mean", "spread", "holds"),
    [
        (1.0, 1.1, 0.5, True),
        (-1.0, -1.1, 0.5, True),
        (1.0, -1.1, 0.5, False),
        (1.0, 0.9, 5.0, False),
        (1.0, 3.0, 0.5, False),
    ],
)
def test_a_sign_needs_the_interval_on_its_side_and_the_value_near(
    expected: float, mean: float, spread: float, holds: bool
) -> None:
    assert SameSign("", expected, around(mean, spread)).judged(0.02).holds is holds


def test_limits_count_for_the_whole_interval() -> None:
    wide = Found(1.0, 0.4, 1.6, 0.3)
    assert Above("", 0.3, wide).judged(0.02).holds
    assert not Above("", 0.5, wide).judged(0.02).holds
    assert Below("", 1.7, wide).judged(0.02).holds
    assert not Below("", 1.5, wide).judged(0.02).holds
    assert Apart("", wide).judged(0.02).holds
    assert not Apart("", Found(1.0, -0.4, 2.4, 0.7)).judged(0.02).holds


def test_nothing_known_holds_nothing() -> None:
    unknown = Found(1.0, float("nan"), float("nan"), float("nan"))
    for claim in (
        Equals("", 1.0, unknown),
        SameSign("", 1.0, unknown),
        Above("", 0.0, unknown),
        Below("", 2.0, unknown),
        Apart("", unknown),
    ):
        assert not claim.judged(0.5).holds


def test_differences_are_paired() -> None:
    noise = np.random.default_rng(1).normal(size=20)
    first, second = sample(*(noise + 3.0)), sample(*(noise + 1.0))
    assert (first - second).found().half_width == pytest.approx(0.0, abs=1e-12)
    assert ((first - 1.0) * 2.0).values == pytest.approx(2.0 * noise + 4.0)


def test_control_variates_narrow_the_interval() -> None:
    noise = np.random.default_rng(1).normal(size=30)
    plain = [Estimate({"x": 1.0 + value}) for value in noise]
    known = [Estimate({"x": 1.0 + value + 0.01 * (-1) ** place}, (value,)) for place, value in enumerate(noise)]
    assert Sample.of(known, "x").found().half_width < Sample.of(plain, "x").found().half_width / 10.0
    assert Sample.of(known, "x").found().estimate == pytest.approx(1.0, abs=0.01)


def test_shares_and_ratios() -> None:
    before, after = around(10.0, 0.1), around(4.0, 0.04)
    assert share_saved(before, after).estimate == pytest.approx(0.6)
    assert ratio_of(after, before).estimate == pytest.approx(0.4)
    assert ratio_of(after, before).half_width < 0.01
    assert mean_of(before.values).estimate == pytest.approx(10.0)
    some = share_of(sample(*[1.0] * 18, *[0.0] * 2))
    assert some.lower < 0.9 < some.upper < 1.0
