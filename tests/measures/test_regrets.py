"""Regret decision by decision adds up to the measure of all of them."""

from __future__ import annotations

import pytest

from sim.inputs.names import DECISIONS
from sim.measures.information import regret_per_week, wrong_decisions
from sim.measures.regrets import regrets_of
from tests.company.worlds import finished


def test_it_adds_up_to_what_the_measures_say() -> None:
    """Open questions once, the measured period only, a year of 52 weeks."""
    run = finished("siloed").run
    table = regrets_of(run)
    assert tuple(table["decision"]) == DECISIONS
    assert table["regret"].sum() == pytest.approx(52 * regret_per_week(run))
    assert table["wrong"].sum() / table["taken"].sum() == pytest.approx(wrong_decisions(run))
    assert table["taken"].sum() * run.facts.years == pytest.approx(len(run.decisions))
    own = run.decisions[run.decisions["decision"] == "overtime"]
    row = table.set_index("decision").loc["overtime"]
    assert row["regret"] == pytest.approx(own["regret"].sum() * 52 / 4)
    assert row["regret"] != 0
