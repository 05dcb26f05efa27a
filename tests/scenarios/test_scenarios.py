"""The scenario files that come with the program: one company in three worlds that differ in levers only."""

from __future__ import annotations

import tomllib

import pytest

from sim.company.checks import faults
from sim.inputs.levers_model import CHALLENGES, STRATEGIES, Levers
from sim.inputs.loading import load_scenario
from tests.company.worlds import SCENARIOS, WORLDS, company_model
from tests.inputs.small_company import read_company

NAMES = ("siloed", "typical", "integrated")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_a_name_a_company_and_levers(name: str) -> None:
    """No file sets a seed, a length or a number of the company: nothing but what it is called and its levers."""
    table = tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8"))
    assert set(table) == {"format", "name", "description", "company", "levers"}
    assert (table["name"], table["company"]) == (name, "company.toml")
    assert set(table["levers"]) <= {*CHALLENGES, *STRATEGIES}


def test_the_worlds_differ_in_levers_only() -> None:
    """With the same name, description and levers the three scenarios are equal, to the last number."""
    plain = {"name": "x", "description": "", "levers": Levers()}
    first, *others = (load_scenario(SCENARIOS / f"{name}.toml").model_copy(update=plain) for name in NAMES)
    assert all(other == first for other in others)
    assert {other.fingerprint for other in others} == {first.fingerprint}
    assert first.company == read_company(SCENARIOS / "company.toml") == company_model()


@pytest.mark.parametrize("name", NAMES)
def test_the_levers_of_each_world(name: str) -> None:
    """Siloed: challenges 1; typical: challenges 0.5; integrated: challenges 1 and the four strategies 1."""
    challenge, strategy = {"siloed": (1.0, 0.0), "typical": (0.5, 0.0), "integrated": (1.0, 1.0)}[name]
    levers = load_scenario(SCENARIOS / f"{name}.toml").levers
    assert levers == Levers(**dict.fromkeys(CHALLENGES, challenge), **dict.fromkeys(STRATEGIES, strategy))
    assert levers == WORLDS[name], "the tests' own worlds are those of the files"


def test_the_default_length_is_a_quarter_after_four_weeks() -> None:
    """13 measured weeks after 4 of warm-up, unless somebody says otherwise."""
    scenario = load_scenario(SCENARIOS / "siloed.toml")
    assert (scenario.weeks, scenario.warm_up_weeks) == (13, 4)


def test_the_company_is_wired_and_of_the_size_it_says() -> None:
    """Nine departments, 60 to 100 people, no fault in the wiring."""
    company = read_company(SCENARIOS / "company.toml")
    assert len(company.departments) == 9
    assert 60 <= sum(team.staff for team in company.teams.values()) <= 100
    assert faults(company) == []


def test_every_value_has_its_source_or_the_word_assumption() -> None:
    """Each line of the company file that sets a number says where it comes from: "facts N" or "assumption"."""
    lines = (SCENARIOS / "company.toml").read_text(encoding="utf-8").split("\n")
    tables = [number for number, line in enumerate(lines) if line.startswith("[[")]
    for number, line in enumerate(lines):
        value, _, comment = line.partition("#")
        in_row = any(start < number <= start + 6 for start in tables) or line.startswith("[")
        if "=" in value and not in_row and not value.startswith("format "):
            assert "facts" in comment or "assumption" in comment, (number + 1, line)
