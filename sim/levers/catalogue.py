"""The levers as data, and the one function that turns a scenario's levels into its world's primitives."""

from __future__ import annotations

from dataclasses import replace

from sim.inputs.company_model import CompanyModel
from sim.inputs.information_model import StrategyCosts
from sim.inputs.levers_model import Levers
from sim.inputs.names import CONTACT_CENTRE
from sim.inputs.places import interface_name
from sim.levers.challenges import CHALLENGES
from sim.levers.primitives import Price, Primitives, neutral
from sim.levers.strategies import STRATEGIES
from sim.levers.trends import TRENDS

CATALOGUE = (*CHALLENGES, *STRATEGIES, *TRENDS)


def remaining(company: CompanyModel, levers: Levers, challenge: str) -> float:
    """What is left of a challenge: its level times the product over strategies of (1 - strategy * coverage)."""
    left: float = getattr(levers, challenge)
    for strategy, coverage in sorted(company.remedies.coverage.get(challenge, {}).items()):
        left *= 1.0 - getattr(levers, strategy) * coverage
    return left


def world(company: CompanyModel, levers: Levers) -> Primitives:
    """The primitives of the world in which ``levers`` stand as they do; a lever at 0 is as if it did not exist.

    Where a lever stands differently, a department has the practice and skills, and its incoming interfaces are those,
    of a company in which it stands so everywhere; the same for a single interface.
    """
    primitives = _composed(company, levers)
    for name, changed in sorted(levers.by_department.items()):
        primitives = _with_department(company, primitives, name, _composed(company, levers.everywhere(changed)))
    for name, changed in sorted(levers.by_interface.items()):
        there = {**levers.by_department.get(receiver(name), {}), **changed}
        primitives = _with_interface(primitives, name, _composed(company, levers.everywhere(there)))
    return replace(primitives, prices=price_list(company, levers))


def _composed(company: CompanyModel, levers: Levers) -> Primitives:
    primitives = neutral(company)
    for lever in CATALOGUE:
        level = (
            remaining(company, levers, lever.name) if lever.kind == "challenge" else float(getattr(levers, lever.name))
        )
        if level > 0.0:
            primitives = lever.effect(company, primitives, level)
    return primitives


def _with_department(company: CompanyModel, before: Primitives, name: str, there: Primitives) -> Primitives:
    teams = {team for team, model in company.teams.items() if model.department == name}
    skills = {team: skills for team, skills in before.skills.items() if team not in teams}
    return replace(
        before,
        practices={**before.practices, name: there.practices[name]},
        links={link: there.links[link] if link[1] == name else own for link, own in before.links.items()},
        skills=skills | {team: own for team, own in there.skills.items() if team in teams},
        contact=there.contact if name == CONTACT_CENTRE else before.contact,
    )


def _with_interface(before: Primitives, name: str, there: Primitives) -> Primitives:
    return replace(
        before,
        links={link: there.links[link] if interface_name(*link) == name else own for link, own in before.links.items()},
    )


def price_list(company: CompanyModel, levers: Levers) -> dict[str, Price]:
    """Prices of strategies and trends, at their levels as a mean over people (and, where set, over interfaces)."""
    people = company.people
    prices = {}
    for lever in CATALOGUE:
        strength = mean_level(company, levers, lever.name)
        if strength > 0.0 and lever.kind != "challenge":
            prices[lever.name] = price_of(company.remedies.costs.get(lever.name, StrategyCosts()), people, strength)
    return prices


def mean_level(company: CompanyModel, levers: Levers, name: str) -> float:
    """How far a lever has gone on the whole: departments weigh by their people, an interface as one of all."""
    level = float(getattr(levers, name))
    people = company.people
    for department, changed in levers.by_department.items():
        heads = sum(team.staff for team in company.teams.values() if team.department == department)
        level += (changed.get(name, level_at(levers, name)) - level_at(levers, name)) * heads / people
    interfaces = len(neutral(company).links) if levers.by_interface else 1
    for interface, changed in levers.by_interface.items():
        usual = level_at(levers, name, receiver(interface))
        level += (changed.get(name, usual) - usual) / interfaces
    return max(0.0, level)


def level_at(levers: Levers, name: str, department: str = "") -> float:
    """The level of a lever in a department, or in the company."""
    return float(levers.by_department.get(department, {}).get(name, getattr(levers, name)))


def receiver(interface: str) -> str:
    """The department an interface leads to."""
    return interface.partition(" > ")[2].partition(": ")[0]


def price_of(costs: StrategyCosts, people: int, level: float) -> Price:
    """One-off and yearly cost of a strategy or trend at a level, in currency."""
    return Price(
        level * (costs.one_off + costs.per_person_one_off * people),
        level * (costs.per_year + costs.per_person_per_year * people),
    )
