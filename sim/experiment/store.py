"""Finished replications on disk: what has been run is never run again, and a killed sweep goes on where it stopped.

A replication's name is a hash of the scenario's content, its number and the simulation's sources, so nothing stale can
be read. Files are written under a temporary name and moved; a file that cannot be read is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import zlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from sim.experiment.replication import Replication, ReplicationResult
from sim.inputs.whole_files import write_whole

ROOMS = ("engine", "company", "levers", "measures", "inputs")
VARIABLE = "INTEROFFICE_CACHE"


@lru_cache(maxsize=1)
def sources_hash() -> str:
    """A hash of the sources that decide a run's result."""
    digest, home = hashlib.sha256(), Path(__file__).resolve().parents[1]
    for room in (*ROOMS, "experiment/replication.py"):
        place = home / room
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            digest.update(file.relative_to(home).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


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

    def path(self, run: Replication) -> Path | None:
        """The file of a run's result."""
        if self.folder is None:
            return None
        detail = "-cases" if run.with_cases else ""
        name = f"{run.scenario.fingerprint}-{run.number}-{sources_hash()}{detail}"
        return self.folder / name[:2] / f"{name}.replication"

    def get(self, run: Replication) -> ReplicationResult | None:
        """The stored result of a run, or None."""
        path = self.path(run)
        if path is None:
            return None
        try:
            result = pickle.loads(zlib.decompress(path.read_bytes()))  # noqa: S301 - written by this program itself
        except Exception:  # whatever is wrong with a file, it is as good as none
            return None
        return result if isinstance(result, ReplicationResult) else None

    def put(self, run: Replication, result: ReplicationResult) -> None:
        """Keep a successful result; a full disk or a missing right only means that it is not kept."""
        path = self.path(run)
        if path is None or result.cause:
            return
        with suppress(OSError):
            write_whole(path, zlib.compress(pickle.dumps(result, protocol=5), 1))
