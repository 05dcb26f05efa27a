"""Department by department: every team in both worlds, and the profit statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.views.style.html import table_html

if TYPE_CHECKING:
    from sim.experiment.study import Study


def departments(study: Study) -> str:
    """Every team in both worlds, and the profit statement."""
    return "\n".join(
        [
            "<p>Time at work is worked hours over hours on duty and overtime. Waits are open hours until work on a"
            " piece begins, activity by activity over what both worlds do. Means over runs.</p>",
            table_html(department_data(study), "Every team in both worlds"),
            "<h3>The profit statement</h3>",
            table_html(statement_data(study), "Profit statement of both worlds, a year"),
        ]
    )


def department_data(study: Study) -> pd.DataFrame:
    """Every team in both worlds: time at work, wait before work begins and overtime, means over runs."""
    labels = {name: model.label for name, model in study.a.company.departments.items()}
    means = (
        study.tables["departments"]
        .groupby(["team", "world"], sort=False)[["utilisation", "queue_hours", "overtime_hours"]]
        .mean()
        .unstack("world")
    )
    first = study.tables["departments"].drop_duplicates("team").set_index("team")["department"]
    table = pd.DataFrame(
        {
            "team": [
                labels.get(first[team], first[team]) + (f" ({team})" if team != first[team] else "")
                for team in means.index
            ]
        }
    )
    for column, label, factor in (
        ("utilisation", "at work, %", 100.0),
        ("queue_hours", "work waits, h", 1.0),
        ("overtime_hours", "overtime, h", 1.0),
    ):
        for world in study.worlds:
            table[f"{world}: {label}"] = (factor * means[column][world]).to_numpy()
    return table


def statement_data(study: Study) -> pd.DataFrame:
    """The profit statement of both worlds, a year, in thousands, means over runs, in the order of the books."""
    rows = study.tables["statement"]
    yearly = rows.assign(amount=rows["amount"] * 52 / study.a.weeks / 1000)
    means = yearly.groupby(["line", "world"], sort=False)["amount"].mean().unstack("world")
    of_which = rows.drop_duplicates("line").set_index("line")["of_which"]
    order = [
        *(line for line in means.index if not of_which[line]),
        *(line for line in means.index if of_which[line]),
    ]
    table = means.loc[order, list(study.worlds)].fillna(0.0).reset_index()
    table["difference"] = table[study.worlds[1]] - table[study.worlds[0]]
    return table.rename(columns={"line": f"k {study.a.company.currency}/yr"})
