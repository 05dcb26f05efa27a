"""The information layer: the declared hand-offs and feeds between departments, built from this world's primitives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sim.company import subjects
from sim.company.bots import Bots
from sim.company.case import NOTHING, Case
from sim.company.posted import Posted, Receiver
from sim.engine.codes import Mode, VisitKind, WaitKind
from sim.engine.handoff import Batch, Delay, Delivery, Handoff, Manner, Manual, Shared
from sim.engine.journal import Journal
from sim.engine.kernel import Event, Flow, Kernel, nothing_more
from sim.engine.outbox import next_multiple
from sim.engine.platform import Platform
from sim.engine.records import Feed, Record, Seen
from sim.engine.streams import Streams, Uniform, case_key
from sim.engine.team import Meeting, Team
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import REPORTS
from sim.levers.primitives import Link, LinkName, Primitives

INFORMATION = WaitKind.INFORMATION


class WaitLog(Protocol):
    """Keeps note of which cases wait for what."""

    def waits(self, case: Case, kind: int, team: Team) -> None:
        """A case begins to wait."""

    def waited(self, case: Case, *, recorded: bool = False) -> None:
        """Its wait is over."""


@dataclass(slots=True)
class Channel:
    """A hand-off with the primitives it runs by."""

    link: Link
    handoff: Handoff
    plain: Manner
    by_bot: Manner | None
    keyed_by_bot: Manner | None


class Information:
    """All channels and feeds of one company.

    Args:
        repair: called when an interface fails: (source, target) → event that fires when IT has mended it.
        cases: told when a case waits for information and when that ends.
        platform_of: the platform that a department works on now.
        bots: the bots of departments that have any.
    """

    def __init__(
        self,
        env: Kernel,
        journal: Journal,
        streams: Streams,
        model: CompanyModel,
        primitives: Primitives,
        teams: dict[str, Team],
        repair: Callable[[str, str], Event],
        cases: WaitLog,
        platform_of: Callable[[str], Platform],
        bots: Mapping[str, Bots] | None = None,
    ) -> None:
        self._cases = cases
        self._bots = {} if bots is None else bots  # it may fill later
        self.env, self.journal, self.model, self.primitives, self.teams = env, journal, model, primitives, teams
        self._streams = streams
        self._repair = repair
        self._platform_of = platform_of
        self._bot_luck = streams.uniform("information.bots")
        self._keying_luck = streams.uniform("information.keyed by bots")
        self._channels: dict[LinkName, Channel] = {}
        self.feeds: dict[LinkName, Feed] = {}
        self._failures: dict[LinkName, Uniform] = {}
        self._copying: dict[LinkName, Channel] = {}
        self._turns: dict[LinkName, int] = {}
        self._calls: dict[frozenset[str], Meeting] = {}
        for name, link in primitives.links.items():
            if link.feed and link.kept:
                self.feeds[name] = self._start_feed(name, link)

    def adopt(self, primitives: Primitives) -> None:
        """Run by other primitives from now on; what is on its way arrives as it was sent."""
        before, self.primitives = self.primitives, primitives
        for channels in (self._channels, self._copying):
            for name, channel in channels.items():
                self._change_channel(name, channel)
        for name, link in primitives.links.items():
            if name in self.feeds:
                self._change_feed(name, self.feeds[name], before.links[name], link)
            elif link.feed and link.kept:
                self.feeds[name] = self._start_feed(name, link)

    # ---- hand-offs -------------------------------------------------------------------------------------------

    def channel(self, source: str, target: str, subject: str) -> Channel:
        """The channel of a declared hand-off.

        Raises:
            KeyError: when the company declares no such hand-off.
        """
        name = source, target, subject
        channel = self._channels.get(name)
        if channel is None:
            channel = self._channels[name] = self._open_channel(name, subject)
        return channel

    def _open_channel(self, name: LinkName, subject: str) -> Channel:
        source, target, _ = name
        link = self.primitives.links[name]
        plain = self._manner(link, source, target)
        handoff = Handoff(
            self.env,
            self.journal,
            self._streams,
            f"{source} > {target}: {subject}",
            self.teams[source],
            self.teams[target],
            plain,
            on_failure=lambda _: self._repair(source, target),
        )
        return Channel(link, handoff, plain, self._by_bot(link), self._keyed_by_bot(plain, link, target))

    def _change_channel(self, name: LinkName, channel: Channel) -> None:
        source, target, _ = name
        channel.link = link = self.primitives.links[name]
        channel.plain = plain = self._manner(link, source, target)
        channel.by_bot, channel.keyed_by_bot = self._by_bot(link), self._keyed_by_bot(plain, link, target)

    def _by_bot(self, link: Link) -> Manner | None:
        """A bot that passes messages on in place of people."""
        return (
            Delay(lambda _: self.model.remedies.bot_message_hours)
            if link.bot_share and link.mode == Mode.MANUAL
            else None
        )

    def _keyed_by_bot(self, plain: Manner, link: Link, target: str) -> Manner | None:
        """The same message by hand with a bot in place of the one who keys it in: no slips, and nothing noticed."""
        if not link.keyed_by_bot_share or not isinstance(plain, Manual) or target not in self._bots:
            return None
        return replace(
            plain, rekey_hours=link.keyed_by_bot_hours, field_error=0.0, catch=0.0, keyed_by=self._bots[target].team
        )

    def _manner(self, link: Link, source: str, target: str) -> Manner:
        if link.mode == Mode.SHARED:
            return Shared()
        if link.mode == Mode.BATCH:
            return Batch(
                link.period_hours,
                size=link.batch_size,
                mapping_error=link.mapping_error,
                failure=link.failure,
                conversion_hours=link.conversion_hours,
            )
        info, practice, called = self.model.information, self.primitives.practices[target], self._called(source, target)
        return Manual(
            write_hours=link.write_hours,
            rekey_hours=link.rekey_hours + link.conversion_hours,
            round_hours=info.inbox_round_hours * practice.round_factor,
            attention=practice.attention,
            field_error=link.field_error * practice.error_factor,
            fields=link.fields,
            ask_back=self.primitives.practices[source].ask_back,
            answer_hours=info.answer_minutes / 60,
            catch=info.catch,
            meeting=self._call(source, target) if called else None,
            called=called,
        )

    def _called(self, source: str, target: str) -> float:
        """Share of the questions back that those ask in a call who are in a virtual team of two departments."""
        practices = self.primitives.practices
        return min(practices[source].calls, practices[target].calls)

    def _call(self, source: str, target: str) -> Meeting:
        """Where people of two departments meet on the screen."""
        pair = frozenset((source, target))
        if pair not in self._calls:
            self._calls[pair] = Meeting([self.teams[name] for name in sorted(pair)])
        return self._calls[pair]

    def ask_in_a_call(self, case: Case, source: str, target: str, subject: str) -> Flow:
        """Somebody of each of two departments talks about a case, in place of a message of this subject."""
        handoff = self.channel(source, target, subject).handoff
        self._cases.waits(case, INFORMATION, handoff.receiver)
        minutes = self.model.information.answer_minutes
        yield self._call(source, target).work(case.key, minutes / 60, handoff.answering, VisitKind.INFORM, handoff.code)
        self._cases.waited(case)

    def hand_over(self, case: Case, source: str, target: str, subject: str, receiver: Receiver) -> Flow:
        """Take a case over a hand-off as the last thing that is done about it: then it goes the receiver's way.

        What goes by an interface lies in its outbox, without a process: in a large company a hundred thousand cases do.
        """
        channel = self.channel(source, target, subject)
        handoff, manner = channel.handoff, self._manner_for(case, channel)
        handoff.manner = manner
        if isinstance(manner, Batch):
            self._cases.waits(case, INFORMATION, handoff.receiver)
            sending = case.visit(handoff.name)
            handoff.outbox.put(manner, Posted(self, handoff, manner, case, subject, receiver, sending))
            return nothing_more()
        if isinstance(manner, Shared) and self._platform_of(source).up:
            handoff.share(case.key)
            return receiver.take(case, subject)
        return self._carried_over(case, source, target, subject, receiver)

    def _carried_over(self, case: Case, source: str, target: str, subject: str, receiver: Receiver) -> Flow:
        yield from self.carry(case, source, target, subject)
        return receiver.take(case, subject)

    def has_left(self, posted: Posted) -> None:
        """What an interface has taken along arrives, and goes the receiver's way."""
        self.env.start(self._arrives(posted))

    def _arrives(self, posted: Posted) -> Flow:
        case, delivery = posted.case, Delivery(posted.case.key, posted.sent, posted.sending)
        yield from posted.manner.arrive(posted.handoff, delivery)
        self._cases.waited(case, recorded=True)
        if delivery.wrong:
            self._spoil(case, posted.subject, delivery.first_wrong)
        return posted.receiver.take(case, posted.subject)

    def carry(self, case: Case, source: str, target: str, subject: str) -> Flow:
        """Take a case over a hand-off; what goes wrong on the way sticks to the case, what is noticed is put right."""
        channel = self.channel(source, target, subject)
        handoff = channel.handoff
        handoff.manner = manner = self._manner_for(case, channel)
        by_bot = manner is channel.keyed_by_bot
        if isinstance(manner, Shared):
            sent = self.env.now
            yield from self._until_up(case, source, handoff.receiver)
            delivery = handoff.share(case.key, sent)
        else:
            self._cases.waits(case, INFORMATION, handoff.receiver)
            delivery = yield from handoff.carry(case.key, bool(case.wrong), case.visit(handoff.name))
            self._cases.waited(case, recorded=True)
        if delivery.caught:
            case.wrong = NOTHING
        if delivery.wrong:
            self._spoil(case, subject, delivery.first_wrong)
        if by_bot and self._bots[target].broken:
            self._bots[target].spoiled.append(case)
            self._spoil(case, subject, int(1024 * handoff.luck(case.key, 0, delivery.sending)))
        return delivery

    def _until_up(self, case: Case, source: str, receiver: Team) -> Flow:
        """Nothing crosses a platform that is down: wait until it is up again."""
        platform = self._platform_of(source)
        if platform.up:
            return
        self._cases.waits(case, INFORMATION, receiver)
        while not platform.up:
            yield platform.until_up()
        self._cases.waited(case, recorded=True)

    def _manner_for(self, case: Case, channel: Channel) -> Manner:
        """How this case goes: as all do, or carried or keyed in by a bot."""
        if channel.by_bot is not None and self._bot_luck.draw(case.key) < channel.link.bot_share:
            return channel.by_bot
        if channel.keyed_by_bot is not None and self._keying_luck.draw(case.key) < channel.link.keyed_by_bot_share:
            return channel.keyed_by_bot
        return channel.plain

    def _spoil(self, case: Case, subject: str, place: int) -> None:
        """A field of the message is wrong from here on; ``place`` (0 to 1023) says which."""
        fields = subjects.FIELDS.get(subject, subjects.DETAIL)
        field = fields[place * len(fields) >> 10]
        if field:
            case.wrong |= {field}

    # ---- record copies ---------------------------------------------------------------------------------------

    def _start_feed(self, name: LinkName, link: Link) -> Feed:
        source, target, record = name
        feed = Feed(
            self.env,
            live=link.mode == Mode.SHARED,
            luck=self._streams.uniform(f"feed.{source}.{target}.{record}"),
            error=copy_error(link) if link.mode == Mode.MANUAL else link.mapping_error,
            down_since=lambda: self._platform_of(target).down_since,
        )
        self._bring(name, feed, self.env.now)  # a copy begins with all there is
        self._keep_fed(name, feed, link)
        return feed

    def _change_feed(self, name: LinkName, feed: Feed, before: Link, link: Link) -> None:
        feed.error = copy_error(link) if link.mode == Mode.MANUAL else link.mapping_error
        if (link.mode, link.kept) == (before.mode, before.kept):
            return
        as_of = self.env.now if feed.live else feed.known_until
        feed.live = link.mode == Mode.SHARED
        self._bring(name, feed, as_of)
        self._keep_fed(name, feed, link)

    def _keep_fed(self, name: LinkName, feed: Feed, link: Link) -> None:
        """Let news be carried in this link's mode from now on, if a copy is kept; whoever carried them before stops."""
        turn = self._turns[name] = self._turns.get(name, 0) + 1
        if link.kept and not feed.live:
            carry = self._by_hand if link.mode == Mode.MANUAL else self._by_interface
            self.env.start(carry(name, feed, turn))

    def _bring(self, name: LinkName, feed: Feed, as_of: float) -> None:
        """News as of a time have arrived, and the journal says so."""
        feed.bring(as_of)
        source, target, record = name
        copy = self.journal.code(f"{source} > {target}: {record}")
        self.journal.news.add(copy, self.env.now, feed.known_until, feed.live)

    def _by_interface(self, name: LinkName, feed: Feed, turn: int) -> Flow:
        source, target, record = name
        if name not in self._failures:
            self._failures[name] = self._streams.uniform(f"feed.failure.{source}.{target}.{record}")
        luck = self._failures[name]
        while True:
            period = self._period(name)
            yield self.env.until(next_multiple(self.env.now, period))
            if self._turns[name] != turn:
                return
            as_of, failure = self.env.now, self.primitives.links[name].failure
            if failure and luck.draw(int(round(as_of / period))) < failure:
                yield self._repair(source, target)
                as_of = self.env.now
            self._bring(name, feed, as_of)

    def _by_hand(self, name: LinkName, feed: Feed, turn: int) -> Flow:
        source, target, record = name
        if name not in self._copying:
            self._copying[name] = self._open_channel(name, f"copy of {record}")
        channel = self._copying[name]
        handoff = channel.handoff
        while True:
            yield self.env.until(next_multiple(self.env.now, self._period(name), self.model.timetable.copy_hour))
            if self._turns[name] != turn:
                return
            as_of = self.env.now
            key = case_key(f"copy of {record} {source} {target}", handoff.delivered)
            handoff.manner = channel.plain
            if channel.keyed_by_bot is not None and self._keying_luck.draw(key) < channel.link.keyed_by_bot_share:
                handoff.manner = channel.keyed_by_bot
            yield handoff.send(key, sending=0)
            self._bring(name, feed, as_of)

    def _period(self, name: LinkName) -> float:
        _, target, record = name
        return (
            self.primitives.practices[target].report_hours
            if record in REPORTS
            else self.primitives.links[name].period_hours
        )

    def known_everywhere(self, record: str = "") -> float:
        """Up to when (hours) every copy, or every one of this record, is informed: none will ever say what was before."""
        feeds = (feed for (_, _, kind), feed in self.feeds.items() if record in ("", kind))
        return min((feed.up_to(self.env.now) for feed in feeds), default=self.env.now)

    def read(
        self, source: str, target: str, kind: str, record: Record, distort: Callable[[Any, float], Any] | None = None
    ) -> Seen:
        """What ``target`` believes of a record that ``source`` owns."""
        return self.feeds[source, target, kind].read(record, distort)


def copy_error(link: Link) -> float:
    """Chance that a version of a record is wrong in a copy that is keyed in by hand; a bot makes no slips."""
    error = link.field_error if link.fields == 1 else 1.0 - (1.0 - link.field_error) ** link.fields
    return error * (1.0 - link.keyed_by_bot_share)
