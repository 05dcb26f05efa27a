"""Files and folders that are whole or not there: written under a temporary name beside their place, then moved."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.inputs import leftovers

if TYPE_CHECKING:
    import pandas as pd


EXECUTED = ("=", "+", "-", "@")
"""What a text begins with that a spreadsheet would execute."""


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file, with the folders it lies in; whatever ends it early leaves the older file, or none.

    Args:
        content: bytes, or text that is written as UTF-8 with the line ends it has.

    Returns:
        The path.

    Raises:
        OSError: when it cannot be written, or what stands there is a device, a pipe or the like.
    """
    if path.exists() and not path.is_file():
        raise FileExistsError(errno.EEXIST, "it is not an ordinary file", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = leftovers.beside(path)
    try:
        fresh.write_bytes(content.encode() if isinstance(content, str) else content)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write a long file at, a piece at a time; it becomes ``path`` once that has ended well.

    Raises:
        OSError: when it cannot be written or moved.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = leftovers.beside(path)
    try:
        yield fresh
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def write_table(path: Path, table: pd.DataFrame) -> Path:
    """Write a table as CSV."""
    return write_whole(path, as_csv(table))


def as_csv(table: pd.DataFrame) -> str:
    """A table as CSV: the same text for the same numbers, on every system; no text in it is a formula."""
    guarded = table.rename(columns=_guarded)
    for place, kind in enumerate(guarded.dtypes):
        if kind.kind not in "biufcmM":
            guarded.isetitem(place, guarded.iloc[:, place].map(_guarded).array)
    return guarded.to_csv(index=False, lineterminator="\n", float_format="%.10g")


def _guarded(cell: object) -> object:
    """A text that a spreadsheet would take for a formula, with the apostrophe that makes it a text."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(EXECUTED) else cell


@contextmanager
def whole_folder(place: Path) -> Iterator[Path]:
    """A new folder to fill, which takes its place once that has ended well; what stood there goes only then.

    What a killed run had begun to write for the same place is cleared first.

    Whatever ends it early leaves the older folder as it was, and no folder on the way that was not there before.

    Args:
        place: an absolute path that is no link.

    Raises:
        OSError: when it cannot be made or moved.
    """
    leftovers.clear(place)
    fresh = leftovers.beside(place)
    with _made(fresh):
        yield fresh
        _put_in_place(fresh, place)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for what another program reads, gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@contextmanager
def whole_contents(place: Path) -> Iterator[Path]:
    """A new folder to fill, whose contents move into ``place`` once that has ended well: all of them or none.

    Whatever ends it early leaves no folder on the way that was not there before.

    Args:
        place: an absolute path; a folder that is empty or can be made.

    Raises:
        OSError: when it cannot be made, or something cannot be moved.
    """
    fresh = leftovers.beside(place / "contents")
    with _made(fresh):
        yield fresh
        _move_all(fresh, place)
        fresh.rmdir()


@contextmanager
def _made(fresh: Path) -> Iterator[None]:
    """Make a folder; whatever ends it early takes it away again, and every folder that was made on the way to it."""
    missing = [folder for folder in fresh.parents if not folder.exists()]
    try:
        fresh.mkdir(parents=True)
        yield
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        for folder in missing:
            _forget_empty(folder)
        raise


def _move_all(source: Path, target: Path) -> None:
    arrived: list[Path] = []
    try:
        for entry in sorted(source.iterdir()):
            arrived.append(entry.rename(target / entry.name))
    except BaseException:
        for entry in arrived:
            shutil.rmtree(entry, ignore_errors=True)
        raise


def _put_in_place(fresh: Path, place: Path) -> None:
    """Until the new folder is there, the old one can come back."""
    old = fresh.with_suffix(".old")
    try:
        if place.exists():
            place.rename(old)
        fresh.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _forget_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return
