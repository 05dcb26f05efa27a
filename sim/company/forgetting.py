"""Forgetting what nothing can ask for any more, so that a long run takes no more memory than a short one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from sim.company.department import Department
from sim.company.house import House


def forget(house: House, departments: Iterable[Department]) -> None:
    """Drop versions of records that every copy has left behind; those of customers are ``forget_of_customers``'s."""
    known = house.information.known_everywhere()
    of_orders = (case.record for case in house.cases.held() if case.record is not None)
    for record in chain(of_orders, *(department.records for department in departments)):
        record.forget_before(known)


def forget_of_customers(house: House) -> None:
    """The same of customers' records: thousands a day are asked for."""
    house.customers.remembered.forget(house.information.known_everywhere)
