"""A laboratory: small models on the engine, replicated and judged against a known answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.journal import Journal
from sim.engine.kernel import Flow, Kernel
from sim.engine.streams import Streams
from sim.engine.team import Team

Floats = NDArray[np.float64]
FOREVER = 1e12
LIMIT = 4.0
PRECISION = 0.02


class Lab:
    """A clock, a journal and random numbers for one replication."""

    def __init__(self, replication: int) -> None:
        self.env = Kernel()
        self.journal = Journal()
        self.streams = Streams(20_250, replication)

    def team(self, name: str, staff: int = 1, **options: Any) -> Team:
        """A team of this laboratory."""
        return Team(self.env, self.journal, name, staff, **options)

    def service(self, name: str, mean: float) -> Callable[[int], float]:
        """Exponential times for one visit of each case."""
        return self.streams.exponential(name, mean).draw

    def poisson(self, name: str, rate: float, number: int, arrive: Callable[[int], Any], first: int = 0) -> None:
        """Let cases number ``first``, ``first`` + 1 … arrive at random; ``arrive`` is called with the case."""
        gap = self.streams.exponential(f"arrivals of {name}", 1 / rate)

        def source() -> Flow:
            for case in range(first, first + number):
                yield self.env.timeout(gap.draw(case))
                arrive(case)

        self.env.start(source())

    def finish(self) -> None:
        """Run until nothing is left to do (models that never end run to a horizon instead)."""
        self.env.run(until=FOREVER)

    def visits(self) -> Any:
        """All visits as a structured array, in the order in which they were asked for."""
        rows = np.array(self.journal.visits.rows())
        return rows[np.argsort(rows["asked"], kind="stable")]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one replication found, with the deviations of its inputs from their known means as control variates."""

    values: Mapping[str, float]
    controls: Sequence[float] = ()


@dataclass(frozen=True)
class Case:
    """One acceptance case.

    Attributes:
        name: its number in the acceptance list.
        what: what it stands for.
        expected: the known answers by name.
        run: makes one replication, given its number.
        replications: how many are made, at least 20.
        slow: needs more than a few seconds.
    """

    name: str
    what: str
    expected: Mapping[str, float]
    run: Callable[[int], Estimate]
    replications: int = 20
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """One number of a case, judged: ``half_width`` of the 95 % interval, ``z`` the distance in standard errors."""

    case: str
    number: str
    expected: float
    mean: float
    half_width: float
    z: float

    @property
    def passed(self) -> bool:
        """Whether the answer is right AND precise enough to say so."""
        return abs(self.z) < LIMIT and self.half_width <= PRECISION * abs(self.expected)

    def __str__(self) -> str:
        return (f"{self.case} {self.number}: expected {self.expected:.4f}, found {self.mean:.4f} "
                f"± {self.half_width:.4f}, z = {self.z:+.2f}")


def judge(case: Case) -> list[Verdict]:
    """Replicate a case and compare each of its numbers with what is known."""
    estimates = [case.run(replication) for replication in range(case.replications)]
    controls = np.array([estimate.controls for estimate in estimates], dtype=np.float64)
    return [_verdict(case.name, number, expected, np.array([e.values[number] for e in estimates]), controls)
            for number, expected in case.expected.items()]


def _verdict(case: str, number: str, expected: float, values: Floats, controls: Floats) -> Verdict:
    mean, error, freedom = controlled_mean(values, controls)
    off = mean - expected
    if error < 1e-9 * abs(expected):
        z = 0.0 if abs(off) <= 1e-9 * abs(expected) else float("inf")
        return Verdict(case, number, expected, mean, 0.0, z)
    return Verdict(case, number, expected, mean, _t(freedom) * error, off / error)


def controlled_mean(values: Floats, controls: Floats) -> tuple[float, float, int]:
    """Mean, its standard error and degrees of freedom, after regression on controls whose means are known to be 0."""
    rows = len(values)
    design = np.column_stack([np.ones(rows), controls]) if controls.size else np.ones((rows, 1))
    coefficients, *_ = np.linalg.lstsq(design, values, rcond=None)
    residuals = values - design @ coefficients
    freedom = rows - design.shape[1]
    spread = float(residuals @ residuals) / freedom
    return float(coefficients[0]), float(np.sqrt(spread * np.linalg.inv(design.T @ design)[0, 0])), freedom


def _t(freedom: int) -> float:
    from scipy.stats import t  # its import is slow

    return float(t.ppf(0.975, freedom))


def time_average(begin: Floats, end: Floats, since: float, until: float) -> float:
    """Time average, between two moments, of the number of stretches under way."""
    inside = np.minimum(end, until) - np.maximum(begin, since)
    return float(inside[inside > 0].sum() / (until - since))


@dataclass
class Station:
    """One team with Poisson arrivals: what most cases are made of.

    Args:
        rate: arrivals per hour.
        mean: mean touch time in hours.
        staff: number of servers.
        number: cases in one replication.
        touch: builds the law of touch times, exponential if left out.
    """

    rate: float
    mean: float
    staff: int
    number: int
    touch: Callable[[Lab], Callable[[int], float]] | None = field(default=None)

    def run(self, replication: int) -> Any:
        """The visits of one replication, from an empty start."""
        lab = Lab(replication)
        team = lab.team("desk", self.staff)
        hours = self.touch(lab) if self.touch else lab.service("touch", self.mean)
        lab.poisson("cases", self.rate, self.number, lambda case: team.work(case, hours(case)))
        lab.finish()
        return lab.visits()


def warm(rows: Any) -> Any:
    """The rows without the first twentieth, when the system was still filling."""
    return rows[len(rows) // 20:]


def controls(rows: Any, rate: float, mean: float) -> tuple[float, float]:
    """Deviations of the arrival rate and of the mean touch time from what they should be, as shares."""
    span = float(rows["asked"][-1] - rows["asked"][0])
    return (len(rows) - 1) / (rate * span) - 1, float(rows["worked"].mean()) / mean - 1


def waits_at_one_desk(arrivals: Floats, hours: Floats) -> Floats:
    """Waits at a single first-come desk (Lindley 1952)."""
    steps = np.concatenate([[0.0], np.cumsum(hours[:-1] - np.diff(arrivals))])
    return np.asarray(steps - np.minimum.accumulate(steps), dtype=np.float64)


def fast_desk(rows: Any, rate: float, mean: float, staff: int) -> float:
    """A control variate: the same cases at ONE desk as fast as all ``staff``, whose mean wait M/M/1 gives, as a share."""
    waits = waits_at_one_desk(rows["asked"], rows["worked"] / staff)
    service = staff / mean
    return float(warm(waits).mean()) / (rate / service / (service - rate)) - 1
