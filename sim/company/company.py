"""The company: everything a run needs, built from a scenario and its world's primitives, and the services all share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.company.bots import Bots
from sim.company.case import Case
from sim.company.casework import Casework
from sim.company.customers import Customers
from sim.company.facts import Facts, TeamFacts
from sim.company.information import Information
from sim.company.purchases import Purchases
from sim.engine.calendar import DAYS, WEEK, Calendar
from sim.engine.journal import Journal
from sim.engine.kernel import Event, Kernel
from sim.engine.platform import Platform
from sim.engine.streams import Lognormal, Streams
from sim.engine.team import Member, Shift, Team
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import EVERY
from sim.inputs.scenario import Scenario
from sim.levers.change import world_at
from sim.levers.primitives import OWN, SHARED_PLATFORM, Prediction, Primitives

if TYPE_CHECKING:
    from sim.company.back_office.finance import Finance
    from sim.company.back_office.hr import HumanResources
    from sim.company.back_office.it import InformationTechnology
    from sim.company.back_office.logistics import Logistics
    from sim.company.department import Department
    from sim.company.front_office.marketing import Marketing
    from sim.company.front_office.sales import Sales
    from sim.company.front_office.support import Support

CRAFT_SPREAD = 0.10
INFINITY = float("inf")


@dataclass(slots=True)
class Plan:
    """How one activity is done in this world: by whom, how long, and below which touch time by bots."""

    team: Team
    touch: Lognormal
    code: int
    bots: Bots | None
    bots_below: float


class Company(Casework):
    """One company in one world, ready to run once.

    Args:
        scenario: the frozen scenario.
        replication: number of the replication, from 0.
    """

    def __init__(self, scenario: Scenario, replication: int = 0, primitives: Primitives | None = None) -> None:
        self.scenario = scenario
        self.model: CompanyModel = scenario.company
        self.warm_up = scenario.warm_up_weeks * WEEK
        super().__init__(Kernel(), Journal(), Streams(scenario.seed, replication), self.warm_up + scenario.weeks * WEEK)
        self.primitives = primitives or world_at(scenario, -self.warm_up)
        self.purchases = Purchases(self.primitives.prices)
        self.growth = 1.0
        self.systems: dict[str, Platform] = {}
        self.crafts: dict[Member, float] = {}
        self.platforms = self._find_platforms()
        self.moves: dict[str, list[tuple[float, str]]] = {
            name: [(0.0, self.platforms[name].name)] for name in self.model.departments
        }
        self.teams = {name: self._build_team(name) for name in self.model.teams}
        self.hours = {name: [(0.0, team.calendar)] for name, team in self.teams.items()}
        self.foreseen_since = 0.0
        self.main_teams = {
            name: next(self.teams[team] for team, model in self.model.teams.items() if model.department == name)
            for name in self.model.departments
        }
        self.bots: dict[str, Bots] = {}
        self._build_bots()
        self._plans = self._build_plans()
        self._teach_skills()
        self._set_attendance()
        self.customers = Customers(self.model, self.streams)
        self.information = Information(
            self.env,
            self.journal,
            self.streams,
            self.model,
            self.primitives,
            self.main_teams,
            self._mend_interface,
            self,
            self.bots,
        )
        self.departments: dict[str, Department] = {}
        self._build_departments()

    # ---- building --------------------------------------------------------------------------------------------

    def _find_platforms(self) -> dict[str, Platform]:
        """Each department's platform in this world, one for all that name the same; what does not exist yet is set up."""
        platforms = {
            name: self._platform(department.system)
            for name, department in self.model.departments.items()
            if self.primitives.practices[name].platform == OWN
        }
        if len(platforms) < len(self.model.departments):
            people = self.growth * self.model.people
            shared = self._platform(SHARED_PLATFORM, self.model.remedies.platform_people * people)
            platforms |= {name: shared for name in self.model.departments if name not in platforms}
        return platforms

    def _platform(self, name: str, capacity: float = INFINITY) -> Platform:
        if name not in self.systems:
            self.systems[name] = Platform(self.env, self.journal, name, capacity)
        return self.systems[name]

    def system_id(self, platform: Platform) -> str:
        """A system's permanent id: the first department that names it, or what the shared platform is called."""
        owners = (name for name, department in self.model.departments.items() if department.system == platform.name)
        return next(owners, platform.name)

    def calendars(self, team: str) -> list[Calendar]:
        """The working calendars of a team's shifts; where people choose, half begin earlier and half later."""
        hours = [self.model.working_hours[name] for name in self.model.teams[team].hours]
        spread = self.primitives.practices[self.model.teams[team].department].spread_hours
        return [
            Calendar.daily(sorted(h.days, key=DAYS.index), max(0.0, h.opens + move), min(24.0, h.closes + move))
            for h in hours
            for move in ((-spread, spread) if spread else (0.0,))
        ]

    def _one_for_each(self, team: str, staff: int) -> list[Calendar]:
        """The calendar of each of a team's people: the shifts have the same number of people, or one more."""
        calendars = self.calendars(team)
        each, left = divmod(staff, len(calendars))
        return [calendar for place, calendar in enumerate(calendars) for _ in range(each + (place < left))]

    def _build_team(self, name: str) -> Team:
        model = self.model.teams[name]
        shifts = [Shift(calendar, 1) for calendar in self._one_for_each(name, model.staff)]
        team = Team(
            self.env,
            self.journal,
            name,
            shifts,
            platform=self.platforms[model.department],
            by_priority=True,
            finishes_started=model.finishes_started,
        )
        craft = self.streams.lognormal(f"{name}.craft", 1.0, CRAFT_SPREAD)
        tact = self.streams.uniform(f"{name}.tact")
        for member in team.members:
            self.set_craft(member, model.department, craft.draw(member.number))
            member.tact = min(
                1.0, max(0.0, self.model.departments[model.department].tact + 0.3 * (tact.draw(member.number) - 0.5))
            )
        return team

    def speed(self, department: str, craft: float) -> float:
        """Speed of somebody of a craft (1 is the mean) in a department, with its pace and its assistance."""
        practice = self.primitives.practices[department]
        if practice.assistance:
            craft += practice.assistance * max(0.0, practice.assisted_to - craft)
        return craft * practice.speed

    def set_craft(self, member: Member, department: str, craft: float) -> None:
        """Let somebody of a department be of another craft from now on."""
        self.crafts[member] = craft
        member.speed = self.speed(department, craft)

    def _build_bots(self) -> None:
        """As many bots as the departments have in this world; where there are none left, none get any work."""
        for name, practice in self.primitives.practices.items():
            number = self.model.remedies.bots * (practice.bot_share > 0) + practice.keying_bots
            if name in self.bots:
                self.bots[name].become(number, practice.unnoticed)
            elif number:
                team = Team(self.env, self.journal, f"{name} bots", number, platform=self.platforms[name])
                self.bots[name] = Bots(team, self.model.remedies.bot_minutes / 60, practice.unnoticed)

    def _build_plans(self) -> dict[tuple[str, str], Plan]:
        plans = {}
        for activity, model in self.model.activities.items():
            departments = (
                list(self.model.departments) if model.team == EVERY else [self.model.teams[model.team].department]
            )
            for name in departments:
                team = self.main_teams[name] if model.team == EVERY else self.teams[model.team]
                stream = f"touch.{activity}" if model.team != EVERY else f"touch.{activity}.{name}"
                touch = self.streams.lognormal(stream, model.minutes / 60, model.variation)
                plans[name, activity] = Plan(
                    team, touch, self.code(activity), self.bots.get(name), self._bots_below(name, activity, touch)
                )
        return plans

    def _bots_below(self, department: str, activity: str, touch: Lognormal) -> float:
        share = self.model.activities[activity].routine * self.primitives.practices[department].bot_share
        return touch.quantile(share) if share > 0 else 0.0

    def plan(self, department: str, activity: str) -> Plan:
        """How a department does an activity."""
        return self._plans[department, activity]

    def _teach_skills(self) -> None:
        for name, team in self.teams.items():
            skills = [skill for skill in self.primitives.skills.get(name, ()) if skill.people]
            known = {other.name for other, _ in team.helps}
            if known or skills:
                team.helpers_allowed = max((skill.people for skill in skills), default=0)
            for skill in skills:
                if skill.team not in known:
                    team.help(self.teams[skill.team], skill.slowdown)

    def _set_attendance(self) -> None:
        for name, team in self.teams.items():
            department = self.model.teams[name].department
            luck = self.streams.uniform(f"{name}.absence")

            def absent(member: Member, day: int, department: str = department, luck: object = luck) -> bool:
                practice = self.primitives.practices[department]
                share = self.model.hr.absence * practice.absence_factor + practice.away_share
                return bool(luck.draw(member.number, day) < share)  # type: ignore[attr-defined]

            team.absent = absent

    def _build_departments(self) -> None:
        from sim.company.wiring import DEPARTMENTS

        for name in self.model.departments:
            self.departments[name] = DEPARTMENTS[name](self)

    # ---- changing --------------------------------------------------------------------------------------------

    def adopt(self, primitives: Primitives) -> None:
        """Live by other primitives from now on; what has begun goes on as it was, what begins now follows them."""
        before, self.primitives = self.primitives, primitives
        self.purchases.change(self.env.now, primitives.prices)
        self._change_platforms()
        self._build_bots()
        for (name, activity), plan in self._plans.items():
            plan.bots, plan.bots_below = self.bots.get(name), self._bots_below(name, activity, plan.touch)
        self._teach_skills()
        self._change_people(before)
        for name, room in self.departments.items():
            room.practice = primitives.practices[name]
        if primitives.prediction != before.prediction and before.prediction == Prediction():
            self.foreseen_since = self.env.now
        self.information.adopt(primitives)
        for room in self.departments.values():
            room.adopt(before)

    def _change_people(self, before: Primitives) -> None:
        for name, team in self.teams.items():
            department = self.model.teams[name].department
            old, new = before.practices[department], self.primitives.practices[department]
            for member in team.members:
                speed = self.speed(department, self.crafts[member])
                if speed != member.speed:
                    member.speed = speed
            if old.spread_hours != new.spread_hours:
                team.keep_hours(self._one_for_each(name, len(team.members)))
                self.hours[name].append((self.env.now, team.calendar))

    def _change_platforms(self) -> None:
        before, self.platforms = self.platforms, self._find_platforms()
        for name, platform in self.platforms.items():
            if platform is not before[name]:
                self.moves[name].append((self.env.now, platform.name))
                if name in self.bots:
                    self.bots[name].team.move_to(platform)
                for team, model in self.model.teams.items():
                    if model.department == name:
                        self.teams[team].move_to(platform)

    def _mend_interface(self, source: str, target: str) -> Event:
        return self.it.interface_failed(source, target)

    @property
    def sales(self) -> Sales:
        """The Sales department."""
        return self.departments["sales"]  # type: ignore[return-value]

    @property
    def support(self) -> Support:
        """Customer service."""
        return self.departments["support"]  # type: ignore[return-value]

    @property
    def finance(self) -> Finance:
        """Finance and accounting."""
        return self.departments["finance"]  # type: ignore[return-value]

    @property
    def logistics(self) -> Logistics:
        """Logistics and operations."""
        return self.departments["logistics"]  # type: ignore[return-value]

    @property
    def marketing(self) -> Marketing:
        """Marketing."""
        return self.departments["marketing"]  # type: ignore[return-value]

    @property
    def hr(self) -> HumanResources:
        """Human resources."""
        return self.departments["hr"]  # type: ignore[return-value]

    @property
    def it(self) -> InformationTechnology:
        """Information technology."""
        return self.departments["it"]  # type: ignore[return-value]

    # ---- work and people -------------------------------------------------------------------------------------

    def workload(self, team: str) -> float:
        """Hours of work that wait for a team."""
        return sum(task.remaining for task in self.teams[team].queue.tasks())

    def daily_hours(self, team: str) -> float:
        """Hours a team's people work on a day when all are there."""
        return sum(member.calendar.open_per_cycle for member in self.teams[team].members) / 5

    def rescue_team(self, department: str) -> Team:
        """The people of a department at work without their platform (IT on a broken system).

        They are counted in addition while they do it; outages are rare, and what they leave undone waits.
        """
        return Team(self.env, self.journal, f"{department} on call", 2, self._on_call(department))

    def hours_on_call(self, department: str, rescue: Team) -> None:
        """Let the rescue team keep the hours that its department keeps now."""
        rescue.keep_hours([self._on_call(department)] * len(rescue.members))

    def _on_call(self, department: str) -> Calendar:
        return self.calendars(next(name for name, team in self.model.teams.items() if team.department == department))[0]

    # ---- money and levels ------------------------------------------------------------------------------------

    def pay(self, account: str, department: str, amount: float, case: Case | None = None) -> None:
        """Book an amount (income positive, cost negative) once."""
        self.journal.money.add(self.env.now, case.key if case else -1, self.code(account), self.code(department), amount)

    def level(self, what: str, place: str, value: float) -> None:
        """Note a new value of something measured over time."""
        self.journal.levels.add(self.env.now, self.code(what), self.code(place), value)

    def facts(self) -> Facts:
        """What the measures must know that is not in the journal."""
        model = self.model
        teams = {
            name: TeamFacts(
                team.department,
                Calendar.in_turn(self.hours[name], self.horizon),
                tuple(self.moves[team.department]),
                team.wage_per_hour,
                team.staff,
                self._weekly_hours(name),
            )
            for name, team in model.teams.items()
        }
        for name, bots in self.bots.items():
            teams[bots.team.name] = TeamFacts(name, bots.team.calendar, tuple(self.moves[name]), 0.0, 0)
        per_year, one_off = self.purchases.paid_for(self.warm_up, self.horizon)
        rescue = self.it.rescue
        teams[rescue.name] = TeamFacts("it", rescue.calendar, (), 0.0, 0)
        return Facts(
            teams,
            self.horizon,
            self.warm_up,
            model.overhead_per_year,
            model.hr.overtime_factor,
            per_year,
            one_off,
            model.behaviour.lifetime_years,
            model.behaviour.discount_per_year,
            model.customers.consumers + model.customers.businesses,
            self.scenario.shocks,
        )

    def _weekly_hours(self, team: str) -> float:
        calendars = self.calendars(team)
        return sum(calendar.open_per_cycle for calendar in calendars) / len(calendars)

    # ---- running ---------------------------------------------------------------------------------------------

    def run(self) -> Journal:
        """Run to the horizon and return the journal, with what was still open recorded as open."""
        from sim.company.events import follow_the_calendar
        from sim.company.start import put_in_progress

        for department in self.departments.values():
            department.start()
        put_in_progress(self)
        follow_the_calendar(self)
        self.env.run(until=self.horizon)
        for team in (*self.teams.values(), *(bots.team for bots in self.bots.values()), self.it.rescue):
            team.close()
        for platform in self.systems.values():
            platform.close()
        self.record_open_cases()
        self.journal.flush()
        return self.journal
