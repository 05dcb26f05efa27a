"""How levers come together: placebo, one formula for what is left of a challenge, no order, and what it all costs."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.inputs.information_model import StrategyCosts
from sim.inputs.levers_model import CHALLENGES, LEVERS, STRATEGIES, TRENDS, Levers
from sim.inputs.loading import load_scenario
from sim.levers import catalogue
from sim.levers.catalogue import CATALOGUE, price_of, remaining, world
from sim.levers.primitives import Primitives, neutral
from tests.company.worlds import WORLDS, company_model
from tests.first_company import FIRST

COMPANY = company_model()
LEVEL = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0.0, 1.0))
ANY_LEVERS = st.fixed_dictionaries(dict.fromkeys(LEVERS, LEVEL))


def test_placebo() -> None:
    """All levers at 0 are the neutral primitives, equal in every field."""
    assert world(COMPANY, Levers()) == neutral(COMPANY)


@pytest.mark.parametrize("name", LEVERS)
@pytest.mark.parametrize("others", WORLDS)
def test_a_lever_at_0_is_as_if_it_did_not_exist(name: str, others: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a lever at 0, taking its row out of the catalogue changes nothing, whatever the other levers are."""
    levers = WORLDS[others].model_copy(update={name: 0.0})
    present = world(COMPANY, levers)
    monkeypatch.setattr(catalogue, "CATALOGUE", tuple(lever for lever in CATALOGUE if lever.name != name))
    assert world(COMPANY, levers) == present


@pytest.mark.parametrize("challenge", CHALLENGES)
def test_what_remains_of_a_challenge_by_hand(challenge: str) -> None:
    """Half a challenge under all strategies at 0.8: 0.5 times the product of (1 - 0.8 * coverage)."""
    by_hand = {
        "information_silos": 0.5 * (1 - 0.8 * 0.90) * (1 - 0.8 * 0.25),
        "cultural_differences": 0.5 * (1 - 0.8 * 0.80) * (1 - 0.8 * 0.25),
        "incompatible_technologies": 0.5 * (1 - 0.8 * 0.90) * (1 - 0.8 * 0.20),
    }
    levers = Levers(**{challenge: 0.5}, **dict.fromkeys(STRATEGIES, 0.8))
    assert remaining(COMPANY, levers, challenge) == pytest.approx(by_hand[challenge], rel=1e-15)


@given(ANY_LEVERS)
def test_what_remains_is_the_product(levels: dict[str, float]) -> None:
    """For any levels: challenge * prod(1 - strategy * coverage); never more than the challenge, never negative."""
    levers = Levers(**levels)
    for challenge in CHALLENGES:
        product = levels[challenge]
        for strategy, coverage in COMPANY.remedies.coverage[challenge].items():
            product *= 1.0 - levels[strategy] * coverage
        left = remaining(COMPANY, levers, challenge)
        assert left == pytest.approx(product, rel=1e-12, abs=1e-300)
        assert 0.0 <= left <= levels[challenge]


def test_the_order_of_the_table_does_not_matter() -> None:
    """Coverage written in another order leaves the very same remainder, bit for bit."""
    turned = {challenge: dict(reversed(list(row.items()))) for challenge, row in COMPANY.remedies.coverage.items()}
    other = COMPANY.model_copy(update={"remedies": COMPANY.remedies.model_copy(update={"coverage": turned})})
    levers = Levers(**dict.fromkeys(CHALLENGES, 0.7), **dict(zip(STRATEGIES, (0.3, 0.9, 0.6, 0.1), strict=True)))
    assert world(other, levers) == world(COMPANY, levers)


def fold(order: tuple[str, ...], levers: Levers) -> Primitives:
    """The effects of the levers in an order of one's own."""
    rows = {lever.name: lever for lever in CATALOGUE}
    after = neutral(COMPANY)
    for name in order:
        level = remaining(COMPANY, levers, name) if rows[name].kind == "challenge" else getattr(levers, name)
        after = rows[name].effect(COMPANY, after, level) if level > 0 else after
    return after


@pytest.mark.parametrize("level", [0.3, 0.5, 1.0])
def test_composition_is_free_of_order(level: float) -> None:
    """Challenges in any order, then strategies in any order, make the same world."""
    levers = Levers(**dict.fromkeys(CHALLENGES, 1.0), **dict.fromkeys(STRATEGIES, level))
    reference = fold((*CHALLENGES, *STRATEGIES), levers)
    assert (reference.links, reference.practices, reference.skills) == (
        world(COMPANY, levers).links,
        world(COMPANY, levers).practices,
        world(COMPANY, levers).skills,
    )
    for challenges in permutations(CHALLENGES):
        assert fold((*challenges, *STRATEGIES), levers) == reference
    for strategies in permutations(STRATEGIES):
        assert fold((*CHALLENGES, *strategies), levers) == reference


def test_trends_are_free_of_order() -> None:
    """On top of challenges and strategies, trends make the same world in any order (twelve of the many)."""
    levers = Levers(**dict.fromkeys(CHALLENGES, 1.0), **dict.fromkeys(STRATEGIES, 0.4), **dict.fromkeys(TRENDS, 0.6))
    before = (*CHALLENGES, *STRATEGIES)
    reference = fold((*before, *TRENDS), levers)
    assert replace(world(COMPANY, levers), prices={}) == reference
    for shift in range(1, len(TRENDS)):
        turned = (*TRENDS[shift:], *TRENDS[:shift])
        assert fold((*before, *turned), levers) == reference == fold((*before, *reversed(turned)), levers)


@pytest.mark.parametrize("level", [0.3, 0.6, 0.9])
def test_challenges_alone_are_free_of_order(level: float) -> None:
    """Partial challenges in any order make the same world too."""
    levers = Levers(**dict.fromkeys(CHALLENGES, level))
    worlds = [fold(order, levers) for order in permutations(CHALLENGES)]
    assert all(other == worlds[0] for other in worlds[1:])


def test_integrated_without_its_strategies_is_siloed() -> None:
    """The cube of the four strategies spans siloed to integrated: with all four at 0, every primitive is equal."""
    siloed, integrated = (load_scenario(FIRST / f"{name}.toml") for name in ("siloed", "integrated"))
    without = integrated.levers.model_copy(update=dict.fromkeys(STRATEGIES, 0.0))
    assert world(integrated.company, without) == world(siloed.company, siloed.levers)
    assert world(integrated.company, integrated.levers) != world(siloed.company, siloed.levers)


def test_costs_by_hand() -> None:
    """60 people: integrated systems cost 280,000 + 60 x 800 once and 70,000 + 60 x 900 a year; half of it at 0.5."""
    people = sum(team.staff for team in COMPANY.teams.values())
    assert people == 4 + 10 + 6 + 3 + 9 + 11 + 7 + 5 + 2 + 3 == 60
    prices = world(COMPANY, Levers(integrated_systems=1.0, process_automation=0.5)).prices
    assert set(prices) == {"integrated_systems", "process_automation"}
    assert prices["integrated_systems"].one_off == pytest.approx(280_000 + 60 * 800)
    assert prices["integrated_systems"].per_year == pytest.approx(70_000 + 60 * 900)
    assert prices["process_automation"].one_off == pytest.approx(0.5 * 90_000)
    assert prices["process_automation"].per_year == pytest.approx(0.5 * 45_000)


def test_challenges_have_no_price() -> None:
    """Obstacles are not bought: a world without strategies has no lever costs."""
    assert world(COMPANY, WORLDS["siloed"]).prices == {}


@given(LEVEL, st.integers(1, 500))
def test_costs_are_proportional_to_the_level(level: float, people: int) -> None:
    """Price at a level = level times the full price."""
    costs = StrategyCosts(one_off=100.0, per_year=10.0, per_person_one_off=3.0, per_person_per_year=2.0)
    price = price_of(costs, people, level)
    assert price.one_off == pytest.approx(level * (100 + 3 * people))
    assert price.per_year == pytest.approx(level * (10 + 2 * people))
