"""Numbers and labels as people write them."""

from __future__ import annotations

import math

import pytest

from sim.views.style import words


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (23.64, "23.6"), (-0.0523, "−0.0523"), (1240.4, "1,240"), (999.96, "1,000"), (2.0, "2"),
     (1_310_000, "1.31\u00a0M"), (math.nan, "–"), (100.0, "100"), (0.001, "0.001")],
)  # fmt: skip
def test_number(value: float, said: str) -> None:
    assert words.number(value) == said


@pytest.mark.parametrize(
    ("value", "said"), [(91.2, "91"), (4.26, "4.3"), (99.7, "99.7"), (100.0, "100"), (99.9999999, "almost 100")]
)
def test_percent_is_never_rounded_to_all(value: float, said: str) -> None:
    assert words.percent(value) == said + "\u00a0%"


def test_interval_never_rounds_a_limit_onto_zero() -> None:
    assert words.with_interval(-91.3, -92.4, -90.2, "%") == "−91\u00a0% [−92, −90]"
    assert words.with_interval(2.0, 0.04, 4.0, "%") == "+2.00\u00a0% [+0.04, +4.00]"
    assert words.with_interval(-12, math.nan, math.nan, "h") == "−12\u00a0h"
    assert words.with_interval(0, 0, 0, "") == "0 [0, 0]"


def test_means_are_spelt_out_inside_a_sentence() -> None:
    assert words.inside("order to delivery, mean") == "mean time from order to delivery"
    assert words.inside("Order to delivery, nine of ten within") == "order to delivery, nine of ten within"
