"""Open hours and arithmetic on them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.calendar import ALWAYS, WEEK, Calendar, Dated
from tests.engine.world import NINE_TO_FIVE

# Times in 64ths of an hour are exact in binary, so that results can be compared without a tolerance.
grains = st.integers(0, 4 * 168 * 64).map(lambda n: n / 64)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    edges = sorted(draw(st.sets(st.integers(0, 168 * 4), min_size=2, max_size=12)))
    edges = edges[: len(edges) // 2 * 2]
    return Calendar([(a / 4, b / 4) for a, b in zip(edges[::2], edges[1::2], strict=True)])


def test_a_working_week() -> None:
    week = NINE_TO_FIVE
    assert week.open_per_cycle == 40.0
    assert not week.is_open(8.99)
    assert week.is_open(9.0)
    assert not week.is_open(17.0)
    assert week.next_opening(3.0) == 9.0
    assert week.next_opening(10.0) == 10.0
    assert week.next_opening(17.0) == 33.0
    assert week.next_opening(4 * 24 + 17.0) == 168 + 9.0
    assert week.next_closing(10.0) == 17.0
    assert week.next_closing(17.0) == 41.0
    assert week.next_closing(4 * 24 + 18.0) == 168 + 17.0


def test_work_spills_over_closed_hours() -> None:
    week = NINE_TO_FIVE
    assert week.after(10.0, 7.0) == 17.0
    assert week.after(10.0, 8.0) == 34.0
    assert week.after(4 * 24 + 16.0, 2.0) == 168 + 10.0
    assert week.after(10.0, 80.0) == 2 * 168 + 10.0
    assert [week.after(113.0, hours) for hours in (40.0, 80.0)] == [168 + 113.0, 2 * 168 + 113.0]
    assert week.open_hours(10.0, 34.0) == 8.0
    assert week.open_hours(0.0, 168.0) == 40.0


def test_always_open() -> None:
    assert ALWAYS.always
    assert ALWAYS.after(5.0, 1000.0) == 1005.0
    assert ALWAYS.open_hours(1.0, 400.0) == 399.0
    assert ALWAYS.next_closing(3.0) == float("inf")
    assert ALWAYS.next_opening(3.0) == 3.0


def test_what_is_open_as_a_cycle_ends_and_the_next_begins_does_not_close_between() -> None:
    night = Calendar([(0.0, 6.0), (22.0, 24.0)], cycle=24.0)
    assert [night.next_closing(time) for time in (3.0, 6.0, 22.0, 23.0, 24.0, 47.0)] == [
        6.0,
        30.0,
        30.0,
        30.0,
        30.0,
        54.0,
    ]
    assert night.next_opening(30.0) == 46.0
    assert night.spans == [(0.0, 6.0), (22.0, 24.0)]
    assert night.after(23.0, 8.0) == 47.0
    early = Calendar([(0.0, 6.0)], cycle=24.0)
    assert [early.next_closing(time) for time in (3.0, 7.0)] == [6.0, 30.0]


def test_union_covers_every_shift_and_keeps_a_single_one() -> None:
    early, late = Calendar.daily(("mon",), 6.0, 14.0), Calendar.daily(("mon", "tue"), 12.0, 20.0)
    assert Calendar.union([early, late]).spans == [(6.0, 20.0), (36.0, 44.0)]
    assert Calendar.union([early, early]) is early
    assert Calendar.union([early, Calendar.daily(("mon",), 7.0, 10.0)]).spans == [(6.0, 14.0)]


@pytest.mark.parametrize("spans", [[], [(3.0, 2.0)], [(0.0, 200.0)], [(0.0, 5.0), (4.0, 6.0)], [(-1.0, 5.0)]])
def test_impossible_calendars_are_refused(spans: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="open"):
        Calendar(spans)


@given(calendars(), grains, st.integers(1, 3 * 168 * 64).map(lambda n: n / 64))
def test_after_and_open_hours_are_inverse(calendar: Calendar, start: float, hours: float) -> None:
    end = calendar.after(start, hours)
    assert calendar.open_hours(start, end) == hours
    assert calendar.open_hours(start, end - 1 / 128) < hours


@given(calendars(), grains, st.integers(1, 3 * 168 * 64).map(lambda n: n / 64))
def test_doubling_all_times_doubles_all_results(calendar: Calendar, start: float, hours: float) -> None:
    slow = Calendar([(2 * a, 2 * b) for a, b in calendar.spans], cycle=336.0)
    assert slow.after(2 * start, 2 * hours) == 2 * calendar.after(start, hours)
    assert slow.open_hours(2 * start, 2 * start + 2 * hours) == 2 * calendar.open_hours(start, start + hours)
    assert slow.next_opening(2 * start) == 2 * calendar.next_opening(start)
    assert slow.next_closing(2 * start) == 2 * calendar.next_closing(start)


@given(calendars(), st.lists(grains, min_size=1, max_size=5))
def test_arrays_and_single_times_agree(calendar: Calendar, times: list[float]) -> None:
    assert calendar.since_zero(np.array(times)).tolist() == [calendar.since_zero_at(time) for time in times]


@given(calendars(), grains)
def test_opening_and_closing_fit_together(calendar: Calendar, time: float) -> None:
    opening = calendar.next_opening(time)
    assert opening >= time
    assert calendar.is_open(opening)
    if not calendar.always:
        assert calendar.open_hours(opening, calendar.next_closing(opening)) > 0


@pytest.mark.parametrize("week", [0, 1, 7, 51])
def test_hours_that_binary_fractions_only_come_near(week: int) -> None:
    """Open from 7.9 to 15.9: closed at every closing, whatever the sum of the week's beginning and 15.9 is rounded to."""
    calendar = Calendar.daily(["mon", "tue", "wed", "thu", "fri"], 7.9, 15.9)
    for span in range(5):
        opening, closing = week * WEEK + calendar.openings[span], week * WEEK + calendar.closings[span]
        assert calendar.is_open(opening) and not calendar.is_open(closing)
        assert calendar.next_opening(closing) > closing
        assert calendar.after(closing, 1.0) > closing + 1.0


HOLIDAY = Dated(NINE_TO_FIVE, [(9.0, 17.0), (57.0, 61.0), (105.0, 113.0)], WEEK)


@pytest.mark.parametrize("calendar", [NINE_TO_FIVE, HOLIDAY, ALWAYS], ids=["a week", "dates", "always"])
@pytest.mark.parametrize("time", [0.0, 9.0, 12.5, 17.0, 40.0, 58.0, 112.0, 113.0, 167.0, 168.0, 300.0, 330.0])
def test_a_stretch_is_its_opening_the_hours_before_it_and_its_closing(calendar: Calendar, time: float) -> None:
    opened = calendar.next_opening(time)
    assert calendar.stretch_at(time) == (opened, calendar.since_zero_at(opened), calendar.next_closing(opened))


def test_what_takes_so_long_that_an_opening_has_no_length_any_more_has_an_end() -> None:
    """A hundred millionth of an hour a day: when an hour of work ends, numbers of hours are further apart than that."""
    hardly = Calendar([(10.0, 10.00000001)], 24.0)
    end = hardly.after(0.0, 1.0)
    assert end == pytest.approx(1e8 * 24.0, rel=1e-6)
    assert hardly.after(0.0, 1e-9) == pytest.approx(10.0)


def test_round_the_clock_with_a_break_a_stretch_is_a_day() -> None:
    """Nobody ever goes home: nothing but breaks ends what is open, in the usual week and with dates before it."""
    ends = [13.0 + 24.0 * day for day in range(7)]
    spans = [(13.0 + 24.0 * day, 36.0 + 24.0 * day) for day in range(6)] + [(157.0, 168.0), (0.0, 12.0)]
    always = Calendar(spans, after_breaks=ends)
    assert [always.begun(time) for time in (13.0, 37.0, 61.0, 157.0)] == [0.0, 24.0, 48.0, 144.0]
    assert always.begun(11.0) == 0.0
    dated = Dated(always, [(13.0, 36.0), (37.0, 60.0)], 168.0, after_breaks=(13.0, 37.0))
    assert dated.begun(14.0) == 13.0
    assert dated.begun(38.0) == 24.0
    assert dated.begun(61.0 + 168.0) == 216.0


def test_days_with_open_hours_count_where_only_breaks_end_what_is_open() -> None:
    ends = [13.0 + 24.0 * day for day in range(7)]
    spans = [(13.0 + 24.0 * day, 36.0 + 24.0 * day) for day in range(6)] + [(157.0, 168.0), (0.0, 12.0)]
    assert Calendar(spans, after_breaks=ends).days_per_week == 7.0
