"""What happens when: shocks that hit a company at a date, and levers that move at a date, as frozen data.

Dates count from the beginning of the measured period: week 0 is its first week, "mon" at 0 o'clock its first moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from sim.engine.calendar import DAY, DAYS, WEEK
from sim.inputs.fields import Frozen, Minutes, Name, Share, Words
from sim.inputs.hours_model import Day
from sim.inputs.mistakes import nearest, show
from sim.inputs.names import EVERY
from sim.inputs.places import wrong_places
from sim.inputs.sources import TomlView, Where


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event: what it does, the values it needs and those it may have."""

    sentence: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()


EVENT_KINDS: Mapping[str, EventKind] = {
    "platform outage": EventKind(
        "the system of a department is down, whatever IT does, for some hours", ("department", "hours")
    ),
    "demand peak": EventKind(
        "so many times as many wishes and contacts of customers come, for some weeks", ("factor", "weeks")
    ),
    "supplier failure": EventKind(
        "what is ordered from suppliers during some weeks takes so many times as long", ("factor", "weeks")
    ),
    "resignation wave": EventKind("a share of the people give notice at once", ("share",), ("teams",)),
    "security incident": EventKind(
        "the system of a department is broken into and switched off until IT has contained it",
        ("department",),
        ("severity",),
    ),
    "acquisition": EventKind(
        "so many times as many wishes and contacts come for good; people may come along", ("factor",), ("people",)
    ),
}
DATE = ("kind", "week", "day", "hour")


class Occurrence(Frozen):
    """Something that begins at a date of the measured period."""

    week: Annotated[int, Field(ge=0, lt=520)] = Field(description="measured weeks before it begins")
    day: Day = "mon"
    hour: Annotated[float, Field(ge=0, lt=24)] = Field(0.0, description="o'clock")

    @property
    def begins(self) -> float:
        """Hours from the start of the measured period."""
        return self.week * WEEK + DAYS.index(self.day) * DAY + self.hour


class Event(Occurrence):
    """A shock. Which values count depends on its kind (``EVENT_KINDS``)."""

    kind: str = Field(json_schema_extra={"enum": list(EVENT_KINDS)})
    department: str = Field(EVERY, description="whose system it is; 'every' hits all systems")
    teams: tuple[str, ...] = Field((), description="whose people; all teams if left out")
    hours: Annotated[float, Field(ge=0, le=2000)] = Field(0.0, description="hours it lasts")
    weeks: Annotated[float, Field(ge=0, le=520)] = Field(0.0, description="weeks it lasts")
    factor: Annotated[float, Field(ge=1, le=10)] = Field(1.0, description="times as much, or as long")
    share: Share = Field(0.0, description="share of the people")
    people: Annotated[float, Field(ge=1, le=10)] = Field(1.0, description="times as many people afterwards")
    severity: Annotated[float, Field(ge=0, le=10)] = Field(
        1.0, description="containment, cost and lost trust, as a multiple of the company's usual incident"
    )

    @field_validator("kind")
    @classmethod
    def _is_known(cls, kind: str) -> str:
        if kind not in EVENT_KINDS:
            raise ValueError(f"is {show(kind)}, which is no kind of event{nearest(kind, EVENT_KINDS)}")
        return kind

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Event:
        kind = EVENT_KINDS[self.kind]
        lacking = [name for name in kind.needs if name not in self.model_fields_set]
        if lacking:
            raise ValueError(f"is a {self.kind} and lacks {' and '.join(lacking)}")
        taken = {*DATE, *kind.needs, *kind.may}
        for name, field in type(self).model_fields.items():
            if name not in taken and getattr(self, name) != field.default:
                raise ValueError(
                    f"is a {self.kind}, which takes no {name}; it takes {', '.join((*kind.needs, *kind.may))}"
                )
        return self

    @property
    def idle(self) -> bool:
        """Whether it has no strength at all, and is as if it were not there."""
        strength = {
            "platform outage": self.hours > 0,
            "resignation wave": self.share > 0,
            "security incident": self.severity > 0,
            "acquisition": self.factor > 1 or self.people > 1,
        }
        return not strength.get(self.kind, self.factor > 1 and self.weeks > 0)

    @property
    def ends(self) -> float:
        """Hours from the start of the measured period; of a wave of notices the day on which they are given."""
        return self.begins + self.hours + self.weeks * WEEK

    def is_over(self, notice_weeks: float) -> float:
        """The same; a wave of notices is over when the people are gone."""
        return self.ends + (notice_weeks * WEEK if self.kind == "resignation wave" else 0.0)


class GoLive(Frozen):
    """What it costs at first to work on a new platform (direction: Hitt, Wu & Zhou 2002; sizes are assumptions)."""

    dip: Annotated[float, Field(ge=0, lt=1)] = Field(0.0, description="share of their speed that people lose at first")
    dip_weeks: Annotated[float, Field(ge=0, le=104)] = Field(0.0, description="weeks until nothing of it is left")
    parallel_weeks: Annotated[float, Field(ge=0, le=104)] = Field(
        0.0, description="weeks in which everything is also entered in the old way"
    )
    parallel_minutes: Minutes = Field(0.0, description="added front-office touch time per case meanwhile")

    @model_validator(mode="after")
    def _lasts(self) -> GoLive:
        for strength, length in (("dip", "dip_weeks"), ("parallel_minutes", "parallel_weeks")):
            if getattr(self, strength) > 0 and not getattr(self, length):
                raise ValueError(f"has {strength} but no {length}, so nobody would ever feel it")
        return self

    @property
    def weeks(self) -> float:
        """Weeks until it is over."""
        return max(self.dip_weeks if self.dip else 0.0, self.parallel_weeks if self.parallel_minutes else 0.0)


class LeverChange(Occurrence):
    """A lever that moves to another level at a date, at once or in weekly steps: everywhere, or in one place.

    A place that has a level of its own keeps it when the lever moves everywhere.
    """

    lever: str
    department: str = Field("", description="the department in which it moves; the whole company if left out")
    interface: str = Field("", description="the interface on which it moves, 'source > target: subject'")
    level: Share = Field(description="level it ends at")
    ramp_weeks: Annotated[int, Field(ge=0, le=520)] = Field(0, description="weekly steps it takes; 0 is at once")
    go_live: GoLive = GoLive()

    @model_validator(mode="after")
    def _is_in_one_place(self) -> LeverChange:
        if self.department and self.interface:
            raise ValueError("names a department and an interface; name one of them, or neither for the whole company")
        return self

    @property
    def place(self) -> tuple[str, str, str]:
        """What moves: the lever, and the department or the interface, if it moves in one place only."""
        return self.lever, self.department, self.interface

    @property
    def ends(self) -> float:
        """When the level is reached, hours from the start of the measured period."""
        return self.begins + self.ramp_weeks * WEEK


class Timeline(Frozen):
    """What happens, in a file of its own, to whatever scenarios meet it."""

    name: Name
    description: Words = ""
    events: tuple[Event, ...] = ()
    lever_changes: tuple[LeverChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Shock:
    """Something to recover from.

    Attributes:
        label: what a person reads.
        begins, ends: hours from the start of the measured period.
        volume: work there is for good afterwards, as a multiple of what there was before.
    """

    label: str
    begins: float
    ends: float
    volume: float = 1.0


def shocks_of(events: Sequence[Event], changes: Sequence[LeverChange], notice_weeks: float) -> tuple[Shock, ...]:
    """All events that have any strength, and all go-lives, in order of their beginnings.

    Args:
        notice_weeks: weeks from notice to the last day at work.
    """
    found = [
        Shock(
            event.kind,
            event.begins,
            event.is_over(notice_weeks),
            event.factor if event.kind == "acquisition" else 1.0,
        )
        for event in events
        if not event.idle
    ]
    found += [
        Shock("go-live", change.begins, max(change.ends, change.begins + change.go_live.weeks * WEEK))
        for change in changes
        if change.go_live.weeks
    ]
    return tuple(sorted(found, key=lambda shock: (shock.begins, shock.ends, shock.label)))


# ---- what must fit the rest of the scenario --------------------------------------------------------------------


def wrong_dates(scenario: TomlView, levers: Sequence[str], weeks: int) -> list[tuple[Where, str]]:
    """What does not fit in a scenario's events and lever changes, each with its place; wrong shapes are passed over.

    Args:
        scenario: plain data with ``events``, ``lever_changes`` and ``company``.
        levers: names of all levers.
        weeks: measured weeks.
    """
    found: list[tuple[Where, str]] = []
    for table in ("events", "lever_changes"):
        for where, row in _rows(scenario, table):
            week = row.get("week")
            if isinstance(week, int) and week >= weeks:
                found.append(
                    (
                        (*where, "week"),
                        f"is {week}, but the run ends with week {weeks - 1} (of {weeks}, "
                        "counted from 0); choose an earlier week or a longer run",
                    )
                )
    found += _unknown_names(scenario)
    for where, row in _rows(scenario, "lever_changes"):
        lever = row.get("lever")
        if isinstance(lever, str) and lever not in levers:
            found.append(((*where, "lever"), f"is {show(lever)}, which is no lever{nearest(lever, levers)}"))
        elif lever != "integrated_systems" and GoLive().model_dump() != {**GoLive().model_dump(), **_go_live(row)}:
            found.append(((*where, "go_live"), "belongs to integrated_systems only: no other lever brings a platform"))
    return [*found, *_wrong_places(scenario, levers), *_overlaps(scenario)]


def _rows(scenario: TomlView, table: str) -> Iterator[tuple[Where, TomlView]]:
    rows = scenario.get(table)
    for place, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
        if isinstance(row, Mapping):
            yield (table, place), row


def _go_live(row: TomlView) -> TomlView:
    given = row.get("go_live", {})
    return given if isinstance(given, Mapping) else {}


def _unknown_names(scenario: TomlView) -> Iterator[tuple[Where, str]]:
    company = scenario.get("company")
    known = {name: company.get(name, {}) if isinstance(company, Mapping) else {} for name in ("departments", "teams")}
    for where, row in _rows(scenario, "events"):
        department, teams = row.get("department", EVERY), row.get("teams", ())
        if isinstance(department, str) and department not in (*known["departments"], EVERY):
            yield (
                (*where, "department"),
                f"names department {department!r}, which does not exist"
                + nearest(department, [*known["departments"], EVERY]),
            )
        for place, team in enumerate(teams if isinstance(teams, list | tuple) else ()):
            if isinstance(team, str) and team not in known["teams"]:
                yield (
                    (*where, "teams", place),
                    f"names team {team!r}, which does not exist" + nearest(team, known["teams"]),
                )


def _wrong_places(scenario: TomlView, levers: Sequence[str]) -> Iterator[tuple[Where, str]]:
    """Changes in a department or on an interface that does not exist, or where the lever has no meaning."""
    company = scenario.get("company")
    for where, row in _rows(scenario, "lever_changes"):
        for key, table in (("department", "by_department"), ("interface", "by_interface")):
            place, lever = row.get(key, ""), row.get("lever")
            if isinstance(place, str) and place and lever in levers and isinstance(company, Mapping):
                for below, wrong in wrong_places({table: {place: {lever: 0.0}}}, company):
                    yield (*where, key if len(below) == 2 else "lever"), wrong


def _overlaps(scenario: TomlView) -> Iterator[tuple[Where, str]]:
    """Changes of a lever that begin before the one before has ended."""
    last: dict[tuple[str, ...], tuple[float, float]] = {}
    rows = sorted(_rows(scenario, "lever_changes"), key=lambda entry: _week(entry[1]))
    for where, row in rows:
        lever, week, ramp = str(row.get("lever")), _week(row), row.get("ramp_weeks", 0)
        place = lever, *(str(row.get(key, "")) for key in ("department", "interface"))
        began, ended = last.get(place, (-1.0, -1.0))
        if week == began or week < ended:
            yield where, f"moves {lever} again before its last change has ended; let one end first"
        last[place] = week, week + (ramp if isinstance(ramp, int) else 0)


def _week(row: TomlView) -> float:
    """When a row begins, in weeks; 0 where it does not say so properly."""
    week, day, hour = row.get("week", 0), row.get("day", "mon"), row.get("hour", 0.0)
    if not isinstance(week, int) or day not in DAYS or not isinstance(hour, int | float):
        return 0.0
    return week + (DAYS.index(day) * DAY + hour) / WEEK
