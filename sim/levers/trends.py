"""The eight trends: what each does, and what it declares; end points stand under ``[trends]`` in the company file."""

from __future__ import annotations

from dataclasses import replace

from sim.engine.codes import Mode
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import CONTACT_CENTRE, REPORTS
from sim.levers.lever import Lever, between, each_link, each_practice
from sim.levers.primitives import Link, Practice, Prediction, Primitives, Skill

QUARTER = 0.25
"""People shift their hours by quarters of an hour; odd fractions would make clocks inexact."""


def chatbot(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """An assistant answers part of those who write or chat; colleagues of the contact centre have one at their side."""
    trend = company.trends.chatbot
    contact = replace(
        before.contact,
        assistant_share=trend.reach * level,
        contained=trend.contained,
        assistant_hours=trend.minutes / 60,
        bounced_hours=trend.bounced_minutes / 60,
        easier=trend.easier_share * level,
    )

    def assisted(name: str, practice: Practice) -> Practice:
        if name != CONTACT_CENTRE:
            return practice
        return replace(practice, assistance=trend.assistance * level, assisted_to=trend.experienced_speed)

    return replace(each_practice(before, assisted), contact=contact)


def back_office_bots(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Bots key in a share of the messages that come by hand; the messages come no sooner, the copies stay copies."""
    trend = company.trends.back_office_bots

    def keyed(link: Link) -> Link:
        return replace(link, keyed_by_bot_share=trend.share * level, keyed_by_bot_hours=trend.minutes / 60)

    return each_practice(
        each_link(before, keyed),
        lambda _, practice: replace(
            practice, keying_bots=trend.servers, unnoticed=between(1.0, trend.unnoticed_factor, level)
        ),
    )


def personalisation(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Departments that keep a copy of the customer record for it make their offers to measure, by that copy."""
    trend = company.trends.personalisation
    readers = {target for (_, target, _), link in before.links.items() if not link.kept}

    def to_measure(name: str, practice: Practice) -> Practice:
        if name not in readers:
            return practice
        return replace(practice, personal_gain=trend.gain * level, personal_loss=trend.loss * level)

    return each_practice(each_link(before, lambda link: replace(link, kept=True)), to_measure)


def predictive_analytics(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Models forecast demand, name customers about to leave and tickets for experts; not all they say is so."""
    trend = company.trends.predictive_analytics
    return replace(
        before,
        prediction=Prediction(
            trend.forecast_weight * level,
            trend.churn_sensitivity * level,
            (1.0 - trend.churn_specificity) * level,
            trend.escalation_sensitivity * level,
            (1.0 - trend.escalation_specificity) * level,
            trend.drift_per_week,
            trend.retrain_weeks,
        ),
    )


def real_time_dashboards(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """The backlog is noted all the time and shown by the systems themselves; managers look, and act, more often."""
    trend = company.trends.real_time_dashboards
    fresh = trend.refresh_minutes / 60

    def on_screen(_: str, practice: Practice) -> Practice:
        return replace(
            practice,
            report_hours=between(practice.report_hours, min(fresh, practice.report_hours), level),
            note_hours=between(practice.note_hours, min(fresh, practice.note_hours), level),
            looks=practice.looks + round(trend.more_looks * level),
        )

    after = each_practice(before, on_screen)
    links = {
        name: _from_the_systems(link, after.practices[name[1]].report_hours) if name[2] in REPORTS else link
        for name, link in after.links.items()
    }
    return replace(after, links=links)


def _from_the_systems(link: Link, hours: float) -> Link:
    """A report that is drawn by an interface; drawn more often, it fails as often a week as before."""
    if link.mode == Mode.SHARED:
        return link
    return replace(link, mode=Mode.BATCH, failure=link.failure * min(1.0, hours / link.period_hours))


def remote_work(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Faster in quiet, fewer absent, fewer leave; answers come later, hours overlap less, other units are far away.

    Some people of back offices join virtual teams across their departments.
    """
    trend = company.trends.remote_work

    def away(name: str, practice: Practice) -> Practice:
        far = level * company.departments[name].remote
        lost = trend.attention_lost * far if company.behaviour.attention else 0.0
        return replace(
            practice,
            round_factor=1.0 + trend.slower_answers * far,
            calls=trend.virtual_share * far if company.departments[name].office == "back" else 0.0,
            attention=practice.attention * (1.0 - lost),
            ask_back=practice.ask_back + trend.unclear_share * far,
            spread_hours=round(trend.spread_hours * far / QUARTER) * QUARTER,
            absence_factor=1.0 - trend.absence_saved * far,
            turnover_factor=1.0 - trend.turnover_saved * far,
            speed=practice.speed * (1.0 + trend.faster_share * far),
        )

    after = each_practice(before, away)
    return replace(after, skills={**before.skills, **_virtual_teams(company, before, level)})


def _virtual_teams(company: CompanyModel, before: Primitives, level: float) -> dict[str, tuple[Skill, ...]]:
    """Back-office teams whose people also do the work of another back-office team; who was trained for it stays so."""
    trend, skills = company.trends.remote_work, {}
    back = {name: team for name, team in company.teams.items() if company.departments[team.department].office == "back"}
    for name, team in back.items():
        trained = before.skills.get(name, ())
        people = round(trend.virtual_share * level * company.departments[team.department].remote * team.staff)
        joined = tuple(
            Skill(other, company.remedies.second_skill_slowdown, people, afar=True)
            for other in team.can_learn
            if other in back and other not in {skill.team for skill in trained}
        )
        if people and joined:
            skills[name] = trained + joined
    return skills


def omnichannel(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """One case for all channels; some contacts move to messaging and video, and colleagues hold several chats at once."""
    trend = company.trends.omnichannel
    return replace(
        before,
        contact=replace(
            before.contact,
            messaging=trend.messaging_share * level,
            video=trend.video_share * level,
            messaging_patience=trend.messaging_patience_minutes / 60,
            joined=trend.joined_share * level,
            chats_at_once=1 + round((trend.chats_at_once - 1) * level),
            chat_slowdown=trend.chat_slowdown,
        ),
    )


def view_360(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Everything about a customer can be looked up and is taken into account; it must be read, and can be too much."""
    trend = company.trends.view_360

    def all_round(_: str, practice: Practice) -> Practice:
        return replace(
            practice,
            visible=1.0 - (1.0 - practice.visible) * (1.0 - trend.reach * level),
            whole_view=trend.whole_share * level,
            reading_hours=trend.reading_minutes / 60 * level,
            overload=trend.overload * level,
        )

    return each_practice(before, all_round)


TRENDS: tuple[Lever, ...] = (
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
        chatbot,
        ("touch times of customer service, by what the assistant suggests (facts 1: 14 % more issues an hour)",),
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
        back_office_bots,
    ),
    Lever(
        "personalisation",
        "trend",
        "Offers are made to measure.",
        "customers are the more inclined to buy if what the seller's copy says of them is right",
        frozenset({"link.kept", "practice.personal_gain", "practice.personal_loss"}),
        "wrong data is worse than none; the copy it needs must be kept up to date",
        "facts 3",
        personalisation,
        ("customers' inclination to buy (facts 3: the low end of 5-15 %)",),
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
        predictive_analytics,
    ),
    Lever(
        "real_time_dashboards",
        "trend",
        "Managers see the backlog as it is.",
        "the report is minutes old, and looked at more than once a day",
        frozenset({"practice.report_hours", "practice.note_hours", "practice.looks", "link.mode", "link.failure"}),
        "what will pass by evening is acted upon at noon: noise becomes overtime",
        "facts 10; assumption",
        real_time_dashboards,
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
                "practice.calls",
                "practice.spread_hours",
                "practice.absence_factor",
                "practice.turnover_factor",
                "practice.speed",
                "skills",
            }
        ),
        "answers come later, hours overlap less, requests of other units are overlooked: more silo; who helps another "
        "team is slower there, has to ask it by message, and leaves the own work waiting; a video call takes two people",
        "facts 10",
        remote_work,
        (
            "touch times (facts 10: 4 % more calls a minute)",
            "absence (assumption; facts 10: more minutes a shift)",
            "turnover (facts 10: attrition halved)",
        ),
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
        "every chat takes longer beside others; who would have written is on the line now, and all who are wait longer",
        "facts 1",
        omnichannel,
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
        view_360,
    ),
)
