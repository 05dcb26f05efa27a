"""The levers as data, and the one function that turns a scenario's levels into its world's primitives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from sim.inputs.company_model import CompanyModel, StrategyCosts
from sim.inputs.scenario import Levers
from sim.levers import effects
from sim.levers.primitives import Price, Primitives, neutral

Effect: TypeAlias = Callable[[CompanyModel, Primitives, float], Primitives]


@dataclass(frozen=True, slots=True)
class Lever:
    """A declared lever: what it says, how it works, which primitives it may change, and its known harm."""

    name: str
    kind: str
    sentence: str
    mechanism: str
    touches: frozenset[str]
    harm: str
    source: str
    effect: Effect


CATALOGUE: tuple[Lever, ...] = (
    Lever("information_silos", "challenge", "Departments keep their records to themselves.",
          "copies by hand, inquiry instead of look-up, old reports",
          frozenset({"link.mode", "link.write_hours", "link.rekey_hours", "link.period_hours", "ways.visible",
                     "ways.report_hours"}),
          "none here; without silos failures spread and specialists are disturbed", "facts 10",
          effects.information_silos),
    Lever("cultural_differences", "challenge", "Front and back office do not value the same things.",
          "attention, ask-backs, pace against precision, others' requests last, escalations",
          frozenset({"ways.pace", "ways.speed", "ways.error_factor", "ways.attention", "ways.ask_back",
                     "ways.others_last", "ways.escalation_factor"}),
          "none here; a strong common culture costs meeting time", "facts 10", effects.cultural_differences),
    Lever("incompatible_technologies", "challenge", "Systems do not understand each other.",
          "conversion, mapping errors, nightly and failing interfaces, rekeying from free form",
          frozenset({"link.conversion_hours", "link.field_error", "link.mapping_error", "link.failure",
                     "link.period_hours"}),
          "none here; different systems do not fail together and people who rekey catch errors", "facts 5, 7",
          effects.incompatible_technologies),
    Lever("integrated_systems", "strategy", "One platform with one record of everything.",
          "shared hand-offs and live copies, one system for all",
          frozenset({"link.mode", "ways.platform", "ways.visible", "ways.report_hours", "ways.added_hours"}),
          "one outage stops everybody, a wrong record is wrong everywhere, mandatory fields, contention",
          "facts 5, 7", effects.integrated_systems),
    Lever("collaborative_culture", "strategy", "People of both offices solve cases together.",
          "decision rights, meeting time, joint sessions at 1; lowers cultural differences",
          frozenset({"ways.escalation_factor", "ways.away_share", "ways.joint_sessions"}),
          "meetings take time; work that needs two departments at once loses capacity", "facts 10",
          effects.collaborative_culture),
    Lever("cross_training", "strategy", "People learn a second job.",
          "a skill matrix: own team and another, slower there",
          frozenset({"skills", "ways.away_share"}),
          "slower in the second skill, the helper's own work waits, training time", "facts 10",
          effects.cross_training),
    Lever("process_automation", "strategy", "Bots do the routine.",
          "routine steps and transfers by rule, day and night",
          frozenset({"link.bot_share", "ways.bot_share"}),
          "people are left with the hard cases; bots do not notice errors and break when a system changes",
          "facts 5, 10", effects.process_automation),
)


def remaining(company: CompanyModel, levers: Levers, challenge: str) -> float:
    """What is left of a challenge: its level times the product over strategies of (1 - strategy * coverage)."""
    left: float = getattr(levers, challenge)
    for strategy, coverage in sorted(company.remedies.coverage.get(challenge, {}).items()):
        left *= 1.0 - getattr(levers, strategy) * coverage
    return left


def world(company: CompanyModel, levers: Levers) -> Primitives:
    """The primitives of the world in which ``levers`` stand as they do; a lever at 0 is as if it did not exist."""
    primitives = neutral(company)
    prices: dict[str, Price] = {}
    people = sum(team.staff for team in company.teams.values())
    for lever in CATALOGUE:
        level = (remaining(company, levers, lever.name) if lever.kind == "challenge"
                 else float(getattr(levers, lever.name)))
        if level > 0.0:
            primitives = lever.effect(company, primitives, level)
        strength = getattr(levers, lever.name)
        if strength > 0.0 and lever.kind == "strategy":
            prices[lever.name] = price_of(company.remedies.costs.get(lever.name, StrategyCosts()), people, strength)
    return replace(primitives, prices=prices)


def price_of(costs: StrategyCosts, people: int, level: float) -> Price:
    """One-off and yearly cost of a strategy at a level, in currency."""
    return Price(level * (costs.one_off + costs.per_person_one_off * people),
                 level * (costs.per_year + costs.per_person_per_year * people))
