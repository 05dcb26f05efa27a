"""What one must know of a company to read its journal; all of it stands in the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.engine.calendar import WEEK, Calendar
from sim.inputs.events_model import Shock


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """What the measures need to know of a team.

    ``platforms``: (since when, name of the system it works on), in order of time; none for those who need no system.
    ``calendar`` is that of the whole run.
    """

    department: str
    calendar: Calendar
    platforms: tuple[tuple[float, str], ...]
    wage: float
    staff: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the measures need to know of a company that is not in the journal (all of it is in the scenario)."""

    teams: Mapping[str, TeamFacts]
    horizon: float
    warm_up: float
    overhead_per_year: float
    overtime_factor: float
    lever_cost_per_year: float
    lever_one_off: float
    lifetime_years: float
    discount: float
    customers: int
    shocks: tuple[Shock, ...] = ()
    service_level_hours: float = 20 / 3600
    short_abandon_hours: float = 0.0
    back_offices: frozenset[str] = frozenset()

    @property
    def hours(self) -> float:
        """Length of the measured period."""
        return self.horizon - self.warm_up

    @property
    def years(self) -> float:
        """The measured period in years of 52 weeks."""
        return self.hours / (52 * WEEK)
