"""Numbers and labels as people write them."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from sim.views.style import words
from sim.views.style.study_words import in_peoples_units


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
    assert words.with_interval(0, 0, 0, "") == "0"


def test_what_has_no_interval_shows_none_and_what_is_left_is_never_rounded_to_nothing() -> None:
    """A price, what is gone in every pair, what is all but gone, and what is just over twice."""
    assert words.with_interval(-22.22, -22.22, -22.22, "%") == "−22.2\u00a0%"
    assert words.with_interval(-100.0, -100.0, -100.0, "%") == "−100\u00a0%"
    assert words.with_interval(-99.998, -99.9986, -99.9974, "%") == "−99.998\u00a0% [−99.999, −99.997]"
    assert words.with_interval(-99.999996, -99.999999, -99.999993, "%") == "almost −100\u00a0%"
    assert words.with_interval(-100.0, -120.0, -80.0, "h") == "−100\u00a0h [−120, −80]"
    assert words.with_interval(-97.0, -100.0, -94.0, "%") == "−97\u00a0% [−100, −94]"


def test_a_wide_interval_beside_nothing_left_does_not_grow_decimals_everywhere() -> None:
    """Four pairs of a measure that is all but gone: only what needs decimals has them."""
    assert words.with_interval(-99.8189, -99.99999, 4321.8455, "%") == "−99.8\u00a0% [almost −100, +4,322]"
    assert words.with_interval(-99.8189, -99.96, 4321.8455, "%") == "−99.8\u00a0% [−99.96, +4,322]"
    assert words.with_interval(-25.0, -100.0, 2.2e13, "%") == "−25\u00a0% [−100, above +9,999]"


def test_means_are_spelt_out_inside_a_sentence() -> None:
    assert words.inside("order to delivery, mean") == "mean time from order to delivery"
    assert words.inside("Order to delivery, nine of ten within") == "order to delivery, nine of ten within"


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0.38, "23 min"),
        (458.63, "19 days"),
        (23.61, "23.6 h"),
        (9.56, "9.6 h"),
        (1.0, "1 h"),
        (0.0, "0 h"),
        (240.0, "10 days"),
    ],
)
def test_durations_are_said_as_people_say_them(hours: float, said: str) -> None:
    assert words.hours(hours).replace(words.GAP, " ") == said
    sign = "−" if hours else ""
    assert words.hours(-hours).replace(words.GAP, " ") == sign + said


def test_rows_in_hours_are_in_minutes_or_days_where_those_fit() -> None:
    """Both means, the difference and its limits in one unit, by the larger mean."""
    rows = pd.DataFrame(
        {
            "unit": ["h", "h", "h", "days"],
            "a": [0.2, 10.0, 480.0, 40.0],
            "b": [0.38, 0.5, 24.0, 30.0],
            "difference": [0.18, -9.5, -456.0, -10.0],
            "lower": [0.1, -9.6, -480.0, -11.0],
            "upper": [0.2, -9.4, -432.0, -9.0],
        }
    )
    table = in_peoples_units(rows, "EUR")
    assert table["unit"].tolist() == ["min", "h", "days", "days"]
    assert table["b"].tolist() == pytest.approx([22.8, 0.5, 1.0, 30.0])
    assert table["lower"].tolist() == pytest.approx([6.0, -9.6, -20.0, -11.0])
