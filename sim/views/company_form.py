"""Forms for a company as tables: an empty one and a filled example, as spreadsheets, and the example as CSV files."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from sim.inputs.sources import Source, Where, dotted, sources
from sim.inputs.tables.reading import single_values
from sim.inputs.tables.sheets import ABOUT, COMES_FROM, LAYOUTS, NAME, NUMBERS, SheetLayout
from sim.inputs.toml_file import read
from sim.inputs.whole_files import write_table, write_whole
from sim.views.workbook import ALWAYS, HEAD, LONGEST_CELL

FORM, EXAMPLE, BASE = "company_form.xlsx", "company_example.xlsx", "company.toml"
NARROW, WIDE, WIDEST = 14, 34, 90
"""Characters of a column of values, of names, of explanations."""
TITLE: Final = {"bold": True, "font_size": 14}
WORDS = (
    "A company as tables",
    "Fill in what is known of your company; what stays empty is as in company.toml, which lies beside this file.",
    "Every sheet must be there, if only with its first row. A row with a name that company.toml has changes that row; "
    "hand-offs and feeds are whole lists: yours instead of those, or none.",
    "Plain values only: no formulas, merged cells or hidden rows; numbers with a decimal point; commas between names.",
    "Then: interoffice company company_form.xlsx writes company_form.toml, which says where every number comes from. "
    'A scenario names it: company = "company_form.toml".',
)


def write_forms(folder: Path, base: Path) -> list[Path]:
    """Write the empty form, the filled example as a spreadsheet and as CSV files, and the company they are laid over.

    Args:
        base: the company file that the example is filled from.
    """
    filled = dict(example_sheets(base))
    empty = {name: table.iloc[:0] for name, table in filled.items()}
    empty[NUMBERS] = filled[NUMBERS].assign(value=None, **{COMES_FROM: ""})
    return [
        write_whole(folder / FORM, _spreadsheet(empty)),
        write_whole(folder / EXAMPLE, _spreadsheet(filled)),
        *(write_table(folder / Path(EXAMPLE).stem / f"{name}.csv", table) for name, table in filled.items()),
        write_whole(folder / BASE, base.read_bytes()),
    ]


def example_sheets(base: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every sheet as the company file fills it, without columns that no row uses."""
    table, known = read(base).table, {source.path: source for source in sources(base)}
    for layout in LAYOUTS.values():
        rows = list(_numbers(table, known) if layout.name == NUMBERS else _rows(layout, table[layout.name], known))
        yield layout.name, pd.DataFrame(rows, columns=list(layout.columns), dtype=object)


def _rows(layout: SheetLayout, table: Any, known: Mapping[str, Source]) -> Iterator[dict[str, object]]:
    named = table.items() if isinstance(table, dict) else enumerate(table)
    for name, row in named:
        notes = (
            known[dotted((layout.name, name, field))].note for field in row if dotted((layout.name, name, field)) in known
        )
        yield {
            **({NAME: name} if layout.keyed else {}),
            **{field: _cell(value) for field, value in row.items() if field in layout.columns},
            COMES_FROM: next(notes, ""),
        }


def _numbers(table: Mapping[str, Any], known: Mapping[str, Source]) -> Iterator[dict[str, object]]:
    for where in single_values(table):
        source = known[dotted(where)]
        yield {"number": dotted(where), "value": _inner(table, where), "unit": source.unit, COMES_FROM: source.note}


def _inner(table: Any, where: Where) -> object:
    for step in where:
        table = table[step]
    return table


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else value


def _spreadsheet(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """The sheets as a workbook, after one that explains."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": ALWAYS})
        head, title = book.add_format(HEAD), book.add_format(TITLE)
        about = book.add_worksheet(ABOUT)
        about.set_column(0, 2, WIDE)
        about.set_column(3, 3, WIDEST)
        for row, line in enumerate(WORDS):
            about.write_string(row, 0, line, *([title] if row == 0 else []))
        top = len(WORDS) + 1
        for row, cells in enumerate([("sheet", "column", "holds", "what it means"), *_explained()]):
            for place, cell in enumerate(cells):
                about.write_string(top + row, place, cell, *([head] if row == 0 else []))
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for place, column in enumerate(table):
                sheet.set_column(place, place, WIDE if place == 0 or column == COMES_FROM else NARROW)
                sheet.write_string(0, place, str(column), head)
                for row, value in enumerate(table[column].tolist(), 1):
                    if isinstance(value, str):
                        sheet.write_string(row, place, value[:LONGEST_CELL])
                    elif value is not None and value == value:  # noqa: PLR0124 - an empty cell is no number
                        sheet.write(row, place, value)
    return buffer.getvalue()


def _explained() -> Iterator[tuple[str, str, str, str]]:
    for layout in LAYOUTS.values():
        yield layout.name, "", "", layout.about
        for column in layout.columns.values():
            yield "", column.name, column.holds, column.about
