"""XES (IEEE 1849) for tools that follow one case at a time: a trace for each object that something happened to.

Work is two events, its start and its end, that share an instance; everything else is one. What belongs to no case (copies
of records carried by hand, outages) has a trace under its record or system, so nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import quoteattr

import numpy as np
import pandas as pd

from sim.export.dates import Dates
from sim.export.pieces import Lot, Places, event_names, in_order, texts_of
from sim.inputs.whole_files import whole_file
from sim.measures.event_log import ACTIVITIES, COLUMNS, EventLog
from sim.measures.event_objects import ATTRIBUTES, COUNT, FLAG, NUMBER, OBJECT_COLUMNS, TEXT, TIME

TAGS = {TEXT: "string", NUMBER: "float", COUNT: "int", TIME: "date", FLAG: "boolean"}
KEYS = {"person": "org:resource", "department": "org:group"}
"""Columns that the standard has a key for."""
STARTS = "starts"
OF_STARTS = ("enabled", "person", "team", "department", "purpose")
EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"), ("Organizational", "org"))

HEAD = "".join(
    [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">\n',
        *(
            f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n'
            for name, prefix in EXTENSIONS
        ),
        '<global scope="trace">\n<string key="concept:name" value="name"/>\n'
        '<string key="type" value="type"/>\n</global>\n',
        '<global scope="event">\n<string key="concept:name" value="name"/>\n'
        '<string key="concept:instance" value="instance"/>\n<string key="lifecycle:transition" value="complete"/>\n'
        '<date key="time:timestamp" value="1970-01-01T00:00:00.000000+00:00"/>\n</global>\n',
        '<classifier name="Activity" keys="concept:name"/>\n',
        '<classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>\n',
    ]
)


def write(log: EventLog, path: Path, dates: Dates) -> Path:
    """Write the log; returns the path."""
    with whole_file(path) as fresh, fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD)
        _write_traces(file, log, dates)
        file.write("</log>\n")
    return path


def _placed(log: EventLog) -> tuple[dict[str, tuple[pd.DataFrame, Places]], list[int]]:
    """Every row that becomes an event with its place, trace by trace in the order of time, and whose each place is."""
    work = log.tables[ACTIVITIES]
    begun = work[work["started"].notna()]
    tables = {**log.tables, STARTS: begun.assign(time=begun["started"])}
    owner, time, number = (
        np.concatenate([table[column].to_numpy() for table in tables.values()]) for column in ("object", "time", "event")
    )
    late = np.concatenate([np.full(len(table), name != STARTS) for name, table in tables.items()])
    order = np.lexsort((late, number, time, owner))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    edges = np.cumsum([0, *(len(table) for table in tables.values())])
    cut = [places[begin:end] for begin, end in zip(edges, edges[1:], strict=False)]
    return dict(zip(tables, zip(tables.values(), cut, strict=True), strict=True)), owner[order].tolist()


def _write_traces(file: TextIO, log: EventLog, dates: Dates) -> None:
    tables, owners = _placed(log)
    heads = _trace_heads(log, dates)
    current = -1
    for begin, _, lots in in_order(tables):
        rows = [""] * sum(len(lot.rows) for lot in lots)
        for lot in lots:
            for place, text in zip(lot.places.tolist(), _events(lot, log, dates), strict=True):
                rows[place] = text
        for place, owner in enumerate(owners[begin : begin + len(rows)]):
            if owner != current:
                end = "</trace>\n" if current >= 0 else ""
                rows[place] = f"{end}<trace>\n{heads[owner]}{rows[place]}"
                current = owner
        file.writelines(rows)
    if current >= 0:
        file.write("</trace>\n")


def _events(lot: Lot, log: EventLog, dates: Dates) -> Iterator[str]:
    rows, starts = lot.rows, lot.name == STARTS
    kinds = COLUMNS[ACTIVITIES if starts else lot.name]
    columns = [_attributes(rows[column], column, kinds[column], dates) for column in (OF_STARTS if starts else kinds)]
    times = dates.texts(rows["time"].to_numpy(), end="+00:00")
    ids = event_names(rows["event"].tolist(), log)
    transition = "start" if starts else "complete"
    types = _attributes(rows["type"], "concept:name", TEXT, dates)
    for name, kind, time, *attributes in zip(ids, types, times, *columns, strict=True):
        yield (
            f'<event>\n{kind}<string key="concept:instance" value="{name}"/>\n'
            f'<string key="lifecycle:transition" value="{transition}"/>\n'
            f'<date key="time:timestamp" value="{time}"/>\n{"".join(attributes)}</event>\n'
        )


def _attributes(column: pd.Series, name: str, kind: str, dates: Dates) -> list[str]:
    """The values of a column as elements."""
    lead = f'<{TAGS[kind]} key="{KEYS.get(name, name)}" value='
    return texts_of(column, kind, dates, lambda word: f"{lead}{quoteattr(word)}/>\n")


def _trace_heads(log: EventLog, dates: Dates) -> list[str]:
    """What each object's trace begins with."""
    told = {column: _attributes(log.objects[column], column, kind, dates) for column, kind in OBJECT_COLUMNS.items()}
    return [
        f'<string key="concept:name" value={quoteattr(name)}/>\n<string key="type" value="{kind}"/>\n'
        + "".join(told[column][place] for column in ATTRIBUTES[kind])
        for place, (name, kind) in enumerate(zip(log.objects["object"], log.objects["type"], strict=True))
    ]
