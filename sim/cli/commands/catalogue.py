"""Every command, in the order in which help lists them."""

from __future__ import annotations

from sim.cli.commands.check import CHECK
from sim.cli.commands.company import COMPANY
from sim.cli.commands.compare import COMPARE
from sim.cli.commands.desks import DESKS
from sim.cli.commands.diff import DIFF
from sim.cli.commands.explain import EXPLAIN
from sim.cli.commands.export import EXPORT
from sim.cli.commands.gallery import GALLERY
from sim.cli.commands.init import INIT
from sim.cli.commands.journey import JOURNEY
from sim.cli.commands.levers import LEVERS
from sim.cli.commands.oracle import ORACLE
from sim.cli.commands.pairing import PAIRING
from sim.cli.commands.published import PUBLISHED
from sim.cli.commands.replay import REPLAY
from sim.cli.commands.schema import SCHEMA
from sim.cli.commands.study import STUDY
from sim.cli.commands.systems import SYSTEMS
from sim.cli.commands.verify import VERIFY

COMMANDS = (
    COMPARE,
    STUDY,
    JOURNEY,
    EXPLAIN,
    DIFF,
    REPLAY,
    EXPORT,
    GALLERY,
    PUBLISHED,
    PAIRING,
    ORACLE,
    SYSTEMS,
    LEVERS,
    VERIFY,
    DESKS,
    CHECK,
    SCHEMA,
    INIT,
    COMPANY,
)
