"""Forgetting what nothing can ask for any more, so that a long run takes no more memory than a short one."""

from __future__ import annotations

from collections.abc import Iterable

from sim.company.department import Department
from sim.company.house import House
from sim.inputs.names import ORDER_STATUS


def forget(house: House, departments: Iterable[Department]) -> None:
    """Drop versions of records that every copy has left behind; let cases rest that wait for long."""
    known = house.information.known_everywhere
    house.customers.remembered.forget(known)
    of_orders = known(ORDER_STATUS)
    for case in house.cases.held():
        if case.record is not None:
            case.record.forget_before(of_orders)
    house.cases.let_rest()
    everything = known()
    for department in departments:
        department.forget(everything)
