"""Published figures that the model is set beside: the measure, the range, where it was published, what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Nature: TypeAlias = Literal["set", "arithmetic", "emerges"]

MATCHED = "typical"
"""The world that is meant to match; of the others a figure outside the range says nothing against the model."""
SINGLE = 0.10
"""A single published figure says nothing about its spread; it is read as itself give or take a tenth."""

KINDS = {
    "P": "research",
    "P-like": "data study",
    "I": "industry survey",
    "C": "consultancy",
    "V": "vendor claim",
    "B": "compilation",
    "X": "one site",
}
NATURES: dict[str, str] = {"set": "Set", "arithmetic": "Follows by arithmetic from what is set", "emerges": "Emerges"}
CONFIDENCE = {"H": "high", "M": "medium", "L": "low"}
TEAM = "time at work of team "
"""Measures of one team are read from the table of departments; they have no row in the catalogue."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure.

    Attributes:
        measure: id in our catalogue, or ``TEAM`` and the team's name.
        low, high: the range as published, in the measure's unit; the same twice for a single figure.
        kind, confidence: the codes of the list of facts (P research, I industry survey, C consultancy, V vendor,
            B compilation, X one site; H, M, L).
        nature: "set" (an input comes back), "arithmetic" (follows from inputs) or "emerges"; only what emerges says
            anything about the model.
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
    differs: str = ""
    same_as: str = ""

    @property
    def counts(self) -> bool:
        """Whether agreeing says something about the model that no other figure says."""
        return self.nature == "emerges" and not self.same_as

    @property
    def reading(self) -> tuple[float, float]:
        """The range that a value must meet to agree."""
        if self.low < self.high:
            return self.low, self.high
        return self.low * (1 - SINGLE), self.high * (1 + SINGLE)


FIGURES: tuple[Figure, ...] = (
    Figure(
        "first-contact resolution",
        0.70,
        0.79,
        "I",
        "M",
        "SQM, all industries: 70 % average, 70-79 % good (facts 1; telli.com, revos.ai)",
        "emerges",
        "ours counts issues given up, too",
    ),
    Figure(
        "repeat contacts",
        0.28,
        0.52,
        "I",
        "M",
        "SQM: 28 % call back; 52 % of calls belong to issues of two or more calls (facts 1)",
        "emerges",
        "28 % is of issues, 52 % of calls",
        same_as="first-contact resolution",
    ),
    Figure(
        "abandonment",
        0.091,
        0.091,
        "I",
        "H",
        "CCMA, 2023 UK Contact Centre Decision-Makers' Guide (facts 1)",
        "emerges",
        "calls only",
    ),
    Figure("waiting time", 2.0, 2.0, "I", "H", "CCMA, 2023 UK guide: 120 s to answer (facts 1)", "emerges", "calls only"),
    Figure(
        f"{TEAM}support",
        0.80,
        0.88,
        "B",
        "M",
        "agent occupancy, 80-88 % typical (facts 1; immersecx.com, ICMI)",
        "arithmetic",
        "occupancy leaves out breaks and training",
    ),
    Figure(
        "lead response",
        42.0,
        42.0,
        "P-like",
        "H",
        "Oldroyd and others, HBR 2011: mean among 2,241 firms that responded (facts 2)",
        "emerges",
    ),
    Figure(
        "win rate",
        0.05,
        0.05,
        "I",
        "M",
        "MarketingSherpa 2009: 40 % x 40 % x 30 % of leads (facts 2)",
        "arithmetic",
        "all leads, not only qualified ones",
    ),
    Figure(
        "churn",
        0.10,
        0.38,
        "B",
        "L",
        "Murphy & Murphy 10 %; First Page Sage 2025, e-commerce 38 % a year (facts 4)",
        "arithmetic",
        "the intentions to leave are set; how often they are met emerges",
    ),
    Figure(
        "invoice exceptions",
        0.101,
        0.226,
        "I",
        "H",
        "Ardent Partners: best 10.1 %, average 22.6 % (facts 5; corcentric.com)",
        "arithmetic",
        "the suppliers' own errors are set; what departments add emerges",
    ),
    Figure(
        "touchless invoices",
        0.234,
        0.653,
        "I",
        "H",
        "Ardent Partners: average 23.4-24.2 %, best 49.2-65.3 % (facts 5; hyland.com, corcentric.com)",
        "arithmetic",
    ),
    Figure(
        "days sales outstanding",
        38.0,
        65.0,
        "C",
        "H",
        "Atradius 2020, US: 38 days; Euler Hermes 2018, 36 countries: 65 days (facts 5)",
        "arithmetic",
        "ours leaves out invoices open at the end, so short runs show too little",
    ),
    Figure(
        "decision latency",
        60.0,
        60.0,
        "I",
        "H",
        "NACM 2023: B2B credit decision 2.5 days (facts 5; treditiq.com)",
        "emerges",
    ),
    Figure("perfect orders", 0.90, 0.90, "I", "H", "APQC 2016, median (facts 5; sdcexec.com)", "emerges"),
    Figure(
        "on time",
        0.88,
        0.97,
        "B",
        "M",
        "e-commerce average 88 %, top quartile 97 %; Olist 91.9 % (facts 6; gettransport.com)",
        "emerges",
    ),
    Figure(
        "lost sales",
        0.04,
        0.04,
        "I",
        "H",
        "Gruen & Corsten: 4 % of sales lost to stock-outs (facts 6)",
        "emerges",
        "ours also counts refused dates and credit",
    ),
    Figure(
        "time to fill",
        42.0,
        42.0,
        "I",
        "H",
        "SHRM 2016 Human Capital Benchmarking (facts 8; hrdive.com)",
        "arithmetic",
        "ours leaves out posts vacant at the end, so short runs show too little",
    ),
    Figure(
        "hidden work",
        0.09,
        0.19,
        "P-like",
        "H",
        "Murty and others, HBR 2022: 9 % toggling; McKinsey 2012: 19 % searching (facts 10)",
        "emerges",
        "of all working time, not of worked hours",
    ),
    Figure("flow efficiency", 0.05, 0.05, "B", "L", "George, service processes: 5 % is the norm (facts 10)", "emerges"),
)
