"""The list of all levers, as a terminal shows it."""

from __future__ import annotations

import pytest

from sim.cli import main
from sim.levers.catalogue import CATALOGUE
from sim.views.text.levers import WIDTH, levers_text, scope_of
from tests.company.worlds import company_model


def test_every_lever_with_all_that_is_declared() -> None:
    """Every lever once, with each primitive, its harm and its source; no line is too wide."""
    text = levers_text(company_model())
    flat = " ".join(text.split())
    for lever in CATALOGUE:
        assert f"\n{lever.name}: " in text
        assert f"{lever.name}: {lever.sentence}" in flat
        assert lever.harm in flat
        assert ", ".join(sorted(lever.touches)) in flat
        assert f"source {lever.source}" in flat
        assert not lever.moves_directly or f"moves directly {'; '.join(lever.moves_directly)}" in flat
    assert max(len(line) for line in text.splitlines()) <= WIDTH


def test_costs_are_those_of_the_company_at_1() -> None:
    """Remote work for 60 people: 5,000 + 60 x 900 once and 60 x 250 a year; challenges have no price."""
    text = levers_text(company_model())
    assert "EUR 59,000 once, EUR 15,000 a year" in text
    challenges = text[text.index("information_silos") : text.index("Strategies:")]
    assert "once" not in challenges


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("remote_work", "by department"),
        ("chatbot", "in support"),
        ("predictive_analytics", "nowhere"),
        ("back_office_bots", "by department and by interface"),
    ],
)
def test_where_a_lever_may_differ(name: str, scope: str) -> None:
    assert scope_of(next(lever for lever in CATALOGUE if lever.name == name)) == scope


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m sim levers` prints it; a file without a company is one sentence."""
    assert main(["levers"]) == 0
    assert "view_360" in capsys.readouterr().out
    assert main(["levers", "scenarios/two_desks.toml"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
