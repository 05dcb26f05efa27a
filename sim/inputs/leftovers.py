"""What a killed run has left behind: temporary files and folders tell whose they are, and the next run clears them.

A run that ends in any other way, interrupted or failing, takes its own away.
"""

from __future__ import annotations

import os
import platform
import re
import secrets
import shutil
import zlib
from pathlib import Path

FRESH, OLD = ".part", ".old"
"""Endings of what is being written, and of older results that are about to be replaced."""


def beside(place: Path) -> Path:
    """A hidden temporary name beside a place, which says what it is for and which process on which machine writes it."""
    return place.parent / f".{place.name}.{_machine()}.{os.getpid()}.{secrets.token_hex(4)}{FRESH}"


def clear(place: Path) -> None:
    """Remove what dead processes of this machine left beside a place, and put back older results they had set aside."""
    _clear(place.parent, re.escape(place.name))


def clear_all(folder: Path) -> None:
    """The same for every place in a folder."""
    _clear(folder, ".+")


def _clear(folder: Path, name: str) -> None:
    end = "|".join(map(re.escape, (FRESH, OLD)))
    pattern = re.compile(rf"\.(?P<name>{name})\.{_machine()}\.(?P<process>\d+)\.[0-9a-f]{{8}}(?P<end>{end})")
    try:
        found = [entry.name for entry in os.scandir(folder) if entry.name.startswith(".")]
    except OSError:  # no folder, nothing in it
        return
    for own in found:
        match = pattern.fullmatch(own)
        if match is None or _alive(int(match["process"])):
            continue
        left, place = folder / own, folder / match["name"]
        if match["end"] == OLD and not place.exists():
            left.rename(place)
        elif left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _machine() -> str:
    """Eight hexadecimal digits of the machine's name, which is nobody's business."""
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _alive(process: int) -> bool:
    """Whether a process still is; where asking would harm it, it is taken to be."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's
        return True
    return True
