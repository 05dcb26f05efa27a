"""Whether each trend pays on two grounds, and whether it needs the second to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.one_at_a_time import ALONE, LAST, READINGS, compare_grounds
from sim.views.answers import lever_tables
from sim.views.answers.answer import Answer
from sim.views.answers.lines import columns, failure_words, filled
from sim.views.charts import trends
from sim.views.charts.findings import Worlds
from sim.views.charts.lever_dots import scale_for
from sim.views.style.words import lever_name

if TYPE_CHECKING:
    from sim.experiment.one_at_a_time import OneAtATime
    from sim.inputs.scenario import Scenario
    from sim.views.style.scales import Scale


def of_trends(found: OneAtATime, a: Scenario, b: Scenario) -> Answer:
    """Whether each trend pays on two grounds, and whether it needs the second to pay."""
    worlds = a.name, b.name
    table = compare_grounds(found, *worlds)
    scale = scale_for(found, "profit")
    effects = [
        lever_tables.effect_table(found, f"{reading}, {world}", reading, world)
        for reading in READINGS
        for world in worlds
    ]
    text = "\n\n".join(
        [
            filled(
                lever_tables.run_sentence(found, a, b),
                trends.title(table, worlds) + ".",
                f"Alone: one trend on top of {a.name} or {b.name}. With all others: all trends on top of it, against the "
                "same without the one.",
            ),
            pays_table(table, worlds, scale),
            filled(
                "Profit after the trend's price, alone, with 95 % intervals. The verdict holds with p-values adjusted "
                f"for all {3 * len(table)} tests of this question (Holm). A trend needs {b.name} if it is shown to pay "
                f"there, is not shown to pay on {a.name}, and does more there by a difference that is shown itself."
            ),
            *effects,
            lever_tables.price_table(found),
            lever_tables.harm_table(found, with_ground=True),
            filled(lever_tables.how_to_read(), *failure_words(found.failures)),
        ]
    )
    pictures = {
        name: trends.picture(found, table, worlds, reading)
        for name, reading in (("trends_alone", ALONE), ("trends_together", LAST))
    }
    return Answer(
        text,
        pictures,
        {**lever_tables.tables_of(found), "grounds": table},
        [a, b],
        {"replications": found.replications, "levers": list(found.levers)},
        guides=dict.fromkeys(pictures, trends.GUIDE),
    )


def pays_table(table: pd.DataFrame, worlds: Worlds, scale: Scale) -> str:
    """A row per trend: what it earns alone on both grounds, the difference, and what is shown of it."""
    rows = []
    for row in table[table["reading"] == ALONE].to_dict("records"):
        said = [
            " ".join(scale.signed(*(row[f"{name}{end}"] for end in ("", "_lower", "_upper"))))
            for name in ("first", "second", "extra")
        ]
        rows.append([lever_name(row["lever"]), *said, trends.pays(row, worlds)])
    return columns([f"profit, {scale.unit}", f"on {worlds[0]}", f"on {worlds[1]}", "difference", ""], rows)
