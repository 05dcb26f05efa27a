"""What each department knows and how old it is, every decision taken on it, and what is handed over at once.

These are the tables of which the replay shows information: of all cases and all copies, moment by moment.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.company.decisions import CAUSES
from sim.engine.codes import Cause
from sim.measures.columns import COUNT, NUMBER, TEXT, of_kinds
from sim.measures.lead_time import down_times
from sim.measures.legs import LEAST
from sim.measures.run import Run, split_handoff

RIGHT, STALE = (CAUSES[cause] for cause in (Cause.RIGHT, Cause.STALE))
"""What tables call the cause of a decision that was right, and of one on old news."""
LIVE = np.inf
"""Up to when a reader of the owner's own record is informed: up to now, whenever that is."""
KNOWN = {"department": TEXT, "record": TEXT, "time": NUMBER, "as_of": NUMBER}
DECIDED = ("time", "case", "decision", "department", "age", "unseen", "action", "oracle", "regret", "cause")
AT_ONCE = {"time": NUMBER, "case": COUNT, "source": TEXT, "target": TEXT, "subject": TEXT}


def known_of(run: Run) -> pd.DataFrame:
    """Up to when each department is informed of each kind of record of which it has a copy.

    A record that several owners keep (a backlog) is as old as the oldest copy of one.

    Returns:
        department, record, time (hours, from when on), as_of (hours; ``LIVE`` where the owner's own record is seen): its
        age at a moment is the moment less the last ``as_of`` up to then, or nothing where that is ``LIVE``.
    """
    news = run._frame("news", "copy")
    steps: dict[tuple[str, str], list[list[tuple[float, float]]]] = {}
    for copy, own in news.groupby("copy", observed=True):
        _, department, record = split_handoff(str(copy))
        steps.setdefault((department, record), []).append(_steps(run, department, own))
    rows = [
        (department, record, time, as_of)
        for (department, record), copies in steps.items()
        for time, as_of in oldest(copies)
    ]
    return of_kinds(pd.DataFrame(rows, columns=list(KNOWN)), KNOWN)


def _steps(run: Run, department: str, news: pd.DataFrame) -> list[tuple[float, float]]:
    """From when on one copy is informed up to when; a live one stands still while its reader's system is down."""
    steps: list[tuple[float, float]] = []
    of_teams = (team.platforms for team in run.facts.teams.values() if team.department == department)
    down = down_times(run, next(filter(None, of_teams), ()))
    times, ends = news["time"].tolist(), [*news["time"].tolist()[1:], np.inf]
    for time, end, as_of, live in zip(times, ends, news["as_of"], news["live"], strict=True):
        if not live:
            steps.append((time, as_of))
            continue
        steps.append((time, LIVE))
        for began, ended in down:
            if time < ended and began < end:
                steps += [(max(began, time), began), (min(ended, end), LIVE)]
    return steps


def oldest(copies: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Of several copies, each by its steps (from when on, informed up to when), the steps of the least informed."""
    changes = sorted((time, which, as_of) for which, steps in enumerate(copies) for time, as_of in steps)
    state = [LIVE] * len(copies)
    found: list[tuple[float, float]] = []
    for place, (time, which, as_of) in enumerate(changes):
        state[which] = as_of
        if place + 1 < len(changes) and changes[place + 1][0] == time:
            continue
        least = min(state)
        if not found or found[-1][1] != least:
            found.append((time, least))
    return found


def decided_of(run: Run) -> pd.DataFrame:
    """Every decision of the measured period that counts (``Run.decisions``), in the order of time: ``DECIDED``.

    age, unseen in hours; action and oracle as the rule gives them; regret in currency; cause by name, ``RIGHT`` for none.
    """
    table = run.named(run.decided(*DECIDED), "decision", "department")
    table["cause"] = pd.Categorical.from_codes(table["cause"], categories=pd.Index(CAUSES, dtype=object))
    return table.sort_values("time", kind="stable", ignore_index=True)


def at_once_of(run: Run) -> pd.DataFrame:
    """What was handed over at once in the measured period: time (hours), case, source, target, subject."""
    cases = run.cases["case"]
    rows = run.deliveries
    rows = rows[(rows["understood"] - rows["sent"] <= LEAST) & rows["case"].isin(cases)]
    rows = rows.rename(columns={"understood": "time"}).sort_values("time", kind="stable", ignore_index=True)
    return of_kinds(rows[list(AT_ONCE)], AT_ONCE)


def failed_of(run: Run) -> pd.DataFrame:
    """case: each that exists only because something went wrong before."""
    cases = run.cases
    return cases.loc[cases["failure"].astype(bool), ["case"]].reset_index(drop=True)
