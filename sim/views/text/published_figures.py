"""What a published figure is: the measure, the range, where it was published, what differs, and what it may be used for.

The figures themselves stand in two lists: those that may be used to set up `typical` (`published_set_up.py`), and those
held out, by which it is judged (`published_held_out.py`). Both were written down and committed before the company was
tuned; nothing is tuned by what is held out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

Nature: TypeAlias = Literal["set", "arithmetic", "emerges"]
Use: TypeAlias = Literal["set up", "held out"]

MATCHED = "typical"
"""The world that is meant to match; of the others a figure outside the range says nothing against the model."""
SPREAD = 0.15
"""How far a value may be from a published figure that says nothing about its spread, or less than this."""

KINDS = {
    "P": "research",
    "P-like": "data study",
    "S": "statistical office",
    "I": "industry survey",
    "C": "consultancy",
    "V": "vendor claim",
    "B": "compilation",
    "X": "one site",
    "M": "from memory, unverified",
    "none": "no source found",
}
NATURES: dict[str, str] = {"set": "Set", "arithmetic": "Follows by arithmetic from what is set", "emerges": "Emerges"}
CONFIDENCE = {"H": "high", "M": "medium", "L": "low", "none": "none"}
TEAM = "time at work of team "
"""Measures of one team are read from the table of departments; they have no row in the catalogue."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure.

    Attributes:
        measure: id in our catalogue or among the ratios, or ``TEAM`` and the team's name.
        low, high: the range as published, in the measure's unit; the same twice for a single figure; NaN where no source
            was found: such a ratio is printed and not judged.
        kind, confidence: the codes of the list of facts (P research, S statistical office, I industry survey, C
            consultancy, V vendor, B compilation, X one site, M from memory; H, M, L).
        nature: "set" (an input comes back), "arithmetic" (follows from inputs) or "emerges"; only what emerges says
            anything about the model.
        use: whether it may be used to set up ``MATCHED``, or is held out to judge it.
        differs: what the published figure counts otherwise than ours; empty where the definitions fit.
        same_as: the measure whose figure states the same fact; one fact counts once.
    """

    measure: str
    low: float
    high: float
    kind: str
    confidence: str
    source: str
    nature: Nature
    use: Use
    differs: str = ""
    same_as: str = ""

    @property
    def judged(self) -> bool:
        """Whether there is a source to be judged by."""
        return math.isfinite(self.low)

    @property
    def counts(self) -> bool:
        """Whether meeting it says something about the model that nothing was set up by."""
        return self.use == "held out"

    def reading(self, unit: str) -> tuple[float, float]:
        """The range that a value must lie in: as published, and at least ``SPREAD`` to both sides of its middle.

        Of a share above half that is meant of its distance to the whole: 90 % is met from 88.5 to 91.5 %.
        """
        middle = (self.low + self.high) / 2
        to_whole = unit.startswith("share") and middle > 0.5
        spread = SPREAD * (1 - middle if to_whole else middle)
        return min(self.low, middle - spread), max(self.high, middle + spread)
