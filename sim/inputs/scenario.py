"""What a scenario is: a company, the levels of its levers, what happens when, a seed and a length; frozen."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Self, TypeVar

from pydantic import Field, field_validator, model_validator

from sim.inputs.company_model import CompanyModel
from sim.inputs.company_names import WrongNames
from sim.inputs.events_model import Event, LeverChange, Occurrence, Shock, shocks_of, wrong_dates
from sim.inputs.fields import Frozen, Name, Words
from sim.inputs.levers_model import LEVERS, Levers
from sim.inputs.names import CAPABILITIES, DECISIONS, CapabilityName, DecisionName
from sim.inputs.places import wrong_places

if TYPE_CHECKING:
    from pydantic.main import TupleGenerator

AnyOccurrence = TypeVar("AnyOccurrence", bound=Occurrence)
AnyName = TypeVar("AnyName", bound=str)


def each_once(names: tuple[AnyName, ...], known: tuple[AnyName, ...], what: str) -> tuple[AnyName, ...]:
    """Names in the order in which they are known, so that two files that name the same are the same.

    Raises:
        ValueError: for a name that is there twice.
    """
    for name in known:
        if names.count(name) > 1:
            raise ValueError(f"names {name!r} more than once; name each {what} once")
    return tuple(name for name in known if name in names)


SMALLEST, LARGEST = 50, 10_000
"""People of a company that another size was asked of."""


class Scenario(Frozen):
    """One world: everything a run needs except the number of the replication."""

    name: Name
    description: Words = ""
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    weeks: Annotated[int, Field(ge=1, le=520)] = Field(13, description="weeks that are measured")
    warm_up_weeks: Annotated[int, Field(ge=0, le=104)] = Field(4, description="weeks that are run first, unmeasured")
    levers: Levers = Levers()
    events: tuple[Event, ...] = Field((), description="shocks, each at a date")
    lever_changes: tuple[LeverChange, ...] = Field((), description="levers that move, each at a date")
    oracle: tuple[DecisionName, ...] = Field((), description="decisions taken on the truth instead of on copies")
    without: tuple[CapabilityName, ...] = Field((), description="what the company has to do without")
    company_size: Annotated[int, Field(ge=SMALLEST, le=LARGEST)] | None = Field(
        None, description="people; the company grows or shrinks to so many before it is run"
    )
    company: CompanyModel

    @field_validator("events", "lever_changes")
    @classmethod
    def _by_date(cls, rows: tuple[AnyOccurrence, ...]) -> tuple[AnyOccurrence, ...]:
        return tuple(sorted(rows, key=lambda row: (row.begins, row.model_dump_json())))

    @field_validator("oracle")
    @classmethod
    def _decisions(cls, names: tuple[DecisionName, ...]) -> tuple[DecisionName, ...]:
        return each_once(names, DECISIONS, "decision")

    @field_validator("without")
    @classmethod
    def _capabilities(cls, names: tuple[CapabilityName, ...]) -> tuple[CapabilityName, ...]:
        return each_once(names, CAPABILITIES, "capability")

    @model_validator(mode="after")
    def _places_exist(self) -> Scenario:
        levers = self.levers
        if not (levers.by_department or levers.by_interface):
            return self
        found = wrong_places(levers.model_dump(), self.company.model_dump())
        if found:
            raise WrongNames([(("levers", *where), words) for where, words in found])
        return self

    @model_validator(mode="after")
    def _changes_fit(self) -> Scenario:
        if self.events or self.lever_changes:
            found = wrong_dates(self.model_dump(), LEVERS, self.weeks)
            if found:
                raise WrongNames(found)
        return self

    @property
    def shocks(self) -> tuple[Shock, ...]:
        """What the company has to recover from, in order of time."""
        return shocks_of(self.events, self.lever_changes, self.company.hr.notice_weeks)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything that decides a run's outcome (not the name or the description)."""
        told_apart = {"name", "description"} | ({"company_size"} if self.company_size is None else set())
        content = self.model_dump_json(exclude=told_apart)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def __iter__(self) -> TupleGenerator:
        """Its fields and their values; what is kept of the fingerprint is none."""
        for name in type(self).model_fields:
            yield name, getattr(self, name)

    def __copy__(self) -> Self:
        """A copy, which works out its own fingerprint: copies are made to be changed."""
        copied = super().__copy__()
        copied.__dict__.pop("fingerprint", None)
        return copied
