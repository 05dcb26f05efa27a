"""Working calendars: the open hours of a repeating week, and arithmetic on them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

WEEK = 168.0
DAY = 24.0
MOST_CYCLES = 10_000
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Span: TypeAlias = tuple[float, float]


class Calendar:
    """Open hours that repeat every ``cycle`` hours.

    Args:
        spans: disjoint (opening, closing) pairs within [0, cycle], in hours from the start of the cycle.
        cycle: length of the repeating pattern in hours (a week).

    Raises:
        ValueError: when there is no open hour, the spans overlap or leave the cycle, or the cycle never ends.
    """

    def __init__(self, spans: Sequence[Span], cycle: float = WEEK) -> None:
        if not cycle < math.inf:
            raise ValueError(f"open hours cannot repeat every {cycle} hours")
        merged: list[list[float]] = []
        for opening, closing in sorted(spans):
            if not 0 <= opening < closing <= cycle:
                raise ValueError(f"open hours {opening}-{closing} do not lie within a cycle of {cycle} hours")
            if merged and opening < merged[-1][1]:
                raise ValueError(f"open hours {opening}-{closing} overlap with {merged[-1]}")
            if merged and opening == merged[-1][1]:
                merged[-1][1] = closing
            else:
                merged.append([opening, closing])
        if not merged:
            raise ValueError("a calendar must open at some time")
        self.cycle = float(cycle)
        self.openings = [span[0] for span in merged]
        self.closings = [span[1] for span in merged]
        lengths = [closing - opening for opening, closing in merged]
        self.open_per_cycle = sum(lengths)
        self.always = self.open_per_cycle == self.cycle
        self._runs_on = merged[0][0] == 0.0 and merged[-1][1] == cycle
        self._before = [sum(lengths[:i]) for i in range(len(lengths))]

    @classmethod
    def daily(cls, days: Sequence[str], opening: float, closing: float) -> Calendar:
        """Open from ``opening`` to ``closing`` o'clock on the named days ("mon" … "sun")."""
        return cls([(DAYS.index(day) * DAY + opening, DAYS.index(day) * DAY + closing) for day in days])

    @classmethod
    def union(cls, calendars: Sequence[Calendar]) -> Calendar:
        """Open whenever at least one of ``calendars`` is open; a single one is given back.

        Raises:
            ValueError: when their cycles have no common multiple that is worth laying out.
        """
        if all(calendar is calendars[0] for calendar in calendars):
            return calendars[0]
        cycle = common_cycle([calendar.cycle for calendar in calendars])
        merged: list[list[float]] = []
        for opening, closing in sorted(span for calendar in calendars for span in calendar._spans_until(cycle)):
            if merged and opening <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], closing)
            else:
                merged.append([opening, closing])
        return cls([(a, b) for a, b in merged], cycle)

    @classmethod
    def in_turn(cls, calendars: Sequence[tuple[float, Calendar]], end: float) -> Calendar:
        """One calendar for hours 0 to ``end`` of a run in which (since when, calendar) take turns; a single one as it is.

        Raises:
            ValueError: when there is no open hour before ``end``.
        """
        if len(calendars) == 1:
            return calendars[0][1]
        spans: list[Span] = []
        for place, (since, calendar) in enumerate(calendars):
            until = min(end, calendars[place + 1][0]) if place + 1 < len(calendars) else end
            start = calendar.next_opening(since)
            while start < until:
                closing = calendar.next_closing(start) if not calendar.always else until
                spans.append((start, min(closing, until)))
                start = calendar.next_opening(closing)
        return cls(spans, end)

    @property
    def spans(self) -> list[Span]:
        """The open spans of one cycle, in order."""
        return list(zip(self.openings, self.closings, strict=True))

    def _spans_until(self, end: float) -> list[Span]:
        """The open spans from 0 to ``end``, a multiple of the cycle."""
        bases = (number * self.cycle for number in range(round(end / self.cycle)))
        return [(base + opening, min(end, base + closing)) for base in bases for opening, closing in self.spans]

    def _place(self, time: float) -> tuple[float, int]:
        """Start of the cycle that holds ``time``, and the index of the first span that closes after it."""
        base = time // self.cycle * self.cycle
        span = bisect_right(self.closings, time - base)
        if span < len(self.closings) and base + self.closings[span] <= time:  # time - base was rounded down
            span += 1
        return base, span

    def is_open(self, time: float) -> bool:
        """Whether work is done at ``time``; open at the opening, closed at the closing."""
        base, span = self._place(time)
        return span < len(self.openings) and base + self.openings[span] <= time

    def next_opening(self, time: float) -> float:
        """The first open moment at or after ``time``."""
        base, span = self._place(time)
        if span == len(self.openings):
            return base + self.cycle + self.openings[0]
        return max(time, base + self.openings[span])

    def next_closing(self, time: float) -> float:
        """The first closing after ``time``; infinity for a calendar that never closes.

        Where one cycle ends open and the next begins open, nothing closes between the two.
        """
        if self.always:
            return math.inf
        base, span = self._place(time)
        if span == len(self.openings) or (self._runs_on and span == len(self.openings) - 1):
            return base + self.cycle + self.closings[0]
        return base + self.closings[span]

    def after(self, time: float, hours: float) -> float:
        """The moment at which ``hours`` open hours have passed since ``time``."""
        if self.always:
            return time + hours
        base, span = self._place(time)
        while True:
            if span == len(self.openings):
                base, span = base + self.cycle, 0
                while hours > self.open_per_cycle:
                    base += self.cycle
                    hours -= self.open_per_cycle
            start = max(time, base + self.openings[span])
            room = base + self.closings[span] - start
            if hours <= room:
                return start + hours
            hours -= room
            span += 1

    def open_hours(self, start: float, end: float) -> float:
        """Open hours between ``start`` and ``end``."""
        if self.always:
            return end - start
        base, span = self._place(start)
        if span < len(self.openings) and start - base >= self.openings[span] and end - base <= self.closings[span]:
            return end - start
        return self.since_zero_at(end) - self.since_zero_at(start)

    def since_zero_at(self, time: float) -> float:
        """Open hours from time 0 to ``time``."""
        base, span = self._place(time)
        whole = base / self.cycle * self.open_per_cycle
        if span == len(self.openings):
            return whole + self.open_per_cycle
        return whole + self._before[span] + max(0.0, time - base - self.openings[span])

    def since_zero(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Open hours from time 0 to each of ``times`` (an array of any shape)."""
        if self.always:
            return np.asarray(times, dtype=np.float64)
        cycles = np.floor(times / self.cycle)
        knots = np.array([edge for span in self.spans for edge in span])
        heights = np.array(
            [self._before[i // 2] + (knots[i] - knots[i - 1] if i % 2 else 0.0) for i in range(len(knots))]
        )
        within: NDArray[np.float64] = np.interp(times - cycles * self.cycle, knots, heights)
        return cycles * self.open_per_cycle + within


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


ALWAYS = Calendar([(0.0, WEEK)])
