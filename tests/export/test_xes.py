"""XES read again by two readers of XML: a trace for each object, work as a start and an end, everything in order."""

from __future__ import annotations

import xml.sax
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.xmlreader import AttributesImpl

import pytest

from sim.export.dates import Dates
from sim.export.xes import write
from sim.measures.event_log import ACTIVITIES, EventLog
from tests.export.conftest import WORLD

NAMESPACE = "{http://www.xes-standard.org/}"
Event = dict[str, str]
Traces = dict[str, list[Event]]


@pytest.fixture(scope="module")
def path(folder: Path) -> Path:
    return folder / f"{WORLD}.xes"


def by_tree(path: Path) -> Traces:
    """Read as a tree: name of the trace → events, key → value."""
    traces: Traces = {}
    for trace in ElementTree.parse(path).getroot().iter(f"{NAMESPACE}trace"):
        name = {child.get("key"): child.get("value") for child in trace if child.tag != f"{NAMESPACE}event"}
        events = [
            {child.get("key", ""): child.get("value", "") for child in event} for event in trace.iter(f"{NAMESPACE}event")
        ]
        assert str(name["concept:name"]) not in traces
        traces[str(name["concept:name"])] = events
    return traces


class Listener(xml.sax.ContentHandler):
    """Reads element by element."""

    def __init__(self) -> None:
        super().__init__()
        self.traces: Traces = {}
        self.within: list[str] = []
        self.events: list[Event] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the library's name
        if name == "event":
            self.events.append({})
        elif "key" in attrs and self.within[-1:] == ["event"]:
            self.events[-1][attrs["key"]] = attrs["value"]
        elif "key" in attrs and self.within[-1:] == ["trace"] and attrs["key"] == "concept:name":
            self.events = self.traces.setdefault(attrs["value"], [])
        self.within.append(name)

    def endElement(self, name: str) -> None:  # noqa: N802 - the library's name
        assert self.within.pop() == name


def by_listening(path: Path) -> Traces:
    listener = Listener()
    xml.sax.parse(str(path), listener)
    return listener.traces


def test_two_readers_find_the_same(path: Path) -> None:
    one, other = by_tree(path), by_listening(path)
    assert one == other
    assert len(one) > 100


def test_nothing_is_missing(path: Path, log: EventLog) -> None:
    traces = by_tree(path)
    found = Counter(event["lifecycle:transition"] for events in traces.values() for event in events)
    begun = int(log.tables[ACTIVITIES]["started"].notna().sum())
    assert found == {"complete": log.events, "start": begun}
    owners = {number for table in log.tables.values() for number in table["object"].tolist()}
    assert set(traces) == {log.objects["object"].iat[number] for number in owners}


def test_a_trace_is_in_the_order_of_time_and_work_ends_after_it_started(path: Path) -> None:
    pairs = 0
    for events in by_tree(path).values():
        times = [event["time:timestamp"] for event in events]
        assert times == sorted(times)
        started = {event["concept:instance"]: place for place, event in enumerate(events) if is_start(event)}
        ended = {event["concept:instance"]: place for place, event in enumerate(events) if not is_start(event)}
        for instance, place in started.items():
            assert place < ended[instance]
            assert events[place]["concept:name"] == events[ended[instance]]["concept:name"]
            assert events[place].get("org:resource")
            pairs += 1
    assert pairs > 1000


def is_start(event: Event) -> bool:
    return event["lifecycle:transition"] == "start"


def test_every_key_of_an_extension_is_declared(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    prefixes = {extension.get("prefix") for extension in root.iter(f"{NAMESPACE}extension")}
    used = {key.split(":")[0] for node in root.iter() if ":" in (key := node.get("key") or "")}
    assert used == prefixes
    assert {node.tag.removeprefix(NAMESPACE) for node in root.iter()} <= {
        *("log", "extension", "global", "classifier", "trace", "event", "string", "date", "float", "int", "boolean")
    }


def test_another_monday_moves_every_date_and_nothing_else(path: Path, log: EventLog, tmp_path: Path) -> None:
    other = write(log, tmp_path / "other.xes", Dates("2025-01-06"))
    times = [[event["time:timestamp"] for events in by_tree(file).values() for event in events] for file in (path, other)]
    assert len(times[0]) == len(times[1])
    assert min(times[0]).startswith("2024-01-0")
    assert min(times[1]).startswith("2025-01-0")
    assert min(times[0])[10:] == min(times[1])[10:]


def test_a_library_reads_it(path: Path, log: EventLog) -> None:
    pm4py = pytest.importorskip("pm4py")
    rows = pm4py.read_xes(str(path))
    assert len(rows) == log.events + int(log.tables[ACTIVITIES]["started"].notna().sum())
