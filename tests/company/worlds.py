"""Worlds for tests: the first company with a few values changed, and a still one in which every time is exact."""

from __future__ import annotations

import copy
import functools
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import pytest

from sim.company.case import Case
from sim.company.casework import Casework
from sim.company.customer import Customer
from sim.company.decisions import Rule
from sim.company.department import Department
from sim.company.front_office.channels import EMAIL
from sim.company.front_office.support import Support
from sim.company.simulation import Company
from sim.engine.calendar import DAY
from sim.engine.codes import Mode, VisitStatus
from sim.engine.journal import Journal
from sim.engine.kernel import Flow, Kernel
from sim.engine.streams import Streams
from sim.inputs.company_model import CompanyModel
from sim.inputs.instead import make_way
from sim.inputs.levers_model import Levers
from sim.inputs.loading import load_scenario
from sim.inputs.names import CapabilityName
from sim.inputs.scenario import Scenario
from sim.levers.primitives import Contact, LinkName, Prediction, Primitives, neutral
from sim.measures.lead_time import PARTS, lead_time_parts
from sim.measures.run import Run
from tests.first_company import FIRST

Kind = TypeVar("Kind", bound=Department)

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CHALLENGES = {"information_silos": 1.0, "cultural_differences": 1.0, "incompatible_technologies": 1.0}
STRATEGIES = {"integrated_systems": 1.0, "collaborative_culture": 1.0, "cross_training": 1.0, "process_automation": 1.0}
WORLDS: dict[str, Levers] = {
    "siloed": Levers(**CHALLENGES),
    "typical": Levers(**dict.fromkeys(CHALLENGES, 0.5)),
    "integrated": Levers(**CHALLENGES, **STRATEGIES),
}


@functools.cache
def _plain() -> dict[str, Any]:
    company = tomllib.loads((FIRST / "company.toml").read_text(encoding="utf-8"))
    del company["format"]
    return company


def plain_company() -> dict[str, Any]:
    """The first company as plain data, to be changed at will."""
    return copy.deepcopy(_plain())


def lay_over(lower: dict[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """Put the values of the upper table into the lower one, table by table."""
    for key, value in upper.items():
        if isinstance(value, Mapping) and isinstance(lower.get(key), dict):
            lay_over(lower[key], value)
        else:
            lower[key] = value
    return lower


def company_model(change: Mapping[str, Any] | None = None) -> CompanyModel:
    """The first company with some of its values changed."""
    return CompanyModel.model_validate(lay_over(plain_company(), change)) if change else _unchanged()


@functools.cache
def _unchanged() -> CompanyModel:
    return CompanyModel.model_validate(plain_company())


def scenario(
    levers: str | Levers = "siloed",
    change: Mapping[str, Any] | None = None,
    *,
    weeks: int = 2,
    warm_up_weeks: int = 1,
    seed: int = 1,
) -> Scenario:
    """The first company in one of the three worlds (or with other levers), for a few weeks."""
    name, levels = (levers, WORLDS[levers]) if isinstance(levers, str) else ("other", levers)
    return Scenario(
        name=name, seed=seed, weeks=weeks, warm_up_weeks=warm_up_weeks, levers=levels, company=company_model(change)
    )


STILL: dict[str, dict[str, Any]] = {
    "customers": {"insolvent_share": 0.0, "returns_share": 0.0, "payment_delay_variation": 0.0},
    "contacts": {"misunderstood_share": 0.0, "late_order_contact_share": 0.0},
    "behaviour": {"chasing": False, "churn": False},
    "logistics": {"carrier_variation": 0.0, "supplier_variation": 0.0, "pick_error": 0.0, "miscount_share": 0.0},
    "finance": {"supplier_error": 0.0},
    "it": {"restore_variation": 0.0, "change_failure": 0.0},
    "hr": {"absence": 0.0, "craft_variation": 0.0, "search_variation": 0.0},
    "information": {"keying_error": 0.0, "ask_back": 0.0},
}
"""What is certain in the still company, in which every activity takes its mean time."""


def still_company(change: Mapping[str, Any] | None = None) -> CompanyModel:
    """A company in which nothing varies: every activity takes its mean time, nobody is absent or misunderstood."""
    plain = plain_company()
    for activity in plain["activities"].values():
        activity["variation"] = 0.0
    lay_over(plain, STILL)
    make_way(plain, change or {})
    return CompanyModel.model_validate(lay_over(plain, change or {}))


def still(
    change: Mapping[str, Any] | None = None,
    *,
    links: Mapping[LinkName, Mapping[str, Any]] | None = None,
    practices: Mapping[str, Mapping[str, Any]] | None = None,
    mode: Mode = Mode.SHARED,
    contact: Mapping[str, Any] | None = None,
    prediction: Mapping[str, Any] | None = None,
    without: tuple[CapabilityName, ...] = (),
    weeks: int = 13,
) -> Company:
    """The still company, built but not begun: a test starts the one process it looks at.

    Nothing arrives by itself, since no department has been started; whoever has craft has exactly 1.

    Args:
        change: values laid over the company file.
        links: primitives of single interfaces that differ, by (source, target, subject).
        practices: primitives of single departments that differ.
        mode: mode of all other interfaces; live copies and hand-offs at once if left out.
        contact, prediction: primitives of these groups that differ.
        without: what the company has to do without.
        weeks: until the end of the run, behind which nothing is kept.
    """
    model = still_company(change)
    primitives = neutral(model)
    own = {
        name: replace(link, **{"mode": mode, **(links or {}).get(name, {})}) for name, link in primitives.links.items()
    }
    habits = {name: replace(was, **(practices or {}).get(name, {})) for name, was in primitives.practices.items()}
    world = Scenario(name="still", seed=1, weeks=weeks, warm_up_weeks=0, company=model, without=without)
    return Company(
        world,
        0,
        Primitives(own, habits, contact=Contact(**(contact or {})), prediction=Prediction(**(prediction or {}))),
    )


# ---- driving a process by hand ---------------------------------------------------------------------------------


def its(company: Company, kind: type[Kind]) -> Kind:
    """A department of a company, by its class."""
    found = company.departments[kind.name]
    assert isinstance(found, kind)
    return found


def begin(company: Company, time: float, flow: Callable[[], Flow]) -> None:
    """Start a process at a time (hours since Monday 00:00)."""

    def start() -> None:
        company.env.start(flow())

    company.env.at(time, start)


def decoded(company: Company) -> Run:
    """The tables of a company that has run."""
    return Run(company.house.journal, company.facts())


def timeline(company: Company, case: Case, *, given_up: bool = True) -> list[tuple[str, float, float]]:
    """What was done for a case: (activity, begun, done), in order of beginning; what was given up too, unless told."""
    visits = decoded(company).visits
    own = visits[visits["case"] == case.key].sort_values(["started", "ended"])
    own = own if given_up else own[own["status"] != VisitStatus.ABANDONED]
    return [
        (str(activity), float(started), float(ended))
        for activity, started, ended in zip(own["activity"], own["started"], own["ended"], strict=True)
    ]


def parts_of(company: Company, case: Case) -> dict[str, float]:
    """Hours of a closed case by part of its lead time; parts of no length left out."""
    table = lead_time_parts(decoded(company)).set_index("case")
    row = {part: float(table[part].to_dict()[case.key]) for part in PARTS}
    return {part: hours for part, hours in row.items() if abs(hours) > 1e-9}


def decisions_of(company: Company, rule: Rule) -> list[dict[str, float]]:
    """All decisions by a rule: time, action, oracle, regret, cause, age, unseen."""
    table = decoded(company)._frame("decisions", "decision")
    own = table[table["decision"] == rule.name]
    return [
        {name: float(row[name]) for name in ("time", "action", "oracle", "regret", "cause", "age", "unseen")}
        for row in own.to_dict("records")
    ]


def booked(company: Company, account: str) -> list[tuple[float, float]]:
    """Bookings on an account: (time, amount)."""
    table = decoded(company)._frame("money", "account")
    own = table[table["account"] == account]
    return [(float(time), float(amount)) for time, amount in zip(own["time"], own["amount"], strict=True)]


def near(value: Any) -> Any:
    """Equal to a thousand-millionth: for times and amounts worked out by hand."""
    return pytest.approx(value, rel=0, abs=1e-9)


def always(company: Company, hours: float) -> Any:
    """A stream that draws the same number for everybody."""
    name = f"always {hours} {len(company.house.streams._names)}"
    return company.house.streams.lognormal(name, hours, 0.0)


def clock(day: int, hour: float, minute: float = 0.0) -> float:
    """Hours since Monday 00:00 of week 1; day 0 is that Monday."""
    return day * DAY + hour + minute / 60


ASKED_BACK = [
    ("write a message", clock(0, 9), clock(0, 9, 4)),
    ("answer an ask-back", clock(0, 13), clock(0, 13, 6)),
    ("rekey a message", clock(0, 15), clock(0, 15, 4.4)),
]
"""A message of Monday 9:00 in which something is unclear, by two inboxes that are looked at every other hour."""


def assert_timeline(company: Company, case: Case, expected: list[tuple[str, float, float]]) -> None:
    """What was done for a case is exactly this, to a tenth of a microsecond of an hour."""
    found = timeline(company, case)
    assert [activity for activity, *_ in found] == [activity for activity, *_ in expected]
    for (activity, *times), (_, *wanted) in zip(found, expected, strict=True):
        assert times == near(wanted), activity


# ---- whole runs ------------------------------------------------------------------------------------------------


class WatchedCases(Casework):
    """Casework of which an onlooker writes down every case that is opened."""

    def __init__(self, env: Kernel, journal: Journal, streams: Streams, horizon: float) -> None:
        self.seen: list[Case] = []
        super().__init__(env, journal, streams, horizon)

    def open_case(self, kind: str, number: int, home: str, customer: Customer | None = None) -> Case:
        """Open a case and write it down."""
        case = super().open_case(kind, number, home, customer)
        self.seen.append(case)
        return case

    def open_child(
        self,
        kind: str,
        parent: Case,
        home: str,
        *,
        failure: bool = False,
        ordinal: int | None = None,
        customer: Customer | None = None,
    ) -> Case:
        """Open a child and write it down."""
        case = super().open_child(kind, parent, home, failure=failure, ordinal=ordinal, customer=customer)
        self.seen.append(case)
        return case

    def let_rest(self) -> None:
        """Whoever looks on has all cases in hand."""


def watched(world: Scenario) -> tuple[Company, list[Case]]:
    """A company, and the list in which every case will stand that is opened in it."""
    with patch("sim.company.building.Casework", WatchedCases):
        company = Company(world)
    assert isinstance(company.house.cases, WatchedCases)
    return company, company.house.cases.seen


@dataclass(frozen=True)
class Finished:
    """A company that has run, its decoded tables and everything that was opened in it."""

    company: Company
    seen: list[Case]
    run: Run


@functools.cache
def finished(levers: str) -> Finished:
    """One run of a world: a week of warm-up and four weeks, so that the books of the first period are being closed."""
    company, seen = watched(scenario(levers, weeks=4))
    journal = company.run()
    return Finished(company, seen, Run(journal, company.facts()))


@functools.cache
def small(world: str) -> Run:
    """A run of the small company, which has what the first one does not: a week of warm-up and four weeks."""
    found = load_scenario(SCENARIOS / f"small_{world}.toml").model_copy(update={"weeks": 4, "warm_up_weeks": 1})
    company = Company(found)
    return Run(company.run(), company.facts())


def ticket(company: Company, kind: str, channel: str, time: float, number: int = 0, customer: int = 1) -> Case:
    """A ticket of a customer that reaches customer service at a time."""
    case = company.house.cases.open_case(kind, number, "support", company.house.customers.get(customer))
    case.opened = time
    begin(company, time, lambda: its(company, Support).ticket(case, channel))
    return case


def escalated(company: Company) -> Case:
    """A technical ticket of Monday 9:00, at the end of that day."""
    case = ticket(company, "technical", EMAIL, clock(0, 9))
    company.env.run(until=clock(0, 17))
    return case
