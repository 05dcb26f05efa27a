"""Joint work of several teams."""

from __future__ import annotations

import pytest

from sim.engine.codes import VisitStatus
from sim.engine.meeting import Meeting
from sim.engine.platform import Platform
from tests.engine.world import NINE_TO_FIVE, World


def test_a_meeting_waits_until_all_are_free() -> None:
    world = World()
    one, two = world.team("one"), world.team("two")
    meeting = Meeting([one, two])
    world.ask("a", 0.0, one, 2.0)
    world.ask("meeting", 1.0, meeting, 3.0)
    world.ask("b", 1.5, two, 1.0)
    # two keeps its member free for the meeting, which was asked for before b
    assert world.run(20.0) == {"a": 2.0, "meeting": 5.0, "b": 6.0}
    assert world.column("visits", "case", "team", "asked", "started", "ended") == [
        (1, one.code, 0.0, 0.0, 2.0),
        (2, one.code, 1.0, 2.0, 5.0),
        (2, two.code, 1.0, 2.0, 5.0),
        (3, two.code, 1.5, 5.0, 6.0),
    ]


def test_what_was_asked_before_the_meeting_comes_first() -> None:
    world = World()
    one, two = world.team("one"), world.team("two")
    meeting = Meeting([one, two])
    world.ask("a", 0.0, one, 2.0)
    world.ask("b", 0.0, two, 1.0)
    world.ask("c", 0.5, two, 4.0)
    world.ask("meeting", 0.8, meeting, 1.0)
    world.ask("d", 0.9, one, 1.0)
    # one waits for the meeting from 2 on, two is free at 5
    assert world.run(20.0) == {"b": 1.0, "a": 2.0, "c": 5.0, "meeting": 6.0, "d": 7.0}


def test_nobody_is_kept_idle_while_older_work_waits_elsewhere() -> None:
    world = World()
    one, two = world.team("one"), world.team("two")
    meeting = Meeting([one, two])
    for number in range(10):
        world.ask(f"one {number}", 0.0, one, 1.0)
        world.ask(f"two {number}", 0.25, two, 1.0)
    world.ask("meeting", 0.1, meeting, 1.0)
    # one begins its last older task at 9; two, free at 9.25, then waits for the meeting 10-11
    done = world.run(50.0)
    assert done["meeting"] == 11.0
    assert [done[f"two {number}"] for number in (7, 8, 9)] == [8.25, 9.25, 12.0]


def test_meetings_do_not_starve_where_both_are_always_busy() -> None:
    world = World()
    one, two = world.team("one"), world.team("two")
    meeting = Meeting([one, two])
    for number in range(100):
        world.ask(f"one {number}", 0.9 * number, one, 1.0)
        world.ask(f"two {number}", 0.9 * number + 0.5, two, 1.0)
    world.ask("meeting", 9.1, meeting, 1.0)
    assert 10.0 < world.run(200.0)["meeting"] < 14.0


def test_no_one_is_kept_for_a_meeting_with_people_who_have_gone_home() -> None:
    world = World()
    one, two = world.team("one"), world.team("two", calendar=NINE_TO_FIVE)
    meeting = Meeting([one, two])
    world.ask("meeting", 1.0, meeting, 1.0)
    world.ask("a", 2.0, one, 1.0)
    assert world.run(20.0) == {"a": 3.0, "meeting": 10.0}


def test_nobody_is_kept_once_the_others_cannot_come() -> None:
    """A work until the platform is down, though the meeting is older; it begins when all are free, after the outage."""
    world = World()
    platform = Platform(world.env, world.journal, "p")
    one, two = world.team("one"), world.team("two", platform=platform)
    meeting = Meeting([one, two])
    world.ask("b", 0.0, two, 4.0)
    world.ask("meeting", 1.0, meeting, 1.0)
    world.ask("a", 1.5, one, 1.0)
    world.at(2.0, platform.fail)
    world.at(10.0, platform.restore)
    assert world.run(20.0) == {"a": 3.0, "b": 12.0, "meeting": 13.0}


def test_nobody_is_kept_once_the_others_have_gone_home() -> None:
    """Two is idle and waits for three, who ends too late; when two goes home at 17, one begins what waits."""
    world = World()
    one, two, three = world.team("one"), world.team("two", calendar=NINE_TO_FIVE), world.team("three")
    meeting = Meeting([one, two, three])
    world.ask("c", 0.0, three, 18.0)
    world.ask("meeting", 10.0, meeting, 1.0)
    world.ask("a", 11.0, one, 1.0)
    assert world.run(40.0) == {"a": 18.0, "c": 18.0, "meeting": 34.0}


def test_a_second_person_need_not_wait() -> None:
    world = World()
    one, two = world.team("one", staff=2), world.team("two")
    meeting = Meeting([one, two])
    world.ask("b", 0.0, two, 4.0)
    world.ask("meeting", 1.0, meeting, 1.0)
    world.ask("a", 2.0, one, 1.0)
    world.ask("c", 2.5, one, 1.0)
    assert world.run(20.0) == {"a": 3.0, "b": 4.0, "c": 4.0, "meeting": 5.0}


def test_all_stay_until_the_slowest_is_done() -> None:
    world = World()
    one, two = world.team("one"), world.team("two")
    one.members[0].speed = 0.5
    meeting = Meeting([one, two])
    world.ask("meeting", 0.0, meeting, 1.0)
    world.ask("a", 0.5, two, 1.0)
    assert world.run(20.0) == {"meeting": 2.0, "a": 3.0}


def test_overlapping_meetings_take_turns() -> None:
    world = World()
    teams = [world.team(name) for name in "abc"]
    pairs = [Meeting([teams[i], teams[(i + 1) % 3]]) for i in range(3)]
    for number in range(9):
        world.ask(str(number), 0.01 * number, pairs[number % 3], 1.0)
    assert world.run(20.0) == {str(number): number + 1.0 for number in range(9)}


def test_one_who_leaves_a_meeting_is_replaced() -> None:
    world = World()
    one, two = world.team("one", staff=2), world.team("two")
    meeting = Meeting([one, two])
    world.ask("a", 0.0, one, 1.5)
    world.ask("meeting", 0.0, meeting, 2.0)
    world.at(1.0, lambda: one.leave(one.members[1]))
    assert world.run(20.0) == {"a": 1.5, "meeting": 2.5}


def test_what_waits_at_the_end_is_recorded() -> None:
    world = World()
    one, two = world.team("one"), world.team("two")
    meeting = Meeting([one, two])
    world.ask("a", 0.0, one, 50.0)
    world.ask("meeting", 1.0, meeting, 1.0)
    world.run(20.0)
    one.close()
    two.close()
    assert world.column("visits", "case", "team", "asked", "worked", "status") == [
        (1, one.code, 0.0, 20.0, VisitStatus.OPEN),
        (2, one.code, 1.0, 0.0, VisitStatus.OPEN),
        (2, two.code, 1.0, 0.0, VisitStatus.OPEN),
    ]


def test_a_meeting_of_one_team_with_itself_is_refused() -> None:
    team = World().team()
    with pytest.raises(ValueError, match="different teams"):
        Meeting([team, team])
