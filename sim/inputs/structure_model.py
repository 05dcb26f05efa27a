"""How a company is built: hours, departments, teams, activities, hand-offs and record copies, as frozen data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.inputs.fields import Frozen, Name, Share, SomeMinutes, SomeMoney, Variation
from sim.inputs.names import RecordName

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Hours(Frozen):
    """Opening hours of a week."""

    days: Annotated[tuple[Day, ...], Field(min_length=1)]
    opens: Annotated[float, Field(ge=0, lt=24)] = Field(description="o'clock")
    closes: Annotated[float, Field(gt=0, le=24)] = Field(description="o'clock")

    @model_validator(mode="after")
    def _opens_before_closing(self) -> Hours:
        if self.closes <= self.opens:
            raise ValueError(
                f"opens at {self.opens:g} but closes at {self.closes:g}, so it never opens; "
                "closes must be later than opens"
            )
        if len(set(self.days)) < len(self.days):
            raise ValueError("names a day twice")
        return self


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
    staff: Annotated[int, Field(ge=1, le=2000)]
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


class ActivityModel(Frozen):
    """A piece of work: who does it and how long it takes."""

    team: str
    minutes: SomeMinutes = Field(description="mean touch time, minutes")
    variation: Variation = Field(0.7, description="coefficient of variation of the (lognormal) touch time")
    routine: Share = Field(0.0, description="share that follows a rule a bot could work by")


class HandoffModel(Frozen):
    """Cases that one department passes on to another."""

    source: str
    target: str
    subject: Name
    fields: Annotated[int, Field(ge=1, le=200)] = Field(8, description="fields carried")
    written: bool = Field(True, description="a person writes it; false when a system sends it by itself")
    rank: Share = Field(0.5, description="order in which interfaces are converted: small is early")


class FeedModel(Frozen):
    """Records of which one department keeps a copy."""

    record: RecordName
    source: str
    target: str
    rank: Share = 0.5
    fields: Annotated[int, Field(ge=1, le=200)] = Field(1, description="fields carried, any of which may go wrong")
    kept: bool = Field(True, description="false: kept only in a world that has a use for it")
