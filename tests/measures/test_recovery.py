"""Recovery worked out by hand on made-up days, and on a small journal."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.company.facts import Facts
from sim.engine.calendar import DAY
from sim.engine.journal import Journal
from sim.inputs.events_model import Shock
from sim.measures.catalogue import MEASURES, SHOCK_MEASURES, measures_of
from sim.measures.recovery import days_to_recover, expected_of, recovery_of, work_in_progress
from sim.measures.run import Run

LEVEL = 100.0


def days(*stretches: tuple[int, float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Cases by day: (how many days, cases) one after the other."""
    return np.concatenate([np.full(length, cases) for length, cases in stretches])


def taken(counts: np.ndarray[tuple[int], np.dtype[np.float64]], start: int, end: int) -> tuple[float, float]:
    return days_to_recover(counts, np.full(len(counts), LEVEL), start, end)


def test_a_hump_of_ten_days() -> None:
    """150 from day 14 for ten days: a week of mean at most 110 begins first with one day of 150 in it (107), day 23."""
    assert taken(days((14, LEVEL), (10, 150.0), (20, LEVEL)), 14, 15) == (9.0, 9.0)


def test_nothing_stands_out() -> None:
    """A day in a week may be 60 above: the week's mean is 8.6 above, within the tenth."""
    assert taken(days((14, LEVEL), (1, 160.0), (20, LEVEL)), 14, 15) == (0.0, 0.0)


def test_a_shock_that_is_felt_late_is_not_recovered_from_before() -> None:
    """Usual for ten days after the beginning, then 200 for five: day 24 is the first that begins with a week out of it.

    Weeks that begin on days 18 to 28 hold a day of 200 (114 and more).
    """
    assert taken(days((14, LEVEL), (10, LEVEL), (5, 200.0), (20, LEVEL)), 14, 15) == (15.0, 15.0)


def test_recovery_is_not_before_the_end_of_the_shock() -> None:
    assert taken(days((14, LEVEL), (3, 400.0), (30, LEVEL)), 14, 28) == (14.0, 14.0)


def test_what_the_end_of_the_run_cuts_off() -> None:
    found, seen = taken(days((14, LEVEL), (20, 150.0)), 14, 15)
    assert math.isnan(found)
    assert seen == 20.0


def test_too_late_to_tell() -> None:
    assert math.isnan(taken(days((20, LEVEL)), 16, 17)[0])


def journal_of(counts: list[int]) -> Journal:
    """A journal in which so many questions are open at noon of each day; each is open for that one noon only."""
    journal, number = Journal(), 0
    for day, cases in enumerate(counts):
        for _ in range(cases):
            journal.cases.add(
                number,
                journal.code("question"),
                number,
                -1,
                -1,
                24.0 * day + 11,
                24.0 * day + 13,
                journal.code("solved"),
                False,
                1.0,
            )
            number += 1
    return journal


def run_of(counts: list[int], *shocks: Shock, undisturbed: list[int] | None = None) -> Run:
    facts = Facts({}, DAY * len(counts), 7 * DAY, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1, shocks)
    table = None if undisturbed is None else pd.DataFrame({"day": range(len(counts)), "cases": undisturbed})
    return Run(journal_of(counts), facts, table)


def test_recovery_from_a_journal() -> None:
    """A week of warm-up; a shock at day 14 (measured day 7) of one day; 20 instead of 10 for five days.

    Weeks beginning on days 14 to 18 have a mean above 11; the one of day 18 holds one day of 20 (11.43), that of day 19
    none. At worst there are ten more than expected, first on day 14.
    """
    shock = Shock("outage", 7 * DAY, 8 * DAY)
    run = run_of([10] * 14 + [20] * 5 + [10] * 20, shock)
    assert list(work_in_progress(run)["cases"]) == [10] * 14 + [20] * 5 + [10] * 20
    (row,) = recovery_of(run).to_dict("records")
    assert row == {
        "shock": "outage",
        "start_day": 14.0,
        "end_day": 15.0,
        "recovered": True,
        "days": 5.0,
        "days_seen": 5.0,
        "worst_day": 14,
        "worst_extra": 10.0,
    }
    measured = measures_of(run, SHOCK_MEASURES)
    assert measured == {"recovered": 1.0, "recovery time": 5.0, "recovery time at least": 5.0, "extra case days": 50.0}


def test_an_unseen_recovery_is_counted() -> None:
    run = run_of([10] * 14 + [20] * 25, Shock("outage", 7 * DAY, 8 * DAY))
    measured = measures_of(run, SHOCK_MEASURES)
    assert math.isnan(measured.pop("recovery time"))
    assert measured == {"recovered": 0.0, "recovery time at least": 25.0, "extra case days": 250.0}


def test_the_same_run_without_the_shock_says_what_is_expected() -> None:
    """A rise that would have come anyway is nothing to recover from."""
    rising = [10] * 14 + [20] * 25
    run = run_of(rising, Shock("outage", 7 * DAY, 8 * DAY), undisturbed=rising)
    assert measures_of(run, SHOCK_MEASURES) == {
        "recovered": 1.0,
        "recovery time": 0.0,
        "recovery time at least": 0.0,
        "extra case days": 0.0,
    }


def test_growth_that_stays_is_expected() -> None:
    run = run_of([10] * 14 + [20] * 25, Shock("acquisition", 7 * DAY, 7 * DAY, 2.0))
    assert list(expected_of(run)) == [10.0] * 14 + [20.0] * 25
    assert list(recovery_of(run)["days"]) == [0.0]


def test_without_a_shock_there_is_nothing_to_measure() -> None:
    assert len(recovery_of(run_of([10] * 20))) == 0
    assert not {measure.id for measure in MEASURES} & {measure.id for measure in SHOCK_MEASURES}


@pytest.mark.parametrize("measure", SHOCK_MEASURES, ids=lambda measure: measure.id)
def test_a_shock_after_the_last_whole_week_is_not_known(measure: object) -> None:
    run = run_of([10] * 20, Shock("outage", 12 * DAY, 12.5 * DAY))
    value = measure.of(run)  # type: ignore[attr-defined]
    assert math.isnan(value) or value in (0.0, 1.0)
