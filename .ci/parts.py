"""The checks as a table of parts, and what runs them: see .ci/run.

A part is some command lines that end with 0. Parts of every day run in a fresh environment and stop at the first that
fails. Long parts go on after a failure; each writes its row of .ci/long_result.md as it ends, and one that has passed on
this version of the sources is not run again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import lowest

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv.ci"
BINARIES = "Scripts" if sys.platform == "win32" else "bin"
PYTHON = f".venv.ci/{BINARIES}/python"
LONG_RESULT = ROOT / ".ci" / "long_result.md"
LONG_STORE = ROOT / ".cache" / "long"
"""Finished replications of long parts, so that one that was stopped goes on where it was."""
SOURCES = ("sim", "scenarios", "tests", "notebooks", "pyproject.toml")
STATEMENTS = "tests/verification/test_statements.py"
FAULTS = "tests/experiment/test_faults.py"
LONGEST = (STATEMENTS, FAULTS, "tests/scenarios", "tests/fuzz")
"""Slow tests that are parts of their own, below."""
GENERATED = ("tests/properties", "tests/engine", "tests/experiment", "tests/inputs", "tests/levers", "tests/views/style")
"""Where tests make up their examples: few of them in the quick tests."""

GATED = ("tests/engine", "tests/inputs", "tests/experiment", "tests/properties")
"""Tests of the rooms that have a gate; counting branches makes a run almost three times as dear."""


@dataclass(frozen=True)
class Part:
    """A check: its name, what must hold, and the command lines that find out; `{new}` is a folder of its own."""

    name: str
    holds: str
    lines: tuple[str, ...]


def python_of(environment: str) -> str:
    """The Python of an environment in the part's own folder."""
    return f"{{new}}/{environment}/{BINARIES}/python"


FRESH = Part(
    "environment",
    "what the project's files name is enough to install it",
    ("{base} -m venv --clear .venv.ci", f"{PYTHON} -m pip install -q -e .[test]"),
)
EVERY_DAY = (
    Part(
        "tests",
        "the README's test command, and how many branches of what all else rests on its own tests run through",
        (
            f"{PYTHON} -m pytest",
            f"{PYTHON} -m pytest --cov --cov-report=json:{{new}}/coverage.json {' '.join(GATED)}",
            f"{PYTHON} .ci/coverage_gate.py {{new}}/coverage.json",
        ),
    ),
    Part(
        "style",
        "one layout, no lint",
        (f"{PYTHON} -m ruff format --check sim scenarios tests .ci", f"{PYTHON} -m ruff check sim scenarios tests .ci"),
    ),
    Part("types", "mypy --strict on package and tests", (f"{PYTHON} -m mypy",)),
    Part(
        "main",
        "the main job, small, and the engine's speed",
        (
            f"{PYTHON} scenarios/siloed_vs_integrated.py --quick --out {{new}}/results",
            f"{PYTHON} -m tests.benchmarks.engine --hours 4000 --runs 3",
        ),
    ),
    Part(
        "wheel",
        "the wheel, built by the lowest backend, works in a clean environment and an empty folder",
        (
            "{base} -m venv {new}/build",
            f"{python_of('build')} -m pip install -q {{lowest_backend}} build",
            f"{python_of('build')} -m build -q --no-isolation --outdir {{new}}/dist .",
            "{base} -m venv {new}/clean",
            f"{python_of('clean')} -m pip install -q --find-links {{new}}/dist --no-index --no-deps interoffice",
            f"{python_of('clean')} -m pip install -q --find-links {{new}}/dist interoffice",
            "{base} .ci/installed.py {new}/clean",
        ),
    ),
    Part(
        "lowest",
        "the lowest versions that pyproject.toml names: engine, inputs, experiment, and the main job",
        (
            "{base} -m venv {new}/low",
            f"{python_of('low')} -m pip install -q -c {{new}}/lowest.txt -e . pytest pytest-xdist hypothesis jsonschema",
            f"{python_of('low')} -m pytest tests/engine tests/inputs tests/experiment",
            f"{python_of('low')} scenarios/siloed_vs_integrated.py --quick --out {{new}}/results",
        ),
    ),
)
LONG = (
    Part(
        "slow",
        "the longer tests: acceptance, halved departments, harms, pairing, charts, sliders",
        (f"{PYTHON} -m pytest -m slow tests {' '.join(f'--ignore={place}' for place in LONGEST)}",),
    ),
    Part(
        "statements",
        "the fifteen statements at full length, and that a broken model is found out",
        (f"{PYTHON} -m pytest -m slow {STATEMENTS}",),
    ),
    Part(
        "examples",
        "what must hold whatever is given, on ten times as many examples",
        (f"{PYTHON} -m pytest --hypothesis-profile=thorough {' '.join(GENERATED)}",),
    ),
    Part("mutants", "single-line mistakes in the engine are noticed", (f"{PYTHON} -m tests.mutants",)),
    Part("faults", "killed at any moment, a study ends with the same tables", (f"{PYTHON} -m pytest -m slow {FAULTS}",)),
    Part(
        "malformed",
        "no malformed input ends in a traceback",
        (f"{PYTHON} -m pytest -m slow tests/fuzz/test_malformed.py",),
    ),
    Part("extremes", "no valid extreme runs without end", (f"{PYTHON} -m pytest -m slow tests/fuzz/test_extremes.py",)),
    Part(
        "scripts small",
        "every script end to end, as small as it can be",
        (f"{PYTHON} -m pytest -m slow tests/scenarios",),
    ),
    *(
        Part(f"script {name}", "the script in full", (f"{PYTHON} scenarios/{name}.py --out {{new}}/results",))
        for name in (
            "siloed_vs_integrated",
            "strategies",
            "challenges",
            "every_lever",
            "trends",
            "break_even",
            "robustness",
            "what_to_buy_first",
            "screening",
            "platform_outage",
            "peak_season",
            "growth",
            "go_live",
        )
    ),
)
"""At most 90 minutes each on two cores."""


def run(part: Part, store: Path | None = None) -> bool:
    """Whether all lines of a part ended with 0; they share a folder of their own, and a store of finished runs."""
    print(f"\n== {part.name}: {part.holds}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as new:
        # Outside this folder nothing is read or left: the store, like all else, is new, unless a long part goes on.
        settings = os.environ | {"INTEROFFICE_CACHE": str(store or Path(new, "store"))}
        Path(new, "lowest.txt").write_text("\n".join(lowest.dependencies(["test"])), encoding="utf-8")
        for line in part.lines:
            words = [
                word.format(base=sys.executable, new=new, lowest_backend=lowest.build_backend()) for word in line.split()
            ]
            if subprocess.run(words, cwd=ROOT, env=settings, check=False).returncode:
                print(f"== {part.name} FAILED: {' '.join(words)}", flush=True)
                return False
    print(f"== {part.name} holds, {time.monotonic() - began:.0f} s", flush=True)
    return True


def every_day(names: list[str]) -> int:
    """Run these parts, or all, in a fresh environment; 1 at the first that fails."""
    try:
        for part in (FRESH, *(part for part in EVERY_DAY if not names or part.name in names)):
            if not run(part):
                return 1
    finally:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    print("\neverything holds")
    return 0


def long(names: list[str]) -> int:
    """Run these long parts, or all that have not passed on this version; 1 if one failed."""
    if not run(FRESH):
        return 1
    results = read_results()
    for part in LONG:
        version, *_, result = results.get(part.name, ("", "", "", ""))
        passed = result == "holds" and sources_are_those_of(version)
        if part.name not in names if names else passed:
            continue
        began = time.monotonic()
        result = "holds" if run(part, LONG_STORE) else "FAILED"
        minutes = f"{(time.monotonic() - began) / 60:.0f}"
        results[part.name] = (version_here(), f"{datetime.now(UTC):%Y-%m-%d}", minutes, result)
        write_results(results)
    return int(any(results.get(part.name, ("",) * 4)[3] == "FAILED" for part in LONG))


def version_here() -> str:
    """The program's version and the commit."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return f"{version} {_git('rev-parse', '--short', 'HEAD').stdout.strip()}"


def sources_are_those_of(version: str) -> bool:
    """Whether nothing that a check depends on is different from that commit."""
    return bool(version) and _git("diff", "--quiet", version.rsplit(maxsplit=1)[-1], "--", *SOURCES).returncode == 0


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], cwd=ROOT, text=True, capture_output=True, check=False)


def read_results() -> dict[str, tuple[str, str, str, str]]:
    """Of every long part that was ever run: version, date, minutes, result."""
    if not LONG_RESULT.exists():
        return {}
    rows = [line.strip("| \n").split(" | ") for line in LONG_RESULT.read_text(encoding="utf-8").splitlines()]
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows if len(row) == 5 and row[0] != "part"}


def write_results(results: dict[str, tuple[str, str, str, str]]) -> None:
    """Write the table, whole."""
    rows = [f"| {part.name} | {' | '.join(results[part.name])} |" for part in LONG if part.name in results]
    head = ["# The long checks, as last run", "", "Written by `.ci/run long`: of every part the version it ran on.", ""]
    table = ["| part | version | date | minutes | result |", "|---|---|---|---|---|", *rows]
    new = LONG_RESULT.with_suffix(".part")
    new.write_text("\n".join([*head, *table]) + "\n", encoding="utf-8")
    new.replace(LONG_RESULT)


def main(words: list[str]) -> int:
    """Run what the words say."""
    all_long = words[:1] == ["long"]
    parts, names = (LONG, words[1:]) if all_long else (EVERY_DAY, words)
    if "--list" in names:
        print("\n".join(f"{part.name:28} {part.holds}" for part in (*EVERY_DAY, *LONG)))
        return 0
    known = [part.name for part in parts]
    if wrong := [name for name in names if name not in known]:
        print(f"There is no part {', '.join(wrong)}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    return long(names) if all_long else every_day(names)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
