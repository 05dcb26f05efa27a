"""Members who also do the work of other teams."""

from __future__ import annotations

from sim.engine.platform import Platform
from tests.engine.world import NINE_TO_FIVE, World


def test_one_who_is_free_helps_more_slowly() -> None:
    world = World()
    busy, spare = world.team("busy"), world.team("spare")
    spare.help(busy, slowdown=2.0)
    world.ask("a", 0.0, busy, 4.0)
    world.ask("b", 1.0, busy, 1.0)
    world.ask("c", 1.5, busy, 1.0)
    world.ask("own", 2.0, spare, 1.0)
    # b is done by the helper 1-3; then the helper's own queue comes first, 3-4; c goes to whoever is free at 4
    assert world.run(20.0) == {"b": 3.0, "own": 4.0, "a": 4.0, "c": 5.0}
    assert sorted(world.column("visits", "team", "member", "worked")) == [
        (busy.code, 0, 1.0),
        (busy.code, 0, 4.0),
        (busy.code, 1, 2.0),
        (spare.code, 1, 1.0),
    ]
    assert spare.away_helping == 0


def test_a_change_of_speed_while_helping_leaves_the_helper_slower_than_at_home() -> None:
    """Twice as long as at home: of 4 hours 1 is done at 2; twice as fast from then on, the other 3 take 3."""
    world = World()
    busy, spare = world.team("busy"), world.team("spare")
    spare.help(busy, slowdown=2.0)
    world.ask("a", 0.0, busy, 50.0)
    world.ask("b", 0.0, busy, 4.0)
    world.at(2.0, lambda: setattr(spare.members[0], "speed", 2.0))
    assert world.run(20.0) == {"b": 5.0}


def test_own_work_first_else_the_longest_queue() -> None:
    for longest, expected in ((False, {"own", "o1", "h1", "h2", "h3"}), (True, {"own", "o1", "h1", "h2", "h3"})):
        world = World()
        busy, spare = world.team("busy"), world.team("spare", longest_queue_first=longest)
        spare.help(busy)
        world.ask("h0", 0.0, busy, 50.0)
        world.ask("own", 0.0, spare, 1.0)
        for number in (1, 2, 3):
            world.ask(f"h{number}", 0.2, busy, 1.0)
        world.ask("o1", 0.5, spare, 1.0)
        done = world.run(20.0)
        assert set(done) == expected
        assert (done["o1"], done["h1"]) == ((2.0, 3.0) if not longest else (4.0, 2.0))


def test_no_more_helpers_than_allowed() -> None:
    world = World()
    busy, spare = world.team("busy"), world.team("spare", staff=3)
    spare.help(busy)
    spare.helpers_allowed = 1
    for number in range(4):
        world.ask(str(number), 0.0, busy, 1.0)
    assert world.run(20.0) == {"0": 1.0, "1": 1.0, "2": 2.0, "3": 2.0}


def test_helpers_are_called_when_more_are_allowed() -> None:
    world = World()
    busy, spare = world.team("busy"), world.team("spare")
    spare.help(busy)
    spare.helpers_allowed = 0
    world.ask("a", 0.0, busy, 5.0)
    world.ask("b", 0.0, busy, 1.0)

    def allow() -> None:
        spare.helpers_allowed = 1
        busy.call_in()

    world.at(1.0, allow)
    assert world.run(20.0) == {"b": 2.0, "a": 5.0}


def test_a_helper_stands_still_with_the_system_of_those_helped() -> None:
    world = World()
    system = Platform(world.env, world.journal, "system")
    busy, spare = world.team("busy", platform=system), world.team("spare")
    spare.help(busy)
    world.ask("a", 0.0, busy, 4.0)
    world.ask("b", 0.0, busy, 4.0)
    world.at(1.0, system.fail)
    world.at(3.0, system.restore)
    world.ask("own", 1.5, spare, 1.0)
    assert world.run(20.0) == {"a": 6.0, "b": 6.0, "own": 7.0}
    assert system.active == 0


def test_one_whose_own_system_is_down_may_help() -> None:
    world = World()
    system = Platform(world.env, world.journal, "system")
    busy, spare = world.team("busy"), world.team("spare", platform=system)
    spare.help(busy)
    world.at(0.5, system.fail)
    world.at(5.0, system.restore)
    world.ask("own", 1.0, spare, 1.0)
    world.ask("a", 1.0, busy, 3.0)
    world.ask("b", 1.0, busy, 3.0)
    assert world.run(20.0) == {"a": 4.0, "b": 4.0, "own": 6.0}


def test_helpers_look_at_other_queues_when_they_arrive() -> None:
    world = World()
    busy, spare = world.team("busy"), world.team("spare", calendar=NINE_TO_FIVE)
    spare.help(busy)
    world.ask("a", 0.0, busy, 40.0)
    world.ask("b", 1.0, busy, 1.0)
    world.ask("c", 20.0, busy, 1.0)
    assert world.run(100.0) == {"b": 10.0, "c": 34.0, "a": 40.0}


def test_a_helper_who_is_absent_hands_back_to_those_helped() -> None:
    world = World()
    busy, spare = world.team("busy", staff=2), world.team("spare", calendar=NINE_TO_FIVE)
    spare.help(busy)
    spare.absent = lambda member, day: day == 1
    world.ask("a", 10.0, busy, 20.0)
    world.ask("b", 10.0, busy, 30.0)
    world.ask("c", 16.0, busy, 3.0)
    # c: 1 h on Monday; the helper is away on Tuesday, at 33 c goes back; a is done at 30, so someone is free
    assert world.run(100.0) == {"a": 30.0, "c": 35.0, "b": 40.0}
    assert spare.away_helping == 0


def test_a_helper_who_leaves() -> None:
    world = World()
    busy, spare = world.team("busy"), world.team("spare")
    spare.help(busy)
    world.ask("a", 0.0, busy, 3.0)
    world.ask("b", 0.0, busy, 3.0)
    world.at(1.0, lambda: spare.leave(spare.members[0]))
    assert world.run(20.0) == {"a": 3.0, "b": 5.0}
