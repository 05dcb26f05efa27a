"""Of benefit 4: what colleagues lose, and what becomes of the systems they work with, when nobody looks after them."""

from __future__ import annotations

import numpy as np

from sim.engine.calendar import WEEK
from sim.measures.efficiency import EFFICIENCY
from sim.measures.hours import hours_of
from sim.measures.measure import Measure, mean, share
from sim.measures.run import Run
from sim.measures.summed import how_many, messages_summed, opened


def security_incidents(run: Run) -> float:
    """Attacks a year that got in."""
    attacks = opened(run, "security incident")
    return how_many(attacks[attacks["status"] != "kept out"]) / run.facts.years


def open_holes(run: Run) -> float:
    """Ways to break in that are known and not mended, in all systems together, on average over the measured period."""
    noted, facts, total = run.noted("open holes"), run.facts, 0.0
    times, values = noted["time"].to_numpy(), noted["value"].to_numpy()
    for own in noted.groupby("place", observed=True).indices.values():
        until = np.append(times[own], facts.horizon).clip(facts.warm_up)
        total += float((np.diff(until) * values[own]).sum())
    return total / facts.hours


def without_tools(run: Run) -> float:
    """Mean hours until a colleague who could not work works again."""
    return mean(run.noted_measured("without a tool")["value"])


def absence(run: Run) -> float:
    """Share of the hours that people should have been there in which they were absent."""
    hours = hours_of(run)
    return share(hours["absent"].sum(), hours["absent"].sum() + hours["on_duty"].sum())


def unplanned_absence(run: Run) -> float:
    """Share of the hours that people should have been there in which they were absent and no plan had said so."""
    hours, planned = hours_of(run), run.noted_measured("planned absence")["value"].sum()
    absent = hours["absent"].sum()
    return share(max(0.0, absent - planned), absent + hours["on_duty"].sum())


def learned(run: Run) -> float:
    """Mean of what newcomers have learned of the job, week by week while they learn (1 is all of it)."""
    return mean(run.noted_measured("learned")["value"])


def slips(run: Run) -> float:
    """Share of the messages keyed in by people that came out wrong."""
    messages = messages_summed(run)
    keyed = messages[messages["rekeyed"] != 0]
    return share(keyed.loc[keyed["wrong"] != 0, "messages"].sum(), keyed["messages"].sum())


def complaints(run: Run) -> float:
    """Complaints a week."""
    return how_many(opened(run, "complaint")) / (run.facts.hours / WEEK)


def resignations(run: Run) -> float:
    """People who gave notice, as a share of all, per year."""
    people = sum(team.staff for team in run.facts.teams.values())
    return share(how_many(opened(run, "vacancy")), people * run.facts.years)


MEASURES = (
    Measure("security incidents", "attacks that got in", "a year", "lower", EFFICIENCY, security_incidents),
    Measure("open holes", "ways to break in known and not mended", "number", "lower", EFFICIENCY, open_holes),
    Measure(
        "without tools",
        "a colleague who cannot work until he can again",
        "h",
        "lower",
        EFFICIENCY,
        without_tools,
        base="colleagues whose work stopped",
    ),
    Measure(
        "absence", "people absent", "share", "lower", EFFICIENCY, absence, base="hours people should have been there"
    ),
    Measure(
        "unplanned absence",
        "people absent that no plan had said would be",
        "share",
        "lower",
        EFFICIENCY,
        unplanned_absence,
        base="hours people should have been there",
    ),
    Measure(
        "newcomers' learning",
        "what newcomers have learned of the job, while they learn",
        "share",
        "higher",
        EFFICIENCY,
        learned,
        base="all there is to learn",
    ),
    Measure(
        "keying slips",
        "messages keyed in wrong",
        "share",
        "lower",
        EFFICIENCY,
        slips,
        base="messages keyed in by people",
    ),
    Measure("complaints", "complaints of customers", "a week", "lower", EFFICIENCY, complaints),
    Measure(
        "resignations", "people who give notice", "share/year", "lower", EFFICIENCY, resignations, base="people employed"
    ),
)
