"""The SQLite file keeps to the 24 relational constraints of OCEL 2.0, written out here as they are worded there."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sim.export.dates import Dates
from sim.export.ocel_sqlite import table_names, write
from sim.measures.event_log import EventLog
from tests.export.conftest import WORLD

OWN = {"event", "object", "event_object", "object_object", "event_map_type", "object_map_type"}
"""Tables that do not depend on types."""

ForeignKey = tuple[str, str, str]


class Base:
    """What one can ask of a database about its layout."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self.base = base

    def tables(self) -> set[str]:
        return {name for (name,) in self.base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def columns(self, table: str) -> dict[str, str]:
        """Column → type."""
        return {row[1]: row[2] for row in self.base.execute(f'PRAGMA table_info("{table}")')}

    def key(self, table: str) -> set[str]:
        """The columns of the primary key."""
        return {row[1] for row in self.base.execute(f'PRAGMA table_info("{table}")') if row[5]}

    def foreign(self, table: str) -> set[ForeignKey]:
        """(column, table it refers to, column there)."""
        return {(row[3], row[2], row[4]) for row in self.base.execute(f'PRAGMA foreign_key_list("{table}")')}

    def of_types(self, what: str) -> set[str]:
        """The tables that the map of types of events or of objects names."""
        if f"{what}_map_type" not in self.tables() or "ocel_type_map" not in self.columns(f"{what}_map_type"):
            return set()
        return {f"{what}_{place}" for (place,) in self.base.execute(f"SELECT ocel_type_map FROM {what}_map_type")}

    def named(self, what: str) -> set[str]:
        """The tables that readers take for those of types."""
        return {name for name in self.tables() - OWN if name.startswith(f"{what}_")}

    def all_of_types(self, what: str, holds: Callable[[str], bool]) -> bool:
        """Whether something holds for the tables of all types, of which there are some."""
        return bool(self.of_types(what)) and all(holds(table) for table in self.of_types(what))


MAPS, THINGS, PAIRS = ("event_map_type", "object_map_type"), ("event", "object"), ("event_object", "object_object")
OF_PAIRS = {
    "event_object": ({"ocel_event_id", "ocel_object_id"}, ("ocel_event_id", "event")),
    "object_object": ({"ocel_source_id", "ocel_target_id"}, ("ocel_source_id", "object")),
}
CONSTRAINTS: dict[str, Callable[[Base], bool]] = {
    "1 the tables that depend on no type are there": lambda base: base.tables() >= OWN,
    "2 each type of object has a table, and no other is called so": lambda base: (
        base.of_types("object") == base.named("object") != set()
    ),
    "3 each type of event has a table, and no other is called so": lambda base: (
        base.of_types("event") == base.named("event") != set()
    ),
    "4 ocel_type": lambda base: all("ocel_type" in base.columns(table) for table in (*MAPS, *THINGS)),
    "5 ocel_type_map": lambda base: all("ocel_type_map" in base.columns(table) for table in MAPS),
    "6 ocel_id": lambda base: all("ocel_id" in base.columns(table) for table in THINGS),
    "7 ocel_qualifier": lambda base: all("ocel_qualifier" in base.columns(table) for table in PAIRS),
    "8 ids of event_object": lambda base: set(base.columns("event_object")) >= OF_PAIRS["event_object"][0],
    "9 ids of object_object": lambda base: set(base.columns("object_object")) >= OF_PAIRS["object_object"][0],
    "10 ids of objects by type": lambda base: base.all_of_types("object", lambda own: "ocel_id" in base.columns(own)),
    "11 ids of events by type": lambda base: base.all_of_types("event", lambda own: "ocel_id" in base.columns(own)),
    "12 times of objects": lambda base: base.all_of_types(
        "object", lambda own: base.columns(own).get("ocel_time") == "TIMESTAMP"
    ),
    "13 times of events": lambda base: base.all_of_types(
        "event", lambda own: base.columns(own).get("ocel_time") == "TIMESTAMP"
    ),
    "14 keys of the maps": lambda base: all(base.key(table) == {"ocel_type"} for table in MAPS),
    "15 keys of events and objects": lambda base: all(base.key(table) == {"ocel_id"} for table in THINGS),
    "16 key of event_object": lambda base: (
        base.key("event_object") == {"ocel_event_id", "ocel_object_id", "ocel_qualifier"}
    ),
    "17 key of object_object": lambda base: (
        base.key("object_object") == {"ocel_source_id", "ocel_target_id", "ocel_qualifier"}
    ),
    "18 keys of events by type": lambda base: base.all_of_types("event", lambda own: base.key(own) == {"ocel_id"}),
    "19 types of events": lambda base: ("ocel_type", "event_map_type", "ocel_type") in base.foreign("event"),
    "20 types of objects": lambda base: ("ocel_type", "object_map_type", "ocel_type") in base.foreign("object"),
    "21 what event_object refers to": lambda base: (
        base.foreign("event_object") == {("ocel_event_id", "event", "ocel_id"), ("ocel_object_id", "object", "ocel_id")}
    ),
    "22 what object_object refers to": lambda base: (
        base.foreign("object_object")
        == {("ocel_source_id", "object", "ocel_id"), ("ocel_target_id", "object", "ocel_id")}
    ),
    "23 events by type are events": lambda base: base.all_of_types(
        "event", lambda own: ("ocel_id", "event", "ocel_id") in base.foreign(own)
    ),
    "24 objects by type are objects": lambda base: base.all_of_types(
        "object", lambda own: ("ocel_id", "object", "ocel_id") in base.foreign(own)
    ),
}


@pytest.fixture
def base(folder: Path) -> Iterator[Base]:
    with closing(sqlite3.connect(folder / f"{WORLD}.sqlite")) as connection:
        yield Base(connection)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_constraint_holds(base: Base, name: str) -> None:
    assert CONSTRAINTS[name](base)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_an_empty_database_breaks_every_constraint(name: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        assert not CONSTRAINTS[name](Base(connection))


def test_there_are_twenty_four() -> None:
    assert [name.split()[0] for name in CONSTRAINTS] == [str(number) for number in range(1, 25)]


@pytest.mark.parametrize(
    ("spoil", "broken"),
    [
        ("CREATE TABLE event_notes (text TEXT)", "3"),
        ("CREATE TABLE object_notes (text TEXT)", "2"),
        ('DROP TABLE "object_Order"', "2"),
        ('ALTER TABLE "event_Outage" RENAME COLUMN ocel_time TO at', "13"),
        ("ALTER TABLE event_object RENAME COLUMN ocel_qualifier TO word", "7"),
    ],
)
def test_a_spoiled_database_is_found(folder: Path, tmp_path: Path, spoil: str, broken: str) -> None:
    shutil.copy(folder / f"{WORLD}.sqlite", tmp_path / "spoiled.sqlite")
    with closing(sqlite3.connect(tmp_path / "spoiled.sqlite")) as connection:
        connection.execute(spoil)
        failed = {name.split()[0] for name, holds in CONSTRAINTS.items() if not holds(Base(connection))}
    assert broken in failed


def test_every_key_refers_to_something(base: Base) -> None:
    assert base.base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_every_object_has_a_row_from_the_first(base: Base, log: EventLog) -> None:
    rows = sum(
        base.base.execute(f'SELECT COUNT(*) FROM "{own}" WHERE ocel_time = ?', ("1970-01-01 00:00:00",)).fetchone()[0]
        for own in base.of_types("object")
    )
    assert rows == len(log.objects)


def test_a_full_disk_is_an_error_of_the_system_and_leaves_nothing(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("sim.export.ocel_sqlite._write_relations", full)
    with pytest.raises(OSError, match="database or disk is full"):
        write(log, tmp_path / "log.sqlite", Dates())
    assert list(tmp_path.iterdir()) == []


def test_types_have_tables_of_their_own_whatever_they_are_called() -> None:
    names = table_names(iter(["pick and pack", "Pick And Pack", "pick-and-pack", "object", "map type", "§", "map_type"]))
    assert list(names.values()) == [
        "PickAndPack",
        "PickAndPack2",
        "PickAndPack3",
        "Object2",
        "MapType",
        "Type",
        "MapType2",
    ]
    assert len({name.lower() for name in names.values()}) == len(names)
