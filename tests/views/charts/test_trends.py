"""Trends: a verdict only as far as it is shown."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.experiment.one_at_a_time import ALONE, LAST, OneAtATime, at_level, compare_grounds, contrasts_of, one_at_a_time
from sim.inputs.levers_model import TRENDS
from sim.views.charts import trends as trend_chart
from tests.experiment import made_up

WORLDS = ("siloed", "integrated")


def row(first: float, second: float, extra: float, p: float = 0.01) -> dict[str, float]:
    """A row of two grounds, each number shown unless it is 0."""
    return {
        "first": first,
        "second": second,
        "extra": extra,
        **{
            f"{name}_p_holm": p if value else 1.0
            for name, value in (("first", first), ("second", second), ("extra", extra))
        },
    }


@pytest.fixture(scope="module")
def trends() -> OneAtATime:
    grounds = made_up.worlds()
    contrasts = [one for ground in grounds for one in contrasts_of(ground, at_level(ground, TRENDS, 1.0, "all"))]
    return one_at_a_time(contrasts, made_up.evaluate, replications=3)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (row(2, 3, 0), "pays on both"),
        (row(2, 3, 1), "pays on both"),
        (row(0, 3, 2), "needs integrated"),
        (row(-1, 3, 4), "needs integrated"),
        (row(0, 3, 0), "pays on integrated"),
        (row(3, 0, -2), "needs siloed"),
        (row(3, 0, 0), "pays on siloed"),
        (row(-1, -2, 0), "pays on neither"),
        (row(-1, 0, 0), "loses on siloed"),
        (row(0, -1, -1), "loses on integrated"),
        (row(0, 0, 2), "undecided"),
        (row(2, 3, 1, p=0.06), "undecided"),
    ],
)
def test_a_trend_needs_integration_only_where_all_of_it_is_shown(shown: dict[str, float], said: str) -> None:
    assert trend_chart.pays(shown, WORLDS) == said


def test_the_verdict_on_trends_counts_what_is_shown() -> None:
    """One pays on both, one needs integration, one does less there and is undecided: as a sentence."""
    rows = [row(2, 3, 0), row(0, 3, 2), row(0, 0, -2)]
    table = pd.DataFrame(
        [
            {"lever": lever, "reading": ALONE, **one}
            for lever, one in zip(("chatbot", "view_360", "omnichannel"), rows, strict=True)
        ]
    )
    said = trend_chart.title(table, WORLDS).replace("\u00a0", " ")
    assert said == (
        "Alone, 1 of 3 trends is shown to pay on siloed, 2 on integrated; view 360 is shown to need "
        "integrated for it; more for profit on integrated than on siloed: view 360; less for profit on "
        "integrated than on siloed: omnichannel"
    )


def test_a_trend_that_does_nothing_but_cost_is_not_shown_to_pay(trends: OneAtATime) -> None:
    """In the formula trends only cost; so does the answer say, on both grounds."""
    table = compare_grounds(trends, *WORLDS)
    assert (table["first"] < 0).all() or not (table["first_p_holm"] < 0.05).any()
    assert "none of 8\u00a0trends is shown to pay on siloed, none on integrated" in trend_chart.title(table, WORLDS)


def test_the_other_reading_says_so(trends: OneAtATime) -> None:
    table = compare_grounds(trends, *WORLDS)
    assert trend_chart.title(table, WORLDS, LAST).startswith("With all other trends there, ")
