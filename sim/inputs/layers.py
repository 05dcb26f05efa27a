"""A company put together from layers: a file, what it extends, and what a scenario changes.

A list in the upper layer replaces the lower one's; under a key of `APPENDED` it is appended. The composition knows which
layer wrote what, so that a mistake is told with its place.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.inputs.columns import with_columns
from sim.inputs.instead import make_way
from sim.inputs.mistakes import Mistakes, Place, show, value_at
from sim.inputs.sources import TomlTable, TomlView, Where, dotted
from sim.inputs.toml_file import TomlFile, read

APPENDED = {"handoffs_added": "handoffs", "feeds_added": "feeds"}
"""Keys of an upper layer whose lists are appended to those of the lower ones."""

MOST_LAYERS = 20
"""Company files that may be laid over one another."""

COMPANY_KEYS = ("extends", *APPENDED)
"""Keys of a company file that are no part of the company."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of a company as one file writes it."""

    file: TomlFile
    at: Where
    table: TomlView

    def holds(self, where: Where) -> bool:
        """Whether it writes a value at a place of the company."""
        try:
            value_at(self.table, where)
        except (KeyError, IndexError, TypeError):
            return False
        return True

    def place(self, where: Where) -> Place:
        """Where it writes a value, or the nearest thing around it."""
        return self.file.place((*self.at, *where))


@dataclass(frozen=True, slots=True)
class Appended:
    """A stretch of an appended list: the layer that wrote it, under which key, and its first position."""

    layer: Layer
    key: str
    start: int


@dataclass(frozen=True, slots=True)
class Composition:
    """A company put together from layers, the lowest first, that knows who wrote what."""

    layers: tuple[Layer, ...]
    table: TomlTable
    stretches: Mapping[str, tuple[Appended, ...]]

    def with_layer(self, layer: Layer) -> Composition:
        """The company with one more layer on top; raises Mistakes if what it appends is no list."""
        table, stretches = copy.deepcopy(self.table), dict(self.stretches)
        make_way(table, layer.table)
        _lay_over(table, {key: value for key, value in layer.table.items() if key not in APPENDED})
        for added, target in APPENDED.items():
            if target in layer.table:
                stretches[target] = (Appended(layer, target, 0),)
            if added in layer.table and isinstance(table.setdefault(target, []), list):
                stretches[target] = (*stretches.get(target, ()), Appended(layer, added, len(table[target])))
                table[target] += _rows(layer, added)
        return Composition((*self.layers, layer), table, stretches)

    def place(self, where: Where, *, missing: bool = False) -> Place:
        """The uppermost layer that writes a value; a missing one belongs to the lowest that has its table."""
        if len(where) > 1 and isinstance(where[1], int):
            position = where[1]
            for stretch in reversed(self.stretches.get(str(where[0]), ())):
                if stretch.start <= position:
                    return stretch.layer.place((stretch.key, position - stretch.start, *where[2:]))
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


def company_of_scenario(file: TomlFile) -> Composition:
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
        composition = company_of(file, ("company",), before=())
    else:
        raise Mistakes(
            [
                f"{file.place(('company',))}: company is {show(company)}; "
                "allowed is the path of a company file, or a table."
            ]
        )
    if not change:
        return composition
    return composition.with_layer(Layer(file, ("change",), with_columns(file, ("change",), change)))


def company_of(file: TomlFile, at: Where, before: tuple[Path, ...]) -> Composition:
    """The company at a place in a file, laid over the one it extends; `before` are the files that led here."""
    table: TomlTable = dict(value_at(file.table, at))  # type: ignore[call-overload]
    extended = table.pop("extends", None)
    table = with_columns(file, at, table)
    layer = Layer(file, at, table)
    if extended is None:
        return Composition((layer,), table, {})
    if not isinstance(extended, str):
        raise Mistakes(
            [
                f"{file.place((*at, 'extends'))}: {dotted((*at, 'extends'))} is {show(extended)}; "
                "allowed is the path of a company file."
            ]
        )
    return _company_file(file, (*at, "extends"), before).with_layer(layer)


def _company_file(file: TomlFile, at: Where, before: tuple[Path, ...]) -> Composition:
    """The company in the file that another file names at a place."""
    name = str(value_at(file.table, at))
    path = Path(os.path.normpath(file.path.parent / name))
    met = (*before, Path(os.path.realpath(file.path)))
    if Path(os.path.realpath(path)) in met:
        raise Mistakes(
            [
                f"{file.place(at)}: {dotted(at)} is {show(name)}, which leads back to a file that is "
                "built on this one; a company cannot extend itself."
            ]
        )
    if len(met) > MOST_LAYERS:
        raise Mistakes([f"{file.place(at)}: more than {MOST_LAYERS} files are laid over one another; merge some."])
    try:
        named = read(path)
    except Mistakes as mistakes:
        raise Mistakes(
            [f"{file.place(at)}: {dotted(at)} is {show(name)}, but {sentence}" for sentence in mistakes.sentences]
        ) from None
    return company_of(named, (), met)


def _rows(layer: Layer, key: str) -> list[Any]:
    rows = layer.table[key]
    if not isinstance(rows, list):
        place = layer.place((key,))
        raise Mistakes([f"{place}: {dotted(place.where)} is {show(rows)}; allowed is a list of tables."])
    return rows


def _lay_over(lower: TomlTable, upper: TomlView) -> None:
    """Put the values of the upper table into the lower one, table by table."""
    for key, value in upper.items():
        inner = lower.get(key)
        if isinstance(value, dict) and isinstance(inner, dict):
            _lay_over(inner, value)
        else:
            lower[key] = copy.deepcopy(value)
