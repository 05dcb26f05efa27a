"""A changing company: other primitives in the place of the old ones, during a run."""

from __future__ import annotations

from collections.abc import Mapping

from sim.company.department import Department
from sim.company.house import House
from sim.levers.primitives import Primitives


def adopt(house: House, departments: Mapping[str, Department], primitives: Primitives) -> None:
    """Live by other primitives from now on; what has begun goes on as it was, what begins now follows them."""
    before = house.world.become(primitives, house.env.now)
    for name in house.systems.follow():
        house.automation.move(name)
        house.staffing.move(name)
    house.automation.follow()
    house.procedures.follow()
    house.staffing.teach()
    house.staffing.follow(before)
    for name, department in departments.items():
        department.practice = house.world.primitives.practices[name]
    house.information.adopt(house.world.primitives)
    for department in departments.values():
        department.adopt()
