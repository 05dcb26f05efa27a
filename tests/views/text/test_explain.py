"""A scenario in words: every number in it is the scenario's own, and a field nobody knew of is told too."""

from __future__ import annotations

import re

import pytest
from pydantic import Field

from sim.inputs.levers_model import Levers
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import CATALOGUE, remaining, world
from sim.measures.catalogue import MEASURES
from sim.measures.run import MODES
from sim.views.style import words
from sim.views.text.explain import WIDTH, differences, explain, explained
from tests.views.made_study import scenario


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["siloed", "integrated", "typical"])
def test_everything_is_told_within_its_width(name: str) -> None:
    text = explained(scenario(name))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert text.startswith(f"{name.capitalize()}\n======")
    for heading in ("The company", "How information travels", "When people work", "What will be measured", "The run"):
        assert f"\n\n{heading}\n{'-' * len(heading)}\n" in text


def test_the_company_and_the_run_in_numbers() -> None:
    siloed = scenario("siloed", weeks=7, warm_up_weeks=1)
    company, text = siloed.company, flat(explained(siloed))
    people = sum(team.staff for team in company.teams.values())
    assert f"has {people} people in {len(company.departments)} departments" in text
    for model in company.departments.values():
        assert model.label in text
        assert model.system in text
    assert f"{company.customers.web_orders_per_week:,g} web orders" in text
    assert f"{company.contacts.complaints_per_week:,g} complaints" in text
    assert "7 weeks are measured, after 1 week of warm-up. Random numbers start at seed 1." in text
    assert f"{len(MEASURES)} measures" in text
    assert "Monday to Friday, 12 to 20 o'clock: Customer service." in text


def test_levers_with_their_sentences_remains_and_prices() -> None:
    integrated = scenario("integrated")
    text = flat(explained(integrated))
    prices = world(integrated.company, integrated.levers).prices
    for lever in CATALOGUE:
        level = getattr(integrated.levers, lever.name)
        assert (flat(f"{lever.sentence} It works by {lever.mechanism}.") in text) == (level > 0), lever.name
        if lever.name in prices:
            price = prices[lever.name]
            assert f"It costs EUR {price.one_off:,.0f} once and EUR {price.per_year:,.0f} a year." in text
    left = remaining(integrated.company, integrated.levers, "information_silos")
    assert left < 1
    assert "Of it remains" in text
    assert f"EUR {sum(price.per_year for price in prices.values()):,.0f} a year." in text
    assert "Of it remains" not in explained(scenario("siloed"))


@pytest.mark.parametrize("name", ["siloed", "integrated", "typical"])
def test_interfaces_are_counted_by_how_they_work(name: str) -> None:
    told = scenario(name)
    links = [link for link in world(told.company, told.levers).links.values() if not link.feed]
    said = re.search(r"Of (\d+) interfaces for cases handed on, (.*?)\. Of", flat(explained(told)))
    assert said is not None
    assert int(said[1]) == len(links)
    for mode, way in words.MODES.items():
        number = sum(MODES[link.mode] == mode for link in links)
        assert (f"{number} work {way}" in said[2]) == (number > 0)


def test_what_differs_is_told_once_and_only_that() -> None:
    siloed, integrated = scenario("siloed"), scenario("integrated")
    lines = differences(siloed, integrated)
    changed = [name for name in Levers.model_fields if getattr(siloed.levers, name) != getattr(integrated.levers, name)]
    assert len(lines) == len(changed)
    assert any(line.startswith("Integrated systems: 0 % in siloed, ".replace(" %", "\u00a0%")) for line in lines)
    assert differences(siloed, siloed) == ["Nothing but their names: they give the same numbers."]
    longer = siloed.model_copy(update={"weeks": 26, "name": "longer"})
    assert differences(siloed, longer) == [f"Weeks: {siloed.weeks} in siloed, 26 in longer."]
    text = explain([siloed, integrated])
    assert text.count("What differs between siloed and integrated") == 1
    assert max(map(len, text.splitlines())) <= WIDTH


class Tides(Levers):
    """Levers with one that the catalogue does not know."""

    moonlight: float = 0.5


class Later(Scenario):
    """A scenario with a field that nobody knew of."""

    tides: tuple[str, ...] = Field(())


def test_levers_and_fields_that_nobody_knows_yet_are_told() -> None:
    siloed = scenario("siloed")
    later = Later.model_construct(**{**dict(siloed), "levers": Tides(), "tides": ("high water on Monday",)})
    text = flat(explained(later))
    assert "Moonlight, 50 %." in text
    assert "Tides: high water on Monday." in text
    assert "Also set" not in explained(siloed)
