"""A company as tables is the company that its file describes, and its new file says where each number comes from."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from sim.cli import main
from sim.inputs.company_model import CompanyModel
from sim.inputs.loading import load
from sim.inputs.scenario import Scenario
from sim.inputs.sources import sources
from sim.inputs.tables.reading import single_values
from sim.inputs.tables.sheets import LAYOUTS
from tests.inputs.tables.conftest import COMPANY


def fingerprint(path: Path) -> str:
    """That of a scenario of the company in a file."""
    company = load(path)
    assert isinstance(company, CompanyModel)
    return Scenario(name="made", company=company).fingerprint


def spoiled() -> dict[str, Any]:
    """The default company with every number that a sheet holds turned into another, and nearly no hand-offs."""
    company = tomllib.loads(COMPANY.read_text(encoding="utf-8"))
    del company["format"]
    company["handoffs"], company["feeds"] = company["handoffs"][:1], company["feeds"][:1]
    for team in company["teams"].values():
        team.update(staff=team["staff"] + 1, wage_per_hour=team["wage_per_hour"] + 1)
    for activity in company["activities"].values():
        activity.update({"minutes": activity["minutes"] * 2} if "minutes" in activity else {})
    for where in single_values(company):
        inner: Any = company
        for step in where[:-1]:
            inner = inner[step]
        value = inner[where[-1]]
        if isinstance(value, bool):
            inner[where[-1]] = not value
        elif isinstance(value, int | float):
            inner[where[-1]] = value / 2 if isinstance(value, float) else value + 1
    return company


@pytest.mark.parametrize("tables", ["company_example.xlsx", "company_example"])
def test_the_example_is_the_default_company_whatever_it_is_laid_over(forms: Path, tables: str) -> None:
    if tables.endswith(".xlsx"):
        pytest.importorskip("openpyxl")
    (forms / "company.toml").write_text(tomlkit.dumps(spoiled()), encoding="utf-8")
    assert main(["company", tables]) == 0
    made = forms / "company_example.toml"
    assert fingerprint(made) == fingerprint(COMPANY)


def test_the_folder_one_is_in(forms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(forms / "company_example")
    assert main(["company", "."]) == 0
    assert (forms / "company_example.toml").is_file()


def test_an_empty_form_says_nothing(forms: Path) -> None:
    pytest.importorskip("openpyxl")
    assert main(["company", "company_form.xlsx"]) == 0
    assert fingerprint(forms / "company_form.toml") == fingerprint(COMPANY)
    assert set(tomllib.loads((forms / "company_form.toml").read_text(encoding="utf-8"))) == {"format", "extends"}


def test_every_number_says_its_cell_and_keeps_its_unit_and_source(forms: Path) -> None:
    assert main(["company", "company_example"]) == 0
    made = {source.path: source for source in sources(forms / "company_example.toml")}
    usual = {source.path: source for source in sources(COMPANY)}
    checked = 0
    for path, source in made.items():
        if path == "extends":
            continue
        match = re.search(r"\((\w+)\.csv, ([A-Z]+\d+)\)$", source.note)
        assert match is not None, source
        sheet, cell = match.groups()
        with (forms / "company_example" / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        assert sheet in LAYOUTS
        assert int(re.sub(r"\D", "", cell)) <= len(lines)
        if sheet == "numbers":
            assert lines[int(cell[1:]) - 1][0] == path
            assert source.unit == usual[path].unit
            assert source.note.startswith(usual[path].note)
            checked += 1
    assert checked > 150


def test_a_filled_cell_changes_that_value_alone(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook("company_form.xlsx")
    sheet = book["teams"]
    header = [cell.value for cell in sheet[1]]
    sheet.cell(2, 1, "support")
    sheet.cell(2, header.index("staff") + 1, 11)
    sheet.cell(2, header.index("comes from") + 1, "payroll of March")
    book.save("company_form.xlsx")
    assert main(["company", "company_form.xlsx", "--out", "mine.toml"]) == 0
    capsys.readouterr()
    assert "support = { staff = 11 }  # payroll of March (sheet teams, A2)" in Path("mine.toml").read_text(
        encoding="utf-8"
    )
    assert main(["diff", "company.toml", "mine.toml"]) == 0
    said = capsys.readouterr().out
    assert "support, staff: 10 → 11 (+1" in said
    assert "One thing differs" in said


def test_a_file_that_was_not_made_of_tables_is_kept(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, sentence in (
        (
            ["company"],
            "company needs a spreadsheet or a folder of CSV files; python -m sim init --tables FOLDER writes forms.",
        ),
        (["company", "company_example", "--out", "company.toml"], "is the company that the tables are laid over"),
        (["company", "company_example", "--out", "."], "--out is '.', which is a folder; allowed is a file to write."),
        (
            ["company", "company_example", "--extends", "no.toml"],
            "which is not there; name a company file with --extends",
        ),
        (["company", "nothing.xlsx"], "nothing.xlsx: there is no such file or folder."),
    ):
        assert main(words) == 2, words
        assert sentence in capsys.readouterr().err
    (forms / "own.toml").write_text("# mine\n", encoding="utf-8")
    assert main(["company", "company_example", "--out", "own.toml"]) == 2
    assert "own.toml was not made of tables, so it is not replaced" in capsys.readouterr().err
    assert main(["company", "company_example", "--out", "made.toml"]) == 0
    assert main(["company", "company_example", "--out", "made.toml"]) == 0


def test_forms_are_written_by_init(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--tables", "mine"]) == 0
    assert "python -m sim company mine/company_form.xlsx" in capsys.readouterr().out
    assert {file.name for file in Path("mine").iterdir()} == {
        "company.toml",
        "company_example",
        "company_example.xlsx",
        "company_form.xlsx",
    }
    assert {file.stem for file in Path("mine/company_example").iterdir()} == set(LAYOUTS)
    assert main(["init", "--tables", "mine"]) == 2
