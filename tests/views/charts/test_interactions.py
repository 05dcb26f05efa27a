"""Interactions: what is said of those that are shown agrees with what is drawn, also where there are none."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from sim.experiment.attribution import Attribution
from sim.views.answers.attribution import interaction_words
from sim.views.charts import interactions, waterfall
from sim.views.style import words


def shown_only(found: Attribution, measures: set[str]) -> Attribution:
    """The same study, in which the interactions of these measures are shown and no other."""
    rows = found.interactions
    return dataclasses.replace(found, interactions=rows.assign(p_holm=(~rows["measure"].isin(measures)).astype(float)))


def with_another_measure(found: Attribution) -> Attribution:
    """The same with a measure that has no chart."""
    more = [
        pd.concat([table, table[table["measure"] == "profit"].assign(measure="regret")], ignore_index=True)
        for table in (found.gaps, found.shares, found.interactions)
    ]
    return dataclasses.replace(found, gaps=more[0], shares=more[1], interactions=more[2])


def test_shown_interactions_of_measures_without_a_chart(found: Attribution) -> None:
    """None of those that are shown is of a charted measure: no empty list, and the chart's title names its measures."""
    both = shown_only(with_another_measure(found), {"regret"})
    number = int((both.interactions["measure"] == "regret").sum())
    (sentence,) = interaction_words(both)
    assert sentence.startswith(f"{number} of {words.count(len(both.interactions), 'interaction')}")
    assert "none of them on" in sentence
    assert ": ." not in sentence
    assert not sentence.endswith(": .")
    title = interactions.picture(both, waterfall.charted(both)[:1]).title
    assert title.startswith("None of ")
    assert " on profit is shown" in title


@pytest.mark.parametrize("some", [0, 1, 2])
def test_titles_count(some: int) -> None:
    rows = pd.DataFrame({"p_holm": [0.01] * some + [0.5]})
    said = interactions.title(rows, ["profit"]).replace("\u00a0", " ")
    assert (
        said
        == {
            0: "None of 1 interaction on profit is shown (Holm)",
            1: "1 of 2 interactions on profit is shown (Holm)",
            2: "2 of 3 interactions on profit are shown (Holm)",
        }[some]
    )


def test_one_lever_has_no_interaction() -> None:
    assert interactions.title(pd.DataFrame({"p_holm": []})).startswith("There is no interaction")
