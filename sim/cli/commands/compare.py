"""`compare`: two scenarios on the same customers, and what differs."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import add_events_flag, add_stream_flag, processes, results_folder


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Two files, and what happens to both."""
    given.two_files(parser)
    add_compare_flags(parser)


def add_compare_flags(parser: argparse.ArgumentParser) -> None:
    """The flags that only a comparison has."""
    add_events_flag(parser)
    add_stream_flag(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare, write the folder, print the small table."""
    files = given.two_or_own(arguments, "compare")
    a, b = given.pair(files, arguments)
    out = results_folder(f"{files[0].stem}_vs_{files[1].stem}", arguments)

    from sim.views.folder import refuse_other_folder, write_folder
    from sim.views.text.terminal import print_study

    refuse_other_folder(out)
    study = write_folder(given.study(a, b, arguments), out, processes(arguments))
    print_study(study)
    return FAILED if len(study.failures) else DONE


COMPARE = Command("compare", "Run two scenarios on the same customers and show what differs.", arguments_of, run)
