"""Stand-ins for a replication that other processes can import: counted, failing, deadly, or merely quick."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pandas as pd

from sim.experiment.replication import Replication, ReplicationResult
from sim.measures.catalogue import MEASURES

DEADLY, FAILING = 13, 7
"""Numbers of the replication that kills its process, and of the one that fails."""
SECONDS_EACH = 0.3
"""How long a replication takes that somebody may be killed over."""


def quick(run: Replication) -> ReplicationResult:
    """A result without a run; its measure tells the replication, its table the process."""
    table = pd.DataFrame({"process": [os.getpid()]})
    return ReplicationResult(
        run.scenario.name, run.number, run.scenario.seed, {"number": float(run.number)}, {"weeks": table}
    )


def named(run: Replication) -> ReplicationResult:
    """All measures by a formula, of which order lead times vary most from pair to pair, with the tables of a study."""
    random = np.random.default_rng([run.number, len(run.scenario.name)])
    order_lead_time = 100.0 + random.normal(0.0, 5.0)  # drawn first: whatever measures there are, it is the same
    values = {measure.id: 100.0 + random.normal(0.0, 0.5) for measure in MEASURES} | {"order lead time": order_lead_time}
    weeks = pd.DataFrame(
        {"week": range(12), "order_hours": 1.0, "ticket_hours": 1.0, "in_progress": 1.0, "orders_finished": 1}
    )
    columns = ["team", "department", "utilisation", "queue_hours", "visits", "on_duty", "overtime_hours"]
    tables = {
        "weeks": weeks,
        "split": pd.DataFrame(columns=["flow", "part", "hours", "cases"]),
        "departments": pd.DataFrame(columns=columns),
    }
    return ReplicationResult(run.scenario.name, run.number, run.scenario.seed, values, tables)


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


def noted(run: Replication) -> ReplicationResult:
    """Like ``quick``, but it takes a while, and a file in the folder of the scenario's description says who began it."""
    (Path(run.scenario.description) / f"{run.number} by {os.getpid()}").touch()
    time.sleep(SECONDS_EACH)
    return quick(run)
