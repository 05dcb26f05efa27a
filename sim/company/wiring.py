"""Which class runs which department, and who fulfils what. A new department is one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

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
from sim.company.neighbours import Neighbours

Kind = TypeVar("Kind", bound=Department)

DEPARTMENTS: dict[str, type[Department]] = {
    kind.name: kind
    for kind in (
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


def introduce(departments: Mapping[str, Department]) -> Neighbours:
    """Let everybody know whom they may turn to."""
    return Neighbours(
        departments,
        sales=the(Sales, departments),
        logistics=the(Logistics, departments),
        support=the(Support, departments),
        finance=the(Finance, departments),
        marketing=the(Marketing, departments),
        hr=the(HumanResources, departments),
        it=the(InformationTechnology, departments),
    )


def the(kind: type[Kind], departments: Mapping[str, Department]) -> Kind:
    """The one department of a class."""
    department = departments[kind.name]
    if not isinstance(department, kind):
        raise TypeError(f"{kind.name!r} is run by {type(department).__name__}, which is no {kind.__name__}")
    return department
