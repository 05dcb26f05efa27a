"""An event log a piece at a time, in a stated order, with columns as lists of texts or of plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.export.dates import Dates
from sim.measures.event_log import EventLog
from sim.measures.event_objects import COUNT, FLAG, NUMBER, TEXT, TIME

PIECE = 20_000
"""Rows that are in hand together."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lot:
    """Rows of one table that stand together, and at which places of the whole they do."""

    name: str
    rows: pd.DataFrame
    places: Places


def in_order(tables: Mapping[str, tuple[pd.DataFrame, Places]]) -> Iterator[tuple[int, int, list[Lot]]]:
    """Pieces from one place to another with what stands there, until every row has come.

    Args:
        tables: by name, rows and each one's place; together the places are 0, 1, 2 and so on.
    """
    ready = {}
    for name, (rows, places) in tables.items():
        order = np.argsort(places, kind="stable")
        ready[name] = rows if (order[1:] > order[:-1]).all() else rows.iloc[order], places[order]
    for begin in range(0, sum(len(places) for _, places in ready.values()), PIECE):
        end = begin + PIECE
        lots = []
        for name, (rows, places) in ready.items():
            first, last = np.searchsorted(places, [begin, end])
            lots.append(Lot(name, rows.iloc[first:last], places[first:last] - begin))
        yield begin, end, lots


def texts_of(column: pd.Series, kind: str, dates: Dates, told: Callable[[str], str] = str) -> list[str]:
    """A column's values as texts, each passed through ``told``; empty where there is none.

    Texts of a kind that can hold anything are told once each, the others need no telling but the same treatment.
    """
    if kind == TEXT:
        words = [told(str(word)) if word else "" for word in column.cat.categories]
        return [words[code] if code >= 0 else "" for code in column.cat.codes.tolist()]
    if kind == TIME:
        return [told(word) if word else "" for word in dates.texts(column.to_numpy())]
    if kind == NUMBER:
        return [told(f"{value:.10g}") if value == value else "" for value in column.tolist()]  # noqa: PLR0124 - no number
    if kind == FLAG:
        words = [told("false"), told("true")]
        return ["" if value is pd.NA else words[bool(value)] for value in column.tolist()]
    assert kind == COUNT
    return [told(str(value)) for value in column.tolist()]


def values_of(column: pd.Series, kind: str, dates: Dates) -> Sequence[str | float | int | None]:
    """A column's values as what a database holds; None where there is none, 0 and 1 for no and yes."""
    if kind == TEXT:
        return [word or None for word in texts_of(column, kind, dates)]
    if kind == TIME:
        return [word or None for word in dates.texts(column.to_numpy(), between=" ", end="")]
    if kind == NUMBER:
        return [value if value == value else None for value in column.tolist()]  # noqa: PLR0124 - no number
    return [None if value is pd.NA else int(value) for value in column.tolist()]


def numbers_of(log: EventLog, name: str) -> Places:
    """The numbers of a table's events."""
    return log.tables[name]["event"].to_numpy().astype(np.int64)


def event_names(numbers: Sequence[int], log: EventLog) -> list[str]:
    """What events are called: in the order of letters as in that of time."""
    wide = len(str(log.events))
    return [f"e{number + 1:0{wide}d}" for number in numbers]


def grouped(owners: NDArray[np.int32], begin: int, end: int) -> tuple[int, int, list[int]]:
    """Where the rows of numbers from ``begin`` to ``end`` stand in a sorted column, and where each number's begin."""
    edges = np.searchsorted(owners, np.arange(begin, end + 1))
    first, last = int(edges[0]), int(edges[-1])
    return first, last, (edges - first).tolist()
