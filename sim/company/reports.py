"""Reports: what managers of a department act on who get a copy of Finance's report."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import ClassVar

from sim.company.case import Case
from sim.company.department import Department
from sim.company.wrong_entries import wrong_figures
from sim.engine.calendar import DAY, WEEK
from sim.engine.kernel import Flow
from sim.engine.records import Record, Seen
from sim.inputs.names import FINANCIAL_REPORT


class ReportReader(Department):
    """A department whose managers decide on Finance's report, if the company keeps a copy of it there."""

    may_read: ClassVar = {FINANCIAL_REPORT: "finance"}

    def report(self) -> tuple[Seen, Record] | None:
        """What this department's copy of Finance's report says, and the report; None where there is none to act on."""
        if not self.gets_reports():
            return None
        record = self.neighbours.finance.financial_report()
        seen = self.copy_of(FINANCIAL_REPORT, record, wrong_figures)
        return (seen, record) if seen.value is not None else None

    def after_each_report(self, kind: str, decide: Callable[[Case], None], status: str) -> Flow:
        """Decide once a week, the day after Finance's report: a case of a kind, closed with a status."""
        for number in count():
            yield self.env.until(number * WEEK + DAY + self.model.timetable.report_hour)
            case = self.cases.open_case(kind, number, self.name)
            decide(case)
            self.cases.close(case, status)

    def gets_reports(self) -> bool:
        """Whether a copy of Finance's report comes here."""
        return ("finance", self.name, FINANCIAL_REPORT) in self.information.feeds
