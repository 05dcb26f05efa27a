"""`diff`: what differs between two files by meaning."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sim.cli import given
from sim.cli.commands.command import Command
from sim.inputs.mistakes import Mistakes, all_read, show
from sim.inputs.own_files import named_file

if TYPE_CHECKING:
    pass


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Two files."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="two files A and B: scenarios, companies, or others of one kind"
    )


def run(arguments: argparse.Namespace) -> None:
    """Read both and print what differs."""
    from sim.company.checks import of_size_asked
    from sim.inputs.loading import load

    files = given.two([named_file(word) for word in arguments.files], "diff", "files")
    both = all_read(lambda file: of_size_asked(load(file), str(file)), files)

    from sim.views.text.diff import comparable, told
    from sim.views.text.say import say

    one, two = both
    if not comparable(one, two):
        raise Mistakes(
            [f"{show(str(files[0]))} and {show(str(files[1]))} are of different kinds; diff compares files of one kind."]
        )
    say(told(one, two, (str(files[0]), str(files[1]))))


DIFF = Command(
    "diff", "Show what differs between two files by meaning, in words and numbers.", arguments_of, run, simulates=False
)
