"""What a company is: departments, teams, activities, hand-offs, customers, products and prices, as frozen data.

Every number here comes from a scenario file; units stand in the names. Nothing in this room runs anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.inputs.fields import Frozen, NotNegative, Positive, Share
from sim.inputs.mistakes import nearest
from sim.inputs.sources import Where, dotted
from sim.inputs.trends_model import TICKETS, TrendsModel

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

EVERY = "every"
SHARED_SYSTEM = "shared platform"
"""What the system that integrated systems bring is called; no system and no department of a company may be called so."""
CHALLENGES = ("information_silos", "cultural_differences", "incompatible_technologies")
STRATEGIES = ("integrated_systems", "collaborative_culture", "cross_training", "process_automation")
TRENDS = (
    "chatbot",
    "back_office_bots",
    "personalisation",
    "predictive_analytics",
    "real_time_dashboards",
    "remote_work",
    "omnichannel",
    "view_360",
)


class Hours(Frozen):
    """Opening hours of a week."""

    days: Annotated[tuple[Day, ...], Field(min_length=1)]
    opens: Annotated[float, Field(ge=0, lt=24)] = Field(description="o'clock")
    closes: Annotated[float, Field(gt=0, le=24)] = Field(description="o'clock")

    @model_validator(mode="after")
    def _opens_before_closing(self) -> Hours:
        if self.closes <= self.opens:
            raise ValueError(
                f"opens at {self.opens:g} but closes at {self.closes:g}, so it never opens; "
                "closes must be later than opens"
            )
        if len(set(self.days)) < len(self.days):
            raise ValueError("names a day twice")
        return self


class DepartmentModel(Frozen):
    """A department: an office, a system of record and its people's ways."""

    label: str
    office: Literal["front", "back"]
    system: str = Field(description="name of the department's own system of record")
    pace: Share = Field(0.5, description="place on the speed-accuracy line: 0 precise, 1 fast")
    tact: Share = Field(0.5, description="interpersonal skill of its people, 0 to 1")
    remote: Share = Field(1.0, description="share of its work that can be done from anywhere")
    apart: bool = Field(
        False,
        description="stands on its own: whatever concerns every department, system or person of "
        "the company leaves it out",
    )


class TeamModel(Frozen):
    """People of one department who share a queue."""

    department: str
    staff: Annotated[int, Field(ge=1, le=2000)]
    wage_per_hour: Positive = Field(description="employer's cost of a paid hour, currency")
    hours: tuple[str, ...] = Field(
        min_length=1, description="names of working hours; several are shifts that share the staff"
    )
    turnover_per_year: Share
    finishes_started: bool = Field(False, description="work in hand at closing time is finished the same day")
    can_learn: tuple[str, ...] = Field((), description="teams whose work its people could learn, most natural first")


class ActivityModel(Frozen):
    """A piece of work: who does it and how long it takes."""

    team: str
    minutes: Positive = Field(description="mean touch time, minutes")
    variation: NotNegative = Field(0.7, le=5.0, description="coefficient of variation of the (lognormal) touch time")
    routine: Share = Field(0.0, description="share that follows a rule a bot could work by")


class HandoffModel(Frozen):
    """Cases that one department passes on to another."""

    source: str
    target: str
    subject: str
    fields: Annotated[int, Field(ge=1, le=200)] = Field(8, description="fields carried")
    written: bool = Field(True, description="a person writes it; false when a system sends it by itself")
    rank: Share = Field(0.5, description="order in which interfaces are converted: small is early")


class FeedModel(Frozen):
    """Records of which one department keeps a copy."""

    record: Literal[
        "stock",
        "order status",
        "open items",
        "customer master",
        "campaign plan",
        "demand",
        "ticket history",
        "contract terms",
        "backlog",
    ]
    source: str
    target: str
    rank: Share = 0.5
    fields: Annotated[int, Field(ge=1, le=200)] = Field(1, description="fields carried, any of which may go wrong")
    kept: bool = Field(True, description="false: kept only in a world that has a use for it")


class Product(Frozen):
    """One article, or a family of like ones."""

    price: Positive
    margin: Share = Field(description="share of the price that is left after the cost of goods")
    popularity: Positive = Field(description="relative demand")
    made: bool = Field(False, description="made on the own production line instead of bought")


class CustomersModel(Frozen):
    """Who buys, how often, and how they behave."""

    consumers: Annotated[int, Field(ge=1, le=1_000_000)]
    businesses: Annotated[int, Field(ge=1, le=100_000)]
    web_orders_per_week: NotNegative
    business_orders_per_week: NotNegative = Field(description="repeat orders of business customers")
    inbound_leads_per_week: NotNegative
    new_customer_share: Share = Field(description="share of web orders by people who never bought before")
    units_per_web_order: Positive
    units_per_business_order: Positive
    pay_later_share: Share = Field(description="share of web orders paid by invoice")
    moves_per_year: Share = Field(description="share of customers whose master data change in a year")
    insolvent_share: Share = Field(description="share of business customers that will not pay")
    consumer_terms_days: NotNegative
    business_terms_days: NotNegative
    payment_delay_days: Positive = Field(description="mean days between due date and payment")
    payment_delay_variation: NotNegative
    returns_share: Share = Field(description="share of delivered web orders sent back at the customer's wish")
    refuse_per_day_of_promise: Share = Field(description="share of buyers lost for every promised day beyond the usual")


class ContactsModel(Frozen):
    """Why and how customers get in touch."""

    questions_per_week: NotNegative
    technical_per_week: NotNegative
    complaints_per_week: NotNegative
    phone_share: Share
    chat_share: Share
    video_share: Share
    email_share: Share
    phone_patience_minutes: Positive
    chat_patience_minutes: Positive
    retry_share: Share = Field(description="share of those who gave up who try again")
    retry_hours: Positive
    chase_hours: Positive = Field(description="mean hours until a waiting customer asks again")
    late_order_contact_share: Share = Field(description="share of late orders whose customer asks where they are")
    switch_channel_share: Share
    escalation_share: Share = Field(description="share of contacts that need another department's expertise")
    misunderstood_share: Share = Field(
        description="share of contacts with a tactless colleague after which the customer must ask again"
    )
    retell_minutes: NotNegative = Field(description="extra handle time when the story is told again")

    @model_validator(mode="after")
    def _shares_sum(self) -> ContactsModel:
        total = self.phone_share + self.chat_share + self.video_share + self.email_share
        if total > 1.0 + 1e-9:
            raise ValueError(
                f"phone_share, chat_share, video_share and email_share add up to {total:g}; at most 1 is "
                "possible (the rest writes on the web)"
            )
        return self


class BehaviourModel(Frozen):
    """Behavioural assumptions; each can be switched off."""

    satisfaction: bool = True
    churn: bool = True
    attention: bool = True
    reputation: bool = True
    chasing: bool = True
    churn_realism: Share = Field(description="stated intention to leave that becomes real")
    leave_one_contact: Share
    leave_more_contacts: Share
    leave_unresolved: Share
    late_penalty: Share = Field(description="fall of satisfaction (0-1 scale) after a late delivery")
    repeat_contact_penalty: Share = Field(description="fall of satisfaction for every further contact")
    satisfaction_memory: Share = Field(description="weight of the newest experience")
    reputation_days: Positive = Field(description="days over which the company's reputation follows satisfaction")
    reputation_pull: Share = Field(description="share of new customers who judge by reputation")
    lifetime_years: Positive = Field(description="horizon of customer lifetime value")
    discount_per_year: Share


class SalesModel(Frozen):
    """How leads become orders."""

    qualify_share: Share = Field(description="share of leads qualified when answered within the hour")
    qualify_odds_per_hour: Positive = Field(
        description="factor on the odds to qualify for a lead answered one hour "
        "later; it falls further with the logarithm of the delay"
    )
    win_share: Share = Field(description="share of quotes won at the usual quote time")
    win_loss_per_day: Share = Field(description="relative loss of winning chance per day the quote takes")
    nonstandard_share: Share = Field(description="share of quotes whose contract Legal must review")
    negotiation_days: Positive
    credit_limit_orders: Positive = Field(description="credit limit as a multiple of the mean order value")
    default_loss_share: Share = Field(description="share of an order's value lost when an insolvent customer buys")


class MarketingModel(Frozen):
    """Campaigns."""

    content_per_week: NotNegative
    every_weeks: Annotated[int, Field(ge=1)]
    recipients: Annotated[int, Field(ge=1)]
    response_share: Share
    lead_share: Share = Field(description="share of responses of businesses that become leads instead of web orders")
    cost_per_campaign: NotNegative
    annoyed_penalty: Share = Field(description="fall of satisfaction of a customer with an open complaint")


class LogisticsModel(Frozen):
    """Stock, carrier, suppliers, own production."""

    carrier_hours: Positive
    carrier_variation: NotNegative
    carrier_cost: NotNegative = Field(description="currency per parcel")
    pick_error: Share
    promise_days: Positive = Field(description="promised lead time when the goods are in stock")
    supplier_days: Positive
    supplier_variation: NotNegative
    review_days: Annotated[int, Field(ge=1, le=28)] = Field(description="days between replenishment reviews")
    forecast_weeks: Annotated[int, Field(ge=1, le=26)]
    safety_factor: NotNegative = Field(description="safety stock in standard deviations of lead-time demand")
    holding_per_year: Share = Field(description="cost of holding stock, share of its value per year")
    shortage_share: Share = Field(description="share of margin lost on a unit that is short")
    batch_units: Annotated[int, Field(ge=1)] = Field(description="units of a production batch")
    miscount_share: Share = Field(description="share of goods receipts booked with a wrong quantity")


class FinanceModel(Frozen):
    """Closing, deadlines and the cost of money."""

    house_purchases_per_week: NotNegative
    supplier_error: Share = Field(description="share of supplier invoices that are wrong from the start")
    supplier_invoice_days: Positive
    tax_days: Positive = Field(description="days after the end of a period until tax is due")
    tax_fine: NotNegative
    interest_per_year: Share
    dispute_reject_cost: NotNegative = Field(description="goodwill lost when a justified claim is turned down")


class ItModel(Frozen):
    """Outages, requests, releases, security."""

    requests_per_person_per_week: NotNegative
    maintenance_per_week: NotNegative
    outage_every_weeks: Positive = Field(description="mean weeks between failures of one system")
    restore_hours: Positive = Field(description="mean touch hours to restore a system")
    restore_variation: NotNegative
    release_every_weeks: Annotated[int, Field(ge=1)]
    change_failure: Share = Field(description="share of releases that take their system down")
    security_incidents_per_year: NotNegative
    containment_hours: Positive
    security_cost: NotNegative
    detect_hours: Positive = Field(description="mean hours until a broken interface or bot is noticed")


class HrModel(Frozen):
    """People coming, going and being away."""

    questions_per_person_per_week: NotNegative
    absence: Share
    search_days: Positive = Field(description="mean elapsed days from advertisement to accepted offer")
    search_variation: NotNegative
    cost_per_hire: NotNegative
    ramp_weeks: NotNegative = Field(description="weeks until a new colleague works at full speed")
    ramp_start: Annotated[float, Field(gt=0, le=1)] = Field(description="speed of a new colleague on the first day")
    overtime_factor: Positive = Field(description="pay of an overtime hour relative to a regular one")
    overtime_hours: Positive = Field(description="hours of overtime a day for those who stay")
    delay_price: NotNegative = Field(description="what an hour of work left for another day is thought to cost")
    overtime_above_days: Positive = Field(description="backlog, in days of the team's work, above which people stay")


class LegalModel(Frozen):
    """Requests with deadlines."""

    contracts_per_week: NotNegative
    data_requests_per_week: NotNegative
    deadline_days: Positive
    fine: NotNegative


class InformationModel(Frozen):
    """What carrying information costs, before any lever: the primitives' end points."""

    write_minutes: NotNegative
    rekey_minutes_per_field: NotNegative
    answer_minutes: NotNegative = Field(description="touch time to answer an ask-back or an inquiry")
    inbox_round_hours: Positive = Field(description="open hours between two looks into the inbox")
    keying_error: Share = Field(description="wrong fields when one keys from a form")
    free_form_error: Share = Field(description="wrong fields when one keys from letters and e-mails")
    free_form_share: Share = Field(description="share of rekeying from free form at full incompatibility")
    entry_fields: Annotated[int, Field(ge=1)] = Field(description="fields a customer's change of data is entered in")
    catch: Share = Field(description="chance that one who rekeys notices what was already wrong")
    mapping_error: Share = Field(description="messages a mapped interface spoils at full incompatibility")
    interface_failure: Share = Field(description="batch runs that fail at full incompatibility")
    conversion_minutes: NotNegative = Field(
        description="touch time per message for converting formats, at full incompatibility"
    )
    nightly_hours: Positive = Field(description="period of the slowest scheduled interface")
    hourly_hours: Positive = Field(description="period of the fastest scheduled interface")
    spreadsheet_hours: Positive = Field(description="period of record copies that are carried by hand")
    ask_back: Share = Field(description="unclear messages in a company without cultural differences")
    ask_back_culture: Share = Field(description="unclear messages added by full cultural differences")
    attention_culture: Share = Field(description="attention to other departments lost to full cultural differences")
    blind_share: Share = Field(description="look-ups in other departments' records that full silos make impossible")
    pace_speed: Share = Field(description="gain of speed from the precise to the fast end of the speed-accuracy line")
    pace_error: NotNegative = Field(description="factor on errors at the fast end of the line, minus one")
    report_days: Positive = Field(description="age of the backlog report that managers act on, at full silos")


class StrategyCosts(Frozen):
    """What a lever costs when fully applied."""

    one_off: NotNegative = 0.0
    per_year: NotNegative = 0.0
    per_person_one_off: NotNegative = 0.0
    per_person_per_year: NotNegative = 0.0


class RemedyModel(Frozen):
    """What the strategies bring with them, good and bad, at full strength."""

    platform_outage_every_weeks: Positive
    platform_restore_factor: Positive = Field(description="restoring the shared platform against an own system")
    platform_people: Positive = Field(
        description="people who can work on it at full speed at once, as a multiple of all staff"
    )
    mandatory_fields_minutes: NotNegative = Field(description="added front-office touch time per case")
    decision_rights: Share = Field(description="share of escalations that wider decision rights make needless")
    meeting_share: Share = Field(description="working time a strong common culture spends in meetings and messages")
    second_skill_slowdown: Annotated[float, Field(ge=1, le=5)]
    second_skills: Annotated[int, Field(ge=1, le=8)] = Field(description="other teams each person can help")
    training_share: Share = Field(description="working time away for keeping second skills")
    bot_minutes: Positive
    bots: Annotated[int, Field(ge=1)]
    bot_share: Share = Field(description="share of routine work that bots can do")
    bot_break_share: Share = Field(description="releases that break the bots working on the system")
    coverage: dict[str, dict[str, Share]] = Field(description="share of each challenge that each strategy removes")
    costs: dict[str, StrategyCosts]


class CompanyModel(Frozen):
    """A whole company."""

    name: str
    currency: Annotated[str, Field(min_length=1, max_length=4)]
    overhead_per_year: NotNegative = Field(description="rent, energy, licences of own systems")
    working_hours: dict[str, Hours]
    departments: dict[str, DepartmentModel]
    teams: dict[str, TeamModel]
    activities: dict[str, ActivityModel]
    handoffs: tuple[HandoffModel, ...]
    feeds: tuple[FeedModel, ...]
    products: dict[str, Product]
    customers: CustomersModel
    contacts: ContactsModel
    behaviour: BehaviourModel
    sales: SalesModel
    marketing: MarketingModel
    logistics: LogisticsModel
    finance: FinanceModel
    it: ItModel
    hr: HrModel
    legal: LegalModel
    information: InformationModel
    remedies: RemedyModel
    trends: TrendsModel

    @property
    def connected(self) -> list[str]:
        """The departments that do not stand apart."""
        return [name for name, department in self.departments.items() if not department.apart]

    @property
    def connected_teams(self) -> dict[str, TeamModel]:
        """Their teams."""
        return {name: team for name, team in self.teams.items() if not self.departments[team.department].apart}

    @property
    def people(self) -> int:
        """The people in them."""
        return sum(team.staff for team in self.connected_teams.values())

    @model_validator(mode="after")
    def _names_exist(self) -> CompanyModel:
        found = wrong_names(self.model_dump())
        if found:
            raise WrongNames(found)
        return self


class WrongNames(ValueError):
    """Names in a company that point nowhere: for each its place and the rest of a sentence that begins with it."""

    def __init__(self, found: list[tuple[Where, str]]) -> None:
        self.found = found
        super().__init__("\n".join(f"{dotted(where)} {words}" for where, words in found))


ANY = "*"

NAMES: tuple[tuple[Where, str, str, tuple[str, ...]], ...] = (
    (("teams", ANY, "department"), "department", "departments", ()),
    (("teams", ANY, "hours", ANY), "working hours", "working_hours", ()),
    (("teams", ANY, "can_learn", ANY), "team", "teams", ()),
    (("activities", ANY, "team"), "team", "teams", (EVERY,)),
    (("handoffs", ANY, "source"), "department", "departments", (EVERY,)),
    (("handoffs", ANY, "target"), "department", "departments", (EVERY,)),
    (("feeds", ANY, "source"), "department", "departments", (EVERY,)),
    (("feeds", ANY, "target"), "department", "departments", (EVERY,)),
)
"""Where a company names a thing of its own: place, what it is, the table that has it, words allowed beside."""

KEYS: tuple[tuple[Where, str, tuple[str, ...]], ...] = (
    (("remedies", "coverage", ANY), "challenge", CHALLENGES),
    (("remedies", "coverage", ANY, ANY), "strategy", STRATEGIES),
    (("remedies", "costs", ANY), "strategy or trend", STRATEGIES + TRENDS),
    (("trends", "chatbot", "contained", ANY), "kind of ticket", TICKETS),
)
"""Tables whose keys are names: place of the key, what it is, which there are."""

TAKEN: tuple[tuple[str, str, str], ...] = (
    ("departments", EVERY, "all departments"),
    ("departments", SHARED_SYSTEM, "the system that integrated systems bring"),
    ("teams", EVERY, "all teams"),
)
"""Names that a company may not give, as they stand for something already: the table, the name, what it stands for."""


def wrong_names(company: Mapping[str, Any]) -> list[tuple[Where, str]]:
    """Names in a company's data that point nowhere or are taken, each with its place; wrong shapes are passed over."""
    found: list[tuple[Where, str]] = []
    for pattern, what, table, beside in NAMES:
        known = company.get(table)
        if isinstance(known, Mapping):
            found.extend(
                (where, f"names {what} {name!r}, which does not exist{nearest(name, [*known, *beside])}")
                for where, name in _matches(company, pattern)
                if isinstance(name, str) and name not in known and name not in beside
            )
    for pattern, what, names in KEYS:
        found.extend(
            (where, f"is not a {what}{nearest(str(where[-1]), names)}")
            for where, _ in _matches(company, pattern)
            if where[-1] not in names
        )
    for table, taken, meaning in TAKEN:
        found.extend(
            (where, f"has a name that stands for {meaning}; choose another")
            for where, _ in _matches(company, (table, taken))
        )
    found.extend(
        (where, f"is {name!r}, a name that stands for the system that integrated systems bring; choose another")
        for where, name in _matches(company, ("departments", ANY, "system"))
        if name == SHARED_SYSTEM
    )
    staffed = {name for _, name in _matches(company, ("teams", ANY, "department")) if isinstance(name, str)}
    named = [where for where, _ in _matches(company, ("departments", ANY))]
    if staffed <= {where[-1] for where in named}:  # else a misspelt department would be told twice
        found.extend((where, "has no team; add one under [teams]") for where in named if where[-1] not in staffed)
    return found


def _matches(data: object, pattern: Where, where: Where = ()) -> Iterator[tuple[Where, object]]:
    """The values whose places fit a pattern."""
    if not pattern:
        yield where, data
    elif isinstance(data, Mapping):
        for key in data if pattern[0] == ANY else [pattern[0]]:
            if key in data:
                yield from _matches(data[key], pattern[1:], (*where, key))
    elif isinstance(data, list | tuple) and pattern[0] == ANY:
        for position, inner in enumerate(data):
            yield from _matches(inner, pattern[1:], (*where, position))
