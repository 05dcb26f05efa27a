"""What a department does about tickets that customer service cannot solve: by message, in a session, or for a caller."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from sim.company.case import Case
from sim.company.priorities import NORMAL, RINGING
from sim.company.procedures import Known
from sim.company.topics import SOLVED_BY, SOLVED_ELSEWHERE, Expertise
from sim.engine.kernel import Event, Flow, Kernel
from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import Practice


class Expert(ABC):
    """The part of every department that knows what customer service does not (see ``Department``)."""

    name: ClassVar[str]
    sits_down_with_others: ClassVar[bool] = True
    env: Kernel
    model: CompanyModel
    practice: Practice
    procedures: Known

    @abstractmethod
    def do(
        self,
        case: Case,
        activity: str,
        *,
        priority: float = NORMAL,
        patience: float | None = None,
        rework: bool = False,
        more_hours: float = 0.0,
    ) -> Event:
        """Work on a case; the event fires with True when done, False when the one who waited gave up."""

    @abstractmethod
    def talked(self, case: Case, work: Event) -> None:
        """Whoever was talked to with less tact than usual may complain about it."""

    @property
    def expertise(self) -> Expertise:
        """What is done here about such a ticket."""
        return SOLVED_BY.get(self.name, SOLVED_ELSEWHERE)

    def takes_calls(self, case: Case, luck: float) -> bool:
        """Whether a caller who is put through is taken: there is somebody who attends to others and will be done today.

        Args:
            luck: between 0 and 1.
        """
        procedure, now = self.procedures[self.expertise.activity], self.env.now
        if luck >= self.model.contacts.picks_up_share * self.practice.attention:
            return False
        hours = procedure.touch.draw(case.key, case.next_visit(self.expertise.activity))
        calendar = procedure.team.calendar
        return calendar.is_open(now) and now + hours <= calendar.next_closing(now)

    def attend(self, case: Case, patience: float | None = None, more_hours: float = 0.0) -> Flow:
        """Do what only an expert can; returns whether it is done, or the caller was gone.

        Args:
            patience: hours for which a caller holds the line until somebody is free; None for what came by message.
            more_hours: hours that hearing the caller's story adds.
        """
        by, before = self.expertise, case.visits
        urgency = NORMAL if patience is None else RINGING
        work = self.do(case, by.activity, priority=urgency, patience=patience, rework=by.rework, more_hours=more_hours)
        done = yield work
        if not done:
            case.visits = before  # the same work, with the same luck, is still to be done
        elif by.talks or patience is not None:
            self.talked(case, work)
        return done

    def solve(self, case: Case) -> Flow:
        """Solve a ticket that has come by message; returns whether it is solved."""
        yield from self.attend(case)
        return (yield from self.settle_together(case))

    def settle_together(self, case: Case) -> Flow:
        """What remains to be done once an expert has looked at it; returns whether it is solved."""
        return True
        yield

    def joins_sessions(self) -> bool:
        """Whether its people solve hard tickets in one session with customer service: back offices that sit down do."""
        sits_down = self.sits_down_with_others and self.model.departments[self.name].office == "back"
        return self.practice.joint_sessions and sits_down
