"""Stand-ins for a replication that other processes can import: counted, failing, deadly, or merely quick."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from sim.experiment.replication import Outcome, Task

DEADLY, FAILING = 13, 7
"""Numbers of the replication that kills its process, and of the one that fails."""


def quick(task: Task) -> Outcome:
    """An outcome without a run; its measure tells the replication, its table the process."""
    table = pd.DataFrame({"process": [os.getpid()]})
    return Outcome(
        task.scenario.name, task.replication, task.scenario.seed, {"number": float(task.replication)}, {"weeks": table}
    )


def deadly(task: Task) -> Outcome:
    """Like ``quick``, but one replication takes its process down without a word."""
    if task.replication == DEADLY:
        os._exit(9)
    return quick(task)


def deadly_once(task: Task) -> Outcome:
    """Like ``deadly``, but only the first time (a file in the current folder's scenario description remembers it)."""
    mark = Path(task.scenario.description)
    if task.replication == DEADLY and not mark.exists():
        mark.touch()
        os._exit(9)
    return quick(task)
