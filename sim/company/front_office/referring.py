"""What customer service cannot solve itself: experts on the same call, in a session or by message, and those who wait."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from sim.company import subjects
from sim.company.case import Case
from sim.company.department import Department
from sim.company.foresight import named, power_left
from sim.company.front_office.channels import LIVE_CHANNELS, Channels
from sim.company.front_office.ticket import Ticket
from sim.company.house import House
from sim.company.neighbours import Colleague
from sim.company.priorities import NORMAL, RINGING
from sim.engine.codes import WaitKind
from sim.engine.kernel import Flow
from sim.engine.team import Meeting
from sim.inputs.names import EVERY


class Referring(Department):
    """The part of customer service that turns to others: it finds an expert, and answers customers who ask meanwhile."""

    asks: ClassVar = Department.asks | {subjects.ESCALATION: (EVERY, subjects.SOLUTION)}
    does: ClassVar = (
        *Department.does,
        "follow up a ticket",
        "take a chaser's call",
        "work on a case together",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams = house.streams
        self._patience = streams.exponential("ticket.patience", 1.0)
        self._chases = streams.exponential("ticket.chases", 1.0)
        self._switches = streams.uniform("ticket.switches_channel")
        self._joined = streams.uniform("ticket.story_found")
        self._foreseen = streams.uniform("ticket.foreseen_for_expert")
        self._holds = streams.exponential("ticket.holds", 1.0)
        self._picks_up = streams.uniform("ticket.picks_up")
        self._sessions: dict[str, Meeting] = {}
        self.channels = Channels(self.model.contacts, house.world, house.streams)

    def choose_channel(self, case: Case, live: bool | None = None) -> str:
        """The channel a customer takes; at night nobody calls."""
        return self.channels.choose(case, open_now=self.team.calendar.is_open(self.env.now), live=live)

    # ---- experts ---------------------------------------------------------------------------------------------

    def foreseen_for_expert(self, case: Case, for_expert: bool) -> bool:
        """Whether a model sends this ticket to an expert at once; some that need none are sent too."""
        model = self.world.prediction
        if not model.escalation + model.escalation_alarms:
            return False
        faded = power_left(self.env.now - self.world.foreseen_since, model.drift, model.retrain_weeks)
        return named(for_expert, self._foreseen.draw(case.key), model.escalation, model.escalation_alarms, faded=faded)

    def escalate(self, ticket: Ticket) -> Flow:
        """Let the department solve it that can: on the same call, in a joint session, or by message and call-back."""
        case, owner = ticket.case, ticket.topic.owner
        expert = self.neighbours.colleagues[owner]
        if ticket.on_the_line and expert.takes_calls(case, self._picks_up.draw(case.key, ticket.contacts)):
            heard = yield from self.put_through(ticket, expert)
            if heard:
                return (yield from self.parked(ticket, expert.settle_together(case)))
        if self.practice.joint_sessions and expert.joins_sessions():
            solved = yield from self.parked(ticket, self.joint_session(case, owner))
        else:
            solved = yield from self.parked(ticket, self.request(case, subjects.ESCALATION, owner))
        yield self.do(case, "follow up a ticket")
        return solved

    def put_through(self, ticket: Ticket, expert: Colleague) -> Flow:
        """The customer holds the line until an expert takes over, who hears the story where it is not at hand."""
        case, kept = ticket.case, self.story_kept(ticket.case)
        patience = self._holds.draw(case.key, ticket.contacts) * self.channels.patience_minutes(ticket.channel) / 60
        heard = yield from expert.attend(case, patience, 0.0 if kept else self.retelling_hours)
        if heard and not kept:
            self.told_again(case)
        return heard

    def joint_session(self, case: Case, owner: str) -> Flow:
        """Somebody of each office looks at the case at the same time; then the expert does what only the expert can.

        The session takes the place of the message there and back, of its keying in and of what it leaves unclear.
        """
        session = self._sessions.get(owner)
        if session is None:
            session = self._sessions[owner] = Meeting([self.team, self.staffing.main_teams[owner]])
        procedure = self.procedures["work on a case together"]
        hours = procedure.touch.draw(case.key, case.visit("joint session"))
        self.cases.waits(case, WaitKind.JOINT, self.team)
        yield session.work(case.key, hours, procedure.code)
        self.cases.waited(case)
        return (yield from self.neighbours.colleagues[owner].take(case, subjects.ESCALATION))

    # ---- customers who wait ----------------------------------------------------------------------------------

    def parked(self, ticket: Ticket, flow: Flow) -> Flow:
        """Go on with something that takes others; meanwhile the customer may chase."""
        ticket.parked, ticket.times_parked, ticket.on_the_line = True, ticket.times_parked + 1, False
        if self.model.behaviour.chasing:
            self.will_chase(ticket, ticket.times_parked)
        result = yield from flow
        ticket.parked = False
        return result

    def will_chase(self, ticket: Ticket, time: int) -> None:
        """A customer who waits for the ``time``-th time will ask again."""
        hours = self._chases.draw(ticket.case.key, ticket.chases) * self.model.contacts.chase_hours
        self.env.at(self.env.now + hours, partial(self.chase, ticket, time, ticket.chases))
        ticket.chases += 1

    def chase(self, ticket: Ticket, time: int, number: int) -> None:
        """The customer asks again, maybe on another channel, unless answered meanwhile; and will again."""
        if ticket.case.open and ticket.is_parked(time) and number < self.model.contacts.most_attempts:
            ticket.served += 1
            self.start_child(ticket.case, "chaser", self.chaser, failure=True)
            self.will_chase(ticket, time)

    def chaser(self, case: Case) -> Flow:
        """Take the call of somebody who asks again; on another channel the story must be told again."""
        switched = self._switches.draw(case.key) < self.model.contacts.switch_channel_share
        retold = not self.has("service platform") or (switched and not self.story_kept(case))
        calls = self.choose_channel(case) in LIVE_CHANNELS
        patience = self._patience.draw(case.key) * self.model.contacts.phone_patience_minutes / 60 if calls else None
        served = yield self.do(
            case,
            "take a chaser's call",
            priority=RINGING if calls else NORMAL,
            patience=patience,
            more_hours=self.told_again(case) if retold else 0.0,
        )
        self.cases.close(case, "answered" if served else "gave up")

    # ---- what has been said ----------------------------------------------------------------------------------

    @property
    def retelling_hours(self) -> float:
        """Hours that the story takes when it is told once more."""
        return self.model.contacts.retell_minutes / 60

    def story(self, case: Case) -> float:
        """Hours that it takes to tell somebody else what it is about, where that is not at hand."""
        return 0.0 if self.story_kept(case) else self.told_again(case)

    def story_kept(self, case: Case) -> bool:
        """Whether what has been said is at hand: seen with others' records, or found; a service platform keeps it."""
        return self.has("service platform") and (self.can_see(case) or self.story_found(case))

    def story_found(self, case: Case) -> bool:
        """Whether what was said on another channel is found with the case."""
        joined = self.world.contact.joined
        return joined > 0 and self._joined.draw(case.key, case.visit("story")) < joined

    def told_again(self, case: Case) -> float:
        """The customer tells the story once more; hours it adds to the contact."""
        self.ledger.level("told again", case.kind, 1.0)
        self.house.duplicates.may_arise(case, self.name, subjects.CHANGED_DATA)
        return self.retelling_hours
