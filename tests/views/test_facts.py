"""Facts about the program and what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.views import facts


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["/usr/lib/sim/__main__.py", "compare", "a.toml", "b.toml"], "python -m sim compare a.toml b.toml"),
        (["HERE/scenarios/run.py", "--out=HERE/x y"], "python scenarios/run.py '--out=x y'"),
        (["/elsewhere/run.py", "/home/me/a.toml"], "python run.py a.toml"),
        (["/bin/interoffice", "compare"], "interoffice compare"),
        ([""], ""),
    ],
)
def test_the_command_line_names_no_folders_of_the_machine(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [word.replace("HERE", str(Path.cwd())) for word in words])
    assert facts.command_line() == said
