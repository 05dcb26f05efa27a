"""HR: people leaving and coming, their training on the job, payroll, and overtime where work piles up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.company import subjects
from sim.company.arrivals import COLLEAGUES
from sim.company.back_office.learning import Learning
from sim.company.back_office.leave import Leave
from sim.company.back_office.payroll import Payroll
from sim.company.back_office.temporary import Agency
from sim.company.case import Case
from sim.company.decisions import OVERTIME, Backlog
from sim.company.department import Department
from sim.company.house import House
from sim.company.start import UnderWay
from sim.engine.calendar import DAY, WEEK
from sim.engine.codes import WaitKind
from sim.engine.kernel import Flow
from sim.engine.records import Record
from sim.engine.streams import case_key
from sim.engine.team import Member
from sim.inputs.names import BACKLOG, EVERY


@dataclass(frozen=True, slots=True)
class Stay:
    """A colleague's time with the company: what was left of it at a time, in hours at a turnover of 1 a year.

    ``turnover`` is how fast it has run since then (share a year).
    """

    name: str
    left: float
    since: float
    turnover: float


class HumanResources(Agency, Payroll):
    """Fills vacancies and lets people stay longer, on backlog reports as old as they are."""

    name: ClassVar[str] = "hr"
    receives: ClassVar = Department.receives | {subjects.RESIGNATION: "fill"}
    sends: ClassVar = Department.sends | {subjects.NEW_COLLEAGUE: "it", subjects.PAYROLL: "finance"}
    reads: ClassVar = Department.reads | {BACKLOG: EVERY}
    does: ClassVar = (
        *Payroll.does,
        "advertise a vacancy",
        "interview candidates",
        "welcome a colleague",
        "review backlogs",
        "organise a course",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams = house.streams
        self._stays = streams.exponential("colleague.stays", 52 * WEEK)
        self._search = streams.lognormal(
            "vacancy.search", DAY * self.model.hr.search_days, self.model.hr.search_variation
        )
        self._stays_left: dict[Member, Stay] = {}
        self._leaving: set[Member] = set()
        self.learning = Learning(house, self.organise)
        self.leave_plan = Leave(house, lambda: self.system_does("HR software"))
        self._asker = streams.uniform("colleague's question.colleague")
        self._lying: dict[int, Member] = {}
        """Questions that have been lying too long, and who asked them."""
        self.backlogs = {name: Record(number, 0.0) for number, name in enumerate(self.model.connected_teams)}
        self.records = [*self.backlogs.values()]

    def start(self) -> None:
        """Clocks of resignations, payroll every four weeks, a look at the backlogs every afternoon."""
        for name in self.backlogs:
            for member in self.staffing.teams[name].members:
                self.env.start(self.career(name, member))
        super().start()
        self.learning.start()
        self.leave_plan.start()
        self.env.start(self.note_backlogs())
        self.env.start(self.watch_backlogs())
        questions = self.model.hr.questions_per_person_per_week * self.model.people
        self.cases.arrive("colleague's question", questions, self.profiles.office, self.question, self.name, COLLEAGUES)

    def put_in_progress(self, under_way: UnderWay) -> None:
        """Places that are empty, and for which somebody is being looked for."""
        days = self.model.hr.search_days
        for name, model in self.model.teams.items():
            members = self.staffing.teams[name].members
            expected = model.staff * model.turnover_per_year * days / 365
            empty = int(expected + under_way.left.draw(case_key(f"old vacancies {name}", 0)))
            for number in range(min(empty, len(members) - 1)):
                self.leave(name, members[-1])
                case = self.cases.open_case(f"old vacancy {name}", number, model.department)
                case.kind, case.product = "vacancy", name
                self.env.start(self.old_vacancy(case, DAY * days * under_way.left.draw(case.key)))

    def old_vacancy(self, case: Case, left: float) -> Flow:
        """A search that ends in so many hours."""
        yield self.outside(case, left)
        yield from self.hire(case)

    def question(self, case: Case) -> Flow:
        """Answer a colleague; who waits too long takes it amiss until the answer comes."""
        self.env.at(self.env.now + DAY * self.model.hr.question_patience_days, lambda: self.takes_amiss(case))
        if self.has("answers to colleagues"):
            yield self.do(case, "answer a colleague")
            self.cases.close(case, "answered")
            self.makes_up(case)

    def takes_amiss(self, case: Case) -> None:
        """A question has been lying too long: whoever asked it stays away sooner, and may leave."""
        asker = self.staffing.anybody(self._asker.draw(case.key))
        if case.open and asker is not None:
            self._lying[case.key] = asker
            self.staffing.colleagues.aggrieve(asker, 1)
            self.clock_anew(asker)

    def makes_up(self, case: Case) -> None:
        """The answer has come after all."""
        asker = self._lying.pop(case.key, None)
        if asker is not None:
            self.staffing.colleagues.aggrieve(asker, -1)
            self.clock_anew(asker)

    # ---- coming and going ------------------------------------------------------------------------------------

    def career(self, name: str, member: Member) -> Flow:
        """A colleague resigns one day."""
        key = case_key(f"colleague {name}", member.number)
        yield from self.sit_out(member, Stay(name, self._stays.draw(key), self.env.now, self.turnover(name, member)))

    def sit_out(self, member: Member, stay: Stay) -> Flow:
        """Wait until a colleague's time is over, unless the clock has been set anew meanwhile."""
        self._stays_left[member] = stay
        if stay.turnover <= 0:
            return
        yield self.env.timeout(stay.left / stay.turnover)
        if self._stays_left[member] is stay and self.is_here(stay.name, member):  # else an empty place from the start
            yield from self.resign(stay.name, member)

    def is_here(self, name: str, member: Member) -> bool:
        """Whether somebody is still in a team."""
        return member in self.staffing.teams[name].members

    def turnover(self, team: str, member: Member) -> float:
        """Share of people like this one who leave in a year, in the world as it is now."""
        model = self.model.teams[team]
        usual = model.turnover_per_year * self.world.primitives.practices[model.department].turnover_factor
        return usual * self.model.hr.aggrieved_turnover if self.staffing.colleagues.is_aggrieved(member) else usual

    def adopt(self) -> None:
        """People now leave sooner or later."""
        for member in self._stays_left:
            self.clock_anew(member)

    def clock_anew(self, member: Member) -> None:
        """What is left of somebody's time with the company runs faster or slower from now on, if there is reason to."""
        stay = self._stays_left.get(member)
        if stay is None or not self.is_here(stay.name, member) or member in self._leaving:
            return
        turnover = self.turnover(stay.name, member)
        if turnover != stay.turnover:
            left = stay.left - stay.turnover * (self.env.now - stay.since)
            self.env.start(self.sit_out(member, Stay(stay.name, left, self.env.now, turnover)))

    def resign(self, name: str, member: Member) -> Flow:
        """A colleague gives notice: the search begins, and after the notice the place is empty."""
        if member in self._leaving:
            return
        self._leaving.add(member)
        department = self.model.teams[name].department
        case = self.cases.open_case(f"vacancy {name}", member.number, department)
        case.kind, case.product = "vacancy", name
        self.env.start(self.resignation(case, department))
        yield self.env.timeout(self.model.hr.notice_weeks * WEEK)
        self.leave(name, member)

    def leave(self, name: str, member: Member) -> None:
        """A colleague goes for good."""
        team = self.staffing.teams[name]
        team.leave(member)
        self.ledger.level("staff", name, len(team.members))

    def resignation(self, case: Case, department: str) -> Flow:
        """The department tells HR."""
        if department == self.name:
            yield from self.fill(case)
        else:
            yield from self.neighbours.colleagues[department].pass_on(case, subjects.RESIGNATION)

    def fill(self, case: Case) -> Flow:
        """Advertise, search, interview, welcome; IT opens the accounts; then the new colleague learns the job."""
        yield self.do(case, "advertise a vacancy")
        yield self.outside(case, self._search.draw(case.key))
        yield from self.next_step(case)
        yield from self.hire(case)

    def next_step(self, case: Case) -> Flow:
        """HR's software says what is next in filling a place; else it is noticed when HR next goes through its files."""
        look = self.model.hr.files_every_days * DAY
        if look and not self.system_does("HR software"):
            self.cases.waits(case, WaitKind.INFORMATION, self.team)
            yield self.env.until(self.team.calendar.next_opening((self.env.now // look + 1) * look))
            self.cases.waited(case)

    def hire(self, case: Case) -> Flow:
        """From the candidates to the first day at work."""
        yield self.do(case, "interview candidates")
        self.ledger.pay("recruiting", self.name, -self.model.hr.cost_per_hire, case)
        yield from self.next_step(case)
        yield from self.pass_on(case, subjects.NEW_COLLEAGUE)
        yield self.do(case, "welcome a colleague")
        self.take_on(case.product, case.number)
        self.cases.close(case, "filled")

    def take_on(self, name: str, place: int) -> None:
        """A new colleague begins, in one of the team's shifts by turns, and learns the job."""
        member = self.staffing.join(name, place, self.model.hr.ramp_start)
        self.ledger.level("staff", name, len(self.staffing.teams[name].members))
        self.env.start(self.learning.learn(member, name))
        self.env.start(self.career(name, member))

    def organise(self, case: Case) -> Flow:
        """Find a date, a room and somebody who knows."""
        yield self.do(case, "organise a course")

    # ---- overtime --------------------------------------------------------------------------------------------

    def note_backlogs(self) -> Flow:
        """Every team's backlog, in hours of work, as it is."""
        while True:
            for name, record in self.backlogs.items():
                record.write(self.env.now, round(self.staffing.workload(name), 2))
            yield self.env.timeout(self.practice.note_hours)

    def watch_backlogs(self) -> Flow:
        """Every working afternoon, or more often, read the backlog reports and let people stay where work piles up."""
        day, timetable = 0, self.model.timetable
        while True:
            last = day * DAY + timetable.overtime_hour
            for early in range(self.practice.looks - 1, 0, -1):
                yield from self.look(last - early * timetable.early_look_hours, "early look", day * 24 + early)
            yield from self.look(last, "overtime round", day)
            day += 1

    def look(self, time: float, kind: str, number: int) -> Flow:
        """Wait for a time of day, and if HR is at work, act on the reports."""
        yield self.env.until(time)
        if self.team.calendar.is_open(self.env.now):
            case = self.cases.open_case(kind, number, self.name)
            case.kind = "overtime round"
            self.env.start(self.overtime_round(case))

    def overtime_round(self, case: Case) -> Flow:
        """Decide team by team."""
        yield self.do(case, "review backlogs")
        for number, name in enumerate(self.backlogs):
            self.decide_overtime(case, name, number)
        self.cases.close(case, "done")

    def decide_overtime(self, case: Case, name: str, number: int) -> None:
        """Decide on the copy of one team's backlog how many people stay today."""
        hr, team, record = self.model.hr, self.staffing.teams[name], self.backlogs[name]
        seen = self.copy_of(BACKLOG, record, owner=self.model.teams[name].department)
        row = self.model.teams[name]
        daily, price = self.staffing.daily_hours(name), row.wage_per_hour * hr.overtime_factor
        above = hr.overtime_above_days if row.overtime_above_days is None else row.overtime_above_days

        def facts(hours: float) -> Backlog:
            return Backlog(hours, daily, above, hr.overtime_hours, len(team.members), team.staying, price, hr.delay_price)

        people = self.decide(
            case,
            OVERTIME,
            facts(seen.value),
            facts(self.staffing.workload(name)),
            seen,
            version=record.version,
            luck=(number + 0.5) / len(self.staffing.teams),
        )
        if people > 0:
            team.extend(hr.overtime_hours, int(people))
