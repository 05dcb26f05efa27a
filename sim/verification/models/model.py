"""What all small models share: a clock, a journal, streams, Poisson arrivals, and sums over the journal."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.journal import Journal, Row
from sim.engine.kernel import Flow, Kernel
from sim.engine.streams import Exponential, Streams, case_key
from sim.engine.team import Team
from sim.verification.judgement import Estimate

SEED = 20_260_301
BURSTS = (16, 64, 256)
"""Cases in a row whose work is looked at together: from a wait's length to a busy spell's."""

Column = NDArray[np.float64]


class Model:
    """One replication of a small model.

    Args:
        replication: number of the replication; it alone repeats a run.
        horizon: hours in which cases arrive.
        warm_up: hours at the start that are not looked at.
    """

    def __init__(self, replication: int, horizon: float, warm_up: float = 0.0) -> None:
        self.env = Kernel()
        self.journal = Journal()
        self.streams = Streams(SEED, replication)
        self.horizon = horizon
        self.warm_up = warm_up
        self.controls: list[float] = []
        self.arrived: dict[str, int] = {}
        self._rates: dict[str, float] = {}
        self._drawn: dict[str, Exponential] = {}

    def team(self, name: str, staff: int = 1) -> Team:
        """A team that always works."""
        return Team(self.env, self.journal, name, staff)

    def poisson(self, name: str, rate: float, arrive: Callable[[int], object]) -> None:
        """Call ``arrive`` with a new case key at rate ``rate`` until the horizon."""
        self._rates[name] = rate
        self.env.start(self._arrivals(name, rate, arrive))

    def _arrivals(self, name: str, rate: float, arrive: Callable[[int], object]) -> Flow:
        env, gap, key = self.env, self.streams.exponential(f"gap.{name}", 1.0 / rate), case_key(name, 0)
        first = key
        while True:
            wait = gap.draw(key)
            if env.now + wait > self.horizon:
                self.arrived[name] = key - first
                return
            yield env.timeout(wait)
            arrive(key)
            key += 1

    def service(self, name: str, mean: float, variation: float = 1.0) -> Callable[[int], float]:
        """Touch times by their mean and squared coefficient of variation.

        Constant for 0, lognormal below 1, exponential for 1, hyperexponential with balanced means above.
        """
        if variation == 0.0:
            return lambda case: mean
        if variation < 1.0:
            return self.streams.lognormal(name, mean, sqrt(variation)).draw
        self._drawn[name] = self.streams.exponential(name, mean)
        length = self._drawn[name].draw
        if variation == 1.0:
            return length
        share, branch = (1.0 + sqrt((variation - 1.0) / (variation + 1.0))) / 2.0, self.streams.uniform(f"{name}.kind")
        long, short = 0.5 / (1.0 - share), 0.5 / share
        return lambda case: length(case) * (short if branch.draw(case) < share else long)

    def service_drawn(self, name: str, arrivals: str) -> Column:
        """The exponential touch times of a name that all cases of Poisson arrivals have, in order of coming."""
        draw, first = self._drawn[name].draw, case_key(arrivals, 0)
        return np.array([draw(first + number) for number in range(self.arrived[arrivals])])

    def run(self, until: float | None = None) -> None:
        """Run until everyone has gone home (or to ``until``), then note how many more came than expected."""
        self.env.run(until=until)
        self.controls += [self.arrived[name] - rate * self.horizon for name, rate in self._rates.items()]

    def visits(self, team: Team | None = None) -> Row:
        """The rows of a team, or of all, that were asked for after the warm-up."""
        rows = self.journal.visits.rows()
        if team is not None:
            rows = rows[rows["team"] == team.code]
        return rows[rows["asked"] >= self.warm_up]

    def work_control(self, team: Team, mean: float, second_moment: float | None = None) -> None:
        """Note how much more work than expected the visits of a team brought (and how much more squared work)."""
        rows = self.journal.visits.rows()
        worked = rows["worked"][rows["team"] == team.code]
        self.controls.append(float((worked - mean).sum()))
        if second_moment is not None:
            self.controls.append(float((worked * worked - second_moment).sum()))

    def burst_controls(self, rows: Row, mean: float, variation: float = 1.0) -> None:
        """Note how much more unevenly than expected work came: squares of the excess of work in so many cases in a row.

        A case's excess is its work less the time since the case before, both in units of their means. Only so many of the
        first cases count as practically every run has: their number must not depend on when they came.

        Args:
            rows: all visits of all cases that arrived, one each.
            mean, variation: of the work, as in ``service``.
        """
        rate = sum(self._rates.values())
        usual = rate * self.horizon
        first = np.argsort(rows["asked"], kind="stable")[: int(usual - 6.0 * sqrt(usual))]
        excess = rows["worked"][first] / mean - rate * np.diff(rows["asked"][first], prepend=0.0)
        for size in BURSTS:
            whole = excess[: len(excess) // size * size].reshape(-1, size).sum(axis=1)
            self.controls.append(float((whole * whole).sum()) - whole.size * size * (1.0 + variation))

    def inside(self, rows: Row) -> float:
        """Time average of the number of ``rows`` in the system between warm-up and horizon."""
        stay = np.minimum(rows["ended"], self.horizon) - np.maximum(rows["asked"], self.warm_up)
        return float(np.maximum(stay, 0.0).sum()) / (self.horizon - self.warm_up)

    def estimate(self, **values: float | np.floating[Any]) -> Estimate:
        """What this replication says."""
        return Estimate({name: float(value) for name, value in values.items()}, tuple(self.controls))
