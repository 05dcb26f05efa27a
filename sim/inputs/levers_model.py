"""The levers: their names by family, the levels a scenario gives them, and where they may be different."""

from __future__ import annotations

from pydantic import Field, SerializerFunctionWrapHandler, field_validator, model_serializer

from sim.inputs.fields import Frozen, Share
from sim.inputs.sources import TomlTable


class _Challenges(Frozen):
    information_silos: Share = 0.0
    cultural_differences: Share = 0.0
    incompatible_technologies: Share = 0.0


class _Strategies(Frozen):
    integrated_systems: Share = 0.0
    collaborative_culture: Share = 0.0
    cross_training: Share = 0.0
    process_automation: Share = 0.0


class _Trends(Frozen):
    chatbot: Share = 0.0
    back_office_bots: Share = 0.0
    personalisation: Share = 0.0
    predictive_analytics: Share = 0.0
    real_time_dashboards: Share = 0.0
    remote_work: Share = 0.0
    omnichannel: Share = 0.0
    view_360: Share = 0.0


CHALLENGES = tuple(_Challenges.model_fields)
STRATEGIES = tuple(_Strategies.model_fields)
TRENDS = tuple(_Trends.model_fields)
LEVERS = CHALLENGES + STRATEGIES + TRENDS

DEPARTMENT_LEVERS = (*CHALLENGES, *STRATEGIES, "back_office_bots", "personalisation", "remote_work", "view_360")
"""Levers that change how a single department works."""

CONTACT_LEVERS = ("chatbot", "omnichannel")
"""Levers that change how customers get in touch, so that the contact centre is the only place for them."""

INTERFACE_LEVERS = (
    "information_silos",
    "incompatible_technologies",
    "integrated_systems",
    "process_automation",
    "back_office_bots",
)
"""Levers that change a single interface."""

PLACES = ("by_department", "by_interface")
"""Tables of levels that are different somewhere."""


class Levers(_Trends, _Strategies, _Challenges):
    """How strong each challenge is and how far each strategy and trend has gone, 0 (absent) to 1 (full).

    Under ``by_department`` and ``by_interface`` stand levels that are different there: department → lever → level, and
    "source > target: subject" → lever → level.
    """

    by_department: dict[str, dict[str, Share]] = Field({}, description="levels that are different in a department")
    by_interface: dict[str, dict[str, Share]] = Field({}, description="levels that are different on an interface")

    @field_validator(*PLACES)
    @classmethod
    def _by_name(cls, places: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        return {place: dict(sorted(row.items())) for place, row in sorted(places.items())}

    def everywhere(self, changed: dict[str, float] | None = None) -> Levers:
        """The company's own levels, some of them changed, without those that are different somewhere."""
        return self.model_copy(update={**dict.fromkeys(PLACES, {}), **(changed or {})})

    @model_serializer(mode="wrap")
    def _without_empty_tables(self, write: SerializerFunctionWrapHandler) -> TomlTable:
        return {key: value for key, value in write(self).items() if key not in PLACES or value}
