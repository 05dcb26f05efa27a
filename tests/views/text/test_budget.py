"""A budget as it is told: for every shipped scenario, on narrow and on usual terminals."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.company.budget.budget import budget
from sim.inputs.loading import load_scenario
from sim.views.text.budget import MOST_LINES, told

SCENARIOS = Path(__file__).parents[3] / "scenarios"
SHIPPED = [f"{company}{world}" for company in ("", "small_") for world in ("siloed", "typical", "integrated")]


@pytest.mark.parametrize("name", SHIPPED)
def test_columns_fit_the_narrowest_terminal(name: str) -> None:
    """No line of a table is longer than 60; the columns of what the work is stand under each other."""
    text = told(budget(load_scenario(SCENARIOS / f"{name}.toml")))
    rows = [line for line in text.splitlines() if line.endswith((" h", "%")) or line.startswith(("margin", "wages"))]
    assert len(rows) > 60
    assert max(len(line) for line in rows) <= 60
    assert len({len(line) for line in rows if line.endswith(" h") and " more " not in line}) == 1


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("name", SHIPPED)
def test_the_command_prints_it_in_the_columns_there_are(
    name: str, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert main(["explain", "--budget", str(SCENARIOS / f"{name}.toml")]) == 0
    shown = capsys.readouterr().out
    assert max(len(line) for line in shown.splitlines()) <= width
    assert "nothing is simulated" in " ".join(shown.split())


def test_what_is_left_out_is_summed() -> None:
    """Of a team with more activities the largest are told, and the hours of the rest in one line: together all."""
    found = budget(load_scenario(SCENARIOS / "small_typical.toml"))
    text = told(found)
    (finance,) = [team for team in found.teams if team.team == "finance"]
    lines = text.split("\nFinance\n")[1].splitlines()[: MOST_LINES + 1]
    hours = [float(line.removesuffix(" h").split()[-1]) for line in lines]
    assert "more" in lines[-1]
    assert sum(hours) == pytest.approx(finance.hours, abs=0.05 * len(hours))
