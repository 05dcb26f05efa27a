"""What a case of the table is: a small model, how long it runs, and the formula of each quantity it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from sim.verification.judgement import Estimate

REPLICATIONS = 30


@dataclass(frozen=True, slots=True)
class Length:
    """How long a replication of a model runs.

    Attributes:
        count: hours (cases, weeks, periods …) that are looked at.
        of: the argument of the model that says so; ``horizon`` is in hours and begins with the warm-up.
        warm_up: hours before, which are not looked at; a shorter run does not shorten them.
    """

    count: float
    of: str = "horizon"
    warm_up: float = 0.0

    def settings(self, share: float) -> dict[str, float]:
        """The model's arguments for a ``share`` of the full length."""
        if self.of != "horizon":
            return {self.of: round(share * self.count)}
        return {self.of: self.warm_up + share * self.count, **({"warm_up": self.warm_up} if self.warm_up else {})}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One row: a value that the model returns, what it is called, its unit, and its formula (never a typed number)."""

    value: str
    name: str
    unit: str
    exact: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Case:
    """A situation with a closed form.

    Attributes:
        id: permanent; letters behind a number are variants of one case.
        sentence: what it stands for.
        model, settings: what is simulated; a function of the replication's number and these.
        length: how long.
        quantities: what is judged.
        replications: independent, with fixed seeds.
        controlled: whether the model's control variates are used.
    """

    id: str
    sentence: str
    model: Callable[..., Estimate]
    settings: Mapping[str, object]
    length: Length
    quantities: tuple[Quantity, ...]
    replications: int = REPLICATIONS
    controlled: bool = True

    def begin(self, executor: Executor, share: float) -> list[Future[Estimate]]:
        """Begin all replications, each a ``share`` as long as at full length."""
        more = {**self.settings, **self.length.settings(share)}
        return [executor.submit(self.model, number, **more) for number in range(self.replications)]
