"""After closing: own work is finished, and that of another team only by those who are said to."""

from __future__ import annotations

import pytest

from sim.engine.calendar import DAY, WEEK, Calendar
from sim.engine.codes import DutyKind
from tests.engine.world import NINE_TO_FIVE, World

LATE = Calendar.daily(("mon", "tue", "wed", "thu", "fri"), 9.0, 20.0)


def helped(*, finishes_help: bool, own: bool = False) -> World:
    """One helper (nine to five, finishing what is in hand) with a task of 3 hours from 16:00 of Monday.

    It is the task of a team whose only person is busy until Friday, or the helper's own.
    """
    world = World()
    busy = world.team("busy", calendar=LATE)
    spare = world.team("spare", calendar=NINE_TO_FIVE, finishes_started=True, finishes_help=finishes_help)
    spare.help(busy)
    world.ask("long", 9.0, busy, 60.0)
    world.ask("late", 16.0, spare if own else busy, 3.0)
    return world


@pytest.mark.parametrize(("finishes_help", "done"), [(True, 19.0), (False, DAY + 11.0)])
def test_a_colleagues_task_at_closing(finishes_help: bool, done: float) -> None:
    """Begun at 16:00, 3 hours: stays until 19:00, or goes at 17:00 and goes on with the 2 hours left at 9:00."""
    world = helped(finishes_help=finishes_help)
    assert world.run(3 * DAY)["late"] == done
    late = sorted(row[1:] for row in world.on_duty() if row[0] == 1 and row[1] < DAY)
    assert late == ([(9.0, 17.0), (17.0, 19.0)] if finishes_help else [(9.0, 17.0)])
    overtime = [kind for kind in world.column("duty", "kind") if kind == DutyKind.OVERTIME]
    assert len(overtime) == (1 if finishes_help else 0)


@pytest.mark.parametrize("finishes_help", [True, False])
def test_ones_own_task_is_finished_by_both(finishes_help: bool) -> None:
    """The own task of 16:00 is done at 19:00 whatever is said of others' work."""
    world = helped(finishes_help=finishes_help, own=True)
    assert world.run(3 * DAY)["late"] == 19.0


def test_help_alone_does_not_let_anybody_stay() -> None:
    """Who leaves the own work at closing time leaves others' too: 1 hour on Monday, 2 on Tuesday morning."""
    world = World()
    busy = world.team("busy", calendar=LATE)
    spare = world.team("spare", calendar=NINE_TO_FIVE, finishes_help=True)
    spare.help(busy)
    world.ask("long", 9.0, busy, 60.0)
    world.ask("late", 16.0, busy, 3.0)
    assert world.run(3 * DAY)["late"] == DAY + 11.0


def test_the_hours_booked_are_those_that_were_worked() -> None:
    """3 hours from 16:00: with help finished 16-19, without 16-17 and 9-11; never an hour between 17 and 9."""
    for finishes_help, expected in ((True, [(16.0, 19.0)]), (False, [(16.0, 17.0), (DAY + 9.0, DAY + 11.0)])):
        world = helped(finishes_help=finishes_help)
        world.run(3 * DAY)
        stretches = [row[1:] for row in world.column("stretches", "case", "started", "ended") if row[0] == 2]
        ended = [(end - last, end) for case, end, last in world.column("visits", "case", "ended", "last") if case == 2]
        assert sorted(stretches + ended) == expected


def test_a_long_closure_takes_a_colleagues_task_out_of_ones_hands() -> None:
    """Before a closure of more than a week who does not finish help hands it back, and somebody there takes it.

    The helper's last day is Monday of week 1 for three weeks; the helped one's first task ends on Monday at 18:00.
    """
    once = Calendar([(9.0, 17.0)], 3 * WEEK)
    for finishes_help, done in ((True, 19.0), (False, 20.0)):
        world = World()
        busy = world.team("busy", calendar=LATE)
        spare = world.team("spare", calendar=once, finishes_started=True, finishes_help=finishes_help)
        spare.help(busy)
        world.ask("first", 9.0, busy, 9.0)
        world.ask("late", 16.0, busy, 3.0)
        assert world.run(DAY) == {"first": 18.0, "late": done}
