"""Names that a scenario lists, of decisions taken on the truth and of what it does without: a set, printed and read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.printing import print_scenario
from tests.inputs.small_company import write_scenario

LISTS = pytest.mark.parametrize(
    ("field", "first", "second"), [("oracle", "credit release", "refund"), ("without", "CRM", "training")]
)


@LISTS
def test_the_order_in_which_things_are_named_is_nothing(folder: Path, field: str, first: str, second: str) -> None:
    one = load_scenario(write_scenario(folder, f'{field} = ["{second}", "{first}"]\n'))
    assert getattr(one, field) == (first, second)
    two = load_scenario(write_scenario(folder, f'{field} = ["{first}", "{second}"]\n'))
    assert one.fingerprint == two.fingerprint != load_scenario(write_scenario(folder)).fingerprint


@pytest.mark.parametrize("line", ['oracle = ["overtime"]\n', 'without = ["maintenance"]\n'])
def test_they_are_printed_and_read_back(folder: Path, line: str) -> None:
    one = load_scenario(write_scenario(folder, line))
    printed = print_scenario(one)
    assert line in printed
    again = folder / "again.toml"
    again.write_text(printed, encoding="utf-8")
    assert load_scenario(again) == one


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            'oracle = ["credit relase"]',
            "oracle[0] is 'credit relase'; allowed is one of 'promised date', 'credit release'",
        ),
        ('oracle = ["refund", "refund"]', "oracle names 'refund' more than once; name each decision once."),
        ('oracle = "refund"', "oracle is 'refund'"),
        (
            'without = ["maintenence"]',
            "line 3: without[0] is 'maintenence', which is none of the 31 that there are; did you",
        ),
        ('without = ["maintenence"]', "did you mean 'maintenance'?"),
        ('without = ["xyz"]', "without[0] is 'xyz'; allowed is one of 'marketing automation', 'CRM'"),
        ('without = ["CRM", "training", "CRM"]', "without names 'CRM' more than once; name each capability once."),
        ('without = "CRM"', "without is 'CRM'"),
    ],
)
def test_mistakes_are_sentences(folder: Path, line: str, sentence: str) -> None:
    with pytest.raises(Mistakes) as told:
        load_scenario(write_scenario(folder, f"{line}\n"))
    assert sentence in str(told.value)
