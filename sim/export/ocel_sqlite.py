"""OCEL 2.0 as an SQLite database (https://www.ocel-standard.org), with every key that the standard asks for.

A table for each type of event and of object; what an object is from the first has the date 1970-01-01. No other table may
be called event_… or object_…, because readers take each such table for a type.
"""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pandas as pd

from sim.export.dates import EPOCH, Dates
from sim.export.ocel_types import event_types, object_types
from sim.export.pieces import PIECE, event_names, values_of
from sim.inputs.whole_files import whole_file
from sim.measures.event_log import EventLog
from sim.measures.event_objects import COUNT, FLAG, NUMBER, TEXT, TIME

TYPES = {TEXT: "TEXT", NUMBER: "REAL", COUNT: "INTEGER", TIME: "TIMESTAMP", FLAG: "BOOLEAN"}
TAKEN = {"object", "map_type"}
"""Endings that name tables of the standard's own."""

COMMON = (
    "event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)",
    "object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)",
    "event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT, FOREIGN KEY (ocel_type) REFERENCES event_map_type (ocel_type))",
    "object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT, FOREIGN KEY (ocel_type) REFERENCES object_map_type (ocel_type))",
    "event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT, "
    "PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier), "
    "FOREIGN KEY (ocel_event_id) REFERENCES event (ocel_id), "
    "FOREIGN KEY (ocel_object_id) REFERENCES object (ocel_id)) WITHOUT ROWID",
    "object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT, "
    "PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier), "
    "FOREIGN KEY (ocel_source_id) REFERENCES object (ocel_id), "
    "FOREIGN KEY (ocel_target_id) REFERENCES object (ocel_id)) WITHOUT ROWID",
)


def write(log: EventLog, path: Path, dates: Dates) -> Path:
    """Write the log; returns the path.

    Raises:
        OSError: when it cannot be written, whatever the database calls that.
    """
    try:
        return _write(log, path, dates)
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


def _write(log: EventLog, path: Path, dates: Dates) -> Path:
    with whole_file(path) as fresh, closing(sqlite3.connect(fresh, isolation_level=None)) as base:
        for order in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN"):
            base.execute(order)
        for table in COMMON:
            base.execute(f"CREATE TABLE {table}")
        _write_events(base, log, dates)
        _write_objects(base, log, dates)
        _write_relations(base, log)
        base.execute("COMMIT")
    return path


def table_names(types: Iterator[str]) -> dict[str, str]:
    """Type → the end of its table's name: letters and digits, unlike all others whether capitals count or not."""
    names: dict[str, str] = {}
    taken = set(TAKEN)
    for kind in types:
        plain = "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", kind)) or "Type"
        name, more = plain, 1
        while name.lower() in taken:
            more += 1
            name = f"{plain}{more}"
        taken.add(name.lower())
        names[kind] = name
    return names


def _columns(columns: Mapping[str, str]) -> str:
    return "".join(f', "{column}" {TYPES[kind]}' for column, kind in columns.items())


def _marks(number: int) -> str:
    return ", ".join("?" * number)


def _write_events(base: sqlite3.Connection, log: EventLog, dates: Dates) -> None:
    names = table_names(kind for kind, *_ in event_types(log))
    base.executemany("INSERT INTO event_map_type VALUES (?, ?)", names.items())
    order = pd.concat([table[["event", "type"]].astype({"type": object}) for table in log.tables.values()])
    order = order.sort_values("event")
    ids = event_names(order["event"].tolist(), log)
    base.executemany("INSERT INTO event VALUES (?, ?)", zip(ids, order["type"], strict=True))
    for kind, name, columns in event_types(log):
        own = f'"event_{names[kind]}"'
        base.execute(
            f"CREATE TABLE {own} (ocel_id TEXT PRIMARY KEY, ocel_time TIMESTAMP{_columns(columns)}, "
            "FOREIGN KEY (ocel_id) REFERENCES event (ocel_id))"
        )
        table = log.tables[name]
        for rows in _cut(table[table["type"] == kind]):
            base.executemany(
                f"INSERT INTO {own} VALUES ({_marks(2 + len(columns))})",
                zip(
                    [ids[number] for number in rows["event"].tolist()],
                    values_of(rows["time"], TIME, dates),
                    *(values_of(rows[column], kept, dates) for column, kept in columns.items()),
                    strict=True,
                ),
            )


def _write_objects(base: sqlite3.Connection, log: EventLog, dates: Dates) -> None:
    names = table_names(kind for kind, _ in object_types(log))
    base.executemany("INSERT INTO object_map_type VALUES (?, ?)", names.items())
    objects = log.objects
    base.executemany("INSERT INTO object VALUES (?, ?)", zip(objects["object"], objects["type"], strict=True))
    for kind, columns in object_types(log):
        own = f'"object_{names[kind]}"'
        base.execute(
            f"CREATE TABLE {own} (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT{_columns(columns)}, "
            "FOREIGN KEY (ocel_id) REFERENCES object (ocel_id))"
        )
        for rows in _cut(objects[objects["type"] == kind]):
            base.executemany(
                f"INSERT INTO {own} VALUES (?, '{EPOCH} 00:00:00', NULL{', ?' * len(columns)})",
                zip(
                    rows["object"],
                    *(values_of(rows[column], kept, dates) for column, kept in columns.items()),
                    strict=True,
                ),
            )


def _write_relations(base: sqlite3.Connection, log: EventLog) -> None:
    names = log.objects["object"].tolist()
    for rows in _cut(log.event_objects):
        events = event_names(rows["event"].tolist(), log)
        others = [names[number] for number in rows["object"].tolist()]
        base.executemany("INSERT INTO event_object VALUES (?, ?, ?)", zip(events, others, rows["qualifier"], strict=True))
    for rows in _cut(log.object_objects):
        sources, targets = ([names[number] for number in rows[side].tolist()] for side in ("source", "target"))
        base.executemany(
            "INSERT INTO object_object VALUES (?, ?, ?)", zip(sources, targets, rows["qualifier"], strict=True)
        )


def _cut(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """A table a piece at a time."""
    for begin in range(0, len(table), PIECE):
        yield table.iloc[begin : begin + PIECE]
