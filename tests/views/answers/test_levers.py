"""Answers on levers one at a time fit the terminal, and their marks say how sure a cell is."""

from __future__ import annotations

import pytest

from sim.experiment.one_at_a_time import OneAtATime, at_level, contrasts_of, one_at_a_time
from sim.inputs.levers_model import TRENDS
from sim.views.answers import lever_tables
from sim.views.answers.every_lever import of_every_lever
from sim.views.answers.trends import of_trends
from sim.views.style import scales
from sim.views.style.words import WIDTH
from tests.experiment import made_up


@pytest.fixture(scope="module")
def found() -> OneAtATime:
    return one_at_a_time(contrasts_of(*made_up.worlds()), made_up.evaluate, replications=4)


@pytest.fixture(scope="module")
def trends() -> OneAtATime:
    grounds = made_up.worlds()
    contrasts = [one for ground in grounds for one in contrasts_of(ground, at_level(ground, TRENDS, 1.0, "all"))]
    return one_at_a_time(contrasts, made_up.evaluate, replications=3)


def test_marks_say_how_sure_a_cell_is() -> None:
    hours = scales.scale_of("h", "EUR")
    cells = [
        lever_tables.cell({"effect": -2.0, "lower": -3.0, "upper": -1.0, "verdict": verdict, "p_holm": p}, hours)
        for verdict, p in (("better", 0.01), ("worse", 0.2), ("undecided", 1.0))
    ]
    assert [cell[-1] for cell in cells] == ["*", "?", " "]


def test_answers_fit_the_terminal(found: OneAtATime, trends: OneAtATime) -> None:
    a, b = made_up.worlds()
    for answer in (of_every_lever(found, (a, a), b), of_trends(trends, a, b)):
        assert max(map(len, answer.text.splitlines())) <= WIDTH
