"""The ways customers get in touch, and what getting through takes on each of them."""

from __future__ import annotations

from sim.company.case import Case
from sim.company.world import World
from sim.engine.streams import Streams
from sim.inputs.market_model import ContactsModel

PHONE, CHAT, VIDEO, MESSAGING, EMAIL, WEB = "phone", "chat", "video", "messaging", "e-mail", "web"
CHANNELS = (PHONE, CHAT, VIDEO, EMAIL, WEB)
LIVE_CHANNELS = (PHONE, CHAT, VIDEO, MESSAGING)
SEVERAL_AT_ONCE = (CHAT, MESSAGING)
WITHOUT_VOICE = (CHAT, MESSAGING, EMAIL, WEB)
ACTIVITY = {
    PHONE: "answer a call",
    CHAT: "answer a chat",
    VIDEO: "answer a video call",
    MESSAGING: "answer a chat",
    EMAIL: "answer a message",
    WEB: "answer a message",
}


def choices(contacts: ContactsModel, *, video: bool = True) -> dict[bool | None, tuple[float, list[tuple[str, float]]]]:
    """The channels that are live, that are not, and all (None), with their shares, and the sum of those.

    Args:
        video: whether there are video calls; who would make one telephones where there are none.
    """
    shown = contacts.video_share if video else 0.0
    shares = {
        PHONE: contacts.phone_share + contacts.video_share - shown,
        CHAT: contacts.chat_share,
        VIDEO: shown,
        EMAIL: contacts.email_share,
    }
    shares[WEB] = 1.0 - sum(shares.values())
    found = {}
    for live in (True, False, None):
        choice = [(channel, shares[channel]) for channel in CHANNELS if live in (None, channel in LIVE_CHANNELS)]
        found[live] = sum(share for _, share in choice), choice
    return found


class Channels:
    """Which channel a customer takes, and how many chats are going on."""

    def __init__(self, contacts: ContactsModel, world: World, streams: Streams) -> None:
        self.contacts = contacts
        self.world = world
        self.chats = 0
        self._channel = streams.uniform("ticket.channel")
        self._newer = streams.uniform("ticket.newer_channel")
        self._choices = choices(contacts, video=world.has("video and messaging"))

    def choose(self, case: Case, *, open_now: bool, live: bool | None = None) -> str:
        """The channel a customer takes; at night nobody calls.

        Args:
            live: True or False for a live or a written channel; None where the time of day decides.
        """
        if live is None:
            live = None if open_now else False
        total, choice = self._choices[live]
        luck = total * self._channel.draw(case.key)
        for channel, share in choice:
            luck -= share
            if luck < 0:
                return self._newer_instead(case, channel, open_now)
        return self._newer_instead(case, choice[-1][0], open_now)

    def _newer_instead(self, case: Case, channel: str, open_now: bool) -> str:
        contact = self.world.contact
        if not open_now or not contact.messaging + contact.video:
            return channel
        luck = self._newer.draw(case.key)
        if luck < contact.messaging:
            return MESSAGING
        return VIDEO if luck < contact.messaging + contact.video else channel

    def patience_minutes(self, channel: str) -> float:
        """Mean minutes until somebody on a live channel gives up."""
        if channel == MESSAGING and self.world.contact.messaging_patience:  # without it, it was given up under a message
            return 60 * self.world.contact.messaging_patience
        return self.contacts.chat_patience_minutes if channel == CHAT else self.contacts.phone_patience_minutes

    def take_up(self, channel: str) -> int:
        """A chat begins; how many others its colleague holds: chats go to those who chat, up to the limit."""
        if channel not in SEVERAL_AT_ONCE:
            return 0
        self.chats += 1
        return (self.chats - 1) % self.world.contact.chats_at_once

    def hang_up(self, channel: str) -> None:
        """A contact is over."""
        self.chats -= channel in SEVERAL_AT_ONCE
