"""What a scenario is: a company, the levels of its levers, what happens when, a seed and a length; frozen."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from sim.inputs.company_model import CHALLENGES, STRATEGIES, TRENDS, CompanyModel, WrongNames
from sim.inputs.events_model import Event, LeverChange, Shock, shocks_of, wrong_dates
from sim.inputs.fields import Frozen, Name, Share
from sim.inputs.places import wrong_places

LEVERS = CHALLENGES + STRATEGIES + TRENDS
PLACES = ("by_department", "by_interface")


class Levers(Frozen):
    """How strong each challenge is and how far each strategy and trend has gone, 0 (absent) to 1 (full).

    Under ``by_department`` and ``by_interface`` stand levels that are different there: department → lever → level, and
    "source > target: subject" → lever → level.
    """

    information_silos: Share = 0.0
    cultural_differences: Share = 0.0
    incompatible_technologies: Share = 0.0
    integrated_systems: Share = 0.0
    collaborative_culture: Share = 0.0
    cross_training: Share = 0.0
    process_automation: Share = 0.0
    chatbot: Share = 0.0
    back_office_bots: Share = 0.0
    personalisation: Share = 0.0
    predictive_analytics: Share = 0.0
    real_time_dashboards: Share = 0.0
    remote_work: Share = 0.0
    omnichannel: Share = 0.0
    view_360: Share = 0.0
    by_department: dict[str, dict[str, Share]] = Field({}, description="levels that are different in a department")
    by_interface: dict[str, dict[str, Share]] = Field({}, description="levels that are different on an interface")

    def everywhere(self, changed: dict[str, float] | None = None) -> Levers:
        """The company's own levels, some of them changed, without those that are different somewhere."""
        return self.model_copy(update={**dict.fromkeys(PLACES, {}), **(changed or {})})

    @model_serializer(mode="wrap")
    def _without_empty_tables(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in write(self).items() if key not in PLACES or value}


class Scenario(Frozen):
    """One world: everything a run needs except the number of the replication."""

    name: Name
    description: str = ""
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    weeks: Annotated[int, Field(ge=1, le=520)] = Field(13, description="weeks that are measured")
    warm_up_weeks: Annotated[int, Field(ge=0, le=104)] = Field(4, description="weeks that are run first, unmeasured")
    levers: Levers = Levers()
    events: tuple[Event, ...] = Field((), description="shocks, each at a date")
    lever_changes: tuple[LeverChange, ...] = Field((), description="levers that move, each at a date")
    company: CompanyModel

    @model_validator(mode="after")
    def _places_exist(self) -> Scenario:
        levers = self.levers
        if not (levers.by_department or levers.by_interface):
            return self
        found = wrong_places(levers.model_dump(), self.company.model_dump())
        if found:
            raise WrongNames([(("levers", *where), words) for where, words in found])
        return self

    @model_validator(mode="after")
    def _changes_fit(self) -> Scenario:
        if self.events or self.lever_changes:
            found = wrong_dates(self.model_dump(), LEVERS, self.weeks)
            if found:
                raise WrongNames(found)
        return self

    @property
    def shocks(self) -> tuple[Shock, ...]:
        """What the company has to recover from, in order of time."""
        return shocks_of(self.events, self.lever_changes)

    @property
    def fingerprint(self) -> str:
        """A hash of everything that decides a run's outcome (not the name or the description)."""
        content = self.model_dump_json(exclude={"name", "description"})
        return hashlib.sha256(content.encode()).hexdigest()[:16]
