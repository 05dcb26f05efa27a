"""Every command, in the order in which help lists them."""

from __future__ import annotations

from sim.cli.commands import files, trust, worlds

COMMANDS = (
    worlds.COMPARE,
    worlds.JOURNEY,
    files.EXPLAIN,
    worlds.REPLAY,
    worlds.GALLERY,
    trust.PUBLISHED,
    trust.PAIRING,
    files.LEVERS,
    trust.VERIFY,
    trust.DESKS,
    files.CHECK,
    files.SCHEMA,
)
