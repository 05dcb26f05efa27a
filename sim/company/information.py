"""The information layer: the declared hand-offs and feeds between departments, built from this world's primitives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from simpy.events import Event

from sim.company.bots import Bots
from sim.company.case import Case
from sim.engine.handoff import INFORMATION, Batch, Delay, Handoff, Manner, Manual, Shared, next_multiple
from sim.engine.journal import Journal
from sim.engine.kernel import Flow, Kernel
from sim.engine.records import Feed, Record, Seen
from sim.engine.streams import Streams, case_key
from sim.engine.team import Team
from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import Link, LinkName, Primitives

BOT_HOURS = 0.1
REPORT_OFFSET = 9.0
FIELDS: dict[str, tuple[str, ...]] = {
    # which of the carried fields matter later; "" is one whose error nobody ever notices
    "web order": ("items", "address", "price", "", "", "", "", ""),
    "business order": ("items", "address", "price", "terms", "", "", "", ""),
    "shipment": ("price", "items", "", "", "", ""),
    "goods receipt": ("quantity", "price", "", "", ""),
    "return receipt": ("items", "", "", ""),
    "change of data": ("address", "", ""),
}
DETAIL = ("detail", "", "", "")


class Waiting(Protocol):
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
        bots: the bots of departments that have any.
    """

    def __init__(self, env: Kernel, journal: Journal, streams: Streams, model: CompanyModel, primitives: Primitives,
                 teams: dict[str, Team], repair: Callable[[str, str], Event], cases: Waiting,
                 bots: Mapping[str, Bots] | None = None) -> None:
        self._cases = cases
        self._bots = bots or {}
        self.env, self.journal, self.model, self.primitives, self.teams = env, journal, model, primitives, teams
        self._streams = streams
        self._repair = repair
        self._bot_luck = streams.uniform("information.bots")
        self._robot_luck = streams.uniform("information.keyed by bots")
        self._channels: dict[LinkName, Channel] = {}
        self.feeds: dict[LinkName, Feed] = {}
        for name, link in primitives.links.items():
            if link.feed and link.kept:
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
            channel = self._channels[name] = self._open_channel(name, self.primitives.links[name])
        return channel

    def _open_channel(self, name: LinkName, link: Link) -> Channel:
        source, target, subject = name
        plain = self._manner(link, source, target)
        handoff = Handoff(self.env, self.journal, self._streams, f"{source} > {target}: {subject}",
                          self.teams[source], self.teams[target], plain,
                          on_failure=lambda _: self._repair(source, target))
        by_bot = Delay(lambda _: BOT_HOURS) if link.bot_share and link.mode == "manual" else None
        return Channel(link, handoff, plain, by_bot, self._keyed_by_bot(plain, link, target))

    def _keyed_by_bot(self, plain: Manner, link: Link, target: str) -> Manner | None:
        """The same message by hand with a bot in place of the one who keys it in: no slips, and nothing noticed."""
        if not link.robot_share or not isinstance(plain, Manual) or target not in self._bots:
            return None
        return replace(plain, rekey_hours=link.robot_hours, field_error=0.0, catch=0.0, keyed_by=self._bots[target].team)

    def _manner(self, link: Link, source: str, target: str) -> Manner:
        if link.mode == "shared":
            return Shared()
        if link.mode == "batch":
            return Batch(link.period_hours, mapping_error=link.mapping_error, failure=link.failure,
                         conversion_hours=link.conversion_hours)
        info, ways = self.model.information, self.primitives.ways[target]
        return Manual(write_hours=link.write_hours, rekey_hours=link.rekey_hours + link.conversion_hours,
                      round_hours=info.inbox_round_hours * ways.round_factor, attention=ways.attention,
                      field_error=link.field_error * ways.error_factor, fields=link.fields,
                      ask_back=self.primitives.ways[source].ask_back, answer_hours=info.answer_minutes / 60,
                      catch=info.catch)

    def carry(self, case: Case, source: str, target: str, subject: str) -> Flow:
        """Take a case over a hand-off; what goes wrong on the way sticks to the case, what is noticed is put right."""
        channel = self.channel(source, target, subject)
        handoff = channel.handoff
        handoff.manner = channel.plain
        if channel.by_bot is not None and self._bot_luck.draw(case.key) < channel.link.bot_share:
            handoff.manner = channel.by_bot
        elif channel.keyed_by_bot is not None and self._robot_luck.draw(case.key) < channel.link.robot_share:
            handoff.manner = channel.keyed_by_bot
        by_bot = handoff.manner is channel.keyed_by_bot
        if isinstance(handoff.manner, Shared):
            delivery = handoff.share(case.key)
        else:
            self._cases.waits(case, INFORMATION, handoff.receiver)
            delivery = yield from handoff.carry(case.key, bool(case.wrong))
            self._cases.waited(case, recorded=True)
        if delivery.caught:
            case.wrong.clear()
        if delivery.wrong:
            self._spoil(case, subject, delivery.first_wrong)
        if by_bot and self._bots[target].broken:
            self._bots[target].spoiled.append(case)
            self._spoil(case, subject, int(1024 * handoff.luck(case.key, 0)))
        return delivery

    def _spoil(self, case: Case, subject: str, place: int) -> None:
        """A field of the message is wrong from here on; ``place`` (0 to 1023) says which."""
        fields = FIELDS.get(subject, DETAIL)
        field = fields[place * len(fields) >> 10]
        if field:
            case.wrong.add(field)

    # ---- record copies ---------------------------------------------------------------------------------------

    def _start_feed(self, name: LinkName, link: Link) -> Feed:
        source, target, record = name
        feed = Feed(self.env, live=link.mode == "shared",
                    luck=self._streams.uniform(f"feed.{source}.{target}.{record}"),
                    error=copy_error(link) if link.mode == "manual" else link.mapping_error)
        if not feed.live:
            by_hand = link.mode == "manual"
            self.env.start(self._by_hand(name, link, feed) if by_hand else self._by_interface(name, link, feed))
        return feed

    def _by_interface(self, name: LinkName, link: Link, feed: Feed) -> Flow:
        source, target, record = name
        luck = self._streams.uniform(f"feed.failure.{source}.{target}.{record}")
        period = self._period(name, link)
        while True:
            yield self.env.until(next_multiple(self.env.now, period))
            as_of = self.env.now
            if link.failure and luck.draw(int(round(as_of / period))) < link.failure:
                yield self._repair(source, target)
                as_of = self.env.now
            feed.bring(as_of)

    def _by_hand(self, name: LinkName, link: Link, feed: Feed) -> Flow:
        source, target, record = name
        manner = self._manner(link, source, target)
        keyed_by_bot = self._keyed_by_bot(manner, link, target)
        handoff = Handoff(self.env, self.journal, self._streams, f"{source} > {target}: copy of {record}",
                          self.teams[source], self.teams[target], manner)
        period, number = self._period(name, link), 0
        while True:
            yield self.env.until(next_multiple(self.env.now, period, REPORT_OFFSET))
            as_of = self.env.now
            key = case_key(f"copy of {record} {source} {target}", number)
            if keyed_by_bot is not None:
                handoff.manner = keyed_by_bot if self._robot_luck.draw(key) < link.robot_share else manner
            yield handoff.send(key)
            feed.bring(as_of)
            number += 1

    def _period(self, name: LinkName, link: Link) -> float:
        _, target, record = name
        return self.primitives.ways[target].report_hours if record == "backlog" else link.period_hours

    def read(self, source: str, target: str, kind: str, record: Record, distort: Any = None) -> Seen:
        """What ``target`` believes of a record that ``source`` owns."""
        return self.feeds[source, target, kind].read(record, distort)

    def wait(self, hours: float) -> Event:
        """A plain wait."""
        return self.env.timeout(hours)


def copy_error(link: Link) -> float:
    """Chance that a version of a record is wrong in a copy that is keyed in by hand; a bot makes no slips."""
    error = link.field_error if link.fields == 1 else 1.0 - (1.0 - link.field_error) ** link.fields
    return error * (1.0 - link.robot_share)
