"""What the model gives beside published figures: value, published range, source, agrees or not.

A table the program makes of its own runs, never one typed by hand; nothing is tuned to it for `integrated`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.statistics import t_interval
from sim.measures.catalogue import MEASURES
from sim.views import words

if TYPE_CHECKING:
    from sim.experiment.replication import Outcome
    from sim.experiment.study import Study
    from sim.inputs.scenario import Scenario

SINGLE = 0.10
"""A single published figure says nothing about its spread; it is read as itself give or take a tenth."""

RULE = (
    "A value agrees when the 95 % interval of its mean over replications meets the published range; a single"
    f" published figure is read as itself give or take {round(100 * SINGLE)} %. With few replications intervals"
    " are wide and agree easily."
)
WIDTH = 98

KINDS = {
    "P": "research",
    "P-like": "data study",
    "I": "industry survey",
    "C": "consultancy",
    "V": "vendor claim",
    "B": "compilation",
    "X": "one site",
}
CONFIDENCE = {"H": "high", "M": "medium", "L": "low"}
TEAM = "time at work of team "
"""Measures of one team are read from the table of departments; they have no row in the catalogue."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure.

    Attributes:
        measure: id in our catalogue, or ``TEAM`` and the team's name.
        low, high: the range as published, in the measure's unit; the same twice for a single figure.
        kind, confidence: the codes of the list of facts (P research, I industry survey, C consultancy, V vendor,
            B compilation, X one site; H, M, L).
        differs: what the published figure counts otherwise than ours; empty where the definitions fit.
    """

    measure: str
    low: float
    high: float
    kind: str
    confidence: str
    source: str
    differs: str = ""

    @property
    def reading(self) -> tuple[float, float]:
        """The range that a value must meet to agree."""
        if self.low < self.high:
            return self.low, self.high
        return self.low * (1 - SINGLE), self.high * (1 + SINGLE)


FIGURES: tuple[Figure, ...] = (
    Figure(
        "first-contact resolution",
        0.70,
        0.79,
        "I",
        "M",
        "SQM, all industries: 70 % average, 70-79 % good (facts 1; telli.com, revos.ai)",
    ),
    Figure(
        "repeat contacts",
        0.28,
        0.52,
        "I",
        "M",
        "SQM: 28 % call back; 52 % of calls belong to issues of two or more calls (facts 1)",
        "28 % is of issues, 52 % of calls",
    ),
    Figure(
        "abandonment",
        0.091,
        0.091,
        "I",
        "H",
        "CCMA, 2023 UK Contact Centre Decision-Makers' Guide (facts 1)",
        "calls only",
    ),
    Figure("waiting time", 2.0, 2.0, "I", "H", "CCMA, 2023 UK guide: 120 s to answer (facts 1)", "calls only"),
    Figure(
        f"{TEAM}support",
        0.80,
        0.88,
        "B",
        "M",
        "agent occupancy, 80-88 % typical (facts 1; immersecx.com, ICMI)",
        "occupancy leaves out breaks and training",
    ),
    Figure(
        "lead response",
        42.0,
        42.0,
        "P-like",
        "H",
        "Oldroyd and others, HBR 2011: mean among 2,241 firms that responded (facts 2)",
    ),
    Figure(
        "win rate",
        0.05,
        0.05,
        "I",
        "M",
        "MarketingSherpa 2009: 40 % x 40 % x 30 % of leads (facts 2)",
        "all leads, not only qualified ones",
    ),
    Figure(
        "churn",
        0.10,
        0.38,
        "B",
        "L",
        "Murphy & Murphy 10 %; First Page Sage 2025, e-commerce 38 % a year (facts 4)",
    ),
    Figure(
        "invoice exceptions",
        0.101,
        0.226,
        "I",
        "H",
        "Ardent Partners: best 10.1 %, average 22.6 % (facts 5; corcentric.com)",
    ),
    Figure(
        "touchless invoices",
        0.234,
        0.653,
        "I",
        "H",
        "Ardent Partners: average 23.4-24.2 %, best 49.2-65.3 % (facts 5; hyland.com, corcentric.com)",
    ),
    Figure(
        "days sales outstanding",
        38.0,
        65.0,
        "C",
        "H",
        "Atradius 2020, US: 38 days; Euler Hermes 2018, 36 countries: 65 days (facts 5)",
        "ours leaves out invoices open at the end, so short runs show too little",
    ),
    Figure(
        "decision latency", 60.0, 60.0, "I", "H", "NACM 2023: B2B credit decision 2.5 days (facts 5; treditiq.com)"
    ),
    Figure("perfect orders", 0.90, 0.90, "I", "H", "APQC 2016, median (facts 5; sdcexec.com)"),
    Figure(
        "on time",
        0.88,
        0.97,
        "B",
        "M",
        "e-commerce average 88 %, top quartile 97 %; Olist 91.9 % (facts 6; gettransport.com)",
    ),
    Figure(
        "lost sales",
        0.04,
        0.04,
        "I",
        "H",
        "Gruen & Corsten: 4 % of sales lost to stock-outs (facts 6)",
        "ours also counts refused dates and credit",
    ),
    Figure(
        "time to fill",
        42.0,
        42.0,
        "I",
        "H",
        "SHRM 2016 Human Capital Benchmarking (facts 8; hrdive.com)",
        "ours leaves out posts vacant at the end, so short runs show too little",
    ),
    Figure(
        "hidden work",
        0.09,
        0.19,
        "P-like",
        "H",
        "Murty and others, HBR 2022: 9 % toggling; McKinsey 2012: 19 % searching (facts 10)",
        "of all working time, not of worked hours",
    ),
    Figure("flow efficiency", 0.05, 0.05, "B", "L", "George, service processes: 5 % is the norm (facts 10)"),
)

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
    "kind",
    "confidence",
    "source",
    "differs",
]


def readings(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """World, replication, measure, value: what each finished run gives for every published figure."""
    rows = []
    for outcome in outcomes:
        if outcome.cause:
            continue
        team = _by_team(outcome.tables["departments"])
        rows += [
            (
                outcome.world,
                outcome.replication,
                figure.measure,
                team.get(figure.measure, outcome.measures.get(figure.measure, math.nan)),
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
        f"{TEAM}{team}": float(share)
        for team, share in zip(departments["team"], departments["utilisation"], strict=True)
    }


def published_table(of: Study | pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Every published figure beside the value of every world.

    A value agrees when the t-interval of its mean over replications meets the published range; a single published
    figure is read as itself give or take a tenth.

    Args:
        of: a study, or the rows of `readings`.
        confidence: of the intervals.

    Returns:
        The columns of `COLUMNS`: agrees is "agrees", "below", "above" or "no value"; values in the measure's unit.
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


def published_text(table: pd.DataFrame) -> str:
    """The table as text at most `WIDTH` columns wide, a block a world."""
    blocks = []
    for world, rows in table.groupby("world", sort=False):
        agreeing, runs = int((rows["agrees"] == "agrees").sum()), int(rows["replications"].max())
        lines = [
            f"{words.sentence(str(world))}: {agreeing} of {len(rows)} published figures agree "
            f"({words.count(runs, 'replication')})",
            "",
            f"  {'':{WIDTH - 44}}{'model':>12}  {'published':>17}",
        ]
        for row in rows.to_dict("records"):
            value = in_words(row["value"], row["unit"])
            published = range_in_words(row["published_low"], row["published_high"], row["unit"])
            label = str(row["label"])[: WIDTH - 45]
            lines.append(f"  {label:{WIDTH - 44}}{value:>12}  {published:>17}  {row['agrees']}")
            about = f"{row['source']}; {row['kind']}, confidence {row['confidence']}"
            about += f". Differs: {row['differs']}" if row["differs"] else ""
            lines.append(textwrap.fill(about, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6))
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, textwrap.fill(RULE, WIDTH)])


def published_for(scenarios: Sequence[Scenario], replications: int, jobs: int) -> str:
    """Run scenarios (or read what was run before) and print what they give beside published figures."""
    from sim.experiment.executors import run_all
    from sim.experiment.replication import Task
    from sim.experiment.store import Store, default_folder

    tasks = [Task(scenario, number) for scenario in scenarios for number in range(replications)]
    outcomes = run_all(
        tasks,
        jobs=jobs,
        store=Store(default_folder()),
        label=words.listing([scenario.name for scenario in scenarios]),
    )
    failed = next((outcome for outcome in outcomes if outcome.cause), None)
    text = published_text(published_table(readings(outcomes)))
    if failed is None:
        return text
    number = sum(1 for outcome in outcomes if outcome.cause)
    cause = failed.cause.strip().splitlines()[-1]
    return f"{text}\n{number} of {len(outcomes)} runs failed and are left out; the first ({failed.world}): {cause}"
