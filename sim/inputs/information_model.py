"""What carrying information costs, and what strategies against that bring and cost, as frozen data."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from sim.inputs.fields import (
    Factor,
    Frozen,
    Minutes,
    Money,
    Share,
    SomeDays,
    SomeFactor,
    SomeHours,
    SomeMinutes,
    SomeWeeks,
)


class InformationModel(Frozen):
    """What carrying information costs, before any lever: the primitives' end points."""

    write_minutes: Minutes
    rekey_minutes_per_field: Minutes
    answer_minutes: Minutes = Field(description="touch time to answer an ask-back or an inquiry")
    inbox_round_hours: SomeHours = Field(description="open hours between two looks into the inbox")
    keying_error: Share = Field(description="wrong fields when one keys from a form")
    free_form_error: Share = Field(description="wrong fields when one keys from letters and e-mails")
    free_form_share: Share = Field(description="share of rekeying from free form at full incompatibility")
    entry_fields: Annotated[int, Field(ge=1, le=200)] = Field(
        description="fields a customer's change of data is entered in"
    )
    catch: Share = Field(description="chance that one who rekeys notices what was already wrong")
    mapping_error: Share = Field(description="messages a mapped interface spoils at full incompatibility")
    interface_failure: Share = Field(description="batch runs that fail at full incompatibility")
    conversion_minutes: Minutes = Field(
        description="touch time per message for converting formats, at full incompatibility"
    )
    nightly_hours: SomeHours = Field(description="period of the slowest scheduled interface")
    hourly_hours: SomeHours = Field(description="period of the fastest scheduled interface")
    spreadsheet_hours: SomeHours = Field(description="period of record copies that are carried by hand")
    ask_back: Share = Field(description="unclear messages in a company without cultural differences")
    ask_back_culture: Share = Field(description="unclear messages added by full cultural differences")
    attention_culture: Share = Field(description="attention to other departments lost to full cultural differences")
    left_lying_days: SomeDays = Field(
        description="days after which who asked another department, where others' requests come last, turns to the "
        "manager; what was asked for is then done in its turn"
    )
    blind_share: Share = Field(description="look-ups in other departments' records that full silos make impossible")
    pace_speed: Share = Field(description="gain of speed from the precise to the fast end of the speed-accuracy line")
    pace_error: Factor = Field(description="factor on errors at the fast end of the line, minus one")
    report_days: SomeDays = Field(description="age of the backlog report that managers act on, at full silos")


class StrategyCosts(Frozen):
    """What a lever costs when fully applied."""

    one_off: Money = 0.0
    per_year: Money = 0.0
    per_person_one_off: Money = 0.0
    per_person_per_year: Money = 0.0


class RemedyModel(Frozen):
    """What the strategies bring with them, good and bad, at full strength."""

    platform_outage_every_weeks: SomeWeeks
    platform_restore_factor: SomeFactor = Field(description="restoring the shared platform against an own system")
    platform_people: SomeFactor = Field(
        description="people who can work on it at full speed at once, as a multiple of all staff"
    )
    mandatory_fields_minutes: Minutes = Field(description="added front-office touch time per case")
    decision_rights: Share = Field(description="share of escalations that wider decision rights make needless")
    meeting_share: Share = Field(description="working time a strong common culture spends in meetings and messages")
    second_skill_slowdown: Annotated[float, Field(ge=1, le=5)]
    second_skills: Annotated[int, Field(ge=1, le=8)] = Field(description="other teams each person can help")
    training_share: Share = Field(description="working time away for keeping second skills")
    bot_message_hours: SomeHours = Field(description="hours until a message that a bot passes on is there")
    bot_minutes: SomeMinutes
    bots: Annotated[int, Field(ge=1, le=10_000)]
    bot_share: Share = Field(description="share of routine work that bots can do")
    bot_break_share: Share = Field(description="releases that break the bots working on the system")
    coverage: dict[str, dict[str, Share]] = Field(description="share of each challenge that each strategy removes")
    costs: dict[str, StrategyCosts]

    @field_validator("coverage")
    @classmethod
    def _by_name(cls, coverage: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        return {challenge: dict(sorted(row.items())) for challenge, row in sorted(coverage.items())}

    @field_validator("costs")
    @classmethod
    def _costs_by_name(cls, costs: dict[str, StrategyCosts]) -> dict[str, StrategyCosts]:
        return dict(sorted(costs.items()))
