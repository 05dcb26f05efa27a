"""From files to a scenario, and every mistake of a file at once.

A scenario file is TOML: name, description, seed, weeks, warm_up_weeks, `[levers]`, `[[events]]`, `[[lever_changes]]`,
`company` (a table, or the path of a company file seen from the scenario file) and, if wished, `[change]`: a part of a
company that is laid over it. A company file may itself be laid over another: `extends = "company.toml"`. A list in the
upper layer replaces the lower one's; under `handoffs_added` or `feeds_added` it is appended. `kind` says which shape a
scenario has.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sim.inputs.layers import COMPANY_KEYS, Composition, company_of, company_of_scenario
from sim.inputs.mistakes import Mistakes, Place, ended, nearest, schema_of, sentences, show
from sim.inputs.sources import TomlTable, TomlView, Where
from sim.inputs.toml_file import TomlFile, read

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sim.inputs.company_model import CompanyModel
    from sim.inputs.scenario import Scenario

    AnyModel = TypeVar("AnyModel", bound=BaseModel)

FILE_KINDS = {
    "company": "sim.inputs.scenario:Scenario",
    "two desks": "sim.inputs.two_desks:TwoDesks",
    "assumptions": "sim.inputs.assumptions:Assumptions",
    "events": "sim.inputs.events_model:Timeline",
}
"""For each kind of scenario file, the module and the model that say what it may hold."""


def load_scenario(path: Path | str) -> Scenario:
    """The scenario a file describes; raises Mistakes with a sentence for each thing wrong with it."""
    file = read(Path(path))
    if _kind(file) != "company":
        raise Mistakes(
            [f"{file.place(('kind',))}: the scenario is of kind {_kind(file)!r}; needed here is one of kind 'company'."]
        )
    if _is_company(file):
        raise Mistakes(
            [
                f"{file.shown}: describes a company, not a scenario; a scenario file would name it: "
                f"company = {Path(file.shown).name!r}."
            ]
        )
    return _scenario(file)


def load_company(file: TomlFile) -> CompanyModel:
    """The company that a file which was read describes, whatever it was read from; raises Mistakes."""
    return _company(file)


def load(path: Path | str) -> BaseModel:
    """What a file of any kind describes: a scenario, by its `kind`, or a company."""
    file = read(Path(path))
    kind = _kind(file)
    if kind == "company":
        return _company(file) if _is_company(file) else _scenario(file)
    module, _, name = FILE_KINDS[kind].partition(":")
    model: type[BaseModel] = getattr(import_module(module), name)
    data = {key: value for key, value in file.table.items() if key != "kind"}
    return _validated(model, data, _Written(file, None), also_allowed={(): ("format", "kind")})


@dataclass(frozen=True, slots=True)
class _Written:
    """Where the values of a scenario or of a company file were written."""

    file: TomlFile
    company: Composition | None
    root: Where = ("company",)

    def place(self, where: Where, *, missing: bool = False) -> Place:
        if self.company is not None and where[: len(self.root)] == self.root and where != ("company",):
            return self.company.place(where[len(self.root) :], missing=missing)
        return self.file.place(where)

    def namesakes(self, where: Where) -> tuple[str, ...]:
        if self.company is None or where[: len(self.root)] != self.root:
            return ()
        return self.company.namesakes(where[len(self.root) :])


def _kind(file: TomlFile) -> str:
    """The kind a file says it is of; raises Mistakes if there is no such kind."""
    kind = file.table.get("kind", "company")
    if not isinstance(kind, str) or kind not in FILE_KINDS:
        raise Mistakes([ended(f"{file.place(('kind',))}: kind is {show(kind)}{nearest(str(kind), FILE_KINDS)}")])
    return kind


def _is_company(file: TomlFile) -> bool:
    """Whether a file without a kind is a company file and not a scenario that forgot its company."""
    return "company" not in file.table and bool({"extends", "departments", "teams"} & file.table.keys())


def _company(file: TomlFile) -> CompanyModel:
    from sim.inputs.company_model import CompanyModel
    from sim.inputs.company_names import wrong_names

    composition = company_of(file, (), before=())
    written = _Written(file, composition, root=())
    return _validated(
        CompanyModel,
        composition.table,
        written,
        also_allowed={(): ("format", *COMPANY_KEYS)},
        wrong_names=wrong_names(composition.table),
    )


def _scenario(file: TomlFile) -> Scenario:
    """A scenario file with its company put together; the mistakes of both are told at once."""
    from sim.inputs.company_names import wrong_names
    from sim.inputs.events_model import wrong_dates
    from sim.inputs.levers_model import LEVERS
    from sim.inputs.places import wrong_places
    from sim.inputs.scenario import Scenario
    from sim.inputs.workload import endless

    data = {key: value for key, value in file.table.items() if key not in ("kind", "change", "company")}
    composition, found = None, list[str]()
    try:
        composition = company_of_scenario(file)
    except Mistakes as mistakes:
        found.extend(mistakes.sentences)
    if composition is not None:
        data["company"] = composition.table
    names: list[tuple[Where, str]] = []
    if composition is not None:
        names += [(("company", *where), words) for where, words in wrong_names(composition.table)]
        names += wrong_dates(data, LEVERS, _weeks(data, Scenario))
    if composition is not None and isinstance(data.get("levers"), dict):
        names += [(("levers", *where), words) for where, words in wrong_places(data["levers"], composition.table)]
    try:
        scenario = _validated(
            Scenario,
            data,
            _Written(file, composition),
            company_told=bool(found),
            also_allowed={(): ("format", "kind", "change"), ("company",): COMPANY_KEYS},
            wrong_names=names,
        )
    except Mistakes as mistakes:
        raise Mistakes([*found, *mistakes.sentences]) from None
    if complaint := endless([scenario]):
        raise Mistakes([ended(f"{file.shown}: {complaint}")])
    return scenario


def _weeks(data: TomlView, model: type[Scenario]) -> int:
    """The measured weeks a scenario says, or leaves to the default."""
    weeks = data.get("weeks", model.model_fields["weeks"].default)
    return int(weeks) if isinstance(weeks, int) else sys.maxsize


def _validated(
    model: type[AnyModel],
    data: TomlTable,
    written: _Written,
    *,
    also_allowed: Mapping[Where, tuple[str, ...]],
    wrong_names: Sequence[tuple[Where, str]] = (),
    company_told: bool = False,
) -> AnyModel:
    """The data as a model; raises Mistakes. A company that was complained of is not called missing as well."""
    from pydantic import ValidationError

    try:
        return model.model_validate(_frozen(data), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)
    if company_told:
        details = [detail for detail in details if detail["loc"] != ("company",)]
    raise Mistakes(
        sentences(
            details,
            data=data,
            schema=schema_of(model),
            origins=written,
            also_allowed=also_allowed,
            wrong_names=wrong_names,
        )
    )


def _frozen(value: Any) -> Any:
    """The same data with tuples for lists, which is what strict validation of frozen models takes."""
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
