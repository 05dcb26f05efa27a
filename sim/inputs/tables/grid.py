"""A sheet as a grid of cells that know where they stand, whatever file it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, and how a person finds it.

    Attributes:
        trouble: why it cannot be read as what it shows: the rest of a sentence after its value; "" for nothing.
        typed: whether the file knows numbers from texts; in CSV everything is a text.
    """

    value: Value
    place: str
    trouble: str = ""
    typed: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its header and the rows below it that are not empty.

    Attributes:
        place: how a person finds the sheet.
        header: column by column, the cell that names it; None for a column without a name.
        rows: number of the row in the file → column → cell, without empty cells.
    """

    name: str
    place: str
    header: tuple[Cell | None, ...]
    rows: Mapping[int, Mapping[int, Cell]]

    def at(self, row: int, column: int) -> str:
        """How a person finds a cell."""
        return f"{self.place}, {letters(column)}{row}"


def letters(column: int) -> str:
    """A column's letters: A for 0, Z for 25, AA for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def grid_of(name: str, place: str, cells: Iterator[tuple[int, int, Cell]]) -> Grid:
    """The grid of cells given as (row from 1, column from 0, cell); the first row that has any is the header."""
    rows: dict[int, dict[int, Cell]] = {}
    for row, column, cell in cells:
        if cell.value != "" or cell.trouble:
            rows.setdefault(row, {})[column] = cell
    if not rows:
        return Grid(name, place, (), {})
    first = min(rows)
    head = rows.pop(first)
    return Grid(name, place, tuple(head.get(column) for column in range(max(head) + 1)), rows)
