"""What both charts of hand-offs share: who takes part, hours as in one run, and the colours of delays."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts import findings
from sim.views.charts.findings import Worlds
from sim.views.style import look, words

if TYPE_CHECKING:
    from matplotlib.colors import Colormap

    from sim.experiment.study import Study


def department_table(study: Study) -> pd.DataFrame:
    """Department, office, label: everyone on the maps."""
    rows = [(name, model.office, model.label) for name, model in study.a.company.departments.items()]
    return pd.DataFrame(rows, columns=["department", "office", "label"])


def handoffs_a_run(study: Study) -> pd.DataFrame:
    """Hand-offs by subject as in one run: mean number over runs, hours weighted by messages."""
    rows = study.tables["handoffs"]
    if not len(rows):
        return rows
    runs = rows.groupby("world")["replication"].nunique()
    keys = ["world", "source", "target", "subject", "mode"]
    sums = rows.assign(total=rows["count"] * rows["hours"]).groupby(keys, sort=False)[["count", "total"]].sum()
    table = sums.reset_index()
    table["hours"] = table["total"] / table["count"]
    table["count"] = (64 * table["count"] / table["world"].map(runs)).round() / 64  # 64ths add up without rounding
    return table.drop(columns="total")


def pairs_table(study: Study) -> pd.DataFrame:
    """From, to, and in both worlds messages a run and mean hours."""
    names = labels_of(department_table(study))
    tables = []
    for world in study.worlds:
        pairs = findings.hours_between(handoffs_a_run(study), world)
        tables.append(
            pd.DataFrame(
                {
                    "from": pairs["source"].map(lambda name: names.get(name, name)),
                    "to": pairs["target"].map(lambda name: names.get(name, name)),
                    f"{world}, messages a run": pairs["count"],
                    f"{world}, hours": pairs["hours"],
                }
            )
        )
    return tables[0].merge(tables[1], on=["from", "to"], how="outer", sort=True)


def ordered(departments: pd.DataFrame, handoffs: pd.DataFrame) -> pd.DataFrame:
    """Front office, back office, then whoever else takes part in a hand-off."""
    known = pd.concat([departments.loc[departments["office"] == office] for office in look.OFFICES])
    others = dict.fromkeys([*handoffs["source"], *handoffs["target"]])
    missing = [name for name in others if name not in set(known["department"])]
    extra = pd.DataFrame({"department": missing, "office": "", "label": missing})
    return pd.concat([known, extra], ignore_index=True) if missing else known.reset_index(drop=True)


def delay_colour(hours: float, scale: tuple[float, float, bool]) -> str:
    """The colour of a delay on the scale shared by both worlds."""
    from matplotlib.colors import to_hex

    return to_hex(_delays()(findings.delay_share(hours, scale)))


@cache
def _delays() -> Colormap:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("delay", list(look.DELAY))


def labels_of(departments: pd.DataFrame) -> dict[str, str]:
    """Display names by department."""
    return dict(zip(departments["department"], departments["label"], strict=True))


def slowest(head: str, rows: pd.DataFrame, names: dict[str, str], worlds: Worlds) -> str:
    """The slowest five routes of each world, in words; the rest stands in the table."""
    said = [head]
    for world in worlds:
        here = rows.loc[rows["world"] == world].sort_values("hours", ascending=False, kind="stable")
        listed = [
            f"{names.get(row['source'], row['source'])} to {names.get(row['target'], row['target'])}"
            f" {words.hours(row['hours'])}"
            for row in here.head(5).to_dict("records")
        ]
        said.append(f"{world}: {len(here)} routes, slowest {words.listing(listed)}." if listed else f"{world}: none.")
    return " ".join(said)
