"""The table of sizes in ``scenarios/README.md``: ``python -m tests.company.sizes`` prints it as it is today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.company.budget.budget import TeamBudget, budget
from sim.company.sizing import USUAL, of_size
from sim.inputs.company_model import CompanyModel
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
SIZES = (50, 120, 500, 2_000, 10_000)
"""Besides that of the company file."""
FIRST = "| people |"


def teams(model: CompanyModel) -> dict[str, TeamBudget]:
    """The budget of every team in the world that sizes are planned for."""
    return {row.team: row for row in budget(Scenario(name="a", company=model, levers=USUAL)).teams}


def table(companies: dict[int, CompanyModel]) -> Iterator[str]:
    """The table, line by line: people of each team, and how busy they are by the budget."""
    sizes = {size: (model, teams(model)) for size, model in companies.items()}
    yield " | ".join([FIRST.removesuffix(" |"), *(f"{size:,}" for size in sizes)]) + " |"
    yield "|---|" + "---:|" * len(sizes)
    yield " | ".join(["| orders a week", *(f"{_orders(model):,.0f}" for model, _ in sizes.values())]) + " |"
    for name in next(iter(sizes.values()))[1]:
        cells = (f"{rows[name].people:,} ({rows[name].utilisation:.0%})" for _, rows in sizes.values())
        yield " | ".join([f"| {name}", *cells]) + " |"
    busy = (sum(row.hours for row in of.values()) / sum(row.on_duty for row in of.values()) for _, of in sizes.values())
    yield " | ".join(["| all, busy", *(f"{share:.0%}" for share in busy)]) + " |"


def _orders(model: CompanyModel) -> float:
    return budget(Scenario(name="a", company=model, levers=USUAL)).volumes.orders


def companies(sizes: tuple[int, ...] = SIZES) -> dict[int, CompanyModel]:
    """The default company in each size."""
    usual = load_scenario(SCENARIOS / "typical.toml").company
    return {size: of_size(usual, size) for size in sorted({*sizes, usual.people})}


if __name__ == "__main__":
    print(*table(companies()), sep="\n")
