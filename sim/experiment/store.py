"""Finished replications on disk: what has been run is never run again, and a killed sweep goes on where it stopped.

A replication's name is a hash of the scenario's content, its number, the simulation's sources and the versions of what
computes, so nothing stale can be read. A file is a plain archive of arrays (.npy) and JSON, nothing in it is ever
executed; it says what it stands for, and bears a checksum. Files are written under a temporary name and moved; one that
cannot be read, or stands for something else than its name says, is as good as none.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sim.experiment.replication import Replication, ReplicationResult
from sim.inputs import leftovers
from sim.inputs.whole_files import write_whole

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiment.plain import Json

ROOMS = ("engine", "company", "levers", "measures", "inputs")
PACKAGES = ("numpy", "scipy", "simpy", "pandas")
"""What else decides the numbers of a run."""
VARIABLE = "INTEROFFICE_CACHE"
FORMAT = 1
ENDING = ".replication"
ABOUT, LAYOUT, ARRAY = "about.json", "layout.json", ".npy"
MOST_BYTES = 2**30
"""A file that unpacks to more was made by nobody's run."""
Content: TypeAlias = "Mapping[str, Json]"


@lru_cache(maxsize=1)
def sources_hash() -> str:
    """A hash of the sources that decide a run's outcome."""
    digest, home = hashlib.sha256(), Path(__file__).resolve().parents[1]
    for room in (*ROOMS, "experiment/replication.py"):
        place = home / room
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            digest.update(file.relative_to(home).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """The versions of ``PACKAGES``; "" for one that is installed without saying which it is."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = ""
    return found


def content_of(run: Replication) -> Content:
    """All that decides a run's result, as a file says it."""
    return {
        "format": FORMAT,
        "scenario": run.scenario.fingerprint,
        "replication": run.number,
        "with_cases": run.with_cases,
        "sources": sources_hash(),
        "versions": dict(versions()),
    }


def default_folder() -> Path:
    """Where replications are kept: $INTEROFFICE_CACHE, or the user's cache folder."""
    if VARIABLE in os.environ:
        return Path(os.environ[VARIABLE])
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("interoffice", appauthor=False))


class Store:
    """A folder of finished replications; without a folder nothing is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._cleared: set[Path] = set()

    def path(self, run: Replication) -> Path | None:
        """The file of a run's result."""
        if self.folder is None:
            return None
        detail = "-cases" if run.with_cases else ""
        decides = hashlib.sha256(json.dumps([FORMAT, sources_hash(), versions()]).encode()).hexdigest()[:16]
        name = f"{run.scenario.fingerprint}-{run.number}-{decides}{detail}"
        return self.folder / name[:2] / f"{name}{ENDING}"

    def get(self, run: Replication, *, tables: bool = True) -> ReplicationResult | None:
        """The stored result of a run, or None; without its tables where only measures are wanted."""
        path = self.path(run)
        if path is None:
            return None
        try:
            return unpacked(path.read_bytes(), content_of(run), tables=tables)
        except Exception:  # whatever is wrong with a file, it is as good as none
            return None

    def put(self, run: Replication, result: ReplicationResult) -> None:
        """Keep a successful result; a full disk or a missing right only means that it is not kept.

        Raises:
            NotPlain: when a table holds what is no plain data.
        """
        path = self.path(run)
        if path is None or result.cause:
            return
        file = packed(result, content_of(run))
        with suppress(OSError):
            self._clear(path.parent)
            write_whole(path, file)

    def _clear(self, folder: Path) -> None:
        """Once for each folder: away with what killed runs were about to write there."""
        if folder not in self._cleared:
            self._cleared.add(folder)
            leftovers.clear_all(folder)


def packed(result: ReplicationResult, content: Content) -> bytes:
    """A successful result as the bytes of a file."""
    from sim.experiment.plain import pack  # pandas takes 60 megabytes: a worker needs it when its run is over

    layout, arrays = pack(result.tables)
    about = {
        "content": dict(content),
        "world": result.world,
        "seed": result.seed,
        "seconds": result.seconds,
        "measures": {name: float(value).hex() for name, value in result.measures.items()},
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:

        def write(name: str, content: str | bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 1)  # which bears no time of day

        write(ABOUT, json.dumps(about))
        write(LAYOUT, json.dumps(layout))
        for name, values in arrays.items():
            file = io.BytesIO()
            np.save(file, values, allow_pickle=False)
            write(f"{name}{ARRAY}", file.getvalue())
    return with_checksum(whole.getvalue())


def unpacked(file: bytes, content: Content, *, tables: bool = True) -> ReplicationResult:
    """The result that a file holds.

    Raises:
        Exception: of one kind or another when the file is broken, or stands for other content.
    """
    _check(file)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise ValueError("the file unpacks to more than a run can be")
        about = json.loads(archive.read(ABOUT))
        if about["content"] != content:
            raise ValueError("the file stands for something else")
        found = _tables(archive) if tables else {}
    return ReplicationResult(
        str(about["world"]),
        int(about["content"]["replication"]),
        int(about["seed"]),
        {str(name): float.fromhex(value) for name, value in about["measures"].items()},
        found,
        seconds=float(about["seconds"]),
    )


def _tables(archive: zipfile.ZipFile) -> dict[str, pd.DataFrame]:
    arrays = {
        name.removesuffix(ARRAY): np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
        for name in archive.namelist()
        if name.endswith(ARRAY)
    }
    from sim.experiment.plain import unpack

    return unpack(json.loads(archive.read(LAYOUT)), arrays)


def with_checksum(archive: bytes) -> bytes:
    """The archive with its checksum as its comment, which is what may stand at the end of one."""
    comment = hashlib.sha256(archive).hexdigest().encode()
    return archive[:-2] + len(comment).to_bytes(2, "little") + comment


def _check(file: bytes) -> None:
    size = hashlib.sha256().digest_size * 2
    archive, comment = file[: -size - 2] + b"\0\0", file[-size:]
    if hashlib.sha256(archive).hexdigest().encode() != comment:
        raise ValueError("the checksum is not that of what is in the file")
