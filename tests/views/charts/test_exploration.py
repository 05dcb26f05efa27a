"""Pictures of tries: what is drawn and said is what was computed."""

from __future__ import annotations

import pytest

from sim.experiment.exploration import PAIRS, Exploration
from sim.views.charts import exploration
from sim.views.style import layout
from tests.experiment import made_up


@pytest.fixture(scope="module")
def tried() -> Exploration:
    explored = Exploration(made_up.worlds()[0], made_up.evaluate)
    explored.try_levers({})
    explored.try_levers({"integrated_systems": 1.0})
    explored.try_levers({"chatbot": 1.0})
    return explored


@pytest.mark.parametrize("measure", ["profit", "order lead time"])
def test_marks_are_the_means_and_intervals_of_the_tries(tried: Exploration, measure: str) -> None:
    axes = layout.sheet(600, 300, "title", "").panel(60, 20, 400, 200)
    drawn = exploration.tries_of_measure(axes, tried.tries, measure, "EUR")
    rows = [one.comparison.set_index("measure").loc[measure] for one in tried.tries]
    factor = 0.001 if measure == "profit" else 1.0
    means = [mark.get_ydata()[0] for mark in drawn.marks["means"]]  # type: ignore[attr-defined]
    assert means == pytest.approx([row["difference"] * factor for row in rows])
    assert [list(mark.get_ydata()) for mark in drawn.marks["intervals"]] == [  # type: ignore[attr-defined]
        pytest.approx([row["lower"] * factor, row["upper"] * factor]) for row in rows
    ]
    assert [len(mark.get_ydata()) for mark in drawn.marks["pairs"]] == [PAIRS] * 3  # type: ignore[attr-defined]
    assert drawn.values["try"].tolist() == [1, 2, 3]


def test_the_title_tells_the_latest_try(tried: Exploration) -> None:
    first, second, _ = tried.tries
    assert exploration.title_of(first, "EUR") == "Try 1 is exactly the reference: every difference is 0"
    hours = float(second.comparison.set_index("measure")["difference"].loc["order lead time"])
    said = exploration.title_of(second, "EUR")
    assert said.startswith("Try 2: order to delivery −")
    assert f"{abs(hours):.1f}"[:3] in said


def test_an_answer_says_how_much_evidence_it_is(tried: Exploration) -> None:
    said = exploration.length_words(tried.last).replace("\u00a0", " ")
    assert said.startswith("4 pairs of 13 weeks after 4 of warm-up, answered in ")
    picture = exploration.tries_picture(tried)
    assert "4\u00a0pairs" in picture.description
    assert set(picture.table["measure"]) == set(tried.measures)
    assert exploration.band_picture(tried) is None, "made-up runs send no days"


def test_the_table_has_both_worlds_in_peoples_units(tried: Exploration) -> None:
    table = exploration.answer_table(tried.last, "EUR").set_index("measure")
    rows = tried.last.comparison.set_index("label")
    assert table["verdict"].tolist() == rows["verdict"].tolist()
    wrong = float(rows["a"].loc["wrong decisions"])
    assert float(table["reference"].loc["wrong decisions"]) == pytest.approx(100 * wrong, rel=0.01)
