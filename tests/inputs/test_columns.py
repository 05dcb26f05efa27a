"""Columns of measured times in CSV files: what is read, and a sentence for what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.inputs import columns
from sim.inputs.columns import read_column
from sim.inputs.mistakes import Mistakes


def told(path: Path, column: str = "minutes") -> str:
    with pytest.raises(Mistakes) as caught:
        read_column(path, column, "the file")
    (sentence,) = caught.value.sentences
    return sentence


def written(folder: Path, text: str) -> Path:
    path = folder / "times.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_numbers_are_read_and_empty_cells_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffcase,minutes\na, 1.5 \nb,\nc\nd,3\n")
    assert read_column(path, "minutes", "") == [1.5, 3.0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file it has no column 'minutes'; its first line must name its columns."),
        ("hours\n1\n", "the file it has no column 'minutes'; allowed are 'hours'."),
        ("minute\n1\n", "the file it has no column 'minutes'; did you mean 'minute'?"),
        ("minutes\n1\nnan\n", "the file in line 3 column 'minutes' is 'nan'; allowed is a number of at least 0."),
        ("minutes\ninf\n", "the file in line 2 column 'minutes' is 'inf'; allowed is a number of at least 0."),
        ("minutes\n\n", "the file column 'minutes' holds no value."),
    ],
)
def test_what_is_no_column_of_times(tmp_path: Path, text: str, said: str) -> None:
    assert told(written(tmp_path, text)) == said


def test_a_cell_that_is_too_long_to_read(tmp_path: Path) -> None:
    assert "it cannot be read (field larger than" in told(written(tmp_path, f"minutes\n{'1' * 140_000}\n"))


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "minutes\n1\n2\n3\n")
    monkeypatch.setattr(columns, "LARGEST_FILE", path.stat().st_size - 1)
    assert "the file that has more than" in told(path)


def test_a_column_of_too_many_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "minutes\n1\n2\n3\n")
    monkeypatch.setattr(columns, "MOST_VALUES", 3)
    assert read_column(path, "minutes", "") == [1.0, 2.0, 3.0]
    monkeypatch.setattr(columns, "MOST_VALUES", 2)
    assert told(path) == "the file column 'minutes' has more than 2 values."
