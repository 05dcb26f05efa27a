"""Reading a TOML file: an ordinary file of text, of a sensible size and depth, or a sentence that says why it is none."""

from __future__ import annotations

import copy
import os
import re
import stat
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from sim.inputs.mistakes import Mistakes, Place, ended, show
from sim.inputs.seen import unfit_for_name
from sim.inputs.sources import FORMAT_KEY, Text, TomlTable, Where, dotted, scan

FORMAT = 2
"""The layout of files that this program reads; a file that does not say which it has counts as one of it."""

CHANGES: dict[int, str] = {
    1: "a company file holds every number of a run and company.toml is another company; write format = 2, look through "
    "your values, and check says what is missing"
}
"""For every older layout, what is different since: the rest of a sentence."""

LARGEST_FILE = 500_000
"""Bytes; the default company has about 46 thousand."""

DEEPEST_TABLE = 20
"""Tables within tables; a company needs five."""

MOST_VALUES = 50_000
"""Values and tables of a file; the default company has about 1,300."""

LONGEST_KEY = 200
"""Characters of a key; an interface's name, the longest, is three names long."""

MOST_TOLD = 20
"""Keys that are told to be wrong."""

_ENDLESS_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){100}""")
"""A key of a hundred steps, which the parser would need very long for."""

_SYNTAX = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)


@dataclass(frozen=True)
class TomlFile:
    """A file that was read: its values, and (found when asked for) their lines."""

    path: Path
    table: TomlTable
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
    return TomlFile(path, copy.deepcopy(_table(path, text)), text)


@lru_cache(maxsize=16)  # both scenarios of a comparison name one company, whose text takes longest
def _table(path: Path, text: str) -> TomlTable:
    """What a text says; one table for all who ask, so nobody may write to it."""
    if _ENDLESS_KEY.search(text):
        raise Mistakes([_too_deep(path)])
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
        raise Mistakes([_too_deep(path)])
    if not table:
        raise Mistakes([f"{path}: is empty."])
    file = TomlFile(path, table, text)
    _check_keys(file)
    _check_format(file, table.pop(FORMAT_KEY, FORMAT))
    return table


def _too_deep(path: Path) -> str:
    return f"{path}: nests tables or lists more than {DEEPEST_TABLE} deep."


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


def _check_keys(file: TomlFile) -> None:
    """Raise Mistakes for a file of too many values, and for keys that are no names."""
    values, wrong = 0, list[tuple[Where, str]]()
    level: list[tuple[Where, TomlTable | list[Any]]] = [((), file.table)]
    while level:
        inner: list[tuple[Where, TomlTable | list[Any]]] = []
        for at, holder in level:
            values += len(holder)
            if values > MOST_VALUES:
                raise Mistakes([f"{file.shown}: holds more than {MOST_VALUES:,} values; no company needs so many."])
            steps = holder.items() if isinstance(holder, dict) else enumerate(holder)
            for key, value in steps:
                if isinstance(key, str) and (complaint := _complaint(key)):
                    wrong.append(((*at, key), complaint))
                if isinstance(value, dict | list):
                    inner.append(((*at, key), value))
        level = inner
    if wrong:
        raise Mistakes(
            [ended(f"{file.place(where)}: the key {show(dotted(where))} {words}") for where, words in wrong[:MOST_TOLD]]
        )


def _check_format(file: TomlFile, given: object) -> None:
    """Raise Mistakes for a file of another layout, with what is different."""
    if given == FORMAT and type(given) is int:
        return
    if type(given) is int and given > FORMAT:
        words = f"this program reads format {FORMAT}; a newer version of it reads that file"
    elif type(given) is int and given in CHANGES:
        words = f"this program reads format {FORMAT}, in which {CHANGES[given]}"
    else:
        words = f"allowed is {FORMAT}"
    raise Mistakes([f"{file.place((FORMAT_KEY,))}: {FORMAT_KEY} is {show(given)}; {words}."])


def _complaint(key: str) -> str:
    """What is wrong with a key; empty if nothing is."""
    if len(key) > LONGEST_KEY:
        return f"has {len(key):,} characters; at most {LONGEST_KEY} are allowed"
    return unfit_for_name(key)


def _depth(table: TomlTable) -> int:
    """How deep tables and lists are nested, found without recursion."""
    depth = 0
    level: list[TomlTable | list[Any]] = [table]
    while level and depth <= DEEPEST_TABLE:
        depth += 1
        inner = (value for one in level for value in (one.values() if isinstance(one, dict) else one))
        level = [value for value in inner if isinstance(value, dict | list)]
    return depth
