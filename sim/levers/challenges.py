"""The three obstacles between departments: what each does, and what it declares."""

from __future__ import annotations

from dataclasses import replace

from sim.engine.codes import Mode
from sim.inputs.company_model import CompanyModel
from sim.levers.lever import Lever, between, each_link, each_practice
from sim.levers.primitives import Link, Practice, Primitives


def _by_hand_period(company: CompanyModel, link: Link, level: float) -> float:
    """Hours between two copies by hand; hand-offs have a period only once they are interfaces again."""
    if link.own_rule:
        return link.period_hours
    info = company.information
    return between(info.hourly_hours, info.spreadsheet_hours, level) if link.feed else info.hourly_hours


def information_silos(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Interfaces fall back to messages by hand (those with the largest rank first), records are not visible."""
    info = company.information

    def by_hand(link: Link) -> Link:
        if link.electronic or 1.0 - link.rank > level:
            return link
        return replace(
            link,
            mode=Mode.MANUAL,
            write_hours=info.write_minutes / 60 if link.written else 0.0,
            rekey_hours=info.rekey_minutes_per_field * link.fields / 60,
            period_hours=_by_hand_period(company, link, level),
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
            conversion_hours=0.0 if link.electronic else info.conversion_minutes / 60 * level,
            field_error=link.field_error + free_form * level,
            mapping_error=info.mapping_error * level,
            failure=info.interface_failure * level,
            period_hours=link.period_hours
            if link.mode == Mode.MANUAL or link.own_rule
            else between(info.hourly_hours, info.nightly_hours, level),
        )

    return each_link(before, clumsy)


CHALLENGES: tuple[Lever, ...] = (
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
        information_silos,
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
        cultural_differences,
        ("touch times and errors, by the pace of each office (assumption)",),
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
        incompatible_technologies,
    ),
)
