"""Every format a run is written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.export.dates import Dates
    from sim.measures.event_log import EventLog

PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the name a person gives it.

    Attributes:
        about: what it is for.
        write: writes a log, given a folder and what the world is called in file names; returns the files.
        needs: a library that must be installed.
    """

    name: str
    about: str
    write: Callable[[EventLog, Path, str, Dates], list[Path]]
    needs: str = ""

    @property
    def missing(self) -> bool:
        """Whether what it needs is not installed."""
        return bool(self.needs) and find_spec(self.needs) is None


def _csv(log: EventLog, folder: Path, world: str, dates: Dates) -> list[Path]:
    from sim.export.tables import write_csv

    return write_csv(log, folder / world, dates)


def _parquet(log: EventLog, folder: Path, world: str, dates: Dates) -> list[Path]:
    from sim.export.tables import write_parquet

    return write_parquet(log, folder / world, dates)


def _xes(log: EventLog, folder: Path, world: str, dates: Dates) -> list[Path]:
    from sim.export.xes import write

    return [write(log, folder / f"{world}.xes", dates)]


def _sqlite(log: EventLog, folder: Path, world: str, dates: Dates) -> list[Path]:
    from sim.export.ocel_sqlite import write

    return [write(log, folder / f"{world}.sqlite", dates)]


def _json(log: EventLog, folder: Path, world: str, dates: Dates) -> list[Path]:
    from sim.export.ocel_json import write

    return [write(log, folder / f"{world}.json", dates)]


FORMATS: Mapping[str, Format] = {
    known.name: known
    for known in (
        Format("csv", "tables for spreadsheets and statistics", _csv),
        Format(PARQUET, "the same tables, smaller and with types", _parquet, needs="pyarrow"),
        Format("xes", "an event log by case, for process mining", _xes),
        Format("ocel2-sqlite", "an object-centric event log as a database", _sqlite),
        Format("ocel2-json", "an object-centric event log as JSON", _json),
    )
}
