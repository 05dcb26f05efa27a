"""Which room runs which department. A new department is one line here and a table in the company file."""

from __future__ import annotations

from sim.company.back_office.finance import Finance
from sim.company.back_office.hr import HumanResources
from sim.company.back_office.it import InformationTechnology
from sim.company.back_office.legal import Legal
from sim.company.back_office.logistics import Logistics
from sim.company.department import Department
from sim.company.front_office.crm import CustomerRelations
from sim.company.front_office.marketing import Marketing
from sim.company.front_office.sales import Sales
from sim.company.front_office.support import Support

DEPARTMENTS: dict[str, type[Department]] = {
    room.name: room
    for room in (
        Marketing,
        Sales,
        Support,
        CustomerRelations,
        Finance,
        Logistics,
        InformationTechnology,
        HumanResources,
        Legal,
    )
}
