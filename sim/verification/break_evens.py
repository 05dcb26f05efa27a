"""Closed forms of what turns round: where a remedy stops paying, and what stands against it."""

from __future__ import annotations

import math

from sim.verification.formulas import time_mmc, time_periodic_transfer


def cost_of_batching(arrivals: float, period: float) -> float:
    """Lead time that a periodic transfer to a desk (service rate 1) adds, per hour of its own mean delay."""
    return (time_periodic_transfer(arrivals, period) - time_mmc(arrivals, 1.0)) / (period / 2.0)


def pair_capacity(departments: int) -> tuple[float, float]:
    """Unit tasks an hour when each needs any two of the departments: what can run, and half the departments.

    Only disjoint pairs run at once (Gurvich & Van Mieghem 2015), so an odd department is always left over.
    """
    return float(departments // 2), departments / 2.0


def stale_loss(rate: float, age: float) -> float:
    """Mean squared error of the raw last value of an Ornstein-Uhlenbeck signal of variance 1, ``age`` hours old."""
    return -2.0 * math.expm1(-rate * age)


def shrunk_loss(rate: float, age: float) -> float:
    """The same of the value times exp(-rate age), the best use of an old value; never above 1."""
    return -math.expm1(-2.0 * rate * age)


def oldest_useful(rate: float) -> float:
    """Age at which the raw value is as bad as assuming the mean (loss 1): ln 2 / rate."""
    return math.log(2.0) / rate


def order_weight(lead: int, correlation: float) -> float:
    """By how much an order-up-to policy with the best forecast over ``lead`` periods adds to a change of AR(1) demand.

    Order = demand + weight (demand - demand before) (Lee, So & Tang 2000).
    """
    return correlation * (1.0 - correlation**lead) / (1.0 - correlation)


def _order_moments(lead: int, correlation: float) -> tuple[float, float]:
    """Variance of the orders and covariance of neighbours, AR(1) demand with shocks of variance 1."""
    more, less = 1.0 + order_weight(lead, correlation), order_weight(lead, correlation)
    variance = 1.0 / (1.0 - correlation**2)
    return (
        variance * (more**2 + less**2 - 2.0 * more * less * correlation),
        variance * ((more**2 + less**2) * correlation - more * less * (1.0 + correlation**2)),
    )


def last_order_weight(lead: int, correlation: float) -> float:
    """The best linear forecast of the next order from the last one, per unit."""
    variance, covariance = _order_moments(lead, correlation)
    return covariance / variance


def forecast_errors(lead: int, correlation: float) -> dict[str, float]:
    """Mean squared error of a supplier's forecast of the next order, AR(1) demand with shocks of variance 1.

    With demand shared and with the whole history of orders it is the same: orders tell demand (Raghunathan 2001).
    """
    variance, covariance = _order_moments(lead, correlation)
    shared = (1.0 + order_weight(lead, correlation)) ** 2
    return {"shared": shared, "history": shared, "last": variance - covariance**2 / variance}


def chatbot_load(
    contacts: float,
    mix: tuple[float, float, float],
    taken: float,
    success: float = 1.0,
    longer: float = 0.0,
    induced: float = 0.0,
) -> float:
    """Agents' work (hours an hour) behind a bot; arguments as in ``sim.verification.models.bots.chatbot``."""
    easy, easy_minutes, hard_minutes = mix
    left = 1.0 - taken + taken * (1.0 - success) * (1.0 + longer)
    return contacts * (1.0 + induced) * (easy * easy_minutes * left + (1.0 - easy) * hard_minutes) / 60.0


def wrong_cases(rate: float, notices: float, review: float) -> float:
    """Cases done wrong per wrong entry made at a random hour, put right at a review or when someone notices.

    Cases are finished as a Poisson process; n of them do ((1 - c)/c)(1 - (1 - c)^n) harm on average. Without anyone who
    notices it is rate times half the period.
    """
    if not notices:
        return rate * review / 2.0
    meets = rate * notices * review
    return (1.0 - notices) / notices * (1.0 + math.expm1(-meets) / meets)
