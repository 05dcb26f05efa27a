"""Building a company: from a scenario and its world's primitives to platforms, teams, bots, procedures, departments."""

from __future__ import annotations

from sim.company.arrivals import profiles
from sim.company.bots import Automation
from sim.company.casework import Casework
from sim.company.customers import Customers
from sim.company.department import Department
from sim.company.duplicates import Duplicates
from sim.company.house import House
from sim.company.information import Information
from sim.company.ledger import Ledger
from sim.company.procedures import Procedures
from sim.company.staffing import Staffing
from sim.company.suppliers import Suppliers
from sim.company.systems import Systems
from sim.company.wiring import DEPARTMENTS, introduce
from sim.company.world import World
from sim.engine.calendar import WEEK
from sim.engine.journal import Journal
from sim.engine.kernel import Event, Kernel
from sim.engine.streams import Streams
from sim.inputs.scenario import Scenario
from sim.levers.primitives import Primitives


def build_house(scenario: Scenario, replication: int, primitives: Primitives) -> House:
    """Everything that departments share, at hour 0."""
    model, warm_up = scenario.company, scenario.warm_up_weeks * WEEK
    env, journal, streams = Kernel(), Journal(), Streams(scenario.seed, replication)
    world = World(primitives, scenario.oracle, scenario.without)
    cases = Casework(env, journal, streams, warm_up + scenario.weeks * WEEK)
    systems = Systems(env, journal, model, world)
    staffing = Staffing(env, journal, streams, model, world, systems, warm_up)
    automation = Automation(env, journal, model.remedies, world, systems)
    house = House(
        model,
        warm_up,
        env,
        journal,
        streams,
        world,
        cases,
        profiles(model.arrivals),
        Ledger(env, journal),
        systems,
        staffing,
        automation,
        Procedures(streams, journal, model, world, staffing, automation),
        Customers(model, streams, env, cases.horizon),
        Suppliers(model.suppliers),
    )
    house.duplicates = Duplicates(model.crm, streams, world, house.customers, house.ledger)
    house.information = _information(house)
    return house


def _information(house: House) -> Information:
    def mend(source: str, target: str) -> Event:
        return house.neighbours.it.interface_failed(source, target)

    return Information(
        house.env,
        house.journal,
        house.streams,
        house.model,
        house.world.primitives,
        house.staffing.main_teams,
        mend,
        house.cases,
        lambda department: house.systems.platforms[department],
        house.automation.bots,
    )


def move_in(house: House) -> dict[str, Department]:
    """The departments of the company file, each by its class, and introduced to each other."""
    departments = {name: DEPARTMENTS[name](house) for name in house.model.departments}
    house.neighbours = introduce(departments)
    return departments
