"""The journal read row by row, as a person with a ruler would: where is every case at a moment?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.measures.lead_time import TOGETHER
from sim.measures.run import Run

LEAST = 1e-9
WAITS = {0: "information", 1: "outside", 4: "joint"}


class Where(NamedTuple):
    """State, department ("" where the journal's row does not say) and, on the way, the department it comes from."""

    state: str
    place: str
    source: str = ""


def where(run: Run, time: float) -> dict[int, Where]:
    """Every case that is open at a time and has a length, by its key."""

    def now(table: str, begins: str, ends: str) -> list[dict[str, float]]:
        rows = run.journal.tables[table].rows()
        chosen = (rows[begins] <= time) & (time < rows[ends]) & (rows[ends] - rows[begins] > LEAST)
        names = rows.dtype.names or ()
        return [dict(zip(names, values, strict=True)) for values in rows[np.flatnonzero(chosen)].tolist()]

    def name(code: float) -> str:
        return str(run.names[int(code)])

    found = {int(row["case"]): Where("branches", "") for row in now("cases", "opened", "closed")}
    down = {name(row["platform"]) for row in now("outages", "started", "ended")}

    def stopped(team: str) -> str:
        facts = run.facts.teams[team]
        stopped_by = down & {name for _, name in facts.platforms[-1:]}
        return "closed" if not facts.calendar.is_open(time) else "system" if stopped_by else ""

    for row in now("visits", "asked", "ended"):
        if int(row["case"]) not in found or row["place"] >= 0 or name(row["activity"]) == TOGETHER:
            continue
        team = name(row["team"])
        place = run.facts.teams[team].department
        paused = row["ended"] - row["started"] - row["worked"] > LEAST
        if time < row["started"] or row["worked"] <= 0:
            found[int(row["case"])] = Where(stopped(team) or "queue", place)
        else:
            found[int(row["case"])] = Where((paused and stopped(team)) or "work", place)
    for row in now("waits", "started", "ended"):
        if row["case"] in found and row["kind"] in WAITS:
            found[int(row["case"])] = Where(WAITS[int(row["kind"])], "")
    for row in now("deliveries", "sent", "understood"):
        if row["case"] in found:
            ends = name(row["handoff"]).split(": ")[0].split(" > ")
            found[int(row["case"])] = Where("information", ends[1], ends[0])
    return found


def moments(run: Run, count: int, begin: float, end: float, seed: int = 4) -> list[float]:
    """Moments in the run, each far (for its hour) from whatever the journal says happens."""
    edges = np.unique(
        np.concatenate(
            [
                run.journal.tables[table].rows()[column]
                for table, columns in (
                    ("cases", ("opened", "closed")),
                    ("visits", ("asked", "started", "ended")),
                    ("waits", ("started", "ended")),
                    ("deliveries", ("sent", "understood")),
                    ("outages", ("started", "ended")),
                )
                for column in columns
            ]
        )
    )
    hours = np.sort(np.random.default_rng(seed).choice(np.arange(int(begin), int(end)), count, replace=False))
    chosen = []
    for hour in hours:
        inside = np.concatenate([[hour], edges[(edges > hour) & (edges < hour + 1)], [hour + 1]])
        widest = int(np.argmax(np.diff(inside)))
        chosen.append(float((inside[widest] + inside[widest + 1]) / 2))
    return chosen
