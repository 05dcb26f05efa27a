"""Time, processes and signals."""

from __future__ import annotations

import pytest
import simpy

from sim.engine.kernel import Flow, Kernel, Signal, Withdrawn, nothing_more, when


def test_a_process_starts_at_once_and_ends_with_its_value() -> None:
    env = Kernel()
    steps: list[object] = []

    def flow() -> Flow:
        steps.append("begun")
        steps.append((yield env.timeout(2.0, "slept")))
        return 7

    process = env.start(flow())
    assert steps == ["begun"]
    env.run(until=10)
    assert steps == ["begun", "slept"]
    assert process.value == 7
    assert env.now == 10


def test_a_process_may_wait_for_another_that_has_ended_already() -> None:
    env = Kernel()

    def short() -> Flow:
        return "early"
        yield

    def long() -> Flow:
        first = yield env.start(short())
        second = yield env.until(env.now)
        return first, second

    assert env.start(long()).value == ("early", None)


def test_a_flow_that_returns_another_goes_on_as_that_one_at_the_same_moment() -> None:
    env = Kernel()

    def first() -> Flow:
        yield env.timeout(2.0)
        return second(env.now)

    def second(since: float) -> Flow:
        yield env.timeout(3.0)
        return third(since)

    def third(since: float) -> Flow:
        return since, env.now
        yield

    begun, ended = first(), env.start(nothing_more())
    process = env.start(begun)
    env.run(until=2.5)
    assert not process.triggered and next(begun, "it has ended") == "it has ended"
    env.run(until=10)
    assert process.value == (2.0, 5.0) and ended.value is None


def test_a_flow_that_goes_on_as_another_is_withdrawn_as_that_one() -> None:
    env = Kernel()
    withdrawn: list[float] = []

    def first() -> Flow:
        yield env.timeout(2.0)
        return second()

    def second() -> Flow:
        try:
            yield env.timeout(3.0)
        except Withdrawn:
            withdrawn.append(env.now)

    process = env.start(first())
    env.run(until=4.0)
    assert process.withdraw() and withdrawn == [4.0] and process.value is None


def test_a_signal_wakes_its_waiters_in_the_order_they_came_and_only_once() -> None:
    env = Kernel()
    woken: list[tuple[str, object]] = []

    def waiter(name: str, signal: Signal) -> Flow:
        woken.append((name, (yield signal)))

    signal = Signal(env)
    for name in "abc":
        env.start(waiter(name, signal))
    signal.fire(5)
    assert woken == [("a", 5), ("b", 5), ("c", 5)]
    with pytest.raises(RuntimeError, match="already been fired"):
        signal.fire()


def test_signals_and_moments_work_in_simpys_own_processes_and_conditions() -> None:
    env = Kernel()
    signal = Signal(env)

    def simpy_process() -> simpy.events.ProcessGenerator:
        yield simpy.events.AllOf(env, [signal, env.timeout(1.0)])
        both = env.now
        yield env.timeout(5.0) | env.process(other())
        return both, env.now

    def other() -> simpy.events.ProcessGenerator:
        yield simpy.Timeout(env, 2.0)

    env.at(3.0, signal.fire)
    assert env.run(until=env.process(simpy_process())) == (3.0, 5.0)


def test_running_until_a_signal() -> None:
    env = Kernel()
    signal = Signal(env)
    env.at(3.0, lambda: signal.fire("now"))
    assert env.run(until=signal) == "now"
    assert env.now == 3.0
    assert env.run(until=signal) == "now"


def test_what_is_due_at_the_end_of_a_run_is_done_in_the_next_run() -> None:
    env = Kernel()
    rung: list[float] = []
    env.at(5.0, lambda: rung.append(env.now))
    env.run(until=5)
    assert rung == []
    env.run(until=6)
    assert rung == [5.0]


def test_an_alarm_can_be_cancelled_and_cannot_be_set_in_the_past() -> None:
    env = Kernel()
    rung: list[str] = []
    env.at(1.0, lambda: rung.append("kept"))
    env.at(1.0, lambda: rung.append("cancelled")).cancel()
    env.run(until=2)
    assert rung == ["kept"]
    with pytest.raises(ValueError, match="in the past|cannot set"):
        env.at(1.0, lambda: None)
    with pytest.raises(ValueError, match="cannot wait"):
        env.timeout(-1.0)
    with pytest.raises(ValueError, match="cannot run"):
        env.run(until=2)


def test_until_is_exact_where_a_delay_would_round() -> None:
    env = Kernel()
    seen: list[float] = []

    def flow() -> Flow:
        yield env.until(0.1)
        yield env.until(0.7)
        seen.append(env.now)

    env.start(flow())
    env.run(until=1)
    assert seen == [0.7]


def test_simultaneous_events_happen_in_the_order_they_were_scheduled() -> None:
    env = Kernel()
    order: list[str] = []
    env.at(1.0, lambda: order.append("first"))
    env.timeout(1.0).callbacks.append(lambda _: order.append("second"))
    env.at(1.0, lambda: order.append("third"))
    env.run(until=2)
    assert order == ["first", "second", "third"]


def test_a_mistake_in_a_process_ends_the_run() -> None:
    env = Kernel()

    def flow() -> Flow:
        yield env.timeout(1.0)
        raise KeyError("a mistake")

    env.start(flow())
    with pytest.raises(KeyError, match="a mistake"):
        env.run(until=2)


def test_a_failed_simpy_event_is_thrown_into_the_process_that_waits() -> None:
    env = Kernel()
    caught: list[str] = []
    event = env.event()

    def flow() -> Flow:
        try:
            yield event
        except ValueError as error:
            caught.append(str(error))

    env.start(flow())
    event.fail(ValueError("no"))
    env.run(until=1)
    assert caught == ["no"]


def test_a_failed_event_that_nobody_waits_for_ends_the_run() -> None:
    env = Kernel()
    env.event().fail(ValueError("nobody listens"))
    with pytest.raises(ValueError, match="nobody listens"):
        env.run(until=1)


def test_who_only_waits_for_one_thing_needs_no_process() -> None:
    """Called in their turn among processes that wait for the same, and at once for what has happened."""
    env, signal, told = Kernel(), Signal(Kernel()), list[str]()

    def waits(name: str) -> Flow:
        yield signal
        told.append(name)

    env.start(waits("first"))
    when(signal, lambda event: told.append(f"second: {event.value}"))
    env.start(waits("third"))
    assert told == []
    signal.fire("done")
    when(signal, lambda event: told.append(f"last: {event.value}"))
    assert told == ["first", "second: done", "third", "last: done"]
