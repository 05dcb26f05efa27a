"""A script of one's own without `if __name__ == "__main__":` that wants several processes is told so, once, and ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.first_company import FIRST

REPOSITORY = Path(__file__).parents[2]
WORLDS = f"""
from pathlib import Path
from sim.inputs.loading import load_scenario
names = ("siloed", "integrated")
a, b = (load_scenario(Path({str(FIRST)!r}) / f"{{name}}.toml") for name in names)
"""
COMPARES = WORLDS + "from sim.experiment.study import compare_scenarios\ncompare_scenarios(a, b, jobs=2)\n"
TRIES = WORLDS + (
    "from sim.experiment.executors import Standing\nfrom sim.experiment.replication import Replication\n"
    "Standing(2)([Replication(a, 0), Replication(b, 0)])\n"
)
COMMAND = f"""
from sim.cli import main
files = [{str(FIRST / "siloed.toml")!r}, {str(FIRST / "integrated.toml")!r}]
raise SystemExit(main(["compare", *files, "--jobs", "2"]))
"""
SENTENCE = (
    "mine.py works with several processes, and each of them begins by running mine.py itself; put the lines "
    'that do something below a line if __name__ == "__main__": or work with one process (jobs=1, or --jobs 1).'
)


def run(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "mine.py").write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "INTEROFFICE_CACHE": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, "mine.py"], cwd=folder, text=True, capture_output=True, check=False, env=environment, timeout=120
    )


def test_a_command_line_is_wrong_input(tmp_path: Path) -> None:
    """One sentence, exit code 2, nothing left behind."""
    done = run(COMMAND, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{SENTENCE}\n")
    assert not (tmp_path / "results").exists()
    assert not list((tmp_path / "cache").rglob("*.replication"))


@pytest.mark.parametrize(
    "text",
    [pytest.param(COMPARES, id="compare_scenarios", marks=pytest.mark.slow), pytest.param(TRIES, id="Standing")],
)
def test_python_raises_it_once(text: str, tmp_path: Path) -> None:
    """The script's own traceback and no other; its last line is the sentence."""
    done = run(text, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("Traceback") == 1
    assert done.stderr.splitlines()[-1] == f"sim.inputs.mistakes.Mistakes: {SENTENCE}"
    assert 'mine.py", line ' in done.stderr
