"""What a company is, as frozen data.

Every number here comes from a company file; units stand in the names. Nothing in this room runs anything.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.inputs.company_names import WrongNames, wrong_names
from sim.inputs.fields import Frozen, Money, Name
from sim.inputs.information_model import InformationModel, RemedyModel
from sim.inputs.market_model import BehaviourModel, ContactsModel, CustomersModel, Product
from sim.inputs.processes_model import (
    FinanceModel,
    HrModel,
    ItModel,
    LegalModel,
    LogisticsModel,
    MarketingModel,
    SalesModel,
)
from sim.inputs.structure_model import ActivityModel, DepartmentModel, FeedModel, HandoffModel, Hours, TeamModel
from sim.inputs.trends_model import TrendsModel


class CompanyModel(Frozen):
    """A whole company."""

    name: Name
    currency: Annotated[Name, Field(max_length=4)]
    overhead_per_year: Money = Field(description="rent, energy, licences of own systems")
    working_hours: dict[Name, Hours]
    departments: dict[Name, DepartmentModel]
    teams: dict[Name, TeamModel]
    activities: dict[Name, ActivityModel]
    handoffs: tuple[HandoffModel, ...]
    feeds: tuple[FeedModel, ...]
    products: dict[Name, Product]
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
    def connected_teams(self) -> dict[Name, TeamModel]:
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
