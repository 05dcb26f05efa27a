"""Absence: asked once for each stretch of duty, whatever the stretch and however the hours change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from sim.engine.calendar import ALWAYS, DAY, DAYS, WEEK, Calendar
from sim.engine.member import Member
from sim.engine.team import Shift, Team
from tests.engine.world import NINE_TO_FIVE, World

NIGHT = Calendar([*((22.0 + 24 * n, 30.0 + 24 * n) for n in range(6)), (166.0, 168.0), (0.0, 6.0)])


def asked(team: Team, away: Callable[[int, int], bool] = lambda member, day: False) -> list[tuple[int, int]]:
    """The (member, day) for which absence is asked, from now on."""
    found: list[tuple[int, int]] = []

    def absent(member: Member, day: int) -> bool:
        found.append((member.number, day))
        return away(member.number, day)

    team.absent = absent
    return found


def test_a_stretch_over_midnight_is_one() -> None:
    world = World()
    found = asked(world.team(calendar=NIGHT))
    world.run(3 * DAY)
    assert found == [(0, 0), (0, 0), (0, 1), (0, 2)]  # the first from midnight, on a Monday, when the run begins


def test_a_stretch_over_the_end_of_the_week_is_one() -> None:
    world = World()
    found = asked(world.team(calendar=NIGHT))
    world.run(2 * WEEK)
    assert [day for _, day in found] == [0, *range(14)]


def test_absent_for_sundays_night_means_till_monday_night() -> None:
    world = World()
    team = world.team(calendar=NIGHT)
    found = asked(team, lambda _, day: day == 6)
    world.ask("A", 160.0, team, 1.0)
    assert world.run(400.0) == {"A": 191.0}
    assert found.count((0, 6)) == 1
    team.close()
    assert [(start, end) for _, start, end in world.on_duty() if 150 < start < 200] == [(190.0, 198.0)]


def test_shifts_that_touch_are_one_stretch() -> None:
    calendar = Calendar([(8.0, 12.0), (12.0, 20.0)])
    world = World()
    found = asked(world.team(calendar=calendar))
    world.run(WEEK)
    assert found == [(0, 0)]


def test_those_who_never_go_home_are_asked_each_midnight() -> None:
    world = World()
    team = world.team(staff=[Shift(ALWAYS, 2)])
    found = asked(team, lambda member, day: (member + day) % 2 == 0)
    world.ask("a", 6.0, team, 30.0)
    world.run(4 * DAY)
    assert found == [(member, day) for day in range(4) for member in (0, 1)]
    # member 1 works on days 0 and 2, member 0 on days 1 and 3: whoever is there goes on with a
    assert world.done == {"a": 36.0}
    team.close()
    assert sorted(world.on_duty()) == [
        (0, 24.0, 48.0),
        (0, 72.0, 96.0),
        (1, 0.0, 24.0),
        (1, 48.0, 72.0),
    ]


def test_half_the_hours_of_those_who_never_go_home_when_they_are_away_half_the_days() -> None:
    world = World()
    team = world.team(staff=[Shift(ALWAYS, 10)])
    luck = world.streams.uniform("absence")
    team.absent = lambda member, day: luck.draw(member.number, day) < 0.5
    world.run(100 * DAY)
    team.close()
    hours = sum(end - start for _, start, end in world.on_duty())
    assert 0.45 < hours / (10 * 100 * DAY) < 0.55


def test_one_who_is_there_every_day_and_never_goes_home_has_one_stretch_in_the_books() -> None:
    world = World()
    team = world.team()
    asked(team)
    world.ask("a", 1.0, team, 60.0)
    assert world.run(4 * DAY) == {"a": 61.0}
    team.close()
    assert [(start, end) for _, start, end in world.on_duty()] == [(0.0, 96.0)]


def test_a_helper_who_never_goes_home_and_is_absent_hands_back_and_frees_his_place() -> None:
    world = World()
    a, b = world.team("a", 2), world.team("b")
    a.help(b)
    a.helpers_allowed = 1
    asked(a, lambda member, day: member == 0 and day == 1)
    world.ask("b long", 0.0, b, 100.0)
    world.ask("x", 20.0, b, 10.0)
    assert world.run(50.0) == {"x": 30.0}
    assert world.column("visits", "member") == [1]


def test_a_newcomer_is_asked_for_the_stretch_in_which_he_joins_and_for_no_stretch_twice() -> None:
    for calendar in (NINE_TO_FIVE, Calendar.daily(DAYS, 9.0, 17.0)):
        world = World()
        team = world.team(calendar=NINE_TO_FIVE)
        found = asked(team)
        world.at(34.0, partial(team.join, calendar))
        world.run(70.0)
        assert sorted(found) == [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2)]


def test_a_newcomer_who_is_absent_comes_next_day() -> None:
    world = World()
    team = world.team(staff=0, calendar=NINE_TO_FIVE)
    asked(team, lambda _, day: day == 0)
    world.at(10.0, team.join)
    world.ask("a", 11.0, team, 1.0)
    assert world.run(60.0) == {"a": 34.0}


def test_other_hours_in_the_middle_of_a_stretch_do_not_ask_again() -> None:
    """Those on duty stay as long as planned; the absent stay away; the new hours hold from the next opening on."""
    world = World()
    team = world.team(staff=2, calendar=NINE_TO_FIVE)
    found = asked(team, lambda member, day: member == 1 and day == 0)
    longer = Calendar.daily(DAYS, 8.0, 20.0)
    world.at(10.0, lambda: team.keep_hours([longer, longer]))
    world.run(40.0)
    team.close()
    assert [entry for entry in found if entry == (0, 0)] == [(0, 0)]
    assert [entry for entry in found if entry[1] == 1] == [(0, 1), (1, 1)]
    assert world.on_duty()[0] == (0, 9.0, 17.0)


def test_one_on_duty_whose_hours_never_end_any_more_stays() -> None:
    world = World()
    team = world.team(calendar=NINE_TO_FIVE)
    world.at(10.0, lambda: team.keep_hours([ALWAYS]))
    world.ask("a", 16.0, team, 2.0)
    world.ask("b", 20.0, team, 1.0)
    assert world.run(60.0) == {"a": 18.0, "b": 21.0}


@pytest.mark.parametrize("when", [10.0, 20.0])
def test_hours_that_never_end_are_a_stretch_that_begins_with_them(when: float) -> None:
    world = World()
    team = world.team(calendar=NINE_TO_FIVE)
    found = asked(team)
    world.at(when, lambda: team.keep_hours([ALWAYS]))
    world.ask("a", 21.0, team, 1.0)
    assert world.run(60.0) == {"a": 22.0}
    assert found == ([(0, 0), (0, 1), (0, 2)] if when == 10.0 else [(0, 0), (0, 0), (0, 1), (0, 2)])


def test_absence_is_asked_no_more_when_it_is_taken_back_and_once_when_it_is_given_again() -> None:
    world = World()
    team = world.team()
    first = asked(team)
    later: list[list[tuple[int, int]]] = []
    world.at(30.0, lambda: setattr(team, "absent", None))
    world.at(60.0, lambda: later.append(asked(team)))
    world.run(80.0)
    assert (first, later) == ([(0, 0), (0, 1)], [[(0, 3)]])
