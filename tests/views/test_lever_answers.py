"""Levers one at a time, drawn and said: marks where the effects are, verdicts only as far as they are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from sim.experiment.one_at_a_time import (
    ALONE,
    LAST,
    PRIMARY,
    OneAtATime,
    at_level,
    compare_grounds,
    contrasts_of,
    one_at_a_time,
)
from sim.inputs.levers_model import TRENDS
from sim.views.answers import lever_words
from sim.views.answers import levers as lever_answers
from sim.views.charts.lever_dots import Series, effects_picture, lever_dots
from sim.views.style import layout, scales
from sim.views.style.words import WIDTH
from tests.experiment import made_up

WORLDS = ("siloed", "integrated")
SERIES = [Series(ALONE, ALONE), Series(LAST, LAST)]


@pytest.fixture(scope="module")
def found() -> OneAtATime:
    return one_at_a_time(contrasts_of(*made_up.worlds()), made_up.evaluate, replications=4)


@pytest.fixture(scope="module")
def trends() -> OneAtATime:
    grounds = made_up.worlds()
    contrasts = [one for ground in grounds for one in contrasts_of(ground, at_level(ground, TRENDS, 1.0, "all"))]
    return one_at_a_time(contrasts, made_up.evaluate, replications=3)


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
    assert lever_words.pays(shown, WORLDS) == said


def test_the_verdict_on_trends_counts_what_is_shown() -> None:
    """One pays on both, one needs integration, one does less there and is undecided: as a sentence."""
    rows = [row(2, 3, 0), row(0, 3, 2), row(0, 0, -2)]
    table = pd.DataFrame(
        [
            {"lever": lever, "reading": ALONE, **one}
            for lever, one in zip(("chatbot", "view_360", "omnichannel"), rows, strict=True)
        ]
    )
    said = lever_words.of_trends(table, WORLDS).replace("\u00a0", " ")
    assert said == (
        "Alone, 1 of 3 trends is shown to pay on siloed, 2 on integrated; view 360 is shown to need "
        "integrated for it; more for profit on integrated than on siloed: view 360; less for profit on "
        "integrated than on siloed: omnichannel"
    )


def test_the_numbers_of_the_title_are_those_of_the_table(found: OneAtATime) -> None:
    """Alone two of four better profit and one worsens it; of those with a harm the table has as many rows as are said."""
    effects = found.effects.assign(p_holm=0.01)
    own = effects[(effects["measure"] == "profit") & (effects["reading"] == ALONE)].index
    effects.loc[own, "verdict"] = ["better", "worse", "undecided", "better"]
    harms = len(found.worse)
    harm = {0: "none is", 1: "1 is"}.get(harms, f"{harms} are")
    said = lever_words.of_effects(replace(found, effects=effects)).replace("\u00a0", " ")
    assert said == (
        f"Alone, 2 of 4 levers are shown to better profit and 1 to worsen it; {harm} shown to make one of "
        f"{len(PRIMARY)} other measures worse, alone or with all others"
    )


def test_marks_say_how_sure_a_cell_is() -> None:
    hours = scales.scale_of("h", "EUR")
    cells = [
        lever_words.cell({"effect": -2.0, "lower": -3.0, "upper": -1.0, "verdict": verdict, "p_holm": p}, hours)
        for verdict, p in (("better", 0.01), ("worse", 0.2), ("undecided", 1.0))
    ]
    assert [cell[-1] for cell in cells] == ["*", "?", " "]


def test_dots_stand_at_their_effects(found: OneAtATime) -> None:
    axes: Any = layout.sheet(600, 400, "title", "subtitle").panel(100, 20, 400, 300)
    rows = lever_words.rows_of(found, "ticket time")
    drawn = lever_dots(axes, rows, found.levers, SERIES, lever_words.scale_for(found, "ticket time"))
    assert len(drawn.marks["dots"]) == 2 * len(found.levers)
    places = {"better": "o", "worse": "D", "undecided": "s"}
    for dot, line, value in zip(
        drawn.marks["dots"], drawn.marks["intervals"], drawn.values.to_dict("records"), strict=True
    ):
        own = rows[(rows["lever"] == value["lever"]) & (rows["reading"] == value["series"])].iloc[0]
        assert list(dot.get_xdata()) == pytest.approx([own["effect"]])  # type: ignore[attr-defined]
        assert list(line.get_xdata()) == pytest.approx([own["lower"], own["upper"]])  # type: ignore[attr-defined]
        assert dot.get_marker() == places[own["verdict"]]  # type: ignore[attr-defined]
        assert round(dot.get_ydata()[0]) == found.levers.index(value["lever"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [960, 480])
def test_the_picture_has_room_for_its_labels(found: OneAtATime, width: float) -> None:
    figure: Any = effects_picture(found, lever_words.of_effects(found), SERIES, width=width).figure
    figure.canvas.draw()
    wide, high = figure.get_size_inches() * figure.dpi
    boxes = [text.get_window_extent() for text in [*figure.texts, *(one for axes in figure.axes for one in axes.texts)]]
    assert all(box.x0 > -2 and box.x1 < wide + 2 and box.y0 > -2 and box.y1 < high + 2 for box in boxes)


def test_answers_fit_the_terminal(found: OneAtATime, trends: OneAtATime) -> None:
    a, b = made_up.worlds()
    for answer in (lever_answers.of_every_lever(found, (a, a), b), lever_answers.of_trends(trends, a, b)):
        assert max(map(len, answer.text.splitlines())) <= WIDTH


def test_a_trend_that_does_nothing_but_cost_is_not_shown_to_pay(trends: OneAtATime) -> None:
    """In the formula trends only cost; so does the answer say, on both grounds."""
    table = compare_grounds(trends, *WORLDS)
    assert (table["first"] < 0).all() or not (table["first_p_holm"] < 0.05).any()
    assert "none of 8\u00a0trends is shown to pay on siloed, none on integrated" in lever_words.of_trends(table, WORLDS)


def test_the_other_reading_says_so(trends: OneAtATime) -> None:
    table = compare_grounds(trends, *WORLDS)
    assert lever_words.of_trends(table, WORLDS, LAST).startswith("With all other trends there, ")
