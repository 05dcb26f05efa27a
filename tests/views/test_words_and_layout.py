"""Numbers as people write them, and labels kept apart."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.views.style import layout, words


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


def test_wrap_keeps_every_word_and_fits() -> None:
    text = "Share of lead time waiting for information"
    lines = layout.wrap(text, 120)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert layout.widest(lines) <= 120
    heading = layout.balanced(text * 3, 400, 16)
    assert len(heading) == len(layout.wrap(text * 3, 400, 16, bold=True))
    assert layout.widest(heading, 16, bold=True) <= 400


def test_cut_fits() -> None:
    assert layout.cut("siloed", 500) == "siloed"
    short = layout.cut("typical company with three offices", 120)
    assert short.endswith("…")
    assert layout.text_width(short) <= 120


@settings(deadline=None)
@given(st.lists(st.floats(0, 300), min_size=1, max_size=8), st.floats(5, 30))
def test_apart_keeps_order_distance_and_limits(places: list[float], gap: float) -> None:
    moved = layout.apart(places, gap, 0, 300)
    pairs = sorted(zip(places, moved, strict=True))
    steps = [second[1] - first[1] for first, second in itertools.pairwise(pairs)]
    assert all(step >= gap - 1e-6 for step in steps)
    assert min(moved) >= -1e-6
    assert max(moved) <= 300 + 1e-6
