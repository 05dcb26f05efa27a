"""One command, `interoffice` or `python -m sim`, with the same flags everywhere.

Exit codes: 0 done, 1 failed, 2 wrong input, 130 interrupted, 143 ended by a signal. A person's mistake is one
sentence, never a traceback. What takes time to import is imported where it is used, so that `--help` answers at once.

A script may be a command line with its first words given: `raise SystemExit(main(["compare", "a.toml", "b.toml",
*sys.argv[1:]]))`; of a flag that comes twice the last counts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from sim.cli.called import program
from sim.cli.commands.catalogue import COMMANDS
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, guarded
from sim.cli.flags import Parser, add_shared_flags
from sim.cli.script_table import table_lines
from sim.inputs.mistakes import Mistakes, did_you_mean, ended, show
from sim.inputs.seen import fitted

FIRST_THREE = (
    ("compare --quick", "what silos cost: two worlds, the same customers; a report in results/ in half a minute"),
    ("journey", "one order, hour by hour, in both worlds"),
    ("init my_company", "copies of all scenarios, scripts and notebooks, for you to change"),
)
"""What a newcomer does first, and what comes of it."""


def main(words: Sequence[str] | None = None) -> int:
    """Run a command line, `sys.argv` unless given, and return its exit code."""
    return guarded(lambda: _run(sys.argv[1:] if words is None else list(words)))


def _run(words: list[str]) -> int:
    name = words[0] if words else ""
    if name in ("-h", "--help"):
        print(fitted(_overview()))
        return DONE
    if not words:
        print(fitted(_welcome()))
        return DONE
    names = [command.name for command in COMMANDS]
    if name.startswith("-") or not name:
        raise Mistakes([f"Begin with a command: {', '.join(names)}; {program()} --help explains them."])
    if name not in names:
        hint = did_you_mean(name, names) or f"; allowed are {', '.join(names)}"
        raise Mistakes([ended(f"{show(name)} is not a command{hint}")])
    command = COMMANDS[names.index(name)]
    try:
        arguments = parsed(command, words[1:])
    except SystemExit:  # --help was answered
        return DONE
    return command.run(arguments) or DONE


def parsed(command: Command, words: list[str]) -> argparse.Namespace:
    """What the words after a command say; raises Mistakes, and SystemExit when they ask for help."""
    parser = Parser(prog=f"{program()} {command.name}", description=command.summary, allow_abbrev=False)
    command.arguments(parser)
    if command.simulates:
        add_shared_flags(parser, command.file, usual=command.replications)
    return parser.read(words, command.name)


def _welcome() -> str:
    """What the program is, and what to do first."""
    name = program()
    wide = max(len(line) for line, _ in FIRST_THREE)
    lines = [f"  {name} {line:{wide}}  {what}" for line, what in FIRST_THREE]
    return "\n".join(
        [
            "Interoffice simulates a company, case by case, to show what it costs when its departments do not share what",
            "they know. Begin with one of these:",
            "",
            *lines,
            "",
            f"{name} --help lists all commands and scripts.",
        ]
    )


def _overview() -> str:
    name = program()
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:{width}}  {command.summary}" for command in COMMANDS]
    return "\n".join(
        [
            f"usage: {name} COMMAND ...",
            "",
            "What siloed information costs a company, by simulation.",
            "",
            "commands:",
            *lines,
            "",
            f"scripts, each a question (python scenarios/NAME, where {name} init has put them; runs and CPU time,",
            "of which half passes on two cores, in full and with --quick):",
            *table_lines(),
            "",
            f"{name} COMMAND --help lists the options of a command, python scenarios/NAME --help those of a script.",
        ]
    )
