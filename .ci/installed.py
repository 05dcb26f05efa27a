"""The installed program in an empty folder: every command ends with 0, says no warning, and writes only what it says.

Say which environment: python .ci/installed.py ENVIRONMENT. The folder and the store are new each time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

BINARIES = "Scripts" if sys.platform == "win32" else "bin"


@dataclass(frozen=True)
class Call:
    """A command line and the only place under which it may write."""

    words: str
    writes: str = ""


CALLS = (
    Call(""),
    Call("--help"),
    Call("desks"),
    Call("levers"),
    Call("explain"),
    Call("schema"),
    Call("journey", "results/journey_typical"),
    Call("compare --quick", "results/siloed_vs_integrated"),
    Call("published --quick"),
    Call("replay", "replay.html"),
    Call("verify"),
    Call("init mine", "mine"),
    Call("check mine/scenarios/siloed.toml"),
    Call("diff mine/scenarios/siloed.toml mine/scenarios/integrated.toml"),
    Call("export mine/scenarios/small_siloed.toml --weeks 1 --warm-up 1 --format csv --format xes", "results/export"),
    Call("init --tables forms", "forms"),
    Call("company forms/company_example", "forms/company_example.toml"),
    Call("oracle mine/scenarios/small_siloed.toml --replications 2 --weeks 1 --warm-up 1"),
)
SCRIPTS = (Call("mine/scenarios/siloed_vs_integrated.py --quick", "results/siloed_vs_integrated"),)
"""Run last: copies in a folder of one's own work with the installed program."""


def files(folder: Path) -> set[str]:
    """Every file below a folder, by its path from there."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def faults(words: list[str], call: Call, folder: Path, environment: dict[str, str]) -> list[str]:
    """What is wrong with one call."""
    before = files(folder)
    done = subprocess.run(words, cwd=folder, env=environment, text=True, capture_output=True, check=False)
    new = files(folder) - before
    beside = sorted(file for file in new if not call.writes or not file.startswith(call.writes))
    found = [f"ended with {done.returncode}"] if done.returncode else []
    found += [f"said {done.stderr.strip()}"] if done.stderr.strip() else []
    found += [f"wrote {', '.join(beside)}"] if beside else []
    found += [f"did not write {call.writes}"] if call.writes and not any((folder / call.writes).parent.glob("*")) else []
    found += ["does not say where its result is"] if call.writes and Path(call.writes).name not in done.stdout else []
    return found


def main(environment: Path) -> int:
    """Make every call; 1 if one of them is at fault."""
    binaries = environment.resolve() / BINARIES
    wrong = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "empty")
        folder.mkdir()
        settings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        settings |= {"INTEROFFICE_CACHE": str(Path(place, "cache"))}
        calls = [([str(binaries / "interoffice"), *call.words.split()], call) for call in CALLS]
        calls += [([str(binaries / "python"), *call.words.split()], call) for call in SCRIPTS]
        for words, call in calls:
            found = faults(words, call, folder, settings)
            wrong += bool(found)
            print(f"interoffice {call.words}: {'; '.join(found) or 'as it should be'}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
