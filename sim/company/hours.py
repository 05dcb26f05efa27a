"""Calendars of people: the company file's hours, dates, holidays and numbers of staff as calendars of a run.

All that somebody works on a day, breaks and pauses between stretches aside, is one stretch of duty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sim.engine.calendar import DAY, WEEK, Calendar, dated_or_usual
from sim.engine.spans import Span
from sim.inputs.company_model import CompanyModel
from sim.inputs.hours_model import Hours, StaffedHours, staffed

SEASON = 1_300 * WEEK
"""The cycle of those who work in some weeks only: longer than any run."""


@dataclass(frozen=True, slots=True)
class Roster:
    """When one of a team's people works.

    Attributes:
        hours: the working hours.
        holidays: dates, (week, day), on which it is closed.
        staffing: how many of the team's people are there, by hour and season.
        staff: how many they are otherwise.
        place: which of them this is, from 0; the last come where many are needed.
        moved: hours that each shift begins and ends later, without getting shorter.
    """

    hours: Hours
    holidays: frozenset[tuple[int, int]] = frozenset()
    staffing: tuple[StaffedHours, ...] = ()
    staff: int = 1
    place: int = 0
    moved: float = 0.0

    def calendar(self, warm_up: float) -> Calendar:
        """It as a calendar of a run whose measured period begins after ``warm_up`` hours."""
        week, breaks = _usual_week([self.of_day(None, day) for day in range(7)], self.moved)
        last = max(self._dated_weeks(), default=None)
        weeks = 0 if last is None else max(0, last + 2 + round(warm_up / WEEK))
        spans, dated_breaks = self._dates(weeks, warm_up)
        if not week:
            return Calendar(spans, SEASON, dated_breaks)
        usual = Calendar(week, after_breaks=breaks)
        return dated_or_usual(usual, spans, weeks * WEEK, dated_breaks) if weeks else usual

    def _dated_weeks(self) -> set[int]:
        """The weeks in which something may be different."""
        holidays = {week for week, _ in self.holidays} if not self.hours.on_holidays else set()
        seasons = {week for row in self.staffing if row.weeks for week in row.weeks}
        return self.hours.dates | holidays | seasons

    def _dates(self, weeks: int, warm_up: float) -> tuple[list[Span], list[float]]:
        end, spans, breaks = weeks * WEEK, list[Span](), list[float]()
        for day in range(-1, 7 * weeks + 1 if weeks else -1):
            week, weekday = divmod(day - round(warm_up / DAY), 7)
            for number, (opening, closing) in enumerate(self.of_day(week, weekday)):
                start, stop = max(0.0, DAY * day + (opening + self.moved)), min(end, DAY * day + (closing + self.moved))
                if start < stop:
                    spans.append((start, stop))
                    breaks += [start] if number else []
        return spans, breaks

    def of_day(self, week: int | None, day: int) -> list[Span]:
        """The spans of a day's shifts, hours from its midnight; ``week`` is None for a usual one."""
        if week is None:
            spans = self.hours.of_day(day)
        elif (week, day) in self.holidays and not self.hours.on_holidays:
            return []
        else:
            spans = self.hours.of_date(week, day)
        return [part for span in spans for part in self._needed(span, week, day)] if self.staffing else spans

    def _needed(self, span: Span, week: int | None, day: int) -> Iterator[Span]:
        """The parts of a span in which this one of the team's people is needed."""
        edges = {DAY * late + hour for row in self.staffing for clock in row.clock for hour in clock for late in (0, 1)}
        cuts = [span[0], *sorted(edge for edge in edges if span[0] < edge < span[1]), span[1]]
        begun = None
        for left in cuts[:-1]:
            there = staffed(self.staffing, self.staff, week, day, left) > self.place
            if there and begun is None:
                begun = left
            if not there and begun is not None:
                yield begun, left
                begun = None
        if begun is not None:
            yield begun, span[1]


def _usual_week(days: Sequence[Sequence[Span]], moved: float) -> tuple[list[Span], list[float]]:
    """The spans of a week's days within the week, moved by some hours, and those of their openings that end a break."""
    spans, breaks = list[Span](), list[float]()
    for day, hours in enumerate(days):
        for number, (opening, closing) in enumerate(hours):
            start, stop = DAY * day + (opening + moved), DAY * day + (closing + moved)
            for shift in (-WEEK, 0.0, WEEK):
                left, right = max(0.0, start + shift), min(WEEK, stop + shift)
                if left < right:
                    spans.append((left, right))
                    breaks += [left] if number else []
    return spans, breaks


def rosters(model: CompanyModel, team: str, spread: float) -> list[Roster]:
    """The rosters of a team among which its people are divided: its shifts, or a roster for each by hour and season.

    Args:
        spread: hours by which half begin earlier, and the others later.
    """
    row = model.teams[team]
    holidays = frozenset(date for holiday in model.holidays for date in holiday.days)
    shifts = [
        Roster(model.working_hours[name], holidays, row.staffing, row.staff, moved=moved)
        for name in row.hours
        for moved in ((-spread, spread) if spread else (0.0,))
    ]
    if not row.staffing:
        return shifts
    early = -(-row.staff // len(shifts))
    return [replace(shifts[place // early], place=place) for place in range(row.staff)]
