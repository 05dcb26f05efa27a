"""Hours of people: paid, on duty, absent, overtime and worked, each booked on whom and when, cut to the measured period.

For every team hours paid = on duty + absent + overtime, and hours worked ≤ on duty + overtime. Paid leave and training
away from work count as absent; unpaid breaks are no duty. Whoever helps another team works there and is paid at home.
Hours in which somebody is held by a case that waits (``held_of``) are on duty or overtime, and are not worked: hours
worked and held ≤ on duty + overtime.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.codes import DutyKind, VisitKind, VisitStatus
from sim.engine.journal import Row
from sim.measures.columns import COUNT, NUMBER, TEXT, of_kinds
from sim.measures.lead_time import clock_of
from sim.measures.measure import share
from sim.measures.run import Chosen, Run
from sim.measures.tally import Tally

Array = NDArray[np.float64]

BOTS = " bots"
"""How the names of teams end that are no people."""
COUNTED = (("on_duty", DutyKind.REGULAR), ("overtime_hours", DutyKind.OVERTIME), ("absent", DutyKind.ABSENT))
NOBODY = -1
"""The code of a team that no row of the journal is about."""
EXACT = 12
"""Decimals of a share that sums of many stretches still know; beyond them all at work might seem more than all there."""
WORK = ("team", "activity", "place", "kind")
"""What hours of work are told apart by, beside who did it."""
WAITS = {"team": TEXT, "activity": TEXT, "visits": COUNT, "hours": NUMBER}
HOURS = ["on_duty", "overtime_hours", "absent", "paid", "worked"]


def teams_of_people(run: Run) -> list[str]:
    """The teams whose people are paid."""
    return [team for team, facts in run.facts.teams.items() if facts.staff]


def by_bots(run: Run, teams: pd.Series) -> Chosen:
    """Whether each of these teams is one of bots."""
    return run.among(teams, bots(run))


def bots(run: Run) -> list[str]:
    """The teams that are no people."""
    return run.once(_bots)


def _bots(run: Run) -> list[str]:
    return [name for name in run.names if name.endswith(BOTS)]


def work_of(run: Run) -> pd.DataFrame:
    """Hours of work without a break in the measured period, by people and bots.

    Returns:
        team (whose work it is), activity, place (code of the hand-off it belongs to, or -1), kind and hours (those within
        the measured period), one row for each that occur together.
    """
    return run.once(_work)[0]


def _worked_by(run: Run) -> pd.Series:
    """Hours of work within the measured period of each member."""
    return run.once(_work)[1]


def _work(run: Run) -> tuple[pd.DataFrame, pd.Series]:
    by_work, by_member = Tally(WORK), Tally(("member",))
    for rows, hours in _worked(run):
        by_work.add(rows, hours)
        by_member.add(rows, hours)
    (work, _, (hours,)), (members, _, (own,)) = by_work.sums(), by_member.sums()
    table = run.named(work, "team", "activity").assign(hours=hours)
    return table, pd.Series(own, index=pd.Index(members["member"], name="member"))


def _worked(run: Run) -> Iterator[tuple[Row, Array]]:
    """Every stretch of work and its hours within the measured period, in pieces."""
    tables, latest, earliest = run.journal.tables, run.facts.horizon, run.facts.warm_up
    for rows in tables["visits"].pieces(*WORK, "member", "ended", "last"):
        began = rows["ended"] - rows["last"]
        hours = np.minimum(rows["ended"], latest) - np.maximum(began, earliest)
        inside = (rows["last"] > 0) & (hours > 0)
        yield rows[inside], hours[inside]
    for rows in tables["stretches"].pieces(*WORK, "member", "started", "ended"):
        hours = np.minimum(rows["ended"], latest) - np.maximum(rows["started"], earliest)
        inside = (hours > 0) & (rows["kind"] != VisitKind.HELD)
        yield rows[inside], hours[inside]


def peoples_work(run: Run) -> pd.DataFrame:
    """The hours of work (see ``work_of``) that were not those of bots."""
    return run.once(_peoples_work)


def _peoples_work(run: Run) -> pd.DataFrame:
    work = work_of(run)
    return work[~by_bots(run, work["team"])]


def hours_of(run: Run) -> pd.DataFrame:
    """One row per team of people, by its name: the columns of ``HOURS``, in the measured period.

    Worked are the hours of the team's own people, for their team or helping another.
    """
    return run.once(_hours_of)


def _hours_of(run: Run) -> pd.DataFrame:
    duty, worked = run.duty, _worked_by(run)
    kinds, teams, hours = duty["kind"].to_numpy(), duty["team"].cat.codes.to_numpy(), duty["hours"]
    members, first = np.unique(duty["member"].to_numpy(), return_index=True)
    known = worked[np.isin(worked.index, members)]
    homes = teams[first][np.searchsorted(members, known.index)]
    sums = {column: hours[kinds == kind].groupby(teams[kinds == kind]).sum() for column, kind in COUNTED}
    sums["worked"] = known.groupby(homes).sum()
    own = pd.Index(teams_of_people(run), name="team")
    codes = [run.code.get(team, NOBODY) for team in own]
    table = pd.DataFrame(
        {column: values.reindex(codes, fill_value=0.0).to_numpy() for column, values in sums.items()}, own
    )
    table["paid"] = table["on_duty"] + table["absent"] + table["overtime_hours"]
    return table[HOURS]


def held_of(run: Run) -> pd.Series:
    """Hours in which each team's own people were held by a case that waited for an answer, in the measured period.

    Returns:
        Hours by team of people; 0 where nobody was held.
    """
    rows, duty = run.journal.tables["stretches"].rows(), run.duty
    rows = rows[rows["kind"] == VisitKind.HELD]
    hours = np.minimum(rows["ended"], run.facts.horizon) - np.maximum(rows["started"], run.facts.warm_up)
    home = duty.drop_duplicates("member").set_index("member")["team"].astype(str)
    sums = pd.Series(np.maximum(hours, 0.0)).groupby(pd.Series(rows["member"]).map(home)).sum()
    return sums.reindex(pd.Index(teams_of_people(run), name="team"), fill_value=0.0).astype(float)


def utilisation(run: Run) -> float:
    """Worked hours over hours on duty and overtime, all people."""
    sums = hours_of(run).sum()
    return share(sums["worked"], sums["on_duty"] + sums["overtime_hours"])


def waits_of(run: Run) -> pd.DataFrame:
    """How long work that was begun in the measured period had waited for its team, activity by activity.

    A mean over activities would be ruled by which there are: two worlds are compared on those that both have.

    Returns:
        team, activity, visits and hours (mean of the team's open hours from asking to beginning; messages to and from
        other departments are no work of this kind).
    """
    return run.once(_waits_of)


def _waits_of(run: Run) -> pd.DataFrame:
    tally, teams = Tally(("team", "activity")), teams_of_people(run)
    columns = ("team", "activity", "place", "asked", "started", "worked", "status")
    for rows in run.journal.tables["visits"].pieces(*columns):
        cut_short = np.isin(rows["status"], (VisitStatus.OPEN, VisitStatus.WITHDRAWN)) & (rows["worked"] > 0)
        begun = (rows["status"] == VisitStatus.DONE) | cut_short
        visits = rows[begun & (rows["started"] > run.facts.warm_up) & (rows["place"] < 0)]
        for team in teams:
            own, since_zero = visits[visits["team"] == run.code.get(team, -1)], clock_of(run, team).calendar.since_zero
            tally.add(own, np.maximum(0.0, since_zero(own["started"]) - since_zero(own["asked"])))
    found, times, (sums,) = tally.sums()
    waits = run.named(found).assign(visits=times, hours=sums / times)
    waits["order"] = waits["team"].map({run.code[team]: place for place, team in enumerate(teams) if team in run.code})
    waits = waits.sort_values(["order", "activity"], ignore_index=True).drop(columns="order")
    for column in ("team", "activity"):
        waits[column] = run.names[waits[column]].astype(str)
    return of_kinds(waits, WAITS)


def departments_of(run: Run) -> pd.DataFrame:
    """One row per team of people, in hours of the measured period.

    Returns:
        team, department, utilisation, queue_hours (mean of ``waits_of`` over the visits of this run: not to be set
        beside another run's, which has other work), visits, and the columns of ``HOURS``.
    """
    waits, hours = waits_of(run), hours_of(run)
    sums = waits.assign(waited=waits["visits"] * waits["hours"]).groupby("team")[["visits", "waited"]].sum()
    visits = sums["visits"]
    waited = sums["waited"] / visits
    table = pd.DataFrame(
        {
            "team": hours.index,
            "department": [run.facts.teams[team].department for team in hours.index],
            "utilisation": (hours["worked"] / (hours["on_duty"] + hours["overtime_hours"]).replace(0.0, np.nan))
            .round(EXACT)
            .to_numpy(),
            "queue_hours": waited.reindex(hours.index).to_numpy(dtype=float),
            "visits": visits.reindex(hours.index).fillna(0).astype(int).to_numpy(),
        }
    )
    return table.join(hours, on="team")
