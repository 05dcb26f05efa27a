"""Primitives: the information parameters in which two worlds may differ, and nothing else.

The company is built from a scenario's company file and these. Levers change them; no department knows a lever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from sim.engine.codes import Mode
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import EVERY, SHARED_SYSTEM
from sim.inputs.structure_model import FeedModel, HandoffModel

LinkName: TypeAlias = tuple[str, str, str]
"""(source department, target department, subject or record)."""

OWN, SHARED_PLATFORM = "own", SHARED_SYSTEM


@dataclass(frozen=True, slots=True)
class Link:
    """One interface between two departments: a hand-off of a subject, or the feed of a record.

    Hours are touch or clock hours, errors and shares are probabilities. ``bot_share`` of the messages by hand are
    passed on by a bot, ``keyed_by_bot_share`` of them are keyed in by one; a feed that is not ``kept`` does not exist.
    An interface with a rule of its own runs every ``period_hours`` (0: never by the clock) and whenever ``batch_size``
    messages wait, whatever the company's interfaces usually do.
    """

    rank: float
    fields: int
    feed: bool = False
    kept: bool = True
    written: bool = True
    electronic: bool = False
    mode: Mode = Mode.BATCH
    period_hours: float = 1.0
    own_rule: bool = False
    batch_size: int | None = None
    write_hours: float = 0.0
    rekey_hours: float = 0.0
    conversion_hours: float = 0.0
    field_error: float = 0.0
    mapping_error: float = 0.0
    failure: float = 0.0
    bot_share: float = 0.0
    keyed_by_bot_share: float = 0.0
    keyed_by_bot_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Practice:
    """How a department deals with information and with the others.

    Attributes:
        keying_bots: bots that key in messages, beside those that do routine work.
        unnoticed: factor on the hours until somebody notices that a bot is broken.
        note_hours: hours between two notes of how much work waits.
        looks: times a day that managers look at the backlog report and act.
        assistance: share of the distance to speed ``assisted_to`` that colleagues make up with an assistant.
        personal_gain, personal_loss: rise (fall) of a customer's inclination to buy when what this department's copy
            says is right (wrong).
        whole_view: share of decisions about a customer that take the whole picture into account.
        reading_hours: touch time to read it, at every contact and look-up.
        overload: share of readings in which what matters is overlooked.
        round_factor: factor on the time between two looks into the inbox.
        calls: share of its people who ask other such departments in a video call what is unclear in a message.
        spread_hours: half the people begin this much earlier, the others later.
        absence_factor, turnover_factor: against the company's usual.
    """

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
    note_hours: float = 1.0
    looks: int = 1
    keying_bots: int = 0
    unnoticed: float = 1.0
    assistance: float = 0.0
    assisted_to: float = 1.0
    personal_gain: float = 0.0
    personal_loss: float = 0.0
    whole_view: float = 0.0
    reading_hours: float = 0.0
    overload: float = 0.0
    round_factor: float = 1.0
    calls: float = 0.0
    spread_hours: float = 0.0
    absence_factor: float = 1.0
    turnover_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Contact:
    """How customers get in touch, and who answers first.

    Attributes:
        assistant_share: share of those who write or chat that meet an assistant first.
        contained: share of each kind of ticket that it settles, the easiest.
        assistant_hours: hours a customer spends with it.
        bounced_hours: touch time added for a customer whom it could not help.
        easier: questions asked only because asking is easy, per question asked anyway.
        messaging, video: share of contacts that move to these channels.
        messaging_patience: mean hours until someone who sends messages gives up.
        joined: share of contacts on another channel whose story is found.
        chats_at_once: chats and messages one colleague holds at once.
        chat_slowdown: longer work on a chat for every other chat held beside it, as a share.
    """

    assistant_share: float = 0.0
    contained: Mapping[str, float] = field(default_factory=dict)
    assistant_hours: float = 0.0
    bounced_hours: float = 0.0
    easier: float = 0.0
    messaging: float = 0.0
    video: float = 0.0
    messaging_patience: float = 0.0
    joined: float = 0.0
    chats_at_once: int = 1
    chat_slowdown: float = 0.0


@dataclass(frozen=True, slots=True)
class Prediction:
    """What models foresee: shares of what is so that they name, and shares of what is not that they name too.

    Attributes:
        forecast: weight of the model against the moving average in forecasts of demand.
        churn, churn_alarms: share of unhappy customers, and of the others, who are said to be about to leave.
        escalation, escalation_alarms: share of tickets for experts, and of the others, sent to one at once.
        drift: share of its power to tell apart that a model loses a week.
        retrain_weeks: weeks between trainings.
    """

    forecast: float = 0.0
    churn: float = 0.0
    churn_alarms: float = 0.0
    escalation: float = 0.0
    escalation_alarms: float = 0.0
    drift: float = 0.0
    retrain_weeks: float = 52.0


@dataclass(frozen=True, slots=True)
class Skill:
    """Work of another team that some members of a team can do; from ``afar`` they cannot ask across the desk."""

    team: str
    slowdown: float
    people: int
    afar: bool = False


@dataclass(frozen=True, slots=True)
class Price:
    """What the levers of a world cost, in currency: once, and for every year."""

    one_off: float = 0.0
    per_year: float = 0.0


@dataclass(frozen=True, slots=True)
class Primitives:
    """All primitives of one world."""

    links: Mapping[LinkName, Link]
    practices: Mapping[str, Practice]
    skills: Mapping[str, tuple[Skill, ...]] = field(default_factory=dict)
    prices: Mapping[str, Price] = field(default_factory=dict)
    contact: Contact = field(default_factory=Contact)
    prediction: Prediction = field(default_factory=Prediction)


def expand(company: CompanyModel, link: HandoffModel | FeedModel) -> list[tuple[str, str]]:
    """The (source, target) pairs a declared link stands for; "every" means every connected department but the other."""
    names = company.connected
    sources = names if link.source == EVERY else [link.source]
    targets = names if link.target == EVERY else [link.target]
    return [(source, target) for source in sources for target in targets if source != target]


def _period(handoff: HandoffModel, usual: float) -> float:
    """Hours between two runs of a hand-off's interface; 0 where it runs by the number of messages only."""
    if handoff.period_hours is not None:
        return handoff.period_hours
    return usual if handoff.batch_size is None else 0.0


def neutral(company: CompanyModel) -> Primitives:
    """The primitives of a company without challenges, strategies and trends: own systems, hourly interfaces."""
    info = company.information
    links: dict[LinkName, Link] = {}
    for handoff in company.handoffs:
        for source, target in expand(company, handoff):
            links[source, target, handoff.subject] = Link(
                handoff.rank,
                handoff.fields,
                written=handoff.written,
                electronic=handoff.electronic,
                period_hours=_period(handoff, info.hourly_hours),
                own_rule=handoff.period_hours is not None or handoff.batch_size is not None,
                batch_size=handoff.batch_size,
                field_error=info.keying_error,
            )
    for feed in company.feeds:
        for source, target in expand(company, feed):
            links[source, target, feed.record] = Link(
                feed.rank,
                feed.fields,
                feed=True,
                kept=feed.kept,
                period_hours=info.hourly_hours,
                field_error=info.keying_error,
            )
    noted = company.timetable.backlog_note_hours
    practices = {name: Practice(ask_back=info.ask_back, pace=0.5, note_hours=noted) for name in company.departments}
    return Primitives(links, practices)
