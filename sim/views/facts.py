"""Facts about the program, the machine and what was typed, as `run.json` and the report say them.

They are enough to repeat a run, without a word about whose machine it was.
"""

from __future__ import annotations

import os
import platform
import shlex
import sys
from functools import cache
from pathlib import Path
from typing import Any

PROGRAM = "interoffice"
PACKAGES = ("simpy", "numpy", "pandas", "scipy", "matplotlib", "networkx", "pydantic")


def program_facts() -> dict[str, Any]:
    """The program, its version and what was typed."""
    return {"program": PROGRAM, "version": _version(PROGRAM), "command": command_line()}


def machine_facts() -> dict[str, Any]:
    """What the numbers were made with: sources, versions, kind of machine."""
    from sim.experiment.store import sources_hash

    return {
        "sources": sources_hash(),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
        "machine": {
            "system": platform.system(),
            "release": platform.release(),
            "processor": platform.machine(),
            "cpus": os.cpu_count(),
        },
    }


@cache
def _version(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def command_line() -> str:
    """What was typed, with files by their path from here or, elsewhere, by their name only."""
    program, *words = sys.argv or [""]
    name = Path(program).name
    first = "python -m sim" if name == "__main__.py" else f"python {_relative(program)}" if name.endswith(".py") else name
    return " ".join([first, *(shlex.quote(_relative(word)) for word in words)]).strip()


def _relative(word: str) -> str:
    flag, equals, path = word.partition("=") if word.startswith("-") else ("", "", word)
    if not Path(path).is_absolute():
        return word
    here = Path.cwd()
    inside = Path(path).is_relative_to(here)
    return flag + equals + (Path(path).relative_to(here).as_posix() if inside else Path(path).name)
