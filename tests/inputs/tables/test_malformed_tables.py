"""Malformed spreadsheets and CSV files: each ends in a sentence that names sheet and cell, and writes nothing."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main

FILE = "company_example.xlsx"
Spoil = Callable[[Any], None]


def column(sheet: Any, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


def put(sheet: str, row: int, name: str, value: object) -> Spoil:
    """Write a value into a cell."""

    def spoil(book: Any) -> None:
        book[sheet].cell(row, column(book[sheet], name)).value = value

    return spoil


def put_number(number: str, value: object) -> Spoil:
    """Write another value for a single number."""

    def spoil(book: Any) -> None:
        (row,) = (row for row in book["numbers"].iter_rows() if row[0].value == number)
        row[1].value = value

    return spoil


def at(sheet: str, row: int, name: str, value: object, number_format: str) -> Spoil:
    def spoil(book: Any) -> None:
        cell = book[sheet].cell(row, column(book[sheet], name), value)
        cell.number_format = number_format

    return spoil


def hide_row(book: Any) -> None:
    book["teams"].row_dimensions[3].hidden = True


def hide_column(book: Any) -> None:
    book["teams"].column_dimensions["B"].hidden = True


def hide_sheet(book: Any) -> None:
    book["teams"].sheet_state = "hidden"


def rename(sheet: str, name: str) -> Spoil:
    def spoil(book: Any) -> None:
        book[sheet].title = name

    return spoil


def remove(sheet: str) -> Spoil:
    return lambda book: book.remove(book[sheet])


def copy_sheet(book: Any) -> None:
    book.create_sheet("Teams ")


CASES: dict[str, tuple[Spoil, str]] = {
    "missing sheet": (remove("activities"), "the sheet activities is missing; leave one empty that says nothing."),
    "misspelt sheet": (rename("teams", "taems"), "sheet taems: is no sheet of a company; did you mean 'teams'?"),
    "sheet twice": (copy_sheet, "sheet Teams : there is another sheet of this name; keep one of them."),
    "hidden sheet": (hide_sheet, "sheet teams: is hidden; show it or delete it."),
    "hidden row": (hide_row, "sheet teams, row 3: is hidden; show it or delete it."),
    "hidden column": (hide_column, "sheet teams, column B: is hidden; show it or delete it."),
    "merged cells": (
        lambda book: book["teams"].merge_cells("A2:B2"),
        "sheet teams, A2:B2: are merged cells; unmerge them",
    ),
    "text for a number": (put("teams", 2, "staff", "five"), "C2: staff is 'five'; allowed is a number."),
    "decimal comma": (put("teams", 2, "wage_per_hour", "52,5"), "is '52,5'; a number has a decimal point and no commas."),
    "thousands": (
        put("teams", 2, "wage_per_hour", "1.052,5"),
        "is '1.052,5'; a number has a decimal point and no commas.",
    ),
    "decimal comma in numbers": (
        put("numbers", 4, "value", "1,5"),
        "B4: overhead_per_year is '1,5'; a number has a decimal",
    ),
    "number as a text": (put("teams", 2, "staff", "5"), "C2: staff is '5'; that is a text; format the cell as a number"),
    "formula": (put("teams", 2, "staff", "=2+3"), "C2: '=2+3' is a formula; write its result as a plain value."),
    "failed formula": (put("teams", 2, "staff", "#DIV/0!"), "C2: '#DIV/0!' is what a formula that failed leaves behind."),
    "date for a number": (
        put("teams", 2, "staff", datetime.date(2025, 5, 1)),
        "C2: '2025-05-01 00:00:00' is a date; format the cell as a number and write it again.",
    ),
    "number shown as a date": (at("teams", 2, "staff", 5, "yyyy-mm-dd"), "is a date; format the cell as a number"),
    "truth for a number": (put("teams", 2, "staff", True), "C2: staff is true; allowed is a number."),
    "two teams of one name": (put("teams", 3, "name", "marketing"), "A3: 'marketing' is also in A2; keep one of them."),
    "row without a name": (put("teams", 3, "name", None), "A3: is empty; every row has a name."),
    "unknown column": (
        put("teams", 1, "staff", "stuff"),
        "C1: the column 'stuff' is no column of teams; did you mean 'staff'?",
    ),
    "column twice": (put("teams", 1, "department", "staff"), "C1: the column 'staff' is there twice."),
    "no key column": (
        put("teams", 1, "name", None),
        "sheet teams: the column name is missing; the first row names the columns.",
    ),
    "value beside the columns": (
        lambda book: book["teams"].cell(2, 30, 7),
        "sheet teams, AD2: stands in a column without a name.",
    ),
    "below its range": (put("teams", 2, "staff", 0), "C2: teams.marketing.staff is 0; allowed is a whole number"),
    "not whole": (put("teams", 2, "staff", 2.5), "C2: teams.marketing.staff is 2.5; allowed is a whole number"),
    "share above 1": (put_number("customers.returns_share", 7), ": customers.returns_share is 7; allowed is a number"),
    "unknown department": (put("teams", 2, "department", "marketting"), "B2: teams.marketing.department"),
    "unknown hours": (put("teams", 2, "hours", "offise"), "teams.marketing.hours"),
    "unknown number": (
        put("numbers", 5, "number", "customers.consumer"),
        "A5: 'customers.consumer' is no single number of a",
    ),
    "neither yes nor no": (
        put("teams", 4, "finishes_started", "perhaps"),
        "finishes_started is 'perhaps'; allowed is yes or no.",
    ),
    "new team that lacks everything": (put("teams", 20, "name", "night watch"), "A20: "),
    "unknown department of a hand-off": (put("handoffs", 2, "source", "nobody"), "A2: handoffs[0].source"),
    "negative touch time": (put("activities", 2, "minutes", -3), 'activities."prepare a campaign".minutes is -3'),
    "steering characters": (put("departments", 2, "label", "Mar\u202eketing"), "departments.marketing.label"),
}


def refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What is said; nothing may be written."""
    before = {file: file.read_bytes() for file in Path().rglob("*") if file.is_file()}
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert {file: file.read_bytes() for file in Path().rglob("*") if file.is_file()} == before
    return err


@pytest.mark.parametrize("name", CASES)
def test_a_malformed_spreadsheet_ends_in_a_sentence(name: str, forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    spoil, sentence = CASES[name]
    book = openpyxl.load_workbook(FILE)
    spoil(book)
    book.save(FILE)
    said = refused(["company", FILE], capsys)
    assert sentence in said
    assert all(line.startswith(FILE) for line in said.splitlines()), said


def test_there_are_thirty() -> None:
    assert len(CASES) >= 30


def test_all_mistakes_are_told_at_once(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(FILE)
    for spoil in (put("teams", 2, "staff", "five"), put("activities", 5, "minutes", "=1"), remove("feeds")):
        spoil(book)
    book.save(FILE)
    assert len(refused(["company", FILE], capsys).splitlines()) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not a spreadsheet of the kind .xlsx, or it has a password."),
        (b"not a spreadsheet", "is not a spreadsheet of the kind .xlsx, or it has a password."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "is not a spreadsheet of the kind .xlsx, or it has a password.",
        ),
        (b"x" * 5_000_001, "has more than 5,000,000 bytes; no company needs so many."),
    ],
)
def test_what_is_no_spreadsheet(content: bytes, sentence: str, forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("openpyxl")
    Path(FILE).write_bytes(content)
    assert sentence in refused(["company", FILE], capsys)


def test_an_archive_of_something_else_and_one_that_swells(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("openpyxl")
    with zipfile.ZipFile(FILE, "w") as parts:
        parts.writestr("letter.txt", "dear")
    assert "cannot be read as a spreadsheet" in refused(["company", FILE], capsys)
    with zipfile.ZipFile(FILE, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * 60_000_000)
    assert "has more than 50,000,000 bytes once unpacked" in refused(["company", FILE], capsys)


def test_without_the_library_a_sentence_says_so(
    forms: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.inputs.tables.spreadsheet.find_spec", lambda _: None)
    assert "needs openpyxl, which is not installed" in refused(["company", FILE], capsys)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name;staff;wage_per_hour\nsales;3;4\n", "separates its columns by semicolons; save it with commas"),
        ('name,staff\nsales,"3,5"\n', "teams.csv, B2: staff is '3,5'; a number has a decimal point and no commas."),
        ("name,staff\nsales,nan\n", "teams.csv, B2: staff is 'nan'; allowed is a number."),
        ("name,staff\nsales,1e999\n", "teams.csv, B2: staff is '1e999'; allowed is a number."),
        ("name,staff\nsales,25%\n", "teams.csv, B2: staff is '25%'; allowed is a number."),
        ("name,staff\nsales,3\nsales,4\n", "teams.csv, A3: 'sales' is also in A2; keep one of them."),
        ("name,staff\nsales,3,4\n", "teams.csv, C2: stands in a column without a name."),
        ('name,staff\n"sales,3\n', "teams.csv: is not valid CSV"),
        ("name,staff\nsales,0\n", "teams.csv, B2: teams.sales.staff is 0; allowed is a whole number"),
    ],
)
def test_a_malformed_csv_file(text: str, sentence: str, forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("company_example/teams.csv").write_text(text, encoding="utf-8")
    assert sentence in refused(["company", "company_example"], capsys)


def test_a_folder_without_tables_and_a_file_in_another_coding(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("nothing").mkdir()
    assert "nothing: has no CSV file in it" in refused(["company", "nothing"], capsys)
    Path("company_example/teams.csv").write_bytes("name\nb\xfcro\n".encode("latin-1"))
    assert "teams.csv: is not UTF-8 text; save it as CSV, UTF-8." in refused(["company", "company_example"], capsys)
