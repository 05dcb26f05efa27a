"""The house: what every department may use, each part with one subject; it knows no department."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.company.arrivals import Profiles
from sim.company.bots import Automation
from sim.company.casework import Casework
from sim.company.customers import Customers
from sim.company.duplicates import Duplicates
from sim.company.information import Information
from sim.company.ledger import Ledger
from sim.company.neighbours import Neighbours
from sim.company.procedures import Procedures
from sim.company.staffing import Staffing
from sim.company.suppliers import Suppliers
from sim.company.systems import Systems
from sim.company.world import World
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.streams import Streams
from sim.inputs.company_model import CompanyModel


@dataclass(slots=True)
class House:
    """All that departments share.

    Attributes:
        warm_up: hours before the measured period begins.
        neighbours: set once all departments are there.
    """

    model: CompanyModel
    warm_up: float
    env: Kernel
    journal: Journal
    streams: Streams
    world: World
    cases: Casework
    profiles: Profiles
    ledger: Ledger
    systems: Systems
    staffing: Staffing
    automation: Automation
    procedures: Procedures
    customers: Customers
    suppliers: Suppliers
    information: Information = field(init=False)
    duplicates: Duplicates = field(init=False)
    neighbours: Neighbours = field(init=False)
