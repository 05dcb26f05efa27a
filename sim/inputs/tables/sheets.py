"""Which sheets describe a company, and what their columns hold: read from the models of a company file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.inputs.market_model import Product
from sim.inputs.mistakes import allowed, schema_of
from sim.inputs.structure_model import DepartmentModel, FeedModel, HandoffModel, TeamModel
from sim.inputs.touch_model import ActivityModel

if TYPE_CHECKING:
    from pydantic import BaseModel

NAME, COMES_FROM = "name", "comes from"
"""Columns of every sheet whose rows have names, and of every sheet at all."""
NUMBERS, NUMBER, VALUE, UNIT = "numbers", "number", "value", "unit"
"""The sheet of everything else, and its columns: the path of a number, what it is."""
ABOUT = "About"
"""The sheet that explains; it is not read."""

TEXT, NUMERIC, FLAG, LIST = "a text", "a number", "yes or no", "names with commas between them"
NOT_IN_SHEETS = {"values", "file", "column"}
"""Columns of activities that are lists of measurements: they stand in a company file."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its cells hold (``TEXT`` …), and what they mean."""

    name: str
    holds: str
    about: str


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet: what its rows are, and its columns.

    Attributes:
        keyed: whether its rows have names; else they are a list, which replaces the one below it.
    """

    name: str
    about: str
    columns: Mapping[str, Column]
    keyed: bool


def _layout(name: str, about: str, model: type[BaseModel], *, keyed: bool) -> SheetLayout:
    schema = schema_of(model)
    columns = {NAME: Column(NAME, TEXT, "what it is called")} if keyed else {}
    for field, node in schema["properties"].items():
        holds = _holds(node)
        if holds and field not in NOT_IN_SHEETS:
            columns[field] = Column(field, holds, allowed(node))
    columns[COMES_FROM] = Column(COMES_FROM, TEXT, "where the numbers of the row come from")
    return SheetLayout(name, about, columns, keyed)


def _holds(node: Mapping[str, Any]) -> str:
    """What a field takes, as a cell can hold it; empty for what no cell can."""
    for part in (node, *node.get("anyOf", ())):
        kind = part.get("type")
        if kind in ("number", "integer"):
            return NUMERIC
        if kind == "boolean":
            return FLAG
        if kind == "string" or "enum" in part:
            return TEXT
        if kind == "array" and part.get("items", {}).get("type") == "string":
            return LIST
    return ""


LAYOUTS: Mapping[str, SheetLayout] = {
    layout.name: layout
    for layout in (
        _layout(
            "departments",
            "Departments: what they are called, their system, how their people work.",
            DepartmentModel,
            keyed=True,
        ),
        _layout("teams", "Teams: people who share a queue.", TeamModel, keyed=True),
        _layout("activities", "Activities: who does them and how long they take.", ActivityModel, keyed=True),
        _layout("products", "What is sold.", Product, keyed=True),
        _layout(
            "handoffs",
            "Hand-offs: cases that one department passes on to another. All of them, or none.",
            HandoffModel,
            keyed=False,
        ),
        _layout("feeds", "Records of which one department keeps a copy. All of them, or none.", FeedModel, keyed=False),
        SheetLayout(
            NUMBERS,
            "Volumes and every other number of the company, by its path in a company file.",
            {
                NUMBER: Column(NUMBER, TEXT, "its path"),
                VALUE: Column(VALUE, "", "what it is; empty: as in the company below"),
                UNIT: Column(UNIT, TEXT, "for the reader only"),
                COMES_FROM: Column(COMES_FROM, TEXT, "where it comes from"),
            },
            keyed=True,
        ),
    )
}
"""Every sheet by name."""
