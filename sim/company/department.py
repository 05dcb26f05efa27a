"""What every department can do: work, pass on, request, look up, decide. Its own processes live in a file of their own.

What a department sends, receives, reads, keeps and does stands on its class; a run follows what is declared there, and
``sim/company/checks.py`` holds it against the company file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sim.company import subjects
from sim.company.afar import questions_from_afar
from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.decisions import RIGHT, Rule, cause_of
from sim.company.expert import Expert
from sim.company.house import House
from sim.company.neighbours import Neighbours
from sim.company.priorities import LAST, NORMAL
from sim.company.procedures import Procedure
from sim.company.start import UnderWay
from sim.company.tact import lack_of, left_of, tact_of
from sim.company.topics import COMPLAINT
from sim.company.wrong_entries import wrong_address
from sim.engine.codes import VisitKind, WaitKind
from sim.engine.kernel import Event, Flow
from sim.engine.records import Record, Seen
from sim.engine.task import Task, slips_of
from sim.engine.team import Team
from sim.inputs.names import BACKLOG, CUSTOMER_MASTER, EVERY, CapabilityName, RecordName
from sim.levers.primitives import OWN

TOUCH, REWORK = VisitKind.TOUCH, VisitKind.REWORK  # looking them up in an enum takes 0.1 microseconds before Python 3.12
INFORMATION, OUTSIDE = WaitKind.INFORMATION, WaitKind.OUTSIDE


class Department(Expert):
    """A department of the company.

    Attributes:
        name: permanent name.
        receives: subject of a hand-off → name of the process (a method) that handles a case arriving by it.
        sends: subject → department whose process handles the case; "every" where the sender says which one.
        tells: subject → department that only gets to know.
        asks: subject → (department, subject of its answer).
        reads: record → department that owns it; "every" where each department owns one.
        may_read: the same, of records that a company need not keep copies of.
        keeps: records it owns.
        does: activities that its processes need.
        sits_down_with_others: whether, being a back office, it solves hard tickets in joint sessions.
        opens: its place among those who have work under way when a run begins.
    """

    name: ClassVar[str]
    receives: ClassVar[dict[str, str]] = {
        subjects.INQUIRY: "answer_inquiry",
        subjects.DATA_REQUEST: "collect_data",
        subjects.REQUEST_FOR_FIGURES: "prepare_figures",
        subjects.ESCALATION: "solve",
        subjects.INVOICE_TO_APPROVE: "approve_invoice",
    }
    sends: ClassVar[dict[str, str]] = {subjects.STAFF_REQUEST: "it", subjects.RESIGNATION: "hr"}
    tells: ClassVar[dict[str, str]] = {subjects.PURCHASE: "finance"}
    asks: ClassVar[dict[str, tuple[str, str]]] = {subjects.INQUIRY: (EVERY, subjects.ANSWER)}
    reads: ClassVar[dict[RecordName, str]] = {}
    may_read: ClassVar[dict[RecordName, str]] = {}
    keeps: ClassVar[tuple[RecordName, ...]] = (BACKLOG,)
    does: ClassVar[tuple[str, ...]] = (
        "answer an inquiry",
        "collect personal data",
        "prepare month-end figures",
        "order for the house",
        "approve an invoice",
        "search for information",
    )
    opens: ClassVar[int] = 1

    def __init__(self, house: House) -> None:
        self.house = house
        self.env = house.env
        self.model = house.model
        self.journal = house.journal
        self.cases = house.cases
        self.ledger = house.ledger
        self.customers = house.customers
        self.staffing = house.staffing
        self.information = house.information
        self.world = house.world
        self.profiles = house.profiles
        self.team: Team = house.staffing.main_teams[self.name]
        self.practice = house.world.primitives.practices[self.name]
        self.procedures = house.procedures.of(self.name, self.does)
        self._processes: dict[str, Callable[[Case], Flow]] = {
            subject: getattr(self, process) for subject, process in self.receives.items()
        }
        self._owners = dict.fromkeys(self.keeps, self.name) | self.reads | self.may_read
        self._others_last = house.streams.uniform(f"{self.name}.others_last")
        self._visible = house.streams.uniform(f"{self.name}.visible")
        self._offended = house.streams.uniform(f"{self.name}.offended")
        self._overlooks = house.streams.uniform(f"{self.name}.overlooks")
        self._lacks = house.streams.uniform(f"{self.name}.lacks_facts")
        self._facts = f"facts for {self.name}"
        self.code = house.journal.code(self.name)
        self.records: list[Record] = []
        """Those that it keeps all through the run and that are read as they are, or as copies have them, only."""

    @property
    def neighbours(self) -> Neighbours:
        """Whom this department may turn to."""
        return self.house.neighbours

    def start(self) -> None:
        """Start the processes that this department runs by itself."""

    def put_in_progress(self, under_way: UnderWay) -> None:
        """Open what would be under way here on a Monday morning of a company that has always run."""

    def adopt(self) -> None:
        """Another world is in force from now on (``practice`` already says so): change what is not read anew."""

    def forget(self, known: float) -> None:
        """Drop what nothing can ask for any more; every copy of a record is informed up to ``known``, hours."""
        for record in self.records:
            record.forget_before(known)

    # ---- doing -----------------------------------------------------------------------------------------------

    def do(
        self,
        case: Case,
        activity: str,
        *,
        priority: float = NORMAL,
        patience: float | None = None,
        rework: bool = False,
        more_hours: float = 0.0,
        factor: float = 1.0,
    ) -> Event:
        """Work on a case; the event fires with True when done, False when the one who waited gave up."""
        procedure = self.procedures[activity]
        visit = case.visit(activity)
        hours = (procedure.touch.draw(case.key, visit) + more_hours) * factor
        kind = REWORK if rework or case.rework_since >= 0 else TOUCH
        bots = procedure.bots if procedure.bots_share and patience is None else None
        if bots is not None and procedure.easy(hours, case.key, visit):
            if bots.broken:
                bots.spoiled.append(case)
            return bots.team.work(case.key, bots.hours, procedure.code, kind=kind)
        if case.home != self.name and priority == NORMAL and self.practice.others_last:
            priority = LAST if self._others_last.draw(case.key) < self.practice.others_last else NORMAL
        if procedure.looks_up and self.lacks_facts(case, procedure.looks_up):
            return self.env.start(self.search_first(case, procedure, hours, priority, patience, kind))
        work = procedure.team.work(case.key, hours, procedure.code, priority=priority, patience=patience, kind=kind)
        return questions_from_afar(self.house, case, work)

    def lacks_facts(self, case: Case, share: float) -> bool:
        """Whether a piece of work takes a fact that another department has and that cannot be seen from here."""
        seen = 0.0 if self.screen_is_dark() else self.practice.visible
        return self._lacks.draw(case.key, case.visit(self._facts)) < share * (1.0 - seen)

    def search_first(
        self, case: Case, procedure: Procedure, hours: float, priority: float, patience: float | None, kind: VisitKind
    ) -> Flow:
        """Look through mails, folders and lists for a fact, and ask around; then do it, unless who waits is gone."""
        search = self.procedures["search for information"]
        looking = search.touch.draw(case.key, case.visit("search for information"))
        found = yield procedure.team.work(case.key, looking, search.code, priority=priority, patience=patience, kind=kind)
        if not found:
            return False
        work = procedure.team.work(case.key, hours, procedure.code, priority=priority, kind=kind)
        done = yield questions_from_afar(self.house, case, work)
        return done

    def outside(self, case: Case, hours: float) -> Event:
        """When a customer, supplier or carrier is ready whom a case waits for from now on."""
        return self.cases.outside(case, hours, self.team)

    def until(self, case: Case, event: Event) -> Flow:
        """Wait for something that happens outside this department's hands (goods, a customer's answer)."""
        self.cases.waits(case, OUTSIDE, self.team)
        value = yield event
        self.cases.waited(case)
        return value

    def until_round(self, case: Case, every: float) -> Flow:
        """Let a case lie until somebody here looks through what has come, once in so many open hours."""
        calendar, now = self.team.calendar, self.env.now
        self.cases.waits(case, INFORMATION, self.team)
        yield self.env.until(calendar.after(now, every - calendar.since_zero_at(now) % every))
        self.cases.waited(case)

    # ---- passing on ------------------------------------------------------------------------------------------

    def pass_on(self, case: Case, subject: str, to: str = "") -> Flow:
        """Hand a case to the department that gets this subject and follow what it does; returns what its process returns.

        Args:
            to: which department, where every one may get it.
        """
        to = to or self.sends[subject]
        yield from self.information.carry(case, self.name, to, subject)
        return (yield from self.house.neighbours.colleagues[to].take(case, subject))

    def hand_over(self, case: Case, subject: str, to: str = "") -> Flow:
        """Hand a case to the department that gets this subject, as the last thing that is done about it here."""
        to = to or self.sends[subject]
        return self.information.hand_over(case, self.name, to, subject, self.house.neighbours.colleagues[to])

    def take(self, case: Case, subject: str) -> Flow:
        """Handle a case that has come over a hand-off; returns what its process returns."""
        return self._processes[subject](case)

    def tell(self, case: Case, subject: str, to: str = "") -> Flow:
        """Let another department know; nothing is to be done about it there."""
        yield from self.information.carry(case, self.name, to or self.tells[subject], subject)

    def request(self, case: Case, subject: str, to: str = "") -> Flow:
        """Hand a case over, and get it back with an answer."""
        usual, answer = self.asks[subject]
        to = to or usual
        yield from self.information.carry(case, self.name, to, subject)
        result = yield from self.house.neighbours.colleagues[to].take(case, subject)
        yield from self.information.carry(case, to, self.name, answer)
        return result

    def start_child(
        self, parent: Case, kind: str, flow: Callable[[Case], Flow], *, failure: bool = False, home: str | None = None
    ) -> Case:
        """Open a case that follows from another and let it go its own way."""
        case = self.cases.open_child(kind, parent, home or self.name, failure=failure)
        self.env.start(flow(case))
        return case

    # ---- talking ---------------------------------------------------------------------------------------------

    @property
    def usual_tact(self) -> float:
        """The tact that is usual in this department, 0 to 1."""
        return self.model.departments[self.name].tact

    def left_by_tact(self, work: Event, without: float) -> float:
        """What comes of a talk, against what comes of it at the usual tact; ``without`` is left where there is none."""
        return left_of(tact_of(work, self.usual_tact), self.usual_tact, without)

    def slips(self, work: Event) -> float:
        """How often who has done a piece of work gets something wrong, against those who have learned the job."""
        return slips_of(work.member if isinstance(work, Task) else None)

    def talked(self, case: Case, work: Event) -> None:
        """Whoever was talked to with less tact than usual may complain about it."""
        lack = lack_of(tact_of(work, self.usual_tact), self.usual_tact)
        offended = self.model.tact.offended_share * lack
        if offended and case.customer is not None and self._offended.draw(case.key, case.visit("talk")) < offended:
            self.neighbours.support.contact(COMPLAINT, case, failure=True)

    # ---- having ----------------------------------------------------------------------------------------------

    def has(self, capability: CapabilityName) -> bool:
        """Whether this company has what it takes: a skill, or a habit of work."""
        return self.world.has(capability)

    def system_does(self, capability: CapabilityName) -> bool:
        """Whether this department's system does now what it is there for: there is one, and it is up."""
        return self.has(capability) and self.house.systems.platforms[self.name].up

    def until_system(self, case: Case, capability: CapabilityName) -> Flow:
        """Wait until this department's system is up, for what it does by itself; where there is none, nothing waits."""
        platform = self.house.systems.platforms[self.name]
        if platform.up or not self.has(capability):
            return
        self.cases.waits(case, INFORMATION, self.team)
        while not platform.up:
            yield platform.until_up()
        self.cases.waited(case)

    # ---- knowing ---------------------------------------------------------------------------------------------

    def copy_of(
        self, kind: RecordName, record: Record, distort: Callable[[Any, float], Any] | None = None, owner: str = ""
    ) -> Seen:
        """What this department's copy of a record says, however old; ``owner`` says whose, where every one owns one."""
        owner = owner or self._owners[kind]
        if owner == self.name:
            return record.latest()
        return self.information.read(owner, self.name, kind, record, distort)

    def can_see(self, case: Case) -> bool:
        """Whether this look-up in another department's records is possible here, or needs an inquiry."""
        if self.screen_is_dark():
            return False
        return self._visible.draw(case.key, case.visit("look-up")) < self.practice.visible

    def screen_is_dark(self) -> bool:
        """Whether a shared system that shows others' records is down."""
        return self.practice.platform != OWN and not self.house.systems.platforms[self.name].up

    def overlooks(self, case: Case) -> bool:
        """Whether in all that is on the screen the thing that matters is overlooked."""
        overload = self.practice.overload
        return overload > 0 and self._overlooks.draw(case.key, case.visit("reading")) < overload

    def inclination(self, customer: Customer | None) -> float:
        """Factor on a customer's inclination to buy from this department, by what its copy says of the customer."""
        if customer is None or not self.practice.personal_gain:
            return 1.0
        seen = self.copy_of(CUSTOMER_MASTER, customer.address, wrong_address)
        return 1.0 + self.practice.personal_gain if seen.value == customer.home else 1.0 - self.practice.personal_loss

    def inquire(self, case: Case, owner: str) -> Flow:
        """Ask the owner of a record and park the case until the answer has come."""
        inquiry = self.cases.open_child(subjects.INQUIRY, case, self.name)
        self.cases.waits(case, INFORMATION, self.staffing.main_teams[owner])
        yield from self.request(inquiry, subjects.INQUIRY, owner)
        self.cases.close(inquiry, "answered")
        self.cases.waited(case)

    # ---- what every department is asked for --------------------------------------------------------------------

    def answer_inquiry(self, case: Case) -> Flow:
        """Answer a colleague who cannot look it up."""
        yield self.do(case, "answer an inquiry")

    def collect_data(self, case: Case) -> Flow:
        """Collect what this department holds about a person."""
        yield self.do(case, "collect personal data")

    def prepare_figures(self, case: Case) -> Flow:
        """Prepare this department's month-end figures."""
        yield self.do(case, "prepare month-end figures")

    def approve_invoice(self, case: Case) -> Flow:
        """Sign for what this department has bought, with the next folder of such invoices."""
        yield from self.until_round(case, self.model.finance.signing_hours)
        yield self.do(case, "approve an invoice")

    # ---- deciding --------------------------------------------------------------------------------------------

    def decide(
        self,
        case: Case,
        rule: Rule,
        view: Any,
        truth: Any,
        seen: Seen | None = None,
        *,
        version: int = 0,
        visible: bool = True,
        luck: float = 0.5,
    ) -> float:
        """Decide by a rule on what is seen, and log it beside what its oracle twin would do with the truth.

        In a world that takes this decision on the truth the decider is the oracle: what was seen plays no part.

        Args:
            view, truth: what the rule reads, as believed and as it is.
            seen: the reading behind ``view`` (version, age, error); None when the decider looks at the truth itself.
            version: the version that is true.
            visible: False when nothing could be seen at all and a default was assumed.
        """
        if rule.name in self.world.on_truth:
            view, seen = truth, None
        action = rule.act(view, luck)
        oracle = action if view == truth else rule.act(truth, luck)
        regret, cause = 0.0, int(RIGHT)
        if abs(action - oracle) > rule.tolerance:
            regret = rule.cost(action, truth) - rule.cost(oracle, truth)
            cause = cause_of(seen, visible=visible)
        used, age, unseen = (seen.version, seen.age, seen.unseen) if seen else (version, 0.0, 0.0)
        decisions, rule_code = self.journal.decisions, self.journal.code(rule.name)
        row = self.env.now, case.key, rule_code, self.code, used, version, age, unseen, action, oracle, regret, cause
        decisions.extend(decisions.pack(*row))
        return action
