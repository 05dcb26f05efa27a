"""The answers of the studies that switch one lever at a time: every lever, and whether trends need integration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.one_at_a_time import ALONE, LAST, READINGS, compare_grounds
from sim.views.answers import lever_words
from sim.views.answers.answer import Answer
from sim.views.answers.studies import columns, failure_words, filled, run_words
from sim.views.charts import every_lever
from sim.views.charts import trends as trends_chart
from sim.views.charts.findings import Worlds
from sim.views.charts.lever_dots import SHOWN, rows_of, scale_for
from sim.views.style import words
from sim.views.style.words import lever_name
from sim.views.text.evidence import last_line

if TYPE_CHECKING:
    from sim.experiment.one_at_a_time import OneAtATime
    from sim.inputs.scenario import Scenario
    from sim.views.style.scales import Scale


def of_every_lever(found: OneAtATime, grounds: tuple[Scenario, Scenario], everything: Scenario) -> Answer:
    """A row per lever: what it does alone and with all others, its price, what it makes worse.

    Args:
        grounds: the world without obstacles, and that with them and without remedies.
        everything: the world in which all levers are on.
    """
    text = "\n\n".join(
        [
            filled(
                _run_words(found, grounds[1], everything),
                every_lever.title(found) + ".",
                f"Alone: a challenge on top of {grounds[0].name}, a strategy or trend on top of {grounds[1].name}. With "
                "all others: all levers on, against the same without the lever.",
            ),
            *(effect_table(found, reading, reading) for reading in READINGS),
            price_table(found),
            harm_table(found),
            filled(better_words(found), lever_words.how_to_read(), *_failed(found)),
        ]
    )
    return Answer(
        text,
        {"levers": every_lever.picture(found)},
        tables_of(found),
        [*grounds, everything],
        {"replications": found.replications, "levers": list(found.levers)},
    )


def of_trends(found: OneAtATime, a: Scenario, b: Scenario) -> Answer:
    """Whether each trend pays on two grounds, and whether it needs the second to pay."""
    worlds = a.name, b.name
    table = compare_grounds(found, *worlds)
    scale = scale_for(found, "profit")
    effects = [effect_table(found, f"{reading}, {world}", reading, world) for reading in READINGS for world in worlds]
    text = "\n\n".join(
        [
            filled(
                _run_words(found, a, b),
                trends_chart.title(table, worlds) + ".",
                f"Alone: one trend on top of {a.name} or {b.name}. With all others: all trends on top of it, against the "
                "same without the one.",
            ),
            pays_table(table, worlds, scale),
            filled(
                "Profit after the trend's price, alone, with 95 % intervals. The verdict holds with p-values adjusted for "
                f"all {3 * len(table)} tests of this question (Holm). A trend needs {b.name} if it is shown to pay there, "
                f"is not shown to pay on {a.name}, and does more there by a difference that is shown itself."
            ),
            *effects,
            price_table(found),
            harm_table(found, with_ground=True),
            filled(lever_words.how_to_read(), *_failed(found)),
        ]
    )
    pictures = {
        name: trends_chart.picture(found, table, worlds, reading)
        for name, reading in (("trends_alone", ALONE), ("trends_together", LAST))
    }
    return Answer(
        text,
        pictures,
        {**tables_of(found), "grounds": table},
        [a, b],
        {"replications": found.replications, "levers": list(found.levers)},
    )


def effect_table(found: OneAtATime, name: str, reading: str, ground: str = "") -> str:
    """A row per lever: its effects on the measures of ``SHOWN`` in one reading."""
    scales = {measure: scale_for(found, measure) for measure in SHOWN}
    head = [name, *(f"{short} {scales[measure].unit}".strip() for measure, short in SHOWN.items())]
    cells = {
        measure: {
            row["lever"]: lever_words.cell(row, scales[measure])
            for row in rows_of(found, measure, reading, ground).to_dict("records")
        }
        for measure in SHOWN
    }
    return columns(
        head, [[lever_name(lever), *(cells[measure].get(lever, "") for measure in SHOWN)] for lever in found.levers]
    )


def price_table(found: OneAtATime) -> str:
    """A row per lever: what it costs at once, what it costs a year, and what the profit statement counts a year."""
    rows = [
        [lever_name(row["lever"]), *(words.number(row[key] / 1000) for key in ("one_off", "per_year", "a_year"))]
        for row in found.prices.to_dict("records")
        if row["one_off"] or row["per_year"]
    ]
    return columns([f"price, k {found.currency}", "once", "running, a year", "counted, a year"], rows)


def harm_table(found: OneAtATime, *, with_ground: bool = False) -> str:
    """A row per lever: the measure it makes worse most clearly, by how much, and where."""
    harms = {
        row["lever"]: lever_words.harm_cells(row, found.currency, with_ground=with_ground)
        for row in found.worse.to_dict("records")
    }
    head = ["makes worse", "", "effect", "[95 % interval]", ""]
    rows = [[lever_name(lever), *harms.get(lever, ("none shown", "", "", ""))] for lever in found.levers]
    first, last = (max(len(row[place]) for row in rows) for place in (1, 4))
    return columns(head, [[row[0], row[1].ljust(first), *row[2:4], row[4].ljust(last)] for row in rows])


def pays_table(table: pd.DataFrame, worlds: Worlds, scale: Scale) -> str:
    """A row per trend: what it earns alone on both grounds, the difference, and what is shown of it."""
    rows = []
    for row in table[table["reading"] == ALONE].to_dict("records"):
        said = [
            " ".join(scale.signed(*(row[f"{name}{end}"] for end in ("", "_lower", "_upper"))))
            for name in ("first", "second", "extra")
        ]
        rows.append([lever_name(row["lever"]), *said, trends_chart.pays(row, worlds)])
    return columns([f"profit, {scale.unit}", f"on {worlds[0]}", f"on {worlds[1]}", "difference", ""], rows)


def better_words(found: OneAtATime) -> str:
    """What each lever betters most clearly; of a challenge that is what speaks for it."""
    said = [
        f"{lever_name(row['lever'])} ({lever_words.harm_words(row, found.currency)})"
        for row in found.better.to_dict("records")
    ]
    return f"What each betters most clearly: {'; '.join(said)}." if said else "No measure is shown to be bettered."


def tables_of(found: OneAtATime) -> dict[str, pd.DataFrame]:
    """The tables of the folder."""
    return {
        "effects": found.effects,
        "prices": found.prices,
        "worse": found.worse,
        "better": found.better,
        "failures": found.failures,
    }


def _run_words(found: OneAtATime, a: Scenario, b: Scenario) -> str:
    what = f"{words.count(len(found.levers), 'lever')} one at a time, {words.replications(found.replications)}"
    return run_words(a, b, what)


def _failed(found: OneAtATime) -> list[str]:
    causes = [last_line(str(cause)) for cause in found.failures["cause"]]
    return failure_words(len(causes), causes[0] if causes else "")
