"""Departments do not know each other, and nothing that they share knows them; only the wiring knows their classes."""

from __future__ import annotations

from sim.company.wiring import DEPARTMENTS
from tests.test_floors import imports

OFFICES = ("sim.company.front_office.", "sim.company.back_office.")
CLASSES = {kind.__module__ for kind in DEPARTMENTS.values()}


def test_no_department_imports_another() -> None:
    """Type-only imports count; what a department keeps in files of its own it may import."""
    assert [(user, used) for user, used in imports().edges if user.startswith(OFFICES) and used in CLASSES] == []


def test_only_the_wiring_knows_the_classes_and_only_three_know_the_wiring() -> None:
    assert {user for user, used in imports().edges if used in CLASSES} == {"sim.company.wiring"}
    assert {user for user, used in imports().edges if used == "sim.company.wiring"} == {
        "sim.company.building",
        "sim.company.checks",
        "sim.company.graph",
    }


def test_what_departments_share_knows_no_department() -> None:
    """The house and all it is made of, however far one follows their imports."""
    seen, open_ends = set(), ["sim.company.house", "sim.company.events", "sim.company.start"]
    while open_ends:
        user = open_ends.pop()
        if user not in seen:
            seen.add(user)
            open_ends += imports().successors(user)
    assert len(seen) > 30
    assert not seen & {*CLASSES, "sim.company.department", "sim.company.wiring", "sim.company.simulation"}


def test_every_department_has_a_file_of_its_own() -> None:
    """The graph holds them all, so that the tests above look at something."""
    assert set(imports().nodes) >= CLASSES
    assert len(CLASSES) == len(DEPARTMENTS)
