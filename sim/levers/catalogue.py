"""The levers as data, and the one function that turns a scenario's levels into its world's primitives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from sim.inputs.company_model import CompanyModel
from sim.inputs.information_model import StrategyCosts
from sim.inputs.levers_model import Levers
from sim.inputs.names import CONTACT_CENTRE
from sim.inputs.places import interface_name
from sim.levers import effects, trends
from sim.levers.primitives import Price, Primitives, neutral

Effect: TypeAlias = Callable[[CompanyModel, Primitives, float], Primitives]


@dataclass(frozen=True, slots=True)
class Lever:
    """A declared lever: what it says, how it works, which primitives it may change, and its known harm.

    ``kind`` is "challenge", "strategy" or "trend".
    """

    name: str
    kind: str
    sentence: str
    mechanism: str
    touches: frozenset[str]
    harm: str
    source: str
    effect: Effect


CATALOGUE: tuple[Lever, ...] = (
    Lever(
        "information_silos",
        "challenge",
        "Departments keep their records to themselves.",
        "copies by hand, inquiry instead of look-up, old reports",
        frozenset(
            {
                "link.mode",
                "link.write_hours",
                "link.rekey_hours",
                "link.period_hours",
                "practice.visible",
                "practice.report_hours",
            }
        ),
        "none here; without silos failures spread and specialists are disturbed",
        "facts 10",
        effects.information_silos,
    ),
    Lever(
        "cultural_differences",
        "challenge",
        "Front and back office do not value the same things.",
        "attention, ask-backs, pace against precision, others' requests last, escalations",
        frozenset(
            {
                "practice.pace",
                "practice.speed",
                "practice.error_factor",
                "practice.attention",
                "practice.ask_back",
                "practice.others_last",
                "practice.escalation_factor",
            }
        ),
        "none here; a strong common culture costs meeting time",
        "facts 10",
        effects.cultural_differences,
    ),
    Lever(
        "incompatible_technologies",
        "challenge",
        "Systems do not understand each other.",
        "conversion, mapping errors, nightly and failing interfaces, rekeying from free form",
        frozenset(
            {"link.conversion_hours", "link.field_error", "link.mapping_error", "link.failure", "link.period_hours"}
        ),
        "none here; different systems do not fail together and people who rekey catch errors",
        "facts 5, 7",
        effects.incompatible_technologies,
    ),
    Lever(
        "integrated_systems",
        "strategy",
        "One platform with one record of everything.",
        "shared hand-offs and live copies, one system for all",
        frozenset(
            {"link.mode", "practice.platform", "practice.visible", "practice.report_hours", "practice.added_hours"}
        ),
        "one outage stops everybody, a wrong record is wrong everywhere, mandatory fields, contention",
        "facts 5, 7",
        effects.integrated_systems,
    ),
    Lever(
        "collaborative_culture",
        "strategy",
        "People of both offices solve cases together.",
        "decision rights, meeting time, joint sessions at 1; lowers cultural differences",
        frozenset({"practice.escalation_factor", "practice.away_share", "practice.joint_sessions"}),
        "meetings take time; work that needs two departments at once loses capacity",
        "facts 10",
        effects.collaborative_culture,
    ),
    Lever(
        "cross_training",
        "strategy",
        "People learn a second job.",
        "a skill matrix: own team and another, slower there",
        frozenset({"skills", "practice.away_share"}),
        "slower in the second skill, the helper's own work waits, training time",
        "facts 10",
        effects.cross_training,
    ),
    Lever(
        "process_automation",
        "strategy",
        "Bots do the routine.",
        "routine steps and transfers by rule, day and night",
        frozenset({"link.bot_share", "practice.bot_share"}),
        "people are left with the hard cases; bots do not notice errors and break when a system changes",
        "facts 5, 10",
        effects.process_automation,
    ),
    Lever(
        "chatbot",
        "trend",
        "An assistant answers customers first and helps those who answer the rest.",
        "the easiest tickets of each kind are settled without staff; colleagues get closer to the fastest",
        frozenset(
            {
                "contact.assistant_share",
                "contact.contained",
                "contact.assistant_hours",
                "contact.bounced_hours",
                "contact.easier",
                "practice.assistance",
                "practice.assisted_to",
            }
        ),
        "people are left with the hard tickets; whom it cannot help takes longer and has asked twice; easy asking "
        "brings more questions",
        "facts 1",
        trends.chatbot,
    ),
    Lever(
        "back_office_bots",
        "trend",
        "Bots key in what others have written.",
        "bots rekey a share of the messages by hand, without slips",
        frozenset({"link.keyed_by_bot_share", "link.keyed_by_bot_hours", "practice.keying_bots", "practice.unnoticed"}),
        "messages come no sooner and copies are no fresher; a bot does not notice what is wrong, and when a change "
        "breaks it, it goes on unnoticed",
        "facts 5, 10",
        trends.back_office_bots,
    ),
    Lever(
        "personalisation",
        "trend",
        "Offers are made to measure.",
        "customers are the more inclined to buy if what the seller's copy says of them is right",
        frozenset({"link.kept", "practice.personal_gain", "practice.personal_loss"}),
        "wrong data is worse than none; the copy it needs must be kept up to date",
        "facts 3",
        trends.personalisation,
    ),
    Lever(
        "predictive_analytics",
        "trend",
        "Models foresee demand, leaving customers and tickets for experts.",
        "forecasts rest on a trained model; customers and tickets it names are dealt with early",
        frozenset(
            {
                "prediction.forecast",
                "prediction.churn",
                "prediction.churn_alarms",
                "prediction.escalation",
                "prediction.escalation_alarms",
                "prediction.drift",
                "prediction.retrain_weeks",
            }
        ),
        "false alarms take people's time; between trainings the model grows stale",
        "facts 6; assumption",
        trends.predictive_analytics,
    ),
    Lever(
        "real_time_dashboards",
        "trend",
        "Managers see the backlog as it is.",
        "the report is minutes old, and looked at more than once a day",
        frozenset({"practice.report_hours", "practice.note_hours", "practice.looks", "link.mode", "link.failure"}),
        "what will pass by evening is acted upon at noon: noise becomes overtime",
        "facts 10; assumption",
        trends.real_time_dashboards,
    ),
    Lever(
        "remote_work",
        "trend",
        "People work from anywhere.",
        "less absence and turnover, more speed, longer hours covered, virtual teams of the back office",
        frozenset(
            {
                "practice.round_factor",
                "practice.attention",
                "practice.ask_back",
                "practice.spread_hours",
                "practice.absence_factor",
                "practice.turnover_factor",
                "practice.speed",
                "skills",
            }
        ),
        "answers come later, hours overlap less, requests of other units are overlooked: more silo; who helps another "
        "team is slower there and leaves the own work waiting",
        "facts 10",
        trends.remote_work,
    ),
    Lever(
        "omnichannel",
        "trend",
        "One queue and one case for all channels, with messaging and video.",
        "the story is found on every channel; several chats are held at once",
        frozenset(
            {
                "contact.messaging",
                "contact.video",
                "contact.messaging_patience",
                "contact.joined",
                "contact.chats_at_once",
                "contact.chat_slowdown",
            }
        ),
        "every chat takes longer beside others; what is live goes first and e-mail and follow-ups wait",
        "facts 1",
        trends.omnichannel,
    ),
    Lever(
        "view_360",
        "trend",
        "Everything about a customer is on one screen.",
        "look-ups instead of inquiries, fewer stories told again, decisions on the whole picture",
        frozenset({"practice.visible", "practice.whole_view", "practice.reading_hours", "practice.overload"}),
        "it must be read at every contact, and in so much the thing that matters is overlooked; it shows copies as "
        "old as they are",
        "facts 1, 10; assumption",
        trends.view_360,
    ),
)


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
    return replace(primitives, prices=_prices(company, levers))


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


def _prices(company: CompanyModel, levers: Levers) -> dict[str, Price]:
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
