"""When it does not pay: lines, roots and their words."""

from __future__ import annotations

import math

from sim.views.charts import break_even
from tests.views.charts.drawing import axes
from tests.views.charts.made_up_studies import THOUSANDS, WORLDS, broken_even


def test_a_line_and_its_root() -> None:
    one = broken_even(3e5, 1e5, -1e5, root=3.0)
    drawn = break_even.break_even_line(
        axes(), one.line, (one.root, one.lower, one.upper), 1.0, THOUSANDS, logarithmic=False, name="factor"
    )
    assert list(drawn.marks["line"][0].get_ydata()) == [300, 100, -100]  # type: ignore[attr-defined]
    assert list(drawn.marks["root"][-1].get_xdata()) == [3.0]  # type: ignore[attr-defined]
    said = break_even.turning_words(one, WORLDS, THOUSANDS)
    assert said.startswith("Price: below 3 integrated is ahead, above it siloed")
    assert break_even.before_and_after(broken_even(-1e5, 1e5, 3e5, root=1.0), WORLDS) == WORLDS


def test_no_root_is_said() -> None:
    one = broken_even(5e5, 3e5, 2e5)
    assert break_even.turning_words(one, WORLDS, THOUSANDS) == (
        "Price: integrated is ahead on the mean over the whole range, 0 to 4"
    )
    assert break_even.title([one], WORLDS).startswith("None of 1")
    assert break_even.root_words(math.nan, math.nan, math.nan) == "none in range"
    assert break_even.root_words(2.0, 1.0, math.inf) == "2 [1, open]"
