"""A team that moves from one platform to another: work in hand, halts and the count of those at work."""

from __future__ import annotations

import pytest

from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.platform import Platform
from sim.engine.team import Team


def test_the_work_in_hand_goes_on_where_the_new_platform_is_up() -> None:
    """Two hours of work from 0; the old platform is down from 1; moved at 3: the second hour is done at 4."""
    env, journal = Kernel(), Journal()
    old, new = Platform(env, journal, "old"), Platform(env, journal, "new")
    team = Team(env, journal, "desk", 1, platform=old)
    task = team.work(1, 2.0)
    env.at(1.0, old.fail)
    env.at(3.0, lambda: team.move_to(new))
    env.at(3.5, old.restore)
    env.run(until=3.25)
    assert (old.active, new.active) == (0, 1)
    assert (old.dependents, new.dependents) == ([], [team])
    env.run(until=5.0)
    assert task.triggered
    assert journal.visits.rows()["ended"][0] == pytest.approx(4.0)
    assert new.active == 0


@pytest.mark.parametrize(("old_down", "ended"), [(False, 4.0), (True, 5.0)])
def test_the_work_stands_still_where_the_new_platform_is_down(old_down: bool, ended: float) -> None:
    """The new platform is down from 0 to 4; moved at 3. With the old one up all is done by 2; down from 1, at 5."""
    env, journal = Kernel(), Journal()
    old, new = Platform(env, journal, "old"), Platform(env, journal, "new")
    team = Team(env, journal, "desk", 1, platform=old)
    new.fail()
    team.work(1, 2.0 if old_down else 3.0)
    if old_down:
        env.at(1.0, old.fail)
    env.at(2.0 if not old_down else 3.0, lambda: team.move_to(new))
    env.at(3.0 if not old_down else 4.0, new.restore)
    env.run(until=10.0)
    assert journal.visits.rows()["ended"][0] == pytest.approx(ended)


def test_moving_to_where_it_is_changes_nothing() -> None:
    env, journal = Kernel(), Journal()
    platform = Platform(env, journal, "only")
    team = Team(env, journal, "desk", 1, platform=platform)
    team.work(1, 2.0)
    team.move_to(platform)
    assert (platform.active, platform.dependents) == (1, [team])


def test_those_who_began_without_a_platform_are_counted_where_the_team_moves_to() -> None:
    """Two at work from 0; moved to a platform for one at 1; what begins then goes at a third of the speed."""
    env, journal = Kernel(), Journal()
    platform = Platform(env, journal, "p", capacity=1)
    team = Team(env, journal, "desk", 3)
    team.work(1, 2.0)
    team.work(2, 2.0)
    env.at(1.0, lambda: team.move_to(platform))

    def ask() -> None:
        team.work(3, 1.0)

    env.at(1.5, ask)
    env.run(until=1.25)
    assert platform.active == 2
    env.run(until=9.0)
    assert platform.active == 0
    assert journal.visits.rows()["ended"].tolist() == [2.0, 2.0, pytest.approx(4.5)]


def test_helpers_at_work_move_along() -> None:
    env, journal = Kernel(), Journal()
    platform = Platform(env, journal, "p")
    team, spare = Team(env, journal, "desk", 1), Team(env, journal, "spare", 1)
    spare.help(team)
    team.work(1, 4.0)
    team.work(2, 4.0)
    env.at(1.0, lambda: team.move_to(platform))
    env.at(2.0, platform.fail)
    env.at(3.0, platform.restore)
    env.run(until=1.5)
    assert platform.active == 2
    env.run(until=9.0)
    assert (platform.active, journal.visits.rows()["ended"].tolist()) == (0, [5.0, 5.0])
