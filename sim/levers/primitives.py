"""Primitives: the information parameters in which two worlds may differ, and nothing else.

The company is built from a scenario's company file and these. Levers change them; no department knows a lever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sim.inputs.company_model import EVERY, CompanyModel, FeedModel, HandoffModel

Mode: TypeAlias = Literal["manual", "batch", "shared"]
LinkName: TypeAlias = tuple[str, str, str]
"""(source department, target department, subject or record)."""

HOURS_PER_YEAR = 52 * 168.0
OWN, SHARED_PLATFORM = "own", "shared platform"


@dataclass(frozen=True, slots=True)
class Link:
    """One interface between two departments: a hand-off of a subject, or the feed of a record.

    Hours are touch or clock hours, errors and shares are probabilities.
    """

    rank: float
    fields: int
    feed: bool = False
    written: bool = True
    mode: Mode = "batch"
    period_hours: float = 1.0
    write_hours: float = 0.0
    rekey_hours: float = 0.0
    conversion_hours: float = 0.0
    field_error: float = 0.0
    mapping_error: float = 0.0
    failure: float = 0.0
    bot_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Ways:
    """How a department deals with information and with the others."""

    platform: str = OWN
    attention: float = 1.0
    ask_back: float = 0.0
    others_last: float = 0.0
    visible: float = 1.0
    pace: float = 0.5
    speed: float = 1.0
    error_factor: float = 1.0
    escalation_factor: float = 1.0
    added_hours: float = 0.0
    away_share: float = 0.0
    joint_sessions: bool = False
    bot_share: float = 0.0
    report_hours: float = 1.0


@dataclass(frozen=True, slots=True)
class Skill:
    """Work of another team that some members of a team can do."""

    team: str
    slowdown: float
    people: int


@dataclass(frozen=True, slots=True)
class Price:
    """What the levers of a world cost, in currency: once, and for every year."""

    one_off: float = 0.0
    per_year: float = 0.0


@dataclass(frozen=True, slots=True)
class Primitives:
    """All primitives of one world."""

    links: Mapping[LinkName, Link]
    ways: Mapping[str, Ways]
    skills: Mapping[str, tuple[Skill, ...]] = field(default_factory=dict)
    prices: Mapping[str, Price] = field(default_factory=dict)


def expand(company: CompanyModel, link: HandoffModel | FeedModel) -> list[tuple[str, str]]:
    """The (source, target) pairs a declared link stands for; "every" means every department but the other end."""
    names = list(company.departments)
    sources = names if link.source == EVERY else [link.source]
    targets = names if link.target == EVERY else [link.target]
    return [(source, target) for source in sources for target in targets if source != target]


def neutral(company: CompanyModel) -> Primitives:
    """The primitives of a company without challenges and without strategies: own systems, hourly interfaces."""
    info = company.information
    links: dict[LinkName, Link] = {}
    for handoff in company.handoffs:
        for source, target in expand(company, handoff):
            links[source, target, handoff.subject] = Link(handoff.rank, handoff.fields, written=handoff.written,
                                                          period_hours=info.hourly_hours,
                                                          field_error=info.keying_error)
    for feed in company.feeds:
        for source, target in expand(company, feed):
            links[source, target, feed.record] = Link(feed.rank, 1, feed=True, period_hours=info.hourly_hours,
                                                      field_error=info.keying_error)
    ways = {name: Ways(ask_back=info.ask_back, pace=0.5) for name in company.departments}
    return Primitives(links, ways)
