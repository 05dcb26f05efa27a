"""Levers that stand differently in a department or on an interface, and what they then cost."""

from __future__ import annotations

import pytest

from sim.engine.codes import Mode
from sim.inputs.levers_model import CONTACT_LEVERS, DEPARTMENT_LEVERS, INTERFACE_LEVERS, LEVERS, Levers
from sim.inputs.places import interface_name
from sim.levers.catalogue import CATALOGUE, mean_level, world
from tests.company.worlds import WORLDS, company_model

COMPANY = company_model()
PEOPLE = 60


@pytest.mark.parametrize("name", WORLDS)
def test_the_same_level_said_twice_changes_nothing(name: str) -> None:
    """A department told to stand as the company does, lever by lever, makes the very same world."""
    levers = WORLDS[name]
    same = {lever: getattr(levers, lever) for lever in DEPARTMENT_LEVERS}
    told = levers.model_copy(update={"by_department": {"finance": same, "sales": same}})
    assert world(COMPANY, told) == world(COMPANY, levers)


def test_a_department_of_its_own() -> None:
    """Remote work in Finance only: its practice changes, and whom its people help; nobody else's."""
    plain = world(COMPANY, WORLDS["siloed"])
    mixed = world(COMPANY, WORLDS["siloed"].model_copy(update={"by_department": {"finance": {"remote_work": 1.0}}}))
    everywhere = world(COMPANY, WORLDS["siloed"].model_copy(update={"remote_work": 1.0}))
    assert mixed.practices["finance"] == everywhere.practices["finance"] != plain.practices["finance"]
    assert {name for name in plain.practices if mixed.practices[name] != plain.practices[name]} == {"finance"}
    assert (mixed.links, mixed.contact) == (plain.links, plain.contact)
    assert list(mixed.skills) == ["finance"]


def test_interfaces_belong_to_the_department_they_lead_to() -> None:
    """No silos in Sales: what leads to Sales is not by hand; what leads from Sales is."""
    mixed = world(COMPANY, Levers(information_silos=1.0, by_department={"sales": {"information_silos": 0.0}}))
    assert {link.mode for (_, target, _), link in mixed.links.items() if target == "sales"} == {Mode.BATCH}
    assert {link.mode for (_, target, _), link in mixed.links.items() if target != "sales"} == {Mode.MANUAL}


def test_skills_of_a_department() -> None:
    """Cross-training in the contact centre only: its people learn, nobody else does."""
    skills = world(COMPANY, Levers(by_department={"support": {"cross_training": 1.0}})).skills
    assert set(skills) == {"support"}


def test_the_contact_centre_brings_its_channels() -> None:
    """The assistant stands at the contact centre: set there, it is as if set for the company, at a lower price."""
    here, everywhere = Levers(by_department={"support": {"chatbot": 1.0}}), Levers(chatbot=1.0)
    assert world(COMPANY, here).contact == world(COMPANY, everywhere).contact
    assert world(COMPANY, here).practices == world(COMPANY, everywhere).practices


def test_a_single_interface() -> None:
    """One interface on a platform of its own in a company of silos; the rest is unchanged."""
    name = "sales > finance: credit question"
    plain = world(COMPANY, Levers(information_silos=1.0))
    mixed = world(COMPANY, Levers(information_silos=1.0, by_interface={name: {"integrated_systems": 1.0}}))
    assert [interface_name(*link) for link in plain.links if mixed.links[link] != plain.links[link]] == [name]
    assert mixed.links["sales", "finance", "credit question"].mode == Mode.SHARED
    assert mixed.practices == plain.practices


def test_an_interface_keeps_what_its_department_has() -> None:
    """A level on an interface is laid over that of the department it leads to."""
    name = "support > finance: escalation"
    levers = Levers(
        information_silos=1.0,
        by_department={"finance": {"back_office_bots": 1.0}},
        by_interface={name: {"incompatible_technologies": 1.0}},
    )
    link = world(COMPANY, levers).links["support", "finance", "escalation"]
    assert link.keyed_by_bot_share == 0.5
    assert link.conversion_hours > 0


def test_a_department_pays_for_its_people() -> None:
    """9 of 60 people in Finance: remote work there alone costs 9/60 of what it costs everywhere."""
    levers = Levers(by_department={"finance": {"remote_work": 1.0}})
    assert mean_level(COMPANY, levers, "remote_work") == pytest.approx(9 / PEOPLE)
    price = world(COMPANY, levers).prices["remote_work"]
    assert price.per_year == pytest.approx(9 * 250)
    less = Levers(remote_work=1.0, by_department={"finance": {"remote_work": 0.0}})
    assert mean_level(COMPANY, less, "remote_work") == pytest.approx(51 / PEOPLE)


def test_an_interface_costs_its_part() -> None:
    """One interface of all: that share of the price of integrated systems."""
    levers = Levers(by_interface={"sales > finance: credit question": {"integrated_systems": 1.0}})
    links = len(world(COMPANY, levers).links)
    assert mean_level(COMPANY, levers, "integrated_systems") == pytest.approx(1 / links)


def test_where_a_lever_may_differ_it_can() -> None:
    """Levers by department change practice, skills or interfaces; those by interface an interface; the others neither."""
    for lever in CATALOGUE:
        groups = {touched.partition(".")[0] for touched in lever.touches}
        if lever.name in DEPARTMENT_LEVERS:
            assert groups <= {"practice", "link", "skills"}
        if lever.name in CONTACT_LEVERS:
            assert "contact" in groups
        assert (lever.name not in INTERFACE_LEVERS) or "link" in groups
    assert {*DEPARTMENT_LEVERS, *CONTACT_LEVERS, *INTERFACE_LEVERS} <= set(LEVERS)
