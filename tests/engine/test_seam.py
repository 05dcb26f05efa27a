"""What the engine relies on in SimPy, and that only the kernel does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import simpy
from simpy.core import EmptySchedule

import sim.engine
from sim.engine.kernel import GONE, Due, Flow, Kernel, Lean, Moment, Signal

FILES = sorted(Path(sim.engine.__file__).parent.glob("*.py"))
PRIVATE = re.compile(r"\bsimpy\b|\._(now|queue|eid|ok|defused|active_proc)\b|\bPENDING\b")


@pytest.mark.parametrize("file", [file for file in FILES if file.name != "kernel.py"], ids=lambda file: file.name)
def test_only_the_kernel_knows_simpy(file: Path) -> None:
    code = re.sub(r'""".*?"""', "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert PRIVATE.findall(code) == []


def test_an_event_of_simpys_holds_what_the_kernel_reads_of_it() -> None:
    event = simpy.Environment().event()
    assert (event.callbacks, event.triggered, event.defused) == ([], False, False)
    event.succeed(7)
    assert (event._ok, event._value, event.triggered) == (True, 7, True)
    failed = simpy.Environment().event()
    failed.fail(ValueError("no"))
    failed.defused = True
    assert (failed._ok, type(failed._value), failed.defused) == (False, ValueError, True)


def test_an_event_that_has_happened_has_no_callbacks() -> None:
    env = simpy.Environment()
    event = env.timeout(1.0)
    env.run()
    assert event.callbacks is GONE is None


@pytest.mark.parametrize("name", ["env", "ok", "value", "triggered", "processed", "defused", "_ok", "_value"])
def test_an_event_of_the_kernels_has_what_simpy_reads_of_one(name: str) -> None:
    env = Kernel()
    moment = env.timeout(0.0, "value")
    assert isinstance(moment, Moment)
    fired = Signal(env)
    fired.fire("value")
    event = env.event()
    event.succeed("value")
    env.run()
    assert moment.callbacks is fired.callbacks is event.callbacks is GONE
    assert getattr(moment, name) == getattr(event, name) == getattr(fired, name)


def test_the_clock_and_the_agenda_are_the_kernels_own() -> None:
    """What SimPy's own environment would keep in private is never used: not by its events, processes or resources."""
    env = Kernel()
    desk = simpy.Resource(env)
    done: list[float] = []

    def customer() -> simpy.events.ProcessGenerator:
        with desk.request() as turn:
            yield turn
            yield env.timeout(2.0) & simpy.Timeout(env, 1.0)
            done.append(env.now)

    env.process(customer())
    env.process(customer())
    env.run(until=10.0)
    assert done == [2.0, 4.0]
    assert (env._now, env._queue, env.now) == (0, [], 10.0)


def test_simpys_way_of_stepping() -> None:
    env = Kernel()
    seen: list[float] = []
    env.at(1.0, lambda: seen.append(env.now))
    env.timeout(2.0).callbacks.append(lambda _: seen.append(env.now))
    assert env.peek() == 1.0
    env.step()
    assert (seen, env.peek()) == ([1.0], 2.0)
    env.step()
    assert (seen, env.peek()) == ([1.0, 2.0], float("inf"))
    with pytest.raises(EmptySchedule):
        env.step()


def test_running_until_nothing_is_due_or_something_has_happened() -> None:
    env = Kernel()
    event = env.timeout(3.0, "three")
    env.timeout(5.0)
    assert env.run(until=event) == "three"
    assert env.run(until=event) == "three"
    assert env.run() is None
    assert env.now == 5.0
    with pytest.raises(RuntimeError, match="nothing is due"):
        env.run(until=Signal(env))


def test_a_process_of_simpys_may_be_waited_for_interrupted_and_wait_for_ours() -> None:
    env = Kernel()

    def ours() -> Flow:
        yield env.timeout(4.0)
        return "ours"

    def theirs() -> simpy.events.ProcessGenerator:
        try:
            yield env.timeout(10.0)
        except simpy.Interrupt as interrupt:
            value = yield env.start(ours())
            return interrupt.cause, value, env.now
        return None

    process = env.process(theirs())
    env.at(1.0, lambda: process.interrupt("enough"))
    assert env.run(until=process) == ("enough", "ours", 5.0)


def test_what_is_due_and_waited_for_by_nobody_is_lean() -> None:
    assert not hasattr(Due(), "__dict__")
    assert not hasattr(Signal(Kernel()), "__dict__")
    with pytest.raises(NotImplementedError):
        Due().happen()
    assert issubclass(Moment, Lean)
