"""Contracts, campaigns and requests that the law has a say in, as frozen data."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.inputs.fields import Days, Frozen, Money, PerWeek, Share, SomeDays


class LegalModel(Frozen):
    """Requests with deadlines."""

    contracts_per_week: PerWeek = Field(description="standing contracts that come to their end in a week")
    supplier_share: Annotated[float, Field(ge=0, lt=1)] = Field(
        description="share of them with suppliers; the others are with business customers"
    )
    reminder_days: SomeDays = Field(description="days before the last day of notice at which the system reminds")
    overlooked_share: Share = Field(description="share of contracts that nobody thinks of where no system reminds")
    overlooked_days: Days = Field(description="days after the last day of notice at which they come to mind")
    lapse_leaves: Share = Field(description="stated share of businesses that leave once their contract has lapsed")
    risky_share: Share = Field(description="share of drafts with a clause that will cost the company")
    review_finds: Share = Field(description="share of such clauses that a review finds")
    clause_cost: Share = Field(description="what such a clause costs, as a share of the order")
    data_requests_per_week: PerWeek
    deadline_days: SomeDays
    fine: Money
    check_finds: Share = Field(description="share of faulty campaigns that a check refuses")
    check_alarms: Share = Field(description="share of faultless campaigns that a check refuses")
    campaign_fined_share: Share = Field(description="share of faulty campaigns that are fined once they are out")
    campaign_fine: Money
    incomplete_complaint_share: Share = Field(description="share of incomplete answers that are complained about")
