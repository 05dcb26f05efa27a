"""Both formats of OCEL 2.0 read again, by the standard's description alone: nothing of the writers is used."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

Attributes = dict[str, str]


@dataclass
class Reading:
    """What a reader finds.

    Attributes:
        events: id → (type, time).
        objects: id → type.
        event_objects, object_objects: (id, id, qualifier) of each relation.
        attributes: of events and objects, id → name → value as a text (numbers to ten digits, dates as ISO).
    """

    events: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    objects: dict[str, str] = field(default_factory=dict)
    event_objects: list[tuple[str, str, str]] = field(default_factory=list)
    object_objects: list[tuple[str, str, str]] = field(default_factory=list)
    attributes: dict[str, Attributes] = field(default_factory=dict)

    def directly_follows(self) -> Counter[tuple[str, str, str]]:
        """How often, for an object of a type, one type of event comes right after another."""
        ways: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
        for event, other, _ in set(self.event_objects):
            ways[other].append((self.events[event][1], event))
        found: Counter[tuple[str, str, str]] = Counter()
        for other, way in ways.items():
            types = [self.events[event][0] for _, event in sorted(set(way))]
            found.update((self.objects[other], before, after) for before, after in zip(types, types[1:], strict=False))
        return found


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=None)


def read_json(path: Path) -> Reading:
    """A log in JSON."""
    data, reading = json.loads(path.read_text(encoding="utf-8")), Reading()
    for event in data["events"]:
        reading.events[event["id"]] = (event["type"], _moment(event["time"]))
        reading.event_objects += [(event["id"], one["objectId"], one["qualifier"]) for one in event["relationships"]]
        reading.attributes[event["id"]] = {one["name"]: one["value"] for one in event["attributes"]}
    for thing in data["objects"]:
        reading.objects[thing["id"]] = thing["type"]
        reading.object_objects += [(thing["id"], one["objectId"], one["qualifier"]) for one in thing["relationships"]]
        reading.attributes[thing["id"]] = {one["name"]: one["value"] for one in thing["attributes"]}
    return reading


def read_sqlite(path: Path) -> Reading:
    """A log in SQLite."""
    reading = Reading()
    with closing(sqlite3.connect(path)) as base:
        base.row_factory = sqlite3.Row
        types = dict(base.execute("SELECT ocel_id, ocel_type FROM event").fetchall())
        reading.objects = dict(base.execute("SELECT ocel_id, ocel_type FROM object").fetchall())
        for kind, place in base.execute("SELECT ocel_type, ocel_type_map FROM event_map_type").fetchall():
            for row in base.execute(f'SELECT * FROM "event_{place}"'):
                assert types[row["ocel_id"]] == kind
                reading.events[row["ocel_id"]] = (kind, _moment(row["ocel_time"]))
                reading.attributes[row["ocel_id"]] = _told(row)
        for kind, place in base.execute("SELECT ocel_type, ocel_type_map FROM object_map_type").fetchall():
            for row in base.execute(f'SELECT * FROM "object_{place}" WHERE ocel_changed_field IS NULL'):
                assert reading.objects[row["ocel_id"]] == kind
                assert _moment(row["ocel_time"]) == datetime(1970, 1, 1)
                reading.attributes[row["ocel_id"]] = _told(row)
        reading.event_objects = [tuple(row) for row in base.execute("SELECT * FROM event_object")]
        reading.object_objects = [tuple(row) for row in base.execute("SELECT * FROM object_object")]
    assert set(types) == set(reading.events)
    return reading


def _told(row: sqlite3.Row) -> Attributes:
    """The attributes of a row as texts."""
    values = {key: row[key] for key in row.keys() if not key.startswith("ocel_") and row[key] is not None}  # noqa: SIM118
    return {key: f"{value:.10g}" if isinstance(value, float) else str(value) for key, value in values.items()}
