"""`export`: one run of one or more worlds as tables or event logs for other programs."""

from __future__ import annotations

import argparse
import re
from datetime import date

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.flags import add_events_flag, add_replication_flag, results_folder
from sim.export.first_monday import FIRST_MONDAY
from sim.export.formats import FORMATS
from sim.inputs.mistakes import Mistakes, did_you_mean, show

USUAL = "csv"


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """The worlds, the formats, which replication, and which date the first Monday has."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="SCENARIO",
        help="scenario files (default: scenarios/siloed.toml and scenarios/integrated.toml)",
    )
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        type=known_format,
        action="append",
        dest="formats",
        help="; ".join(f"{kind.name}: {kind.about}" for kind in FORMATS.values())
        + f" (may be given several times; default: {USUAL})",
    )
    add_replication_flag(parser)
    parser.add_argument(
        "--monday",
        metavar="DATE",
        type=monday,
        default=FIRST_MONDAY,
        help=f"the date of the Monday on which the run begins, warm-up included (default: {FIRST_MONDAY})",
    )
    add_events_flag(parser)


def known_format(text: str) -> str:
    """A format that can be written here; raises ArgumentTypeError with the rest of a sentence."""
    kind = FORMATS.get(text)
    if kind is None:
        raise argparse.ArgumentTypeError(
            f"is {show(text)}{did_you_mean(text, list(FORMATS))}; allowed are {', '.join(FORMATS)}"
        )
    if kind.missing:
        raise argparse.ArgumentTypeError(
            f"is {text}, which needs {kind.needs}; that is not installed, and pip install {kind.needs} installs it"
        )
    return text


def monday(text: str) -> str:
    """A Monday; raises ArgumentTypeError with the rest of a sentence."""
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        day = None
    if day is None or not 1970 < day.year < 2200:
        raise argparse.ArgumentTypeError(
            f"is {show(text)}; allowed is a Monday from 1971 to 2199, written as {FIRST_MONDAY}"
        )
    if day.weekday():
        raise argparse.ArgumentTypeError(f"is {text}, a {day:%A}; allowed is a Monday, such as {FIRST_MONDAY}")
    return text


def run(arguments: argparse.Namespace) -> None:
    """Run every world once, write it, and say what lies where."""
    refuse_what_does_not_count(arguments)
    scenarios = given.several(given.some_files(arguments, *given.OWN_PAIR), arguments)
    out = results_folder("export", arguments)
    formats = list(dict.fromkeys(arguments.formats or [USUAL]))

    from sim.export.dates import Dates
    from sim.export.folder import export
    from sim.views.folder import refuse_other_folder
    from sim.views.style.words import number
    from sim.views.text.say import say

    refuse_other_folder(out)
    dates = Dates(arguments.monday)
    written = export(scenarios, out, formats, replication=arguments.replication, dates=dates)
    lines = [
        f"{world.world}: {number(world.events)} events, {number(world.objects)} objects, "
        f"{number(world.relations)} relations"
        for world in written
    ]
    say("\n".join([*lines, f"Hour 0 is Monday {dates.text(0.0)}. All of it lies in {out}."]))


def refuse_what_does_not_count(arguments: argparse.Namespace) -> None:
    """Raise Mistakes for shared flags that one run, here, has no use for."""
    if arguments.cluster is not None:
        raise Mistakes(["export runs each world once, here; it does not take --cluster."])
    if arguments.replications is not None:
        raise Mistakes(["export writes one replication of each world; --replication says which, from 0."])


EXPORT = Command("export", "Write one run of one or more worlds as tables or event logs.", arguments_of, run)
