"""Hand-offs so many that they stay electronic: silos and conversion never touch them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.engine.codes import Mode
from sim.inputs.levers_model import Levers
from sim.inputs.loading import load_scenario
from sim.levers.catalogue import CATALOGUE, world
from sim.levers.primitives import Link, LinkName, neutral

SCENARIOS = Path(__file__).parents[2] / "scenarios"
BOTH = {"information_silos": 1.0, "incompatible_technologies": 1.0}


def links(name: str, **levers: float) -> dict[LinkName, Link]:
    """The links of a shipped company in a world."""
    return dict(world(load_scenario(SCENARIOS / f"{name}typical.toml").company, Levers(**levers)).links)


@pytest.mark.parametrize("name", ["", "small_"])
def test_what_is_electronic_is_said_in_the_file(name: str) -> None:
    """Web orders, shipments and deliveries to businesses: by the hundred a week, keyed in by nobody."""
    electronic = {link for link, row in links(name).items() if row.electronic}
    assert electronic == {
        ("sales", "logistics", "web order"),
        ("logistics", "finance", "shipment"),
        ("logistics", "crm", "delivery"),
    }


@pytest.mark.parametrize("level", [0.25, 0.5, 1.0])
def test_silos_and_conversion_never_touch_them(level: float) -> None:
    """At every strength an interface, nothing to write, key in or convert; slow and failing like all interfaces."""
    before, after = (links("", **dict.fromkeys(BOTH, strength)) for strength in (0.0, level))
    for name, link in after.items():
        if link.electronic:
            assert link.mode == Mode.BATCH
            assert (link.write_hours, link.rekey_hours, link.conversion_hours) == (0.0, 0.0, 0.0)
            assert (link.failure, link.mapping_error) > (before[name].failure, before[name].mapping_error)
    others = [link for link in after.values() if not link.electronic]
    assert all(link.conversion_hours > 0 for link in others)
    if level == 1.0:
        assert all(link.mode == Mode.MANUAL for link in others)


def test_electronic_is_all_that_makes_the_difference() -> None:
    """The same hand-off not called electronic is keyed in when all is siloed."""
    company = load_scenario(SCENARIOS / "small_typical.toml").company
    silos = next(lever for lever in CATALOGUE if lever.name == "information_silos")
    plain, name = neutral(company), ("sales", "logistics", "web order")
    keyed = replace(plain, links={**plain.links, name: replace(plain.links[name], electronic=False)})
    assert silos.effect(company, plain, 1.0).links[name] == plain.links[name]
    by_hand = silos.effect(company, keyed, 1.0).links[name]
    assert by_hand.mode == Mode.MANUAL
    assert by_hand.rekey_hours == pytest.approx(10 * company.information.rekey_minutes_per_field / 60)
    assert by_hand.write_hours == 0.0, "the shop writes it"


def test_one_platform_takes_them_in_like_all_others() -> None:
    """With integrated systems at 1 they are shared."""
    shared = links("", **BOTH, integrated_systems=1.0)
    assert all(link.mode == Mode.SHARED for link in shared.values() if link.electronic)
