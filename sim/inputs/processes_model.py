"""How each department does its own business, as frozen data."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.inputs.fields import (
    Days,
    EachPerWeek,
    Factor,
    Frozen,
    Hours,
    Minutes,
    Money,
    PerWeek,
    PerYear,
    Share,
    SomeDays,
    SomeFactor,
    SomeHours,
    SomeWeeks,
    Variation,
    Weeks,
)


class SalesModel(Frozen):
    """How leads become orders."""

    qualify_share: Share = Field(description="share of leads qualified when answered within the hour")
    qualify_odds_per_hour: SomeFactor = Field(
        description="factor on the odds to qualify for a lead answered one hour "
        "later; it falls further with the logarithm of the delay"
    )
    win_share: Share = Field(description="share of quotes won at the usual quote time")
    win_loss_per_day: Share = Field(description="relative loss of winning chance per day the quote takes")
    nonstandard_share: Share = Field(description="share of quotes whose contract Legal must review")
    negotiation_days: SomeDays
    negotiation_variation: Variation
    credit_limit_orders: SomeFactor = Field(description="credit limit as a multiple of the mean order value")
    default_loss_share: Share = Field(description="share of an order's value lost when an insolvent customer buys")
    arrears_risk: Share = Field(
        description="share of orders of customers in arrears that are thought never to be paid; it weighs regret only"
    )
    tolerated_arrears: Share = Field(description="share of what is owed up to which the limit stays as it is if overdue")
    tight_share: Share = Field(description="the tight credit limit, as a share of the usual one")
    late_cost_of_discontent: Share = Field(
        description="what a late order is thought to cost a seller, as a share of its margin: times late_penalty"
    )
    late_cost_of_work: Share = Field(description="the same: whatever customers feel")
    approval_patience_hours: Hours = Field(
        description="mean hours until a seller asks what has become of a credit question or a contract; 0: nobody does"
    )
    silent_share: Share = Field(description="share of quotes about which nothing more is heard unless a seller asks")
    chase_days: SomeDays = Field(description="days after a quote at which the seller is reminded to ask")
    quote_valid_days: SomeDays = Field(description="days after which a quote expires that nobody has asked about")
    remembered_share: Share = Field(description="share of quotes that a seller thinks of where no system reminds")
    by_hand_minutes: Minutes = Field(
        description="touch time added to a quote where prices must be gathered because no system keeps them"
    )
    prospecting_per_week: PerWeek = Field(description="times a week that sellers look for businesses to talk to")
    prospect_share: Share = Field(description="share of those times that bring somebody who wants an offer")


class MarketingModel(Frozen):
    """Campaigns."""

    content_per_week: PerWeek
    every_weeks: Annotated[int, Field(ge=1, le=520)]
    campaigns_at_once: Annotated[int, Field(ge=1, le=10_000)] = Field(
        description="campaigns of one week, each for goods of its own"
    )
    recipients: Annotated[int, Field(ge=1, le=1_000_000)]
    business_share: Share = Field(description="share of the recipients that are businesses")
    response_share: Share
    lead_share: Share = Field(description="share of responses of businesses that become leads instead of web orders")
    cost_per_campaign: Money
    preparation_weeks: Annotated[int, Field(ge=1, le=52)] = Field(description="weeks from its beginning to the launch")
    response_hours: SomeHours = Field(description="mean hours until a recipient who responds buys")
    units_of_consumer: Annotated[int, Field(ge=1, le=1_000)] = Field(description="units that a consumer's response buys")
    units_of_business: Annotated[int, Field(ge=1, le=1_000)] = Field(description="units that a business's response buys")
    planned_units_factor: Factor = Field(
        description="units a response that the plan tells Logistics, against units_per_web_order"
    )
    response_gain: Share = Field(description="what a response is thought to gain, as a share of the price")
    annoyance_factor: Factor = Field(
        description="what an annoyed customer is thought to cost: times annoyed_penalty, times what writing to one gains"
    )
    least_share: Share = Field(
        description="share of the list that is written to where a letter has brought less than it costs"
    )
    annoyed_penalty: Share = Field(description="fall of satisfaction of a customer with an open complaint")
    unripe_share: Share = Field(description="share of inbound leads that are not ready to buy yet")
    ripening_days: SomeDays = Field(description="mean days until such a lead is ready")
    score_hits: Share = Field(description="share of leads that are not ready of which the score says so")
    score_alarms: Share = Field(description="share of leads that are ready of which the score says that they are not")
    nurture_days: SomeDays = Field(description="days from one letter to the next for leads that are not ready")
    nurture_letters: Annotated[int, Field(ge=1, le=50)] = Field(description="letters after which a lead is given up")
    nurture_annoys: Share = Field(description="share of such letters after which no further one is wanted")
    unsubscribe_share: Share = Field(
        description="share of customers whom a letter annoys who want no more letters; those who get one are annoyed"
    )
    fault_share: Share = Field(description="share of campaigns with a claim that is wrong, or without consent")
    most_refusals: Annotated[int, Field(ge=1, le=100)] = Field(
        description="times that Legal may refuse a campaign before it is dropped"
    )
    fault_complaints: Share = Field(description="share of recipients of a campaign with such a fault who complain")
    content_draws: Share = Field(
        description="share of inbound leads, and of newcomers, who come because of what is written, as it usually is"
    )
    content_delay_weeks: Weeks = Field(description="weeks until a piece of content is found")
    content_weeks: SomeWeeks = Field(description="mean weeks for which it is found from then on")
    content_at_most: Annotated[float, Field(ge=1, le=1_000)] = Field(
        description="what much content draws at most, as a multiple of the usual"
    )


class CrmModel(Frozen):
    """Looking after customers."""

    loyalty_per_week: PerWeek = Field(description="loyal customers looked after in a week")
    follow_up_share: Share = Field(description="share of delivered business orders after which CRM asks how it went")
    offer_share: Share = Field(description="what an offer costs, as a share of the margin a customer brings in a year")
    churn_gain: Share = Field(
        description="share of customers with no satisfaction left whom an offer keeps; of more satisfied ones fewer"
    )
    kept_years: Annotated[float, Field(ge=0, le=50)] = Field(
        description="years of margin that a customer who is kept is thought to bring"
    )
    unhappy_below: Share = Field(description="satisfaction below which a customer is plainly unhappy")
    least_yearly_value: Money = Field(description="margin a year that an offer is reckoned on at least, currency")
    least_weeks: SomeWeeks = Field(description="weeks over which a customer's margin a year is reckoned at least")
    duplicate_share: Share = Field(
        description="share of customers who are entered once more when their data come from a master apart from the CRM's"
    )
    duplicates_at_first: Share = Field(
        description="share of customers with two entries when a run begins, where masters are apart"
    )
    merge_finds: Share = Field(description="share of customers with several entries that a week's look finds")
    search_minutes: Minutes = Field(description="touch time added to a contact of a customer with several entries")
    twice_annoys: Share = Field(description="share of customers who get a letter twice whom that annoys")
    loyalty_keeps: Share = Field(
        description="share of businesses about to move on that stay because they have been looked after"
    )
    loyalty_weeks: SomeWeeks = Field(description="weeks after which having been looked after is forgotten")
    follow_up_score: Share = Field(
        description="satisfaction (0-1 scale) of who is asked how it went, unless already happier; 0: no happier"
    )
    follow_up_orders: Share = Field(description="share of those who are asked how it went who order again at once")
    remembered_share: Share = Field(
        description="share of follow-ups and renewals that somebody thinks of where no system reminds of them"
    )
    renewal_patience_days: SomeDays = Field(
        description="mean days until a business that nobody has reminded buys elsewhere"
    )


class LogisticsModel(Frozen):
    """Stock, carrier, suppliers, own production."""

    carrier_hours: SomeHours
    carrier_variation: Variation
    carrier_cost: Money = Field(description="currency per parcel")
    carrier_late_share: Share = Field(description="share of shipments that the carrier keeps for days")
    carrier_late_days: SomeDays = Field(description="mean days that it keeps them")
    lost_share: Share = Field(description="share of parcels that the carrier loses, and pays for")
    lost_days: SomeDays = Field(description="days until a parcel that does not come is given up and sent again")
    damaged_share: Share = Field(description="share of parcels whose goods arrive damaged; the carrier pays for them")
    price_cut_share: Share = Field(
        description="share of businesses that keep damaged goods on account and want money off instead of new ones"
    )
    delays_told_share: Share = Field(
        description="share of business orders without goods whose customer hears so from its seller"
    )
    put_away_hours: Hours = Field(
        description="open hours between two rounds in which received goods are put away; 0: as they are received"
    )
    pick_error: Share
    promise_days: SomeDays = Field(description="promised lead time when the goods are in stock")
    supplier_days: SomeDays
    chase_after_days: Days = Field(description="days beyond supplier_days after which a planner asks where goods are")
    chased_share: Share = Field(description="share of what is left of the delay that is left of it once asked")
    short_share: Share = Field(description="share of suppliers' deliveries that are short")
    short_part: Share = Field(description="part of a short delivery that is missing")
    rest_share: Share = Field(description="time until the rest comes, against a delivery's, once it has been claimed")
    reserve_by_eye_weeks: Weeks = Field(
        description="weeks of usual demand that a planner keeps in reserve whom no system helps"
    )
    set_ups: bool = Field(description="the line must be set up for another product")
    reject_share: Share = Field(description="share of made units that are no good, at the usual care")
    rework_share: Share = Field(description="share of them that can be put right; the others are scrapped")
    material_safety_weeks: Weeks = Field(description="weeks of usual use of material that are kept in reserve")
    supplier_variation: Variation
    review_days: Annotated[int, Field(ge=1, le=28)] = Field(description="days between replenishment reviews")
    forecast_weeks: Annotated[int, Field(ge=1, le=26)]
    safety_factor: Annotated[float, Field(ge=0, le=20)] = Field(
        description="safety stock in standard deviations of lead-time demand"
    )
    holding_per_year: Share = Field(description="cost of holding stock, share of its value per year")
    shortage_share: Share = Field(description="share of margin lost on a unit that is short")
    batch_units: Annotated[int, Field(ge=1, le=1_000_000)] = Field(description="units of a production batch")
    parcels_of_business_order: Annotated[int, Field(ge=1, le=10_000)]
    readdress_cost: Money = Field(
        description="what a wrong address is thought to cost, besides the carrier there and back, currency a parcel"
    )
    most_shipments: Annotated[int, Field(ge=1, le=100)] = Field(description="times that one order is sent at most")
    return_days: SomeDays = Field(description="mean days until a customer who does not keep the goods says so")
    made_weeks: SomeWeeks = Field(description="weeks that the own line takes, as it is planned and promised")
    supplier_lot: Annotated[int, Field(ge=1, le=1_000_000)] = Field(description="units that suppliers sell together")
    demand_spread: Factor = Field(
        description="variance of demand as planned, against orders that all have units_per_business_order"
    )
    planned_lead_factor: Factor = Field(description="leads that are planned with, against inbound_leads_per_week")
    first_stock_cover: Factor = Field(
        description="stock when a run begins, as a share of the cover time's demand, besides half that of a review"
    )
    first_stock_units: Annotated[int, Field(ge=0, le=1_000_000)] = Field(description="units of each product besides")
    miscounted_share: Share = Field(description="share of a miscounted receipt's units that the books have too many")
    miscount_share: Share = Field(description="share of goods receipts booked with a wrong quantity")
    counted_per_day: Annotated[int, Field(ge=1, le=100_000)] = Field(description="products counted on a working day")


class FinanceModel(Frozen):
    """Closing, deadlines and the cost of money."""

    closing_tasks: Annotated[int, Field(ge=1, le=100_000)] = Field(description="accounts that are closed side by side")
    reminder_days: SomeDays = Field(description="days after the due date at which a customer is reminded")
    credit_hold_days: Days = Field(description="days that an order is held for what is overdue before Finance refuses it")
    credit_proof_share: Share = Field(
        description="share of solvent customers on hold who, asked, show within a day that their money is on its way"
    )
    house_purchases_per_week: PerWeek
    house_purchase_value: Money = Field(description="what a purchase for the house costs, currency")
    house_patience_days: Days = Field(
        description="days after which somebody buys in a shop what nobody has ordered; that matches no order"
    )
    house_shop_premium: Share = Field(description="how much dearer that is")
    supplier_error: Share = Field(description="share of supplier invoices that are wrong from the start")
    wrong_price_noticed: Share = Field(
        description="share of wrong prices that who ordered notices, where no system matches invoices"
    )
    posting_minutes: Minutes = Field(description="touch minutes to post an invoice by hand, where no system does")
    payment_run_days: Annotated[int, Field(ge=0, le=60)] = Field(
        description="days between two payment runs; 0: whatever is approved is paid at once"
    )
    supplier_invoice_days: SomeDays
    signing_hours: Hours = Field(
        description="open hours between two folders of invoices that who bought for a department signs; 0: nobody signs"
    )
    tax_days: SomeDays = Field(description="days after the end of a period until tax is due")
    tax_fine: Money
    interest_per_year: Share
    refund_patience_days: Days = Field(description="days after which a customer asks where the money is")
    write_off_days: Days = Field(description="days from the reminder until what never comes is written off")
    error_notice_days: SomeDays = Field(description="mean days until a customer notices a wrong invoice")
    disputed_share: Share = Field(description="what a dispute is about, as a share of the invoice")
    claim_again_hours: Hours = Field(description="hours until a customer comes again whose just claim was declined")
    dispute_reject_cost: Money = Field(description="goodwill lost when a justified claim is turned down")


class ItModel(Frozen):
    """Outages, requests, releases, security."""

    requests_per_person_per_week: EachPerWeek
    maintenance_per_week: PerWeek
    outage_every_weeks: SomeWeeks = Field(description="mean weeks between failures of one system")
    restore_hours: SomeHours = Field(description="mean touch hours to restore a system")
    restore_variation: Variation
    release_every_weeks: Annotated[int, Field(ge=1, le=520)]
    change_failure: Share = Field(description="share of releases that take their system down")
    overdue_days: SomeDays = Field(description="days after which a piece of maintenance has lain too long")
    neglect: Factor = Field(
        description="rise of a system's failure rate, as a share, for every week of maintenance that has lain too long"
    )
    attacks_per_year: PerYear = Field(description="times a year that somebody tries to break into one of the systems")
    attack_success: Share = Field(description="share of them that get in although every known hole is mended")
    hole_success: Share = Field(description="share of them that get in by a hole that is open")
    holes_per_year: PerYear = Field(description="ways to break into a system that become known, for each system")
    stopped_share: Share = Field(description="share of requests of colleagues who cannot work until they are served")
    stopped_speed: SomeFactor = Field(description="speed at which they work meanwhile, against their usual one")
    self_help_hours: SomeHours = Field(description="hours after which they have found a way of their own")
    change_share: Share = Field(description="share of requests that take a change, which comes with the next release")
    work_around_speed: SomeFactor = Field(description="speed of a colleague who waits for a change, against the usual")
    containment_hours: SomeHours
    security_cost: Money
    outage_notice_hours: SomeHours = Field(description="mean hours until IT notices that a system is down")
    on_call: Annotated[int, Field(ge=1, le=2000)] = Field(
        description="people who restore systems, counted besides the staff while they do"
    )
    security_trust: Share = Field(description="fall of reputation (0-1 scale) after an incident")
    security_least_reach: Share = Field(
        description="what an incident costs at least, as a share of security_cost, however few work with the system"
    )
    detect_hours: SomeHours = Field(description="mean hours until a broken interface or bot is noticed")


class HrModel(Frozen):
    """People coming, going and being away."""

    questions_per_person_per_week: EachPerWeek
    question_patience_days: SomeDays = Field(description="days after which an unanswered question is taken amiss")
    aggrieved_turnover: SomeFactor = Field(
        description="how much sooner those leave whose questions lie unanswered, as a factor on turnover_per_year"
    )
    aggrieved_absence: SomeFactor = Field(description="how much oftener they stay away, as a factor on absence")
    absence: Share
    craft_variation: Variation = Field(description="coefficient of variation of people's speed, at their pace")
    tact_spread: Share = Field(description="width of the range of tact within a team, around its department's")
    search_days: SomeDays = Field(description="mean elapsed days from advertisement to accepted offer")
    search_variation: Variation
    payday_days: Days = Field(description="days after the month is over by which people expect their pay")
    wrong_slips: Share = Field(description="share of pay slips that are wrong, at the usual care")
    wrong_slips_of_a_field: Share = Field(description="share that is wrong besides where a field reached Finance wrong")
    pay_changes: Share = Field(description="share of people whose pay is another than the month before")
    pay_asked_share: Share = Field(description="share of those who were paid wrong or late who ask about it")
    pay_leave_share: Share = Field(description="share of those who were paid wrong or late who give notice over it")
    temporary_above_days: SomeDays = Field(description="backlog in the report, in days, above which help is taken on")
    temporary_weeks: SomeWeeks = Field(description="weeks that somebody from an agency stays")
    temporary_premium: Share = Field(description="what the agency takes, as a share of the wage")
    temporary_speed: Annotated[float, Field(gt=0, le=1)] = Field(description="of full speed")
    most_temporary: Annotated[int, Field(ge=0, le=1_000)] = Field(description="people a team takes on at once at most")
    notice_weeks: Weeks = Field(description="weeks from notice to the last day at work")
    payroll_parts: Annotated[int, Field(ge=1, le=10_000)] = Field(
        description="parts in which a payroll is prepared and posted side by side"
    )
    cost_per_hire: Money
    ramp_weeks: Annotated[float, Field(ge=0, le=520)] = Field(
        description="weeks until a new colleague works at full speed"
    )
    ramp_start: Annotated[float, Field(gt=0, le=1)] = Field(description="speed of a new colleague on the first day")
    newcomer_slips: SomeFactor = Field(
        description="slips of a new colleague on the first day, against those of one who has learned the job"
    )
    lesson_hours: Hours = Field(description="hours a week that a new colleague and one who teaches him spend on it")
    alone_share: Share = Field(description="what a week without its lesson counts for, against one with it")
    course_hours: Hours = Field(description="hours that everybody spends on a course of the team")
    course_every_weeks: Annotated[int, Field(ge=1, le=520)] = Field(description="weeks between two courses of a team")
    course_level: SomeFactor = Field(description="what people know after a course is worth, against the usual")
    fading: Share = Field(description="share of it that they lose in a week, since methods and tools change")
    leave_days: Days = Field(
        description="days off a year that somebody wishes for at short notice, besides the yearly holiday"
    )
    long_weekends: Share = Field(description="share of them beside a weekend")
    away_at_most: Share = Field(
        description="share of a team that may be off on a day, where a plan says who is; one at least"
    )
    files_every_days: Days = Field(
        description="days from one look of HR through its files to the next, where no software says what is next"
    )
    overtime_factor: SomeFactor = Field(description="pay of an overtime hour relative to a regular one")
    overtime_hours: Annotated[float, Field(gt=0, le=24)] = Field(description="hours of overtime a day for those who stay")
    delay_price: Money = Field(description="what an hour of work left for another day is thought to cost")
    overtime_above_days: SomeDays = Field(description="backlog, in days of the team's work, above which people stay")


class TactModel(Frozen):
    """What becomes of talks that are held without any tact, against talks at the tact that is usual in a department."""

    win_left: Share = Field(description="share of the deals that are still won")
    offer_left: Share = Field(description="share of the good that an offer to keep a customer still does")
    offended_share: Share = Field(description="share of the customers who complain about how they were talked to")
    unclear_factor: SomeFactor = Field(description="how many times as often a message is unclear to who gets it")


OClock = Annotated[float, Field(ge=0, lt=24, allow_inf_nan=False)]


class TimetableModel(Frozen):
    """When in a day, or how often, what recurs is begun; opening hours say when people get to it."""

    stock_review_hour: OClock
    stock_count_hour: OClock
    customer_review_hour: OClock = Field(description="o'clock on Mondays")
    campaign_hour: OClock = Field(description="o'clock on Tuesdays")
    closing_hour: OClock = Field(description="o'clock on the Monday after the end of a period")
    release_hour: OClock
    overtime_hour: OClock = Field(description="o'clock at which it is decided who stays")
    early_look_hours: Hours = Field(
        description="hours from one look at the backlogs to the next, where there are several"
    )
    report_hour: OClock = Field(description="o'clock on Mondays at which Finance's report is begun")
    payment_hour: OClock = Field(description="o'clock at which a payment run is begun")
    copy_hour: OClock = Field(description="o'clock at which copies of records that are carried by hand are sent")
    backlog_note_hours: SomeHours = Field(description="hours between two notes of how much work waits")
    reminder_hour: OClock = Field(description="o'clock at which the CRM lists whom to call")
    payroll_lead_days: Annotated[float, Field(ge=0, le=7)] = Field(description="days before the month is over")
