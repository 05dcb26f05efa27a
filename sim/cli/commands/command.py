"""What a command of `python -m sim` is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from sim.cli.flags import AUTO


@dataclass(frozen=True, slots=True)
class Command:
    """A word after `python -m sim`: what it does, the arguments of its own, and the function that does it."""

    name: str
    summary: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int | None]
    """Returns the exit code; nothing means done."""
    simulates: bool = True
    """Whether it takes the flags shared by all commands that run the simulation."""
    replications: str = AUTO
    """How many it runs unless told otherwise; "auto" is for what compares two scenarios."""
    file: str = ""
    """The one file it writes unless `--out` names another; without it, `--out` is a folder."""
