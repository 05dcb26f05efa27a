"""What a company has to do without, as a scenario file says it, and as it is printed, compared and explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.inputs.differences import Difference, differences_of
from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.printing import print_scenario
from sim.views.text.explain import explained
from tests.inputs.small_company import write_scenario


def test_the_order_in_which_things_are_named_is_nothing(folder: Path) -> None:
    one = load_scenario(write_scenario(folder, 'without = ["training", "CRM"]\n'))
    assert one.without == ("CRM", "training")
    two = load_scenario(write_scenario(folder, 'without = ["CRM", "training"]\n'))
    assert one.fingerprint == two.fingerprint != load_scenario(write_scenario(folder)).fingerprint


def test_it_is_printed_and_read_back(folder: Path) -> None:
    one = load_scenario(write_scenario(folder, 'without = ["maintenance"]\n'))
    printed = print_scenario(one)
    assert 'without = ["maintenance"]\n' in printed
    again = folder / "again.toml"
    again.write_text(printed, encoding="utf-8")
    assert load_scenario(again) == one


def test_it_is_what_differs_between_two(folder: Path) -> None:
    one, two = (load_scenario(write_scenario(folder, text)) for text in ("", 'without = ["maintenance"]\n'))
    (found,) = differences_of(one, two)
    assert isinstance(found, Difference)
    assert (found.where, found.one, found.two) == (("without",), (), ("maintenance",))


def test_it_is_explained(folder: Path) -> None:
    told = explained(load_scenario(write_scenario(folder, 'without = ["CRM", "interpersonal skill"]\n')))
    assert told.split("Also set")[1].splitlines()[-2:] == ["Without: CRM.", "Without: interpersonal skill."]
    assert "Without" not in explained(load_scenario(write_scenario(folder)))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            'without = ["maintenence"]',
            "line 3: without[0] is 'maintenence', which is none of the 28 that there are; did you",
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
