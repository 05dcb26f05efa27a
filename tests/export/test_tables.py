"""CSV and Parquet hold the same rows, and both those of the log."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.export.dates import Dates
from sim.export.tables import tables_of
from sim.measures.event_log import EventLog
from tests.export.conftest import WORLD

NAMES = (
    "activities",
    "hand_offs",
    "copies_read",
    "wrong_decisions",
    "outages",
    "objects",
    "event_objects",
    "object_objects",
)


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """A table as texts: dates as ISO, numbers to ten digits, nothing as nothing."""
    told = {}
    for name, column in table.items():
        if isinstance(column.dtype, pd.DatetimeTZDtype):
            told[name] = column.dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ").fillna("")
        elif pd.api.types.is_float_dtype(column):
            told[name] = column.map(lambda value: "" if value != value else f"{value:.10g}")  # noqa: PLR0124
        else:
            told[name] = column.astype(object).map(lambda value: "" if pd.isna(value) else str(value))
    return pd.DataFrame(told).astype(str)


def test_every_table_is_there(folder: Path, log: EventLog) -> None:
    assert {file.stem for file in (folder / WORLD).glob("*.csv")} == set(NAMES)
    assert [name for name, *_ in tables_of(log)] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_both_hold_the_same_rows(folder: Path, log: EventLog, name: str) -> None:
    pytest.importorskip("pyarrow")
    one = pd.read_csv(folder / WORLD / f"{name}.csv", dtype=str, keep_default_na=False)
    other = pd.read_parquet(folder / WORLD / f"{name}.parquet")
    pd.testing.assert_frame_equal(one.astype(object), plain(other).astype(object))
    rows = {table: len(held) for table, held, _ in tables_of(log)}
    assert len(one) == rows[name] > 0


def test_events_and_objects_can_be_joined_by_name(folder: Path) -> None:
    tables = {name: pd.read_csv(folder / WORLD / f"{name}.csv", dtype=str, keep_default_na=False) for name in NAMES}
    objects = set(tables["objects"]["object"])
    events = pd.concat([tables[name]["event"] for name in NAMES[:5]])
    assert events.is_unique
    assert set(tables["event_objects"]["event"]) == set(events)
    assert set(tables["event_objects"]["object"]) <= objects
    assert set(tables["object_objects"]["source"]) | set(tables["object_objects"]["target"]) <= objects
    assert set(tables["activities"]["person"]) - {""} <= objects


def test_dates_are_those_of_the_stated_monday(folder: Path, log: EventLog) -> None:
    first = pd.read_csv(folder / WORLD / "activities.csv").iloc[0]
    hours = log.tables["activities"].iloc[0]
    assert pd.Timestamp(first["ended"]) == pd.Timestamp("2024-01-01", tz="UTC") + pd.Timedelta(
        hours=hours["ended"]
    ).round("us")
    assert Dates("2026-11-30").text(33.5) == "2026-12-01T09:30:00.000000Z"
