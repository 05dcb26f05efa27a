"""Calendars with dates: against counting quarters of an hour, unions, breaks, and people who keep such hours."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest

from sim.engine.calendar import ALWAYS, DAY, DAYS, WEEK, Calendar, Dated, dated_or_usual
from sim.engine.spans import Span
from sim.engine.team import Shift
from tests.engine.world import World

QUARTER = 0.25
WEEKS = 12
OFFICE = Calendar.daily(DAYS[:5], 9.0, 17.0)


def spans_of(luck: Random, hours: float) -> list[Span]:
    """Some spans within a number of hours, on quarters."""
    edges = sorted(luck.sample(range(int(hours / QUARTER) + 1), 2 * luck.randint(1, 9)))
    return [(QUARTER * a, QUARTER * b) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def quarters(spans: list[Span], hours: float) -> np.ndarray:
    """Which quarters of an hour are open."""
    there = np.zeros(int(hours / QUARTER), dtype=bool)
    for opening, closing in spans:
        there[int(opening / QUARTER) : int(closing / QUARTER)] = True
    return there


def some_calendar(luck: Random) -> tuple[Calendar, np.ndarray]:
    """A calendar with one to four weeks of dates, and its open quarters."""
    week, until = spans_of(luck, WEEK), luck.randint(1, 4) * WEEK
    dated = spans_of(luck, until)
    there = np.tile(quarters(week, WEEK), WEEKS)
    there[: int(until / QUARTER)] = quarters(dated, until)
    return Dated(Calendar(week), dated, until), there


@pytest.mark.parametrize("seed", range(40))
def test_as_counted(seed: int) -> None:
    luck = Random(seed)
    calendar, there = some_calendar(luck)
    until = int(5 * WEEK / QUARTER)
    for _ in range(60):
        place = luck.randrange(until)
        time = QUARTER * place
        assert calendar.is_open(time) == there[place]
        assert calendar.next_opening(time) == QUARTER * (place + int(np.argmax(there[place:])))
        opened = place + int(np.argmax(there[place:]))
        assert calendar.next_closing(time) == QUARTER * (opened + int(np.argmin(there[opened:])))
        end = place + luck.randrange(until)
        hours = float(there[place:end].sum()) * QUARTER
        assert calendar.open_hours(time, QUARTER * end) == pytest.approx(hours, abs=1e-9)
        assert calendar.since_zero_at(time) == pytest.approx(there[:place].sum() * QUARTER, abs=1e-9)
        if hours > 0:
            last = place + int(np.searchsorted(np.cumsum(there[place:]), hours / QUARTER)) + 1
            assert calendar.after(time, hours) == pytest.approx(QUARTER * last, abs=1e-9)
        if there[place]:
            opening, closing = calendar.stretch(time)
            assert closing == calendar.next_closing(time)
            before = there[:place][::-1]
            assert opening == QUARTER * (place - (int(np.argmin(before)) if not before.all() else place))
    times = QUARTER * np.array([[luck.randrange(until) for _ in range(5)] for _ in range(4)])
    assert calendar.since_zero(times) == pytest.approx(np.vectorize(calendar.since_zero_at)(times), abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_union_as_counted(seed: int) -> None:
    luck = Random(100 + seed)
    found = [some_calendar(luck) for _ in range(3)] + [(OFFICE, np.tile(quarters(OFFICE.spans, WEEK), WEEKS))]
    union = Calendar.union([calendar for calendar, _ in found])
    there = np.logical_or.reduce([open_ for _, open_ in found])
    for place in range(0, int(6 * WEEK / QUARTER), 7):
        assert union.is_open(QUARTER * place) == there[place]


def test_union_with_one_that_never_closes_never_closes() -> None:
    holiday = Dated(OFFICE, OFFICE.spans[1:], WEEK)
    assert Calendar.union([ALWAYS, holiday]).always


def test_dates_that_bring_nothing_new_are_left_out() -> None:
    assert dated_or_usual(OFFICE, OFFICE.spans_until(2 * WEEK), 2 * WEEK) is OFFICE


def test_one_closed_day_of_a_calendar_that_never_closes() -> None:
    closed = Dated(ALWAYS, [(0.0, 48.0), (72.0, WEEK)], WEEK)
    assert (closed.next_closing(10.0), closed.next_opening(48.0), closed.next_closing(72.0)) == (48.0, 72.0, math.inf)
    assert closed.after(47.0, 2.0) == 73.0
    assert closed.after(47.0, 1.0) == 48.0
    assert closed.after(47.0, 200.0) == 271.0
    assert closed.open_hours(0.0, 4 * WEEK) == 4 * WEEK - 24
    assert closed.stretch(WEEK + 5) == (72.0, math.inf)


def test_a_stretch_that_goes_over_the_end_of_the_dates() -> None:
    night = Calendar([(DAY * day + 22, DAY * day + 30) for day in range(6)] + [(0.0, 6.0), (166.0, 168.0)])
    dated = Dated(night, [(22.0, 30.0), (166.0, 168.0)], WEEK)
    assert dated.next_closing(167.0) == WEEK + 6
    assert dated.stretch(167.0) == (166.0, WEEK + 6)
    assert dated.stretch(WEEK + 1) == (166.0, WEEK + 6)
    assert dated.begun(WEEK + 1) == 166.0


def test_breaks_do_not_end_a_stretch_of_duty() -> None:
    night = Calendar([(22.0, 26.0), (26.5, 30.0), (166.0, 168.0), (0.0, 2.0), (2.5, 6.0)], after_breaks=[26.5, 2.5])
    assert [night.begun(time) for time in (22.0, 25.0, 26.5, 29.0)] == [22.0, 22.0, 22.0, 22.0]
    assert night.begun(WEEK + 3) == 166.0
    assert night.days_per_week == 2
    dated = Dated(night, night.spans_until(WEEK), WEEK, night.after_breaks)
    assert [dated.begun(time) for time in (22.0, 26.5, WEEK + 22, WEEK + 26.5)] == [22.0, 22.0, WEEK + 22, WEEK + 22]
    assert dated.begun(WEEK + 3) == 166.0


def test_what_it_says_of_a_week() -> None:
    assert (OFFICE.open_per_week, OFFICE.days_per_week) == (40.0, 5.0)
    assert (ALWAYS.open_per_week, ALWAYS.days_per_week) == (WEEK, 7.0)
    assert (Calendar([(9.0, 17.0)], 24.0).open_per_week, Calendar([(9.0, 17.0)], 24.0).days_per_week) == (56.0, 7.0)
    assert Dated(OFFICE, [(9.0, 17.0)], WEEK).open_per_week == 40.0


# ---- people ----------------------------------------------------------------------------------------------------


def test_a_holiday_interrupts_work() -> None:
    w = World()
    desk = w.team(calendar=Dated(OFFICE, [(9.0, 17.0), (57.0, 65.0), (81.0, 89.0), (105.0, 113.0)], WEEK))
    w.ask("long", 9, desk, 12.0)
    assert w.run(WEEK) == {"long": 48 + 13}


@pytest.mark.parametrize(("finishes", "ended"), [(False, [35.0, 37.0]), (True, [19.0, 19.0])])
def test_who_goes_for_more_than_a_week_hands_over_unless_it_is_finished_first(finishes: bool, ended: list[float]) -> None:
    """Two hours of four are left at 17; one comes again on Tuesday and does both, the other only in four weeks."""
    w = World()
    once = Calendar([(9.0, 17.0)], 4 * WEEK)
    d = w.team("d", [Shift(once, 1), Shift(OFFICE, 1)], finishes_started=finishes)
    w.ask("a", 15, d, 4.0)
    w.ask("b", 15, d, 4.0)
    assert sorted(w.run(WEEK).values()) == pytest.approx(ended)


def test_overtime_ends_before_somebody_hands_over() -> None:
    """The one who goes for good stays an hour longer on the last day and hands the last hour over."""
    w = World()
    d = w.team("d", [Shift(Calendar([(9.0, 17.0)], 4 * WEEK), 1)])
    later = w.team("later", [Shift(OFFICE, 1)])
    later.help(d)
    later.helpers_allowed = 1
    w.ask("busy", 9, later, 9.0)
    w.ask("a", 15, d, 4.0)
    w.at(16, lambda: d.extend(1.0, 1))
    assert w.run(WEEK) == {"busy": 34.0, "a": 35.0}


def test_duty_of_many_days_is_asked_for_absence_each_day() -> None:
    """From Monday to Friday without a closing; absent on Tuesday and Thursday."""
    w = World()
    week = Calendar([(0.0, 120.0)])
    d = w.team(calendar=week)
    d.absent = lambda member, day: day in (1, 3)
    w.ask("a", 0, d, 30.0)
    w.ask("b", 80, d, 1.0)
    assert w.run(WEEK) == {"a": 54.0, "b": 97.0}


def test_a_break_after_midnight_does_not_ask_for_absence_again() -> None:
    """Absent on Tuesday, that is for the night that begins then: Monday's goes on after its break."""
    w = World()
    nights = [(DAY * day + start, DAY * day + end) for day in range(5) for start, end in ((22.0, 26.0), (26.5, 30.0))]
    d = w.team(calendar=Calendar(nights, after_breaks=[opening for opening, _ in nights[1::2]]))
    d.absent = lambda member, day: day == 1
    w.ask("a", 22, d, 6.0)
    w.ask("b", 47, d, 1.0)
    assert w.run(WEEK) == {"a": 28.5, "b": 71.0}
