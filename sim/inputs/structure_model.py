"""How a company is built: departments, teams, hand-offs and record copies, as frozen data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from sim.inputs.fields import Frozen, Name, Share, SomeDays, SomeHours, SomeMoney
from sim.inputs.hours_model import StaffedHours
from sim.inputs.names import RecordName


class DepartmentModel(Frozen):
    """A department: an office, a system of record and its people's ways."""

    label: Name
    office: Literal["front", "back"]
    system: Name = Field(description="name of the department's own system of record")
    pace: Share = Field(0.5, description="place on the speed-accuracy line: 0 precise, 1 fast")
    tact: Share = Field(0.5, description="interpersonal skill of its people, 0 to 1")
    remote: Share = Field(1.0, description="share of its work that can be done from anywhere")
    apart: bool = Field(
        False,
        description="stands on its own: whatever concerns every department, system or person of "
        "the company leaves it out",
    )


class TeamModel(Frozen):
    """People of one department who share a queue."""

    department: str
    staff: Annotated[int, Field(ge=1, le=10_000)]
    wage_per_hour: SomeMoney = Field(description="employer's cost of a paid hour, currency")
    hours: tuple[str, ...] = Field(
        min_length=1, description="names of working hours; several are shifts that share the staff"
    )
    turnover_per_year: Share
    finishes_started: bool = Field(False, description="work in hand at closing time is finished the same day")
    answers: bool = Field(
        False, description="answers for its department, which has several teams; the first by name unless one says so"
    )
    can_learn: tuple[str, ...] = Field((), description="teams whose work its people could learn, most natural first")
    preemptive: bool = Field(False, description="what is more urgent interrupts work in hand")
    overtime_above_days: SomeDays | None = Field(
        None, description="backlog, in days of the team's work, above which people stay; the company's if left out"
    )
    staffing: tuple[StaffedHours, ...] = Field((), description="how many of its people are there by hour and season")

    @field_validator("staffing")
    @classmethod
    def _staffing_in_order(cls, rows: tuple[StaffedHours, ...]) -> tuple[StaffedHours, ...]:
        return tuple(sorted(rows, key=lambda row: (row.rank, row.model_dump_json())))

    @model_validator(mode="after")
    def _staffing_fits(self) -> TeamModel:
        if not self.staffing:
            return self
        if len(self.hours) > 1:
            raise ValueError(
                f"has {len(self.hours)} shifts that share its staff, and staffing by hour as well; keep one of them"
            )
        most = max(row.staff for row in self.staffing)
        for place, row in enumerate(self.staffing):
            if any(row.meets(other) for other in self.staffing[:place]):
                raise ValueError(
                    f"has two rows of staffing for the same time, one for {row.staff} people; keep one of them"
                )
        if most > self.staff:
            raise ValueError(f"has staffing for {most} people, but its staff is {self.staff}")
        return self


class HandoffModel(Frozen):
    """Cases that one department passes on to another."""

    source: str
    target: str
    subject: Name
    fields: Annotated[int, Field(ge=1, le=200)] = Field(8, description="fields carried")
    written: bool = Field(True, description="a person writes it; false when a system sends it by itself")
    electronic: bool = Field(False, description="so many that silos leave it an interface: nobody keys it in")
    rank: Share = Field(0.5, description="order in which interfaces are converted: small is early")
    period_hours: SomeHours | None = Field(
        None, description="hours between two runs of the interface, where there is one; the company's usual if left out"
    )
    batch_size: Annotated[int, Field(ge=1, le=100_000)] | None = Field(
        None, description="messages with which it runs at once; without period_hours, only then"
    )


class FeedModel(Frozen):
    """Records of which one department keeps a copy."""

    record: RecordName
    source: str
    target: str
    rank: Share = 0.5
    fields: Annotated[int, Field(ge=1, le=200)] = Field(1, description="fields carried, any of which may go wrong")
    kept: bool = Field(True, description="false: kept only in a world that has a use for it")
