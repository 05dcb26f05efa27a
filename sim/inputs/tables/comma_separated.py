"""A folder of CSV files as grids, a file a sheet."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

from sim.inputs.mistakes import Mistakes, all_read
from sim.inputs.tables.grid import Cell, Grid, grid_of, letters
from sim.inputs.whole_files import EXECUTED

LARGEST_FILE = 5_000_000
"""Bytes of a file of tables."""


def read_folder(folder: Path) -> list[Grid]:
    """Every CSV file of a folder; raises Mistakes, a sentence for each that is none."""
    grids = all_read(_read, sorted(folder.glob("*.csv")))
    if not grids:
        raise Mistakes([f"{folder}: has no CSV file in it; interoffice init --tables writes an example."])
    return grids


def _read(file: Path) -> Grid:
    shown = os.path.normpath(file)
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise Mistakes([f"{shown}: has more than {LARGEST_FILE:,} bytes; no company needs so many."])
        text = file.read_bytes().decode("utf-8-sig")
        if "\0" in text:
            raise Mistakes([f"{shown}: is not text; save it as CSV, UTF-8."])
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError:
        raise Mistakes([f"{shown}: is not UTF-8 text; save it as CSV, UTF-8."]) from None
    except csv.Error as error:
        raise Mistakes([f"{shown}: is not valid CSV ({error})."]) from None
    except OSError as error:
        raise Mistakes([f"{shown}: cannot be read ({error.strerror})."]) from None
    if rows and len(rows[0]) == 1 and rows[0][0].count(";") > 1:
        raise Mistakes([f"{shown}: separates its columns by semicolons; save it with commas, and with decimal points."])
    return grid_of(file.stem, shown, _cells(shown, rows))


def _cells(shown: str, rows: list[list[str]]) -> Iterator[tuple[int, int, Cell]]:
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            yield number, column, Cell(_plain(text.strip()), f"{shown}, {letters(column)}{number}", typed=False)


def _plain(text: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(EXECUTED) else text
