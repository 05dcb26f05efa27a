"""Hand-offs: how work and what is known about it get from one team to another.

A hand-off has a *manner*: ``Manual`` (write, wait for the inbox round, rekey, ask back), ``Batch`` (a scheduled or
size-triggered interface), ``Shared`` (one platform: at once) or ``Delay`` (a plain latency). ``send`` returns a process;
``yield`` it to wait until the receiver has understood, or leave it to go on meanwhile.

**Simultaneous events.** Who comes at the very moment of a look into the inbox, or of a run of an interface, waits for the
next one, whatever was scheduled first (``sim/engine/outbox.py`` has the rules of interfaces). The manner may be changed
at any time: what was sent goes on as it was sent, and what waits in the outbox leaves with the first run there is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from sim.engine.calendar import Calendar
from sim.engine.codes import Mode, VisitKind, WaitKind
from sim.engine.journal import Journal
from sim.engine.kernel import Event, Flow, Kernel, Process, Withdrawn
from sim.engine.outbox import Outbox
from sim.engine.streams import Streams
from sim.engine.task import INFINITY, MOMENT, check_hours
from sim.engine.team import Meeting, Team

SENDER, RECEIVER = -1, -2
INFORM = VisitKind.INFORM  # looking it up in the enum takes 0.1 microseconds before Python 3.12
RUN_FAILS, CALLED = 1000, 1001
ALMOST = 0.99
"""What the likeliest slip is: a message that is asked back for ever would never arrive."""
SENDING = 2048
"""Steps of a message are drawn anew when its case is sent again: step + 2048 for each time before."""


@dataclass(slots=True)
class Delivery:
    """What became of one message: when each step ended, whether a field arrived wrong, how often it was asked back.

    ``sending`` is how often the case had been carried over this hand-off before. ``wrong`` is 0 or 1; ``first_wrong``
    says where among the fields it went wrong, as a number from 0 to 1023, or -1; ``caught``: the receiver noticed that
    what was sent was wrong.
    """

    case: int
    sent: float
    sending: int = 0
    released: float = 0.0
    received: float = 0.0
    understood: float = 0.0
    wrong: int = 0
    first_wrong: int = -1
    ask_backs: int = 0
    rekeyed: bool = False
    caught: bool = False


class Manner(Protocol):
    """One way of carrying a message."""

    mode: ClassVar[Mode]

    def carry(self, handoff: Handoff, delivery: Delivery, faulty: bool) -> Flow:
        """Take the message to the receiver, filling in ``delivery``, and return it."""


@dataclass(frozen=True, slots=True)
class Delay:
    """The message arrives after ``hours(case)``; nothing is rekeyed."""

    hours: Callable[[int], float]
    mode: ClassVar[Mode] = Mode.DELAY

    def carry(self, handoff: Handoff, delivery: Delivery, faulty: bool) -> Flow:
        """Take the message to the receiver."""
        yield handoff.env.timeout(self.hours(delivery.case))
        delivery.released = delivery.sent
        delivery.received = handoff.env.now
        return handoff.understood(delivery, self.mode)


@dataclass(frozen=True, slots=True)
class Shared:
    """One platform: the message is there at once, and so is whatever was wrong in it."""

    mode: ClassVar[Mode] = Mode.SHARED

    def carry(self, handoff: Handoff, delivery: Delivery, faulty: bool) -> Flow:
        """Take the message to the receiver."""
        delivery.released = delivery.received = handoff.env.now
        return handoff.understood(delivery, self.mode)
        yield


@dataclass(frozen=True, slots=True)
class Batch:
    """A scheduled interface.

    Attributes:
        period: hours between two runs; 0 releases by size only.
        offset: hour of the first run within the period.
        size: number of messages that leave at once, without waiting for a run; if left out, 1 without a period and any
            number with one.
        latency: hours from the run to the receiver.
        mapping_error: probability that a message arrives with a wrong field.
        failure: probability that a run fails and waits for repair.
        conversion_hours: the receiver's touch time for converting the format.
    """

    period: float
    offset: float = 0.0
    size: int | None = None
    latency: float = 0.0
    mapping_error: float = 0.0
    failure: float = 0.0
    conversion_hours: float = 0.0
    mode: ClassVar[Mode] = Mode.BATCH

    def __post_init__(self) -> None:
        for hours in (self.period, abs(self.offset), self.latency, self.conversion_hours):
            check_hours(hours, "an interface")
        if self.size is not None and self.size < 1:
            raise ValueError(f"an interface cannot run whenever {self.size} messages wait")

    @property
    def enough(self) -> float:
        """Number of messages that leave at once."""
        if self.size is not None:
            return self.size
        return INFINITY if self.period else 1

    def carry(self, handoff: Handoff, delivery: Delivery, faulty: bool) -> Flow:
        """Take the message to the receiver."""
        yield handoff.outbox.put(self)
        return (yield from self.arrive(handoff, delivery))

    def arrive(self, handoff: Handoff, delivery: Delivery) -> Flow:
        """Take a message that has left the outbox to the receiver."""
        delivery.released = handoff.env.now
        if self.latency:
            yield handoff.env.timeout(self.latency)
        delivery.received = handoff.env.now
        handoff.spoil(delivery, self.mapping_error)
        if self.conversion_hours:
            yield handoff.receiver.work(
                delivery.case, self.conversion_hours, handoff.rekeying, kind=INFORM, place=handoff.code
            )
        return handoff.understood(delivery, self.mode)


@dataclass(frozen=True, slots=True)
class Manual:
    """The sender writes, the receiver finds it at an inbox round, rekeys it, and asks back what is unclear.

    Attributes:
        write_hours, rekey_hours, answer_hours: touch times of sender, receiver and (when asked back) sender.
        round_hours: open hours between two looks into the inbox.
        attention: probability that a look takes the message up; else it waits for the next look.
        field_error: probability that one field is rekeyed wrong.
        fields: number of fields carried.
        ask_back: probability that the message is unclear and goes back once more.
        catch: probability that the one who rekeys notices a message that was already wrong.
        keyed_by: who rekeys instead of the receiver (bots).
        meeting, called: share of the messages whose questions back are answered in a meeting of somebody of both teams,
            which both then take part in for ``answer_hours``; the others go through the inboxes.
    """

    write_hours: float
    rekey_hours: float
    round_hours: float
    attention: float = 1.0
    field_error: float = 0.0
    fields: int = 1
    ask_back: float = 0.0
    answer_hours: float = 0.0
    catch: float = 0.0
    keyed_by: Team | None = None
    meeting: Meeting | None = None
    called: float = 0.0
    mode: ClassVar[Mode] = Mode.MANUAL

    def __post_init__(self) -> None:
        for hours in (self.write_hours, self.rekey_hours, self.round_hours, self.answer_hours):
            check_hours(hours, "a message")

    def carry(self, handoff: Handoff, delivery: Delivery, faulty: bool) -> Flow:
        """Take the message to the receiver."""
        case, ask_back, field_error = delivery.case, self.ask_back, self.field_error
        if self.write_hours:
            written = handoff.sender.work(case, self.write_hours, handoff.writing, kind=INFORM, place=handoff.code)
            yield written
            ask_back = ask_back if written.member is None else likelihood(ask_back, written.member.unclear)
        delivery.released = handoff.env.now
        yield handoff.inbox(delivery, self, RECEIVER, 0)
        delivery.received = handoff.env.now
        delivery.caught = faulty and handoff.luck(case, 1, delivery.sending) < self.catch
        unclear = repeats(ask_back, handoff.luck(case, 2, delivery.sending))
        called = self.meeting is not None and handoff.luck(case, CALLED, delivery.sending) < self.called
        while delivery.ask_backs < unclear + delivery.caught:
            delivery.ask_backs += 1
            if self.meeting is not None and called:
                yield self.meeting.work(case, self.answer_hours, handoff.answering, INFORM, handoff.code)
                continue
            yield handoff.inbox(delivery, self, SENDER, 2 * delivery.ask_backs - 1)
            if self.answer_hours:
                yield handoff.sender.work(case, self.answer_hours, handoff.answering, kind=INFORM, place=handoff.code)
            yield handoff.inbox(delivery, self, RECEIVER, 2 * delivery.ask_backs)
        if self.rekey_hours:
            team = self.keyed_by or handoff.receiver
            delivery.rekeyed = team is handoff.receiver
            keyed = team.work(case, self.rekey_hours, handoff.rekeying, kind=INFORM, place=handoff.code)
            yield keyed
            field_error = field_error if keyed.member is None else likelihood(field_error, keyed.member.slips)
        handoff.spoil(delivery, 1.0 - (1.0 - field_error) ** self.fields)
        return handoff.understood(delivery, self.mode)


def likelihood(usual: float, factor: float) -> float:
    """A probability times a factor, at most a near certainty."""
    return usual if factor == 1.0 else min(ALMOST, usual * factor)


def repeats(probability: float, luck: float) -> int:
    """How often in a row something of this probability happens, by inversion of the geometric law (at most 200)."""
    if luck >= probability:
        return 0
    return min(200, int(math.log(luck) / math.log(probability))) if probability < 1.0 else 200


class Handoff:
    """A declared way for cases of one kind of subject from one team to another.

    Args:
        env, journal, streams: the clock, the record and the random numbers.
        name: permanent name; streams are keyed by it.
        sender, receiver: the teams at both ends.
        manner: how messages are carried.
        on_failure: called when a batch run fails; the event it returns is waited for before the run is repeated.
    """

    def __init__(
        self,
        env: Kernel,
        journal: Journal,
        streams: Streams,
        name: str,
        sender: Team,
        receiver: Team,
        manner: Manner,
        on_failure: Callable[[Handoff], Event] | None = None,
    ) -> None:
        self.env = env
        self.journal = journal
        self.name = name
        self.sender = sender
        self.receiver = receiver
        self.on_failure = on_failure
        self.delivered = 0
        self.code = journal.code(name)
        self.pack, self.record = journal.deliveries.pack, journal.deliveries.extend
        self.writing = journal.code("write a message")
        self.rekeying = journal.code("rekey a message")
        self.answering = journal.code("answer an ask-back")
        self.outbox = Outbox(env, self._failure)
        self._manner = manner
        self._desks = [sender, receiver]
        self._let_key(manner)
        self._luck = streams.uniform(f"handoff.{name}")
        self._carried: dict[int, int] = {}

    @property
    def manner(self) -> Manner:
        """How messages are carried; may be changed between messages."""
        return self._manner

    @manner.setter
    def manner(self, manner: Manner) -> None:
        if manner is not self._manner and manner != self._manner:
            self._manner = manner
            self._let_key(manner)
            self.outbox.follow(manner if isinstance(manner, Batch) else None)

    def _let_key(self, manner: Manner) -> None:
        """Note who writes and keys in for this hand-off."""
        if isinstance(manner, Manual) and manner.keyed_by is not None and manner.keyed_by not in self._desks:
            self._desks.append(manner.keyed_by)

    def send(self, case: int, *, faulty: bool = False, sending: int | None = None) -> Process:
        """Send a message about ``case``; fires with its ``Delivery`` when the receiver has understood it.

        Args:
            case: key of the case.
            faulty: what is sent is already wrong; someone who rekeys it may notice.
            sending: how often this case was sent before; if left out the hand-off keeps count, case by case for ever.
        """
        return self.env.start(self._sent(case, faulty, sending))

    def _sent(self, case: int, faulty: bool, sending: int | None) -> Flow:
        since = self.env.now
        try:
            return (yield from self.carry(case, faulty, sending))
        except Withdrawn:
            self.journal.waits.add(case, WaitKind.WITHDRAWN, self.code, self.sender.code, since, self.env.now)
            raise

    def withdraw(self, message: Process) -> bool:
        """Call off a message on its way, wherever it is: it arrives nowhere, and its process fires with None.

        What waits for it to be written, asked back or keyed in leaves its queue, and it leaves the outbox. What somebody
        has begun to write or key in he ends, in vain. The journal has a wait of kind WITHDRAWN from sending until now.

        Args:
            message: what ``send`` returned.

        Returns:
            Whether there was anything to call off; not when it has been understood.
        """
        self.outbox.withdraw(message)
        waiting = [(team, task) for team in self._desks for task in team.queue.tasks() if message.waits_for(task)]
        withdrawn = message.withdraw()
        for team, task in waiting:
            team.withdraw(task)
        return withdrawn

    def share(self, case: int, sent: float | None = None) -> Delivery:
        """What ``send`` does when the manner is Shared, without a process: it is there at once.

        Args:
            sent: when it was sent, where it had to wait until the platform was up again, hours.
        """
        now = self.env.now
        return self.understood(Delivery(case, now if sent is None else sent, 0, now, now), Shared.mode)

    def carry(self, case: int, faulty: bool = False, sending: int | None = None) -> Flow:
        """What ``send`` does, as part of the process that asks for it (``yield from``); returns the ``Delivery``."""
        if sending is None:
            sending = self._carried.get(case, 0)
            self._carried[case] = sending + 1
        return self._manner.carry(self, Delivery(case, self.env.now, sending), faulty)

    def understood(self, delivery: Delivery, mode: Mode) -> Delivery:
        """The receiver has understood a message that went by ``mode``; its row goes to the journal."""
        delivery.understood = self.env.now
        self.delivered += 1
        pack, record = self.pack, self.record
        record(
            pack(
                self.code,
                delivery.case,
                mode,
                delivery.sent,
                delivery.released,
                delivery.received,
                delivery.understood,
                delivery.wrong,
                delivery.ask_backs,
                delivery.rekeyed,
            )
        )
        return delivery

    def luck(self, case: int, step: int, sending: int = 0) -> float:
        """The number in (0, 1) that decides ``step`` for this case on this hand-off, carried ``sending`` times before."""
        return self._luck.draw(case, step + SENDING * sending)

    def spoil(self, delivery: Delivery, probability: float) -> None:
        """Let a field go wrong with ``probability``; the same draw says which one."""
        luck = self.luck(delivery.case, 0, delivery.sending)
        if luck < probability:
            delivery.wrong = 1
            delivery.first_wrong = int(luck / probability * 1024)

    def inbox(self, delivery: Delivery, manner: Manual, end: int, step: int) -> Event:
        """Wait until the inbox at one end is looked at and the message not overlooked."""
        team, env = self.receiver if end == RECEIVER else self.sender, self.env
        luck = 1.0 - self._luck.draw(delivery.case, 3 + step + SENDING * delivery.sending)
        skipped = repeats(1.0 - manner.attention, luck)
        return env.until(next_round(team.calendar, env.now, manner.round_hours, skipped))

    def _failure(self, number: int) -> Event | None:
        """The repair of a run by the clock, if that one fails."""
        batch = self._manner
        if not isinstance(batch, Batch) or not batch.failure or self.on_failure is None:
            return None
        return self.on_failure(self) if self._luck.draw(number, RUN_FAILS) < batch.failure else None


def next_round(calendar: Calendar, now: float, round_hours: float, skipped: int = 0) -> float:
    """When an inbox that is looked at every ``round_hours`` open hours is next looked at, ``skipped`` looks later.

    A look at this very moment is not the next one.
    """
    if not round_hours:
        return calendar.next_opening(now)
    opened, since, closes = calendar.stretch_at(now)
    wait = (math.floor(since / round_hours + MOMENT) + 1 + skipped) * round_hours - since
    return opened + wait if wait <= closes - opened else calendar.after(opened, wait)
