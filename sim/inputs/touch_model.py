"""Activities: who does them, and by which law of probability their touch times vary, as frozen data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from sim.inputs.fields import Frozen, Minutes, Share, SomeMinutes, Variation, Words
from sim.inputs.instead import BY_COLUMN, NEEDS, PARAMETERS
from sim.inputs.sources import TomlTable

Law = Literal["lognormal", "gamma", "exponential", "triangular", "fixed", "empirical"]


class ActivityModel(Frozen):
    """A piece of work: who does it and how long it takes."""

    team: str
    minutes: SomeMinutes | None = Field(None, description="mean touch time, minutes")
    variation: Variation = Field(0.7, description="coefficient of variation of the touch time (lognormal or gamma)")
    law: Law = Field("lognormal", description="law of probability of the touch time")
    least: Minutes | None = Field(None, description="shortest touch time of the triangular law, minutes")
    mode: Minutes | None = Field(None, description="most likely touch time of the triangular law, minutes")
    most: SomeMinutes | None = Field(None, description="longest touch time of the triangular law, minutes")
    values: Annotated[tuple[Minutes, ...], Field(min_length=1, max_length=10_000)] | None = Field(
        None, description="measured touch times of the empirical law, minutes"
    )
    file: Words | None = Field(None, description="CSV file that holds them instead, seen from this file")
    column: Words | None = Field(None, description="its column, minutes")
    routine: Share = Field(0.0, description="share that follows a rule a bot could work by")
    base_load: bool = Field(False, description="takes time, and nothing else follows from it, done or not")

    @property
    def mean_minutes(self) -> float:
        """Mean touch time, minutes, by whatever law."""
        if self.law == "triangular":
            return sum(minutes or 0.0 for minutes in (self.least, self.mode, self.most)) / 3
        if self.law == "empirical":
            return sum(self.values or (0.0,)) / len(self.values or (0.0,))
        return self.minutes or 0.0

    @model_validator(mode="after")
    def _fits_its_law(self) -> ActivityModel:
        if self.file is not None or self.column is not None:
            raise ValueError("names a CSV file, which only a file that stands beside it can; give values")
        needed = NEEDS[self.law]
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise ValueError(f"lacks {' and '.join(missing)}, which a touch time of the law {self.law!r} needs")
        given = [name for name in PARAMETERS if name in self.model_fields_set and getattr(self, name) is not None]
        strange = [name for name in given if name not in needed]
        if strange:
            raise ValueError(
                f"has {' and '.join(strange)}, which a touch time of the law {self.law!r} does not have; "
                f"it has {' and '.join(needed)}"
            )
        if self.least is not None and self.mode is not None and self.most is not None:
            _check_triangle(self.least, self.mode, self.most)
        if self.law == "gamma" and not self.variation:
            raise ValueError("has no variation; a touch time that never varies is of the law 'fixed'")
        if self.values is not None and not any(self.values):
            raise ValueError("has no touch time above 0 among its values")
        return self

    @model_serializer(mode="wrap")
    def _what_its_law_has(self, whole: SerializerFunctionWrapHandler) -> TomlTable:
        row: TomlTable = whole(self)
        kept = NEEDS[self.law]
        return {name: value for name, value in row.items() if name not in (*PARAMETERS, *BY_COLUMN) or name in kept}


def _check_triangle(least: float, mode: float, most: float) -> None:
    if not least <= mode <= most:
        raise ValueError(f"has its mode at {mode:g}, which is not between {least:g} (least) and {most:g} (most)")
    if least == most:
        raise ValueError(f"is always {least:g}; a touch time that never varies is of the law 'fixed'")
