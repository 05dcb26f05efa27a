"""Who sells to the company: terms of payment, and what suppliers do about a customer who pays late, as frozen data."""

from __future__ import annotations

from pydantic import Field

from sim.inputs.fields import Days, Factor, Frozen, Money, Share


class SuppliersModel(Frozen):
    """Terms, and trust."""

    terms_days: Days = Field(description="days from a supplier's invoice until it is due")
    discount_days: Days = Field(description="days within which a supplier grants its discount")
    discount_share: Share = Field(
        description="the discount, as a share of the invoice; prices and margins of products are meant with it"
    )
    dunning_days: Days = Field(description="days after the due date at which a supplier that has no money yet duns")
    dunning_fee: Money = Field(description="currency a dunned invoice, with interest")
    memory: Share = Field(description="weight of the newest payment in how far a supplier trusts the company")
    distrust_delay: Factor = Field(description="share by which goods take longer from a supplier without any trust left")
    distrust_price: Share = Field(description="share by which goods are dearer from a supplier without any trust left")
    list_price_share: Share = Field(
        description="share by which goods are dearer from a supplier whose contract has not been renewed in time"
    )
    overbilled_share: Share = Field(description="what a wrong invoice asks too much, as a share of what is right")
