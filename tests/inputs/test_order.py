"""The order of tables in a file changes nothing: two files that differ in it alone describe equal scenarios."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes
from tests.company.worlds import plain_company
from tests.fuzz.toml_text import toml_text

EVENTS = [
    {"kind": "demand peak", "week": 2, "factor": 1.5, "weeks": 2},
    {"kind": "platform outage", "week": 2, "department": "it", "hours": 5},
    {"kind": "platform outage", "week": 0, "department": "support", "hours": 5},
]


def turned(data: Any, luck: random.Random) -> Any:
    """The same data with its tables, and its lists of tables, in another order."""
    if isinstance(data, dict):
        return {key: turned(data[key], luck) for key in luck.sample(list(data), len(data))}
    if isinstance(data, list) and data and isinstance(data[0], dict):
        return [turned(row, luck) for row in luck.sample(data, len(data))]
    return data


def scenario(company: dict[str, Any]) -> dict[str, Any]:
    places = {"by_department": {"sales": {"cross_training": 1.0, "remote_work": 0.5}, "it": {"remote_work": 1.0}}}
    return {"name": "turned", "levers": {"chatbot": 1.0, **places}, "events": EVENTS, "company": company}


def printed(data: dict[str, Any], folder: Path) -> str:
    path = folder / "turned.toml"
    path.write_text(toml_text(data), encoding="utf-8")
    return load_scenario(path).model_dump_json()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_a_file_changes_nothing(seed: int, tmp_path: Path) -> None:
    data = scenario(plain_company())
    assert printed(turned(data, random.Random(seed)), tmp_path) == printed(data, tmp_path)


def test_a_department_of_several_teams_says_which_answers(tmp_path: Path) -> None:
    company = plain_company()
    company["teams"]["warehouse"]["answers"], company["teams"]["production"]["answers"] = False, True
    path = tmp_path / "answers.toml"
    path.write_text(toml_text(scenario(company)), encoding="utf-8")
    teams = load_scenario(path).company.teams
    assert [name for name, team in teams.items() if team.department == "logistics"] == ["production", "warehouse"]


def test_two_answers_are_a_mistake(tmp_path: Path) -> None:
    company = plain_company()
    company["teams"]["production"]["answers"] = True
    path = tmp_path / "answers.toml"
    path.write_text(toml_text(scenario(company)), encoding="utf-8")
    with pytest.raises(Mistakes, match=r"answers is true, but '\w+' answers for 'logistics' already; one team can"):
        load_scenario(path)
