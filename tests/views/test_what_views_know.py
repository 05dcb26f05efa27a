"""Views know tables: what a person is shown was measured before, and no view looks into a run that is going on."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.test_floors import imports, modules

ENGINE = {"sim.engine.calendar"}
"""Days, weeks and opening hours, in which times are told."""
COMPANY = {"sim.company.decisions", "sim.company.budget.budget"}
"""The names of what made a decision go wrong, and the budget of a file, which nothing is run for."""
RUN = {"run_once", "run_all", "run_both", "run_several", "simulate", "compare_scenarios"}
WITH_LEVERS = {"sim.views.report.method", "sim.views.text.explain", "sim.views.text.levers"}
"""Views that describe what a scenario says, which is known before anything runs."""
VIEWS = {name: file for name, file in modules().items() if name.startswith("sim.views")}


def test_views_use_little_of_the_lower_floors() -> None:
    graph = imports()
    for view in VIEWS:
        for used in graph.successors(view):
            if used.startswith("sim.engine"):
                assert used in ENGINE, (view, used)
            if used.startswith("sim.company"):
                assert used in COMPANY, (view, used)
            if used.startswith("sim.levers"):
                assert view in WITH_LEVERS, (view, used)


def outside(file: Path) -> set[str]:
    """The packages a file imports, and the names it takes from them."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(alias.name for alias in node.names)}
    return found


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_view_neither_simulates_nor_runs_what_it_shows(view: str) -> None:
    names = outside(VIEWS[view])
    assert not any(name.partition(".")[0] == "simpy" for name in names)
    assert not names & RUN
