"""A spreadsheet (.xlsx) as grids. What a person does not see, or sees but did not write, is told and not guessed at."""

from __future__ import annotations

import os
import warnings
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sim.inputs.mistakes import Mistakes
from sim.inputs.tables.comma_separated import LARGEST_FILE
from sim.inputs.tables.grid import Cell, Grid, Value, grid_of

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as FoundCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_UNPACKED = 50_000_000
"""Bytes of a spreadsheet once it is unpacked."""
MOST_CELLS = 200_000
FORMULA, ERROR = "f", "e"
"""What the library calls the type of a cell that holds a formula, or the mark of one that failed."""


def read_spreadsheet(file: Path) -> list[Grid]:
    """Every sheet of a spreadsheet.

    Raises:
        Mistakes: when it is none, or too large, or what reads it is not installed; for merged or hidden cells.
    """
    shown = os.path.normpath(file)
    if find_spec("openpyxl") is None:
        raise Mistakes(
            [
                f"{shown}: reading a spreadsheet needs openpyxl, which is not installed; pip install openpyxl installs "
                "it. A folder of CSV files needs nothing."
            ]
        )
    _check_size(file, shown)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drawings, lists of choices and the like, which are not read
            book = load_workbook(file, data_only=False)
    except Exception as error:  # whatever a broken file makes a reader of many formats say
        raise Mistakes(
            [f"{shown}: cannot be read as a spreadsheet ({type(error).__name__}); save it as .xlsx."]
        ) from None
    grids: list[Grid] = []
    found: list[str] = []
    for sheet in book.worksheets:
        place = f"{shown}, sheet {sheet.title}"
        if sheet.sheet_state != "visible":
            found.append(f"{place}: is hidden; show it or delete it.")
        found += _unseen(sheet, place)
        if sheet.max_row * sheet.max_column > MOST_CELLS:
            found.append(f"{place}: has more than {MOST_CELLS:,} cells; no company needs so many.")
            continue
        grids.append(grid_of(sheet.title, place, _cells(sheet, place)))
    if found:
        raise Mistakes(found)
    return grids


def _check_size(file: Path, shown: str) -> None:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise Mistakes([f"{shown}: has more than {LARGEST_FILE:,} bytes; no company needs so many."])
        with zipfile.ZipFile(file) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise Mistakes(
                    [f"{shown}: has more than {MOST_UNPACKED:,} bytes once unpacked; no company needs so many."]
                )
    except zipfile.BadZipFile:
        raise Mistakes([f"{shown}: is not a spreadsheet of the kind .xlsx, or it has a password."]) from None
    except OSError as error:
        raise Mistakes([f"{shown}: cannot be read ({error.strerror})."]) from None


def _unseen(sheet: Worksheet, place: str) -> Iterator[str]:
    """A sentence for each merged range, and for each hidden row or column that holds anything."""
    for merged in sheet.merged_cells.ranges:
        yield f"{place}, {merged.coord}: are merged cells; unmerge them and write each value in its own cell."
    for number, row in sheet.row_dimensions.items():
        if row.hidden and any(cell.value is not None for cell in sheet[number]):
            yield f"{place}, row {number}: is hidden; show it or delete it."
    for name, column in sheet.column_dimensions.items():
        if column.hidden and any(cell.value is not None for cell in sheet[name]):
            yield f"{place}, column {name}: is hidden; show it or delete it."


def _cells(sheet: Worksheet, place: str) -> Iterator[tuple[int, int, Cell]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield cell.row, cell.column - 1, _cell(cell, f"{place}, {cell.coordinate}")


def _cell(cell: FoundCell, place: str) -> Cell:
    value = cell.value
    if cell.data_type == FORMULA:
        return Cell(str(value), place, "is a formula; write its result as a plain value")
    if cell.data_type == ERROR:
        return Cell(str(value), place, "is what a formula that failed leaves behind")
    if cell.is_date:
        return Cell(str(value), place, "is a date; format the cell as a number and write it again")
    if isinstance(value, bool | int):
        return Cell(value, place)
    if isinstance(value, float):
        whole: Value = int(value) if value.is_integer() and abs(value) < 2**53 else value
        return Cell(whole, place)
    return Cell(str(value).strip(), place)
