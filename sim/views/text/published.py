"""What the model gives beside published figures: value, published range, source, agrees or not.

The table is made of the program's own runs, never typed by hand; nothing is tuned to it for `integrated`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.failures import headline
from sim.experiment.statistics import t_interval
from sim.inputs.seen import columns
from sim.measures.catalogue import MEASURES
from sim.measures.ratios import RATIOS
from sim.views.style import words
from sim.views.style.study_words import Row
from sim.views.text.published_figures import CONFIDENCE, KINDS, MATCHED, NATURES, SPREAD, TEAM, Figure
from sim.views.text.published_held_out import HELD_OUT
from sim.views.text.published_set_up import SET_UP

if TYPE_CHECKING:
    from sim.experiment.replication import ReplicationResult
    from sim.experiment.study import Study

FIGURES: tuple[Figure, ...] = (*HELD_OUT, *SET_UP)
"""All figures, what is held out first."""

RULE = (
    "A figure is met when the mean over replications lies in the published range; a single figure is read as itself give"
    f" or take {round(100 * SPREAD)} % (of a share above half: of its distance to 100 %). Only figures held out count:"
    " they emerge, and nothing was tuned by them. The others may have been used to set up typical; those without a source"
    " are printed and not judged."
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
        beside = _beside(result.tables)
        rows += [
            (
                result.world,
                result.replication,
                figure.measure,
                beside.get(figure.measure, result.measures.get(figure.measure, math.nan)),
            )
            for figure in FIGURES
        ]
    return pd.DataFrame(rows, columns=["world", "replication", "measure", "value"])


def readings_of_study(study: Study) -> pd.DataFrame:
    """The same of a study's pairs."""
    wanted = {figure.measure for figure in FIGURES}
    frames = []
    for world, column in zip(study.worlds, "ab", strict=True):
        own = study.pairs.loc[study.pairs["measure"].isin(wanted), ["replication", "measure", column]]
        frames.append(own.rename(columns={column: "value"}).assign(world=world))
        for replication in own["replication"].unique():
            tables = {name: _rows_of(study.tables.get(name, pd.DataFrame()), world, replication) for name in BESIDE}
            rows = [(world, replication, name, value) for name, value in _beside(tables).items() if name in wanted]
            frames.append(pd.DataFrame(rows, columns=["world", "replication", "measure", "value"]))
    return pd.concat(frames, ignore_index=True)[["world", "replication", "measure", "value"]]


MONEY = "currency"
"""How units say money, of whatever company."""

BESIDE = ("departments", "ratios")
"""Tables that have figures beside the measures."""


def _rows_of(table: pd.DataFrame, world: str, replication: int) -> pd.DataFrame:
    return table[(table["world"] == world) & (table["replication"] == replication)] if len(table) else table


def _beside(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Figures of one run that are no measures: how busy each team is, and the ratios."""
    found: dict[str, float] = {}
    for name, column, value, before in (
        ("departments", "team", "utilisation", TEAM),
        ("ratios", "ratio", "value", ""),
    ):
        table = tables.get(name, pd.DataFrame())
        if len(table):
            found |= {f"{before}{key}": float(one) for key, one in zip(table[column], table[value], strict=True)}
    return found


def published_table(of: Study | pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Every published figure beside the value of every world.

    A figure is met when the mean over replications lies in its reading (see ``Figure.reading``).

    Args:
        of: a study, or the rows of `readings`.
        confidence: of the intervals.

    Returns:
        The columns of `COLUMNS`: agrees is "agrees", "below", "above", "no value" or "not judged"; nature is "set",
        "arithmetic" or "emerges"; counts says whether agreeing counts (what is held out); values in the measure's unit.
    """
    values = of if isinstance(of, pd.DataFrame) else readings_of_study(of)
    known = {measure.id: (measure.label, measure.unit) for measure in (*MEASURES, *RATIOS)}
    by_run = values.dropna(subset=["value"]).groupby(["world", "measure"], observed=True)["value"]
    found = {key: own.to_numpy(dtype=float) for key, own in by_run}
    rows = []
    for world in values["world"].unique():
        for figure in FIGURES:
            own = found.get((world, figure.measure), np.empty(0))
            interval = t_interval(own, confidence)
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
                    agreement(figure, interval.estimate if len(own) else math.nan, unit),
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


def agreement(figure: Figure, value: float, unit: str) -> str:
    """Whether a mean lies in the range that a figure is read as."""
    if not figure.judged:
        return "not judged"
    if not math.isfinite(value):
        return "no value"
    low, high = figure.reading(unit)
    return "below" if value < low else "above" if value > high else "agrees"


def in_words(value: float, unit: str) -> str:
    """A value with a unit people read: shares as percentages."""
    if not math.isfinite(value):
        return "–"
    if unit.startswith("share"):
        return words.number(100 * value) + words.GAP + "%" + unit.removeprefix("share")
    return words.with_unit(value, unit)


def range_in_words(low: float, high: float, unit: str) -> str:
    """`70 to 79 %`, or one figure."""
    if low == high or not math.isfinite(low):
        return in_words(low, unit)
    first = words.number(100 * low) if unit.startswith("share") else words.number(low)
    return f"{first} to {in_words(high, unit)}"


def model_in_words(row: Row, currency: str) -> str:
    """What the model gives, money in the company's currency; of a row of `published_table`."""
    return in_words(row["value"], row["unit"].replace(MONEY, currency))


def published_in_words(row: Row) -> str:
    """What is published; of money the number alone, since its currency is the source's own."""
    return range_in_words(row["published_low"], row["published_high"], row["unit"].removeprefix(MONEY))


def source_words(row: Row) -> str:
    """What a published figure says of the model, its source and in what it differs; of a row of `published_table`."""
    about = f"{NATURES[row['nature']]}{_once(row)}. {row['source']}; {row['kind']}, confidence {row['confidence']}"
    return about + (f". Differs: {row['differs']}" if row["differs"] else "")


def agreeing_in_words(world: str, rows: pd.DataFrame) -> str:
    """`Typical, which is meant to match: 13 of 17 published figures held out are met`."""
    counted = rows[rows["counts"]]
    agreeing = int((counted["agrees"] == "agrees").sum())
    meant = "which is meant to match" if world == MATCHED else f"which is not meant to match ({MATCHED} is)"
    others = words.count(len(rows) - len(counted), "other")
    return (
        f"{words.sentence(world)}, {meant}: {agreeing} of {len(counted)} published figures held out are met; "
        f"the {others} may have been used to set it up, state the same fact, or have no source"
    )


def _once(row: Row) -> str:
    """What a figure may be used for."""
    return " (held out)" if row["counts"] else ""


def published_text(table: pd.DataFrame, currency: str) -> str:
    """The table as text at most `WIDTH` columns wide, a block a world; ``currency`` is the company's."""
    blocks = []
    for world, rows in table.groupby("world", sort=False):
        runs = int(rows["replications"].max())
        lines = [
            *words.filled(f"{agreeing_in_words(str(world), rows)} ({words.count(runs, 'replication')})"),
            "",
            f"  {'':{columns(WIDTH) - 46}}{'model':>12}  {'published':>17}",
        ]
        for row in rows.to_dict("records"):
            value, published = model_in_words(row, currency), published_in_words(row)
            *above, label = textwrap.wrap(str(row["label"]), columns(WIDTH) - 47)
            lines += [f"  {part}" for part in above]
            lines.append(f"  {label:{columns(WIDTH) - 46}}{value:>12}  {published:>17}  {row['agrees']}".rstrip())
            lines.append(
                textwrap.fill(source_words(row), columns(WIDTH), initial_indent=" " * 6, subsequent_indent=" " * 6)
            )
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, textwrap.fill(RULE, columns(WIDTH))])


def published_of(results: Sequence[ReplicationResult], currency: str) -> str:
    """What finished runs of scenarios give beside published figures; first of all, whether some failed."""
    failed = headline(results)
    text = published_text(published_table(readings(results)), currency)
    return f"{textwrap.fill(failed, columns(WIDTH))}\n\n{text}" if failed else text
