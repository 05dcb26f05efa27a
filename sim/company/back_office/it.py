"""IT: colleagues' requests, outages, failed interfaces, broken bots, releases and security incidents."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import ClassVar

from sim.company import subjects
from sim.company.arrivals import COLLEAGUES
from sim.company.back_office.upkeep import Upkeep
from sim.company.bots import Bots
from sim.company.case import NOTHING, Case
from sim.company.department import Department
from sim.company.house import House
from sim.company.neighbours import Colleague
from sim.company.priorities import LIVE
from sim.engine.calendar import WEEK
from sim.engine.kernel import Flow, Process
from sim.engine.platform import Platform
from sim.engine.streams import case_key, hash64


class InformationTechnology(Department):
    """Keeps everybody's systems running; while one is down, those who need it wait."""

    name: ClassVar[str] = "it"
    receives: ClassVar = Department.receives | {subjects.STAFF_REQUEST: "serve", subjects.NEW_COLLEAGUE: "open_accounts"}
    does: ClassVar = (
        *Department.does,
        "serve a colleague",
        "maintain systems",
        "open accounts",
        "mend a customer's fault",
        "restore a system",
        "release a change",
        "mend an interface",
        "contain a security incident",
    )
    sits_down_with_others: ClassVar[bool] = False  # a fault is mended at the machine, not in a meeting

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.systems, self.bots = house.systems, house.automation.bots
        it, streams = self.model.it, house.streams
        self._up = streams.exponential("outage.up", 1.0)
        self._restore = streams.lognormal("outage.restore", it.restore_hours, it.restore_variation)
        self._notice = streams.exponential("outage.notice", it.outage_notice_hours)
        self._detect = streams.exponential("failure.detect", it.detect_hours)
        self._release_fails = streams.uniform("release.fails")
        self._bots_break = streams.uniform("release.breaks_bots")
        self._attack = streams.exponential("security.gap", 52 * WEEK / max(it.attacks_per_year, 1e-9))
        self._hit = streams.uniform("security.system")
        self._gets_in = streams.uniform("security.gets_in")
        self._hole = streams.exponential("security.hole", 52 * WEEK / max(it.holes_per_year, 1e-9))
        self._maintained = streams.uniform("maintenance.system")
        self._who = streams.uniform("staff request.department")
        self._asker = streams.uniform("staff request.colleague")
        self._stopped = streams.uniform("staff request.stops_work")
        self._changes = streams.uniform("staff request.needs_change")
        people = self.model.people
        self._shares = [(team.staff / people, team.department) for team in self.model.connected_teams.values()]
        self._failures: dict[tuple[str, str], int] = {}
        self._work_again: dict[int, Callable[[], None]] = {}
        self.upkeep = Upkeep(self.env, it, self.systems, self.model.connected)
        self.rescue = self.staffing.rescue_team(self.name)
        self._watched: set[str] = set()

    def start(self) -> None:
        """Clocks of failures, releases and breaches; colleagues' requests; maintenance."""
        it = self.model.it
        self.watch_systems()
        self.env.start(self.attacks())
        requests = it.requests_per_person_per_week * self.model.people
        self.cases.arrive(
            "staff request", requests, self.profiles.office, self.request_of_colleague, self.name, COLLEAGUES
        )
        self.cases.arrive("maintenance", it.maintenance_per_week, self.profiles.office, self.maintain, self.name)

    def watch_systems(self) -> None:
        """Let the clocks of failures and releases of every system begin that has come into use."""
        for platform in self.systems.in_use():
            if platform.name not in self._watched:
                self._watched.add(platform.name)
                self.env.start(self.outages(platform))
                self.env.start(self.releases(platform))
                self.env.start(self.holes(platform))

    def adopt(self) -> None:
        """Look after systems that have come into use."""
        if self._watched:
            self.watch_systems()

    # ---- colleagues ------------------------------------------------------------------------------------------

    def request_of_colleague(self, case: Case) -> Flow:
        """A colleague needs something; the request takes the usual way between departments."""
        case.home = self._department_of(self._who.draw(case.key))
        if self._stopped.draw(case.key) < self.model.it.stopped_share:
            self.stops_work(case)
        if not self.has("help for colleagues"):
            self.cases.close(case, "nobody to ask")
        elif case.home == self.name:
            yield from self.serve(case)
        else:
            yield from self.neighbours.colleagues[case.home].pass_on(case, subjects.STAFF_REQUEST)

    def stops_work(self, case: Case) -> None:
        """Who asks can hardly work (a password, a broken tool) until served, or until he has found a way of his own."""
        began, works_on = self.env.now, self.hampers(case, self.model.it.stopped_speed)

        def works_again() -> None:
            if self._work_again.pop(case.key, None) is not None:
                works_on()
                self.ledger.level("without a tool", case.home, self.env.now - began)

        self._work_again[case.key] = works_again
        self.env.at(self.env.now + self.model.it.self_help_hours, works_again)

    def hampers(self, case: Case, speed: float) -> Callable[[], None]:
        """The colleague who asks works at a share of his speed, until what is returned is called."""
        asker = self.staffing.somebody(case.home, self._asker.draw(case.key))
        return self.staffing.colleagues.hamper(asker, speed)

    def _department_of(self, luck: float) -> str:
        for share, department in self._shares:
            luck -= share
            if luck < 0:
                return department
        return self.name

    def serve(self, case: Case) -> Flow:
        """Serve a colleague; what takes a change of his system comes with its next release, and he works around it."""
        yield self.do(case, "serve a colleague")
        if case.key in self._work_again:
            self._work_again[case.key]()
        if self._changes.draw(case.key) < self.model.it.change_share:
            lives_without = self.hampers(case, self.model.it.work_around_speed)
            self.upkeep.of(self.systems.platforms[case.home]).changes.append(lives_without)
        self.cases.close(case, "served")

    def maintain(self, case: Case) -> Flow:
        """Maintain a system before it fails; what nobody does stays undone."""
        platform = self.upkeep.system_at(self._maintained.draw(case.key))
        self.upkeep.due(case, platform)
        if self.has("maintenance"):
            yield self.do(case, "maintain systems")
            self.upkeep.done(case, platform)
            self.cases.close(case, "done")

    def open_accounts(self, case: Case) -> Flow:
        """Give a new colleague access; wrong data on the request cost a second try."""
        yield self.do(case, "open accounts")
        if case.wrong:
            self.cases.begin_rework(case)
            yield from self.inquire(case, "hr")
            yield self.do(case, "open accounts", rework=True)
            case.wrong = NOTHING
            self.cases.end_rework(case)

    # ---- outages ---------------------------------------------------------------------------------------------

    def outages(self, platform: Platform) -> Flow:
        """One system's failures: the hours its clock counts are the same in every world, neglect makes it run faster."""
        shared, remedies = self.systems.is_shared(platform), self.model.remedies
        mean = (remedies.platform_outage_every_weeks if shared else self.model.it.outage_every_weeks) * WEEK
        number, clock = 0, self.upkeep.of(platform).clock
        while True:
            yield clock.set(mean * self._up.draw(case_key(f"outage {self.systems.id_of(platform)}", number)))
            if self.systems.is_in_use(platform):
                yield self.env.start(self.outage(platform, number))
            number += 1

    def _open_case(self, kind: str, platform: Platform, number: int) -> Case:
        """A case about a system; its luck goes by the system's id, so that systems may come without moving others'."""
        case = self.cases.open_case(f"{kind} {self.systems.id_of(platform)}", number, self.name)
        case.kind = kind
        return case

    def outage(self, platform: Platform, number: int, cause: str = "outage") -> Flow:
        """A system is down until IT has noticed it and restored it; IT drops everything else."""
        case = self._open_case(cause, platform, number)
        platform.fail(cause)
        yield self.outside(case, self._notice.draw(case.key))
        factor = self.model.remedies.platform_restore_factor if self.systems.is_shared(platform) else 1.0
        code = self.journal.code("restore a system")
        yield self.rescue.work(case.key, self._restore.draw(case.key) * factor, code)
        platform.restore(cause)
        self.cases.close(case, "restored")

    def releases(self, platform: Platform) -> Flow:
        """Change a system every few weeks, in the evening; some changes take it down, some break its bots."""
        every, evening = self.model.it.release_every_weeks * WEEK, self.model.timetable.release_hour
        offset = hash64(self.systems.id_of(platform)) % max(1, round(every / WEEK)) * WEEK
        number = max(0, math.ceil((self.env.now - offset - evening) / every))
        while True:
            yield self.env.until(offset + number * every + evening)
            if self.systems.is_in_use(platform):
                case = self._open_case("release", platform, number)
                self.env.start(self.release(case, platform))
            number += 1

    def release(self, case: Case, platform: Platform) -> Flow:
        """Prepare and release what is known by now; it takes and risks what all systems would that this one replaces.

        A release that fails is taken back, and what it carried waits for the next.
        """
        reach, parcel = self.systems.reach(platform), self.upkeep.pack(platform, patches=self.has("security"))
        yield self.do(case, "release a change", factor=reach)
        works = 1.0 - min(1.0, self.model.it.change_failure * self.practice.error_factor)
        failed = self._release_fails.draw(case.key) < 1.0 - works**reach
        self.cases.close(case, "failed" if failed else "released")
        for name, bots in self.bots.items():
            luck = self._bots_break.draw(case.key, hash64(name) % 2**32)
            if self.systems.platforms[name] is platform and luck < self.model.remedies.bot_break_share:
                self.env.start(self.broken_bots(case, name, bots))
        if failed:
            self.upkeep.take_back(platform, parcel)
            yield from self.outage(platform, case.number, "failed release")
        else:
            self.upkeep.bring(platform, parcel)
            self.note_holes(platform)

    def broken_bots(self, release: Case, department: str, bots: Bots) -> Flow:
        """Bots go on with wrong results until somebody notices; then IT mends them and people put the cases right."""
        if bots.broken:
            return
        case = self.cases.open_child("broken bots", release, self.name, failure=True)
        bots.broken = True
        yield self.outside(case, self._detect.draw(case.key) * bots.unnoticed)
        yield self.do(case, "mend an interface", priority=LIVE)
        bots.broken = False
        spoiled, bots.spoiled = bots.spoiled, []
        self.cases.close(case, "mended")
        colleague = self.neighbours.colleagues[department]
        for _ in spoiled:
            redo = self.cases.open_child("put right", release, department, failure=True)
            self.env.start(self.put_right(redo, colleague))

    def put_right(self, case: Case, colleague: Colleague) -> Flow:
        """People do again what a broken bot did wrong."""
        yield colleague.do(case, "answer an inquiry", rework=True)
        self.cases.close(case, "put right")

    def interface_failed(self, source: str, target: str) -> Process:
        """A batch run between two departments has failed: noticed after a while, then mended."""
        number = self._failures.get((source, target), 0)
        self._failures[source, target] = number + 1
        case = self.cases.open_case(f"failed interface {source} {target}", number, self.name)
        case.kind = "failed interface"
        case.failure = True
        return self.env.start(self.mend_interface(case))

    def mend_interface(self, case: Case) -> Flow:
        """Notice and mend."""
        yield self.outside(case, self._detect.draw(case.key))
        yield self.do(case, "mend an interface", priority=LIVE)
        self.cases.close(case, "mended")

    # ---- security --------------------------------------------------------------------------------------------

    def holes(self, platform: Platform) -> Flow:
        """Ways to break into a system become known one after the other; the next release mends them."""
        number = 0
        while self.model.it.holes_per_year > 0:
            yield self.env.timeout(self._hole.draw(case_key(f"hole {self.systems.id_of(platform)}", number)))
            self.upkeep.of(platform).holes += 1
            self.note_holes(platform)
            number += 1

    def note_holes(self, platform: Platform) -> None:
        """So many ways to break into a system are known and open now."""
        self.ledger.level("open holes", platform.name, self.upkeep.of(platform).holes)

    def attacks(self) -> Flow:
        """Somebody tries to break in, at the same times in every world."""
        number = 0
        while self.model.it.attacks_per_year > 0:
            yield self.env.timeout(self._attack.draw(number))
            case = self.cases.open_case("security incident", number, self.name)
            self.env.start(self.attack(case))
            number += 1

    def attack(self, case: Case) -> Flow:
        """An attack on one of the systems gets in where holes are open, and seldom where none is."""
        hit = max(
            self.systems.in_use(),
            key=lambda platform: self._hit.draw(case.key, hash64(self.systems.id_of(platform)) % 2**32),
        )
        if self.upkeep.opens_to(hit, self._gets_in.draw(case.key)):
            yield from self.contain(case, hit)
        else:
            self.cases.close(case, "kept out")

    def incident(self, number: int, platform: Platform, severity: float) -> Flow:
        """Somebody breaks into one system in particular."""
        yield from self.contain(self.cases.open_case("security incident", number, self.name), platform, severity)

    def contain(self, case: Case, platform: Platform, severity: float = 1.0) -> Flow:
        """Contain an incident: the system is switched off for some hours; customers hear of it.

        Args:
            severity: hours, work, cost and lost trust as a multiple of the usual.
        """
        platform.fail("security incident")
        yield self.outside(case, severity * self.model.it.containment_hours)
        procedure = self.procedures["contain a security incident"]
        yield self.rescue.work(case.key, severity * procedure.touch.draw(case.key), procedure.code)
        platform.restore("security incident")
        reach = 1.0 if self.systems.is_shared(platform) else 1.0 / len(self.systems.in_use())
        self.ledger.pay(
            "security",
            self.name,
            -severity * self.model.it.security_cost * max(reach, self.model.it.security_least_reach),
            case,
        )
        if self.model.behaviour.reputation:
            self.customers.reputation -= severity * self.model.it.security_trust
        self.cases.close(case, "contained")
