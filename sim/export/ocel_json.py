"""OCEL 2.0 as JSON (https://www.ocel-standard.org): written a piece at a time, events in the order of time.

Its schema wants every attribute's value as a text, whatever its type is said to be; what an object is from the first has
the date 1970-01-01.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

import pandas as pd

from sim.export.dates import EPOCH, Dates
from sim.export.ocel_types import event_types, object_types
from sim.export.pieces import PIECE, Lot, event_names, grouped, in_order, numbers_of, texts_of
from sim.inputs.whole_files import whole_file
from sim.measures.event_log import COLUMNS, EventLog
from sim.measures.event_objects import ATTRIBUTES, COUNT, FLAG, NUMBER, OBJECT_COLUMNS, TEXT, TIME

TYPES = {TEXT: "string", NUMBER: "float", COUNT: "integer", TIME: "time", FLAG: "boolean"}


def write(log: EventLog, path: Path, dates: Dates) -> Path:
    """Write the log; returns the path."""
    with whole_file(path) as fresh, fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"eventTypes": ')
        json.dump([_declared(name, columns) for name, _, columns in event_types(log)], file)
        file.write(',\n"objectTypes": ')
        json.dump([_declared(name, columns) for name, columns in object_types(log)], file)
        file.write(',\n"events": [')
        _write_rows(file, _events(log, dates))
        file.write('],\n"objects": [')
        _write_rows(file, _objects(log, dates))
        file.write("]}\n")
    return path


def _declared(name: str, columns: Mapping[str, str]) -> dict[str, object]:
    return {"name": name, "attributes": [{"name": column, "type": TYPES[kind]} for column, kind in columns.items()]}


def _write_rows(file: TextIO, pieces: Iterator[list[str]]) -> None:
    lead = "\n"
    for rows in pieces:
        file.write(lead + ",\n".join(rows))
        lead = ",\n"


def _events(log: EventLog, dates: Dates) -> Iterator[list[str]]:
    names = [json.dumps(name) for name in log.objects["object"]]
    owners = log.event_objects["event"].to_numpy()
    for begin, end, lots in in_order({name: (table, numbers_of(log, name)) for name, table in log.tables.items()}):
        rows = [""] * sum(len(lot.rows) for lot in lots)
        related = _related(log.event_objects, "object", grouped(owners, begin, min(end, log.events)), names)
        for lot in lots:
            for place, text in zip(lot.places.tolist(), _event_heads(lot, log, dates), strict=True):
                rows[place] = f'{text}"relationships": [{related[place]}]}}'
        yield rows


def _event_heads(lot: Lot, log: EventLog, dates: Dates) -> Iterator[str]:
    kinds = COLUMNS[lot.name]
    columns = [_attributes(lot.rows[column], column, kind, dates) for column, kind in kinds.items()]
    types = texts_of(lot.rows["type"], TEXT, dates, json.dumps)
    times = dates.texts(lot.rows["time"].to_numpy())
    ids = event_names(lot.rows["event"].tolist(), log)
    for name, kind, time, *attributes in zip(ids, types, times, *columns, strict=True):
        told = ", ".join(filter(None, attributes))
        yield f'{{"id": "{name}", "type": {kind}, "time": "{time}", "attributes": [{told}], '


def _attributes(column: pd.Series, name: str, kind: str, dates: Dates, since: str = "") -> list[str]:
    key = json.dumps(name)
    return texts_of(column, kind, dates, lambda word: f'{{"name": {key}, "value": {json.dumps(word)}{since}}}')


def _related(table: pd.DataFrame, other: str, place: tuple[int, int, list[int]], names: Sequence[str]) -> list[str]:
    """The relations of each number of a piece, as the inside of a list."""
    first, last, edges = place
    words = [json.dumps(word) for word in table["qualifier"].cat.categories]
    numbers = table[other].to_numpy()[first:last].tolist()
    codes = table["qualifier"].cat.codes.to_numpy()[first:last].tolist()
    texts = [
        f'{{"objectId": {names[number]}, "qualifier": {words[code]}}}'
        for number, code in zip(numbers, codes, strict=True)
    ]
    return [", ".join(texts[begin:end]) for begin, end in zip(edges, edges[1:], strict=False)]


def _objects(log: EventLog, dates: Dates) -> Iterator[list[str]]:
    names = [json.dumps(name) for name in log.objects["object"]]
    owners = log.object_objects["source"].to_numpy()
    since = f', "time": "{EPOCH}T00:00:00Z"'
    for begin in range(0, len(log.objects), PIECE):
        rows = log.objects.iloc[begin : begin + PIECE]
        related = _related(log.object_objects, "target", grouped(owners, begin, begin + len(rows)), names)
        kinds = texts_of(rows["type"], TEXT, dates)
        told = {column: _attributes(rows[column], column, kind, dates, since) for column, kind in OBJECT_COLUMNS.items()}
        yield [
            f'{{"id": {name}, "type": "{kind}", "attributes": '
            f"[{', '.join(filter(None, (told[column][place] for column in ATTRIBUTES[kind])))}], "
            f'"relationships": [{related[place]}]}}'
            for place, (name, kind) in enumerate(zip(names[begin : begin + PIECE], kinds, strict=True))
        ]
