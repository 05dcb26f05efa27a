"""What a company sells and to whom: products, customers, how they get in touch and how they behave, as frozen data."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.inputs.fields import (
    Days,
    Frozen,
    Hours,
    Minutes,
    Name,
    PerWeek,
    PerYear,
    Seconds,
    Share,
    SomeDays,
    SomeFactor,
    SomeHours,
    SomeMinutes,
    SomeMoney,
    SomeUnits,
    SomeYears,
    Variation,
)


class Product(Frozen):
    """One article, or a family of like ones."""

    price: SomeMoney
    margin: Share = Field(description="share of the price that is left after the cost of goods")
    popularity: SomeFactor = Field(description="relative demand")
    made: bool = Field(False, description="made on the own production line instead of bought")


class MaterialModel(Frozen):
    """What made goods are made of, bought from a supplier of its own."""

    cost: SomeMoney = Field(description="currency a unit; part of the cost of the goods")
    lot: Annotated[int, Field(ge=1, le=1_000_000)] = Field(description="units that the supplier sells together")
    goes_into: dict[Name, Annotated[int, Field(ge=1, le=10_000)]] = Field(
        description="units that one unit of a made product takes, by product"
    )


class CustomersModel(Frozen):
    """Who buys, how often, and how they behave."""

    consumers: Annotated[int, Field(ge=1, le=10_000_000)]
    businesses: Annotated[int, Field(ge=1, le=1_000_000)]
    web_orders_per_week: PerWeek = Field(description="wishes of the consumers there are at first, and of newcomers")
    business_orders_per_week: PerWeek = Field(description="wishes of the business customers there are at first")
    renewals_share: Share = Field(
        description="share of business_orders_per_week that come only if somebody reminds of them"
    )
    portal_share: Share = Field(description="share of further orders that businesses place on a portal, without a seller")
    inbound_leads_per_week: PerWeek = Field(description="businesses that never bought before and ask for an offer")
    new_customer_share: Share = Field(description="share of web orders by people who never bought before")
    newcomers_staying: Share = Field(description="share of newcomers who, once served, order like everybody else")
    consumers_moving_on: PerYear = Field(description="share of consumers who stop buying for reasons of their own")
    businesses_moving_on: PerYear = Field(description="share of businesses that stop for reasons of their own")
    units_per_web_order: SomeUnits
    units_per_business_order: SomeUnits
    pay_later_share: Share = Field(description="share of web orders paid by invoice")
    moves_per_year: Share = Field(description="share of customers whose master data change in a year")
    insolvent_share: Share = Field(description="share of business customers that will not pay")
    consumer_terms_days: Days
    business_terms_days: Days
    payment_delay_days: SomeDays = Field(description="mean days between due date and payment")
    payment_delay_variation: Variation
    returns_share: Share = Field(description="share of delivered web orders sent back at the customer's wish")
    refuse_per_day_of_promise: Share = Field(description="share of buyers lost for every promised day beyond the usual")
    newcomers_at_most: Annotated[float, Field(ge=1, le=1_000)] = Field(
        description="newcomers that the best reputation brings, as a multiple of those at the usual one"
    )


Weight = Annotated[float, Field(ge=0.0, le=1e6, allow_inf_nan=False)]


class ProfileModel(Frozen):
    """How what comes in a week spreads over its hours, in relative weights; the weekly number is another's matter."""

    weekdays: Annotated[tuple[Weight, ...], Field(min_length=7, max_length=7)] = Field(description="Monday to Sunday")
    hours: Annotated[tuple[Weight, ...], Field(min_length=24, max_length=24)] = Field(
        description="hours of a day, from that after midnight"
    )

    @model_validator(mode="after")
    def _something_comes(self) -> ProfileModel:
        for name, weights in (("weekdays", self.weekdays), ("hours", self.hours)):
            if not any(weights):
                raise ValueError(f"has no weight above 0 in {name}, so nothing ever comes")
        return self


class ArrivalsModel(Frozen):
    """When what comes by itself comes: profiles by weekday and hour."""

    web: ProfileModel = Field(description="wishes and leads on the web")
    calls: ProfileModel = Field(description="customers who call or chat")
    messages: ProfileModel = Field(description="customers who write")
    office: ProfileModel = Field(description="what businesses and colleagues want")


class ContactsModel(Frozen):
    """Why and how customers get in touch."""

    questions_per_week: PerWeek
    technical_per_week: PerWeek
    complaints_per_week: PerWeek
    business_share: Share = Field(description="share of contacts by business customers")
    phone_share: Share
    chat_share: Share
    video_share: Share
    email_share: Share
    phone_patience_minutes: SomeMinutes
    chat_patience_minutes: SomeMinutes
    retry_share: Share = Field(description="share of those who gave up who try again")
    retry_hours: SomeHours
    chase_hours: SomeHours = Field(description="mean hours until a waiting customer asks again")
    late_order_contact_share: Share = Field(description="share of late orders whose customer asks where they are")
    order_contact_days: Days = Field(
        description="mean days of waiting after which a customer asks for an order that is not late yet; 0: nobody does"
    )
    seller_contact_share: Share = Field(
        description="share of businesses that ask their seller for an order, not customer service"
    )
    switch_channel_share: Share
    escalation_share: Share = Field(description="share of contacts that need another department's expertise")
    misunderstood_share: Share = Field(
        description="share of contacts with a tactless colleague after which the customer must ask again"
    )
    astray_share: Share = Field(
        description="share of contacts that reach a colleague who cannot help, where nothing routes them"
    )
    routed_share: Share = Field(description="share of those that routing by topic and skill spares")
    picks_up_share: Share = Field(
        description="share of callers for whom an expert at work comes to the telephone, where departments attend to "
        "each other; 0: no caller is put through"
    )
    retell_minutes: Minutes = Field(description="extra handle time when the story is told again")
    service_level_seconds: Seconds = Field(description="a call or chat answered within these counts as in time")
    short_abandon_seconds: Seconds = Field(
        description="who gives up sooner is counted apart, neither as given up nor as waiting too long"
    )
    most_attempts: Annotated[int, Field(ge=1, le=700)] = Field(
        description="times that a customer tries to get through, or asks again, at most"
    )
    late_order_grace_hours: Hours = Field(description="hours after the promised day until somebody asks for the order")
    open_at_first_days: Days = Field(
        description="questions that are open when a run begins, in working days of their usual number"
    )

    @model_validator(mode="after")
    def _shares_sum(self) -> ContactsModel:
        total = self.phone_share + self.chat_share + self.video_share + self.email_share
        if total > 1.0 + 1e-9:
            raise ValueError(
                f"phone_share, chat_share, video_share and email_share add up to {total:g}; at most 1 is "
                "possible (the rest writes on the web)"
            )
        return self


class TopicModel(Frozen):
    """What a kind of ticket takes, as shares of its tickets."""

    look_up: Share = Field(description="share that takes a look into the records of the department that owns the matter")
    expert: Share | None = Field(
        None, description="share that this department must solve; the company's escalation_share if left out"
    )
    shown: Share = Field(
        0.0, description="share of those that customer service solves itself where it can be shown on video"
    )


class BehaviourModel(Frozen):
    """Behavioural assumptions; each can be switched off."""

    satisfaction: bool = True
    churn: bool = True
    attention: bool = True
    reputation: bool = True
    chasing: bool = True
    usual_satisfaction: Annotated[float, Field(ge=0.01, le=0.99)] = Field(
        description="satisfaction (0-1 scale) of who has lived through nothing yet, and the reputation at first"
    )
    churn_realism: Share = Field(description="stated intention to leave that becomes real")
    leave_one_contact: Share
    leave_more_contacts: Share
    leave_unresolved: Share
    service_score: Share = Field(description="satisfaction (0-1 scale) after a ticket solved at once without any tact")
    tact_score: Share = Field(description="what full tact adds to it")
    unsolved_penalty: Share = Field(description="fall of satisfaction when a ticket ends unsolved")
    delivery_score: Share = Field(description="satisfaction (0-1 scale) after a delivery in time")
    welcome_score: Share = Field(description="satisfaction of a new business customer welcomed at once")
    refund_score: Share = Field(description="satisfaction of who has got the money back")
    declined_claim_score: Share = Field(description="satisfaction of who hears that a just claim is declined")
    waiting_day_penalty: Share = Field(description="fall of satisfaction for every day of waiting")
    waiting_days_felt: Days = Field(description="days after which waiting longer makes it no worse")
    late_penalty: Share = Field(description="fall of satisfaction (0-1 scale) after a late delivery")
    repeat_contact_penalty: Share = Field(description="fall of satisfaction for every further contact")
    satisfaction_memory: Share = Field(description="weight of the newest experience")
    reputation_days: SomeDays = Field(description="days over which the company's reputation follows satisfaction")
    reputation_step_hours: SomeHours = Field(description="hours of reputation_days that one experience stands for")
    reputation_pull: Share = Field(description="share of new customers who judge by reputation")
    lifetime_years: SomeYears = Field(description="horizon of customer lifetime value")
    discount_per_year: Share
