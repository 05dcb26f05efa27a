"""HR: people leaving and coming, their training on the job, payroll, and overtime where work piles up."""

from __future__ import annotations

from typing import ClassVar

from sim.company.arrivals import OFFICE
from sim.company.case import Case
from sim.company.company import Company
from sim.company.decisions import OVERTIME, Backlog
from sim.company.department import Department
from sim.engine.calendar import DAY, WEEK
from sim.engine.kernel import Flow
from sim.engine.records import Record
from sim.engine.streams import case_key
from sim.engine.team import Member, Team

NOTICE_WEEKS = 4.0
OVERTIME_HOUR = 14.5
LOOK_HOURS = 2.0
PAYROLL_WEEKS = 4
RAMP_STEP_WEEKS = 1.0


class HumanResources(Department):
    """Fills vacancies and lets people stay longer, on backlog reports as old as they are."""

    name: ClassVar[str] = "hr"

    def __init__(self, company: Company) -> None:
        super().__init__(company)
        self.receives |= {"resignation": self.fill}
        streams = company.streams
        self._stays = streams.exponential("colleague.stays", 52 * WEEK)
        self._search = streams.lognormal("vacancy.search", DAY * self.model.hr.search_days,
                                         self.model.hr.search_variation)
        self.backlogs = {name: Record(number, 0.0) for number, name in enumerate(self.model.teams)}

    def start(self) -> None:
        """Clocks of resignations, payroll every four weeks, a look at the backlogs every afternoon."""
        for name, team in self.company.teams.items():
            for member in team.members:
                self.env.start(self.career(name, team, member))
        self.env.start(self.payrolls())
        self.env.start(self.note_backlogs())
        self.env.start(self.watch_backlogs())
        people = sum(team.staff for team in self.model.teams.values())
        self.company.arrive("colleague's question", self.model.hr.questions_per_person_per_week * people, OFFICE,
                            self.question)

    def question(self, case: Case) -> Flow:
        """Answer a colleague."""
        yield self.do(case, "answer a colleague")
        self.company.close(case, "answered")

    # ---- coming and going ------------------------------------------------------------------------------------

    def career(self, name: str, team: Team, member: Member) -> Flow:
        """A colleague resigns one day; the search begins, and after the notice the place is empty."""
        key = case_key(f"colleague {name}", member.number)
        department = self.model.teams[name].department
        turnover = self.model.teams[name].turnover_per_year * self.company.primitives.ways[department].turnover_factor
        if turnover <= 0:
            return
        yield self.env.timeout(self._stays.draw(key) / turnover)
        if member not in team.members:  # one of the places that were empty from the start
            return
        case = self.company.open_case(f"vacancy {name}", member.number, department)
        case.kind, case.product = "vacancy", name
        self.env.start(self.resignation(case, department))
        yield self.env.timeout(NOTICE_WEEKS * WEEK)
        self.leave(name, team, member)

    def leave(self, name: str, team: Team, member: Member) -> None:
        """A colleague goes for good."""
        team.leave(member)
        self.company.level("staff", name, len(team.members))

    def resignation(self, case: Case, department: str) -> Flow:
        """The department tells HR."""
        if department == self.name:
            yield from self.fill(case)
        else:
            yield from self.company.departments[department].pass_on(case, self.name, "resignation")

    def fill(self, case: Case) -> Flow:
        """Advertise, search, interview, welcome; IT opens the accounts; then the new colleague learns the job."""
        yield self.do(case, "advertise a vacancy")
        yield from self.outside(case, self._search.draw(case.key))
        yield from self.hire(case)

    def hire(self, case: Case) -> Flow:
        """From the candidates to the first day at work."""
        yield self.do(case, "interview candidates")
        self.company.pay("recruiting", self.name, -self.model.hr.cost_per_hire, case)
        yield from self.pass_on(case, "it", "new colleague")
        yield self.do(case, "welcome a colleague")
        name = case.product
        team, department = self.company.teams[name], self.model.teams[name].department
        calendars = self.company.calendars(name)
        member = team.join(calendars[case.number % len(calendars)],
                           speed=self.company.speed(department, self.model.hr.ramp_start),
                           tact=self.model.departments[department].tact)
        self.company.level("staff", name, len(team.members))
        self.env.start(self.learn(member, department))
        self.env.start(self.career(name, team, member))
        self.company.close(case, "filled")

    def learn(self, member: Member, department: str) -> Flow:
        """A new colleague gets faster week by week."""
        hr, weeks = self.model.hr, 0.0
        while weeks < hr.ramp_weeks:
            yield self.env.timeout(RAMP_STEP_WEEKS * WEEK)
            weeks += RAMP_STEP_WEEKS
            craft = hr.ramp_start + (1 - hr.ramp_start) * min(1.0, weeks / hr.ramp_weeks)
            member.speed = self.company.speed(department, craft)

    # ---- payroll ---------------------------------------------------------------------------------------------

    def payrolls(self) -> Flow:
        """Prepare the payroll every four weeks and hand it to Finance."""
        number = 0
        while True:
            number += 1
            yield self.env.until(number * PAYROLL_WEEKS * WEEK - 3 * DAY)
            case = self.company.open_case("payroll", number, self.name)
            self.env.start(self.payroll(case))

    def payroll(self, case: Case) -> Flow:
        """One payroll."""
        yield self.do(case, "prepare the payroll")
        yield from self.pass_on(case, "finance", "payroll")

    # ---- overtime --------------------------------------------------------------------------------------------

    def note_backlogs(self) -> Flow:
        """Every team's backlog, in hours of work, as it is."""
        while True:
            for name, record in self.backlogs.items():
                record.write(self.env.now, round(self.company.workload(name), 2))
            yield self.env.timeout(self.ways.note_hours)

    def watch_backlogs(self) -> Flow:
        """Every working afternoon, or more often, read the backlog reports and let people stay where work piles up."""
        day = 0
        while True:
            for early in range(self.ways.looks - 1, 0, -1):
                yield from self.look(day * DAY + OVERTIME_HOUR - early * LOOK_HOURS, "early look", day * 24 + early)
            yield from self.look(day * DAY + OVERTIME_HOUR, "overtime round", day)
            day += 1

    def look(self, time: float, kind: str, number: int) -> Flow:
        """Wait for a time of day, and if HR is at work, act on the reports."""
        yield self.env.until(time)
        if self.team.calendar.is_open(self.env.now):
            case = self.company.open_case(kind, number, self.name)
            case.kind = "overtime round"
            self.env.start(self.overtime_round(case))

    def overtime_round(self, case: Case) -> Flow:
        """Decide team by team."""
        yield self.do(case, "review backlogs")
        for number, name in enumerate(self.company.teams):
            self.decide_overtime(case, name, number)
        self.company.close(case, "done")

    def decide_overtime(self, case: Case, name: str, number: int) -> None:
        """Decide on the copy of one team's backlog how many people stay today."""
        hr, team, record = self.model.hr, self.company.teams[name], self.backlogs[name]
        seen = self.copy_of("backlog", self.model.teams[name].department, record)
        daily, price = self.company.daily_hours(name), self.model.teams[name].wage_per_hour * hr.overtime_factor

        def facts(hours: float) -> Backlog:
            return Backlog(hours, daily, hr.overtime_above_days, hr.overtime_hours, len(team.members), price,
                           hr.delay_price)

        people = self.decide(case, OVERTIME, facts(seen.value), facts(self.company.workload(name)), seen,
                             version=record.version, luck=(number + 0.5) / len(self.company.teams))
        if people > 0:
            team.extend(hr.overtime_hours, int(people))
