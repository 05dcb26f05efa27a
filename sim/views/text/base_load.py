"""Base load: work from which nothing follows in the model, as a share of each team's hours in the budget."""

from __future__ import annotations

from sim.company.budget.budget import Budget
from sim.views.style import words
from sim.views.text.team_names import team_name

MEANING = "Base load is work that takes people's time and from which nothing else follows here, done or not"


def shares(budget: Budget) -> dict[str, float]:
    """Share of each team's hours of work that the company file calls base load."""
    activities = budget.scenario.company.activities
    idle = {name for name, activity in activities.items() if activity.base_load}
    hours = {
        team.team: sum(line.hours for line in budget.lines if line.team == team.team and line.activity in idle)
        for team in budget.teams
    }
    return {team.team: hours[team.team] / team.hours if team.hours else 0.0 for team in budget.teams}


def sentence(budget: Budget) -> str:
    """What base load is, and how much of each team's hours it is by the budget."""
    company = budget.scenario.company
    found = [f"{team_name(company, team)} {share:.0%}" for team, share in shares(budget).items() if share > 0.0]
    return f"{MEANING}; as budgeted, of a team's hours: {words.listing(found) if found else 'none'}."
