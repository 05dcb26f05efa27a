"""How an entry of a record looks that was carried over wrong."""

from __future__ import annotations


def wrong_units(units: float, luck: float) -> float:
    """A stock figure carried over wrong: up to half as much, or half as much again."""
    return round(units * (0.5 + luck))


def wrong_address(address: float, _: float = 0.0) -> float:
    """An address carried over wrong: nobody's."""
    return -address - 1


def wrong_terms(level: float, _: float) -> float:
    """Terms carried over wrong: those agreed before."""
    return level - 1
