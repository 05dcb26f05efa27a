"""What a study may vary: numbers of a scenario with a plausible range and the reason for it, and how to set them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.inputs.fields import Frozen, Name, Words
from sim.inputs.mistakes import Mistakes, nearest
from sim.inputs.names import ANY
from sim.inputs.scenario import Scenario


class Assumption(Frozen):
    """One thing that is varied: the places it stands at, its range, and why this range is plausible."""

    name: Name
    paths: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="places in a scenario, such as 'company.remedies.bots'; * stands for every name"
    )
    low: Annotated[float, Field(ge=-1e12, le=1e12)]
    high: Annotated[float, Field(ge=-1e12, le=1e12)]
    scale: Literal["linear", "log"] = "linear"
    unit: Words = Field("", description="what a value of it counts, for people")
    multiply: bool = Field(False, description="the value is a factor on what the scenario says, not the number itself")
    only_strategies: bool = Field(False, description="nothing of it is used in a world without strategies")
    reason: Annotated[Words, Field(min_length=1)]

    @model_validator(mode="after")
    def _range_is_one(self) -> Assumption:
        if self.high <= self.low:
            raise ValueError(f"ranges from {self.low:g} to {self.high:g}; high must be above low")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"has a logarithmic scale from {self.low:g}; low must be above 0")
        return self

    def at(self, share: float) -> float:
        """The value that lies this share (0 to 1) of the way from low to high."""
        if self.scale == "log":
            return float(self.low * (self.high / self.low) ** share)
        return float(self.low + share * (self.high - self.low))


class Assumptions(Frozen):
    """A file of kind 'assumptions': things that a study varies."""

    name: Name
    description: Words = ""
    assumption: Annotated[tuple[Assumption, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_differ(self) -> Assumptions:
        names = [assumption.name for assumption in self.assumption]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"has two assumptions named {twice[0]!r}")
        return self


def with_values(scenario: Scenario, values: Sequence[tuple[Assumption, float]]) -> Scenario:
    """The scenario with each assumption at its value; checked like a file.

    Raises:
        Mistakes: when a path leads nowhere or a value is out of the field's range.
    """
    from pydantic import ValidationError

    data = scenario.model_dump()
    for assumption, value in values:
        for path in assumption.paths:
            _set(data, path.split("."), path, value, multiply=assumption.multiply)
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        raise Mistakes(
            [_out_of_range(values, detail["loc"], detail["input"], detail["msg"]) for detail in error.errors()]
        ) from None


def value_in(scenario: Scenario, assumption: Assumption) -> float:
    """What the scenario itself says: the number at the first path, or the factor 1."""
    if assumption.multiply:
        return 1.0
    data: Any = scenario.model_dump()
    path = assumption.paths[0]
    for key in path.split("."):
        data = _inside(data, key, path)
    return float(data)


def _set(data: Any, keys: Sequence[str], path: str, value: float, *, multiply: bool) -> None:
    key, *rest = keys
    if key == ANY:
        for name in [name for name in data if not rest or _says(data[name], rest[0])] or list(data)[:1]:
            _set(data, [name, *rest], path, value, multiply=multiply)
        return
    inside = _inside(data, key, path)
    if rest:
        _set(inside, rest, path, value, multiply=multiply)
        return
    if isinstance(inside, bool) or not isinstance(inside, int | float):
        raise Mistakes([f"The path {path!r} leads to {inside!r}, which is not a number."])
    wanted = inside * value if multiply else value
    data[key] = max(1, round(wanted)) if isinstance(inside, int) else float(wanted)


def _says(row: Any, key: str) -> bool:
    """Whether a row has a value of its own there; where it has none, another number speaks for it."""
    return key == ANY or (key in row and row[key] is not None)


def _inside(data: Any, key: str, path: str) -> Any:
    if not isinstance(data, dict) or key not in data:
        near = nearest(key, list(data)) if isinstance(data, dict) else ""
        raise Mistakes([f"The path {path!r} leads nowhere: there is no {key!r}{near}."])
    return data[key]


def _out_of_range(
    values: Sequence[tuple[Assumption, float]], where: Sequence[int | str], given: Any, complaint: str
) -> str:
    """A sentence about a value that a scenario does not take, with the assumptions that led to it."""
    place = [str(key) for key in where]
    cause = ", ".join(
        f"{assumption.name} = {value:.4g}"
        for assumption, value in values
        if any(_leads_to(path.split("."), place) for path in assumption.paths)
    )
    return f"{'.'.join(place)} is {given!r}{f' with {cause}' if cause else ''}; {complaint}."


def _leads_to(keys: Sequence[str], place: Sequence[str]) -> bool:
    return all(key in (ANY, name) for key, name in zip(keys, place, strict=False))
