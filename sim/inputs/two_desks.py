"""The smallest company: two desks and a few cases, so small that its whole life can be worked out by hand."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.inputs.fields import Frozen, Name, SomeHours, Words

HoursOfRun = Annotated[float, Field(ge=0.0, le=100_000.0, allow_inf_nan=False)]


class TwoDesks(Frozen):
    """A front desk and a back desk with one person each; all times are hours after both open, nothing is random."""

    name: Name
    description: Words = ""
    arrivals: Annotated[tuple[HoursOfRun, ...], Field(min_length=1, max_length=1000)] = Field(
        description="when each case comes to the front desk"
    )
    front_hours: SomeHours = Field(description="touch time at the front desk")
    back_hours: SomeHours = Field(description="touch time at the back desk")
    inbox_every_hours: SomeHours = Field(description="siloed: how often the back desk looks into its inbox")
    rekey_hours: SomeHours = Field(description="siloed: touch time to key a message in again")
    outage_at: HoursOfRun = Field(0.0, description="integrated: when the shared platform goes down")
    outage_hours: HoursOfRun = Field(0.0, description="integrated: for how long; 0 for never")
