"""Journals on disk: a folder with a Parquet file for each table, written while the run goes on and read column by column.

Rows leave memory in row groups of about a megabyte. ``names.parquet`` says which name each code stands for. The folder
takes its place once the run has ended well, so an interrupted run leaves none (``sim/inputs/whole_files.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ctypes import CDLL
from importlib.util import find_spec
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.engine.journal import CODES, SCHEMA, Journal, Row
from sim.inputs.mistakes import Mistakes
from sim.inputs.whole_files import whole_folder

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

GROUP_BYTES = 2**20
"""Bytes of a table's rows, as they lie in memory, that leave it together."""
M_MMAP_THRESHOLD = -3
"""Of malloc.h."""
LARGE_BLOCK = 2**17
"""Bytes from which on a block lies by itself; what glibc begins with."""
NAMES, ENDING = "names", ".parquet"
FILES = {f"{table}{ENDING}" for table in (*SCHEMA, NAMES)}
MISSING = "needs pyarrow, which is not installed; pip install pyarrow installs it"
"""The rest of a sentence that begins with what a person wanted."""


def can_stream() -> bool:
    """Whether what writes and reads Parquet is installed."""
    return find_spec("pyarrow") is not None


def refuse_others(places: Iterable[Path]) -> None:
    """Raise Mistakes if no journal can be streamed here, or one would take the place of something else."""
    if not can_stream():
        raise Mistakes([f"Streaming a journal {MISSING}."])
    for place in places:
        _refuse_other(place)


def _refuse_other(place: Path) -> None:
    other = [file.name for file in place.iterdir() if file.name not in FILES] if place.is_dir() else []
    if other or (place.exists() and not place.is_dir()):
        what = f"has {sorted(other)[0]} in it, which is no part of one" if other else "is a file"
        raise Mistakes([f"A journal would take the place of {place}, which {what}; name another folder."])


@contextmanager
def streamed(journal: Journal, place: Path) -> Iterator[None]:
    """Stream a journal, whenever it spills, to a folder that takes its place once all has ended well.

    Afterwards the journal reads from there.

    Raises:
        Mistakes: when pyarrow is not installed, or there are other things in the folder than a streamed journal.
        OSError: when the folder cannot be written.
    """
    place = place.resolve()
    refuse_others([place])
    _use_little_memory()
    with whole_folder(place) as fresh:
        folder = ParquetFolder(fresh)
        journal.stream_to(folder)
        try:
            yield
            journal.spill()
        finally:
            folder.close()
        folder.write_names(journal.names.names)
    folder.place = place


def _use_little_memory() -> None:
    """Let pyarrow take memory where Python does: its own way of keeping some in hand takes 10 to 20 MB a process.

    It reads the variable when it is imported; ``pyarrow.set_memory_pool`` would not hold for what writes and reads files.

    And let large blocks lie by themselves, of whatever size such blocks have been before: glibc learns from the first
    large one that is given back to put the next among small ones, and what grows there leaves holes.
    """
    environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    with suppress(OSError, AttributeError, TypeError):  # where there is no glibc there is nothing to tell
        CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)


def _column(values: NDArray[np.generic], kind: pa.DataType) -> pa.Array:
    """A column as pyarrow has it; ``pyarrow.array`` would import pandas, 50 MB, to see whether it is given a series."""
    import pyarrow as pa

    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


class ParquetFolder:
    """The shelf of one streamed journal.

    Attributes:
        place: the folder, which is there.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._writers = {name: self._writer(name) for name in SCHEMA}

    def _file(self, table: str) -> Path:
        return self.place / f"{table}{ENDING}"

    def _writer(self, table: str) -> pq.ParquetWriter:
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = [(name, pa.from_numpy_dtype(np.dtype(CODES[code]))) for name, code in SCHEMA[table].items()]
        return pq.ParquetWriter(self._file(table), pa.schema(columns), use_dictionary=False)

    def put(self, table: str, rows: Row) -> None:
        """Write rows as one row group."""
        import pyarrow as pa

        schema = self._writers[table].schema
        batch = pa.Table.from_arrays(
            [_column(rows[name], schema.field(name).type) for name in SCHEMA[table]], schema=schema
        )
        self._writers[table].write_table(batch, row_group_size=len(rows))

    def pieces(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Some columns of all rows, a row group at a time."""
        import pyarrow.parquet as pq

        layout = np.dtype([(name, CODES[SCHEMA[table][name]]) for name in columns])
        with pq.ParquetFile(self._file(table), pre_buffer=False) as file:
            for number in range(file.num_row_groups):
                group = file.read_row_group(number, columns=list(columns), use_threads=False)
                piece = np.empty(group.num_rows, dtype=layout)
                for name in columns:
                    piece[name] = group.column(name).to_numpy()
                yield piece

    def write_names(self, names: Sequence[str]) -> None:
        """Write the table of codes (the places in the list) and the names that they stand for."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        words = [name.encode() for name in names]
        ends = np.cumsum([0, *map(len, words)], dtype=np.int32)
        codes = _column(np.arange(len(names), dtype=CODES["h"]), pa.int16())
        texts = pa.StringArray.from_buffers(len(names), pa.py_buffer(ends), pa.py_buffer(b"".join(words)))
        pq.write_table(pa.Table.from_arrays([codes, texts], names=["code", "name"]), self._file(NAMES))

    def close(self) -> None:
        """Nothing more will be written."""
        for writer in self._writers.values():
            writer.close()
