"""The scenario files that come with the program: one company in three worlds that differ in levers only."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sim.company.checks import faults
from sim.inputs.levers_model import CHALLENGES, STRATEGIES, Levers
from sim.inputs.loading import load_scenario
from tests.company.worlds import SCENARIOS, WORLDS
from tests.first_company import FIRST
from tests.inputs.small_company import read_company

NAMES = ("siloed", "typical", "integrated")
COMPANIES = {"": "company", "small_": "small"}
"""Before the names of scenarios: the company they name."""
FILES = [(f"{before}{name}", name, company) for before, company in COMPANIES.items() for name in NAMES]
PEOPLE = {"company": (60, 100), "small": (15, 30)}


@pytest.mark.parametrize(("file", "_", "company"), FILES)
def test_a_file_is_a_name_a_company_and_levers(file: str, _: str, company: str) -> None:
    """No file sets a seed, a length or a number of the company: nothing but what it is called and its levers."""
    table = tomllib.loads((SCENARIOS / f"{file}.toml").read_text(encoding="utf-8"))
    assert set(table) == {"format", "name", "description", "company", "levers"}
    assert (table["name"], table["company"]) == (file.replace("_", " "), f"{company}.toml")
    assert set(table["levers"]) <= {*CHALLENGES, *STRATEGIES}


@pytest.mark.parametrize(("before", "company"), COMPANIES.items())
def test_the_worlds_differ_in_levers_only(before: str, company: str) -> None:
    """With the same name, description and levers the three scenarios are equal, to the last number."""
    plain = {"name": "x", "description": "", "levers": Levers()}
    first, *others = (load_scenario(SCENARIOS / f"{before}{name}.toml").model_copy(update=plain) for name in NAMES)
    assert all(other == first for other in others)
    assert {other.fingerprint for other in others} == {first.fingerprint}
    assert first.company == read_company(SCENARIOS / f"{company}.toml")


@pytest.mark.parametrize(("file", "name", "_"), [*FILES, *((FIRST / name, name, "first") for name in NAMES)])
def test_the_levers_of_each_world(file: str | Path, name: str, _: str) -> None:
    """Siloed: challenges 1; typical: challenges 0.5; integrated: challenges 1 and the four strategies 1."""
    challenge, strategy = {"siloed": (1.0, 0.0), "typical": (0.5, 0.0), "integrated": (1.0, 1.0)}[name]
    levers = load_scenario(SCENARIOS / f"{file}.toml").levers
    assert levers == Levers(**dict.fromkeys(CHALLENGES, challenge), **dict.fromkeys(STRATEGIES, strategy))
    assert levers == WORLDS[name], "the tests' own worlds are those of the files"


def test_the_default_length_is_a_quarter_after_four_weeks() -> None:
    """13 measured weeks after 4 of warm-up, unless somebody says otherwise."""
    scenario = load_scenario(SCENARIOS / "siloed.toml")
    assert (scenario.weeks, scenario.warm_up_weeks) == (13, 4)


@pytest.mark.parametrize(("name", "people"), PEOPLE.items())
def test_a_company_is_wired_and_of_the_size_it_says(name: str, people: tuple[int, int]) -> None:
    """Nine departments, so many people, no fault in the wiring."""
    company = read_company(SCENARIOS / f"{name}.toml")
    assert len(company.departments) == 9
    assert people[0] <= sum(team.staff for team in company.teams.values()) <= people[1]
    assert faults(company) == []


@pytest.mark.parametrize("name", COMPANIES.values())
def test_every_value_has_its_source_or_the_word_assumption(name: str) -> None:
    """Each line of a company file that sets a number, or the line of its table, says "facts N" or "assumption"."""
    head, rows = "", False
    for number, line in enumerate((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8").split("\n")):
        value, _, comment = line.partition("#")
        if line.startswith("[") or not line:
            head, rows = comment, line.startswith("[[")
        elif "=" in value and not rows and not value.startswith(("format ", "extends ")):
            assert "facts" in comment + head or "assumption" in comment + head, (number + 1, line)
