"""An event log as plain tables, CSV or Parquet: a file a table, with names for numbers and dates for hours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sim.export.dates import Dates
from sim.export.pieces import event_names
from sim.inputs.whole_files import whole_file, write_table
from sim.measures.event_log import COLUMNS, EventLog
from sim.measures.event_objects import OBJECT_COLUMNS, TIME

OBJECTS, EVENT_OBJECTS, OBJECT_OBJECTS = "objects", "event_objects", "object_objects"


def write_csv(log: EventLog, folder: Path, dates: Dates) -> list[Path]:
    """Write every table; times are dates such as 2024-01-01T08:00:00.000000Z. Returns the files."""
    written = []
    for name, table, times in tables_of(log):
        texts = {column: dates.texts(table[column].to_numpy()) for column in times}
        written.append(write_table(folder / f"{name}.csv", table.assign(**texts)))
    return written


def write_parquet(log: EventLog, folder: Path, dates: Dates) -> list[Path]:
    """Write every table; times are moments of UTC. Returns the files."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    written = []
    for name, table, times in tables_of(log):
        moments = {column: pd.Series(dates.moments(table[column].to_numpy())).dt.tz_localize("UTC") for column in times}
        with whole_file(folder / f"{name}.parquet") as fresh:
            pq.write_table(pa.Table.from_pandas(_named(table).assign(**moments), preserve_index=False), fresh)
        written.append(folder / f"{name}.parquet")
    return written


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """The table with no more names than it uses."""
    columns = table.select_dtypes("category")
    return table.assign(**{str(name): column.cat.remove_unused_categories() for name, column in columns.items()})


def tables_of(log: EventLog) -> Iterator[tuple[str, pd.DataFrame, list[str]]]:
    """Every table by name, with the columns that are times (hours)."""
    names = pd.Index(log.objects["object"], dtype=object)

    def objects(numbers: pd.Series) -> pd.Categorical:
        return pd.Categorical.from_codes(numbers.to_numpy(), categories=names)

    for name, table in log.tables.items():
        ids = event_names(table["event"].tolist(), log)
        times = ["time", *(column for column, kind in COLUMNS[name].items() if kind == TIME)]
        yield name, table.assign(event=ids, object=objects(table["object"])), times
    yield OBJECTS, log.objects, [column for column, kind in OBJECT_COLUMNS.items() if kind == TIME]
    related = log.event_objects
    events = pd.Index(event_names(range(log.events), log), dtype=object)
    yield (
        EVENT_OBJECTS,
        related.assign(
            event=pd.Categorical.from_codes(related["event"].to_numpy(), categories=events),
            object=objects(related["object"]),
        ),
        [],
    )
    pairs = log.object_objects
    yield OBJECT_OBJECTS, pairs.assign(source=objects(pairs["source"]), target=objects(pairs["target"])), []
