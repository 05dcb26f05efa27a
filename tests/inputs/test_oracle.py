"""Decisions taken on the truth, as a scenario file says them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.printing import print_scenario
from tests.inputs.small_company import write_scenario


def test_the_order_in_which_decisions_are_named_is_nothing(folder: Path) -> None:
    one = load_scenario(write_scenario(folder, 'oracle = ["refund", "credit release"]\n'))
    assert one.oracle == ("credit release", "refund")
    two = load_scenario(write_scenario(folder, 'oracle = ["credit release", "refund"]\n'))
    assert one.fingerprint == two.fingerprint != load_scenario(write_scenario(folder)).fingerprint


def test_it_is_printed_and_read_back(folder: Path) -> None:
    one = load_scenario(write_scenario(folder, 'oracle = ["overtime"]\n'))
    printed = print_scenario(one)
    assert 'oracle = ["overtime"]\n' in printed
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
    ],
)
def test_mistakes_are_sentences(folder: Path, line: str, sentence: str) -> None:
    with pytest.raises(Mistakes) as told:
        load_scenario(write_scenario(folder, f"{line}\n"))
    assert sentence in str(told.value)
