"""What has waited long enough becomes as urgent as other work; timelines computed by hand."""

from __future__ import annotations

import pytest

from tests.engine.world import World


def lying(*, hastened: bool, by_priority: bool = True) -> dict[str, float]:
    """Five hours in hand; "old" (asked at 1) and "late" (at 2.5) wait behind all of priority 2 that comes.

    At 4, whatever was asked for by 1 gets priority 2.
    """
    world = World()
    team = world.team(by_priority=by_priority)
    world.ask("in hand", 0.0, team, 5.0, priority=2.0)
    world.ask("old", 1.0, team, 1.0, priority=3.0)
    world.ask("gives up", 1.0, team, 1.0, priority=3.0, patience=2.0)
    world.ask("own", 2.0, team, 1.0, priority=2.0)
    world.ask("late", 2.5, team, 1.0, priority=3.0)
    world.ask("urgent", 3.0, team, 1.0, priority=1.0)
    if hastened:
        world.at(4.0, lambda: team.hasten(1.0, 2.0))
    world.at(4.5, lambda: world.done.update(waiting=len(team.queue)))
    return world.run(20.0)


def test_it_has_its_place_among_equals_by_when_it_was_asked_for() -> None:
    """Without: urgent 6, own 7, old 8, late 9. Old is hastened: urgent 6, old 7, own 8, late 9."""
    waits = {"gives up": 3.0, "waiting": 4, "in hand": 5.0, "urgent": 6.0}
    assert lying(hastened=False) == waits | {"own": 7.0, "old": 8.0, "late": 9.0}
    assert lying(hastened=True) == waits | {"old": 7.0, "own": 8.0, "late": 9.0}


@pytest.mark.parametrize("hastened", [False, True])
def test_first_come_first_served_knows_no_hurry(hastened: bool) -> None:
    waits = {"gives up": 3.0, "waiting": 4, "in hand": 5.0}
    assert lying(hastened=hastened, by_priority=False) == waits | {"old": 6.0, "own": 7.0, "late": 8.0, "urgent": 9.0}
