"""What the trends bring with them, good and bad, at full strength: the end points of their levers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from sim.inputs.fields import Factor, Frozen, Minutes, Share, SomeFactor, SomeMinutes, SomeWeeks


class AssistantsModel(Frozen):
    """Assistants: they answer customers who write or chat, and sit beside those who answer the rest."""

    reach: Share = Field(description="share of those who write or chat that meet the assistant first")
    contained: dict[str, Annotated[float, Field(ge=0, le=0.95)]] = Field(
        description="share of each kind of ticket that the assistant settles, the easiest"
    )
    minutes: SomeMinutes = Field(description="minutes a customer spends with it")
    bounced_minutes: Minutes = Field(description="extra handle time of a customer whom it could not help")
    easier_share: Factor = Field(description="questions asked only because asking is easy, per question asked anyway")
    assistance: Share = Field(
        description="share of the distance to the most experienced that an assisted colleague makes up"
    )
    experienced_speed: SomeFactor = Field(description="speed of the most experienced; the mean is 1")

    @field_validator("contained")
    @classmethod
    def _by_name(cls, contained: dict[str, float]) -> dict[str, float]:
        return dict(sorted(contained.items()))


class KeyingBotsModel(Frozen):
    """Back-office bots that key in what others have written."""

    share: Share = Field(description="messages by hand that a bot can key in; the rest are exceptions")
    minutes: SomeMinutes = Field(description="minutes to key in a message")
    servers: Annotated[int, Field(ge=1, le=10_000)] = Field(description="bots a department has")
    unnoticed_factor: Annotated[float, Field(ge=1, le=1_000)] = Field(
        description="hours until somebody notices a broken bot, against other broken things"
    )


class PersonalModel(Frozen):
    """Offers made to measure."""

    gain: Share = Field(description="rise of the inclination to buy when what is known of the customer is right")
    loss: Share = Field(description="fall of it when what is believed is wrong")


class PredictionModel(Frozen):
    """Forecasts and warnings by models that were trained on the past."""

    forecast_weight: Share = Field(description="weight of the model against the moving average in forecasts")
    churn_sensitivity: Share = Field(description="share of unhappy customers whom the model names")
    churn_specificity: Share = Field(description="share of the others whom it does not name")
    escalation_sensitivity: Share = Field(description="share of tickets for experts that it recognises at once")
    escalation_specificity: Share = Field(description="share of the others that it leaves where they are")
    drift_per_week: Share = Field(description="share of its power to tell apart that a model loses a week")
    retrain_weeks: SomeWeeks = Field(description="weeks between trainings")


class DashboardsModel(Frozen):
    """Figures on a screen instead of a report."""

    refresh_minutes: SomeMinutes = Field(description="age of the figures at most, minutes")
    more_looks: Annotated[int, Field(ge=0, le=4)] = Field(
        description="further times a day that managers look at them and act"
    )


class RemoteModel(Frozen):
    """Work from anywhere."""

    slower_answers: Factor = Field(description="longer time between looks into the inbox, as a share")
    attention_lost: Share = Field(description="attention to other departments lost without meeting them")
    unclear_share: Share = Field(description="unclear messages added")
    spread_hours: Annotated[float, Field(ge=0, le=4)] = Field(
        description="hours by which half the people begin earlier, the others later"
    )
    absence_saved: Share
    turnover_saved: Share
    faster_share: Share = Field(description="gain of speed in quiet")
    virtual_share: Share = Field(
        description="people of a back office who are in virtual teams with other back offices: they help where they can "
        "learn the work, and what is unclear between the offices is asked in a video call"
    )
    virtual_question_share: Share = Field(
        description="pieces of another team's work in which who helps from afar has to ask that team"
    )


class OmnichannelModel(Frozen):
    """One case and one queue for all channels, and new ones."""

    messaging_share: Share = Field(description="contacts that move to messaging")
    video_share: Share = Field(description="contacts that move to video")
    messaging_patience_minutes: SomeMinutes
    joined_share: Share = Field(description="contacts on another channel whose story is found")
    chats_at_once: Annotated[int, Field(ge=1, le=8)] = Field(description="chats and messages one colleague holds at once")
    chat_slowdown: Factor = Field(description="longer work on a chat for every other chat held beside it, as a share")


class ViewModel(Frozen):
    """Everything about a customer on one screen."""

    reach: Share = Field(description="look-ups in other departments' records that it makes possible")
    whole_share: Share = Field(description="decisions about a customer that take the whole picture into account")
    reading_minutes: Minutes = Field(description="touch time to read it, at every contact and look-up")
    overload: Share = Field(description="readings in which what matters is overlooked")


class TrendsModel(Frozen):
    """The trends at full strength, by the names of their levers."""

    chatbot: AssistantsModel
    back_office_bots: KeyingBotsModel
    personalisation: PersonalModel
    predictive_analytics: PredictionModel
    real_time_dashboards: DashboardsModel
    remote_work: RemoteModel
    omnichannel: OmnichannelModel
    view_360: ViewModel
