"""Which inputs matter: the inputs of a company by the size of their effects on one measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.views.answers.answer import Answer
from sim.views.answers.lines import columns, filled
from sim.views.charts import screening
from sim.views.style import words
from sim.views.style.scales import measure_scale

if TYPE_CHECKING:
    from sim.inputs.scenario import Scenario


def of_screening(table: pd.DataFrame, measure: str, scenario: Scenario) -> Answer:
    """The inputs by the size of their effects."""
    label, scale = measure_scale(measure, scenario.company.currency, list(table["mu_star"]))
    rows = [
        [
            row["input"],
            words.number(row["mu_star"] * scale.factor),
            f"±{words.number(row['mu_star_half_width'] * scale.factor)}",
            words.number(row["mu"] * scale.factor),
            words.number(row["sigma"] * scale.factor),
        ]
        for row in table.head(20).to_dict("records")
    ]
    text = "\n\n".join(
        [
            filled(
                f"Morris screening of {scenario.name}: {words.count(len(table), 'input')}, {table.attrs['trajectories']} "
                f"trajectories, {words.count(table.attrs['runs'], 'run')} of {words.count(scenario.weeks, 'week')} after "
                f"{scenario.warm_up_weeks}, seed {scenario.seed}.",
                screening.title(table, label, scale) + ".",
            ),
            columns([f"input ({label}, {scale.unit})", "mu*", "", "mu", "sigma"], rows),
            filled(
                "mu*: mean size of the change of the measure when the input moves over its range; mu: the same with "
                "its sign; sigma: how much the change depends on the other inputs and on luck. A screening ranks; it "
                "does not prove. Inputs with a mu* no larger than its half-width and sigma may as well do nothing."
            ),
        ]
    )
    return Answer(
        text,
        {"screening": screening.picture(table, label, scale)},
        {"screening": table},
        [scenario],
        {"measure": measure, **{str(key): value for key, value in table.attrs.items()}},
        guides={"screening": screening.GUIDE},
    )
