"""What is dear to make and many tests look at: made once for all processes that run the tests."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")
SECONDS = 300


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder of this session that all its processes have."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """What `make` makes in a folder of its own; whoever comes later waits for it and reads it."""
    place = shared_folder(factory) / name
    kept, claimed, own = place / "made", place / "claimed", place / "own"
    own.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + SECONDS
    while not kept.exists() and time.monotonic() < until:
        with suppress(FileExistsError):
            claimed.mkdir()
            try:
                _keep(kept, make(own))
            finally:
                claimed.rmdir()  # where it could not be made, the next one tries
        time.sleep(0.05)
    made: Made = pickle.loads(kept.read_bytes())
    return made


def _keep(kept: Path, made: object) -> None:
    """Write it, whole."""
    fresh = kept.with_suffix(".part")
    fresh.write_bytes(pickle.dumps(made))
    fresh.replace(kept)
