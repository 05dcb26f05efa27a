"""Legal: contracts that are not standard, complaints, data-access requests with a deadline, campaign checks."""

from __future__ import annotations

from typing import ClassVar

from sim.company import subjects
from sim.company.arrivals import CUSTOMERS
from sim.company.case import Case
from sim.company.department import LIVE, Department
from sim.company.foresight import named
from sim.company.house import House
from sim.engine.calendar import DAY
from sim.engine.kernel import Flow
from sim.inputs.names import CONTRACT_TERMS, EVERY


class Legal(Department):
    """Agrees terms that Finance must bill by, and answers for what the company knows about people."""

    name: ClassVar[str] = "legal"
    receives: ClassVar = Department.receives | {subjects.CONTRACT_DRAFT: "review", subjects.CAMPAIGN: "check_campaign"}
    asks: ClassVar = Department.asks | {subjects.DATA_REQUEST: (EVERY, subjects.PERSONAL_DATA)}
    keeps: ClassVar = (*Department.keeps, CONTRACT_TERMS)
    does: ClassVar = (
        *Department.does,
        "review a contract",
        "check a campaign",
        "maintain contracts",
        "answer a data request",
        "handle a complaint",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._objects = house.streams.uniform("campaign.refused")

    def start(self) -> None:
        """Data-access requests of people, and standing contracts."""
        self.cases.arrive(
            "data access",
            self.model.legal.data_requests_per_week,
            self.profiles.messages,
            self.data_access,
            self.name,
            CUSTOMERS,
        )
        self.cases.arrive(
            "contract upkeep", self.model.legal.contracts_per_week, self.profiles.office, self.upkeep, self.name
        )

    def review(self, case: Case) -> Flow:
        """Review a contract that is not standard; the agreed terms are on record from now on."""
        yield self.do(case, "review a contract")
        if case.customer is not None:
            case.customer.terms.write(self.env.now, case.customer.terms.value + 1)

    def check_campaign(self, case: Case) -> Flow:
        """Check a campaign; returns whether it may go out. Some faults are overlooked, and some seen that are none."""
        yield self.do(case, "check a campaign")
        luck, legal = self._objects.draw(case.key, case.visit("check")), self.model.legal
        return not named(case.faulty, luck, legal.check_finds, legal.check_alarms)

    def upkeep(self, case: Case) -> Flow:
        """Look after a standing contract."""
        yield self.do(case, "maintain contracts")
        self.cases.close(case, "done")

    def data_access(self, case: Case) -> Flow:
        """Collect from every department what it holds about a person; a late answer is fined."""
        case.due = case.opened + DAY * self.model.legal.deadline_days
        others = [name for name in self.model.connected if name != self.name]
        yield from self.cases.join(case, [("data", name, self.collect) for name in others])
        yield self.do(case, "answer a data request", priority=LIVE)
        late = self.env.now > case.due
        if late:
            self.ledger.pay("fines", self.name, -self.model.legal.fine, case)
        self.cases.close(case, "answered late" if late else "answered")

    def collect(self, case: Case, department: str) -> Flow:
        """Ask one department."""
        yield from self.request(case, subjects.DATA_REQUEST, department)

    def solve(self, case: Case) -> Flow:
        """Handle a complaint."""
        talk = self.do(case, "handle a complaint")
        yield talk
        self.talked(case, talk)
        return True
