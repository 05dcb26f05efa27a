"""Contacts that reach the wrong colleague, and stories that are kept for the next one."""

from __future__ import annotations

import pytest

from sim.company.case import Case
from sim.company.front_office.channels import EMAIL
from sim.company.front_office.support import Support
from sim.company.simulation import Company
from sim.inputs.names import CapabilityName
from tests.company.worlds import assert_timeline, clock, decoded, its, near, still, ticket

WITH: tuple[CapabilityName, ...] = ()
WITHOUT: tuple[CapabilityName, ...] = ("service platform",)
ASTRAY = {"astray_share": 1.0, "routed_share": 1.0}


def question(*without: CapabilityName, routed: float = 1.0, visible: float = 1.0) -> tuple[Company, Case]:
    """A question of Monday 9:00, of which all go astray where nothing routes them."""
    change = {"contacts": {**ASTRAY, "routed_share": routed}}
    company = still(change, without=without, practices={"support": {"visible": visible}})
    case = ticket(company, "question", EMAIL, clock(0, 9))
    company.env.run(until=clock(0, 17))
    return company, case


def talks(company: Company, case: Case) -> list[float]:
    """Minutes of each talk."""
    visits = decoded(company).visits
    own = visits[(visits["case"] == case.key) & (visits["activity"] == "answer a message")].sort_values("started")
    return [60 * float(hours) for hours in own["ended"] - own["started"]]


def transfers(company: Company) -> int:
    return len(decoded(company).noted("transferred"))


@pytest.mark.usefixtures("certain_topics")
def test_a_platform_routes_it_to_who_can_help() -> None:
    """One talk. Where routing spares nobody a colleague takes over for as long again, and it is one contact still."""
    company, case = question()
    assert (len(talks(company, case)), transfers(company), case.value) == (1, 0, 1)
    company, case = question(routed=0.0)
    first, second = talks(company, case)
    assert (transfers(company), case.value) == (1, 1)
    assert first == near(second)


@pytest.mark.usefixtures("certain_topics")
def test_who_takes_over_knows_the_story_if_the_platform_keeps_it() -> None:
    """Kept and seen: nothing to tell. Not seen in others' records, or no platform: told again."""
    retell = still().house.model.contacts.retell_minutes
    for without, visible, more in ((WITH, 1.0, 0.0), (WITH, 0.0, retell), (WITHOUT, 1.0, retell)):
        company, case = question(*without, routed=0.0, visible=visible)
        first, second = talks(company, case)
        assert second - first == near(more)


@pytest.mark.usefixtures("certain_topics")
def test_while_the_platform_is_down_nothing_is_routed() -> None:
    """It comes in at 9:00 while the platform is down, until 10:00: it lies with whoever is next, and is passed on."""
    company = still({"contacts": ASTRAY})
    platform = company.house.systems.platforms["support"]
    company.env.at(clock(0, 8), platform.fail)
    company.env.at(clock(0, 10), platform.restore)
    case = ticket(company, "question", EMAIL, clock(0, 9))
    company.env.run(until=clock(0, 17))
    minutes = company.house.model.activities["answer a message"].mean_minutes / 60
    assert_timeline(
        company,
        case,
        [
            ("answer a message", clock(0, 10), clock(0, 10) + minutes),
            ("answer a message", clock(0, 10) + minutes, clock(0, 10) + 2 * minutes),
        ],
    )


def test_a_further_contact_is_told_from_the_beginning_without_a_platform() -> None:
    for without, told in ((WITH, False), (WITHOUT, True)):
        company = still(without=without)
        case = ticket(company, "question", EMAIL, clock(0, 9))
        assert (its(company, Support)._retelling(case, 1) > 0) is told
        assert its(company, Support)._retelling(case, 0) == 0.0
