"""The journal: append-only columns, the only way anything leaves a run.

Each table is one growing block of packed bytes (about 0.4 microseconds and 20-60 bytes a row) that numpy reads without
copying. Names (departments, activities, accounts …) are stored once and rows carry their code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from struct import Struct
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Row: TypeAlias = NDArray[np.void]

MOST_NAMES = 2**15 - 1
PIECE = 2**15
"""Rows that are looked at together where all of a long table would take too much memory."""
CODES = {"d": "<f8", "q": "<i8", "i": "<i4", "h": "<i2", "b": "i1"}

SCHEMA: Mapping[str, Mapping[str, str]] = {
    # one row per activity done for a case by a member of a team; hours in hours, times in hours since week 1;
    # of the hours worked, the last go up to the end without a break, and earlier ones stand in "stretches"
    "visits": {
        "case": "q",
        "activity": "h",
        "team": "h",
        "member": "i",
        "place": "h",
        "asked": "d",
        "started": "d",
        "ended": "d",
        "worked": "d",
        "last": "d",
        "status": "b",
        "kind": "b",
    },
    # one row per stretch of work that did not end its visit: night fell, a system failed, somebody else went on with it;
    # and one per stretch in which somebody was held by a case (kind HELD)
    "stretches": {
        "case": "q",
        "activity": "h",
        "team": "h",
        "member": "i",
        "place": "h",
        "kind": "b",
        "started": "d",
        "ended": "d",
    },
    # one row per stretch in which a case waits for something other than its turn
    "waits": {"case": "q", "kind": "b", "place": "h", "team": "h", "started": "d", "ended": "d"},
    # one row per message that crossed a hand-off
    "deliveries": {
        "handoff": "h",
        "case": "q",
        "mode": "b",
        "sent": "d",
        "released": "d",
        "received": "d",
        "understood": "d",
        "wrong": "h",
        "ask_backs": "h",
        "rekeyed": "b",
    },
    # one row per decision: what was seen, what was true, what was done, what would have been done knowing the truth
    "decisions": {
        "time": "d",
        "case": "q",
        "decision": "h",
        "department": "h",
        "used": "i",
        "true": "i",
        "age": "d",
        "unseen": "d",
        "action": "d",
        "oracle": "d",
        "regret": "d",
        "cause": "b",
    },
    # one row per time that news came to a copy of a record: up to when it is informed from then on, or (live 1) that
    # its reader looks at the owner's own record
    "news": {"copy": "h", "time": "d", "as_of": "d", "live": "b"},
    # one row per euro flow; income positive, cost negative
    "money": {"time": "d", "case": "q", "account": "h", "department": "h", "amount": "d"},
    # one row per case at its end (or, still open, at the end of the run)
    "cases": {
        "case": "q",
        "kind": "h",
        "number": "q",
        "parent": "q",
        "customer": "i",
        "opened": "d",
        "closed": "d",
        "status": "h",
        "failure": "b",
        "value": "d",
    },
    # one row per stretch in which a platform or a team's equipment is down
    "outages": {"platform": "h", "started": "d", "ended": "d", "cause": "h"},
    # one row per change of something counted or measured
    "levels": {"time": "d", "what": "h", "place": "h", "value": "d"},
    # one row per stretch in which a member is on duty (regular or overtime), or would be but is absent
    "duty": {"team": "h", "member": "i", "started": "d", "ended": "d", "kind": "b"},
}


class Shelf(Protocol):
    """Where the rows of a streamed journal go, and come back from."""

    def put(self, table: str, rows: Row) -> None:
        """Take rows of a table; they follow those taken before."""

    def pieces(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Some columns of all the table's rows that were taken, in order, in pieces that fit into memory."""


class Table:
    """One append-only table.

    Args:
        columns: name of each column and its code (d float64, q int64, i int32, h int16, b int8).
    """

    def __init__(self, columns: Mapping[str, str]) -> None:
        layout = Struct("<" + "".join(columns.values()))
        self.size = layout.size
        self.dtype = np.dtype([(name, CODES[code]) for name, code in columns.items()])
        self.pack: Callable[..., bytes] = layout.pack
        """Make the bytes of one row, values in the order of the columns."""
        self._bytes = bytearray()
        self.extend: Callable[[bytes], None] = self._bytes.extend
        """Append the bytes of rows (on the busiest path: ``extend(pack(...))`` saves 0.2 microseconds)."""
        self.add = self._appending()
        """Append one row, values in the order of the columns."""
        self._put: Callable[[Row], None] | None = None
        self._streamed: Callable[[Sequence[str]], Iterator[Row]] | None = None
        self._gone = 0

    def _appending(self) -> Callable[..., None]:
        pack, extend = self.pack, self.extend

        def add(*row: float) -> None:
            extend(pack(*row))

        return add

    def stream(self, put: Callable[[Row], None], streamed: Callable[[Sequence[str]], Iterator[Row]]) -> None:
        """From now on ``spill`` hands rows to ``put``, and whoever reads gets them back from ``streamed(columns)``."""
        self._put, self._streamed = put, streamed

    def spill(self, least: int = 1) -> None:
        """Hand the rows in memory over, if this table is streamed and they have at least so many bytes."""
        if self._put is not None and len(self._bytes) >= least:
            rows = self._in_memory()
            for begin in range(0, len(rows), PIECE):
                self._put(rows[begin : begin + PIECE].copy())
            self._gone += len(rows)
            del rows  # whose bytes cannot be given back while it looks at them
            self._bytes.clear()  # not a new one: who writes much keeps hold of its "extend"

    def rows(self, *columns: str) -> Row:
        """All rows with these columns (without any, with all) as a structured array; take it when the run is over.

        It is a view without a copy, unless rows were streamed: then they are read.
        """
        names = list(columns or self.dtype.names or ())
        if not self._gone:
            return self._in_memory()[names] if columns else self._in_memory()
        gathered, begin = np.empty(len(self), dtype=[(name, self.dtype[name]) for name in names]), 0
        for piece in self.pieces(*names):
            gathered[begin : begin + len(piece)] = piece
            begin += len(piece)
        return gathered

    def pieces(self, *columns: str) -> Iterator[Row]:
        """The same rows in the order in which they were written, at most ``PIECE`` or one row group at a time."""
        names = list(columns or self.dtype.names or ())
        if self._streamed is not None and self._gone:
            yield from self._streamed(names)
        rest = self._in_memory()
        for begin in range(0, len(rest), PIECE):
            yield rest[begin : begin + PIECE][names]

    def _in_memory(self) -> Row:
        return np.frombuffer(self._bytes, dtype=self.dtype)

    def __len__(self) -> int:
        return self._gone + len(self._bytes) // self.size


class Names(dict[str, int]):
    """Codes for names, in the order in which they first appear: ``names[name]``, given on first use."""

    def __missing__(self, name: str) -> int:
        """The next code.

        Raises:
            ValueError: when there are more names than codes that fit into a column.
        """
        code = len(self)
        if code > MOST_NAMES:
            raise ValueError(f"a journal holds at most {MOST_NAMES:,} names; {name!r} is one too many")
        self[name] = code
        return code

    @property
    def names(self) -> list[str]:
        """All names; a code is the place in this list."""
        return list(self)


class Journal:
    """All tables of one run (``SCHEMA``) and the names their codes stand for."""

    def __init__(self) -> None:
        self.names = Names()
        self.code: Callable[[str], int] = self.names.__getitem__
        """The code of a name, given on first use."""
        self._members = count()
        self.tables = {name: Table(columns) for name, columns in SCHEMA.items()}
        self.visits = self.tables["visits"]
        self.stretches = self.tables["stretches"]
        self.waits = self.tables["waits"]
        self.deliveries = self.tables["deliveries"]
        self.decisions = self.tables["decisions"]
        self.news = self.tables["news"]
        self.money = self.tables["money"]
        self.cases = self.tables["cases"]
        self.outages = self.tables["outages"]
        self.levels = self.tables["levels"]
        self.duty = self.tables["duty"]

    def member_code(self) -> int:
        """The next number for a member, unique in the run whatever the team (helpers work for several)."""
        return next(self._members)

    def stream_to(self, shelf: Shelf) -> None:
        """Hand rows to ``shelf`` whenever ``spill`` is called, so that memory stays flat on long runs."""
        for name, table in self.tables.items():
            table.stream(partial(shelf.put, name), partial(shelf.pieces, name))

    def spill(self, least: int = 1) -> None:
        """Hand over what is in memory of the streamed tables that have at least so many bytes there."""
        for table in self.tables.values():
            table.spill(least)
