"""Counts of all cases on pages that draw a sample, what is known, and what followed, against the journal."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from sim.measures.customers import ORDERS, TICKETS
from sim.measures.knowing import LIVE, RIGHT, known_of, oldest
from sim.views.replay.counts import PLACED, STEP, WHOLE, counts_of, lost_of, moments
from sim.views.replay.sampling import Frames
from sim.views.replay.threads import FOLLOWS, story, threads_of
from tests.measures.journal_reading import where
from tests.views.replay_study import BANDS, BEGIN, END, WORLDS, run_of, short_study


@pytest.mark.parametrize("w", [0, 1])
def test_counts_are_those_of_the_journal(w: int) -> None:
    """Every count of twelve moments, by reading the journal's rows; a leg that says no department stays where it was."""
    departments = list(short_study().a.company.departments)
    counts = counts_of(short_study().replayed[w], departments, BEGIN, END)
    run, grid = run_of(WORLDS[w]), moments(BEGIN, END)
    for place in range(33, len(grid), len(grid) // 12):
        told = where(run, float(grid[place]))
        bands = Counter("coming" if one.source else BANDS[one.state] for one in told.values())
        own = counts[: len(departments) * len(PLACED), place].reshape(len(departments), len(PLACED))
        outside, is_open, waiting, finished, median = counts[len(departments) * len(PLACED) :, place]
        summed = dict(zip(PLACED, own.sum(axis=0).tolist(), strict=True)) | {"outside": int(outside)}
        assert summed == {band: bands[band] for band in (*PLACED, "outside")}, grid[place]
        for department, row in zip(departments, own, strict=True):
            at_work = sum(one.state == "work" and one.place == department for one in told.values())
            coming = sum(one.source != "" and one.place == department for one in told.values())
            assert (row[0], row[3]) == (at_work, coming), (grid[place], department)
        cases = run.cases[run.cases["kind"].isin((*ORDERS, *TICKETS))]
        ended = cases[(cases["closed"] <= grid[place]) & (cases["closed"] > BEGIN) & (cases["lead"] > 0)]
        assert is_open == ((cases["opened"] <= grid[place]) & (cases["closed"] > grid[place])).sum()
        assert waiting == sum(told[key].state == "information" for key in cases["case"] if key in told)
        assert finished == len(ended)
        assert median / 100 == pytest.approx(ended["lead"].median() if len(ended) else 0, abs=0.0051)
    assert len(counts) == len(departments) * len(PLACED) + len(WHOLE)
    assert np.diff(grid).max() == STEP


def world(**tables: pd.DataFrame) -> Frames:
    return tables


def test_hours_lost_count_open_hours_in_which_a_case_waits_for_information() -> None:
    """By hand: from 10 to 20, but the team is closed from 12 to 15 and its system is down from 14 to 16: six hours."""
    legs = pd.DataFrame(
        [("information", "it", 10.0, 20.0), ("queue", "it", 0.0, 20.0), ("information", "hr", 19.0, 21.0)],
        columns=["state", "team", "began", "ended"],
    )
    stops = pd.DataFrame([("it", 12.0, 15.0), ("it", 14.0, 16.0), ("it", 30.0, 40.0)], columns=["team", "began", "ended"])
    lost = lost_of(world(legs=legs, stops=stops), 9.0, 24.0)
    told = dict(zip(range(9, 25), lost.tolist(), strict=True))
    assert [told[hour] for hour in (9, 10, 11, 12, 15, 16, 17, 19, 20, 21, 24)] == [0, 0, 1, 2, 2, 2, 3, 5, 7, 8, 8]


def test_of_several_copies_the_oldest_counts() -> None:
    first, second = [(0.0, 0.0), (10.0, 9.0), (20.0, LIVE)], [(0.0, 0.0), (12.0, 12.0)]
    assert oldest([first, second]) == [(0.0, 0.0), (12.0, 9.0), (20.0, 12.0)]
    assert oldest([first]) == first


def test_news_only_ever_come_later_and_never_from_the_future() -> None:
    for name in WORLDS:
        known = known_of(run_of(name))
        own = known[known["as_of"] < LIVE]
        assert (own["as_of"] <= own["time"]).all()
        for _, rows in known.groupby(["department", "record"]):
            assert rows["time"].is_monotonic_increasing
        assert len(known)


def test_threads_are_read_off_cases_and_their_parents() -> None:
    """Each case that followed is marked as a failure in the journal, has the decided case above it, and came later."""
    run, tables = run_of(WORLDS[0]), short_study().replayed[0]
    cases = run.cases.set_index("case")
    parents = dict(zip(run.cases["case"].tolist(), run.cases["parent"].tolist(), strict=True))
    decided = tables["decided"]
    threads = threads_of(tables)
    assert threads
    for thread in threads:
        row = decided.loc[thread.row]
        assert row["cause"] != RIGHT
        assert row["action"] < row["oracle"], "what goes too far is not what they complain of"
        assert thread.case == row["case"]
        for one in thread.followed:
            chain, above = [one.case], parents[one.case]
            while above != thread.case:
                chain.append(above)
                above = parents[above]
            assert cases.loc[chain, "failure"].all()
            assert cases.loc[chain[-1], "kind"] in FOLLOWS[str(row["decision"])]
            assert cases.loc[one.case, "opened"] >= row["time"]
    told = story(short_study().replayed, threads)
    assert told in threads
    other = run_of(WORLDS[1]).cases
    assert told is not None
    assert told.case in set(other["case"])
    assert not other.loc[other["parent"] == told.case, "failure"].any(), "the other world is spared it"
