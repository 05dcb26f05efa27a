"""One company in one world: built, run once to its horizon, and told about to those who measure it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from sim.company.building import build_house, move_in
from sim.company.changing import adopt
from sim.company.events import follow_the_calendar
from sim.company.facts import Facts, TeamFacts
from sim.company.forgetting import forget
from sim.company.left_lying import see_to_what_lies
from sim.company.sizing import sized
from sim.company.start import put_in_progress
from sim.company.streamed import GROUP_BYTES, streamed
from sim.engine.calendar import DAY, WEEK
from sim.engine.journal import Journal
from sim.inputs.scenario import Scenario
from sim.levers.change import world_at
from sim.levers.primitives import Primitives

PARTS = 24
"""Times a day that rows of a streamed journal leave the memory: a large company writes many megabytes a day."""
AFTERNOON = 15
"""The part of a day at whose end, as at midnight, what nobody will ask for is forgotten: the day's work is there."""


class Company:
    """One company in one world, ready to run once.

    Args:
        scenario: the frozen scenario.
        replication: number of the replication, from 0.
        primitives: those of the scenario's world, unless others are given.

    Attributes:
        house: all that its departments share.
        departments: the departments by name.
        env: the clock.
    """

    def __init__(self, scenario: Scenario, replication: int = 0, primitives: Primitives | None = None) -> None:
        self.scenario = scenario = sized(scenario)
        at_first = primitives or world_at(scenario, -scenario.warm_up_weeks * WEEK)
        self.house = build_house(scenario, replication, at_first)
        self.env = self.house.env
        self.departments = move_in(self.house)

    def adopt(self, primitives: Primitives) -> None:
        """Live by other primitives from now on."""
        adopt(self.house, self.departments, primitives)

    def run(self, stream_to: Path | None = None) -> Journal:
        """Run to the horizon and return the journal, with what was still open recorded as open.

        Args:
            stream_to: folder for the journal as Parquet files, written while the run goes on instead of kept in
                memory. Only such a run forgets what nobody will ask for, which takes 6 % of its time: a long one takes
                no more memory than a short one. The folder is there once the run has ended well, and what stood there
                is gone then. The journal that is returned reads from it and says the same.

        Raises:
            Mistakes: when a journal is to be streamed and pyarrow is not installed.
            OSError: when the folder cannot be written.
        """
        with streamed(self.house.journal, stream_to) if stream_to is not None else nullcontext():
            self._run(lean=stream_to is not None)
        return self.house.journal

    def _run(self, *, lean: bool) -> None:
        """``lean``: rows leave the memory, and so does what nobody will ask for."""
        house, parts = self.house, PARTS if lean else 1
        for department in self.departments.values():
            department.start()
        put_in_progress(self.departments.values(), house.streams)
        house.env.start(see_to_what_lies(house))
        follow_the_calendar(self.scenario, house, self.adopt)
        if lean:
            forget(house, self.departments.values())
        days = 0
        while self.env.now < house.cases.horizon:
            for part in range(1, parts + 1):
                until = min(DAY * (days + part / parts), house.cases.horizon)
                if until > self.env.now:
                    self.env.run(until=until)
                    house.journal.spill(GROUP_BYTES)
                if lean and part in (AFTERNOON, parts):
                    forget(house, self.departments.values())
                    house.streams.forget()
            days += 1
        house.staffing.close()
        house.automation.close()
        for team in house.staffing.on_call.values():
            team.close()
        house.systems.close()
        house.cases.record_open_cases()

    def facts(self) -> Facts:
        """What the measures must know that is not in the journal."""
        model, house = self.scenario.company, self.house
        horizon = house.cases.horizon
        teams = house.staffing.facts(horizon) | house.automation.facts()
        for name, team in house.staffing.on_call.items():
            teams[team.name] = TeamFacts(name, team.calendar, (), 0.0, 0)
        per_year, one_off = house.world.purchases.paid_for(house.warm_up, horizon)
        return Facts(
            teams,
            horizon,
            house.warm_up,
            model.overhead_per_year,
            model.hr.overtime_factor,
            per_year,
            one_off,
            model.behaviour.lifetime_years,
            model.behaviour.discount_per_year,
            model.customers.consumers + model.customers.businesses,
            self.scenario.shocks,
            model.contacts.service_level_seconds / 3600,
            model.contacts.short_abandon_seconds / 3600,
            frozenset(name for name, department in model.departments.items() if department.office == "back"),
        )
