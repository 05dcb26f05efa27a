"""Working hours as frozen data: shifts (also over midnight), breaks, stretches, holidays, people by hour and season.

Hours of a day are (opening, closing) pairs in hours from its midnight. A shift belongs to the day on which it begins;
where it goes on after midnight its closing is above 24.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import Field, TypeAdapter, ValidationError, field_validator, model_validator

from sim.engine.calendar import DAY, DAYS, WEEK
from sim.engine.spans import Span
from sim.inputs.fields import Frozen
from sim.inputs.sources import TomlView, Where

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
OClock = Annotated[float, Field(ge=0, le=24, allow_inf_nan=False, description="o'clock")]
Stretch: TypeAlias = tuple[OClock, OClock]
Stretches = Annotated[tuple[Stretch, ...], Field(min_length=1, max_length=12)]
WeekNumber = Annotated[int, Field(ge=-104, le=520)]

LONGEST_OVER_MIDNIGHT = 16.0
"""Hours of a stretch over midnight; a longer one is rather a mistake than a shift."""


class Date(Frozen):
    """A day of the run, or a whole week; weeks count from the measured period, whose first is 0."""

    week: WeekNumber = Field(description="0 is the first measured week; the warm-up has those below 0")
    day: Day | None = Field(None, description="the whole week where none is given")

    @property
    def days(self) -> Iterator[tuple[int, int]]:
        """(week, number of the day from Monday) of every day it names."""
        return ((self.week, day) for day in (range(7) if self.day is None else [DAYS.index(self.day)]))


class OtherHours(Date):
    """Other hours than usual on a date: a half day, or an open Sunday."""

    stretches: Stretches = Field(description="from and to, o'clock; to after midnight where it is not later")


AnyDate = TypeVar("AnyDate", bound=Date)


def by_date(dates: tuple[AnyDate, ...]) -> tuple[AnyDate, ...]:
    """Dates in order of time, that of a whole week before its days."""
    return tuple(sorted(dates, key=lambda date: (date.week, date.day is not None and DAYS.index(date.day))))


class ByDay(Frozen):
    """Hours of single days of the week that are not those of the others."""

    mon: Stretches | None = None
    tue: Stretches | None = None
    wed: Stretches | None = None
    thu: Stretches | None = None
    fri: Stretches | None = None
    sat: Stretches | None = None
    sun: Stretches | None = None

    def of(self, day: str) -> tuple[Stretch, ...] | None:
        """The hours of a day; None where it has none of its own."""
        stretches: tuple[Stretch, ...] | None = getattr(self, day)
        return stretches


class Hours(Frozen):
    """Opening hours of a week, and on which dates they differ."""

    days: Annotated[tuple[Day, ...], Field(min_length=1, description="days of the week")]
    opens: Annotated[float, Field(ge=0, lt=24)] | None = Field(None, description="o'clock")
    closes: Annotated[float, Field(gt=0, le=24)] | None = Field(
        None, description="o'clock; of the next morning where it is earlier than opens"
    )
    stretches: Stretches | None = Field(None, description="several a day, instead of opens and closes: from and to")
    breaks: tuple[Stretch, ...] = Field((), description="from and to, o'clock, in which nobody works")
    by_day: ByDay | None = Field(None, description="days of the week with other hours")
    closed: tuple[Date, ...] = Field((), description="dates on which no shift begins")
    other_hours: tuple[OtherHours, ...] = Field((), description="dates with other hours")
    on_holidays: bool = Field(False, description="open on the company's holidays as well")

    @field_validator("closed", "other_hours")
    @classmethod
    def _in_order(cls, dates: tuple[AnyDate, ...]) -> tuple[AnyDate, ...]:
        return by_date(dates)

    @model_validator(mode="after")
    def _makes_a_week(self) -> Hours:
        if len(set(self.days)) < len(self.days):
            raise ValueError("names a day twice")
        _check_form(self)
        for stretches in self._all_stretches():
            _check_order(stretches)
        dates = [date for other in self.other_hours for date in other.days]
        if twice := [date for date in dates if dates.count(date) > 1]:
            raise ValueError(f"has other hours twice on {DAYS[twice[0][1]]} of week {twice[0][0]}")
        for opening, closing in self.breaks:
            if opening == closing:
                raise ValueError(f"has a break from {opening:g} to {closing:g}, which is none")
            if not any(_inside((opening, closing), hours) for hours in self._all_stretches()):
                raise ValueError(f"has a break from {opening:g} to {closing:g} outside its hours")
        week = sorted((DAY * day + a, DAY * day + b) for day in range(7) for a, b in self.of_day(day))
        for (_, closing), (opening, _) in zip(week, [*week[1:], (week[0][0] + WEEK, 0.0)], strict=True):
            if closing > opening:
                day = DAYS[int(closing // DAY) % 7]
                raise ValueError(f"runs over midnight into its own hours on {day}, at {opening % DAY:g} o'clock")
        return self

    def _all_stretches(self) -> Iterator[tuple[Stretch, ...]]:
        yield self._usual_stretches()
        for day in DAYS:
            if self.by_day is not None and (own := self.by_day.of(day)) is not None:
                yield own
        for other in self.other_hours:
            yield other.stretches

    def _usual_stretches(self) -> tuple[Stretch, ...]:
        if self.stretches is not None:
            return self.stretches
        return () if self.opens is None or self.closes is None else ((self.opens, self.closes),)

    def of_day(self, day: int) -> list[Span]:
        """The hours of a usual day (0 is Monday), breaks left out; none when it is closed."""
        own = self.by_day.of(DAYS[day]) if self.by_day is not None else None
        if own is None:
            own = self._usual_stretches() if DAYS[day] in self.days else ()
        return self._without_breaks(own)

    def of_date(self, week: int, day: int) -> list[Span]:
        """The hours of a date, breaks left out; none when it is closed."""
        if any((week, day) in date.days for date in self.closed):
            return []
        for other in self.other_hours:
            if (week, day) in other.days:
                return self._without_breaks(other.stretches)
        return self.of_day(day)

    def _without_breaks(self, stretches: Sequence[Stretch]) -> list[Span]:
        spans = [over_midnight(stretch) for stretch in stretches]
        for pause in self.breaks:
            spans = [left for span in spans for left in _without(span, pause)]
        return spans

    @property
    def dates(self) -> set[int]:
        """The weeks in which it differs from a usual week by its own dates."""
        return {date.week for date in (*self.closed, *self.other_hours)}


class StaffedHours(Frozen):
    """How many of a team's people are there at some hours, on some days, in some weeks."""

    staff: Annotated[int, Field(ge=0, le=10_000)] = Field(description="people")
    opens: OClock | None = Field(None, description="o'clock; the whole day where not given")
    closes: OClock | None = Field(None, description="o'clock; of the next morning where it is earlier than opens")
    days: Annotated[tuple[Day, ...], Field(min_length=1)] | None = Field(
        None, description="days of the week on which the shift begins; all where not given"
    )
    weeks: tuple[WeekNumber, WeekNumber] | None = Field(
        None, description="first and last week, from the measured period; all where not given"
    )

    @model_validator(mode="after")
    def _is_a_time(self) -> StaffedHours:
        if (self.opens is None) != (self.closes is None):
            raise ValueError("has only one of opens and closes")
        if self.opens is not None and self.opens == self.closes:
            raise ValueError(f"is from {self.opens:g} to {self.closes:g} o'clock, which is no time")
        if self.weeks is not None and self.weeks[1] < self.weeks[0]:
            raise ValueError(f"is for weeks {self.weeks[0]} to {self.weeks[1]}; the last cannot come before the first")
        return self

    @property
    def clock(self) -> list[Span]:
        """When of a day it holds, hours from midnight."""
        if self.opens is None or self.closes is None:
            return [(0.0, DAY)]
        if self.opens < self.closes:
            return [(self.opens, self.closes)]
        return [(0.0, self.closes), (self.opens, DAY)]

    def holds(self, week: int | None, day: int, hour: float) -> bool:
        """Whether it holds at an hour of a shift that begins on a day of a week (None for a usual one)."""
        if self.weeks is not None and (week is None or not self.weeks[0] <= week <= self.weeks[1]):
            return False
        if self.days is not None and DAYS[day] not in self.days:
            return False
        return any(opening <= hour % DAY < closing for opening, closing in self.clock)

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """Which of several rows counts, the largest: one for a season, then one for days, then one for hours."""
        return self.weeks is not None, self.days is not None, self.opens is not None

    def meets(self, other: StaffedHours) -> bool:
        """Whether it holds at a time at which another row of the same rank does."""
        if self.rank != other.rank:
            return False
        if self.weeks and other.weeks and (self.weeks[1] < other.weeks[0] or other.weeks[1] < self.weeks[0]):
            return False
        if self.days and other.days and not set(self.days) & set(other.days):
            return False
        return any(a < end and start < b for a, b in self.clock for start, end in other.clock)


def staffed(rows: Sequence[StaffedHours], usual: int, week: int | None, day: int, hour: float) -> int:
    """How many people are there: what the row that counts says, else the usual number."""
    return max(((row.rank, row.staff) for row in rows if row.holds(week, day, hour)), default=((), usual))[1]


def wrong_staffing(company: TomlView) -> Iterator[tuple[Where, str]]:
    """StaffedHours by hour that leaves somebody, or everybody, at home for good; wrong shapes are passed over."""
    teams = company.get("teams")
    for name, team in teams.items() if isinstance(teams, Mapping) else ():
        try:
            rows = _ROWS.validate_python(team["staffing"])
            hours = Hours.model_validate(company["working_hours"][team["hours"][0]])
            staff = int(team["staff"])
        except (KeyError, IndexError, TypeError, ValueError, ValidationError):
            continue
        usual = _most_there(rows, staff, hours, seasons=False)
        most = _most_there(rows, staff, hours, seasons=True)
        if rows and not usual:
            yield ("teams", name, "staffing"), "leaves nobody there in a usual week"
        elif rows and most < staff:
            yield (
                ("teams", name, "staffing"),
                f"never needs more than {most} of its {staff} people; its staff is too large",
            )


def _most_there(rows: Sequence[StaffedHours], staff: int, hours: Hours, *, seasons: bool) -> int:
    """The largest number of people there at any hour of any week."""
    weeks = [None, *(week for row in rows if row.weeks for week in range(row.weeks[0], row.weeks[1] + 1))]
    edges = {hour + late for row in rows for clock in row.clock for hour in clock for late in (0.0, DAY)}
    return max(
        staffed(rows, staff, week, day, hour)
        for week in (weeks if seasons else [None])
        for day in range(7)
        for opening, closing in hours.of_day(day)
        for hour in {opening, *(edge for edge in edges if opening < edge < closing)}
    )


_ROWS = TypeAdapter(tuple[StaffedHours, ...])


def over_midnight(stretch: Stretch) -> Span:
    """A stretch in hours from the midnight before it; its end is above 24 where it is of the next morning."""
    opening, closing = stretch
    return opening, closing if closing > opening else closing + DAY


def _check_form(hours: Hours) -> None:
    ends = {"opens": hours.opens, "closes": hours.closes}
    missing = [name for name, hour in ends.items() if hour is None]
    if hours.stretches is not None and len(missing) < len(ends):
        raise ValueError("has stretches as well as opens and closes; keep one of them")
    if hours.stretches is None and missing:
        raise ValueError(f"lacks {' and '.join(missing)}; hours are given by opens and closes, or by stretches")


def _check_order(stretches: Sequence[Stretch]) -> None:
    spans = [over_midnight(stretch) for stretch in stretches]
    for (opening, closing), (start, end) in zip(stretches, spans, strict=True):
        if opening == closing:
            raise ValueError(
                f"opens at {opening:g} and closes at {closing:g}, so it never opens; day and night is from 0 to 24"
            )
        if closing < opening and end - start > LONGEST_OVER_MIDNIGHT:
            raise ValueError(
                f"opens at {opening:g} but closes at {closing:g}, so it never opens; over midnight at most "
                f"{LONGEST_OVER_MIDNIGHT:g} hours are allowed"
            )
    for place, (before, after) in enumerate(zip(spans, spans[1:], strict=False)):
        if after[0] < before[1]:
            told = [f"from {opening:g} to {closing:g}" for opening, closing in stretches[place : place + 2]]
            raise ValueError(f"has stretches {told[0]} and {told[1]} that overlap or are out of order")


def _inside(pause: Stretch, stretches: Sequence[Stretch]) -> bool:
    start, end = over_midnight(pause)
    spans = [over_midnight(stretch) for stretch in stretches]
    return any(a <= start + shift and end + shift <= b for a, b in spans for shift in (0.0, DAY))


def _without(span: Span, pause: Stretch) -> Iterator[Span]:
    """What is left of a span beside a break, which may lie after midnight."""
    start, end = over_midnight(pause)
    left = span[0]
    for shift in (0.0, DAY):
        opening, closing = max(left, start + shift), min(span[1], end + shift)
        if opening < closing:
            if left < opening:
                yield left, opening
            left = closing
    if left < span[1]:
        yield left, span[1]
