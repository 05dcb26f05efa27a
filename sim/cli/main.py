"""One command, `python -m sim`, with the same flags everywhere.

Exit codes: 0 done, 1 failed, 2 wrong input, 130 interrupted. A person's mistake is one sentence, never a
traceback. What takes time to import is imported where it is used, so that `--help` answers at once.

A script may be a command line with its first words given: `raise SystemExit(main(["compare", "a.toml", "b.toml",
*sys.argv[1:]]))`; of a flag that comes twice the last counts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from sim.cli.commands.catalogue import COMMANDS
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, guarded
from sim.cli.flags import Parser, add_shared_flags
from sim.cli.scripts import table_lines
from sim.inputs.mistakes import Mistakes, ended, nearest, show

PROGRAM = "python -m sim"


def main(words: Sequence[str] | None = None) -> int:
    """Run a command line, `sys.argv` unless given, and return its exit code."""
    return guarded(lambda: _run(sys.argv[1:] if words is None else list(words)))


def _run(words: list[str]) -> int:
    name = words[0] if words else ""
    if name in ("-h", "--help"):
        print(_overview())
        return DONE
    names = [command.name for command in COMMANDS]
    if name.startswith("-") or not name:
        raise Mistakes([f"Begin with a command: {', '.join(names)}; {PROGRAM} --help explains them."])
    if name not in names:
        raise Mistakes([ended(f"{show(name)} is not a command{nearest(name, names)}")])
    command = COMMANDS[names.index(name)]
    try:
        arguments = parsed(command, words[1:])
    except SystemExit:  # --help was answered
        return DONE
    return command.run(arguments) or DONE


def parsed(command: Command, words: list[str]) -> argparse.Namespace:
    """What the words after a command say; raises Mistakes, and SystemExit when they ask for help."""
    parser = Parser(prog=f"{PROGRAM} {command.name}", description=command.summary, allow_abbrev=False)
    command.arguments(parser)
    if command.simulates:
        add_shared_flags(parser, command.file)
    return parser.read(words, command.name)


def _overview() -> str:
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:{width}}  {command.summary}" for command in COMMANDS]
    return "\n".join(
        [
            f"usage: {PROGRAM} COMMAND ...",
            "",
            "What siloed information costs a company, by simulation.",
            "",
            "commands:",
            *lines,
            "",
            "scripts, each a question (python scenarios/NAME; runs and minutes on two cores, in full and with --quick):",
            *table_lines(),
            "",
            f"{PROGRAM} COMMAND --help lists the options of a command, python scenarios/NAME --help those of a script.",
        ]
    )
