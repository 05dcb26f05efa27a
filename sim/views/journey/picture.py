"""The picture of a journey: the tables behind it, and saving it; `case_way` draws it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.measures.spans import spans_of
from sim.measures.steps import case_row
from sim.views.journey import case_way
from sim.views.journey.story import Journey
from sim.views.journey.words import Told, short_words
from sim.views.style import look
from sim.views.style.picture import Picture, Saved, save

WAY = ["world", "branch", "step", "began", "ended", "part", "words"]
CASES = ["world", "opened", "lead", "finished", "status"]
NAME = "journey"


def way_of(worlds: tuple[Told, ...], case: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two tables of `case_way.case_way`: the way of a case in all worlds, and how it ended in each."""
    ways, cases = [pd.DataFrame(columns=WAY)], []
    for told in worlds:
        if case not in told.names:
            continue
        world, row = told.scenario.name, case_row(told.run, case)
        cases.append((world, row["opened"], row["closed"] - row["opened"], bool(row["finished"]), str(row["status"])))
        steps, spans = spans_of(told.run, case)
        spans = spans.assign(
            world=world,
            words=[short_words(told, steps[place]) for place in spans["step"]],
            began=spans["began"] - row["opened"],
            ended=spans["ended"] - row["opened"],
        )
        ways.append(spans[WAY])
    filled = [way for way in ways if len(way)] or ways[:1]
    return pd.concat(filled, ignore_index=True), pd.DataFrame(cases, columns=CASES)


def journey_picture(journey: Journey, width: float = look.WIDE) -> Picture:
    """The way of the journey's case, a lane per world.

    Raises:
        ValueError: when several cases answer to the journey's name.
    """
    if journey.case is None:
        raise ValueError(f"several cases answer to {journey.name!r}")
    way, cases = way_of(journey.worlds, journey.case)
    a, b = (told.scenario.name for told in journey.worlds)
    seed = journey.worlds[0].scenario.seed
    return case_way.picture_of(
        journey.name, way, cases, (a, b), f"one run, replication {journey.replication}, seed {seed}", width
    )


def save_journey(journey: Journey, folder: Path) -> Saved:
    """Write the picture as SVG and PNG, and its tables as CSV."""
    return save(journey_picture(journey), folder, NAME)
