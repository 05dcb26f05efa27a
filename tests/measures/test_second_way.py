"""Tables and headline measures of three pairs, recomputed from the journals by plain loops that share no code."""

from __future__ import annotations

import functools

import pytest

from sim.experiment.losers import losers
from sim.experiment.replication import ReplicationResult, run_once
from sim.measures.catalogue import departments_of, measures_of, split_of, waits_of
from tests.company.worlds import scenario
from tests.measures import second_way
from tests.measures.second_way import Told

WORLDS = ("siloed", "integrated")
PAIRS = 3


@functools.cache
def both_ways(world: str) -> tuple[list[ReplicationResult], list[Told]]:
    """Runs of four weeks after one: their tables as the program makes them, and their journals."""
    outcomes, told = [], []
    for number in range(PAIRS):
        run = run_once(scenario(world, weeks=4, warm_up_weeks=1), number)
        tables = {"departments": departments_of(run), "split": split_of(run), "waits": waits_of(run)}
        outcomes.append(ReplicationResult(world, number, 1, measures_of(run), tables))
        told.append(Told(run.journal, run.facts))
    return outcomes, told


@pytest.mark.parametrize("world", WORLDS)
def test_headline_measures(world: str) -> None:
    """Thirteen headline measures of every run."""
    for outcome, told in zip(*both_ways(world), strict=True):
        by_hand = told.headline()
        assert len(by_hand) >= 10
        for name, value in by_hand.items():
            assert outcome.measures[name] == pytest.approx(value, rel=1e-9), name


@pytest.mark.parametrize("world", WORLDS)
def test_departments(world: str) -> None:
    """Hours paid, on duty, absent, of overtime and worked, and utilisation, team by team."""
    for outcome, told in zip(*both_ways(world), strict=True):
        table = outcome.tables["departments"].set_index("team")
        by_hand = told.departments()
        assert set(table.index) == set(by_hand)
        for team, own in by_hand.items():
            for column, value in own.items():
                assert table.loc[team, column] == pytest.approx(value, abs=1e-7), (team, column)


@pytest.mark.parametrize("world", WORLDS)
def test_waits(world: str) -> None:
    """Open hours before work begins, activity by activity."""
    for outcome, told in zip(*both_ways(world), strict=True):
        table = outcome.tables["waits"].set_index(["team", "activity"])
        by_hand = told.waits()
        assert set(table.index) == set(by_hand)
        for key, hours in by_hand.items():
            assert table.loc[key, "visits"] == len(hours)
            assert table.loc[key, "hours"] == pytest.approx(sum(hours) / len(hours), abs=1e-7), key


def test_losers() -> None:
    """Every row of the table of losers: both means, the interval and the p-value; and Holm's adjustment by hand."""
    (first, told_first), (second, told_second) = both_ways("siloed"), both_ways("integrated")
    table = losers(first, second, {})
    by_hand = second_way.losers(told_first, told_second)
    assert len(table) == len(by_hand)
    rows = {(row["who"], row["measure"]): row for row in table.to_dict("records")}
    assert set(rows) == set(by_hand)
    for key, loss in by_hand.items():
        for column, value in loss._asdict().items():
            assert rows[key][column] == pytest.approx(value, abs=1e-7), (key, column)
        assert rows[key]["worse"] == (loss.lower > 0)
    ranked = sorted(by_hand.items(), key=lambda item: item[1].p)
    least = 0.0
    for place, (key, loss) in enumerate(ranked):
        least = max(least, min(1.0, (len(ranked) - place) * loss.p))
        assert rows[key]["p_holm"] == pytest.approx(least, abs=1e-7)
