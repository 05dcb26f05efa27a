"""Exact time-weighted statistics."""

from __future__ import annotations

import pytest

from sim.engine.gauges import Age, Level
from sim.engine.kernel import Kernel


def test_the_time_average_of_a_level() -> None:
    env = Kernel()
    level = Level(env, 2.0)
    assert level.mean == 2.0
    env.run(until=1)
    level.add(3.0)
    env.run(until=4)
    assert level.mean == pytest.approx((2 + 15) / 4)
    level.restart()
    level.set(1.0)
    env.run(until=6)
    assert level.mean == 1.0


def test_age_is_a_sawtooth() -> None:
    env = Kernel()
    age = Age(env)
    assert (age.mean, age.peak) == (0.0, 0.0)
    env.run(until=4)
    age.update(3.0)
    env.run(until=6)
    age.update(2.0)
    age.update(6.0)
    env.run(until=7)
    # 0 to 4 over four hours, 1 to 3 over two hours, 0 to 1 over one hour; the older news change nothing
    assert age.mean == pytest.approx((8 + 4 + 0.5) / 7)
    assert age.peak == pytest.approx((4 + 3) / 2)
    assert age.updates == 2
