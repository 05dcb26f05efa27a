"""What challenges and strategies do: one small pure function per lever, Primitives → Primitives.

``level`` is what remains of a challenge, or how far a strategy has gone, 0 to 1. A function may change only the
primitives its declaration (``sim.levers.catalogue``) lists; a test holds that. No function states an effect on an
outcome: what comes of a change emerges in the run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import SHARED_PLATFORM, Link, Practice, Primitives, Skill


def each_link(primitives: Primitives, change: Callable[[Link], Link]) -> Primitives:
    """Every link changed by a pure function."""
    return replace(primitives, links={name: change(link) for name, link in primitives.links.items()})


def each_practice(primitives: Primitives, change: Callable[[str, Practice], Practice]) -> Primitives:
    """Every department's practice changed by a pure function of (department, practice)."""
    return replace(
        primitives, practices={name: change(name, practice) for name, practice in primitives.practices.items()}
    )


def between(low: float, high: float, level: float) -> float:
    """The value ``level`` of the way from low to high; exactly ``low`` at 0."""
    return low + level * (high - low)


def information_silos(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Interfaces fall back to messages by hand (those with the largest rank first), records are not visible."""
    info = company.information

    def by_hand(link: Link) -> Link:
        if 1.0 - link.rank > level:
            return link
        return replace(
            link,
            mode="manual",
            write_hours=info.write_minutes / 60 if link.written else 0.0,
            rekey_hours=info.rekey_minutes_per_field * link.fields / 60,
            period_hours=between(info.hourly_hours, info.spreadsheet_hours, level) if link.feed else info.hourly_hours,
        )

    def blind(_: str, practice: Practice) -> Practice:
        return replace(
            practice,
            visible=practice.visible * (1.0 - info.blind_share * level),
            report_hours=between(practice.report_hours, 24 * info.report_days, level),
        )

    return each_practice(each_link(before, by_hand), blind)


def cultural_differences(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Others' requests are overlooked, unclear, put last; the front office hurries, the back office polishes."""
    info = company.information

    def apart(name: str, practice: Practice) -> Practice:
        pace = 0.5 + level * (company.departments[name].pace - 0.5)
        return replace(
            practice,
            pace=pace,
            speed=1.0 + info.pace_speed * (pace - 0.5),
            error_factor=1.0 + info.pace_error * (pace - 0.5),
            attention=1.0 - info.attention_culture * level if company.behaviour.attention else 1.0,
            ask_back=practice.ask_back + info.ask_back_culture * level,
            others_last=level,
            escalation_factor=1.0 + level,
        )

    return each_practice(before, apart)


def incompatible_technologies(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Interfaces run less often, fail, and map wrongly; formats must be converted; rekeying is from free form."""
    info = company.information

    def clumsy(link: Link) -> Link:
        free_form = info.free_form_share * (info.free_form_error - info.keying_error)
        return replace(
            link,
            conversion_hours=info.conversion_minutes / 60 * level,
            field_error=link.field_error + free_form * level,
            mapping_error=info.mapping_error * level,
            failure=info.interface_failure * level,
            period_hours=link.period_hours
            if link.mode == "manual"
            else between(info.hourly_hours, info.nightly_hours, level),
        )

    return each_link(before, clumsy)


def integrated_systems(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Interfaces up to a rank become one shared record, and departments move to one platform."""

    def share(link: Link) -> Link:
        return replace(link, mode="shared") if link.rank <= level else link

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
    return sum(link.mode == "shared" for link in own) * 2 > len(own)


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
