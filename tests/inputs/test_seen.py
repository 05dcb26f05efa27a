"""Text that is only seen: what steers a terminal is told or shown as its code, and long lines fit the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.seen import NARROWEST, USUAL, columns, fitted, steering, steers, unfit_for_name, visible
from tests.inputs.small_company import write_company, write_scenario


@pytest.mark.parametrize(
    ("letter", "does"),
    [("\x1b", True), ("\u202e", True), ("\u2028", True), ("\ud800", True), ("ä", False), ("🙂", False)],
)
def test_what_steers_a_terminal(letter: str, does: bool) -> None:
    assert steers(letter) == does
    assert (visible(letter) != letter) == does
    assert bool(steering(letter)) == does


def test_what_steers_is_written_as_its_code_and_lines_stay_lines() -> None:
    assert visible("plain ä") == "plain ä"
    assert visible("a\x1b[2J\nb\u202e\tc") == "a\\x1b[2J\nb\\u202e\\tc"


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("sales", ""),
        (" \t", "is empty; allowed is a name that can be seen"),
        ("a\x07", r"holds the control character \x07; allowed is text that can be seen"),
        ("two\nlines", "has more than one line; allowed is one"),
        ("a\tb", "has more than one line; allowed is one"),
    ],
)
def test_a_name_is_one_line_that_can_be_seen(name: str, complaint: str) -> None:
    assert unfit_for_name(name) == complaint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('description = "a\\u001Bb"', r"description holds the control character \x1b; allowed is text that can be seen."),
        ('[change]\nname = "a\\nb"', "change.name has more than one line; allowed is one."),
    ],
)
def test_a_file_says_nothing_that_steers(tmp_path: Path, text: str, said: str) -> None:
    write_company(tmp_path)
    with pytest.raises(Mistakes) as caught:
        load_scenario(write_scenario(tmp_path, text))
    (sentence,) = caught.value.sentences
    assert sentence.endswith(said)


def test_columns_are_the_terminals_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for there, most, taken in [("100", 120, 100), ("100", 80, 80), ("20", 120, NARROWEST), ("0", 500, USUAL)]:
        monkeypatch.setenv("COLUMNS", there)
        assert columns(most) == taken


def test_a_broken_line_goes_on_below_its_last_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    words = "word " * 16
    row, indented = fitted(f"name   unit  {words}"), fitted(f"  {words}")
    assert fitted(f"short\nname   unit  {words}") == f"short\n{row}"
    assert [line[:17] for line in row.split("\n")] == ["name   unit  word", *[" " * 13 + "word"] * row.count("\n")]
    assert [len(line) - len(line.lstrip()) for line in indented.split("\n")] == [2, 4]
    for text in (row, indented):
        assert all(len(line) <= 60 for line in text.split("\n"))
        assert text.split().count("word") == 16


def test_a_word_longer_than_the_terminal_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    path = "/folder" * 20
    assert path in fitted(f"see {path}").split()
