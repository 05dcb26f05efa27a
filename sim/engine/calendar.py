"""Working calendars: the open hours of a repeating week, and arithmetic on them."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.engine.spans import Span, common_cycle, in_order, merged

WEEK = 168.0
DAY = 24.0
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Calendar:
    """Open hours that repeat every ``cycle`` hours.

    Args:
        spans: disjoint (opening, closing) pairs within [0, cycle], in hours from the start of the cycle.
        cycle: length of the repeating pattern in hours (a week).
        after_breaks: those of the openings that end a break: what they begin belongs to the stretch of duty before.

    Raises:
        ValueError: when there is no open hour, the spans overlap or leave the cycle, or the cycle never ends.
    """

    def __init__(self, spans: Sequence[Span], cycle: float = WEEK, after_breaks: Collection[float] = ()) -> None:
        if not cycle < math.inf:
            raise ValueError(f"open hours cannot repeat every {cycle} hours")
        disjoint = in_order(spans, cycle)
        if not disjoint:
            raise ValueError("a calendar must open at some time")
        self.cycle = float(cycle)
        self.openings = [span[0] for span in disjoint]
        self.closings = [span[1] for span in disjoint]
        lengths = [closing - opening for opening, closing in disjoint]
        self.open_per_cycle = sum(lengths)
        self.always = self.open_per_cycle == self.cycle
        self._runs_on = disjoint[0][0] == 0.0 and disjoint[-1][1] == cycle
        self._before = [sum(lengths[:i]) for i in range(len(lengths))]
        self.after_breaks = frozenset(after_breaks)
        self._last_place = math.inf, -math.inf, (0.0, 0)

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
        dated = [calendar for calendar in calendars if isinstance(calendar, Dated)]
        usual = cls(merged([span for calendar in calendars for span in calendar.usual.spans_until(cycle)]), cycle)
        if not dated:
            return usual
        until = math.ceil(max(calendar.until for calendar in dated) / cycle) * cycle
        return dated_or_usual(
            usual, merged([span for calendar in calendars for span in calendar.spans_until(until)]), until
        )

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

    @property
    def usual(self) -> Calendar:
        """What repeats for ever: itself, for a calendar without dates."""
        return self

    def spans_until(self, end: float) -> list[Span]:
        """The open spans from 0 to ``end``, a multiple of the cycle."""
        bases = (number * self.cycle for number in range(round(end / self.cycle)))
        return [(base + opening, min(end, base + closing)) for base in bases for opening, closing in self.spans]

    @property
    def open_per_week(self) -> float:
        """Open hours of a usual week."""
        return self.open_per_cycle if self.cycle == WEEK else self.open_per_cycle * WEEK / self.cycle

    @cached_property
    def days_per_week(self) -> float:
        """Days of a usual week on which a stretch of duty begins; for a calendar that runs on, those with open hours."""
        days = set[int]()
        go_on = {*self.after_breaks, *((0.0,) if self._runs_on else ())}
        never_home = go_on.issuperset(self.openings)
        for opening, closing in self.spans:
            if closing - opening > DAY:
                days.update(range(int(opening // DAY), math.ceil(closing / DAY)))
            elif never_home or opening not in go_on:
                days.add(int(opening // DAY))
        return len(days) * WEEK / self.cycle

    @cached_property
    def hours_a_day(self) -> float:
        """Open hours of a usual day on which a stretch of duty begins."""
        return self.open_per_week / self.days_per_week

    def stretch(self, time: float) -> Span:
        """The opening and the closing around a moment at which it is open; infinite where there is none."""
        if self.always:
            return -math.inf, math.inf
        base, span = self._place(time)
        opening = base + self.openings[span]
        if span == 0 and self._runs_on:
            opening = base - self.cycle + self.openings[-1]
        return opening, self.next_closing(time)

    def begun(self, time: float) -> float:
        """When the stretch of duty began that goes on at an open moment, or begins then: breaks do not end one.

        Where but for breaks nobody goes home within a day, a stretch is a day.
        """
        if self.always:
            return time
        opening, _ = self.stretch(time)
        while self._ends_break(opening):
            before, _ = self.stretch(self._last_before(opening))
            if time - before > DAY:
                return time // DAY * DAY
            if before >= opening:  # time begins with a break
                return opening
            opening = before
        return opening

    def _ends_break(self, opening: float) -> bool:
        return bool(self.after_breaks) and self.openings[self._place(opening)[1]] in self.after_breaks

    def _last_before(self, opening: float) -> float:
        """A moment of the open span before the one that begins at ``opening``."""
        base, span = self._place(opening)
        return base + self.openings[span - 1] if span else base - self.cycle + self.openings[-1]

    def _place(self, time: float) -> tuple[float, int]:
        """Start of the cycle that holds ``time``, and the index of the first span that closes after it.

        Most questions are about now, so the answer is kept for the times for which it holds.
        """
        since, until, place = self._last_place
        if since <= time < until:
            return place
        base = time // self.cycle * self.cycle
        span = bisect_right(self.closings, time - base)
        if span < len(self.closings) and base + self.closings[span] <= time:  # time - base was rounded down
            span += 1
        since = base + self.closings[span - 1] if span else base
        until = base + (self.closings[span] if span < len(self.closings) else self.cycle)
        self._last_place = since, until, (base, span)
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

    def stretch_at(self, time: float) -> tuple[float, float, float]:
        """Of the first open moment at or after ``time``: when it is, the open hours before it, when it closes."""
        base, span = self._place(time)
        if span == len(self.openings):
            base, span = base + self.cycle, 0
        opens = self.openings[span]
        opened = max(time, base + opens)
        before = base / self.cycle * self.open_per_cycle + self._before[span] + max(0.0, opened - base - opens)
        return opened, before, math.inf if self.always else base + self.closings[span]

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
        before = math.inf
        while True:
            if span == len(self.openings):
                if hours == before:  # so late that a whole cycle has no open moment that a number could tell from others
                    return base + self.closings[-1]
                base, span, before = base + self.cycle, 0, hours
                if hours > self.open_per_cycle:
                    whole = math.ceil(hours / self.open_per_cycle) - 1
                    base += whole * self.cycle
                    hours -= whole * self.open_per_cycle
            start = max(time, base + self.openings[span])
            left = base + self.closings[span] - start
            if hours <= left:
                return start + hours
            hours -= left
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


class Dated(Calendar):
    """A calendar whose first hours are laid out date by date (holidays, seasons) before what is usual repeats for ever.

    Args:
        usual: what repeats from ``until`` on.
        spans: disjoint (opening, closing) pairs within [0, until], from the start of the run.
        until: a multiple of the usual cycle.
        after_breaks: those of these openings that end a break.

    What it says of a cycle (``cycle``, ``spans``, ``open_per_week`` …) it says of the usual one.
    """

    def __init__(
        self, usual: Calendar, spans: Sequence[Span], until: float, after_breaks: Collection[float] = ()
    ) -> None:
        super().__init__(usual.spans, usual.cycle, usual.after_breaks)
        self.always = False
        self.until = until
        self._usual = usual
        self._dated = in_order(spans, until)
        self._opens = [opening for opening, _ in self._dated]
        self._closes = [closing for _, closing in self._dated]
        self._sums = [0.0]
        for opening, closing in self._dated:
            self._sums.append(self._sums[-1] + (closing - opening))
        self._dated_breaks = frozenset(after_breaks)
        self._offset = usual.since_zero_at(until)

    @property
    def usual(self) -> Calendar:
        """What repeats for ever once the dates are over."""
        return self._usual

    def spans_until(self, end: float) -> list[Span]:
        """The open spans from 0 to ``end``, a multiple of the cycle."""
        later = [span for span in self._usual.spans_until(end) if span[1] > self.until]
        return [*self._dated, *((max(self.until, opening), closing) for opening, closing in later)]

    def is_open(self, time: float) -> bool:
        """Whether work is done at ``time``; open at the opening, closed at the closing."""
        if time >= self.until:
            return self._usual.is_open(time)
        span = bisect_right(self._closes, time)
        return span < len(self._opens) and self._opens[span] <= time

    def next_opening(self, time: float) -> float:
        """The first open moment at or after ``time``."""
        span = bisect_right(self._closes, time)
        if time >= self.until or span == len(self._opens):
            return self._usual.next_opening(max(time, self.until))
        return max(time, self._opens[span])

    def stretch_at(self, time: float) -> tuple[float, float, float]:
        """Of the first open moment at or after ``time``: when it is, the open hours before it, when it closes."""
        opened = self.next_opening(time)
        return opened, self.since_zero_at(opened), self.next_closing(opened)

    def next_closing(self, time: float) -> float:
        """The first closing after ``time``; infinity when it never closes again."""
        span = bisect_right(self._closes, time)
        if time >= self.until or span == len(self._opens):
            return self._usual.next_closing(max(time, self.until))
        closing = self._closes[span]
        return self._usual.next_closing(closing) if closing == self.until and self._usual.is_open(closing) else closing

    def stretch(self, time: float) -> Span:
        """The opening and the closing around a moment at which it is open; infinite where there is none."""
        opening = self._opened(time)
        return opening, self.next_closing(time)

    def _opened(self, time: float) -> float:
        if time >= self.until:
            opening = self._usual.stretch(time)[0]
            if opening >= self.until or not self._closes or self._closes[-1] < self.until:
                return max(opening, self.until)
            return self._opens[-1]
        return self._opens[bisect_right(self._closes, time)]

    def _ends_break(self, opening: float) -> bool:
        return opening in self._dated_breaks if opening < self.until else self._usual._ends_break(opening)

    def _last_before(self, opening: float) -> float:
        span = bisect_left(self._opens, opening)
        before = self._usual._last_before(opening) if opening >= self.until else 0.0
        return before if before >= self.until else self._opens[max(0, span - 1)]

    def after(self, time: float, hours: float) -> float:
        """The moment at which ``hours`` open hours have passed since ``time``."""
        span = bisect_right(self._closes, time)
        if time >= self.until or span == len(self._opens):
            return self._usual.after(max(time, self.until), hours)
        start = max(time, self._opens[span])
        if hours <= self._closes[span] - start:
            return start + hours
        target = self._sums[span] + (start - self._opens[span]) + hours
        place = bisect_left(self._sums, target, span + 1)
        if place < len(self._sums):
            return self._opens[place - 1] + (target - self._sums[place - 1])
        return self._usual.after(self.until, target - self._sums[-1])

    def open_hours(self, start: float, end: float) -> float:
        """Open hours between ``start`` and ``end``."""
        if self.is_open(start) and end <= self.next_closing(start):
            return end - start
        return self.since_zero_at(end) - self.since_zero_at(start)

    def since_zero_at(self, time: float) -> float:
        """Open hours from time 0 to ``time``."""
        if time >= self.until:
            return self._sums[-1] + (self._usual.since_zero_at(time) - self._offset)
        span = bisect_right(self._closes, time)
        return self._sums[span] + (max(0.0, time - self._opens[span]) if span < len(self._opens) else 0.0)

    def since_zero(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Open hours from time 0 to each of ``times`` (an array of any shape)."""
        knots = np.array([0.0, *(edge for span in self._dated for edge in span)])
        heights = np.repeat(self._sums, 2)[:-1]
        later = self._usual.since_zero(np.maximum(times, self.until)) - self._offset
        within: NDArray[np.float64] = np.interp(np.minimum(times, self.until), knots, heights)
        return within + later


def dated_or_usual(
    usual: Calendar, spans: Sequence[Span], until: float, after_breaks: Collection[float] = ()
) -> Calendar:
    """A calendar with dates; the usual one itself where the dates bring nothing new."""
    if in_order(spans, until) == in_order(usual.spans_until(until), until):
        return usual
    return Dated(usual, spans, until, after_breaks)


ALWAYS = Calendar([(0.0, WEEK)])
