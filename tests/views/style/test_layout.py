"""Labels fit and are kept apart."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.views.style import layout


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
