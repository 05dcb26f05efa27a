"""Withdrawal of messages, wherever they are on their way; timelines computed by hand."""

from __future__ import annotations

import pytest

from sim.engine.codes import VisitKind, VisitStatus, WaitKind
from sim.engine.handoff import Batch, Delay, Delivery, Handoff, Manner, Manual
from sim.engine.kernel import Flow, Process
from tests.engine.world import World

DONE, WITHDRAWN = VisitStatus.DONE, VisitStatus.WITHDRAWN


def way(world: World, manner: Manner) -> Handoff:
    return Handoff(world.env, world.journal, world.streams, "s > r", world.team("s"), world.team("r"), manner)


def withdrawn(manner: Manner, at: float, sent: float = 1.0) -> tuple[World, Handoff, list[bool]]:
    """A message about case 7 sent at a time and withdrawn at another, and another one, about 8, sent with it."""
    world = World()
    handoff = way(world, manner)
    messages: list[Process] = []
    off: list[bool] = []
    world.at(sent, lambda: messages.extend(handoff.send(case) for case in (7, 8)))
    world.at(at, lambda: off.extend([handoff.withdraw(messages[0]), handoff.withdraw(messages[0])]))
    world.run(100.0)
    assert (messages[0].value is None) == off[0]
    (delivered,) = [message.value for message in messages[1:]]
    assert isinstance(delivered, Delivery) and delivered.case == 8
    return world, handoff, off


def test_a_message_in_the_outbox() -> None:
    """Sent at 1, withdrawn at 5: the run at 24 takes the other one only."""
    world, handoff, off = withdrawn(Batch(24.0), 5.0)
    assert off == [True, False]
    assert world.column("deliveries", "case", "released") == [(8, 24.0)]
    assert world.column("waits", "case", "kind", "place", "started", "ended") == [
        (7, WaitKind.WITHDRAWN, handoff.code, 1.0, 5.0)
    ]


def test_at_the_moment_of_a_run_it_has_left() -> None:
    """Withdrawn at 24, when it has left and nothing is left to do."""
    world, _, off = withdrawn(Batch(24.0), 24.0)
    assert off == [False, False]
    assert world.column("deliveries", "case", "released") == [(7, 24.0), (8, 24.0)]


def test_it_does_not_count_towards_a_full_outbox() -> None:
    """Three make a load: of four, the first is withdrawn, so the fourth makes it full."""
    world = World()
    handoff = way(world, Batch(0.0, size=3))
    messages = {case: handoff.send(case) for case in (1, 2)}
    world.at(1.0, lambda: handoff.withdraw(messages[1]))
    world.at(2.0, lambda: handoff.send(3))
    world.at(3.0, lambda: handoff.send(4))
    world.run(10.0)
    assert world.column("deliveries", "case", "released") == [(2, 3.0), (3, 3.0), (4, 3.0)]


def test_an_empty_outbox_is_not_run() -> None:
    """A run that would fail is asked for only where something waits."""
    world = World()
    failures: list[float] = []

    def fails(handoff: Handoff) -> Process:
        failures.append(world.env.now)
        return world.env.start(an_hour(world))

    handoff = Handoff(
        world.env,
        world.journal,
        world.streams,
        "s > r",
        world.team("s"),
        world.team("r"),
        Batch(24.0, failure=1.0),
        fails,
    )
    message = handoff.send(1)
    world.at(2.0, lambda: handoff.withdraw(message))
    world.at(30.0, lambda: handoff.send(2))
    world.run(100.0)
    assert failures == [48.0]
    assert world.column("deliveries", "case", "released") == [(2, 49.0)]


def an_hour(world: World) -> Flow:
    yield world.env.timeout(1.0)


@pytest.mark.parametrize(
    ("at", "wrote", "keyed"),
    [
        (1.5, DONE, None),  # being written: it is written to its end, in vain
        (2.5, DONE, None),  # written at 2; lies in the inbox until 8
        (7.0, DONE, None),
    ],
)
def test_a_message_on_its_way_by_hand(at: float, wrote: int, keyed: int | None) -> None:
    """Written from 1 to 2 (the other until 3), found at 8, keyed in from 8 to 9."""
    world, _, off = withdrawn(Manual(1.0, 1.0, 8.0), at)
    assert off == [True, False]
    own = {kind: status for case, kind, status in world.column("visits", "case", "activity", "status") if case == 7}
    names = list(world.journal.names)
    assert own.get(names.index("write a message")) == wrote
    assert own.get(names.index("rekey a message")) == keyed
    assert world.column("deliveries", "case", "understood") == [(8, 9.0)]


def test_a_message_that_waits_to_be_keyed_in_by_bots() -> None:
    """Bots key in at 8, an hour each: the second is withdrawn at 8.5, also after the manner has changed at 8.25."""
    world = World()
    bots = world.team("bots")
    handoff = way(world, Delay(lambda case: 1.0))
    handoff.manner = Manual(0.0, 1.0, 8.0, keyed_by=bots)
    handoff.manner = Manual(0.0, 1.0, 8.0, catch=0.5, keyed_by=bots)
    messages = [handoff.send(case) for case in (1, 2, 3)]
    world.at(8.25, lambda: setattr(handoff, "manner", Delay(lambda case: 1.0)))
    world.at(8.5, lambda: handoff.withdraw(messages[1]))
    world.run(20.0)
    assert world.column("visits", "case", "ended", "status", "kind") == [
        (2, 8.5, WITHDRAWN, VisitKind.INFORM),
        (1, 9.0, DONE, VisitKind.INFORM),
        (3, 10.0, DONE, VisitKind.INFORM),
    ]
