"""What an interval says of a difference, in one word."""

from __future__ import annotations

import math

BETTER, WORSE, DIFFERENT, UNDECIDED = "better", "worse", "different", "undecided"
GIVEN = "given"
"""Follows from prices by arithmetic: no test says so."""


def verdict(lower: float, upper: float, better: str) -> str:
    """Whether an amount with this interval is better, worse, different (no direction is better) or undecided.

    Args:
        lower, upper: limits of the interval; not finite where there is none.
        better: "lower", "higher", or anything else.
    """
    if not (math.isfinite(lower) and math.isfinite(upper)) or lower <= 0 <= upper:
        return UNDECIDED
    return toward(lower, better)


def toward(change: float, better: str) -> str:
    """What a change that is shown is: better, worse, or different where no direction is better."""
    if better not in ("lower", "higher"):
        return DIFFERENT
    return BETTER if (change > 0) == (better == "higher") else WORSE
