"""A tiny complete company: three departments of the first one, with a team each, and files that hold it."""

from __future__ import annotations

import copy
import functools
import tomllib
from pathlib import Path
from typing import Any

import tomlkit

from sim.inputs.company_model import CompanyModel
from sim.inputs.loading import load
from sim.inputs.names import EVERY
from tests.first_company import FIRST

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DEPARTMENTS = ("sales", "finance", "logistics")
TEAMS = ("sales", "finance", "warehouse")


def small_company() -> dict[str, Any]:
    """The company as plain data, to be changed at will."""
    return copy.deepcopy(_small_company())


@functools.cache
def _small_company() -> dict[str, Any]:
    company = tomllib.loads((FIRST / "company.toml").read_text(encoding="utf-8"))
    del company["format"]
    company["departments"] = {name: company["departments"][name] for name in DEPARTMENTS}
    company["teams"] = {name: company["teams"][name] | {"can_learn": []} for name in TEAMS}
    company["activities"] = {
        name: activity for name, activity in company["activities"].items() if activity["team"] in (*TEAMS, EVERY)
    }
    for links in ("handoffs", "feeds"):
        company[links] = [link for link in company[links] if {link["source"], link["target"]} <= {*DEPARTMENTS, EVERY}]
    return company


def write_company(folder: Path, name: str = "company.toml") -> Path:
    """A file with the company."""
    path = folder / name
    path.write_text(_text(), encoding="utf-8")
    return path


@functools.cache
def _text() -> str:
    return tomlkit.dumps(_small_company())


def write_scenario(folder: Path, text: str = "", name: str = "scenario.toml") -> Path:
    """A scenario file that names the company in the same folder, with further lines."""
    path = folder / name
    path.write_text(f'name = "small"\ncompany = "company.toml"\n{text}', encoding="utf-8")
    return path


def read_company(path: Path | str) -> CompanyModel:
    """The company that a file describes."""
    company = load(path)
    assert isinstance(company, CompanyModel)
    return company
