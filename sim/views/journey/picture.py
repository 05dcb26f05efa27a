"""The picture of a journey: the tables behind it, its title and description, and saving it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.measures.spans import spans_of
from sim.measures.steps import case_row
from sim.views.charts.findings import Worlds
from sim.views.journey import case_way
from sim.views.journey.story import Journey
from sim.views.journey.words import Told, duration, short_words, when
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE
from sim.views.style.picture import Picture, Saved, own_style, save

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


def title_of(name: str, way: pd.DataFrame, cases: pd.DataFrame, worlds: Worlds) -> str:
    """How long the case took in both worlds, and the part of its lead time in which they differ most."""
    said = [f"{_took(row['finished'], row['lead'])} in {row['world']}" for row in cases.to_dict("records")]
    if len(said) == 1:
        other = next(world for world in worlds if world not in set(cases["world"]))
        return f"{words.sentence(name)} {said[0]}; {other} has no such case"
    both = f"{said[0]}, {said[1].removeprefix('took ')}" if cases["finished"].all() else " and ".join(said)
    title = f"{words.sentence(name)} {both}"
    hours = (way["ended"] - way["began"]).groupby([way["world"], way["part"]]).sum()
    a, b = (hours.get(world, pd.Series(dtype=float)).reindex(list(look.PARTS), fill_value=0.0) for world in worlds)
    gap, total = b - a, float(b.sum() - a.sum())
    most = str(gap.idxmin() if total < 0 else gap.idxmax())
    if abs(total) < 1 / 60 or not cases["finished"].all():
        return title
    change = f"{duration(abs(gap[most]))} {'less' if gap[most] < 0 else 'more'}"
    return f"{title}; {look.PARTS[most][0]}: {change}"


def _took(finished: bool, hours: float) -> str:
    return f"took {duration(hours)}" if finished else f"was still open after {duration(hours)}"


def description_of(way: pd.DataFrame, cases: pd.DataFrame) -> str:
    """Every step of the case's own way and of its branches, in words, world by world."""
    said = ["A bar per world, cut into the intervals of the case from its opening on."]
    for row in cases.to_dict("records"):
        steps = way[way["world"] == row["world"]].groupby("step", sort=True)
        told = steps.agg(began=("began", "min"), ended=("ended", "max"), words=("words", "first")).to_dict("records")
        listed = "; ".join(f"{step['words']}, {duration(step['ended'] - step['began'])}" for step in told)
        said.append(f"In {row['world']}, {duration(row['lead'])}, {row['status']}: {listed or 'nothing'}.")
    return " ".join(said)


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
    return picture_of(journey.name, way, cases, (a, b), f"one run, replication {journey.replication}, seed {seed}", width)


def picture_of(
    name: str, way: pd.DataFrame, cases: pd.DataFrame, worlds: Worlds, evidence: str, width: float = look.WIDE
) -> Picture:
    """A case's way as a whole figure, from its tables."""
    with own_style():
        title = title_of(name, way, cases, worlds)
        alike = cases["opened"].nunique() == 1
        openings = [
            when(row["opened"], full=True) + ("" if alike else f" in {row['world']}") for row in cases.to_dict("records")
        ]
        known = f"opened in {words.listing(list(dict.fromkeys(openings)))}; {evidence}: a single case, not an average"
        wide = width - 2 * EDGE
        page = layout.sheet(width, case_way.way_height(way, cases, worlds, wide), title, known)
        case_way.case_way(page.panel(EDGE, 0, wide, page.height), way, cases, worlds)
    return Picture(page.figure, title, description_of(way, cases), {"": way, "cases": cases})


def save_journey(journey: Journey, folder: Path) -> Saved:
    """Write the picture as SVG and PNG, and its tables as CSV."""
    return save(journey_picture(journey), folder, NAME)
