"""What a scenario is: a company, the levels of its levers, a seed and a length; frozen and printable."""

from __future__ import annotations

import hashlib
from typing import Annotated

from pydantic import Field

from sim.inputs.company_model import CHALLENGES, STRATEGIES, CompanyModel, Frozen, Share

LEVERS = CHALLENGES + STRATEGIES


class Levers(Frozen):
    """How strong each challenge is and how far each strategy has gone, 0 (absent) to 1 (full)."""

    information_silos: Share = 0.0
    cultural_differences: Share = 0.0
    incompatible_technologies: Share = 0.0
    integrated_systems: Share = 0.0
    collaborative_culture: Share = 0.0
    cross_training: Share = 0.0
    process_automation: Share = 0.0


class Scenario(Frozen):
    """One world: everything a run needs except the number of the replication."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    description: str = ""
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    weeks: Annotated[int, Field(ge=1, le=520)] = Field(13, description="weeks that are measured")
    warm_up_weeks: Annotated[int, Field(ge=0, le=104)] = Field(4, description="weeks that are run first, unmeasured")
    levers: Levers = Levers()
    company: CompanyModel

    @property
    def fingerprint(self) -> str:
        """A hash of everything that decides a run's outcome (not the name or the description)."""
        content = self.model_dump_json(exclude={"name", "description"})
        return hashlib.sha256(content.encode()).hexdigest()[:16]
