"""What all input data is made of: frozen tables without unknown keys, texts that are only text, numbers with a range.

A number's type says its unit; "Some" means more than nothing. Upper ends are far beyond any company of 10,000 people,
and still such that a mistyped number is found; lower ends of what recurs keep a run from standing still.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sim.inputs.seen import steering, unfit_for_name

Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Variation = Annotated[float, Field(ge=0.0, le=5.0, allow_inf_nan=False)]
Seconds = Annotated[float, Field(ge=0.0, le=86_400.0, allow_inf_nan=False)]
Minutes = Annotated[float, Field(ge=0.0, le=100_000.0, allow_inf_nan=False)]
SomeMinutes = Annotated[float, Field(ge=0.01, le=100_000.0, allow_inf_nan=False)]
Hours = Annotated[float, Field(ge=0.0, le=10_000.0, allow_inf_nan=False)]
SomeHours = Annotated[float, Field(ge=0.05, le=10_000.0, allow_inf_nan=False)]
Days = Annotated[float, Field(ge=0.0, le=3_650.0, allow_inf_nan=False)]
SomeDays = Annotated[float, Field(ge=0.01, le=3_650.0, allow_inf_nan=False)]
Weeks = Annotated[float, Field(ge=0.0, le=520.0, allow_inf_nan=False)]
SomeWeeks = Annotated[float, Field(ge=0.05, le=5_200.0, allow_inf_nan=False)]
SomeYears = Annotated[float, Field(ge=0.01, le=100.0, allow_inf_nan=False)]
PerWeek = Annotated[float, Field(ge=0.0, le=1_000_000.0, allow_inf_nan=False)]
PerYear = Annotated[float, Field(ge=0.0, le=1_000.0, allow_inf_nan=False)]
EachPerWeek = Annotated[float, Field(ge=0.0, le=100.0, allow_inf_nan=False)]
Money = Annotated[float, Field(ge=0.0, le=1e12, allow_inf_nan=False)]
SomeMoney = Annotated[float, Field(gt=0.0, le=1e9, allow_inf_nan=False)]
SomeUnits = Annotated[float, Field(ge=0.01, le=1e6, allow_inf_nan=False)]
Factor = Annotated[float, Field(ge=0.0, le=1_000.0, allow_inf_nan=False)]
SomeFactor = Annotated[float, Field(ge=0.001, le=1_000.0, allow_inf_nan=False)]

LONGEST_NAME = 60
MOST_WORDS = 10_000
"""Characters of a description."""


def _seen(text: str) -> str:
    if complaint := unfit_for_name(text):
        raise ValueError(complaint)
    return text


def _read(text: str) -> str:
    if complaint := steering(text):
        raise ValueError(complaint)
    return text


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_seen)]
"""What a table, a study, a team or a thing for sale calls itself: one line."""

Words = Annotated[str, Field(max_length=MOST_WORDS), AfterValidator(_read)]
"""What a person says about something; may have lines."""


class Frozen(BaseModel):
    """Data that cannot change and has no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)
