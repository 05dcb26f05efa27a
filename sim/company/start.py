"""A run starts in the middle of things: receivables, deals, tickets, vacancies and supplier orders are under way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sim.engine.streams import Streams, Uniform


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The luck of what is under way when a run begins, drawn by case.

    Attributes:
        left: share of the way that is still to go.
        who: whose case it is.
    """

    left: Uniform
    who: Uniform


class Starting(Protocol):
    """Something that may have work under way when a run begins, opened in order of ``opens``, then of the file."""

    @property
    def opens(self) -> int:
        """Its place."""

    def put_in_progress(self, under_way: UnderWay) -> None:
        """Open what would be open on a Monday morning of a company that has always run."""


def put_in_progress(departments: Iterable[Starting], streams: Streams) -> None:
    """Open what would be open on a Monday morning of a company that has always run."""
    under_way = UnderWay(streams.uniform("start.progress"), streams.uniform("start.customer"))
    for department in sorted(departments, key=lambda department: department.opens):
        department.put_in_progress(under_way)
