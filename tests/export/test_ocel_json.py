"""The JSON file is what the published schema of OCEL 2.0 asks for, and says the same as the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.measures.event_log import EventLog
from tests.export.conftest import WORLD
from tests.export.reading import Reading, read_json, read_sqlite

TEXT = {"type": "string"}
TIME = {"type": "string", "format": "date-time"}


def record(required: str, **more: Any) -> dict[str, Any]:
    """An object of JSON that needs texts of these names, and may need what else is given."""
    names = required.split()
    properties = {**dict.fromkeys(names, TEXT), **more}
    return {"type": "object", "properties": properties, "required": names}


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


KINDS = many({**record("name", attributes=many(record("name type"))), "required": ["name", "attributes"]})
LINKS = many(record("objectId qualifier"))
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {
        "eventTypes": KINDS,
        "objectTypes": KINDS,
        "events": many(record("id type time", time=TIME, attributes=many(record("name value")), relationships=LINKS)),
        "objects": many(record("id type", attributes=many(record("name value time", time=TIME)), relationships=LINKS)),
    },
    "required": ["eventTypes", "objectTypes", "events", "objects"],
}
"""What https://www.ocel-standard.org/2.0/ocel20-schema-json.json requires: four lists, and every value a text."""

KNOWN_TYPES = {"string", "time", "integer", "float", "boolean"}


@pytest.fixture(scope="module")
def data(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / f"{WORLD}.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def readings(folder: Path) -> tuple[Reading, Reading]:
    return read_json(folder / f"{WORLD}.json"), read_sqlite(folder / f"{WORLD}.sqlite")


def complaints(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(where, which requirement) of everything that the schema does not allow."""
    jsonschema = pytest.importorskip("jsonschema")
    checker = jsonschema.Draft7Validator.FORMAT_CHECKER
    for error in jsonschema.Draft7Validator(SCHEMA, format_checker=checker).iter_errors(data):
        yield str(error.json_path), str(error.validator)


def test_it_validates(data: dict[str, Any]) -> None:
    assert next(complaints(data), None) is None


def test_a_number_for_a_text_and_a_missing_list_would_be_found(data: dict[str, Any]) -> None:
    event = {**data["events"][0], "attributes": [{"name": "hours", "value": 1.5}]}
    few = {**data, "objects": data["objects"][:9]}
    assert list(complaints({**few, "events": [event]})) == [("$.events[0].attributes[0].value", "type")]
    assert ("$", "required") in complaints({"events": [], "eventTypes": [], "objectTypes": []})


def test_types_and_attributes_are_declared(data: dict[str, Any]) -> None:
    for things, kinds in (("events", "eventTypes"), ("objects", "objectTypes")):
        declared = {kind["name"]: {one["name"]: one["type"] for one in kind["attributes"]} for kind in data[kinds]}
        assert {word for columns in declared.values() for word in columns.values()} <= KNOWN_TYPES
        for thing in data[things]:
            assert {one["name"] for one in thing["attributes"]} <= set(declared[thing["type"]])
        assert len(declared) == len(data[kinds])


def test_counts_survive_both_formats(readings: tuple[Reading, Reading], log: EventLog) -> None:
    for reading in readings:
        assert len(reading.events) == log.events
        assert len(reading.objects) == len(log.objects)
        assert len(set(reading.event_objects)) == len(reading.event_objects) == len(log.event_objects)
        assert len(set(reading.object_objects)) == len(reading.object_objects) == len(log.object_objects)


def test_both_formats_say_the_same(readings: tuple[Reading, Reading]) -> None:
    one, other = readings
    assert one.events == other.events
    assert one.objects == other.objects
    assert set(one.event_objects) == set(other.event_objects)
    assert set(one.object_objects) == set(other.object_objects)
    flags = {"true": "1", "false": "0"}
    for name, told in one.attributes.items():
        plain = {key: flags.get(value, value.replace("T", " ").removesuffix("Z")) for key, value in told.items()}
        assert plain == {key: value.replace("T", " ") for key, value in other.attributes[name].items()}, name


def test_the_object_centric_graph_is_the_same_from_both(readings: tuple[Reading, Reading]) -> None:
    one, other = (reading.directly_follows() for reading in readings)
    assert one == other
    assert len(one) > 200
    assert any(kind == "order" for kind, *_ in one)
    assert any(kind == "customer" for kind, *_ in one)


def test_a_library_reads_both_alike(folder: Path, log: EventLog) -> None:
    pm4py = pytest.importorskip("pm4py")
    logs = [
        pm4py.read_ocel2_json(str(folder / f"{WORLD}.json")),
        pm4py.read_ocel2_sqlite(str(folder / f"{WORLD}.sqlite")),
    ]
    for read in logs:
        assert (len(read.events), len(read.relations)) == (log.events, len(log.event_objects))
    graphs = [pm4py.discover_ocdfg(read)["edges"]["event_couples"] for read in logs]
    assert graphs[0] == graphs[1]


def test_another_library_reads_both_alike(folder: Path, log: EventLog) -> None:
    pytest.importorskip("polars")
    tables = pytest.importorskip("r4pm.df")
    for file in (f"{WORLD}.json", f"{WORLD}.sqlite"):
        read = tables.import_ocel(str(folder / file))
        assert {name: len(read[name]) for name in ("events", "objects", "relations", "o2o")} == {
            "events": log.events,
            "objects": len(log.objects),
            "relations": len(log.event_objects),
            "o2o": len(log.object_objects),
        }
