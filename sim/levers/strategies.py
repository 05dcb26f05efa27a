"""The four remedies: what each does, and what it declares."""

from __future__ import annotations

from dataclasses import replace

from sim.engine.codes import Mode
from sim.inputs.company_model import CompanyModel
from sim.levers.lever import Lever, between, each_link, each_practice
from sim.levers.primitives import SHARED_PLATFORM, Link, Practice, Primitives, Skill


def integrated_systems(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Interfaces up to a rank become one shared record, and departments move to one platform."""

    def share(link: Link) -> Link:
        return replace(link, mode=Mode.SHARED) if link.rank <= level else link

    after = each_link(before, share)
    moved = {name for name in company.departments if _mostly_shared(after, name)}

    def on_platform(name: str, practice: Practice) -> Practice:
        if name not in moved:
            return practice
        front = company.departments[name].office == "front"
        return replace(
            practice,
            platform=SHARED_PLATFORM,
            visible=1.0 - (1.0 - practice.visible) * (1.0 - level),
            report_hours=between(practice.report_hours, min(1.0, practice.report_hours), level),
            added_hours=company.remedies.mandatory_fields_minutes / 60 if front else 0.0,
        )

    return each_practice(after, on_platform)


def _mostly_shared(primitives: Primitives, department: str) -> bool:
    own = [link for (source, target, _), link in primitives.links.items() if link.kept and department in (source, target)]
    return sum(link.mode == Mode.SHARED for link in own) * 2 > len(own)


def collaborative_culture(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Wider decision rights, time spent together; at 1 joint sessions of front and back office on hard cases."""
    remedies = company.remedies

    def together(_: str, practice: Practice) -> Practice:
        return replace(
            practice,
            escalation_factor=practice.escalation_factor * (1.0 - remedies.decision_rights * level),
            away_share=practice.away_share + remedies.meeting_share * level,
            joint_sessions=level >= 1.0,
        )

    return each_practice(before, together)


def cross_training(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """A share of each team's people learn the work of other teams, slower than its own."""
    remedies = company.remedies
    skills = {
        name: tuple(
            Skill(other, remedies.second_skill_slowdown, round(level * team.staff))
            for other in team.can_learn[: remedies.second_skills]
        )
        for name, team in company.teams.items()
        if team.can_learn
    }

    def away(_: str, practice: Practice) -> Practice:
        return replace(practice, away_share=practice.away_share + remedies.training_share * level)

    return replace(each_practice(before, away), skills=skills)


def process_automation(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Bots do a share of the routine steps and of the transfers between systems."""
    share = company.remedies.bot_share * level
    return each_practice(
        each_link(before, lambda link: replace(link, bot_share=share)),
        lambda _, practice: replace(practice, bot_share=share),
    )


STRATEGIES: tuple[Lever, ...] = (
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
        integrated_systems,
    ),
    Lever(
        "collaborative_culture",
        "strategy",
        "People of both offices solve cases together.",
        "decision rights, meeting time, joint sessions at 1; lowers cultural differences",
        frozenset({"practice.escalation_factor", "practice.away_share", "practice.joint_sessions"}),
        "meetings take time; work that needs two departments at once loses capacity",
        "facts 10",
        collaborative_culture,
    ),
    Lever(
        "cross_training",
        "strategy",
        "People learn a second job.",
        "a skill matrix: own team and another, slower there",
        frozenset({"skills", "practice.away_share"}),
        "slower in the second skill, the helper's own work waits, training time",
        "facts 10",
        cross_training,
    ),
    Lever(
        "process_automation",
        "strategy",
        "Bots do the routine.",
        "routine steps and transfers by rule, day and night",
        frozenset({"link.bot_share", "practice.bot_share"}),
        "people are left with the hard cases; bots do not notice errors and break when a system changes",
        "facts 5, 10",
        process_automation,
    ),
)
