"""What the model gives beside published figures: value, published range, source, agrees or not.

The table is made of the program's own runs, never typed by hand; nothing is tuned to it for `integrated`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.failures import headline
from sim.experiment.statistics import t_interval
from sim.inputs.seen import columns
from sim.measures.catalogue import MEASURES
from sim.views.style import words
from sim.views.style.study_words import Row
from sim.views.text.published_figures import CONFIDENCE, FIGURES, KINDS, MATCHED, NATURES, SINGLE, TEAM, Figure

if TYPE_CHECKING:
    from sim.experiment.replication import ReplicationResult
    from sim.experiment.study import Study

RULE = (
    "A value agrees when the 95 % interval of its mean over replications meets the published range; a single"
    f" published figure is read as itself give or take {round(100 * SINGLE)} %. With few replications intervals"
    " are wide and agree easily. Only figures that emerge count: those that are set come back by themselves."
)
WIDTH = 98

COLUMNS = [
    "world",
    "measure",
    "label",
    "unit",
    "value",
    "lower",
    "upper",
    "replications",
    "published_low",
    "published_high",
    "agrees",
    "nature",
    "counts",
    "kind",
    "confidence",
    "source",
    "differs",
]


def readings(results: Sequence[ReplicationResult]) -> pd.DataFrame:
    """World, replication, measure, value: what each finished run gives for every published figure."""
    rows = []
    for result in results:
        if result.cause:
            continue
        team = _by_team(result.tables["departments"])
        rows += [
            (
                result.world,
                result.replication,
                figure.measure,
                team.get(figure.measure, result.measures.get(figure.measure, math.nan)),
            )
            for figure in FIGURES
        ]
    return pd.DataFrame(rows, columns=["world", "replication", "measure", "value"])


def readings_of_study(study: Study) -> pd.DataFrame:
    """The same of a study's pairs."""
    wanted = {figure.measure for figure in FIGURES}
    frames = []
    departments = study.tables.get("departments", pd.DataFrame())
    for world, column in zip(study.worlds, "ab", strict=True):
        own = study.pairs.loc[study.pairs["measure"].isin(wanted), ["replication", "measure", column]]
        frames.append(own.rename(columns={column: "value"}).assign(world=world))
        of_world = departments[departments["world"] == world] if len(departments) else departments
        frames += (
            [
                pd.DataFrame(
                    [
                        (world, replication, measure, value)
                        for measure, value in _by_team(own).items()
                        if measure in wanted
                    ],
                    columns=["world", "replication", "measure", "value"],
                )
                for replication, own in of_world.groupby("replication")
            ]
            if len(of_world)
            else []
        )
    return pd.concat(frames, ignore_index=True)[["world", "replication", "measure", "value"]]


def _by_team(departments: pd.DataFrame) -> dict[str, float]:
    return {
        f"{TEAM}{team}": float(share) for team, share in zip(departments["team"], departments["utilisation"], strict=True)
    }


def published_table(of: Study | pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Every published figure beside the value of every world.

    A value agrees when the t-interval of its mean over replications meets the published range; a single published
    figure is read as itself give or take a tenth.

    Args:
        of: a study, or the rows of `readings`.
        confidence: of the intervals.

    Returns:
        The columns of `COLUMNS`: agrees is "agrees", "below", "above" or "no value"; nature is "set", "arithmetic" or
        "emerges"; counts says whether agreeing counts (what emerges, one fact once); values in the measure's unit.
    """
    values = of if isinstance(of, pd.DataFrame) else readings_of_study(of)
    known = {measure.id: (measure.label, measure.unit) for measure in MEASURES}
    rows = []
    for world in values["world"].unique():
        for figure in FIGURES:
            own = values.loc[(values["world"] == world) & (values["measure"] == figure.measure), "value"].dropna()
            interval = t_interval(own.to_numpy(dtype=float), confidence)
            label, unit = known.get(figure.measure, (_team_label(figure.measure), "share"))
            rows.append(
                (
                    world,
                    figure.measure,
                    label,
                    unit,
                    interval.estimate if len(own) else math.nan,
                    interval.lower,
                    interval.upper,
                    len(own),
                    figure.low,
                    figure.high,
                    agreement(figure, interval.estimate if len(own) else math.nan, interval.lower, interval.upper),
                    figure.nature,
                    figure.counts,
                    KINDS[figure.kind],
                    CONFIDENCE[figure.confidence],
                    figure.source,
                    figure.differs,
                )
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _team_label(measure: str) -> str:
    return f"time at work of {measure.removeprefix(TEAM)}"


def agreement(figure: Figure, value: float, lower: float, upper: float) -> str:
    """Whether a mean with its interval meets the published range; a single run is judged by its value."""
    if not math.isfinite(value):
        return "no value"
    low, high = figure.reading
    lower, upper = (lower, upper) if math.isfinite(lower) and math.isfinite(upper) else (value, value)
    return "below" if upper < low else "above" if lower > high else "agrees"


def in_words(value: float, unit: str) -> str:
    """A value with a unit people read: shares as percentages."""
    if not math.isfinite(value):
        return "–"
    if unit.startswith("share"):
        return words.number(100 * value) + words.GAP + "%" + unit.removeprefix("share")
    return words.with_unit(value, unit)


def range_in_words(low: float, high: float, unit: str) -> str:
    """`70 to 79 %`, or one figure."""
    if low == high:
        return in_words(low, unit)
    first = words.number(100 * low) if unit.startswith("share") else words.number(low)
    return f"{first} to {in_words(high, unit)}"


def source_words(row: Row) -> str:
    """What a published figure says of the model, its source and in what it differs; of a row of `published_table`."""
    about = f"{NATURES[row['nature']]}{_once(row)}. {row['source']}; {row['kind']}, confidence {row['confidence']}"
    return about + (f". Differs: {row['differs']}" if row["differs"] else "")


def agreeing_in_words(world: str, rows: pd.DataFrame) -> str:
    """`Typical, which is meant to match: 5 of 11 published figures that emerge agree`."""
    counted = rows[rows["counts"]]
    agreeing = int((counted["agrees"] == "agrees").sum())
    meant = "which is meant to match" if world == MATCHED else f"which is not meant to match ({MATCHED} is)"
    others = words.count(len(rows) - len(counted), "other")
    return (
        f"{words.sentence(world)}, {meant}: {agreeing} of {len(counted)} published figures that emerge agree; the "
        f"{others} are set, follow by arithmetic or state the same fact"
    )


def _once(row: Row) -> str:
    """Why a figure that emerges does not count."""
    return "" if row["counts"] or row["nature"] != "emerges" else ", the same fact as another figure"


def published_text(table: pd.DataFrame) -> str:
    """The table as text at most `WIDTH` columns wide, a block a world."""
    blocks = []
    for world, rows in table.groupby("world", sort=False):
        runs = int(rows["replications"].max())
        lines = [
            *words.filled(f"{agreeing_in_words(str(world), rows)} ({words.count(runs, 'replication')})"),
            "",
            f"  {'':{columns(WIDTH) - 44}}{'model':>12}  {'published':>17}",
        ]
        for row in rows.to_dict("records"):
            value = in_words(row["value"], row["unit"])
            published = range_in_words(row["published_low"], row["published_high"], row["unit"])
            *above, label = textwrap.wrap(str(row["label"]), columns(WIDTH) - 45)
            lines += [f"  {part}" for part in above]
            lines.append(f"  {label:{columns(WIDTH) - 44}}{value:>12}  {published:>17}  {row['agrees']}")
            lines.append(
                textwrap.fill(source_words(row), columns(WIDTH), initial_indent=" " * 6, subsequent_indent=" " * 6)
            )
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, textwrap.fill(RULE, columns(WIDTH))])


def published_of(results: Sequence[ReplicationResult]) -> str:
    """What finished runs of scenarios give beside published figures; first of all, whether some failed."""
    failed = headline(results)
    text = published_text(published_table(readings(results)))
    return f"{textwrap.fill(failed, columns(WIDTH))}\n\n{text}" if failed else text
