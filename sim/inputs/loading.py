"""From files to a scenario: reading, `extends` and `[change]`, and every mistake of a file at once.

A scenario file is TOML: name, description, seed, weeks, warm_up_weeks, `[levers]`, `[[events]]`, `[[lever_changes]]`,
`company` (a table, or the path of a company file seen from the scenario file) and, if wished, `[change]`: a part of a
company that is laid over it. A company file may itself be laid over another: `extends = "company.toml"`. A list in the
upper layer replaces the lower one's; under `handoffs_added` or `feeds_added` it is appended. `kind` says which shape a
scenario has.
"""

from __future__ import annotations

import copy
import os
import re
import stat
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sim.inputs.mistakes import Mistakes, Place, ended, nearest, sentences, show, value_at
from sim.inputs.sources import Text, Where, dotted, scan

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sim.inputs.company_model import CompanyModel
    from sim.inputs.scenario import Scenario

    Model = TypeVar("Model", bound=BaseModel)

LARGEST_FILE = 5_000_000
"""Bytes; the default company has about 30 thousand."""

DEEPEST_TABLE = 20
"""Tables within tables; a company needs five."""

KINDS = {"company": "sim.inputs.scenario:Scenario", "two desks": "sim.inputs.two_desks:TwoDesks",
         "assumptions": "sim.inputs.assumptions:Assumptions", "events": "sim.inputs.events_model:Timeline"}
"""For each kind of scenario file, the module and the model that say what it may hold."""

APPENDED = {"handoffs_added": "handoffs", "feeds_added": "feeds"}
"""Keys of an upper layer whose lists are appended to those of the lower ones."""

_COMPANY_KEYS = ("extends", *APPENDED)

_SYNTAX = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)",
                     re.DOTALL)


def load_scenario(path: Path | str) -> Scenario:
    """The scenario a file describes; raises Mistakes with a sentence for each thing wrong with it."""
    file = read(Path(path))
    if _kind(file) != "company":
        raise Mistakes([f"{file.place(('kind',))}: the scenario is of kind {_kind(file)!r}; "
                        "needed here is one of kind 'company'."])
    if _is_company(file):
        raise Mistakes([f"{file.shown}: describes a company, not a scenario; a scenario file would name it: "
                        f"company = {Path(file.shown).name!r}."])
    return _scenario(file)


def load_company(path: Path | str) -> CompanyModel:
    """The company a file describes; raises Mistakes with a sentence for each thing wrong with it."""
    return _company(read(Path(path)))


def load(path: Path | str) -> BaseModel:
    """What a file of any kind describes: a scenario, by its `kind`, or a company."""
    file = read(Path(path))
    kind = _kind(file)
    if kind == "company":
        return _company(file) if _is_company(file) else _scenario(file)
    module, _, name = KINDS[kind].partition(":")
    model: type[BaseModel] = getattr(import_module(module), name)
    data = {key: value for key, value in file.table.items() if key != "kind"}
    return _validated(model, data, _Written(file, None), also_allowed={(): ("kind",)})


@dataclass(frozen=True)
class TomlFile:
    """A file that was read: its values, and (found when asked for) their lines."""

    path: Path
    table: dict[str, Any]
    text: str

    @property
    def shown(self) -> str:
        """The file's name in sentences: as it was given."""
        return os.path.normpath(self.path)

    @cached_property
    def beside(self) -> Text:
        """Lines and comments of the file."""
        return scan(self.text)

    def place(self, where: Where) -> Place:
        """Where a value, or the nearest thing around it, stands in the file."""
        return Place(self.shown, self.beside.line(where), where)


def read(path: Path) -> TomlFile:
    """A TOML file; raises Mistakes, with one sentence, for a file that is none."""
    text = _text(path)
    try:
        table = tomllib.loads(text)
        depth = _depth(table)
    except tomllib.TOMLDecodeError as error:
        raise Mistakes([_syntax_sentence(path, text, str(error))]) from None
    except ValueError:  # the only one left: an integer of thousands of digits
        raise Mistakes([f"{path}: holds a whole number of thousands of digits."]) from None
    except RecursionError:
        depth = DEEPEST_TABLE + 1
    if depth > DEEPEST_TABLE:
        raise Mistakes([f"{path}: nests tables or lists more than {DEEPEST_TABLE} deep."])
    if not table:
        raise Mistakes([f"{path}: is empty."])
    return TomlFile(path, table, text)


def _text(path: Path) -> str:
    try:
        content = _bytes(path)
    except FileNotFoundError:
        raise Mistakes([f"{path}: there is no such file (looked for at {os.path.abspath(path)})."]) from None
    except PermissionError:
        raise Mistakes([f"{path}: may not be read; the file's permissions forbid it."]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Mistakes([f"{show(str(path))}: cannot be read: {reason}."]) from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Mistakes([f"{path}: is UTF-16 text; save it as UTF-8."])
    if b"\0" in content:
        raise Mistakes([f"{path}: is a binary file, not TOML text."])
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Mistakes([f"{path}, line {line}: is not UTF-8 text (byte 0x{content[error.start]:02x}); "
                        "save it as UTF-8."]) from None


def _bytes(path: Path) -> bytes:
    """The content of an ordinary file of a sensible size, so that a pipe or a disk image never stalls anything."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise Mistakes([f"{path}: is a folder; name a file in it."])
    if not stat.S_ISREG(status.st_mode):
        raise Mistakes([f"{path}: is not an ordinary file."])
    if status.st_size > LARGEST_FILE:
        raise Mistakes([f"{path}: is {status.st_size / 1e6:,.1f} MB; at most {LARGEST_FILE / 1e6:g} MB are read."])
    return path.read_bytes()


def _syntax_sentence(path: Path, text: str, message: str) -> str:
    match = _SYNTAX.fullmatch(message)
    what = match["what"] if match else message
    reason = what[:1].lower() + what[1:]
    number = text.rstrip().count("\n") + 1
    place = f"{path}, line {number}"
    if match is not None and match["line"] is not None:
        number, place = int(match["line"]), f"{path}, line {match['line']}, column {match['column']}"
    line = text.split("\n")[number - 1].strip()
    if any(word in what for word in ("overwrite", "twice", "Duplicate")):
        name = line.strip("[] ") if line.startswith("[") else line.partition("=")[0].strip()
        return f"{place}: {show(name)} is given twice; keep one of them."
    if match is None or match["line"] is None:
        return f"{place}: the file ends too early ({reason})."
    return f"{place}: is not valid TOML in {show(line)} ({reason})."


def _depth(table: dict[str, Any]) -> int:
    """How deep tables and lists are nested, found without recursion."""
    depth = 0
    level: list[dict[str, Any] | list[Any]] = [table]
    while level and depth <= DEEPEST_TABLE:
        depth += 1
        inner = (value for one in level for value in (one.values() if isinstance(one, dict) else one))
        level = [value for value in inner if isinstance(value, dict | list)]
    return depth


@dataclass(frozen=True, slots=True)
class _Layer:
    """A part of a company as one file writes it."""

    file: TomlFile
    at: Where
    table: Mapping[str, Any]

    def holds(self, where: Where) -> bool:
        try:
            value_at(self.table, where)
        except (KeyError, IndexError, TypeError):
            return False
        return True

    def place(self, where: Where) -> Place:
        return self.file.place((*self.at, *where))


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of an appended list: the layer that wrote it, under which key, and its first position."""

    layer: _Layer
    key: str
    start: int


@dataclass(frozen=True, slots=True)
class _Composition:
    """A company put together from layers, the lowest first, that knows who wrote what."""

    layers: tuple[_Layer, ...]
    table: dict[str, Any]
    runs: Mapping[str, tuple[_Run, ...]]

    def with_layer(self, layer: _Layer) -> _Composition:
        """The company with one more layer on top; raises Mistakes if what it appends is no list."""
        table, runs = copy.deepcopy(self.table), dict(self.runs)
        _lay_over(table, {key: value for key, value in layer.table.items() if key not in APPENDED})
        for added, target in APPENDED.items():
            if target in layer.table:
                runs[target] = (_Run(layer, target, 0),)
            if added in layer.table and isinstance(table.setdefault(target, []), list):
                runs[target] = (*runs.get(target, ()), _Run(layer, added, len(table[target])))
                table[target] += _rows(layer, added)
        return _Composition((*self.layers, layer), table, runs)

    def place(self, where: Where, *, missing: bool = False) -> Place:
        """The uppermost layer that writes a value; a missing one belongs to the lowest that has its table."""
        if len(where) > 1 and isinstance(where[1], int):
            position = where[1]
            for run in reversed(self.runs.get(str(where[0]), ())):
                if run.start <= position:
                    return run.layer.place((run.key, position - run.start, *where[2:]))
        for length in range(len(where), -1, -1):
            for layer in self.layers if missing else reversed(self.layers):
                if layer.holds(where[:length]):
                    return layer.place(where)
        return self.layers[0].place(where)

    def namesakes(self, where: Where) -> tuple[str, ...]:
        """The names beside a table that an upper layer adds to the lowest; () if the table is no such thing."""
        lowest = self.layers[0]
        names = lowest.table.get(str(where[0])) if len(where) == 2 else None
        return tuple(names) if isinstance(names, dict) and not lowest.holds(where) else ()


@dataclass(frozen=True, slots=True)
class _Written:
    """Where the values of a scenario or of a company file were written."""

    file: TomlFile
    company: _Composition | None
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
    if not isinstance(kind, str) or kind not in KINDS:
        raise Mistakes([ended(f"{file.place(('kind',))}: kind is {show(kind)}{nearest(str(kind), KINDS)}")])
    return kind


def _is_company(file: TomlFile) -> bool:
    """Whether a file without a kind is a company file and not a scenario that forgot its company."""
    return "company" not in file.table and bool({"extends", "departments", "teams"} & file.table.keys())


def _company(file: TomlFile) -> CompanyModel:
    from sim.inputs.company_model import CompanyModel, wrong_names

    composition = _company_of(file, (), before=())
    written = _Written(file, composition, root=())
    return _validated(CompanyModel, composition.table, written, also_allowed={(): _COMPANY_KEYS},
                      wrong_names=wrong_names(composition.table))


def _scenario(file: TomlFile) -> Scenario:
    """A scenario file with its company put together; the mistakes of both are told at once."""
    from sim.inputs.company_model import wrong_names
    from sim.inputs.events_model import wrong_dates
    from sim.inputs.places import wrong_places
    from sim.inputs.scenario import LEVERS, Scenario

    data = {key: value for key, value in file.table.items() if key not in ("kind", "change", "company")}
    composition, found = None, list[str]()
    try:
        composition = _company_of_scenario(file)
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
        scenario = _validated(Scenario, data, _Written(file, composition), company_told=bool(found),
                              also_allowed={(): ("kind", "change"), ("company",): _COMPANY_KEYS},
                              wrong_names=names)
    except Mistakes as mistakes:
        raise Mistakes([*found, *mistakes.sentences]) from None
    return scenario


def _weeks(data: Mapping[str, Any], model: type[Scenario]) -> int:
    """The measured weeks a scenario says, or leaves to the default."""
    weeks = data.get("weeks", model.model_fields["weeks"].default)
    return int(weeks) if isinstance(weeks, int) else sys.maxsize


def _company_of_scenario(file: TomlFile) -> _Composition:
    """The company that a scenario file names or holds, changed as it says."""
    change = file.table.get("change", {})
    if not isinstance(change, dict):
        raise Mistakes([f"{file.place(('change',))}: change is {show(change)}; allowed is a table."])
    company = file.table.get("company")
    if company is None:
        raise Mistakes([f"{file.shown}: company is missing; needed is the path of a company file, or a table."])
    if isinstance(company, str):
        composition = _company_file(file, ("company",), before=())
    elif isinstance(company, dict):
        composition = _company_of(file, ("company",), before=())
    else:
        raise Mistakes([f"{file.place(('company',))}: company is {show(company)}; "
                        "allowed is the path of a company file, or a table."])
    return composition.with_layer(_Layer(file, ("change",), change)) if change else composition


def _company_of(file: TomlFile, at: Where, before: tuple[Path, ...]) -> _Composition:
    """The company at a place in a file, laid over the one it extends; `before` are the files that led here."""
    table: dict[str, Any] = dict(value_at(file.table, at))  # type: ignore[call-overload]
    extended = table.pop("extends", None)
    layer = _Layer(file, at, table)
    if extended is None:
        return _Composition((layer,), table, {})
    if not isinstance(extended, str):
        raise Mistakes([f"{file.place((*at, 'extends'))}: {dotted((*at, 'extends'))} is {show(extended)}; "
                        "allowed is the path of a company file."])
    return _company_file(file, (*at, "extends"), before).with_layer(layer)


def _company_file(file: TomlFile, at: Where, before: tuple[Path, ...]) -> _Composition:
    """The company in the file that another file names at a place."""
    name = str(value_at(file.table, at))
    path = Path(os.path.normpath(file.path.parent / name))
    met = (*before, Path(os.path.realpath(file.path)))
    if Path(os.path.realpath(path)) in met:
        raise Mistakes([f"{file.place(at)}: {dotted(at)} is {show(name)}, which leads back to a file that is "
                        "built on this one; a company cannot extend itself."])
    try:
        named = read(path)
    except Mistakes as mistakes:
        raise Mistakes([f"{file.place(at)}: {dotted(at)} is {show(name)}, but {sentence}"
                        for sentence in mistakes.sentences]) from None
    return _company_of(named, (), met)


def _rows(layer: _Layer, key: str) -> list[Any]:
    rows = layer.table[key]
    if not isinstance(rows, list):
        place = layer.place((key,))
        raise Mistakes([f"{place}: {dotted(place.where)} is {show(rows)}; allowed is a list of tables."])
    return rows


def _lay_over(lower: dict[str, Any], upper: Mapping[str, Any]) -> None:
    """Put the values of the upper table into the lower one, table by table."""
    for key, value in upper.items():
        inner = lower.get(key)
        if isinstance(value, dict) and isinstance(inner, dict):
            _lay_over(inner, value)
        else:
            lower[key] = copy.deepcopy(value)


def _validated(
    model: type[Model],
    data: dict[str, Any],
    written: _Written,
    *,
    also_allowed: Mapping[Where, tuple[str, ...]],
    wrong_names: Sequence[tuple[Where, str]] = (),
    company_told: bool = False,
) -> Model:
    """The data as a model; raises Mistakes. A company that was complained of is not called missing as well."""
    from pydantic import ValidationError

    try:
        return model.model_validate(_frozen(data), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)
    if company_told:
        details = [detail for detail in details if detail["loc"] != ("company",)]
    raise Mistakes(sentences(details, data=data, schema=model.model_json_schema(), origins=written,
                             also_allowed=also_allowed, wrong_names=wrong_names))


def _frozen(value: Any) -> Any:
    """The same data with tuples for lists, which is what strict validation of frozen models takes."""
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
