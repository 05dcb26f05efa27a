"""What is printed, as a whole, and in what the terminal can show."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.inputs.seen import unfit_for_name
from sim.measures.catalogue import MEASURES
from sim.views.style import words
from sim.views.text import terminal
from sim.views.text.say import for_terminal
from sim.views.text.verdict import conclusion
from tests.views.made_study import (
    changed,
    flat,
    made_study,
)


def test_the_text_is_narrow_and_names_every_short_measure() -> None:
    study = made_study()
    text = terminal.study_text(study)
    assert max(map(len, text.splitlines())) <= words.WIDTH
    for measure in MEASURES:
        if measure.short:
            assert measure.label in flat(text) or measure.label.split()[0] in text
    assert "8 pairs of runs" in flat(text)
    assert "13 weeks measured after 4 weeks of warm-up, seed 1" in flat(text)


def test_it_answers_first() -> None:
    """Verdict, four facts, bridge, who pays, what next; then the table."""
    study = made_study()
    text = flat(terminal.study_text(study))
    heads = [
        flat(conclusion(study).sentence),
        "Siloed → integrated:",
        "Profit,",
        "Who pays:",
        "What next:",
        "[95 % interval] age",
    ]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert places[0] == 0


def test_the_report_is_named_last() -> None:
    text = terminal.study_text(changed(made_study(), out=Path("results/x")))
    assert text.splitlines()[-1] == f"Report: {Path('results/x/report.html')}"
    assert "Report:" not in terminal.study_text(made_study())


def test_ascii_where_the_terminal_has_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    study = made_study()
    plain = for_terminal(terminal.study_text(study), "ascii")
    assert plain.isascii()
    assert "?" not in plain.replace("better ?", "").replace("worse ?", "").replace("; ?", "")
    assert "\u2212" in for_terminal(terminal.study_text(study), "utf-8")
    terminal.print_study(study)
    assert "Integrated delivers orders" in capsys.readouterr().out


def test_names_cannot_steer_the_terminal() -> None:
    text = for_terminal("a\x1b[31mb\nc\u202ed", "utf-8")
    assert text == "a?[31mb\nc?d"
    study = made_study(names=("one\ntwo", "three"))
    assert "One two and three:" in terminal.study_text(study)


@pytest.mark.parametrize(
    "letter", ["\x7f", "\x9b", "\u200b", "\ufeff", "\u2066", "\u2028", "\xad", "\ue000", "\U000e0001"]
)
def test_what_cannot_be_seen_is_no_part_of_a_name(letter: str) -> None:
    """Two names that look alike would be two things; what some languages are spelt with stays."""
    assert "holds the control character" in unfit_for_name(f"wid{letter}get")
    assert unfit_for_name("می\u200cخواهم") == ""
