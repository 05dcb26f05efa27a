"""Customer service: tickets by kind and channel, first contact, look-ups, escalation, call-backs, chasers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sim.company.arrivals import CALLS, MESSAGES
from sim.company.case import Case
from sim.company.company import Company
from sim.company.customers import Customer
from sim.company.department import LIVE, NORMAL, Department
from sim.company.foresight import named, power_left
from sim.company.front_office.channels import ACTIVITY, CHAT, EMAIL, LIVE_CHANNELS, WEB, WITHOUT_VOICE, Channels
from sim.company.front_office.topics import TOPICS, Topic
from sim.engine.codes import WaitKind
from sim.engine.kernel import Flow
from sim.engine.records import Record
from sim.engine.team import Meeting, Task

if TYPE_CHECKING:
    from sim.levers.primitives import Contact, Primitives

MOST_CONTACTS = 5


class Support(Department):
    """Answers customers; what it cannot see it must ask for, and those who wait call again."""

    name: ClassVar[str] = "support"

    def __init__(self, company: Company) -> None:
        super().__init__(company)
        streams = company.streams
        self._who = streams.uniform("ticket.customer")
        self._patience = streams.exponential("ticket.patience", 1.0)
        self._misunderstood = streams.uniform("ticket.misunderstood")
        self._retries = streams.uniform("ticket.retries")
        self._retry_after = streams.exponential("ticket.retry_after", 1.0)
        self._looks = streams.uniform("ticket.needs_look_up")
        self._expert = streams.uniform("ticket.needs_expert")
        self._chases = streams.exponential("ticket.chases", 1.0)
        self._switches = streams.uniform("ticket.switches_channel")
        self._joined = streams.uniform("ticket.story_found")
        self._meets = streams.uniform("ticket.meets_assistant")
        self._foreseen = streams.uniform("ticket.foreseen_for_expert")
        self._easy_asked = 0
        self._sessions: dict[str, Meeting] = {}
        self.channels = Channels(company)

    @property
    def contact_ways(self) -> Contact:
        """How customers get in touch in this world."""
        return self.company.primitives.contact

    def start(self) -> None:
        """The tickets that come by themselves; all others follow from what goes wrong."""
        contacts = self.model.contacts
        live = contacts.phone_share + contacts.chat_share + contacts.video_share
        for kind, per_week in (
            ("question", contacts.questions_per_week),
            ("technical", contacts.technical_per_week),
            ("complaint", contacts.complaints_per_week),
        ):
            self.company.arrive(f"{kind} live", per_week * live, CALLS, self.arrives, home=self.name)
            self.company.arrive(f"{kind} written", per_week * (1 - live), MESSAGES, self.arrives, home=self.name)
        self.company.arrive("easy question", self.easy_questions(), MESSAGES, self.asks_because_easy)
        moves = self.model.customers
        per_week = moves.moves_per_year * (moves.consumers + moves.businesses) / 52
        self.company.arrive("change of data", per_week, MESSAGES, self.moved)

    def easy_questions(self) -> float:
        """Questions a week that are asked only because asking is easy."""
        return self.model.contacts.questions_per_week * self.contact_ways.easier

    def adopt(self, before: Primitives) -> None:
        """Another assistant makes asking easier, or less easy."""
        if before.contact.easier != self.contact_ways.easier and "easy question" in self.company.arrivals:
            self.company.change_arrivals("easy question", self.easy_questions(), self._easy_asked)

    # ---- how tickets come about ------------------------------------------------------------------------------

    def arrives(self, case: Case) -> Flow:
        """Somebody gets in touch by themselves."""
        live = case.kind.endswith("live")
        case.kind = case.kind.rsplit(" ", 1)[0]
        case.customer = self._somebody(case)
        yield from self.ticket(case, self.choose_channel(case, live))

    def asks_because_easy(self, case: Case) -> Flow:
        """Somebody asks the assistant who would not have called for it."""
        self._easy_asked = case.number + 1
        case.kind, case.customer = "question", self._somebody(case)
        case.visits["asks the assistant"] = 1
        yield from self.ticket(case, CHAT if self.team.calendar.is_open(self.env.now) else WEB)

    def _somebody(self, case: Case) -> Customer:
        luck, customers = self._who.draw(case.key), self.company.customers
        return customers.business(luck / 0.25) if luck < 0.25 else customers.consumer((luck - 0.25) / 0.75)

    def moved(self, case: Case) -> Flow:
        """A customer moves and says so."""
        case.customer = self._somebody(case)
        case.customer.home += 1
        yield from self.ticket(case, self.choose_channel(case, live=False))

    def contact(self, kind: str, parent: Case, *, failure: bool) -> Case:
        """A customer gets in touch because of another case (a late order, a wrong invoice, a return)."""
        return self.start_child(
            parent, kind, lambda case: self.ticket(case, self.choose_channel(case)), failure=failure, home=self.name
        )

    def choose_channel(self, case: Case, live: bool | None = None) -> str:
        """The channel a customer takes; at night nobody calls."""
        return self.channels.choose(case, open_now=self.team.calendar.is_open(self.env.now), live=live)

    # ---- one ticket ------------------------------------------------------------------------------------------

    def ticket(self, case: Case, channel: str) -> Flow:
        """A ticket from the first contact to its end."""
        topic, customer, now = TOPICS[case.kind], case.customer, self.env.now
        assert customer is not None
        if topic.grave:
            customer.trouble(now, 1)
        contained = yield from self.meet_assistant(case, channel)
        if contained:
            solved = yield from self.company.departments[topic.owner].settle_together(case)
        else:
            reached = yield from self.get_through(case, channel)
            if not reached:
                self.finish(case, "gave up", topic)
                return
            solved = yield from self.work_out(case, topic, channel)
        if case.kind == "change of data":
            yield from self.pass_on(case, "crm", "change of data")
        elif case.kind == "return":
            self.company.logistics.expect_return(case)
        self.finish(case, "solved" if solved else "unsolved", topic)

    def work_out(self, case: Case, topic: Topic, channel: str) -> Flow:
        """From the first talk to the answer: look it up, ask, or let an expert solve it; returns whether it is solved."""
        solved = yield from self.understand_each_other(case, channel)
        expert = topic.expert
        if expert is None:
            expert = self.model.contacts.escalation_share * self.practice.escalation_factor
        for_expert = self._expert.draw(case.key) < expert
        if solved and self.foreseen_for_expert(case, for_expert):
            return (yield from self.escalate(case, topic))
        if solved and topic.look_up and self._looks.draw(case.key) < topic.look_up:
            solved = yield from self.find_out(case, topic, channel)
        if solved and for_expert:
            solved = yield from self.escalate(case, topic)
        return solved

    def foreseen_for_expert(self, case: Case, for_expert: bool) -> bool:
        """Whether a model sends this ticket to an expert at once; some that need none are sent too."""
        model = self.company.primitives.prediction
        if not model.escalation + model.escalation_alarms:
            return False
        faded = power_left(self.env.now - self.company.foreseen_since, model.drift, model.retrain_weeks)
        return named(for_expert, self._foreseen.draw(case.key), model.escalation, model.escalation_alarms, faded=faded)

    def meet_assistant(self, case: Case, channel: str) -> Flow:
        """Those who write or chat may meet an assistant, which settles the easiest; returns whether it did."""
        contact = self.contact_ways
        if not contact.assistant_share or channel not in WITHOUT_VOICE:
            return False
        if "asks the assistant" not in case.visits and self._meets.draw(case.key) >= contact.assistant_share:
            return False
        yield from self.outside(case, contact.assistant_hours)
        case.visit("served")
        touch, settled = self.company.plan(self.name, ACTIVITY[channel]).touch, contact.contained.get(case.kind, 0.0)
        if settled > 0 and touch.draw(case.key) < touch.quantile(settled):
            return True
        case.visits["bounced"] = 1
        return False

    def get_through(self, case: Case, channel: str) -> Flow:
        """Reach somebody: callers and chatters give up when nobody answers, and some try again."""
        contacts = self.model.contacts
        while True:
            attempt = case.visit("contact")
            live = channel in LIVE_CHANNELS
            minutes = self.channels.patience_minutes(channel)
            patience = self._patience.draw(case.key, attempt) * minutes / 60 if live else None
            if live and not self.team.calendar.is_open(self.env.now):
                channel, patience, live = EMAIL, None, False
            served = yield from self.talk(case, channel, patience, self._retelling(case, attempt))
            if served:
                return True
            if self._retries.draw(case.key, attempt) >= contacts.retry_share or attempt >= MOST_CONTACTS:
                return False
            yield from self.outside(case, self._retry_after.draw(case.key, attempt) * contacts.retry_hours)
            if self._switches.draw(case.key, attempt) < contacts.switch_channel_share:
                channel = EMAIL if channel != EMAIL else WEB

    def talk(self, case: Case, channel: str, patience: float | None, retelling: float) -> Flow:
        """One contact; who chats with several customers gives each a part of the time. Returns whether it came to it."""
        live, contact, beside = channel in LIVE_CHANNELS, self.contact_ways, self.channels.take_up(channel)
        more = self.practice.added_hours + self.practice.reading_hours + retelling
        if "bounced" in case.visits and case.visits["contact"] == 1:
            more += contact.bounced_hours
        task = self.do(
            case,
            ACTIVITY[channel],
            priority=LIVE if live else NORMAL,
            patience=patience,
            more_hours=more,
            factor=(1 + contact.chat_slowdown * beside) / (1 + beside),
        )
        served = yield task
        if served:
            case.visit("served")
            if isinstance(task, Task) and task.member is not None:
                case.visits["tact"] = int(100 * task.member.tact)
                if beside:
                    yield from self.outside(case, task.worked * beside)
        self.channels.hang_up(channel)
        return bool(served)

    def understand_each_other(self, case: Case, channel: str) -> Flow:
        """Where tact was missing the customer got a wrong idea, and has to get in touch again."""
        misunderstood = self.model.contacts.misunderstood_share
        while self._misunderstood.draw(case.key, case.visits["served"]) < misunderstood * (
            1 - case.visits.get("tact", 50) / 100
        ):
            yield from self.outside(case, self._chases.draw(case.key, 800) * self.model.contacts.chase_hours)
            reached = yield from self.get_through(case, channel)
            if not reached:
                return False
        return True

    def _retelling(self, case: Case, attempt: int) -> float:
        if attempt == 0 or self.can_see(case) or self.story_found(case):
            return 0.0
        return self.told_again(case)

    def story_found(self, case: Case) -> bool:
        """Whether what was said on another channel is found with the case."""
        joined = self.contact_ways.joined
        return joined > 0 and self._joined.draw(case.key, case.visit("story")) < joined

    def told_again(self, case: Case) -> float:
        """The customer tells the story once more; hours it adds to the contact."""
        self.company.level("told again", case.kind, 1.0)
        return self.model.contacts.retell_minutes / 60

    def find_out(self, case: Case, topic: Topic, channel: str) -> Flow:
        """Look it up, or ask the owner and call back; a stale answer brings the customer back."""
        if not self.can_see(case):
            yield from self.parked(case, self.inquire(case, topic.owner))
            yield self.do(case, "follow up a ticket")
            return True
        yield self.do(case, "look something up", priority=LIVE, more_hours=self.practice.reading_hours)
        record = self._record_of(case, topic)
        if record is None:
            return True
        seen = self.copy_of(topic.record, topic.owner, record)
        if seen.unseen <= 0 and not seen.wrong and not self.overlooks(case):
            return True
        self.company.begin_rework(case)
        yield from self.outside(case, self._chases.draw(case.key, 900) * self.model.contacts.chase_hours)
        again = yield from self.get_through(case, channel)
        yield from self.parked(case, self.inquire(case, topic.owner))
        yield self.do(case, "follow up a ticket")
        self.company.end_rework(case)
        return again

    def _record_of(self, case: Case, topic: Topic) -> Record | None:
        if topic.record == "order status" and case.parent is not None:
            return case.parent.record
        return case.customer.items if topic.record == "open items" and case.customer is not None else None

    def escalate(self, case: Case, topic: Topic) -> Flow:
        """Let the department solve it that can: in a joint session, or by message and call-back."""
        owner = self.company.departments[topic.owner]
        if (
            self.practice.joint_sessions
            and owner.practice.joint_sessions
            and owner.name in ("finance", "logistics", "legal")
        ):
            solved = yield from self.parked(case, self.joint_session(case, topic.owner))
        else:
            solved = yield from self.parked(case, self.request(case, topic.owner, "escalation", "solution"))
        yield self.do(case, "follow up a ticket")
        return solved

    def joint_session(self, case: Case, owner: str) -> Flow:
        """Somebody of each office works on the case at the same time."""
        session = self._sessions.get(owner)
        if session is None:
            session = self._sessions[owner] = Meeting([self.team, self.company.main_teams[owner]])
        plan = self.company.plan(self.name, "work on a case together")
        hours = plan.touch.draw(case.key, case.visit("joint session"))
        self.company.waits(case, WaitKind.JOINT, self.team)
        yield session.work(case.key, hours, plan.code)
        self.company.waited(case)
        solved = yield from self.company.departments[owner].settle_together(case)
        return solved

    def parked(self, case: Case, flow: Flow) -> Flow:
        """Go on with something that takes others; meanwhile the customer may chase."""
        time = case.visits["parked"] = case.visits.get("times parked", 0) + 1
        case.visits["times parked"] = time
        if self.model.behaviour.chasing:
            self.env.start(self.chase(case, time))
        result = yield from flow
        case.visits["parked"] = 0
        return result

    def chase(self, case: Case, time: int) -> Flow:
        """A customer who waits for the ``time``-th time asks again, maybe on another channel, until answered."""
        while True:
            number = case.visit("chase")
            yield self.env.timeout(self._chases.draw(case.key, number) * self.model.contacts.chase_hours)
            if not case.open or case.visits["parked"] != time or number >= MOST_CONTACTS:
                return
            case.visit("served")
            self.start_child(case, "chaser", self.chaser, failure=True)

    def chaser(self, case: Case) -> Flow:
        """Take the call of somebody who asks again; on another channel the story must be told again."""
        switched = self._switches.draw(case.key) < self.model.contacts.switch_channel_share and not (
            self.can_see(case) or self.story_found(case)
        )
        calls = self.choose_channel(case) in LIVE_CHANNELS
        patience = self._patience.draw(case.key) * self.model.contacts.phone_patience_minutes / 60 if calls else None
        served = yield self.do(
            case,
            "take a chaser's call",
            priority=LIVE if calls else NORMAL,
            patience=patience,
            more_hours=self.told_again(case) if switched else 0.0,
        )
        self.company.close(case, "answered" if served else "gave up")

    def finish(self, case: Case, status: str, topic: Topic) -> None:
        """Close a ticket; what the customer lived through sinks in."""
        customer, behaviour, now = case.customer, self.model.behaviour, self.env.now
        assert customer is not None
        contacts = max(1, case.visits.get("served", 0))
        if topic.grave and status != "unsolved":
            customer.trouble(now, -1)
        tact = case.visits.get("tact", 50) / 100
        days = (now - case.opened) / 24
        score = 0.80 + 0.2 * tact - behaviour.repeat_contact_penalty * (contacts - 1) - 0.02 * min(days, 10)
        if status != "solved":
            score -= 2 * behaviour.repeat_contact_penalty
        self.company.customers.experience(customer, score)
        intention = (
            behaviour.leave_unresolved
            if status != "solved"
            else behaviour.leave_one_contact
            if contacts == 1
            else behaviour.leave_more_contacts
        )
        self.company.customers.considers_leaving(customer, case.key, intention)
        case.value = contacts
        self.company.close(case, status)
