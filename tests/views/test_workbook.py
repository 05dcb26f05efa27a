"""The workbook holds what the CSV files hold, read again by another library; its first sheet explains."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from sim.inputs.whole_files import write_table
from sim.views import workbook
from sim.views.answers.answer import Answer, write_answer
from sim.views.saved_tables import tables_of
from sim.views.table_words import TABLES, words_about
from sim.views.workbook import FIRST, NAME, sheet_names, write_workbook
from tests.views.made_study import made_study

pytest.importorskip("openpyxl")

HEAD = ["siloed and integrated, compared", "20 pairs of runs"]


def folder_of(place: Path, **tables: pd.DataFrame) -> Path:
    for name, table in tables.items():
        write_table(place / "tables" / f"{name}.csv", table)
    return place


def sheets(file: Path) -> dict[str, pd.DataFrame]:
    return dict(pd.read_excel(file, sheet_name=None, engine="openpyxl", keep_default_na=False, na_values=[""]))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of a study."""
    place = folder_of(tmp_path_factory.mktemp("study"), **tables_of(made_study()))
    write_workbook(place, HEAD)
    return place


def test_every_table_is_a_sheet_with_the_same_rows(place: Path) -> None:
    found = sheets(place / NAME)
    files = sorted((place / "tables").glob("*.csv"))
    assert list(found) == [FIRST, *(file.stem for file in files)]
    for file in files:
        table = pd.read_csv(file, keep_default_na=False, na_values=[""])
        held = found[file.stem]
        for column in table.select_dtypes("float"):
            held[column] = pd.to_numeric(held[column])  # an infinite number is a text
        pd.testing.assert_frame_equal(held, table, check_dtype=False, rtol=1e-12)
    assert len(found["comparison"]) > 50


def test_the_first_sheet_says_what_each_holds(place: Path) -> None:
    about = pd.read_excel(place / NAME, sheet_name=FIRST, header=None, engine="openpyxl")
    assert about[0].tolist()[:2] == HEAD
    rows = about.iloc[len(HEAD) + 2 :].set_index(0)
    for file in (place / "tables").glob("*.csv"):
        assert rows[1][file.stem] == len(pd.read_csv(file, keep_default_na=False))
        assert rows[2][file.stem] == f"tables/{file.name}"
        assert rows[3][file.stem] == words_about(file.stem)


def test_every_table_of_a_study_has_words() -> None:
    assert set(tables_of(made_study())) <= set(TABLES)
    assert words_about("chart_handoffs") == "What charts/handoffs.svg is drawn from."
    assert words_about("something new") == "See its columns."


def test_the_same_tables_give_the_same_bytes(place: Path, tmp_path: Path) -> None:
    folder_of(tmp_path, **tables_of(made_study()))
    assert write_workbook(tmp_path, HEAD).read_bytes() == (place / NAME).read_bytes()


def test_nothing_in_it_is_a_formula_or_a_link_elsewhere(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"=1+1": ["=2+3", "+4", "@x", "http://nowhere.invalid", "a" * 40_000], "n": [1.5, None, 2, 3, 4]}
    )
    file = write_workbook(folder_of(tmp_path, odd=table), ["=HYPERLINK()"])
    with zipfile.ZipFile(file) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))}
    assert not any("<f>" in text for text in texts.values())
    assert not any("nowhere.invalid" in text for name, text in texts.items() if name.endswith(".rels"))
    read = sheets(file)["odd"]
    assert list(read) == ["'=1+1", "n"]
    assert read["'=1+1"].tolist()[:4] == ["'=2+3", "'+4", "'@x", "http://nowhere.invalid"]
    assert read["n"].isna().tolist() == [False, True, False, False, False]


def test_a_long_table_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    file = write_workbook(folder_of(tmp_path, twins=pd.DataFrame({"case": range(7)})), HEAD)
    found = sheets(file)
    assert found["twins"]["case"].tolist() == [0, 1, 2, 3, 4]
    about = pd.read_excel(file, sheet_name=FIRST, header=None, engine="openpyxl")
    assert about.iloc[-1, 1] == 7
    assert str(about.iloc[-1, 3]).endswith("The first 5 rows; the CSV file has all.")


def test_sheets_have_names_that_a_workbook_allows() -> None:
    names = sheet_names(["About", "a" * 40, "a" * 50, "A" * 31, "x/y:z", "", "history"])
    assert len({name.lower() for name in [*names, FIRST]}) == 8
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert "history" not in {name.lower() for name in names}


def test_the_folder_of_an_answer_has_one(tmp_path: Path) -> None:
    answer = Answer("Nothing is found.\nMore.", tables={"prices": pd.DataFrame({"lever": ["chatbot"], "price": [1.0]})})
    written = write_answer(answer, tmp_path / "out", seconds=1.0)
    assert tmp_path / "out" / NAME in written
    assert list(sheets(tmp_path / "out" / NAME)) == [FIRST, "prices"]
    assert NAME not in {file.name for file in write_answer(Answer("None."), tmp_path / "none", seconds=1.0)}
