"""Reporting: every week, or all the time, Finance says what campaigns have brought, who owes, and where work waits.

Campaigns' margin is what Finance has billed for so far; how much work waits in a team it knows from the month-end figures
of that team's department. What has not reached it yet, or has reached it wrong, is not in the report.
"""

from __future__ import annotations

from typing import ClassVar

from sim.company.case import Case
from sim.company.department import Department
from sim.company.figures import Figures, arrears_of
from sim.company.house import House
from sim.company.priorities import LIVE
from sim.engine.calendar import WEEK
from sim.engine.kernel import Flow
from sim.engine.records import Record
from sim.inputs.names import FINANCIAL_REPORT


class Reporting(Department):
    """The part of Finance that analyses."""

    keeps: ClassVar = (*Department.keeps, FINANCIAL_REPORT)
    does: ClassVar = (*Department.does, "make the report")

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._report = Record(0, None)
        self.records.append(self._report)
        self._brought: dict[str, float] = {}
        self._campaigns: dict[str, set[int]] = {}
        self._waiting: dict[str, float] = {}

    def financial_report(self) -> Record:
        """Record of the report that managers act on."""
        return self._report

    def is_read(self) -> bool:
        """Whether anybody gets a report from here."""
        return any(record == FINANCIAL_REPORT for *_, record in self.information.feeds)

    def start(self) -> None:
        """Report every week where anybody reads it."""
        if self.is_read() and self.has("financial analysis"):
            self.env.start(self.reports())

    def reports(self) -> Flow:
        """Make the report on Monday mornings; where the systems show figures as they are, they follow in between."""
        number = 0
        while True:
            yield self.env.until(number * WEEK + self.model.timetable.report_hour)
            case = self.cases.open_case("financial report", number, self.name)
            self.env.start(self.make_report(case))
            number += 1
            while self.env.now + self.practice.note_hours < number * WEEK and self.shows_live():
                yield self.env.timeout(self.practice.note_hours)
                if self.house.systems.platforms[self.name].up:
                    self.publish(self.as_it_is())

    def shows_live(self) -> bool:
        """Whether figures are drawn from the systems all the time."""
        return self.practice.note_hours < self.model.timetable.backlog_note_hours

    def make_report(self, case: Case) -> Flow:
        """Put together what has been billed, what is owed and what the departments have said."""
        yield self.do(case, "make the report", priority=LIVE)
        self.publish(self.as_it_is() if self.shows_live() else self.as_reported())
        self.cases.close(case, "reported")

    def publish(self, figures: Figures) -> None:
        """This is what managers act on from now on."""
        self._report.write(self.env.now, figures)

    def as_reported(self) -> Figures:
        """The figures that Finance has."""
        letters = self.model.marketing.recipients
        campaigns = {name: brought / (letters * len(self._campaigns[name])) for name, brought in self._brought.items()}
        return Figures(campaigns, arrears_of(self.customers), dict(self._waiting))

    def as_it_is(self) -> Figures:
        """The same, drawn from all systems at this moment."""
        waiting = {name: self.staffing.days_of_work(name) for name in self.model.connected_teams}
        return self.as_reported()._replace(waiting=waiting)

    # ---- what reaches it --------------------------------------------------------------------------------------

    def note_campaign(self, order: Case) -> None:
        """An order that came of a campaign has been billed."""
        campaign = order.parent
        if campaign is not None and campaign.kind == "campaign":
            margin = order.value * self.model.products[order.product].margin
            self._brought[order.product] = self._brought.get(order.product, 0.0) + margin
            self._campaigns.setdefault(order.product, set()).add(campaign.key)

    def note_figures(self, department: str, *, wrong: bool) -> None:
        """A department's month-end figures are there: they say how much work waits, or what somebody has mistyped."""
        for name, team in self.model.connected_teams.items():
            if team.department == department:
                self._waiting[name] = 0.0 if wrong else self.staffing.days_of_work(name)
