"""How an entry of a record looks that was carried over wrong."""

from __future__ import annotations

from sim.company.figures import Figures


def wrong_units(units: float, luck: float) -> float:
    """A stock figure carried over wrong: up to half as much, or half as much again."""
    return round(units * (0.5 + luck))


def wrong_address(address: float, _: float = 0.0) -> float:
    """An address carried over wrong: nobody's."""
    return -address - 1


def wrong_terms(level: float, _: float) -> float:
    """Terms carried over wrong: those agreed before."""
    return level - 1


def wrong_figures(figures: Figures | None, luck: float) -> Figures | None:
    """A report carried over wrong: what campaigns brought, and what is overdue, by up to half."""
    if figures is None:
        return None
    off = 0.5 + luck
    return figures._replace(
        campaigns={name: off * brought for name, brought in figures.campaigns.items()}, arrears=off * figures.arrears
    )
