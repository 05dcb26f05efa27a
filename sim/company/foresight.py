"""Models that foresee: named or not, by their power to tell apart, which fades until they are trained again."""

from __future__ import annotations

import math

from sim.engine.calendar import WEEK


def named(is_so: bool, luck: float, hits: float, alarms: float, *, faded: float = 1.0) -> bool:
    """Whether a model names somebody, by a number in (0, 1).

    Args:
        is_so: what the model should tell.
        hits: share of those of whom it is so that a fresh model names (its sensitivity).
        alarms: share of the others that it names too (one minus its specificity).
        faded: what is left of its power to tell the two apart; at 0 it names both alike.
    """
    return luck < (alarms + (hits - alarms) * faded if is_so else alarms)


def last_training(now: float, retrain_weeks: float) -> float:
    """When the model in use was trained, hours; the first one at hour 0."""
    return math.floor(now / (retrain_weeks * WEEK)) * retrain_weeks * WEEK


def power_left(now: float, drift_per_week: float, retrain_weeks: float) -> float:
    """What is left of a model's power to tell apart since its last training."""
    return float((1.0 - drift_per_week) ** ((now - last_training(now, retrain_weeks)) / WEEK))
