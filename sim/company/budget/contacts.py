"""What customers' contacts take in a week when nothing goes wrong: first talks, look-ups, follow-ups, experts."""

from __future__ import annotations

from sim.company.budget.delays import usual_hours
from sim.company.budget.volumes import Volumes
from sim.company.front_office.channels import ACTIVITY, LIVE_CHANNELS, choices
from sim.company.topics import CHANGE_OF_DATA, SOLVED_BY, TOPICS
from sim.engine.calendar import WEEK
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import CONTACT_CENTRE, TicketKind
from sim.levers.primitives import Practice, Primitives


def live_part(model: CompanyModel, kind: TicketKind) -> float:
    """Of the customers who would call or chat about such a matter, the share who find somebody there."""
    if kind == CHANGE_OF_DATA:
        return 0.0  # it is written down
    if TOPICS[kind].by_itself is not None:
        return 1.0  # who calls, calls by day; but on Saturday evenings, which are few
    return usual_hours(model, CONTACT_CENTRE).open_per_week / WEEK


def reasons_to_look(model: CompanyModel, volumes: Volumes) -> dict[TicketKind, float]:
    """Tickets a week, by kind, for which something must be looked up."""
    return {kind: per_week * model.topics[kind].look_up for kind, per_week in volumes.tickets.items()}


def contact_work(model: CompanyModel, world: Primitives, volumes: Volumes) -> dict[str, float]:
    """How often a week customers' tickets make each activity necessary, in all teams; none without customer service."""
    if CONTACT_CENTRE not in world.practices:
        return {}
    contacts, practice = model.contacts, world.practices[CONTACT_CENTRE]
    shares = dict(choices(contacts)[None][1])
    live = sum(shares[channel] for channel in LIVE_CHANNELS if channel in shares)
    again = contacts.misunderstood_share * (1 - model.departments[CONTACT_CENTRE].tact)
    talks = (1 + contacts.astray_share * (1 - contacts.routed_share)) / (1 - again)
    work = dict.fromkeys(ACTIVITY.values(), 0.0)
    for kind, per_week in volumes.tickets.items():
        spoken = live_part(model, kind)
        for channel, share in shares.items():
            of_kind = spoken * share
            if channel not in LIVE_CHANNELS and live < 1:
                of_kind += (1 - spoken) * share / (1 - live)
            work[ACTIVITY[channel]] += per_week * of_kind * talks
    looked = reasons_to_look(model, volumes)
    seen = sum(looked.values()) * practice.visible
    asked = sum(looked.values()) - seen
    experts = for_experts(model, practice, volumes)
    work |= {"look something up": seen, "follow up a ticket": asked + sum(experts.values())}
    for kind, per_week in experts.items():
        expertise = SOLVED_BY.get(TOPICS[kind].owner)
        if expertise is not None:
            work[expertise.activity] = work.get(expertise.activity, 0.0) + per_week
    return work


def for_experts(model: CompanyModel, practice: Practice, volumes: Volumes) -> dict[TicketKind, float]:
    """Tickets a week, by kind, that an expert must solve; of callers who are put through nothing is planned."""
    return {kind: per_week * expert_share(model, practice, kind) for kind, per_week in volumes.tickets.items()}


def expert_share(model: CompanyModel, practice: Practice, kind: TicketKind) -> float:
    """Share of a kind of ticket that an expert must solve."""
    expert = model.topics[kind].expert
    return min(1.0, model.contacts.escalation_share * practice.escalation_factor) if expert is None else expert
