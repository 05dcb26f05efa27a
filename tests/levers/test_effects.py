"""Each lever changes the primitives that its row of the catalogue declares, and no other."""

from __future__ import annotations

from dataclasses import fields

import pytest

from sim.engine.codes import Mode
from sim.inputs.levers_model import LEVERS, PLACES, Levers
from sim.levers.catalogue import CATALOGUE
from sim.levers.lever import Lever
from sim.levers.primitives import SHARED_PLATFORM, Contact, Link, Practice, Prediction, Primitives, neutral
from tests.company.worlds import company_model

COMPANY = company_model()
LEVELS = (0.05, 0.25, 0.5, 0.75, 1.0)
BY_NAME = {lever.name: lever for lever in CATALOGUE}


def effect(name: str, before: Primitives, level: float) -> Primitives:
    return BY_NAME[name].effect(COMPANY, before, level)


def worlds_before() -> list[Primitives]:
    """Worlds to which a lever may be applied: plain, with each challenge, with all, with strategies but no sharing."""
    plain = neutral(COMPANY)
    challenged = [
        effect(lever.name, plain, level) for lever in CATALOGUE if lever.kind == "challenge" for level in (0.5, 1.0)
    ]
    everything = plain
    for lever in CATALOGUE:
        if lever.kind == "challenge":
            everything = lever.effect(COMPANY, everything, 1.0)
    remedied = everything
    for lever in CATALOGUE:
        if lever.kind == "strategy" and lever.name != "integrated_systems":
            remedied = lever.effect(COMPANY, remedied, 0.5)
    return [plain, *challenged, everything, remedied]


BEFORE = worlds_before()


def changed(before: Primitives, after: Primitives) -> set[str]:
    """Names of the primitives in which two worlds differ, such as "link.mode", "practice.attention" or "skills"."""
    assert list(before.links) == list(after.links)
    assert list(before.practices) == list(after.practices)
    links = {
        f"link.{field.name}"
        for field in fields(Link)
        for name, link in before.links.items()
        if getattr(link, field.name) != getattr(after.links[name], field.name)
    }
    practice = {
        f"practice.{field.name}"
        for field in fields(Practice)
        for name, own in before.practices.items()
        if getattr(own, field.name) != getattr(after.practices[name], field.name)
    }
    groups = {
        f"{group}.{field.name}"
        for group, kind in (("contact", Contact), ("prediction", Prediction))
        for field in fields(kind)
        if getattr(getattr(before, group), field.name) != getattr(getattr(after, group), field.name)
    }
    whole = {name for name in ("skills", "prices") if getattr(before, name) != getattr(after, name)}
    return links | practice | groups | whole


def test_every_primitive_is_looked_at() -> None:
    """The difference of two worlds sees a change in any field of any primitive (else the tests below prove little)."""
    assert {field.name for field in fields(Primitives)} == {
        "links",
        "practices",
        "skills",
        "prices",
        "contact",
        "prediction",
    }
    assert changed(BEFORE[0], BEFORE[0]) == set()
    assert changed(BEFORE[0], BEFORE[-2]) >= {"link.mode", "link.failure", "practice.visible", "practice.attention"}


def test_a_row_for_every_lever() -> None:
    """The catalogue has exactly one row for each number that a scenario may set, and every row says all it must."""
    assert [lever.name for lever in CATALOGUE] == list(LEVERS)
    assert [*LEVERS, *PLACES] == list(Levers.model_fields)
    for lever in CATALOGUE:
        assert all((lever.sentence, lever.mechanism, lever.harm, lever.source, lever.touches)), lever.name


@pytest.mark.parametrize("lever", CATALOGUE, ids=lambda lever: lever.name)
def test_changes_what_it_declares_and_nothing_else(lever: Lever) -> None:
    """Field by field, at five levels, from nine worlds: all that is declared is changed by some level of some world."""
    seen = set().union(*(changed(before, lever.effect(COMPANY, before, level)) for before in BEFORE for level in LEVELS))
    assert seen == lever.touches


@pytest.mark.parametrize("level", LEVELS)
def test_integration_converts_exactly_the_ranks_up_to_its_level(level: float) -> None:
    """The interfaces that become shared are those of rank <= level: no more, no fewer."""
    for before in BEFORE:
        after = effect("integrated_systems", before, level)
        shared = {name for name, link in after.links.items() if link.mode == Mode.SHARED}
        assert shared == {name for name, link in before.links.items() if link.rank <= level}


@pytest.mark.parametrize("level", LEVELS)
def test_silos_convert_the_other_end_first(level: float) -> None:
    """Silos turn to messages by hand exactly the interfaces with 1 - rank <= level: the last to be integrated."""
    after = effect("information_silos", neutral(COMPANY), level)
    by_hand = {name for name, link in after.links.items() if link.mode == Mode.MANUAL}
    assert by_hand == {name for name, link in after.links.items() if 1.0 - link.rank <= level}


def test_a_higher_level_converts_a_superset() -> None:
    """More integration never takes an interface back; at a rank exactly its interface is converted."""
    ranks = sorted({link.rank for link in neutral(COMPANY).links.values()})
    sizes = []
    for rank in ranks:
        modes = [link.mode for link in effect("integrated_systems", neutral(COMPANY), rank).links.values()]
        sizes.append(modes.count(Mode.SHARED))
    assert sizes == sorted(set(sizes)), "every further rank adds at least one interface"
    assert sizes[-1] == len(neutral(COMPANY).links)


@pytest.mark.parametrize(("level", "some"), [(0.5, False), (0.55, True), (1.0, True)])
def test_a_department_moves_when_most_of_its_interfaces_are_shared(level: float, some: bool) -> None:
    """The shared platform takes over a department whose shared interfaces outnumber the rest; the front pays."""
    after = effect("integrated_systems", neutral(COMPANY), level)
    for name, practice in after.practices.items():
        own = [link.mode == Mode.SHARED for (source, target, _), link in after.links.items() if name in (source, target)]
        moved = practice.platform == SHARED_PLATFORM
        assert moved == (2 * sum(own) > len(own)), name
        front = COMPANY.departments[name].office == "front"
        assert practice.added_hours == (COMPANY.remedies.mandatory_fields_minutes / 60 if moved and front else 0.0)
    assert any(practice.platform == SHARED_PLATFORM for practice in after.practices.values()) == some


def test_full_silos_by_hand() -> None:
    """Worked out: a sales order of 16 fields is written in 4 min and rekeyed in 16 x 0.55 min; reports: a week old."""
    after = effect("information_silos", neutral(COMPANY), 1.0)
    order = after.links["sales", "logistics", "business order"]
    assert (order.mode, order.write_hours) == (Mode.MANUAL, 4.0 / 60)
    assert order.rekey_hours == pytest.approx(16 * 0.55 / 60)
    assert after.links["sales", "logistics", "web order"].write_hours == 0.0, "the shop sends it, nobody writes"
    assert after.links["logistics", "sales", "stock"].period_hours == 84.0
    assert after.practices["sales"].visible == pytest.approx(1.0 - 0.85)
    assert after.practices["hr"].report_hours == 7 * 24.0


def test_full_culture_by_hand() -> None:
    """Worked out for Legal, the most precise (pace 0.1): 8 % slower, 40 % fewer errors, half the attention."""
    practice = effect("cultural_differences", neutral(COMPANY), 1.0).practices["legal"]
    assert practice.pace == pytest.approx(0.1)
    assert practice.speed == pytest.approx(1 + 0.20 * (0.1 - 0.5))
    assert practice.error_factor == pytest.approx(1 + 1.0 * (0.1 - 0.5))
    assert (practice.attention, practice.others_last, practice.escalation_factor) == (0.5, 1.0, 2.0)
    assert practice.ask_back == pytest.approx(0.03 + 0.20)


def test_attention_can_be_switched_off() -> None:
    """With the behavioural assumption off, cultural differences leave attention alone."""
    company = company_model({"behaviour": {"attention": False}})
    after = BY_NAME["cultural_differences"].effect(company, neutral(company), 1.0)
    assert {practice.attention for practice in after.practices.values()} == {1.0}


def test_cross_training_by_hand() -> None:
    """At 0.5, half of ten sellers learn the first team on their list, 15 % slower, for 1 % of their time."""
    after = effect("cross_training", neutral(COMPANY), 0.5)
    (skill,) = after.skills["sales"]
    assert (skill.team, skill.slowdown, skill.people) == ("crm", 1.15, 5)
    assert after.practices["sales"].away_share == pytest.approx(0.01)


def test_joint_sessions_only_at_full_collaboration() -> None:
    """Case teams of both offices exist at 1 and not a hair below."""
    below, full = (effect("collaborative_culture", neutral(COMPANY), level) for level in (0.999, 1.0))
    assert {practice.joint_sessions for practice in below.practices.values()} == {False}
    assert {practice.joint_sessions for practice in full.practices.values()} == {True}
