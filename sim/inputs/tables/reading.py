"""From grids to a company: every cell read as what its column holds, every mistake told with sheet and cell."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.inputs.mistakes import Mistakes, Place, ended, nearest, show
from sim.inputs.sources import TomlTable, Where, dotted
from sim.inputs.tables.comma_separated import read_folder
from sim.inputs.tables.grid import Cell, Grid
from sim.inputs.tables.sheets import ABOUT, COMES_FROM, FLAG, LAYOUTS, LIST, NUMBERS, NUMERIC, UNIT, VALUE, SheetLayout
from sim.inputs.tables.spreadsheet import read_spreadsheet
from sim.inputs.toml_file import TomlFile

POINT = "a number has a decimal point and no commas"
YES, NO = ("yes", "true", "1"), ("no", "false", "0")
_PLAIN = re.compile(r"[+-]?(\d+(_\d+)*\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,3}(\.?\d{3})*,\d+|[+-]?\d+,\d+")


@dataclass(frozen=True)
class CompanyTables(TomlFile):
    """A company as tables: the values that they say, where each stands, and where it comes from.

    Attributes:
        origin: the spreadsheet or folder that it was read from.
        cells: path of a value → how a person finds its cell; of a row, its first cell.
        comes_from: path of a row (or a single number) → what its last column says.
    """

    origin: str = ""
    cells: Mapping[Where, str] = field(default_factory=dict)
    comes_from: Mapping[Where, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """What was read, as it was given."""
        return self.origin

    def place(self, where: Where) -> Place:
        """The cell of a value, or the nearest thing around it."""
        for length in range(len(where), 0, -1):
            if where[:length] in self.cells:
                return Place(self.cells[where[:length]], None, where)
        return Place(self.shown, None, where)


@dataclass
class _Reader:
    """What has been read so far."""

    known: Mapping[str, Where]
    table: TomlTable = field(default_factory=dict)
    cells: dict[Where, str] = field(default_factory=dict)
    comes_from: dict[Where, str] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)


def read_tables(path: Path, base: Mapping[str, Any], written_as: Path, extends: str) -> CompanyTables:
    """The company that a spreadsheet or a folder of CSV files describes, laid over another.

    Args:
        base: that other one, as read from its file.
        written_as: the company file that will be made of it, which says ``extends``.

    Raises:
        Mistakes: a sentence for each thing that is wrong, with sheet and cell.
    """
    if not path.exists():
        raise Mistakes([f"{path}: there is no such file or folder."])
    grids = {}
    reader = _Reader({dotted(where): where for where in single_values(base)})
    for grid in read_folder(path) if path.is_dir() else read_spreadsheet(path):
        name = grid.name.strip().lower()
        if name == ABOUT.lower():
            continue
        if name not in LAYOUTS:
            reader.found.append(ended(f"{grid.place}: is no sheet of a company{nearest(name, [*LAYOUTS, ABOUT])}"))
        elif name in grids:
            reader.found.append(f"{grid.place}: there is another sheet of this name; keep one of them.")
        else:
            grids[name] = grid
    for name in LAYOUTS:
        if name not in grids:
            reader.found.append(f"{path}: the sheet {name} is missing; leave one empty that says nothing.")
        else:
            _read_sheet(reader, grids[name], LAYOUTS[name])
    if reader.found:
        raise Mistakes(reader.found)
    table = {"extends": extends, **reader.table}
    return CompanyTables(written_as, table, "", os.path.normpath(path), reader.cells, reader.comes_from)


def single_values(base: Any, where: Where = ()) -> Iterator[Where]:
    """The path of every value that is neither a table nor a list, outside what has sheets of its own."""
    for key, value in base.items():
        if not where and key in LAYOUTS:
            continue
        if isinstance(value, dict):
            yield from single_values(value, (*where, key))
        elif not isinstance(value, list):
            yield (*where, key)


def _read_sheet(reader: _Reader, grid: Grid, layout: SheetLayout) -> None:
    columns = _columns(reader, grid, layout)
    if columns is None:
        return
    seen: dict[str, str] = {}
    for number, row in grid.rows.items():
        for place in row:
            if place >= len(grid.header) or grid.header[place] is None:
                reader.found.append(f"{row[place].place}: stands in a column without a name.")
        cells = {columns[place]: cell for place, cell in row.items() if place in columns}
        if not cells:
            continue
        if layout.keyed:
            key = next(iter(layout.columns))
            if key not in cells:
                reader.found.append(
                    f"{grid.at(number, list(columns.values()).index(key))}: is empty; every row has a {key}."
                )
                continue
            name = str(cells[key].value)
            if name in seen:
                reader.found.append(f"{cells[key].place}: {show(name)} is also in {seen[name]}; keep one of them.")
                continue
            seen[name] = cells[key].place.rpartition(", ")[2]
        _read_row(reader, layout, cells)


def _columns(reader: _Reader, grid: Grid, layout: SheetLayout) -> dict[int, str] | None:
    """Place of a column → its name; None, and a sentence, where the header is not one."""
    if not grid.header:
        return {} if not grid.rows else None
    columns: dict[int, str] = {}
    wrong = False
    for place, cell in enumerate(grid.header):
        if cell is None:
            continue
        name = str(cell.value).strip().lower().replace("_", " ")
        known = {column.replace("_", " "): column for column in layout.columns}
        if name not in known or known[name] in columns.values():
            problem = "is there twice" if name in known else f"is no column of {layout.name}{nearest(name, known)}"
            reader.found.append(ended(f"{cell.place}: the column {show(str(cell.value))} {problem}"))
            wrong = True
        else:
            columns[place] = known[name]
    key = next(iter(layout.columns))
    if layout.keyed and key not in columns.values() and not wrong:
        reader.found.append(f"{grid.place}: the column {key} is missing; the first row names the columns.")
        wrong = True
    return None if wrong else columns


def _read_row(reader: _Reader, layout: SheetLayout, cells: Mapping[str, Cell]) -> None:
    key = next(iter(layout.columns))
    if layout.name == NUMBERS:
        _read_number(reader, cells)
        return
    where: Where
    if layout.keyed:
        row = reader.table.setdefault(layout.name, {}).setdefault(str(cells[key].value), {})
        where = (layout.name, str(cells[key].value))
    else:
        rows = reader.table.setdefault(layout.name, [])
        row = {}
        where = (layout.name, len(rows))
        rows.append(row)
    reader.cells[where] = next(iter(cells.values())).place
    for name, cell in cells.items():
        if name == COMES_FROM:
            reader.comes_from[where] = str(cell.value)
        elif not (layout.keyed and name == key):
            reader.cells[(*where, name)] = cell.place
            _put(reader, row, name, cell, layout.columns[name].holds)


def _read_number(reader: _Reader, cells: Mapping[str, Cell]) -> None:
    cell = next(iter(cells.values()))
    name = str(cell.value)
    if name not in reader.known:
        reader.found.append(
            ended(f"{cell.place}: {show(name)} is no single number of a company{nearest(name, reader.known)}")
        )
        return
    if VALUE not in cells:
        return
    where = reader.known[name]
    row = reader.table
    for step in where[:-1]:
        row = row.setdefault(str(step), {})
    reader.cells[where] = cells[VALUE].place
    unit = f"{cells[UNIT].value}; " if UNIT in cells else ""
    reader.comes_from[where] = unit + str(cells[COMES_FROM].value if COMES_FROM in cells else "assumption")
    value = cells[VALUE].value
    if isinstance(value, str) and _DECIMAL_COMMA.fullmatch(value):
        reader.found.append(f"{cells[VALUE].place}: {name} is {show(value)}; {POINT}.")
    else:
        _put(reader, row, str(where[-1]), cells[VALUE], "")


def _put(reader: _Reader, row: TomlTable, name: str, cell: Cell, holds: str) -> None:
    """Put a cell's value into a row, or say why it has none."""
    value = cell.value
    if cell.trouble:
        reader.found.append(f"{cell.place}: {show(value)} {cell.trouble}.")
    elif holds == LIST:
        row[name] = [part.strip() for part in str(value).split(",") if part.strip()]
    elif holds == FLAG:
        word = str(value).strip().lower()
        if word not in (*YES, *NO):
            reader.found.append(f"{cell.place}: {name} is {show(value)}; allowed is yes or no.")
        row[name] = word in YES
    elif holds == NUMERIC:
        number = _number(reader, name, cell)
        if number is not None:
            row[name] = number
    elif holds:
        row[name] = str(value)
    else:
        row[name] = _anything(cell)


def _number(reader: _Reader, name: str, cell: Cell) -> float | int | None:
    value = cell.value
    if isinstance(value, bool):
        reader.found.append(f"{cell.place}: {name} is {show(value)}; allowed is a number.")
        return None
    if isinstance(value, str):
        if not cell.typed and (number := _plain_number(value)) is not None:
            return number
        hint = "allowed is a number"
        if _DECIMAL_COMMA.fullmatch(value):
            hint = POINT
        elif _plain_number(value) is not None:
            hint = "that is a text; format the cell as a number and write it again"
        reader.found.append(f"{cell.place}: {name} is {show(value)}; {hint}.")
        return None
    return value


def _plain_number(text: str) -> float | int | None:
    if not _PLAIN.fullmatch(text):
        return None
    number = float(text)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _anything(cell: Cell) -> Any:
    """A value of a number's row: what it is to be, the company's own checks decide."""
    value = cell.value
    if not isinstance(value, str) or cell.typed:
        return value
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    number = _plain_number(value)
    return value if number is None else number
