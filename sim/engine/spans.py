"""Spans of time: put in order, made disjoint, and how long until patterns of them meet again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

MOST_CYCLES = 10_000

Span: TypeAlias = tuple[float, float]
"""(opening, closing), hours."""


def in_order(spans: Sequence[Span], end: float) -> list[Span]:
    """Disjoint spans within [0, end] in order of time, those that touch made one.

    Raises:
        ValueError: when they overlap or lie elsewhere.
    """
    found: list[Span] = []
    for opening, closing in sorted(spans):
        if not 0 <= opening < closing <= end:
            raise ValueError(f"open hours {opening}-{closing} do not lie within a cycle of {end} hours")
        if found and opening < found[-1][1]:
            raise ValueError(f"open hours {opening}-{closing} overlap with {list(found[-1])}")
        if found and opening == found[-1][1]:
            found[-1] = found[-1][0], closing
        else:
            found.append((opening, closing))
    return found


def merged(spans: Sequence[Span]) -> list[Span]:
    """Spans that may overlap, in order of time, as disjoint ones."""
    found: list[Span] = []
    for opening, closing in sorted(spans):
        if found and opening <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], closing)
        else:
            found.append((opening, closing))
    return found


def common_cycle(cycles: Sequence[float]) -> float:
    """The smallest common multiple of cycles.

    Raises:
        ValueError: when it is more than ``MOST_CYCLES`` times the shortest.
    """
    parts = [Fraction(cycle).limit_denominator(1_000_000) for cycle in cycles]
    whole = math.lcm(*(part.denominator for part in parts))
    common = float(Fraction(math.lcm(*(int(part * whole) for part in parts)), whole))
    if common > MOST_CYCLES * min(cycles):
        raise ValueError(
            f"calendars that repeat every {', '.join(f'{cycle:g}' for cycle in cycles)} hours have none in common"
        )
    return common
