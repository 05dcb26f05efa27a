"""The small numbers that stand in the journal's columns, and what each means. They are written down here only."""

from __future__ import annotations

from enum import IntEnum


class VisitKind(IntEnum):
    """What a visit was for."""

    TOUCH = 0
    REWORK = 1
    INFORM = 2
    """Writing, keying in and answering for the sake of information."""
    HELD = 3
    """No work: somebody stays with a case while it waits for an answer (stretches only)."""


class VisitStatus(IntEnum):
    """How a visit ended, or that the end of the run cut it off."""

    DONE = 0
    ABANDONED = 1
    """The one who waited gave up before the work began."""
    HANDED_BACK = 2
    OPEN = 3
    WITHDRAWN = 4
    """It was called off, before the work began or (with hours worked) while it was done."""


class WaitKind(IntEnum):
    """What a case waits for, other than its turn; or a stretch of its life that is told apart."""

    INFORMATION = 0
    OUTSIDE = 1
    """A customer, a supplier or a carrier."""
    REWORK_WINDOW = 2
    DECISIVE_BRANCH = 3
    """Of several branches side by side, the one that finished last."""
    JOINT = 4
    """The second person of a joint session."""
    WITHDRAWN = 5
    """For a message that was called off on its way: from sending until then."""


class Mode(IntEnum):
    """How a message was carried."""

    MANUAL = 0
    BATCH = 1
    SHARED = 2
    DELAY = 3


class Cause(IntEnum):
    """Why a decision differed from what the truth would have advised, or that it did not."""

    RIGHT = 0
    ERRONEOUS = 1
    """The copy held an error."""
    STALE = 2
    INVISIBLE = 3
    """Nothing could be seen."""


class DutyKind(IntEnum):
    """Whether a stretch of duty was planned, or that somebody was absent in it."""

    REGULAR = 0
    OVERTIME = 1
    ABSENT = 2
