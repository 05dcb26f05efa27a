"""The case to tell first, found in the data: it saves about what cases save, and its wait for information can be seen."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.measures.customers import DELIVERED, ORDERS

VISIBLE = 0.1
"""Share of its lead time in the first world that a case must have waited for information, for a person to see it."""
ALIKE = 0.05
"""Share of that lead time by which its hours outside the company may differ, so that what differs is the company's."""


@dataclass(frozen=True)
class Typical:
    """A case that stands for many.

    Attributes:
        name: as in tables/twins.csv.
        saved: hours that it took less in the second world.
        middle: the median of that over all orders that were delivered in both worlds.
        orders: how many those are.
    """

    name: str
    saved: float
    middle: float
    orders: int


def typical_case(first: pd.DataFrame, second: pd.DataFrame, begin: float = 0.0) -> Typical | None:
    """Of the orders delivered in both worlds, the one whose saving is nearest to the median of all of them.

    Only those count of which at least `VISIBLE` of the lead time in the first world, and not less than in the median
    order, was waiting for information, less of it in the second world, and which were as long outside the company in both
    (within `ALIKE`). Where there is none such, any order will do.

    Args:
        first, second: the cases of both worlds (see `sim.measures.catalogue.case_table`).
        begin: hours from which on a case must have been opened.

    Returns:
        None where no order was delivered in both worlds.
    """
    a, b = (
        table[table["kind"].isin(ORDERS) & table["status"].isin(DELIVERED) & (table["opened_at"] >= begin)].set_index(
            "case"
        )
        for table in (first, second)
    )
    both = a.join(b[["lead", "information", "outside"]].add_suffix("_b"), how="inner")
    both = both[~both["name"].duplicated(keep=False)]
    if not len(both):
        return None
    saved = both["lead"] - both["lead_b"]
    middle = float(saved.median())
    enough = (both["information"] >= VISIBLE * both["lead"]) & (both["information"] >= both["information"].median())
    alike = (both["outside"] - both["outside_b"]).abs() <= ALIKE * both["lead"]
    seen = enough & alike & (both["information"] > both["information_b"])
    of = both[seen] if seen.any() else both
    order = of.assign(off=(saved[of.index] - middle).abs()).sort_values(["off", "opened_at", "name"], kind="stable")
    name = str(order["name"].iloc[0])
    return Typical(name, float(saved[order.index[0]]), middle, len(both))
