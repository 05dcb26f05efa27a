"""Hand-offs, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from sim.engine.calendar import ALWAYS
from sim.engine.codes import Mode, VisitKind
from sim.engine.handoff import (
    Batch,
    Delay,
    Delivery,
    Handoff,
    Manner,
    Manual,
    Shared,
    next_round,
    repeats,
)
from sim.engine.kernel import Flow
from sim.engine.outbox import next_multiple
from tests.engine.world import NINE_TO_FIVE, World


@dataclass
class Lot:
    """Draws that are given instead of drawn, by step."""

    steps: dict[int, float]

    def draw(self, case: int, step: int = 0) -> float:
        return self.steps.get(step, 0.5)


def handoff(world: World, manner: Manner, luck: dict[int, float] | None = None, **options: Any) -> Handoff:
    sender = world.team("sender", calendar=NINE_TO_FIVE)
    receiver = world.team("receiver", calendar=NINE_TO_FIVE)
    made = Handoff(world.env, world.journal, world.streams, "sender > receiver", sender, receiver, manner, **options)
    if luck is not None:
        made._luck = Lot(luck)  # type: ignore[assignment]
    return made


def send(world: World, way: Handoff, *times: float, faulty: bool = False) -> list[Delivery]:
    """The deliveries of messages sent at these times, in the order in which they were understood."""
    arrived: list[Delivery] = []

    def flow(case: int) -> Flow:
        arrived.append((yield way.send(case, faulty=faulty)))

    def start(case: int) -> None:
        world.env.start(flow(case))

    for case, time in enumerate(times):
        world.at(time, partial(start, case))
    world.run(1000.0)
    return arrived


def test_manual_write_inbox_rekey() -> None:
    world = World()
    manner = Manual(write_hours=0.5, rekey_hours=0.25, round_hours=2.0)
    (delivery,) = send(world, handoff(world, manner), 9.0)
    # written 9-9.5, found at the round of 11, rekeyed 11-11.25
    assert (delivery.sent, delivery.released, delivery.received, delivery.understood) == (9.0, 9.5, 11.0, 11.25)
    assert (delivery.rekeyed, delivery.ask_backs, delivery.wrong) == (True, 0, 0)
    assert world.column("visits", "kind", "place", "worked") == [(VisitKind.INFORM, 2, 0.5), (VisitKind.INFORM, 2, 0.25)]
    assert world.column("deliveries", "mode", "sent", "released", "received", "understood", "rekeyed") == [
        (Mode.MANUAL, 9.0, 9.5, 11.0, 11.25, 1)
    ]


def test_manual_over_night() -> None:
    world = World()
    (delivery,) = send(world, handoff(world, Manual(0.5, 0.25, 2.0)), 16.75)
    # written 16.75-17 and 9-9.25 on Tuesday, found at 11, rekeyed to 11.25
    assert (delivery.released, delivery.received, delivery.understood) == (33.25, 35.0, 35.25)


def test_overlooked_and_asked_back() -> None:
    world = World()
    manner = Manual(write_hours=0.0, rekey_hours=0.5, round_hours=2.0, attention=0.5, ask_back=0.5, answer_hours=1.0)
    # step 3: the first inbox, overlooked once; step 2: unclear twice; step 4: the sender's inbox, overlooked once
    luck = {3: 0.6, 2: 0.2, 4: 0.6, 5: 0.1, 6: 0.1, 7: 0.1}
    (delivery,) = send(world, handoff(world, manner, luck), 9.0)
    # found 13; the question is found by the sender at 17 (15 overlooked), which is closing time, answered on Tuesday
    # 9-10, found at 11; asked again: found by the sender at 13, answered 13-14, found 15, rekeyed 15-15.5
    assert delivery.ask_backs == 2
    assert (delivery.received, delivery.understood) == (13.0, 39.5)


def test_a_caught_mistake_is_asked_back_once_on_top() -> None:
    for catch, asked in ((0.5, 2), (0.3, 1)):
        world = World()
        manner = Manual(write_hours=0.0, rekey_hours=0.5, round_hours=1.0, ask_back=0.5, catch=catch)
        (delivery,) = send(world, handoff(world, manner, {1: 0.4, 2: 0.4}), 9.0, faulty=True)
        assert (delivery.caught, delivery.ask_backs) == (catch == 0.5, asked)


def test_fields_go_wrong_when_rekeyed() -> None:
    for luck, wrong, place in ((0.03, 1, 787), (0.04, 0, -1)):
        world = World()
        manner = Manual(0.0, 0.5, 1.0, field_error=0.01, fields=4)
        (delivery,) = send(world, handoff(world, manner, {0: luck}), 9.0)
        assert delivery.wrong == wrong
        assert abs(delivery.first_wrong - place) <= 10


def test_shared_is_there_at_once() -> None:
    world = World()
    way = handoff(world, Shared())
    (delivery,) = send(world, way, 3.0)
    assert (delivery.released, delivery.received, delivery.understood) == (3.0, 3.0, 3.0)
    assert way.share(7).understood == 1000.0
    assert world.column("deliveries", "mode", "case", "received") == [(Mode.SHARED, 0, 3.0), (Mode.SHARED, 7, 1000.0)]


def test_delay() -> None:
    world = World()
    deliveries = send(world, handoff(world, Delay(lambda case: 5.0 - 3.0 * case)), 1.0, 2.0)
    assert [(d.case, d.released, d.received) for d in deliveries] == [(1, 2.0, 4.0), (0, 1.0, 6.0)]


def test_batch_by_time() -> None:
    world = World()
    way = handoff(world, Batch(period=24.0, offset=2.0, latency=0.5, conversion_hours=1.0))
    deliveries = send(world, way, 1.0, 1.5, 2.5, 3.0)
    assert [(d.case, d.released, d.received, d.understood) for d in deliveries] == [
        (0, 2.0, 2.5, 10.0),
        (1, 2.0, 2.5, 11.0),
        (2, 26.0, 26.5, 34.0),
        (3, 26.0, 26.5, 35.0),
    ]
    assert not deliveries[0].rekeyed


def test_batch_by_size() -> None:
    world = World()
    deliveries = send(world, handoff(world, Batch(period=0.0, size=3)), 1.0, 2.0, 5.0, 6.0, 7.0, 11.0, 12.0)
    assert [(d.case, d.received) for d in deliveries] == [(0, 5.0), (1, 5.0), (2, 5.0), (3, 11.0), (4, 11.0), (5, 11.0)]


def test_batch_of_one_is_released_at_once() -> None:
    world = World()
    assert [d.received for d in send(world, handoff(world, Batch(period=0.0)), 1.0, 2.0)] == [1.0, 2.0]


def test_mapping_errors() -> None:
    world = World()
    deliveries = send(world, handoff(world, Batch(24.0, mapping_error=0.2), {0: 0.1}), 1.0)
    assert (deliveries[0].wrong, deliveries[0].first_wrong) == (1, 512)


@pytest.mark.parametrize("already", [False, True])
def test_a_failed_run_waits_for_repair(already: bool) -> None:
    world = World()

    def repair(_: Handoff) -> Any:
        return world.env.until(world.env.now if already else 30.0)

    way = handoff(world, Batch(24.0, failure=0.5), {1000: 0.4}, on_failure=repair)
    deliveries = send(world, way, 1.0, 25.0, 31.0)
    when = [24.0, 48.0, 48.0] if already else [30.0, 30.0, 48.0]
    assert [(d.case, d.released) for d in deliveries] == list(enumerate(when))


def test_the_manner_may_change_between_messages() -> None:
    world = World()
    way = handoff(world, Batch(24.0))

    def change(manner: Manner) -> None:
        way.manner = manner

    world.at(2.0, lambda: change(Delay(lambda _: 1.0)))
    world.at(4.0, lambda: change(Batch(0.0, size=2)))
    deliveries = send(world, way, 1.0, 3.0, 5.0, 25.0)
    # the third message joins the run for which the first waits already and, being the second of two, releases it
    assert [(d.case, d.received) for d in deliveries] == [(1, 4.0), (0, 5.0), (2, 5.0)]
    assert world.column("deliveries", "case", "mode") == [(1, Mode.DELAY), (0, Mode.BATCH), (2, Mode.BATCH)]


def test_rounds_of_an_inbox() -> None:
    assert next_round(ALWAYS, 3.0, 2.0) == 4.0
    assert next_round(ALWAYS, 4.0, 2.0) == 6.0
    assert next_round(ALWAYS, 3.0, 2.0, skipped=2) == 8.0
    assert next_round(NINE_TO_FIVE, 16.0, 4.0) == 17.0
    assert next_round(NINE_TO_FIVE, 18.0, 3.0) == 34.0
    assert next_round(NINE_TO_FIVE, 18.0, 0.0) == 33.0


@pytest.mark.parametrize("period", [24.0, 0.1, 16.8, 0.7, 1 / 3])
def test_the_next_run_is_always_in_the_future(period: float) -> None:
    now = 0.0
    for number in range(1, 5000):
        later = next_multiple(now, period)
        assert later > now
        assert later == pytest.approx(number * period)
        now = later


def test_repeats_follow_the_geometric_law() -> None:
    lots = [(n + 0.5) / 10_000 for n in range(10_000)]
    counts = [repeats(0.3, luck) for luck in lots]
    assert sum(counts) / 10_000 == pytest.approx(0.3 / 0.7, rel=0.01)
    assert sum(count >= 2 for count in counts) / 10_000 == pytest.approx(0.09, abs=0.001)
    assert repeats(0.0, 0.001) == 0
    assert repeats(1.0, 0.5) == 200


@pytest.mark.parametrize(
    ("unclear", "slips", "asked_back", "wrong"),
    [(1.0, 1.0, 0, 0), (1.5, 1.0, 1, 0), (2.0, 1.0, 3, 0), (9.0, 1.0, 68, 0), (1.0, 4.0, 0, 1)],
)
def test_who_writes_unclearly_is_asked_back_and_who_slips_keys_in_what_is_wrong(
    unclear: float, slips: float, asked_back: int, wrong: int
) -> None:
    """Asked back at 0.5: 0.4 as usual is not enough, 0.6 is once, 0.8 three times (0.8^3 = 0.512), and never above 0.99.

    Keyed in at 0.3: one field in ten goes wrong as usual, four in ten with the colleague who slips.
    """
    world = World()
    way = handoff(world, Manual(0.1, 0.1, 1.0, ask_back=0.4, field_error=0.1), {0: 0.3, 2: 0.5})
    way.sender.members[0].unclear, way.receiver.members[0].slips = unclear, slips
    (arrived,) = send(world, way, 9.0)
    assert (arrived.ask_backs, arrived.wrong) == (asked_back, wrong)
