"""What a company is, as frozen data.

Every number here comes from a company file; units stand in the names. Nothing in this file runs anything.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import Field, field_validator, model_validator

from sim.inputs.company_names import WrongNames, wrong_names
from sim.inputs.fields import Frozen, Money, Name, Share
from sim.inputs.hours_model import Date, Hours, by_date
from sim.inputs.information_model import InformationModel, RemedyModel
from sim.inputs.legal_model import LegalModel
from sim.inputs.market_model import (
    ArrivalsModel,
    BehaviourModel,
    ContactsModel,
    CustomersModel,
    MaterialModel,
    Product,
    TopicModel,
)
from sim.inputs.names import TICKET_KINDS
from sim.inputs.processes_model import (
    CrmModel,
    FinanceModel,
    HrModel,
    ItModel,
    LogisticsModel,
    MarketingModel,
    SalesModel,
    TactModel,
    TimetableModel,
)
from sim.inputs.structure_model import DepartmentModel, FeedModel, HandoffModel, TeamModel
from sim.inputs.suppliers_model import SuppliersModel
from sim.inputs.touch_model import ActivityModel
from sim.inputs.trends_model import TrendsModel

Row = TypeVar("Row")


class CompanyModel(Frozen):
    """A whole company. Its tables stand in an order of their own, so that the order of a file decides nothing."""

    name: Name
    currency: Annotated[Name, Field(max_length=4)]
    overhead_per_year: Money = Field(description="rent, energy, licences of own systems")
    holidays: tuple[Date, ...] = Field((), description="dates on which nobody works but where on_holidays says so")
    working_hours: dict[Name, Hours]
    arrivals: ArrivalsModel
    departments: dict[Name, DepartmentModel]
    teams: dict[Name, TeamModel]
    activities: dict[Name, ActivityModel]
    looks_up: dict[Name, Share] = Field(
        {}, description="by activity, share that takes facts which only other departments' records hold"
    )
    handoffs: tuple[HandoffModel, ...]
    feeds: tuple[FeedModel, ...]
    products: dict[Name, Product]
    materials: dict[Name, MaterialModel] = Field({}, description="what made goods are made of")
    customers: CustomersModel
    contacts: ContactsModel
    topics: dict[str, TopicModel] = Field(description="what each kind of ticket takes")
    behaviour: BehaviourModel
    sales: SalesModel
    marketing: MarketingModel
    crm: CrmModel
    logistics: LogisticsModel
    finance: FinanceModel
    suppliers: SuppliersModel
    it: ItModel
    hr: HrModel
    legal: LegalModel
    tact: TactModel
    timetable: TimetableModel
    information: InformationModel
    remedies: RemedyModel
    trends: TrendsModel

    @field_validator("working_hours", "activities", "looks_up", "products", "materials")
    @classmethod
    def _by_name(cls, rows: dict[str, Row]) -> dict[str, Row]:
        return dict(sorted(rows.items()))

    @field_validator("topics")
    @classmethod
    def _all_kinds(cls, topics: dict[str, TopicModel]) -> dict[str, TopicModel]:
        missing = ", ".join(repr(kind) for kind in TICKET_KINDS if kind not in topics)
        unknown = ", ".join(repr(kind) for kind in sorted(topics) if kind not in TICKET_KINDS)
        if missing:
            raise ValueError(f"has no row for {missing}")
        if unknown:
            raise ValueError(f"has a row for {unknown}, which is no kind of ticket")
        return {kind: topics[kind] for kind in TICKET_KINDS}

    @field_validator("departments")
    @classmethod
    def _front_office_first(cls, departments: dict[str, DepartmentModel]) -> dict[str, DepartmentModel]:
        return dict(sorted(departments.items(), key=lambda item: (item[1].office != "front", item[0])))

    @field_validator("teams")
    @classmethod
    def _answering_teams_first(cls, teams: dict[str, TeamModel]) -> dict[str, TeamModel]:
        return dict(sorted(teams.items(), key=lambda item: (item[1].department, not item[1].answers, item[0])))

    @field_validator("holidays")
    @classmethod
    def _holidays_by_date(cls, dates: tuple[Date, ...]) -> tuple[Date, ...]:
        return by_date(dates)

    @field_validator("handoffs")
    @classmethod
    def _handoffs_by_name(cls, rows: tuple[HandoffModel, ...]) -> tuple[HandoffModel, ...]:
        return tuple(sorted(rows, key=lambda row: (row.source, row.target, row.subject)))

    @field_validator("feeds")
    @classmethod
    def _feeds_by_name(cls, rows: tuple[FeedModel, ...]) -> tuple[FeedModel, ...]:
        return tuple(sorted(rows, key=lambda row: (row.record, row.source, row.target)))

    @property
    def connected(self) -> list[str]:
        """The departments that do not stand apart."""
        return [name for name, department in self.departments.items() if not department.apart]

    @property
    def connected_teams(self) -> dict[Name, TeamModel]:
        """Their teams."""
        return {name: team for name, team in self.teams.items() if not self.departments[team.department].apart}

    def answering_team(self, department: str) -> Name:
        """The team that answers for a department."""
        return next(name for name, team in self.teams.items() if team.department == department)

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
