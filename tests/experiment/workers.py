"""Stand-ins for a replication that other processes can import: counted, failing, deadly, or merely quick."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from sim.experiment.replication import Replication, ReplicationResult

DEADLY, FAILING = 13, 7
"""Numbers of the replication that kills its process, and of the one that fails."""


def quick(run: Replication) -> ReplicationResult:
    """A result without a run; its measure tells the replication, its table the process."""
    table = pd.DataFrame({"process": [os.getpid()]})
    return ReplicationResult(
        run.scenario.name, run.number, run.scenario.seed, {"number": float(run.number)}, {"weeks": table}
    )


def deadly(run: Replication) -> ReplicationResult:
    """Like ``quick``, but one replication takes its process down without a word."""
    if run.number == DEADLY:
        os._exit(9)
    return quick(run)


def deadly_once(run: Replication) -> ReplicationResult:
    """Like ``deadly``, but only the first time (a file in the current folder's scenario description remembers it)."""
    mark = Path(run.scenario.description)
    if run.number == DEADLY and not mark.exists():
        mark.touch()
        os._exit(9)
    return quick(run)
