"""Levels by department and by interface in a scenario file: read, printed, and every mistake a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.inputs.company_names import WrongNames
from sim.inputs.levers_model import Levers
from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.places import interfaces
from sim.inputs.printing import print_scenario
from sim.inputs.scenario import Scenario
from sim.levers.primitives import neutral
from tests.company.worlds import company_model, plain_company
from tests.inputs.small_company import write_company, write_scenario

GOOD = """
[levers]
information_silos = 1.0
[levers.by_department.finance]
back_office_bots = 0.5
[levers.by_interface]
"sales > logistics: web order" = { integrated_systems = 1.0 }
"""


def told(folder: Path, text: str) -> str:
    write_company(folder)
    with pytest.raises(Mistakes) as found:
        load_scenario(write_scenario(folder, text))
    (sentence,) = found.value.sentences
    return sentence


def test_levels_by_place_are_read_and_printed(tmp_path: Path) -> None:
    """What the file says is there, and a scenario printed and read again is the same one."""
    write_company(tmp_path)
    scenario = load_scenario(write_scenario(tmp_path, GOOD))
    assert scenario.levers.by_department == {"finance": {"back_office_bots": 0.5}}
    assert scenario.levers.by_interface == {"sales > logistics: web order": {"integrated_systems": 1.0}}
    printed = tmp_path / "printed.toml"
    printed.write_text(print_scenario(scenario), encoding="utf-8")
    assert load_scenario(printed) == scenario


def test_a_scenario_without_them_does_not_speak_of_them(tmp_path: Path) -> None:
    """Neither the printed file nor what the fingerprint is made of has empty tables."""
    write_company(tmp_path)
    scenario = load_scenario(write_scenario(tmp_path))
    assert "by_department" not in print_scenario(scenario)
    assert "by_interface" not in scenario.model_dump_json()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "[levers.by_department.finanse]\nremote_work = 1.0",
            ("line 3", "levers.by_department.finanse", "does not exist", "did you mean 'finance'?"),
        ),
        (
            "[levers.by_department.finance]\nremote_wrok = 1.0",
            ("line 4", "is not a lever", "did you mean 'remote_work'?"),
        ),
        ("[levers.by_department.finance]\nchatbot = 1.0", ("line 4", "has a meaning by department in 'support' only.")),
        (
            "[levers.by_department.finance]\npredictive_analytics = 1.0",
            ("line 4", "has no meaning by department; set it for the whole company under [levers]."),
        ),
        ("[levers.by_department.finance]\nremote_work = 1.5", ("line 4", "is 1.5; allowed is a number from 0 to 1.")),
        (
            '[levers.by_interface]\n"sales > logistics: web ordre" = { integrated_systems = 1.0 }',
            ("line 4", "does not exist", "did you mean 'sales > logistics: web order'?"),
        ),
        (
            '[levers.by_interface]\n"sales > logistics: web order" = { remote_work = 1.0 }',
            ("line 4", "has no meaning by interface"),
        ),
    ],
)
def test_mistakes_are_sentences(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    sentence = told(tmp_path, text)
    for word in words:
        assert word in sentence, sentence


def test_a_scenario_made_in_python_is_checked_too() -> None:
    with pytest.raises(ValueError, match="does not exist") as found:
        Scenario(name="x", levers=Levers(by_department={"finanse": {}}), company=company_model())
    assert isinstance(found.value.errors()[0]["ctx"]["error"], WrongNames)  # type: ignore[attr-defined]


def test_interfaces_are_those_of_the_company() -> None:
    """By name, exactly the hand-offs and record copies that primitives know."""
    company = company_model()
    assert sorted(interfaces(plain_company())) == sorted(
        f"{source} > {target}: {subject}" for source, target, subject in neutral(company).links
    )
