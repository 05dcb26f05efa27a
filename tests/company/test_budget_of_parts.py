"""The budget where something is missing, and where bots do a part of the work."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from sim.company.budget.bots import left_to_people
from sim.company.budget.budget import budget
from sim.inputs.company_model import CompanyModel
from sim.inputs.levers_model import Levers
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import world
from sim.views.text.budget import told
from tests.company.worlds import plain_company

DEPARTMENTS = list(plain_company()["departments"])


def without(name: str) -> dict[str, Any]:
    """The default company without one department and all that belongs to it."""
    plain = plain_company()
    del plain["departments"][name]
    gone = [team for team, row in plain["teams"].items() if row["department"] == name]
    plain["teams"] = {team: row for team, row in plain["teams"].items() if team not in gone}
    for row in plain["teams"].values():
        row["can_learn"] = [team for team in row.get("can_learn", ()) if team not in gone]
    plain["activities"] = {key: row for key, row in plain["activities"].items() if row["team"] not in gone}
    for table in ("handoffs", "feeds"):
        plain[table] = [row for row in plain[table] if name not in (row["source"], row["target"])]
    return plain


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_a_company_without_a_department_has_a_budget(name: str) -> None:
    found = budget(Scenario(name="part", company=CompanyModel.model_validate(without(name))))
    assert all(math.isfinite(amount) for amount in found.money.values())
    assert all(row.team in found.scenario.company.teams for row in found.lines)
    assert not re.search(r"\bnan\b", told(found))
    if name == "marketing":
        assert (found.volumes.leads, found.volumes.campaigns, found.money["campaigns"]) == (0.0, 0.0, 0.0)


def test_teams_are_told_by_their_labels() -> None:
    text = told(budget(Scenario(name="whole", company=CompanyModel.model_validate(plain_company()))))
    lines = text.splitlines()
    assert {"HR", "IT", "Customer relations", "Warehouse"} <= {line.strip() for line in lines}
    assert not {"Hr", "It", "Crm"} & {line.split(" ")[0] for line in lines}


def company(routine: float) -> CompanyModel:
    """A file in which contracts are maintained in times of the exponential law, a share of them routine."""
    plain = plain_company()
    plain["activities"]["maintain contracts"] = {
        "team": "legal", "minutes": 60, "law": "exponential", "routine": routine
    }  # fmt: skip
    plain["remedies"]["bot_share"] = 0.5
    return CompanyModel.model_validate(plain)


def test_bots_leave_the_hard_cases_to_people() -> None:
    """Half of all, the short half: of an exponential law with mean m the others take m (1 + ln 2) each."""
    automated = world(company(1.0), Levers(process_automation=1.0))
    left = left_to_people(company(1.0), automated, "legal", "maintain contracts")
    assert left.cases == pytest.approx(0.5)
    assert left.minutes == pytest.approx(1 + math.log(2), rel=0.01)


def test_without_bots_or_routine_all_is_left() -> None:
    by_hand, automated = world(company(1.0), Levers()), world(company(0.0), Levers(process_automation=1.0))
    assert left_to_people(company(1.0), by_hand, "legal", "maintain contracts") == (1.0, 1.0)
    assert left_to_people(company(0.0), automated, "legal", "maintain contracts") == (1.0, 1.0)
