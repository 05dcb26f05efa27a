"""Every command that runs the simulation runs it on the cluster it is given, or refuses the flag; none runs it here."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from sim.cli import main
from sim.cli.commands.catalogue import COMMANDS
from sim.cli.script_table import SCRIPTS
from sim.experiment import executors
from sim.inputs.mistakes import Mistakes
from tests.scenarios.test_scripts import as_main

ADDRESS = "tcp://10.0.0.5:8786"
BUSY = "The cluster was asked."
HERE_ONLY = ("journey", "export")
"""Tell of one run in each world, with its journal, which does not travel."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The addresses that are asked for workers, each of which says no; nothing is stored, and nothing may run here."""
    heard: list[str] = []

    def cluster_workers(address: str) -> NoReturn:
        heard.append(address)
        raise Mistakes([BUSY])

    def run(*_: object) -> None:
        pytest.fail("a run was made here")

    monkeypatch.setattr(executors, "cluster_workers", cluster_workers)
    monkeypatch.setattr(executors, "replicate", run)
    monkeypatch.setattr("sim.company.simulation.Company.run", run)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    monkeypatch.setenv("INTEROFFICE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return heard


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_a_command_asks_the_cluster_or_refuses_it(
    name: str, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (command,) = (command for command in COMMANDS if command.name == name)
    assert main([name, "--cluster", ADDRESS]) == 2
    said = capsys.readouterr()
    if command.simulates and name not in HERE_ONLY:
        assert (asked, said.err) == ([ADDRESS], f"{BUSY}\n")
    else:
        assert asked == []
        assert "does not take" in said.err
        assert "--cluster" in said.err
    assert said.out == ""


@pytest.mark.parametrize("name", [script.file.removesuffix(".py") for script in SCRIPTS])
def test_a_script_asks_the_cluster(
    name: str, asked: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "screening":
        pytest.importorskip("SALib")
    assert as_main(name, monkeypatch, "--quick", "--cluster", ADDRESS) == 2
    assert (asked, capsys.readouterr().err) == ([ADDRESS], f"{BUSY}\n")
