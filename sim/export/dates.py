"""Hours of a run as dates, and how a moment is written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.export.first_monday import FIRST_MONDAY
from sim.measures.event_log import TICKS

EPOCH = "1970-01-01"
"""Since when an object has the attributes that never change, as OCEL has it."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a run whose first Monday is this one (year-month-day), by a clock without summer time (UTC)."""

    monday: str = FIRST_MONDAY

    def moments(self, hours: NDArray[np.float64]) -> NDArray[np.datetime64]:
        """Hours as dates, to the microsecond; what is no number is no date."""
        there = np.isfinite(hours)
        since = np.where(there, np.rint(np.where(there, hours, 0.0) * TICKS), 0).astype(np.int64)
        moments = np.datetime64(self.monday, "us") + since.astype("timedelta64[us]")
        moments[~there] = np.datetime64("NaT")
        return moments

    def texts(self, hours: NDArray[np.float64], *, between: str = "T", end: str = "Z") -> list[str]:
        """Hours as dates in words, such as 2024-01-01T08:00:00.000000Z; empty for what is none."""
        words = np.datetime_as_string(self.moments(np.asarray(hours, dtype=np.float64)), unit="us").tolist()
        return ["" if word == "NaT" else f"{word[:10]}{between}{word[11:]}{end}" for word in words]

    def text(self, hours: float) -> str:
        """One moment in words."""
        return self.texts(np.array([hours]))[0]
