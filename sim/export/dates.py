"""Hours of a run as dates: which Monday is its first, and how a moment is written.

Times in the simulation are hours since Monday 00:00 of week 1 and belong to no year. Other programs want dates, so the
first Monday gets one; it is a choice and means nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FIRST_MONDAY = "2024-01-01"
MICROSECONDS = 3_600_000_000
"""In an hour."""
EPOCH = "1970-01-01"
"""Since when an object has the attributes that never change, as OCEL has it."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a run whose first Monday is this one (year-month-day), by a clock without summer time (UTC)."""

    monday: str = FIRST_MONDAY

    def moments(self, hours: NDArray[np.float64]) -> NDArray[np.datetime64]:
        """Hours as dates, to the microsecond; what is no number is no date."""
        there = np.isfinite(hours)
        since = np.where(there, np.rint(np.where(there, hours, 0.0) * MICROSECONDS), 0).astype(np.int64)
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
