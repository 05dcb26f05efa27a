"""Columns of CSV files that a company file names: measured touch times, read when the file is."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path

from sim.inputs.instead import BY_COLUMN
from sim.inputs.mistakes import Mistakes, nearest, show
from sim.inputs.sources import TomlTable, TomlView, Where, dotted
from sim.inputs.toml_file import TomlFile

LARGEST_FILE = 10_000_000
"""Bytes of a CSV file."""

MOST_VALUES = 10_000


def with_columns(file: TomlFile, at: Where, company: TomlView) -> TomlTable:
    """A part of a company with values in the place of the columns that its activities name.

    Args:
        file: the file that holds it; the paths of CSV files are seen from there.
        at: where in that file it stands.

    Raises:
        Mistakes: with a sentence for each column that cannot be read.
    """
    activities = company.get("activities")
    if not isinstance(activities, Mapping):
        return dict(company)
    found: list[str] = []
    rows = dict(activities)
    for name, row in activities.items():
        if isinstance(row, Mapping) and any(key in row for key in BY_COLUMN):
            try:
                rows[name] = _with_values(file, (*at, "activities", name), row)
            except Mistakes as mistakes:
                found.extend(mistakes.sentences)
    if found:
        raise Mistakes(found)
    return {**company, "activities": rows}


def _with_values(file: TomlFile, where: Where, row: TomlView) -> TomlTable:
    for key in BY_COLUMN:
        if not isinstance(row.get(key), str):
            place = file.place((*where, key))
            raise Mistakes(
                [
                    f"{place}: {dotted(where)} lacks {key}; a file of measured times needs file and column."
                    if key not in row
                    else f"{place}: {dotted((*where, key))} is {show(row[key])}; allowed is a text."
                ]
            )
    if "values" in row:
        raise Mistakes([f"{file.place(where)}: {dotted(where)} has values as well as a file; keep one of them."])
    said = f"{file.place((*where, 'file'))}: {dotted((*where, 'file'))} is {show(row['file'])}, but"
    values = read_column(file.path.parent / row["file"], row["column"], said)
    return {key: value for key, value in row.items() if key not in BY_COLUMN} | {"values": values}


def read_column(path: Path, column: str, said: str) -> list[float]:
    """The numbers of a column of a CSV file, empty cells left out.

    Raises:
        Mistakes: with a sentence that begins with ``said``.
    """
    try:
        if not path.is_file():
            raise Mistakes([f"{said} there is no such file."])
        if path.stat().st_size > LARGEST_FILE:
            raise Mistakes([f"{said} that has more than {LARGEST_FILE:,} bytes."])
        with path.open(encoding="utf-8-sig", newline="") as text:
            return _numbers(csv.DictReader(text), column, said)
    except UnicodeDecodeError:
        raise Mistakes([f"{said} that is not UTF-8 text."]) from None
    except (OSError, ValueError, csv.Error) as error:
        raise Mistakes([f"{said} it cannot be read ({error})."]) from None


def _numbers(rows: csv.DictReader[str], column: str, said: str) -> list[float]:
    names = [name for name in rows.fieldnames or () if name]
    if column not in names:
        hint = nearest(column, names) or "; its first line must name its columns"
        raise Mistakes([f"{said} it has no column {show(column)}{hint}" + ("" if hint.endswith("?") else ".")])
    numbers: list[float] = []
    for row in rows:
        cell = (row[column] or "").strip()
        if not cell:
            continue
        number = _number(cell)
        if not 0.0 <= number < math.inf:
            given = f"column {show(column)} is {show(cell)}"
            raise Mistakes([f"{said} in line {rows.line_num} {given}; allowed is a number of at least 0."])
        numbers.append(number)
        if len(numbers) > MOST_VALUES:
            raise Mistakes([f"{said} column {show(column)} has more than {MOST_VALUES:,} values."])
    if not numbers:
        raise Mistakes([f"{said} column {show(column)} holds no value."])
    return numbers


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan
