"""What a company has to do without, as a scenario file says it, and as it is compared and explained."""

from __future__ import annotations

from pathlib import Path

from sim.inputs.differences import Difference, differences_of
from sim.inputs.loading import load_scenario
from sim.views.text.explain import explained
from tests.inputs.small_company import write_scenario


def test_it_is_what_differs_between_two(folder: Path) -> None:
    one, two = (load_scenario(write_scenario(folder, text)) for text in ("", 'without = ["maintenance"]\n'))
    (found,) = differences_of(one, two)
    assert isinstance(found, Difference)
    assert (found.where, found.one, found.two) == (("without",), (), ("maintenance",))


def test_it_is_explained(folder: Path) -> None:
    told = explained(load_scenario(write_scenario(folder, 'without = ["CRM", "interpersonal skill"]\n')))
    assert told.split("Also set")[1].splitlines()[-2:] == ["Without: CRM.", "Without: interpersonal skill."]
    assert "Without" not in explained(load_scenario(write_scenario(folder)))
