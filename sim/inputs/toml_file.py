"""Reading a TOML file: an ordinary file of text, of a sensible size and depth, or a sentence that says why it is none."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.inputs.mistakes import Mistakes, Place, show
from sim.inputs.sources import Text, Where, scan

LARGEST_FILE = 5_000_000
"""Bytes; the default company has about 30 thousand."""

DEEPEST_TABLE = 20
"""Tables within tables; a company needs five."""

_SYNTAX = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)


@dataclass(frozen=True)
class TomlFile:
    """A file that was read: its values, and (found when asked for) their lines."""

    path: Path
    table: dict[str, Any]
    text: str

    @property
    def shown(self) -> str:
        """The file's name in sentences: as it was given."""
        return os.path.normpath(self.path)

    @cached_property
    def beside(self) -> Text:
        """Lines and comments of the file."""
        return scan(self.text)

    def place(self, where: Where) -> Place:
        """Where a value, or the nearest thing around it, stands in the file."""
        return Place(self.shown, self.beside.line(where), where)


def read(path: Path) -> TomlFile:
    """A TOML file; raises Mistakes, with one sentence, for a file that is none."""
    text = _text(path)
    try:
        table = tomllib.loads(text)
        depth = _depth(table)
    except tomllib.TOMLDecodeError as error:
        raise Mistakes([_syntax_sentence(path, text, str(error))]) from None
    except ValueError:  # the only one left: an integer of thousands of digits
        raise Mistakes([f"{path}: holds a whole number of thousands of digits."]) from None
    except RecursionError:
        depth = DEEPEST_TABLE + 1
    if depth > DEEPEST_TABLE:
        raise Mistakes([f"{path}: nests tables or lists more than {DEEPEST_TABLE} deep."])
    if not table:
        raise Mistakes([f"{path}: is empty."])
    return TomlFile(path, table, text)


def _text(path: Path) -> str:
    try:
        content = _bytes(path)
    except FileNotFoundError:
        raise Mistakes([f"{path}: there is no such file (looked for at {os.path.abspath(path)})."]) from None
    except PermissionError:
        raise Mistakes([f"{path}: may not be read; the file's permissions forbid it."]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Mistakes([f"{show(str(path))}: cannot be read: {reason}."]) from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Mistakes([f"{path}: is UTF-16 text; save it as UTF-8."])
    if b"\0" in content:
        raise Mistakes([f"{path}: is a binary file, not TOML text."])
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Mistakes(
            [f"{path}, line {line}: is not UTF-8 text (byte 0x{content[error.start]:02x}); save it as UTF-8."]
        ) from None


def _bytes(path: Path) -> bytes:
    """The content of an ordinary file of a sensible size, so that a pipe or a disk image never stalls anything."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise Mistakes([f"{path}: is a folder; name a file in it."])
    if not stat.S_ISREG(status.st_mode):
        raise Mistakes([f"{path}: is not an ordinary file."])
    if status.st_size > LARGEST_FILE:
        raise Mistakes([f"{path}: is {status.st_size / 1e6:,.1f} MB; at most {LARGEST_FILE / 1e6:g} MB are read."])
    return path.read_bytes()


def _syntax_sentence(path: Path, text: str, message: str) -> str:
    match = _SYNTAX.fullmatch(message)
    what = match["what"] if match else message
    reason = what[:1].lower() + what[1:]
    number = text.rstrip().count("\n") + 1
    place = f"{path}, line {number}"
    if match is not None and match["line"] is not None:
        number, place = int(match["line"]), f"{path}, line {match['line']}, column {match['column']}"
    line = text.split("\n")[number - 1].strip()
    if any(word in what for word in ("overwrite", "twice", "Duplicate")):
        name = line.strip("[] ") if line.startswith("[") else line.partition("=")[0].strip()
        return f"{place}: {show(name)} is given twice; keep one of them."
    if match is None or match["line"] is None:
        return f"{place}: the file ends too early ({reason})."
    return f"{place}: is not valid TOML in {show(line)} ({reason})."


def _depth(table: dict[str, Any]) -> int:
    """How deep tables and lists are nested, found without recursion."""
    depth = 0
    level: list[dict[str, Any] | list[Any]] = [table]
    while level and depth <= DEEPEST_TABLE:
        depth += 1
        inner = (value for one in level for value in (one.values() if isinstance(one, dict) else one))
        level = [value for value in inner if isinstance(value, dict | list)]
    return depth
