"""Runs that failed for good: counted, told with their first cause, and never what a conclusion rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from sim.experiment.replication import ReplicationResult
from sim.inputs.mistakes import Failed, Mistakes


class StudyFailed(Failed):
    """So many runs failed that nothing is left to conclude from; says which, and why the first of them did."""


def failures_of(results: Iterable[ReplicationResult], world: str = "world") -> pd.DataFrame:
    """Columns: world (under the name given), replication, seed, cause; a row for every run that failed, each once."""
    seen = {
        (one.world, one.replication): (one.world, one.replication, one.seed, one.cause) for one in results if one.cause
    }
    return pd.DataFrame(list(seen.values()), columns=[world, "replication", "seed", "cause"])


def headline(results: Sequence[ReplicationResult]) -> str:
    """How many runs failed and why the first did, in a sentence; empty where none did."""
    failed = [result for result in results if result.cause]
    if not failed:
        return ""
    number = "1 run" if len(failed) == 1 else f"{len(failed)} runs"
    return f"{number} of {len(results)} failed for good, counted nowhere; {first_cause(failed)}."


def first_cause(failed: Sequence[ReplicationResult]) -> str:
    """Which run failed first, and the last line of why; `nothing was run` where there is none."""
    for result in failed:
        if result.cause:
            why = result.cause.strip().splitlines()[-1].rstrip(".")
            return f"the first, replication {result.replication} of {result.world}: {why}"
    return "nothing was run"


def finished_pairs(
    ones: Sequence[ReplicationResult], others: Sequence[ReplicationResult]
) -> list[tuple[ReplicationResult, ReplicationResult]]:
    """The runs of two worlds, replication by replication, of which both finished."""
    return [(one, two) for one, two in zip(ones, others, strict=True) if not one.cause and not two.cause]


def need_two(replications: int, about: str) -> None:
    """Raise Mistakes, before anything is run, where fewer replications are asked for than an interval takes."""
    if replications < 2:
        raise Mistakes([f"To say anything of {about} takes 2 replications at least, not {replications}."])


def nothing_left(about: str, results: Sequence[ReplicationResult]) -> StudyFailed:
    """What to raise where too few runs finished to say anything about something."""
    told = headline(results) or "No run failed, but what is asked for could not be measured."
    return StudyFailed(f"Nothing can be said of {about}: {told}")
