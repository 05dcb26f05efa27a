"""Working hours and staffing as data: which hours a date has, and at which times two rows of staffing meet."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sim.inputs.hours_model import Hours, StaffedHours

OFFICE = Hours.model_validate(
    {
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "opens": 9,
        "closes": 17,
        "breaks": [[12, 13]],
        "closed": [{"week": 2, "day": "mon"}, {"week": 1}],
        "other_hours": [{"week": 3, "day": "sat", "stretches": [[10, 14]]}],
    }
)
USUAL = [(9.0, 12.0), (13.0, 17.0)]


@pytest.mark.parametrize(
    ("week", "day", "hours"),
    [
        (0, 0, USUAL),
        (0, 5, []),
        (1, 3, []),
        (2, 0, []),
        (2, 1, USUAL),
        (3, 4, USUAL),
        (3, 5, [(10.0, 12.0), (13.0, 14.0)]),
        (4, 5, []),
    ],
)
def test_hours_of_a_date(week: int, day: int, hours: list[tuple[float, float]]) -> None:
    assert OFFICE.of_date(week, day) == hours


def test_the_weeks_that_differ() -> None:
    assert OFFICE.dates == {1, 2, 3}


def test_breaks_after_midnight_are_taken_out_of_a_night() -> None:
    night = Hours.model_validate({"days": ["mon"], "opens": 22, "closes": 6, "breaks": [[2, 3], [23.5, 0.5], [5, 6]]})
    assert night.of_day(0) == [(22.0, 23.5), (24.5, 26.0), (27.0, 29.0)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"days": ["mon", "mon"]}, "names a day twice"),
        ({"breaks": [[17, 17]]}, "has a break from 17 to 17, which is none"),
        ({"opens": None, "closes": None}, "lacks"),
    ],
)
def test_hours_that_are_none(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        Hours.model_validate({"days": ["mon"], "opens": 9, "closes": 17, **change})


def staffing(**given: object) -> StaffedHours:
    return StaffedHours.model_validate({"staff": 1, **given})


@pytest.mark.parametrize(
    ("row", "at", "holds"),
    [
        ({}, (None, 0, 3.0), True),
        ({"weeks": [2, 3]}, (None, 0, 3.0), False),
        ({"weeks": [2, 3]}, (1, 0, 3.0), False),
        ({"weeks": [2, 3]}, (3, 0, 3.0), True),
        ({"weeks": [2, 3]}, (4, 0, 3.0), False),
        ({"days": ["tue"]}, (None, 0, 3.0), False),
        ({"days": ["tue"]}, (None, 1, 3.0), True),
        ({"opens": 8, "closes": 10}, (None, 0, 7.99), False),
        ({"opens": 8, "closes": 10}, (None, 0, 8.0), True),
        ({"opens": 8, "closes": 10}, (None, 0, 10.0), False),
        ({"opens": 22, "closes": 6}, (None, 0, 23.0), True),
        ({"opens": 22, "closes": 6}, (None, 0, 29.9), True),
        ({"opens": 22, "closes": 6}, (None, 0, 6.0), False),
    ],
)
def test_when_a_row_of_staffing_holds(row: dict[str, object], at: tuple[int | None, int, float], holds: bool) -> None:
    assert staffing(**row).holds(*at) == holds


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ({}, {}, True),
        ({}, {"weeks": [1, 2]}, False),
        ({"weeks": [1, 2]}, {"weeks": [2, 3]}, True),
        ({"weeks": [1, 2]}, {"weeks": [3, 4]}, False),
        ({"days": ["mon", "tue"]}, {"days": ["tue"]}, True),
        ({"days": ["mon"]}, {"days": ["tue"]}, False),
        ({"opens": 8, "closes": 10}, {"opens": 10, "closes": 12}, False),
        ({"opens": 8, "closes": 10}, {"opens": 9, "closes": 12}, True),
        ({"opens": 22, "closes": 6}, {"opens": 5, "closes": 7}, True),
        ({"opens": 22, "closes": 6}, {"opens": 6, "closes": 22}, False),
    ],
)
def test_rows_that_speak_about_the_same_time(one: dict[str, object], other: dict[str, object], meet: bool) -> None:
    """One for a season and one for all the year do not: the season counts."""
    assert staffing(**one).meets(staffing(**other)) == meet
    assert staffing(**other).meets(staffing(**one)) == meet
