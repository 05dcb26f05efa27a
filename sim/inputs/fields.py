"""What all input data is made of: frozen tables without unknown keys, texts that are only text, numbers with a range.

A number's type says its unit; "Some" means more than nothing. Upper ends are far beyond any company of 10,000 people,
and still such that a mistyped number is found; lower ends of what recurs keep a run from standing still.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Variation = Annotated[float, Field(ge=0.0, le=5.0, allow_inf_nan=False)]
Minutes = Annotated[float, Field(ge=0.0, le=100_000.0, allow_inf_nan=False)]
SomeMinutes = Annotated[float, Field(ge=0.01, le=100_000.0, allow_inf_nan=False)]
SomeHours = Annotated[float, Field(ge=0.05, le=10_000.0, allow_inf_nan=False)]
Days = Annotated[float, Field(ge=0.0, le=3_650.0, allow_inf_nan=False)]
SomeDays = Annotated[float, Field(ge=0.01, le=3_650.0, allow_inf_nan=False)]
SomeWeeks = Annotated[float, Field(ge=0.05, le=5_200.0, allow_inf_nan=False)]
SomeYears = Annotated[float, Field(ge=0.01, le=100.0, allow_inf_nan=False)]
PerWeek = Annotated[float, Field(ge=0.0, le=1e6, allow_inf_nan=False)]
PerYear = Annotated[float, Field(ge=0.0, le=10_000.0, allow_inf_nan=False)]
EachPerWeek = Annotated[float, Field(ge=0.0, le=1_000.0, allow_inf_nan=False)]
Money = Annotated[float, Field(ge=0.0, le=1e12, allow_inf_nan=False)]
SomeMoney = Annotated[float, Field(gt=0.0, le=1e9, allow_inf_nan=False)]
SomeUnits = Annotated[float, Field(ge=0.01, le=1e6, allow_inf_nan=False)]
Factor = Annotated[float, Field(ge=0.0, le=1_000.0, allow_inf_nan=False)]
SomeFactor = Annotated[float, Field(ge=0.001, le=1_000.0, allow_inf_nan=False)]

LONGEST_NAME = 60
MOST_WORDS = 10_000
"""Characters of a description."""

_STEERING = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def steers(letter: str) -> bool:
    """Whether a character steers a terminal or turns the direction of writing instead of being seen."""
    return letter in _TURNING or unicodedata.category(letter) in _STEERING


def visible(text: str) -> str:
    """A text in which every character that would steer a terminal is written as its code; lines stay lines."""
    if text.isprintable():
        return text
    return "".join(
        letter.encode("unicode_escape", "surrogatepass").decode("ascii") if steers(letter) and letter != "\n" else letter
        for letter in text
    )


def steering(text: str) -> str:
    """The complaint about a text with a control character; empty for one without. Long texts may have lines."""
    found = next((letter for letter in text if steers(letter) and letter not in "\n\t"), "")
    return f"holds the control character {visible(found)}; allowed is text that can be seen" if found else ""


def unfit_for_name(text: str) -> str:
    """The complaint about a text that is no name of one line that can be seen; empty if it is one."""
    if not text.strip():
        return "is empty; allowed is a name that can be seen"
    return steering(text) or ("has more than one line; allowed is one" if set(text) & {"\n", "\t"} else "")


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
