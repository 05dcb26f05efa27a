"""Interfaces by time, by size and by both, and what becomes of messages when the manner changes; computed by hand."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from typing import Any

import pytest

from sim.engine.calendar import ALWAYS
from sim.engine.handoff import Batch, Delay, Handoff, Manner, Manual, Shared, next_round
from sim.engine.kernel import Flow
from sim.engine.outbox import next_multiple
from tests.engine.world import NINE_TO_FIVE, World

NIGHTLY, WEEKLY, TENS = Batch(24.0), Batch(168.0), Batch(0.0, size=10)


def way(world: World, manner: Manner, **options: Any) -> Handoff:
    return Handoff(world.env, world.journal, world.streams, "s > r", world.team("s"), world.team("r"), manner, **options)


def send(world: World, handoff: Handoff, case: int, released: dict[int, float]) -> None:
    def flow() -> Flow:
        delivery = yield handoff.send(case)
        released[case] = delivery.released

    world.env.start(flow())


def releases(
    manner: Manner, times: dict[int, float], changes: dict[float, Manner] | None = None, until: float = 1000.0
) -> dict[int, float]:
    """When each message, sent at its time, was released, with changes of the manner at other times."""
    world = World()
    handoff = way(world, manner)
    released: dict[int, float] = {}
    for case, time in times.items():
        world.at(time, partial(send, world, handoff, case, released))
    for time, other in (changes or {}).items():
        world.at(time, partial(setattr, handoff, "manner", other))
    world.run(until)
    return released


def test_by_time_or_by_size_whichever_is_first() -> None:
    times = {0: 1.0, 1: 2.0, 2: 3.0, 3: 4.0, 4: 30.0, 5: 31.0, 6: 31.0}
    assert releases(Batch(24.0, size=3), times) == {0: 3.0, 1: 3.0, 2: 3.0, 3: 24.0, 4: 31.0, 5: 31.0, 6: 31.0}


def test_a_run_is_left_out_where_nothing_waits_any_more_and_the_next_one_is_on_time() -> None:
    assert releases(Batch(24.0, size=2), {0: 1.0, 1: 2.0, 2: 50.0}) == {0: 2.0, 1: 2.0, 2: 72.0}


def test_by_size_then_by_time() -> None:
    """One waits for nine others; made nightly at 2, it leaves with the next run, and later ones with theirs."""
    assert releases(TENS, {0: 1.0, 1: 40.0, 2: 70.0}, {2.0: NIGHTLY}) == {0: 24.0, 1: 48.0, 2: 72.0}


def test_a_shorter_period_holds_for_what_waits_and_for_what_comes() -> None:
    assert releases(WEEKLY, {0: 1.0, 1: 40.0, 2: 150.0}, {30.0: NIGHTLY}) == {0: 48.0, 1: 48.0, 2: 168.0}


def test_a_longer_period_leaves_the_run_that_is_due() -> None:
    assert releases(NIGHTLY, {0: 1.0, 1: 10.0, 2: 30.0}, {5.0: WEEKLY}) == {0: 24.0, 1: 24.0, 2: 168.0}


def test_another_offset_counts_at_once() -> None:
    assert releases(NIGHTLY, {0: 1.0, 1: 23.5}, {2.0: Batch(24.0, offset=6.0)}) == {0: 6.0, 1: 30.0}


@pytest.mark.parametrize("manner", [Shared(), Delay(lambda _: 1.0), Manual(0.0, 0.0, 1.0)])
def test_what_waits_without_a_time_leaves_when_there_are_no_runs_any_more(manner: Manner) -> None:
    assert releases(TENS, {0: 1.0, 1: 2.0}, {3.0: manner}) == {0: 3.0, 1: 3.0}


def test_what_waits_for_a_time_keeps_it_when_there_are_no_runs_any_more() -> None:
    assert releases(NIGHTLY, {0: 1.0}, {3.0: Shared()}) == {0: 24.0}


def test_a_smaller_size_releases_what_is_enough_now() -> None:
    assert releases(TENS, {0: 1.0, 1: 2.0, 2: 4.0}, {3.0: Batch(0.0, size=2)}) == {0: 3.0, 1: 3.0}


def test_the_same_manner_again_changes_nothing() -> None:
    assert releases(TENS, {0: 1.0}, {2.0: Batch(0.0, size=10)}) == {}


def test_back_and_forth_strands_nothing() -> None:
    changes: dict[float, Manner] = {2.0: NIGHTLY, 3.0: TENS, 4.0: WEEKLY, 5.0: Batch(0.0, size=99)}
    assert releases(TENS, {0: 1.0, 1: 6.0, 2: 25.0}, changes) == {0: 24.0, 1: 24.0}


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_who_comes_at_the_very_moment_of_a_run_waits_for_the_next(order: tuple[int, ...]) -> None:
    """The run at 24 takes what was sent at 1; of two sent at 24 one was scheduled before the run was planned."""
    world = World()
    handoff = way(world, NIGHTLY)
    released: dict[int, float] = {}
    steps = [(1.0, 0), (24.0, 1), (5.0, 2)]
    for place in order:
        time, case = steps[place]
        world.at(time, partial(send, world, handoff, case, released))
    world.at(10.0, lambda: world.at(24.0, partial(send, world, handoff, 3, released)))
    world.run(1000.0)
    assert released == {0: 24.0, 2: 24.0, 1: 48.0, 3: 48.0}


@pytest.mark.parametrize("late", [False, True])
def test_one_that_would_be_enough_at_the_very_moment_of_a_run_waits_for_the_next(late: bool) -> None:
    world = World()
    handoff = way(world, Batch(24.0, size=3))
    released: dict[int, float] = {}
    if not late:
        world.at(24.0, partial(send, world, handoff, 2, released))
    for case, time in ((0, 1.0), (1, 2.0)):
        world.at(time, partial(send, world, handoff, case, released))
    if late:
        world.at(10.0, lambda: world.at(24.0, partial(send, world, handoff, 2, released)))
    world.run(1000.0)
    assert released == {0: 24.0, 1: 24.0, 2: 48.0}


@pytest.mark.parametrize("before", [False, True])
def test_a_change_at_the_very_moment_of_a_run_comes_after_it(before: bool) -> None:
    world = World()
    handoff = way(world, NIGHTLY)
    released: dict[int, float] = {}
    change = partial(setattr, handoff, "manner", WEEKLY)
    if before:
        world.at(24.0, change)
    world.at(1.0, partial(send, world, handoff, 0, released))
    if not before:
        world.at(10.0, lambda: world.at(24.0, change))
    world.at(24.5, partial(send, world, handoff, 1, released))
    world.run(1000.0)
    assert released == {0: 24.0, 1: 168.0}


@pytest.mark.parametrize("before", [False, True])
def test_who_comes_at_the_very_moment_of_a_repair_waits_for_the_next_run(before: bool) -> None:
    """The run at 24 fails until 30; what was sent at 25 leaves then, what is sent at 30 with the next run, at 54."""
    world = World()
    handoff = way(world, Batch(24.0, failure=1.0), on_failure=lambda _: world.env.timeout(6.0))
    released: dict[int, float] = {}
    if before:
        world.at(30.0, partial(send, world, handoff, 2, released))
    world.at(1.0, partial(send, world, handoff, 0, released))
    world.at(25.0, partial(send, world, handoff, 1, released))
    if not before:
        world.at(29.0, lambda: world.at(30.0, partial(send, world, handoff, 2, released)))
    world.run(1000.0)
    assert released == {0: 30.0, 1: 30.0, 2: 54.0}


def test_nothing_leaves_by_size_while_the_interface_is_repaired() -> None:
    world = World()
    handoff = way(world, Batch(24.0, size=2, failure=1.0), on_failure=lambda _: world.env.timeout(6.0))
    released: dict[int, float] = {}
    for case, time in ((0, 1.0), (1, 25.0), (2, 26.0), (3, 31.0), (4, 32.0)):
        world.at(time, partial(send, world, handoff, case, released))
    world.run(1000.0)
    assert released == {0: 30.0, 1: 30.0, 2: 30.0, 3: 32.0, 4: 32.0}


def test_the_manner_changes_during_a_repair() -> None:
    world = World()
    handoff = way(world, Batch(24.0, failure=1.0), on_failure=lambda _: world.env.timeout(6.0))
    released: dict[int, float] = {}
    for case, time in ((0, 1.0), (1, 31.0)):
        world.at(time, partial(send, world, handoff, case, released))
    world.at(25.0, partial(setattr, handoff, "manner", Batch(10.0)))
    world.run(1000.0)
    assert released == {0: 30.0, 1: 40.0}


def test_a_message_as_the_run_ends_stays_where_it_is() -> None:
    assert releases(NIGHTLY, {0: 1.0, 1: 24.0}, until=24.0) == {}
    assert releases(NIGHTLY, {0: 1.0, 1: 24.0}, until=24.5) == {0: 24.0}


def test_the_messages_leave_in_the_order_in_which_they_came() -> None:
    assert list(releases(NIGHTLY, {2: 1.0, 0: 2.0, 1: 3.0})) == [2, 0, 1]


def test_a_message_sent_by_one_that_leaves_waits_for_the_next_run() -> None:
    world = World()
    handoff = way(world, NIGHTLY)
    times: list[float] = []

    def chain() -> Flow:
        for case in range(3):
            delivery = yield handoff.send(case)
            times.append(delivery.released)

    world.at(1.0, lambda: world.env.start(chain()))
    world.run(100.0)
    assert times == [24.0, 48.0, 72.0]


# ---- looks into an inbox -------------------------------------------------------------------------------------


@pytest.mark.parametrize("round_hours", [2.0, 0.1, 0.3, 1 / 3, 0.7])
def test_who_comes_at_the_very_moment_of_a_look_waits_for_the_next(round_hours: float) -> None:
    now = 0.0
    for number in range(1, 2000):
        now = next_round(ALWAYS, now, round_hours)
        assert now == pytest.approx(number * round_hours)


@pytest.mark.parametrize("hour", [9.3, 9.6, 9.9, 33.1, 33.4, 168.0 + 9.2])
def test_the_very_moment_of_a_look_is_told_through_rounding_and_closed_hours(hour: float) -> None:
    assert next_round(NINE_TO_FIVE, hour, 0.3) == pytest.approx(hour + 0.3)


@pytest.mark.parametrize("period", [0.1, 0.7, 1 / 3, 24.0])
def test_the_very_moment_of_a_run_is_told_through_rounding(period: float) -> None:
    for number in range(1, 2000):
        for moment in (number * period, sum([period] * min(number, 50)) if number <= 50 else number * period):
            assert next_multiple(moment, period) > moment + 0.9 * period


def test_a_message_at_the_very_moment_of_a_look_whichever_was_scheduled_first() -> None:
    world = World()
    handoff = way(world, Manual(0.0, 0.0, 2.0))
    received: list[tuple[int, float]] = []

    def flow(case: int) -> Flow:
        delivery = yield handoff.send(case)
        received.append((case, delivery.received))

    world.at(2.0, lambda: world.env.start(flow(1)))
    world.at(1.0, lambda: world.env.start(flow(0)))
    world.at(1.5, lambda: world.at(2.0, lambda: world.env.start(flow(2))))
    world.run(10.0)
    assert sorted(received) == [(0, 2.0), (1, 4.0), (2, 4.0)]


# ---- a case that is sent again -------------------------------------------------------------------------------


def test_a_case_that_is_sent_again_draws_anew() -> None:
    world = World()
    handoff = way(world, Batch(1.0, mapping_error=0.5))
    wrong: list[list[int]] = []

    def flow(case: int) -> Flow:
        seen = []
        for _ in range(4):
            delivery = yield handoff.send(case)
            seen.append(delivery.wrong)
        wrong.append(seen)

    for case in range(200):
        world.env.start(flow(case))
    world.run(50.0)
    for first in range(4):
        assert 60 < sum(seen[first] for seen in wrong) < 140
        for second in range(first):
            assert 60 < sum(seen[first] != seen[second] for seen in wrong) < 140
    assert handoff.luck(3, 0) == handoff.luck(3, 0, sending=0) != handoff.luck(3, 0, sending=1)


def test_the_first_sending_does_not_depend_on_how_often_others_were_sent() -> None:
    def first_of_two(before: int) -> float:
        world = World()
        handoff = way(world, Shared())
        for case in range(before):
            handoff.send(case)
        return handoff.luck(99, 0)

    assert first_of_two(0) == first_of_two(5)


@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf")])
def test_hours_of_an_interface_that_nothing_can_take_are_refused(bad: float) -> None:
    for build in (
        lambda: Batch(bad),
        lambda: Batch(1.0, latency=bad),
        lambda: Batch(1.0, conversion_hours=bad),
        lambda: Manual(bad, 0.0, 1.0),
        lambda: Manual(0.0, bad, 1.0),
        lambda: Manual(0.0, 0.0, bad),
        lambda: Manual(0.0, 0.0, 1.0, answer_hours=bad),
    ):
        with pytest.raises(ValueError, match="cannot take"):
            build()
    with pytest.raises(ValueError, match="0 messages"):
        Batch(1.0, size=0)
