"""Each system down for two days in the middle of the measured weeks: who notices, how much waits, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.experiment.executors import run_all
from sim.experiment.failures import finished_pairs, headline, need_two, nothing_left
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import of_random, paired_interval, t_interval
from sim.experiment.store import Store
from sim.inputs.events_model import Event
from sim.inputs.names import SHARED_SYSTEM
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import world
from sim.levers.primitives import OWN

HOURS = 48.0
DAY = "tue"
NEEDED = ("recovery", "departments")

Pair = tuple[ReplicationResult, ReplicationResult]


@dataclass(frozen=True)
class Downs:
    """What follows when each system is down for two days.

    Attributes:
        undisturbed: the scenario without it.
        table: a row for each system: system; extra (customers' cases open beyond what they would be, on the worst day)
            and days (from the failure until work in progress is as it would be; a recovery that was not seen counts
            with the days that were), each with _lower and _upper; recovered (share of the runs in which it was seen);
            pairs.
        notices: a row for each system and each team whose work waits longer because of it: system, team, hours (of all
            its work together, more than undisturbed) with _lower and _upper, the longest wait first.
        failed: a sentence about runs that failed; "" where none did.
    """

    undisturbed: Scenario
    table: pd.DataFrame
    notices: pd.DataFrame
    failed: str


def systems_of(scenario: Scenario) -> dict[str, str]:
    """The systems that departments work on in this scenario's world, each with one department that does."""
    practices = world(scenario.company, scenario.levers).practices
    return {
        department.system if practices[name].platform == OWN else SHARED_SYSTEM: name
        for name, department in scenario.company.departments.items()
        if name in scenario.company.connected
    }


def with_outage(scenario: Scenario, department: str, system: str) -> Scenario:
    """The same scenario, in which a department's system is down for two days and nothing else happens."""
    outage = Event(kind="platform outage", department=department, week=scenario.weeks // 2, day=DAY, hours=HOURS)
    return scenario.model_copy(update={"name": f"{scenario.name}, {system} down", "events": (outage,)})


def downs(
    scenario: Scenario, *, replications: int, jobs: int = 1, cluster: str | None = None, store: Store | None = None
) -> Downs:
    """Run the scenario undisturbed, and once with each of its systems down for two days, on common random numbers.

    Args:
        replications: pairs of each, 2 at least.

    Raises:
        Mistakes: when there are too few replications for an interval.
        StudyFailed: when no two pairs of a system finished.
    """
    need_two(replications, "what an outage does")
    undisturbed, systems = scenario.model_copy(update={"events": ()}), systems_of(scenario)
    hit = [with_outage(undisturbed, department, system) for system, department in systems.items()]
    runs = [Replication(one, number) for number in range(replications) for one in (undisturbed, *hit)]
    results = run_all(runs, jobs=jobs, cluster=cluster, store=store, label=f"{scenario.name} down", tables=NEEDED)
    step = len(hit) + 1
    rows, notices = [], []
    for place, system in enumerate(systems, start=1):
        pairs = finished_pairs(results[::step], results[place::step])
        if len(pairs) < 2:
            raise nothing_left(f"{system} down", results)
        rows.append(_row(system, pairs))
        notices += _notices(system, pairs)
    columns = ["system", "team", "hours", "hours_lower", "hours_upper"]
    return Downs(undisturbed, pd.DataFrame(rows), pd.DataFrame(notices, columns=columns), headline(results))


def _row(system: str, pairs: Sequence[Pair]) -> dict[str, object]:
    shocks = pd.concat([hit.tables["recovery"] for _, hit in pairs], ignore_index=True)
    days = of_random(t_interval(shocks["days_seen"]))
    return {
        "system": system,
        **of_random(t_interval(shocks["worst_extra"])).columns("extra"),
        **days.columns("days"),
        "days_lower": max(0.0, days.lower),  # nothing is over before it began
        "recovered": float(shocks["recovered"].mean()),
        "pairs": len(pairs),
    }


def _notices(system: str, pairs: Sequence[Pair]) -> list[dict[str, object]]:
    """The teams whose work waits longer in all, beyond the interval, the longest first."""
    before, after = (pd.DataFrame([_waited(pair[side]) for pair in pairs]).fillna(0.0) for side in (0, 1))
    found = {team: of_random(paired_interval(after[team], before[team])) for team in after}
    longer = sorted(
        ((-one.estimate, str(team), one) for team, one in found.items() if one.lower > 0), key=lambda row: row[:2]
    )
    return [{"system": system, "team": team, **one.columns("hours")} for _, team, one in longer]


def _waited(one: ReplicationResult) -> pd.Series:
    """Hours that a team's work waited for it, by team."""
    table = one.tables["departments"].set_index("team")
    waited = table["queue_hours"] * table["visits"]
    return waited.where(np.isfinite(waited), 0.0)
