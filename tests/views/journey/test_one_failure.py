"""The story of one failure: every part of it is found in the journals again, by plain loops."""

from __future__ import annotations

import math
import statistics
from dataclasses import replace

import pytest

from sim.measures.customers import ORDERS
from sim.views.charts import one_failure as chart
from sim.views.journey.one_failure import OneFailure, failure_lines, one_failure
from sim.views.replay.threads import Thread, spared, tellable, threads_of
from tests.measures.second_way import Told
from tests.views.made_study import flat, made_study
from tests.views.replay_study import WORLDS, run_of, short_study


@pytest.fixture(scope="module")
def found() -> OneFailure:
    told = one_failure(short_study())
    assert told is not None
    return told


@pytest.fixture(scope="module")
def journals(found: OneFailure) -> tuple[Told, Told]:
    """The world in which the order went wrong, and the other."""
    here, there = (run_of(WORLDS[place]) for place in (found.place, 1 - found.place))
    return Told(here.journal, here.facts), Told(there.journal, there.facts)


def cases_of(told: Told) -> dict[float, dict[str, float]]:
    return {row["case"]: row for row in told.rows("cases")}


def under(cases: dict[float, dict[str, float]], case: float, root: float) -> bool:
    """Whether a case follows from another, by its parents."""
    while case in cases:
        case = cases[case]["parent"]
        if case == root:
            return True
    return False


def test_the_order_and_its_lead_times_are_the_journal_s(found: OneFailure, journals: tuple[Told, Told]) -> None:
    for told, row in zip(journals, (found.here, found.there), strict=True):
        own = cases_of(told)[found.thread.case]
        assert told.name(own["kind"]) in ORDERS
        assert row["lead"] == pytest.approx(own["closed"] - own["opened"])


def test_the_decision_was_wrong_here_and_none_was_there(found: OneFailure, journals: tuple[Told, Told]) -> None:
    here, there = ([row for row in told.decisions() if row["case"] == found.thread.case] for told in journals)
    (own,) = [row for row in here if row["time"] == found.thread.time]
    assert journals[0].name(own["decision"]) == found.decided["decision"]
    assert own["action"] != own["oracle"]
    assert own["cause"] > 0
    assert all(row["cause"] == 0 for row in there)


def test_what_followed_comes_from_the_order_and_exists_only_here(found: OneFailure, journals: tuple[Told, Told]) -> None:
    here, there = (cases_of(told) for told in journals)
    for one in found.thread.followed:
        own = here[one.case]
        assert own["failure"]
        assert own["opened"] >= found.thread.time
        assert under(here, one.case, found.thread.case)
    assert not [row for row in there.values() if row["failure"] and row["parent"] == found.thread.case]


def test_it_is_typical_of_those_that_went_wrong_alike(found: OneFailure) -> None:
    """Of the first wrong decision on each order, those of the same kind and cause; none is nearer to their median."""
    here, there = (short_study().replayed[place] for place in (found.place, 1 - found.place))
    leads, others = (dict(zip(world["cases"]["case"], world["cases"]["lead"], strict=True)) for world in (here, there))
    kinds = dict(zip(here["cases"]["case"], here["cases"]["kind"], strict=True))
    first: dict[int, Thread] = {}
    for thread in spared(threads_of(here), there):
        if kinds[thread.case] in ORDERS and math.isfinite(leads[thread.case]) and math.isfinite(others[thread.case]):
            first.setdefault(thread.case, thread)
    decisions = here["decided"]["decision"]
    way = (found.decided["decision"], found.thread.cause)
    alike = [one for one in first.values() if (decisions.loc[one.row], one.cause) == way]
    assert 1 < len(alike) == found.alike <= found.orders
    middle = statistics.median(leads[one.case] for one in alike)
    nearest = min(abs(leads[one.case] - middle) for one in alike if tellable(one))
    assert tellable(found.thread)
    assert abs(found.here["lead"] - middle) == pytest.approx(nearest)


def test_both_bars_are_as_long_as_the_order_took(found: OneFailure) -> None:
    rows = chart.ways(short_study(), found)
    for world, row in ((WORLDS[found.place], found.here), (WORLDS[1 - found.place], found.there)):
        own = rows[(rows["world"] == world) & (rows["lane"] == chart.ORDER)].sort_values("began")
        assert own["began"].iloc[0] == pytest.approx(0)
        assert own["ended"].iloc[-1] == pytest.approx(row["lead"])
        assert (own["ended"] - own["began"]).sum() == pytest.approx(row["lead"])
        if not row["rework"]:
            hours = (own["ended"] - own["began"]).groupby(own["part"]).sum()
            assert {part: hours[part] for part in hours.index} == pytest.approx({part: row[part] for part in hours.index})


def test_words_name_the_order_the_decision_and_its_cause(found: OneFailure) -> None:
    said = flat(" ".join(failure_lines(short_study(), found)))
    assert found.thread.name.lower() in said.lower()
    assert str(found.decided["decision"]) in said
    assert f"what it goes by is {found.decided['cause']}" in said
    for one in found.thread.followed:
        assert one.kind in said
    title = flat(chart.title(short_study(), found))
    assert str(found.decided["decision"]) in title


def test_without_runs_that_were_told_there_is_no_story() -> None:
    assert one_failure(made_study()) is None
    assert not chart.has_failure(replace(short_study(), replayed=()))
