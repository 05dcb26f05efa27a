"""All tables of an output folder as one workbook: a sheet a table, after a first one that explains.

The sheets hold what the CSV files hold, and are made of them. A workbook of the same tables has the same bytes.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from sim.inputs.whole_files import write_whole
from sim.views.table_words import words_about

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NAME = "tables.xlsx"
FIRST = "About"
MOST_ROWS = 10_000
"""Rows of a sheet: what a person scrolls through, and a second to write. The CSV file has all."""
LONGEST_CELL, LONGEST_SHEET = 32_000, 31
"""Characters that a cell and a sheet's name may have."""
WIDEST, NARROWEST, MARGIN, LOOKED_AT = 48, 8, 3, 200
"""Characters of the widest and the narrowest column, room for the filter's arrow, rows that widths are taken from."""
ALWAYS = datetime(2000, 1, 1)
"""The date in the file's properties: one that does not differ from run to run."""
HEAD: Final = {"bold": True, "bg_color": "#E7ECF2", "bottom": 1, "text_wrap": True, "valign": "top"}


def write_workbook(folder: Path, head: Sequence[str]) -> Path:
    """Write `tables.xlsx` beside the tables of a folder.

    Args:
        folder: has a folder `tables` of CSV files.
        head: lines at the top of the first sheet: what was run.
    """
    import xlsxwriter

    files = sorted((folder / "tables").glob("*.csv"))
    names = sheet_names([file.stem for file in files])
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "nan_inf_to_errors": False}) as book:
        book.set_properties({"created": ALWAYS})
        about = book.add_worksheet(FIRST)
        style = book.add_format(HEAD)
        rows = [(name, file, _add_sheet(book, name, file, style)) for name, file in zip(names, files, strict=True)]
        _explain(book, about, head, rows, style)
    return write_whole(folder / NAME, buffer.getvalue())


def sheet_names(tables: Sequence[str]) -> list[str]:
    """A name for each table's sheet that a workbook allows, unlike the others whether capitals count or not."""
    names: list[str] = []
    taken = {FIRST.lower(), "history"}
    for table in tables:
        plain = re.sub(r"[\[\]:*?/\\']", " ", table).strip()[:LONGEST_SHEET] or "table"
        name, more = plain, 1
        while name.lower() in taken:
            more += 1
            name = f"{plain[: LONGEST_SHEET - 1 - len(str(more))]} {more}"
        taken.add(name.lower())
        names.append(name)
    return names


def _add_sheet(book: Workbook, name: str, file: Path, style: Format) -> int:
    """Add a table's sheet; returns how many rows the table has."""
    try:
        table = pd.read_csv(file, keep_default_na=False, na_values=[""], low_memory=False)
    except pd.errors.EmptyDataError:  # a table without columns, as twins where replication 0 failed
        table = pd.DataFrame()
    shown = table.head(MOST_ROWS)
    sheet = book.add_worksheet(name)
    for place, (column, values) in enumerate(shown.items()):
        sheet.set_column(place, place, _width(str(column), values), book.add_format({"num_format": _digits(values)}))
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(shown):
        sheet.write_string(0, place, str(column), style)
    columns = [values.tolist() for _, values in shown.items()]
    for number, row in enumerate(zip(*columns, strict=True), 1):
        for place, value in enumerate(row):
            _write(sheet, number, place, value)
    if len(shown.columns):
        sheet.autofilter(0, 0, len(shown), len(shown.columns) - 1)
    return len(table)


def _write(sheet: Worksheet, row: int, place: int, value: object) -> None:
    """Write a cell; a text stays a text, whatever it looks like; infinite numbers, which a workbook lacks, are texts."""
    if isinstance(value, str):
        sheet.write_string(row, place, value[:LONGEST_CELL])
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float) and not math.isnan(value):
        write = sheet.write_string if math.isinf(value) else sheet.write_number
        write(row, place, str(value) if math.isinf(value) else value)


def _digits(values: pd.Series) -> str:
    """How a column's numbers are shown; they are kept in full."""
    if not pd.api.types.is_float_dtype(values):
        return "#,##0"
    most = values.abs().replace(float("inf"), 0.0).max()
    return "#,##0" if most >= 10_000 else "#,##0.00" if most >= 1 else "0.0000"


def _width(column: str, values: pd.Series) -> int:
    some = values.head(LOOKED_AT).tolist()
    longest = max((len(f"{one:,.2f}" if isinstance(one, float) else str(one)) for one in some), default=0)
    return min(WIDEST, max(len(column) + MARGIN, longest + 1, NARROWEST))


def _explain(
    book: Workbook, sheet: Worksheet, head: Sequence[str], rows: Sequence[tuple[str, Path, int]], style: Format
) -> None:
    """Fill the first sheet: what was run, and what each other sheet holds."""
    title, link, wrapped = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"font_color": "#0B5CAD", "underline": 1}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for place, width in enumerate((30, 12, 34, 96)):
        sheet.set_column(place, place, width)
    for number, line in enumerate(head):
        sheet.write_string(number, 0, line, *([title] if number == 0 else []))
    top = len(head) + 1
    for place, word in enumerate(("sheet", "rows", "the same as CSV", "what it holds")):
        sheet.write_string(top, place, word, style)
    for number, (name, file, length) in enumerate(rows, top + 1):
        sheet.write_url(number, 0, f"internal:'{name}'!A1", link, name)
        sheet.write_number(number, 1, length)
        sheet.write_string(number, 2, f"tables/{file.name}")
        cut = f" The first {MOST_ROWS:,} rows; the CSV file has all." if length > MOST_ROWS else ""
        sheet.write_string(number, 3, words_about(file.stem) + cut, wrapped)
