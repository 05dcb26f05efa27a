"""What a team is called in texts."""

from __future__ import annotations

from sim.inputs.company_model import CompanyModel
from sim.views.style import words


def team_name(company: CompanyModel, team: str) -> str:
    """A department's label where it has one team only; teams that share a department have names of their own."""
    department = company.teams[team].department
    alone = sum(row.department == department for row in company.teams.values()) == 1
    return company.departments[department].label if alone else words.sentence(team)
