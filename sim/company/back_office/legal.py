"""Legal: contracts that are not standard, complaints, data-access requests with a deadline, campaign checks."""

from __future__ import annotations

from typing import ClassVar

from sim.company import subjects
from sim.company.arrivals import CUSTOMERS
from sim.company.back_office.contracts import Contracts
from sim.company.case import Case
from sim.company.department import Department
from sim.company.foresight import named
from sim.company.house import House
from sim.company.priorities import LIVE
from sim.company.topics import COMPLAINT
from sim.engine.calendar import DAY
from sim.engine.kernel import Flow
from sim.inputs.names import CONTRACT_TERMS, EVERY


class Legal(Contracts):
    """Agrees terms that Finance must bill by, and answers for what the company knows about people."""

    name: ClassVar[str] = "legal"
    receives: ClassVar = Department.receives | {subjects.CONTRACT_DRAFT: "review", subjects.CAMPAIGN: "check_campaign"}
    asks: ClassVar = Department.asks | {subjects.DATA_REQUEST: (EVERY, subjects.PERSONAL_DATA)}
    keeps: ClassVar = (*Department.keeps, CONTRACT_TERMS)
    does: ClassVar = (
        *Contracts.does,
        "check a campaign",
        "answer a data request",
        "handle a complaint",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._objects = house.streams.uniform("campaign.refused")
        self._complains = house.streams.uniform("data access.complains")

    def start(self) -> None:
        """Data-access requests of people."""
        self.cases.arrive(
            "data access",
            self.model.legal.data_requests_per_week,
            self.profiles.messages,
            self.data_access,
            self.name,
            CUSTOMERS,
        )
        super().start()

    def check_campaign(self, case: Case) -> Flow:
        """Check a campaign; returns whether it may go out. Some faults are overlooked, and some seen that are none."""
        yield self.do(case, "check a campaign")
        luck, legal = self._objects.draw(case.key, case.visit("check")), self.model.legal
        return not named(case.faulty, luck, legal.check_finds, legal.check_alarms)

    def data_access(self, case: Case) -> Flow:
        """Collect from every department what it holds about a person; a late answer is fined.

        What came in wrong makes the answer incomplete, and some complain about that.
        """
        case.due = case.opened + DAY * self.model.legal.deadline_days
        if self.has("data requests"):
            others = [name for name in self.model.connected if name != self.name]
            yield from self.cases.join(case, [("data", name, self.collect) for name in others])
            yield self.do(case, "answer a data request", priority=LIVE)
        else:
            yield self.outside(case, case.due - self.env.now)
            case.wrong |= {"everything"}
        late = self.env.now > case.due or not self.has("data requests")
        if late:
            self.ledger.pay("fines", self.name, -self.model.legal.fine, case)
        if case.wrong and self._complains.draw(case.key) < self.model.legal.incomplete_complaint_share:
            case.customer = self.customers.consumer(self._complains.draw(case.key, 1))
            self.neighbours.support.contact(COMPLAINT, case, failure=True)
        self.cases.close(case, "answered late" if late else "answered")

    def collect(self, case: Case, department: str) -> Flow:
        """Ask one department."""
        yield from self.request(case, subjects.DATA_REQUEST, department)
        if case.wrong and case.parent is not None:
            case.parent.wrong |= {department}
