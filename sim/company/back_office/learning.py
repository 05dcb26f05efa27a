"""Learning: newcomers are taught week by week, and every team has its courses; hours of people that end in skill."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from sim.company.case import Case
from sim.company.house import House
from sim.engine.calendar import WEEK
from sim.engine.kernel import Flow, Process
from sim.engine.team import Member

RAMP_STEP_WEEKS = 1.0


class Learning:
    """How newcomers learn the job, and how teams keep up with methods and tools.

    Args:
        organise: what HR does for a course before it begins.
    """

    def __init__(self, house: House, organise: Callable[[Case], Flow]) -> None:
        self.env, self.cases, self.ledger, self.world = house.env, house.cases, house.ledger, house.world
        self.staffing, self.colleagues = house.staffing, house.staffing.colleagues
        self.teams, self.hr, self.organise = list(house.model.connected_teams), house.model.hr, organise
        self.code = house.journal.code

    def start(self) -> None:
        """Knowledge ages from the first day; each team has its courses, one team after the other."""
        hr = self.hr
        if hr.course_hours:
            for place, team in enumerate(self.teams):
                first = place * hr.course_every_weeks // len(self.teams)
                since = hr.course_every_weeks - first
                self.colleagues.bring_up_to_date(team, hr.course_level * (1.0 - hr.fading) ** since)
                self.env.start(self.courses(team, first))
            self.env.start(self.age())

    # ---- newcomers -------------------------------------------------------------------------------------------

    def learn(self, member: Member, team: str) -> Flow:
        """A newcomer gets better week by week: a week counts in full with its lesson, and in part without one."""
        hr, weeks = self.hr, 0.0
        lesson: Process | None = None
        for number in count():
            if weeks >= hr.ramp_weeks:
                return
            if hr.lesson_hours and (lesson is None or lesson.triggered):
                lesson = self.begin_lesson(member, team, number)
            yield self.env.timeout(RAMP_STEP_WEEKS * WEEK)
            on_his_own = hr.lesson_hours and (lesson is None or not lesson.triggered)
            weeks += RAMP_STEP_WEEKS * hr.alone_share if on_his_own else RAMP_STEP_WEEKS
            learned = hr.ramp_start + (1 - hr.ramp_start) * min(1.0, weeks / hr.ramp_weeks)
            self.colleagues.learns(member, learned)
            if hr.lesson_hours:
                self.ledger.level("learned", team, learned)

    def begin_lesson(self, member: Member, team: str, number: int) -> Process | None:
        """This week's lesson, where newcomers are taught and there is somebody to teach them."""
        if not self.world.has("onboarding") or len(self.staffing.teams[team].members) < 2:
            return None
        case = self.cases.open_case(f"lesson {team} {member.number}", number, self.staffing.department_of(team))
        case.kind = "lesson"
        return self.env.start(self.lesson(case, team))

    def lesson(self, case: Case, team: str) -> Flow:
        """One who teaches and one who learns: hours of two people of the team, which settles who."""
        colleagues, code = self.staffing.teams[team], self.code("teach a newcomer")
        both = [colleagues.work(case.key, self.hr.lesson_hours, code) for _ in range(2)]
        for own in both:  # noqa: UP028 - a list takes nothing that is sent back
            yield own
        self.cases.close(case, "given")

    # ---- courses ---------------------------------------------------------------------------------------------

    def age(self) -> Flow:
        """Methods and tools change: what people know is worth a little less every week."""
        while True:
            yield self.env.timeout(WEEK)
            for team in self.teams:
                self.colleagues.bring_up_to_date(team, self.colleagues.up_to_date(team) * (1.0 - self.hr.fading))

    def courses(self, team: str, first: int) -> Flow:
        """A team's courses, one every so many weeks."""
        for number in count():
            yield self.env.until((first + number * self.hr.course_every_weeks) * WEEK)
            if self.world.has("training"):
                case = self.cases.open_case(f"course {team}", number, "hr")
                case.kind = "course"
                self.env.start(self.course(case, team))

    def course(self, case: Case, team: str) -> Flow:
        """HR organises it, everybody attends, and then they are up to date."""
        yield from self.organise(case)
        attendants, code = self.staffing.teams[team], self.code("attend a course")
        each = [attendants.work(case.key, self.hr.course_hours, code) for _ in attendants.members]
        for own in each:  # noqa: UP028 - a list takes nothing that is sent back
            yield own
        self.colleagues.bring_up_to_date(team, self.hr.course_level)
        self.cases.close(case, "held")
