"""Of which kind the columns of tables are that may have no rows; pandas only knows it from values."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

TEXT, COUNT, NUMBER = "str", "int64", "float64"


def of_kinds(table: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    """The table with these columns in this order; without rows they are of these kinds, so that what averages them can.

    Args:
        kinds: column → ``TEXT``, ``COUNT`` or ``NUMBER``.
    """
    if len(table):
        return table if list(table) == list(kinds) else table[list(kinds)]
    return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in kinds.items()})
