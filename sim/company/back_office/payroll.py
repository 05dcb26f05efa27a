"""Payroll: prepared every four weeks from what has changed; wrong or late pay makes questions, and some go over it."""

from __future__ import annotations

from typing import ClassVar

from sim.company import subjects
from sim.company.case import Case
from sim.company.department import Department
from sim.company.house import House
from sim.company.periods import PAYROLL_WEEKS
from sim.engine.calendar import DAY, WEEK
from sim.engine.kernel import Flow
from sim.engine.team import Member


class Payroll(Department):
    """The part of HR that sees to people's pay."""

    does: ClassVar = (*Department.does, "prepare the payroll", "answer a colleague")

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._slip = house.streams.uniform("payroll.slip")
        self._asks = house.streams.uniform("payroll.asks")
        self._goes = house.streams.uniform("payroll.goes")

    def start(self) -> None:
        """A payroll every four weeks."""
        self.env.start(self.payrolls())

    def payrolls(self) -> Flow:
        """Prepare the payroll every four weeks and hand it to Finance."""
        number = 0
        while True:
            number += 1
            yield self.env.until(number * PAYROLL_WEEKS * WEEK - self.model.timetable.payroll_lead_days * DAY)
            parts = self.model.hr.payroll_parts
            for part in range(parts):
                case = self.cases.open_case("payroll", number * parts + part, self.name)
                self.env.start(self.payroll(case))

    def payroll(self, case: Case) -> Flow:
        """One payroll, or a part of one; where nobody prepares it, Finance pays what it paid last time."""
        hr, timetable = self.model.hr, self.model.timetable
        case.due = case.opened + DAY * (timetable.payroll_lead_days + hr.payday_days)
        if self.has("payroll"):
            yield self.do(case, "prepare the payroll")
        yield from self.pass_on(case, subjects.PAYROLL)

    def people_are_paid(self, case: Case) -> None:
        """Everybody sees what has come, and when: some ask about it, and a few have had enough."""
        late, number, parts = self.env.now > case.due, 0, self.model.hr.payroll_parts
        for name in self.model.connected_teams:
            for member in self.staffing.employed(name):
                number += 1
                if number % parts != case.number % parts:
                    continue  # is paid by another part
                if late or self._slip.draw(case.key, number) < self.wrong_slips(case):
                    self.is_upset(case, name, member, number)

    def wrong_slips(self, case: Case) -> float:
        """Share of pay slips that are wrong: slips of the pen, or whatever has changed where nobody saw to it."""
        hr = self.model.hr
        careful = hr.wrong_slips * self.practice.error_factor if self.has("payroll") else hr.pay_changes
        return min(1.0, careful + hr.wrong_slips_of_a_field * bool(case.wrong))

    def is_upset(self, case: Case, team: str, member: Member, number: int) -> None:
        """Somebody was paid wrong or late."""
        hr = self.model.hr
        if self._asks.draw(case.key, number) < hr.pay_asked_share:
            self.start_child(case, "pay question", self.put_pay_right, failure=True)
        if self._goes.draw(case.key, number) < hr.pay_leave_share:
            self.env.start(self.neighbours.hr.resign(team, member))

    def put_pay_right(self, case: Case) -> Flow:
        """Explain a pay slip, and put it right with the next one."""
        yield self.do(case, "answer a colleague", rework=True)
        self.cases.close(case, "answered")
