"""`schema`: what an editor needs to help with scenario files."""

from __future__ import annotations

import argparse

from sim.cli.commands.command import Command


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Which of the two schemas."""
    parser.add_argument("--company", action="store_true", help="of a company file instead of a scenario file")


def run(arguments: argparse.Namespace) -> None:
    """Print the JSON Schema."""
    from sim.inputs.printing import json_schema

    print(json_schema("company" if arguments.company else "scenario"), end="")


SCHEMA = Command("schema", "Print the JSON Schema of scenario files, for editors.", arguments_of, run, simulates=False)
