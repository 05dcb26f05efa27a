"""The types of events and objects that a log has, with the attributes of each, for both formats of OCEL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.measures.event_log import COLUMNS, EventLog
from sim.measures.event_objects import ATTRIBUTES, OBJECT_COLUMNS


def event_types(log: EventLog) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """(type, table, column → what it holds) of every type of event that happened."""
    for name, table in log.tables.items():
        for kind in table["type"].cat.remove_unused_categories().cat.categories:
            yield str(kind), name, COLUMNS[name]


def object_types(log: EventLog) -> Iterator[tuple[str, Mapping[str, str]]]:
    """(type, column → what it holds) of every type of object, those without an object too."""
    for kind in log.objects["type"].cat.categories:
        yield str(kind), {column: OBJECT_COLUMNS[column] for column in ATTRIBUTES[kind]}
