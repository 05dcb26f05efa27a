"""Staffing: teams and their hours, who is how good at it, who helps whom, who is away, and how much work waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.company.colleagues import Colleagues
from sim.company.facts import TeamFacts
from sim.company.hours import Roster, rosters
from sim.company.systems import Systems
from sim.company.world import World
from sim.engine.calendar import Calendar
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.streams import Streams, Uniform
from sim.engine.team import Member, Shift, Team
from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import Primitives


class Staffing:
    """The people of a company.

    Attributes:
        teams: every team by its name.
        colleagues: how good everybody is, and what they lack.
        lent: people whom an agency has lent, and pays.
        leave: whether somebody has a day off, (who, number of the day), and a plan says so; None where nobody ever has.
        main_teams: each department's first team, which answers for it.
        on_call: teams that work although their department's platform is down, by department.
        from_afar: pairs of teams of two departments, of which people of the first help the second at a distance.
        asks: decides about which pieces of work they have to ask.
    """

    def __init__(
        self,
        env: Kernel,
        journal: Journal,
        streams: Streams,
        model: CompanyModel,
        world: World,
        systems: Systems,
        warm_up: float,
    ) -> None:
        self.env, self.journal, self.streams, self.model = env, journal, streams, model
        self.world, self.systems, self.warm_up = world, systems, warm_up
        self.on_call: dict[str, Team] = {}
        self.colleagues = Colleagues(model, world)
        self.lent: set[Member] = set()
        self.from_afar: set[tuple[str, str]] = set()
        self.asks = streams.uniform("staffing.asks from afar")
        self.leave: Callable[[Member, int], bool | None] | None = None
        self.teams = {name: self._build(name) for name in model.teams}
        self.main_teams = {name: self.teams[self.model.answering_team(name)] for name in model.departments}
        self._hours = {name: [(0.0, team.calendar)] for name, team in self.teams.items()}
        self.teach()
        for name, team in self.teams.items():
            team.absent = self._absence(model.teams[name].department, streams.uniform(f"{name}.absence"))

    def _build(self, name: str) -> Team:
        model = self.model.teams[name]
        team = Team(
            self.env,
            self.journal,
            name,
            [Shift(calendar, 1) for calendar in self._one_for_each(name, model.staff)],
            platform=self.systems.platforms[model.department],
            by_priority=True,
            preemptive=model.preemptive,
            finishes_started=model.finishes_started,
            finishes_help=False,
        )
        craft = self.streams.lognormal(f"{name}.craft", 1.0, self.model.hr.craft_variation)
        tact, usual = self.streams.uniform(f"{name}.tact"), self.model.departments[model.department].tact
        for member in team.members:
            spread = self.model.hr.tact_spread * (tact.draw(member.number) - 0.5)
            self.colleagues.introduce(member, name, craft.draw(member.number), min(1.0, max(0.0, usual + spread)))
        return team

    def _absence(self, department: str, luck: Uniform) -> Callable[[Member, int], bool]:
        def absent(member: Member, day: int) -> bool:
            practice = self.world.primitives.practices[department]
            ill = self.model.hr.absence * practice.absence_factor
            if self.colleagues.is_aggrieved(member):
                ill *= self.model.hr.aggrieved_absence
            drawn = luck.draw(member.number, day)
            off = None if self.leave is None else self.leave(member, day)
            planned = off or (off is None and ill <= drawn < ill + practice.away_share)
            if planned and self.leave is not None and drawn >= ill:
                self._note_planned(member)
            return off is not None or drawn < ill + practice.away_share

        return absent

    def _note_planned(self, member: Member) -> None:
        """Somebody stays away for a day, and a plan said so."""
        calendar, code = member.calendar, self.journal.code
        hours = calendar.open_per_week / calendar.days_per_week
        self.journal.levels.add(self.env.now, code("planned absence"), code(member.team.name), hours)

    # ---- hours -----------------------------------------------------------------------------------------------

    def calendars(self, team: str) -> list[Calendar]:
        """The calendars among which a team's people are divided; where they choose, half begin earlier and half later."""
        spread = self._spread(self.world.primitives, self.model.teams[team].department)
        made: dict[Roster, Calendar] = {}
        for roster in (found := rosters(self.model, team, spread)):
            made[roster] = made.get(roster) or roster.calendar(self.warm_up)
        return [made[roster] for roster in found]

    def _one_for_each(self, team: str, staff: int) -> list[Calendar]:
        """The calendar of each of a team's people: the shifts have the same number of people, the longest one more."""
        calendars = self.calendars(team)
        each, left = divmod(staff, len(calendars))
        longest = sorted(range(len(calendars)), key=lambda place: -calendars[place].open_per_cycle)[:left]
        return [calendar for place, calendar in enumerate(calendars) for _ in range(each + (place in longest))]

    def rescue_team(self, department: str) -> Team:
        """The people of a department at work without their platform (IT on a broken system).

        They are counted in addition while they do it; outages are rare, and what they leave undone waits.
        """
        calendar = self.calendars(self.model.answering_team(department))[0]
        team = Team(self.env, self.journal, f"{department} on call", self.model.it.on_call, calendar)
        self.on_call[department] = team
        return team

    # ---- who is there ----------------------------------------------------------------------------------------

    def employed(self, team: str) -> list[Member]:
        """A team's people whom the company itself pays, and who can give notice."""
        return [member for member in self.teams[team].members if member not in self.lent]

    def anybody(self, luck: float) -> Member | None:
        """The colleague that a number in (0, 1) points at; None while nobody is left."""
        return _pointed_at(luck, [self.teams[name] for name in self.model.connected_teams])

    def somebody(self, department: str, luck: float) -> Member | None:
        """The colleague of a department that a number in (0, 1) points at; None while nobody is left."""
        return _pointed_at(luck, [team for name, team in self.teams.items() if self.department_of(name) == department])

    def department_of(self, team: str) -> str:
        """The department that a team belongs to."""
        return self.model.teams[team].department

    def join(self, name: str, place: int, learned: float) -> Member:
        """A newcomer who has learned so much of the job begins in a team, in one of its shifts by turns."""
        department, calendars = self.model.teams[name].department, self.calendars(name)
        member = self.teams[name].join(
            calendars[place % len(calendars)], speed=self.colleagues.speed(department, learned)
        )
        self.colleagues.introduce(member, name, 1.0, self.model.departments[department].tact, learned)
        return member

    # ---- how much there is to do -----------------------------------------------------------------------------

    def workload(self, team: str) -> float:
        """Hours of work that wait for a team."""
        return self.teams[team].queue.hours()

    def daily_hours(self, team: str) -> float:
        """Hours a team's people work on a day when all are there."""
        return sum([member.calendar.hours_a_day for member in self.teams[team].members])

    def days_of_work(self, team: str) -> float:
        """Days of work that wait for a team; none where nobody is left to do any."""
        daily = self.daily_hours(team)
        return self.workload(team) / daily if daily else 0.0

    # ---- when the world changes ------------------------------------------------------------------------------

    def teach(self) -> None:
        """Let as many people help other teams as this world has taught."""
        self.from_afar.clear()
        for name, team in self.teams.items():
            skills = [skill for skill in self.world.primitives.skills.get(name, ()) if skill.people]
            known = {other.name for other, _ in team.helps}
            if known or skills:
                team.helpers_allowed = max((skill.people for skill in skills), default=0)
            for skill in skills:
                if skill.afar and self.department_of(name) != self.department_of(skill.team):
                    self.from_afar.add((name, skill.team))
                if skill.team not in known:
                    team.help(self.teams[skill.team], skill.slowdown)

    def move(self, department: str) -> None:
        """Let a department's teams work on its new platform, with what is in their hands."""
        for name, model in self.model.teams.items():
            if model.department == department:
                self.teams[name].move_to(self.systems.platforms[department])

    def follow(self, before: Primitives) -> None:
        """Let people be as fast, and keep such hours, as the world as it is now has it."""
        for name, team in self.teams.items():
            department = self.model.teams[name].department
            for member in team.members:
                self.colleagues.follow(member)
            if self._spread(before, department) != self._spread(self.world.primitives, department):
                team.keep_hours(self._one_for_each(name, len(team.members)))
                self._hours[name].append((self.env.now, team.calendar))
        for department, team in self.on_call.items():
            if self._spread(before, department) != self._spread(self.world.primitives, department):
                team.keep_hours([self.calendars(self.model.answering_team(department))[0]] * len(team.members))

    def _spread(self, primitives: Primitives, department: str) -> float:
        return primitives.practices[department].spread_hours

    # ---- when the run is over --------------------------------------------------------------------------------

    def close(self) -> None:
        """Record what the end of the run cuts off."""
        for team in self.teams.values():
            team.close()

    def facts(self, horizon: float) -> dict[str, TeamFacts]:
        """What the measures must know of every team, for a run of ``horizon`` hours."""
        return {
            name: TeamFacts(
                team.department,
                Calendar.in_turn(self._hours[name], horizon),
                tuple(self.systems.moves[team.department]),
                team.wage_per_hour,
                team.staff,
            )
            for name, team in self.model.teams.items()
        }


def _pointed_at(luck: float, teams: Sequence[Team]) -> Member | None:
    """The one of all people of some teams that a number in (0, 1) points at."""
    members = [member for team in teams for member in team.members]
    return members[int(luck * len(members))] if members else None
