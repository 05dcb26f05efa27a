"""The checks that .ci/run makes: floors as constraints, the coverage gate, the table of parts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHECKS = ROOT / ".ci"
RUFF = re.compile(r"^ruff==\d+\.\d+\.\d+$")


def checked(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(CHECKS / f"{name}.py"), *words], text=True, capture_output=True, check=False, cwd=ROOT
    )


def test_every_floor_is_a_constraint() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = checked("lowest", "cluster").stdout.split()
    floors = [one.partition(",")[0] for one in project["dependencies"]]
    assert told == [*(floor.replace(">=", "==") for floor in floors), "distributed==2024.4"]


def test_the_layout_s_version_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [one for one in project["optional-dependencies"]["test"] if RUFF.match(one)]


def report(folder: Path, engine: int, views: int = 1) -> str:
    """A report in which the engine has 100 branches and everything else that is gated all of its 10."""
    runs = {"sim/engine/team.py": (engine, 100), "sim/views/folder.py": (views, 10)}
    runs |= {f"sim/{name}.py": (10, 10) for name in ("inputs/scenario", "experiment/statistics", "experiment/store")}
    files = {name: {"summary": {"covered_branches": run, "num_branches": there}} for name, (run, there) in runs.items()}
    path = folder / "coverage.json"
    path.write_text(json.dumps({"files": files}), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("engine", "code"), [(100, 0), (95, 0), (94, 1)])
def test_the_gate(engine: int, code: int, tmp_path: Path) -> None:
    """95 of 100 branches are enough; what is not gated is only told."""
    done = checked("coverage_gate", report(tmp_path, engine))
    assert done.returncode == code
    assert "views            10.0" in done.stdout
    assert ("below the gate" in done.stdout) == bool(code)


def test_what_was_not_measured_does_not_pass(tmp_path: Path) -> None:
    path = Path(report(tmp_path, 100))
    path.write_text(path.read_text(encoding="utf-8").replace("sim/experiment/store.py", "elsewhere.py"), encoding="utf-8")
    done = checked("coverage_gate", str(path))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "Too few branches, or none: store")


def test_every_script_is_a_long_part() -> None:
    listed = checked("parts", "--list").stdout
    for script in (ROOT / "scenarios").glob("*.py"):
        assert f"script {script.stem} " in listed


def test_all_generated_examples_are_many_in_a_long_part() -> None:
    (line,) = re.findall(r"GENERATED = \((.*?)\)", (CHECKS / "parts.py").read_text(encoding="utf-8"))
    rooms = tuple(re.findall(r'"(.*?)"', line))
    for file in (ROOT / "tests").rglob("test_*.py"):
        if re.search(r"^@given\(", file.read_text(encoding="utf-8"), re.MULTILINE):
            assert file.relative_to(ROOT).as_posix().startswith(rooms), file


def test_a_part_that_is_not_there() -> None:
    done = checked("parts", "dance")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no part dance; there are tests, style, " in done.stderr


def test_the_workflow_calls_parts_that_are_there() -> None:
    lines = re.findall(
        r"bash \.ci/run ?(.*)", (ROOT / ".github" / "workflows" / "checks.yml").read_text(encoding="utf-8")
    )
    assert len(lines) == 2
    listed = {line.split("  ")[0] for line in checked("parts", "--list").stdout.splitlines()}
    assert {part for line in lines for part in line.split()} <= listed
