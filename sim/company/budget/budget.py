"""The budget of a scenario: volumes, work against people, money."""

from __future__ import annotations

from dataclasses import dataclass

from sim.company.budget.money import money
from sim.company.budget.volumes import Volumes, volumes
from sim.company.budget.work import BudgetLine, people_there, usual_shifts, work
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import world


@dataclass(frozen=True, slots=True)
class TeamBudget:
    """A team in the budget.

    Attributes:
        people: how many there are.
        hours: hours of work a week.
        on_duty: hours a week that its people are there.
    """

    team: str
    people: int
    hours: float
    on_duty: float

    @property
    def utilisation(self) -> float:
        """Work as a share of the hours on duty."""
        return self.hours / self.on_duty if self.on_duty else 0.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What a company file amounts to, in the world of a scenario, when nothing goes wrong."""

    scenario: Scenario
    volumes: Volumes
    lines: tuple[BudgetLine, ...]
    teams: tuple[TeamBudget, ...]
    money: dict[str, float]


def budget(scenario: Scenario) -> Budget:
    """Reckon the budget of a scenario; nothing is simulated."""
    model = scenario.company
    primitives = world(model, scenario.levers)
    expected = volumes(model, primitives)
    lines = work(model, primitives, expected)
    teams = [
        TeamBudget(
            name,
            row.staff,
            sum(line.hours for line in lines if line.team == name),
            people_there(model, primitives, name) * usual_shifts(model, name),
        )
        for name, row in model.teams.items()
    ]
    return Budget(scenario, expected, tuple(lines), tuple(teams), money(model, primitives, expected))
