"""Measures in the units people say: percentages, the currency by its name, large sums in thousands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.measures.catalogue import measure_named
from sim.views.style import study_words, words


@dataclass(frozen=True, slots=True)
class Scale:
    """What a measure's values are multiplied by, and the unit they then have."""

    factor: float
    unit: str

    def value(self, number: float) -> str:
        """A value with its unit: `98.3 h`."""
        return words.with_unit(number * self.factor, self.unit)

    def signed(self, value: float, lower: float, upper: float) -> tuple[str, str]:
        """A difference and its interval without unit: `−30.7` and `[−33.7, −27.6]`."""
        return study_words.difference_words(*(number * self.factor for number in (value, lower, upper)))

    def interval(self, value: float, lower: float, upper: float) -> str:
        """A difference with unit and interval: `−30.7 h [−33.7, −27.6]`."""
        estimate, limits = self.signed(value, lower, upper)
        return f"{estimate}{words.GAP}{self.unit} {limits}".replace(f"{words.GAP} ", " ").strip()


def scale_of(unit: str, currency: str, values: Iterable[float] = ()) -> Scale:
    """The scale of a measure; sums from 100,000 on are said in thousands, hours as minutes or days where those fit."""
    said = study_words.people_unit(unit, currency)
    if unit.startswith("share"):
        return Scale(100.0, said)
    most = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if unit.startswith("currency") and most >= study_words.THOUSANDS:
        return Scale(0.001, f"k{words.GAP}{said.replace('/year', '/yr')}")
    if unit == "h":
        factor = words.duration_factor(most)
        return Scale(factor, words.DURATIONS[factor])
    return Scale(1.0, said)


def measure_scale(measure: str, currency: str, values: Sequence[float]) -> tuple[str, Scale]:
    """A measure's label and scale."""
    found = measure_named(measure)
    return found.label, scale_of(found.unit, currency, values)
