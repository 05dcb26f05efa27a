"""The world that a company lives in: its primitives now, what levers cost since when, and since when models foresee."""

from __future__ import annotations

from collections.abc import Sequence

from sim.company.purchases import Purchases
from sim.inputs.names import CapabilityName, DecisionName
from sim.levers.lacking import left_without
from sim.levers.primitives import Contact, Prediction, Primitives


class World:
    """The primitives in force; departments read theirs from here and never see a lever.

    Attributes:
        on_truth: decisions that are taken on the truth, whatever the decider sees.
        without: what the company has to do without.
        foreseen_since: when the models that foresee came into use, hours.
        purchases: what has been bought since when.
    """

    def __init__(
        self,
        primitives: Primitives,
        on_truth: Sequence[DecisionName] = (),
        without: Sequence[CapabilityName] = (),
    ) -> None:
        self.on_truth = frozenset(on_truth)
        self.without = frozenset(without)
        self.primitives = left_without(primitives, self.without)
        self.purchases = Purchases(primitives.prices)
        self.foreseen_since = 0.0

    def has(self, capability: CapabilityName) -> bool:
        """Whether the company has what it takes: a system, a skill, or a habit of work."""
        return capability not in self.without

    @property
    def contact(self) -> Contact:
        """How customers get in touch."""
        return self.primitives.contact

    @property
    def prediction(self) -> Prediction:
        """What models foresee."""
        return self.primitives.prediction

    @property
    def trained_within(self) -> float:
        """Weeks since the models that foresee have been trained, at most; 0 where there are none."""
        return 0.0 if self.prediction == Prediction() else self.prediction.retrain_weeks

    def become(self, primitives: Primitives, now: float) -> Primitives:
        """Let other primitives be in force from now on (hours); returns those before."""
        before, self.primitives = self.primitives, left_without(primitives, self.without)
        self.purchases.change(now, primitives.prices)
        if primitives.prediction != before.prediction and before.prediction == Prediction():
            self.foreseen_since = now
        return before
