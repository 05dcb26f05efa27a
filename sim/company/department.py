"""What every department can do: work, pass on, request, look up, decide. Its own processes live in its own room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from sim.company.case import Case
from sim.company.decisions import ERRONEOUS, INVISIBLE, RIGHT, STALE, Rule
from sim.engine.codes import VisitKind, WaitKind
from sim.engine.kernel import Event, Flow
from sim.engine.records import Record, Seen
from sim.engine.team import Team

if TYPE_CHECKING:
    from sim.company.company import Company
    from sim.company.customers import Customer
    from sim.levers.primitives import Primitives

URGENT, LIVE, NORMAL, LAST = 0.0, 1.0, 2.0, 3.0


class Department:
    """A department of the company.

    Attributes:
        name: permanent name.
        receives: subject of a hand-off → process that handles a case arriving by it.
    """

    name: ClassVar[str]

    def __init__(self, company: Company) -> None:
        self.company = company
        self.env = company.env
        self.model = company.model
        self.team: Team = company.main_teams[self.name]
        self.practice = company.primitives.practices[self.name]
        self.receives: dict[str, Callable[[Case], Flow]] = {
            "inquiry": self.answer_inquiry,
            "data request": self.collect_data,
            "request for figures": self.prepare_figures,
            "escalation": self.solve,
            "solution": nothing_more,
            "answer": nothing_more,
            "personal data": nothing_more,
            "month-end figures": nothing_more,
        }
        self._others_last = company.streams.uniform(f"{self.name}.others_last")
        self._visible = company.streams.uniform(f"{self.name}.visible")
        self._overlooks = company.streams.uniform(f"{self.name}.overlooks")
        self.code = company.journal.code(self.name)

    def start(self) -> None:
        """Start the processes that this department runs by itself."""

    def adopt(self, before: Primitives) -> None:
        """Other primitives are in force from now on (``practice`` already says so): change what is not read anew."""

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
        plan = self.company.plan(self.name, activity)
        hours = (plan.touch.draw(case.key, case.visit(activity)) + more_hours) * factor
        kind = VisitKind.REWORK if rework or case.rework_since >= 0 else VisitKind.TOUCH
        if hours < plan.bots_below and patience is None and plan.bots is not None:
            if plan.bots.broken:
                plan.bots.spoiled.append(case)
            return plan.bots.team.work(case.key, plan.bots.hours, plan.code, kind=kind)
        if case.home != self.name and priority == NORMAL and self.practice.others_last:
            priority = LAST if self._others_last.draw(case.key) < self.practice.others_last else NORMAL
        return plan.team.work(case.key, hours, plan.code, priority=priority, patience=patience, kind=kind)

    def outside(self, case: Case, hours: float) -> Flow:
        """Wait for a customer, supplier or carrier."""
        self.company.waits(case, WaitKind.OUTSIDE, self.team)
        yield self.env.timeout(hours)
        self.company.waited(case)

    def until(self, case: Case, event: Event) -> Flow:
        """Wait for something that happens outside this department's hands (goods, a customer's answer)."""
        self.company.waits(case, WaitKind.OUTSIDE, self.team)
        value = yield event
        self.company.waited(case)
        return value

    # ---- passing on ------------------------------------------------------------------------------------------

    def pass_on(self, case: Case, to: str, subject: str) -> Flow:
        """Hand a case to another department and follow what it does with it; returns what its process returns."""
        yield from self.company.information.carry(case, self.name, to, subject)
        result = yield from self.company.departments[to].receives[subject](case)
        return result

    def request(self, case: Case, to: str, subject: str, answer: str) -> Flow:
        """Hand a case over, and get it back with an answer."""
        result = yield from self.pass_on(case, to, subject)
        yield from self.company.information.carry(case, to, self.name, answer)
        return result

    def start_child(
        self, parent: Case, kind: str, flow: Callable[[Case], Flow], *, failure: bool = False, home: str | None = None
    ) -> Case:
        """Open a case that follows from another and let it go its own way."""
        case = self.company.open_child(kind, parent, home or self.name, failure=failure)
        self.env.start(flow(case))
        return case

    # ---- knowing ---------------------------------------------------------------------------------------------

    def copy_of(self, kind: str, owner: str, record: Record, distort: Callable[[Any, float], Any] | None = None) -> Seen:
        """What this department's copy says, however old."""
        if owner == self.name:
            now = self.env.now
            return record.as_of(now, now)._replace(value=record.entered)
        return self.company.information.read(owner, self.name, kind, record, distort)

    def can_see(self, case: Case) -> bool:
        """Whether this look-up in another department's records is possible here, or needs an inquiry."""
        return self._visible.draw(case.key, case.visit("look-up")) < self.practice.visible

    def overlooks(self, case: Case) -> bool:
        """Whether in all that is on the screen the thing that matters is overlooked."""
        overload = self.practice.overload
        return overload > 0 and self._overlooks.draw(case.key, case.visit("reading")) < overload

    def inclination(self, customer: Customer | None) -> float:
        """Factor on a customer's inclination to buy from this department, by what its copy says of the customer."""
        if customer is None or not self.practice.personal_gain:
            return 1.0
        seen = self.copy_of("customer master", "crm", customer.address, lambda address, _: -address - 1)
        return 1.0 + self.practice.personal_gain if seen.value == customer.home else 1.0 - self.practice.personal_loss

    def inquire(self, case: Case, owner: str) -> Flow:
        """Ask the owner of a record and park the case until the answer has come."""
        inquiry = self.company.open_child("inquiry", case, self.name)
        self.company.waits(case, WaitKind.INFORMATION, self.company.main_teams[owner])
        yield from self.request(inquiry, owner, "inquiry", "answer")
        self.company.close(inquiry, "answered")
        self.company.waited(case)

    def answer_inquiry(self, case: Case) -> Flow:
        """Answer a colleague who cannot look it up."""
        yield self.do(case, "answer an inquiry")

    def collect_data(self, case: Case) -> Flow:
        """Collect what this department holds about a person."""
        yield self.do(case, "collect personal data")

    def prepare_figures(self, case: Case) -> Flow:
        """Prepare this department's month-end figures."""
        yield self.do(case, "prepare month-end figures")

    def solve(self, case: Case) -> Flow:
        """Solve a ticket that customer service could not; returns whether it is solved."""
        yield self.do(case, "answer an inquiry")
        return True

    def settle_together(self, case: Case) -> Flow:
        """What remains to be done after a joint session with customer service; returns whether it is solved."""
        return True
        yield

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

        Args:
            view, truth: what the rule reads, as believed and as it is.
            seen: the reading behind ``view`` (version, age, error); None when the decider looks at the truth itself.
            version: the version that is true.
            visible: False when nothing could be seen at all and a default was assumed.
        """
        action, oracle = rule.act(view, luck), rule.act(truth, luck)
        regret = cause = 0.0
        if abs(action - oracle) > rule.tolerance:
            regret = rule.cost(action, truth) - rule.cost(oracle, truth)
            cause = cause_of(seen, visible=visible)
        self.company.journal.decisions.add(
            self.env.now,
            case.key,
            self.company.code(rule.name),
            self.code,
            seen.version if seen else version,
            version,
            seen.age if seen else 0.0,
            seen.unseen if seen else 0.0,
            action,
            oracle,
            regret,
            int(cause) or RIGHT,
        )
        return action


def cause_of(seen: Seen | None, *, visible: bool) -> int:
    """Why a view differed from the truth, the first that applies: erroneous, stale, invisible."""
    if seen is not None and seen.wrong:
        return ERRONEOUS
    if visible or (seen is not None and seen.unseen > 0):
        return STALE
    return INVISIBLE


def nothing_more(_: Case) -> Flow:
    """An answer needs no process of its own."""
    return
    yield
