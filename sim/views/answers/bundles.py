"""What to buy first: the best bundle under each budget and reading, and the frontier of all bundles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.answers.answer import Answer
from sim.views.answers.lines import columns, filled, run_words
from sim.views.charts import frontier
from sim.views.charts.levers import short_names
from sim.views.style import words
from sim.views.style.scales import measure_scale

if TYPE_CHECKING:
    from sim.experiment.bundles import Choice
    from sim.inputs.scenario import Scenario
    from sim.views.style.scales import Scale


def of_bundles(
    table: pd.DataFrame, choices: Sequence[Choice], readings: dict[str, str], a: Scenario, b: Scenario
) -> Answer:
    """The best bundle under each budget and reading, and the frontier."""
    _, scale = measure_scale("profit", a.company.currency, list(table["benefit"]))
    short = short_names([str(bundle) for bundle in table["bundle"]])
    key = ", ".join(f"{short[name]} {name}" for name in table["bundle"] if name != "nothing" and " + " not in name)
    said = [frontier.choice_words(choice, readings[choice.reading], scale) for choice in choices]
    runs = int(table["replications"].min())
    text = "\n\n".join(
        [
            filled(
                run_words(a, b, f"{len(table)} bundles, {words.replications(runs)} for the table"),
                *said,
                frontier.title(table, scale) + ".",
            ),
            bundle_table(table, short, scale),
            filled(
                f"{key}. Costs are a year's, with what is paid at once spread over 36 months; what a bundle brings is "
                "before paying for it, against buying nothing. A dominated bundle costs no less and brings no more than "
                "another; with ? the other's lead is not shown. Each choice is made by Kim and Nelson's procedure on "
                "common random numbers."
            ),
        ]
    )
    selected = pd.concat(
        [
            choice.table.assign(reading=choice.reading, budget=choice.budget, decided=choice.selection.decided)
            for choice in choices
        ],
        ignore_index=True,
    )
    return Answer(
        text,
        {"frontier": frontier.picture(table, scale)},
        {"bundles": table, "selection": selected},
        [a, *unlike([choice.best.scenario for choice in choices])],
        {"replications": runs, "indifference": choices[0].indifference, "alpha": choices[0].alpha},
        guides={"frontier": frontier.CHART.guide},
    )


def bundle_table(table: pd.DataFrame, short: Mapping[str, str], scale: Scale) -> str:
    """A row per bundle, the cheapest first: what it costs, brings and leaves, and whether another is better."""
    rows = []
    for row in table.sort_values("cost").to_dict("records"):
        net, limits = scale.signed(row["net"], row["net_lower"], row["net_upper"])
        amounts = [words.number(row[key] * scale.factor) for key in ("one_off", "cost", "benefit")]
        rows.append(
            [
                short[row["bundle"]],
                *amounts,
                f"{net} {limits}",
                "" if not row["dominated_by"] else "dominated" if row["dominated_for_sure"] else "dominated?",
            ]
        )
    head = [f"bundle ({scale.unit})", "paid at once", "costs", "brings", "left after paying [95 %]", ""]
    return columns(head, rows)


def unlike(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The scenarios without repetition."""
    return list({scenario.fingerprint: scenario for scenario in scenarios}.values())
