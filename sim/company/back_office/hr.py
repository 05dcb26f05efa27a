"""HR: people leaving and coming, their training on the job, payroll, and overtime where work piles up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

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
from sim.inputs.events_model import NOTICE_WEEKS

if TYPE_CHECKING:
    from sim.levers.primitives import Primitives

OVERTIME_HOUR = 14.5
LOOK_HOURS = 2.0
PAYROLL_WEEKS = 4
RAMP_STEP_WEEKS = 1.0


@dataclass(frozen=True, slots=True)
class Stay:
    """A colleague's time with the company: what was left of it at a time, in hours at a turnover of 1 a year."""

    name: str
    team: Team
    left: float
    since: float


class HumanResources(Department):
    """Fills vacancies and lets people stay longer, on backlog reports as old as they are."""

    name: ClassVar[str] = "hr"

    def __init__(self, company: Company) -> None:
        super().__init__(company)
        self.receives |= {"resignation": self.fill}
        streams = company.streams
        self._stays = streams.exponential("colleague.stays", 52 * WEEK)
        self._search = streams.lognormal(
            "vacancy.search", DAY * self.model.hr.search_days, self.model.hr.search_variation
        )
        self._stays_left: dict[Member, Stay] = {}
        self._leaving: set[Member] = set()
        self.backlogs = {name: Record(number, 0.0) for number, name in enumerate(self.model.connected_teams)}

    def start(self) -> None:
        """Clocks of resignations, payroll every four weeks, a look at the backlogs every afternoon."""
        for name in self.backlogs:
            team = self.company.teams[name]
            for member in team.members:
                self.env.start(self.career(name, team, member))
        self.env.start(self.payrolls())
        self.env.start(self.note_backlogs())
        self.env.start(self.watch_backlogs())
        questions = self.model.hr.questions_per_person_per_week * self.model.people
        self.company.arrive("colleague's question", questions, OFFICE, self.question)

    def question(self, case: Case) -> Flow:
        """Answer a colleague."""
        yield self.do(case, "answer a colleague")
        self.company.close(case, "answered")

    # ---- coming and going ------------------------------------------------------------------------------------

    def career(self, name: str, team: Team, member: Member) -> Flow:
        """A colleague resigns one day."""
        key = case_key(f"colleague {name}", member.number)
        stay = self._stays_left[member] = Stay(name, team, self._stays.draw(key), self.env.now)
        yield from self.sit_out(member, stay)

    def sit_out(self, member: Member, stay: Stay) -> Flow:
        """Wait until a colleague's time is over, unless the clock has been set anew meanwhile."""
        turnover = self.turnover(stay.name, self.company.primitives)
        if turnover <= 0:
            return
        yield self.env.timeout(stay.left / turnover)
        if self._stays_left[member] is stay and member in stay.team.members:  # else an empty place from the start
            yield from self.resign(stay.name, stay.team, member)

    def turnover(self, team: str, primitives: Primitives) -> float:
        """Share of a team's people who leave in a year."""
        model = self.model.teams[team]
        return model.turnover_per_year * primitives.practices[model.department].turnover_factor

    def adopt(self, before: Primitives) -> None:
        """Where people now leave sooner or later, what is left of their time with the company runs faster or slower."""
        for member, stay in self._stays_left.items():
            old, new = self.turnover(stay.name, before), self.turnover(stay.name, self.company.primitives)
            if old != new and member in stay.team.members and member not in self._leaving:
                left = stay.left - old * (self.env.now - stay.since)
                self._stays_left[member] = Stay(stay.name, stay.team, left, self.env.now)
                self.env.start(self.sit_out(member, self._stays_left[member]))

    def resign(self, name: str, team: Team, member: Member) -> Flow:
        """A colleague gives notice: the search begins, and after the notice the place is empty."""
        if member in self._leaving:
            return
        self._leaving.add(member)
        department = self.model.teams[name].department
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
        self.take_on(case.product, case.number)
        self.company.close(case, "filled")

    def take_on(self, name: str, place: int) -> None:
        """A new colleague begins, in one of the team's shifts by turns, and learns the job."""
        team, department = self.company.teams[name], self.model.teams[name].department
        calendars, start = self.company.calendars(name), self.model.hr.ramp_start
        member = team.join(
            calendars[place % len(calendars)],
            speed=self.company.speed(department, start),
            tact=self.model.departments[department].tact,
        )
        self.company.crafts[member] = start
        self.company.level("staff", name, len(team.members))
        self.env.start(self.learn(member, department))
        self.env.start(self.career(name, team, member))

    def learn(self, member: Member, department: str) -> Flow:
        """A new colleague gets faster week by week."""
        hr, weeks = self.model.hr, 0.0
        while weeks < hr.ramp_weeks:
            yield self.env.timeout(RAMP_STEP_WEEKS * WEEK)
            weeks += RAMP_STEP_WEEKS
            craft = hr.ramp_start + (1 - hr.ramp_start) * min(1.0, weeks / hr.ramp_weeks)
            self.company.set_craft(member, department, craft)

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
            yield self.env.timeout(self.practice.note_hours)

    def watch_backlogs(self) -> Flow:
        """Every working afternoon, or more often, read the backlog reports and let people stay where work piles up."""
        day = 0
        while True:
            for early in range(self.practice.looks - 1, 0, -1):
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
        for number, name in enumerate(self.backlogs):
            self.decide_overtime(case, name, number)
        self.company.close(case, "done")

    def decide_overtime(self, case: Case, name: str, number: int) -> None:
        """Decide on the copy of one team's backlog how many people stay today."""
        hr, team, record = self.model.hr, self.company.teams[name], self.backlogs[name]
        seen = self.copy_of("backlog", self.model.teams[name].department, record)
        daily, price = self.company.daily_hours(name), self.model.teams[name].wage_per_hour * hr.overtime_factor

        def facts(hours: float) -> Backlog:
            return Backlog(
                hours, daily, hr.overtime_above_days, hr.overtime_hours, len(team.members), price, hr.delay_price
            )

        people = self.decide(
            case,
            OVERTIME,
            facts(seen.value),
            facts(self.company.workload(name)),
            seen,
            version=record.version,
            luck=(number + 0.5) / len(self.company.teams),
        )
        if people > 0:
            team.extend(hr.overtime_hours, int(people))
