"""Temporary staff: people from an agency for some weeks, where Finance's report says that work piles up."""

from __future__ import annotations

from sim.company.case import Case
from sim.company.decisions import TEMPORARY, Shorthanded
from sim.company.periods import WORKING_DAYS
from sim.company.reports import ReportReader
from sim.engine.calendar import WEEK
from sim.engine.kernel import Flow


class Agency(ReportReader):
    """The part of HR that takes on people for some weeks; whoever is wanted for good is looked for otherwise."""

    def start(self) -> None:
        """Look at the report every week, where there is one."""
        if self.gets_reports():
            self.env.start(self.after_each_report("temporary staff", self.fill_gaps, "decided"))
        super().start()

    def fill_gaps(self, case: Case) -> None:
        """Decide on the report how many people each team gets from the agency."""
        told = self.report()
        if told is None:
            return
        seen, record = told
        for name in self.model.connected_teams:
            view = self.gap(name, seen.value.waiting.get(name, 0.0))
            truth = view._replace(waiting_days=self.staffing.days_of_work(name))
            people = self.decide(case, TEMPORARY, view, truth, seen, version=record.version)
            for _ in range(int(people)):
                self.env.start(self.helps_out(name, case))

    def gap(self, name: str, days: float) -> Shorthanded:
        """What a decision about a team depends on."""
        hr, row, daily = self.model.hr, self.model.teams[name], self.staffing.daily_hours(name)
        one = (
            hr.temporary_speed
            * hr.temporary_weeks
            * WORKING_DAYS
            * daily
            / max(1, len(self.staffing.teams[name].members))
        )
        price = row.wage_per_hour * (1.0 + hr.temporary_premium) / hr.temporary_speed
        return Shorthanded(days, hr.temporary_above_days, daily, one, hr.most_temporary, price, hr.delay_price)

    def helps_out(self, name: str, case: Case) -> Flow:
        """Somebody from the agency works in a team for some weeks; the agency takes its share."""
        hr, team = self.model.hr, self.staffing.teams[name]
        member = self.staffing.join(name, case.number, hr.temporary_speed)
        self.staffing.lent.add(member)
        self.ledger.level("staff", name, len(team.members))
        hours = member.calendar.open_per_week * hr.temporary_weeks
        self.ledger.pay("agency", self.name, -hours * hr.temporary_premium * self.model.teams[name].wage_per_hour, case)
        yield self.env.timeout(WEEK * hr.temporary_weeks)
        team.leave(member)
        self.staffing.lent.remove(member)
        self.ledger.level("staff", name, len(team.members))
