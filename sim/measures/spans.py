"""A case's way as a table: when it was in which part of its lead time, as intervals that can be drawn.

The lengths of the rows add up to the case's lead-time split, part by part. Closed hours and outages stand where they
were. Of work that was interrupted the journal knows how long it was, not when: the work is put first, in a joint
session last.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sim.measures.lead_time import clock_of, down_times
from sim.measures.run import Run
from sim.measures.steps import Step, steps_of

COLUMNS = ["branch", "step", "began", "ended", "part"]
LEAST = 1e-9
"""Hours below which an interval is none."""


def spans_of(run: Run, case: int) -> tuple[list[Step], pd.DataFrame]:
    """The steps of a case, and one row per interval of it in one part of its lead time.

    Returns:
        the steps, and branch (names of branches joined by "/", empty on the case's own way), step (place in the list
        of steps), began and ended (hours since the start of the run), part.
    """
    steps = steps_of(run, case)
    rows = [("/".join(step.branch), place, *span) for place, step in enumerate(steps) for span in _spans(run, step)]
    return steps, pd.DataFrame(rows, columns=COLUMNS)


def _spans(run: Run, step: Step) -> Iterator[tuple[float, float, str]]:
    left = {part: hours for part, hours in step.parts.items() if hours > LEAST}
    if len(left) == 1:
        yield step.start, step.end, next(iter(left))
        return
    order = ["queue", "information", "touch"] if step.kind == "joint" else ["touch", "queue", "information"]
    for began, ended, why in _stretches(run, step):
        time = began
        for part in [*([why] if why else []), *order, "closed", "system"]:
            hours = min(ended - time, left.get(part, 0.0))
            if hours > LEAST:
                yield time, time + hours, part
                left[part] -= hours
                time += hours


def _stretches(run: Run, step: Step) -> Iterator[tuple[float, float, str]]:
    """The step cut where its team closes or opens and where its platform fails or returns; why nobody worked."""
    clock = clock_of(run, step.team)
    facts = run.facts.teams.get(step.team)
    outages = down_times(run, facts.platforms if facts else ())
    edges = {step.start, step.end, *(edge for outage in outages for edge in outage)}
    time = step.start
    while time < step.end and not clock.calendar.always:
        edges.add(time)
        time = clock.calendar.next_closing(time) if clock.calendar.is_open(time) else clock.calendar.next_opening(time)
    inside = sorted(edge for edge in edges if step.start <= edge <= step.end)
    for began, ended in zip(inside, inside[1:], strict=False):
        middle = (began + ended) / 2
        broken = any(start <= middle < end for start, end in outages)
        yield (
            began,
            ended,
            "system"
            if broken and clock.calendar.is_open(middle)
            else ("" if clock.calendar.is_open(middle) else "closed"),
        )
