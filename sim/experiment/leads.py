"""Who is ahead: how far world B leads world A in a measure, and whether an interval of that names a winner."""

from __future__ import annotations

from sim.experiment.statistics import Interval
from sim.experiment.verdicts import BETTER, UNDECIDED, WORSE, verdict
from sim.inputs.mistakes import Mistakes, show
from sim.measures.catalogue import measure_named

A, B, FAILED = "a", "b", "failed"


def direction(measure: str) -> int:
    """B leads by this times B - A: 1 for a measure of which more is better, -1 where less is.

    Raises:
        Mistakes: when no direction of the measure is better, so that nobody can be ahead.
    """
    better = measure_named(measure).better
    if better == "neither":
        raise Mistakes([f"No direction of the measure {show(measure)} is better, so neither world can be ahead."])
    return 1 if better == "higher" else -1


def winner(lead: Interval) -> str:
    """Who wins by the interval of B's lead."""
    return {BETTER: B, WORSE: A}.get(verdict(lead.lower, lead.upper, "higher"), UNDECIDED)
