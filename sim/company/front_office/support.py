"""Customer service: tickets by kind and channel, first contact, look-ups, and the customer called again."""

from __future__ import annotations

from typing import ClassVar

from sim.company import subjects
from sim.company.arrivals import CUSTOMERS
from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.front_office.channels import ACTIVITY, CHAT, EMAIL, LIVE_CHANNELS, VIDEO, WEB, WITHOUT_VOICE
from sim.company.front_office.referring import Referring
from sim.company.front_office.ticket import Ticket
from sim.company.house import House
from sim.company.periods import WORKING_DAYS
from sim.company.priorities import NORMAL, RINGING
from sim.company.start import UnderWay
from sim.company.topics import CHANGE_OF_DATA, QUESTION, RETURN, TOPICS
from sim.engine.kernel import Flow, nothing_more
from sim.engine.streams import case_key
from sim.engine.team import Task
from sim.inputs.names import CONTACT_CENTRE, OPEN_ITEMS, ORDER_STATUS, TICKET_HISTORY, TicketKind


class Support(Referring):
    """Answers customers; what it cannot see it must ask for, and those who wait call again."""

    name: ClassVar[str] = CONTACT_CENTRE
    sends: ClassVar = Referring.sends | {subjects.CHANGED_DATA: "crm"}
    tells: ClassVar = Referring.tells | {subjects.RETURN_NOTICE: "logistics"}
    reads: ClassVar = Referring.reads | {ORDER_STATUS: "logistics", OPEN_ITEMS: "finance"}
    keeps: ClassVar = (*Referring.keeps, TICKET_HISTORY)
    does: ClassVar = (
        *Referring.does,
        *dict.fromkeys(ACTIVITY.values()),
        "look something up",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams = house.streams
        self._who = streams.uniform("ticket.customer")
        self._misunderstood = streams.uniform("ticket.misunderstood")
        self._retries = streams.uniform("ticket.retries")
        self._retry_after = streams.exponential("ticket.retry_after", 1.0)
        self._looks = streams.uniform("ticket.needs_look_up")
        self._expert = streams.uniform("ticket.needs_expert")
        self._astray = streams.uniform("ticket.goes_astray")
        self._meets = streams.uniform("ticket.meets_assistant")
        self._easy_asked = 0
        self._easy_per_week: float | None = None

    def start(self) -> None:
        """The tickets that come by themselves; all others follow from what goes wrong."""
        contacts = self.model.contacts
        live = contacts.phone_share + contacts.chat_share + contacts.video_share
        for kind, topic in TOPICS.items():
            if topic.by_itself is not None:
                per_week = topic.by_itself(contacts)
                self.cases.arrive(
                    f"{kind} live", per_week * live, self.profiles.calls, self.arrives, self.name, CUSTOMERS
                )
                self.cases.arrive(
                    f"{kind} written", per_week * (1 - live), self.profiles.messages, self.arrives, self.name, CUSTOMERS
                )
        self._easy_per_week = self.easy_questions()
        self.cases.arrive("easy question", self._easy_per_week, self.profiles.messages, self.asks_because_easy, self.name)
        moves = self.model.customers
        per_week = moves.moves_per_year * (moves.consumers + moves.businesses) / 52
        self.cases.arrive("move", per_week, self.profiles.messages, self.moved, self.name, CUSTOMERS)

    def put_in_progress(self, under_way: UnderWay) -> None:
        """Questions that came over the weekend."""
        contacts = self.model.contacts
        for number in range(round(contacts.questions_per_week / WORKING_DAYS * contacts.open_at_first_days)):
            who = self.customers.consumer(under_way.who.draw(case_key("old ticket", number)))
            case = self.cases.open_case("old ticket", number, self.name, who)
            case.kind = QUESTION
            self.env.start(self.ticket(case, EMAIL))

    def easy_questions(self) -> float:
        """Questions a week that are asked only because asking is easy."""
        return self.model.contacts.questions_per_week * self.world.contact.easier

    def adopt(self) -> None:
        """Another assistant makes asking easier, or less easy."""
        per_week = self.easy_questions()
        if self._easy_per_week is not None and per_week != self._easy_per_week:
            self._easy_per_week = per_week
            self.cases.change_arrivals("easy question", per_week, self._easy_asked)

    # ---- how tickets come about ------------------------------------------------------------------------------

    def arrives(self, case: Case) -> Flow:
        """Somebody gets in touch by themselves."""
        case.customer = self._somebody(case)
        if self.customers.has_left(case.customer):
            self.cases.close(case, "customer had left")
            return nothing_more()
        kind, manner = case.kind.rsplit(" ", 1)
        case.kind, live = kind, manner == "live"
        return self.ticket(case, self.choose_channel(case, live))

    def asks_because_easy(self, case: Case) -> Flow:
        """Somebody asks the assistant who would not have called for it."""
        self._easy_asked = case.number + 1
        case.kind, case.customer = QUESTION, self._somebody(case)
        channel = CHAT if self.team.calendar.is_open(self.env.now) else WEB
        return self.ticket(case, channel, asks_the_assistant=True)

    def _somebody(self, case: Case) -> Customer:
        luck, customers, share = self._who.draw(case.key), self.customers, self.model.contacts.business_share
        return customers.business(luck / share) if luck < share else customers.consumer((luck - share) / (1 - share))

    def moved(self, case: Case) -> Flow:
        """A customer moves and says so."""
        case.customer = self._somebody(case)
        if self.customers.has_left(case.customer):
            self.cases.close(case, "customer had left")
            return nothing_more()
        case.kind = CHANGE_OF_DATA
        case.customer.home += 1
        return self.ticket(case, self.choose_channel(case, live=False))

    def contact(self, kind: TicketKind, parent: Case, *, failure: bool) -> Case:
        """A customer gets in touch because of another case (a late order, a wrong invoice, a return)."""
        return self.start_child(
            parent, kind, lambda case: self.ticket(case, self.choose_channel(case)), failure=failure, home=self.name
        )

    # ---- one ticket ------------------------------------------------------------------------------------------

    def ticket(self, case: Case, channel: str, *, asks_the_assistant: bool = False) -> Flow:
        """A ticket from the first contact to its end."""
        assert case.customer is not None
        ticket = Ticket(case, case.customer, TOPICS[case.kind], channel, asks_the_assistant)
        if ticket.topic.grave:
            ticket.customer.trouble(self.env.now, 1)
        contained = yield from self.meet_assistant(ticket)
        if contained:
            solved = yield from self.neighbours.colleagues[ticket.topic.owner].settle_together(case)
        else:
            reached = yield from self.get_through(ticket)
            if not reached:
                self.finish(ticket, "gave up")
                return
            solved = yield from self.work_out(ticket)
        if case.kind == CHANGE_OF_DATA:
            yield from self.pass_on(case, subjects.CHANGED_DATA)
        elif case.kind == RETURN:
            self.neighbours.logistics.expect_return(case)
        self.finish(ticket, "solved" if solved else "unsolved")

    def work_out(self, ticket: Ticket) -> Flow:
        """From the first talk to the answer: look it up, ask, or let an expert solve it; returns whether it is solved."""
        case, needs = ticket.case, self.model.topics[ticket.case.kind]
        solved = yield from self.understand_each_other(ticket)
        usual = self.model.contacts.escalation_share * self.practice.escalation_factor
        expert = usual if needs.expert is None else needs.expert
        shown = needs.shown if ticket.channel == VIDEO else 0.0
        for_expert = self._expert.draw(case.key) < expert * (1.0 - shown)
        if solved and self.foreseen_for_expert(case, for_expert):
            return (yield from self.escalate(ticket))
        if solved and needs.look_up and self._looks.draw(case.key) < needs.look_up:
            solved = yield from self.find_out(ticket)
        if solved and for_expert:
            solved = yield from self.escalate(ticket)
        return solved

    def meet_assistant(self, ticket: Ticket) -> Flow:
        """Those who write or chat may meet an assistant, which settles the easiest; returns whether it did."""
        contact, case, channel = self.world.contact, ticket.case, ticket.channel
        if not contact.assistant_share or channel not in WITHOUT_VOICE:
            return False
        if not ticket.asks_the_assistant and self._meets.draw(case.key) >= contact.assistant_share:
            return False
        yield self.outside(case, contact.assistant_hours)
        ticket.served += 1
        touch, settled = self.procedures[ACTIVITY[channel]].touch, contact.contained.get(case.kind, 0.0)
        if settled > 0 and touch.among_lowest(settled, case.key):
            return True
        ticket.bounced = True
        return False

    def get_through(self, ticket: Ticket) -> Flow:
        """Reach somebody: callers and chatters give up when nobody answers, and some try again.

        Those who go on on another channel do so for this contact; the next one is on the channel of the ticket again.
        """
        case, contacts, channel = ticket.case, self.model.contacts, ticket.channel
        while True:
            attempt = ticket.contacts
            ticket.contacts += 1
            live = channel in LIVE_CHANNELS
            minutes = self.channels.patience_minutes(channel)
            patience = self._patience.draw(case.key, attempt) * minutes / 60 if live else None
            if live and not self.team.calendar.is_open(self.env.now):
                channel, patience, live = EMAIL, None, False
            astray = self.goes_astray(case)
            served = yield from self.talk(ticket, channel, patience, self._retelling(case, attempt))
            if served and astray:
                served = yield from self.transferred(ticket, channel, patience)
            if served:
                ticket.on_the_line = channel not in WITHOUT_VOICE
                return True
            if self._retries.draw(case.key, attempt) >= contacts.retry_share or attempt >= contacts.most_attempts:
                return False
            yield self.outside(case, self._retry_after.draw(case.key, attempt) * contacts.retry_hours)
            if self._switches.draw(case.key, attempt) < contacts.switch_channel_share:
                channel = EMAIL if channel != EMAIL else WEB

    def talk(self, ticket: Ticket, channel: str, patience: float | None, retelling: float) -> Flow:
        """One contact; who chats with several customers gives each a part of the time. Returns whether it came to it."""
        case, contact = ticket.case, self.world.contact
        live, beside = channel in LIVE_CHANNELS, self.channels.take_up(channel)
        more = self.practice.added_hours + self.practice.reading_hours + retelling
        more += (ticket.customer.entries > 1) * self.model.crm.search_minutes / 60
        if ticket.bounced and ticket.contacts == 1:
            more += contact.bounced_hours
        task = self.do(
            case,
            ACTIVITY[channel],
            priority=RINGING if live else NORMAL,
            patience=patience,
            more_hours=more,
            factor=(1 + contact.chat_slowdown * beside) / (1 + beside),
        )
        served = yield task
        if served:
            ticket.served += 1
            if isinstance(task, Task) and task.member is not None:
                ticket.tact = int(100 * task.member.tact) / 100
                self.talked(case, task)
                if beside:
                    yield self.outside(case, task.worked * beside)
        self.channels.hang_up(channel)
        return bool(served)

    def understand_each_other(self, ticket: Ticket) -> Flow:
        """Where tact was missing the customer got a wrong idea, and has to get in touch again."""
        case, misunderstood = ticket.case, self.model.contacts.misunderstood_share
        while self._misunderstood.draw(case.key, ticket.served) < misunderstood * (1 - ticket.tact):
            yield self.outside(case, self._chases.draw(case.key, 800) * self.model.contacts.chase_hours)
            reached = yield from self.get_through(ticket)
            if not reached:
                return False
        return True

    def _retelling(self, case: Case, attempt: int) -> float:
        return self.story(case) if attempt else 0.0

    def goes_astray(self, case: Case) -> bool:
        """Whether a contact reaches somebody who cannot help; a platform that is up routes most by topic and skill."""
        contacts, luck = self.model.contacts, self._astray.draw(case.key, case.visit("routing"))
        routed = contacts.routed_share if self.system_does("service platform") else 0.0
        return luck < contacts.astray_share * (1.0 - routed)

    def transferred(self, ticket: Ticket, channel: str, patience: float | None) -> Flow:
        """A colleague who can help takes over; it is no further contact, but the story may have to be told again."""
        self.ledger.level("transferred", ticket.case.kind, 1.0)
        served = yield from self.talk(ticket, channel, patience, self.story(ticket.case))
        ticket.served -= served
        return served

    def find_out(self, ticket: Ticket) -> Flow:
        """Look it up, or ask the owner and call back; a stale answer brings the customer back."""
        case, topic = ticket.case, ticket.topic
        if not self.can_see(case):
            yield from self.parked(ticket, self.inquire(case, topic.owner))
            yield self.do(case, "follow up a ticket")
            return True
        yield self.do(case, "look something up", priority=RINGING, more_hours=self.practice.reading_hours)
        record = ticket.record
        if record is None or topic.record is None:
            return True
        seen = self.copy_of(topic.record, record)
        if seen.unseen <= 0 and not seen.wrong and not self.overlooks(case):
            return True
        self.cases.begin_rework(case)
        yield self.outside(case, self._chases.draw(case.key, 900) * self.model.contacts.chase_hours)
        again = yield from self.get_through(ticket)
        yield from self.parked(ticket, self.inquire(case, topic.owner))
        yield self.do(case, "follow up a ticket")
        self.cases.end_rework(case)
        return again

    def finish(self, ticket: Ticket, status: str) -> None:
        """Close a ticket; what the customer lived through sinks in."""
        case, customer, behaviour, now = ticket.case, ticket.customer, self.model.behaviour, self.env.now
        if ticket.topic.grave and status != "unsolved":
            customer.trouble(now, -1)
        score = ticket.score(behaviour, status) - self.customers.wearied((now - case.opened) / 24)
        self.customers.experience(customer, score)
        self.customers.considers_leaving(customer, case.key, ticket.intention(behaviour, status))
        case.value = ticket.met
        self.cases.close(case, status)
