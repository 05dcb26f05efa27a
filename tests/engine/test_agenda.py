"""The agenda of two tiers does everything in the order in which one heap would."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from random import Random

import pytest

from sim.engine.kernel import COMPLETION, DUTY, LAST, NORMAL, Due, Kernel

RANKS = (COMPLETION, DUTY, NORMAL, LAST)
AHEAD = (0.0, 0.0, 1e-9, 0.25, 0.3, 1.0, 1.0, 2.5, 7.0, 24.0, 1000.0)
"""Hours until what is asked for is due: many at once, many at the turn of an hour."""
Done = list[tuple[float, int]]


class Asks(Due):
    """Is done, and asks for more: how much, and when, depends on its number alone."""

    __slots__ = ("done", "env", "numbers", "one_heap", "own")

    def __init__(self, env: Kernel, one_heap: list[tuple[float, int, int]], numbers: count[int], done: Done) -> None:
        self.env, self.one_heap, self.numbers, self.done = env, one_heap, numbers, done
        self.own = next(numbers)

    def happen(self) -> None:
        """Note it, and ask for more."""
        self.done.append((self.env.now, self.own))
        luck = Random(self.own)
        for _ in range(luck.choice([0, 1, 1, 1, 2]) if self.own < 20_000 else 0):
            self.ask(self.env.now + luck.choice(AHEAD), luck.choice(RANKS))

    def ask(self, time: float, rank: int) -> None:
        """Put one more on both agendas."""
        one = Asks(self.env, self.one_heap, self.numbers, self.done)
        heappush(self.one_heap, (time, rank, one.own))
        self.env.enter(time, one, rank)


@pytest.mark.parametrize("seed", range(10))
def test_everything_happens_in_the_order_of_one_heap(seed: int) -> None:
    luck, env, done = Random(seed), Kernel(), list[tuple[float, int]]()
    first = Asks(env, [], count(), done)
    for _ in range(200):
        first.ask(luck.choice([0.0, 1.0, 3.0, luck.uniform(0.0, 5_000.0)]), luck.choice(RANKS))
    wanted: Done = []
    while env.peek() < 5_000.0:
        time, _, number = heappop(first.one_heap)
        wanted.append((time, number))
        env.step()
        if luck.random() < 0.01:
            env.peek()
    assert done == wanted
    assert len(done) > 300
    assert len({time for time, _ in done}) < 0.9 * len(done)


def test_what_is_due_later_is_not_in_the_heap_and_nothing_is_kept_of_an_hour_that_is_over() -> None:
    env = Kernel()
    happened: list[float] = []
    for hour in range(100):
        for part in (0.0, 0.5):
            env.at(hour + part, lambda: happened.append(env.now))
    env.run(until=10.75)
    assert happened == [place / 2 for place in range(22)]
    assert env.soon == []
    assert len(env._later) == 89
    env.run()
    assert len(happened) == 200
    assert env._later == {}


def test_what_is_asked_for_at_the_moment_between_two_hours_comes_in_its_turn() -> None:
    env = Kernel()
    order: list[str] = []

    def ask_for_work() -> None:
        env.at(1.0, lambda: order.append("work"), COMPLETION)

    def ask_for_the_second() -> None:
        env.at(1.0, lambda: order.append("second"))

    env.at(1.0, lambda: order.append("first of the next hour"))
    env.at(0.5, ask_for_the_second)
    env.at(1.0, ask_for_work, DUTY)
    env.run(until=2.0)
    assert order == ["work", "first of the next hour", "second"]


def test_what_is_never_due_may_stand_on_the_agenda() -> None:
    env = Kernel()
    never = env.timeout(float("inf"))
    env.timeout(1.0)
    env.run(until=9.0)
    assert env.peek() == float("inf")
    assert not never.processed
