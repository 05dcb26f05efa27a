"""Reports: what managers of a department act on who get a copy of Finance's report."""

from __future__ import annotations

from typing import ClassVar

from sim.company.department import Department
from sim.company.wrong_entries import wrong_figures
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

    def gets_reports(self) -> bool:
        """Whether a copy of Finance's report comes here."""
        return ("finance", self.name, FINANCIAL_REPORT) in self.information.feeds
