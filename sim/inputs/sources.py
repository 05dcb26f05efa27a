"""Where the values of a TOML file stand in its text, and where its numbers come from: the comments beside them.

`scan` gives lines and comments, which the parser of the standard library does not; `sources` reads the convention
of `scenarios/company.toml`, a comment "unit; source" behind every value, where the source is a section of the
published figures ("facts 5 …") or the word "assumption".
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

Where: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists from 0."""

TomlTable: TypeAlias = dict[str, Any]
"""A table of a TOML file, as read."""

TomlView: TypeAlias = Mapping[str, Any]
"""A table that is only looked at."""

FORMAT_KEY = "format"
"""Says which layout a file has; no number of a company."""

ALL_ROWS = "all rows below:"
"""Begins a comment line directly above a table header that holds for rows without a comment of their own."""

_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'", re.DOTALL)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]+")
_BLANK = re.compile(r"[ \t\r\n]+")
_COMMENT = re.compile(r"#([^\n]*)")
_FACTS = re.compile(r"\bfacts \d")


@dataclass(frozen=True, slots=True)
class Spot:
    """The lines, from 1, on which a value begins and ends; for a table, those of its header."""

    first: int
    last: int
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """What a file's text says beside its values: the spot of each, and the comment that ends each line."""

    spots: dict[Where, Spot]
    comments: dict[int, str]

    def line(self, where: Where) -> int | None:
        """The line of a value, or of the nearest thing around it that has one."""
        for length in range(len(where), 0, -1):
            spot = self.spots.get(where[:length])
            if spot is not None:
                return spot.first
        return None


@dataclass(frozen=True, slots=True)
class Source:
    """Where one value comes from.

    `kind` is "facts" (published), "assumption", "mixed" (both are named) or "none" (no word about it). `unit`
    is empty where the comment, like that of a text, names none.
    """

    path: str
    value: Any
    unit: str
    note: str
    kind: str


def scan(text: str) -> Text:
    """Spots and comments of a text that is known to be valid TOML."""
    scanner = _Scanner(text)
    scanner.read()
    return Text(scanner.spots, scanner.comments)


def sources(path: Path | str) -> list[Source]:
    """The source of every value of a file, in the order of the file; raises what reading it raises."""
    text = Path(path).read_text(encoding="utf-8")
    beside = scan(text)
    blankets = _blankets(text, beside)
    values = {key: value for key, value in tomllib.loads(text).items() if key != FORMAT_KEY}
    return [_source(where, value, beside, blankets) for where, value in _leaves(values)]


def dotted(where: Where) -> str:
    """A path as a person writes it: `teams.support.hours[0]`, with quotes where TOML needs them."""
    words = ""
    for step in where:
        if isinstance(step, int):
            words += f"[{step}]"
        else:
            words += ("." if words else "") + (step if _BARE_KEY.fullmatch(step) else f'"{step}"')
    return words


def _leaves(value: Any, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    """Every value that is not a table; a list without tables counts as one value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*where, key))
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for position, inner in enumerate(value):
            yield from _leaves(inner, (*where, position))
    else:
        yield where, value


def _source(where: Where, value: Any, beside: Text, blankets: dict[Where, str]) -> Source:
    unit, note = _split(_comment(where, beside) or _blanket(where, blankets))
    return Source(dotted(where), value, unit or _header_unit(where, beside), note, _kind(note))


def _comment(where: Where, beside: Text) -> str:
    """The comment on a value's line, or on the last line of a longer value around it."""
    for length in range(len(where), 0, -1):
        spot = beside.spots.get(where[:length])
        if spot is None:
            continue
        if spot.is_table:
            break
        comment = beside.comments.get(spot.last, "")
        if comment:
            return comment
    return ""


def _split(comment: str) -> tuple[str, str]:
    """A comment's unit and source; without a unit it begins with the source."""
    head, separator, tail = (part.strip() for part in comment.partition(";"))
    if not separator or _FACTS.match(head) or head.startswith("assumption"):
        return "", comment.strip()
    return head, tail


def _header_unit(where: Where, beside: Text) -> str:
    """The unit that the comment on the table's header gives for a key: "# staff: people; minutes: …"."""
    for length in range(len(where) - 1, 0, -1):
        spot = beside.spots.get(where[:length])
        if spot is not None and spot.is_table:
            for entry in beside.comments.get(spot.first, "").split(";"):
                name, colon, unit = (part.strip() for part in entry.partition(":"))
                if colon and name and str(where[-1]).startswith(name):
                    return unit
            break
    return ""


def _kind(note: str) -> str:
    facts, assumed = _FACTS.search(note), note.find("assum")
    if facts and assumed > facts.start():
        return "mixed"
    if assumed >= 0:
        return "assumption"
    return "facts" if facts else "none"


def _blankets(text: str, beside: Text) -> dict[Where, str]:
    """For each table, or list of tables, the comment line above its first header that speaks for all its rows."""
    lines = text.splitlines()
    found: dict[Where, str] = {}
    for where, spot in beside.spots.items():
        above = beside.comments.get(spot.first - 1, "") if spot.is_table else ""
        if above.startswith(ALL_ROWS) and lines[spot.first - 2].lstrip().startswith("#"):
            family = where[:-1] if isinstance(where[-1], int) else where
            found.setdefault(family, above.removeprefix(ALL_ROWS).strip())
    return found


def _blanket(where: Where, blankets: dict[Where, str]) -> str:
    """The comment that holds for the rows a value stands in."""
    around = (where[:length] for length in range(len(where) - 1, 0, -1))
    return next((blankets[table] for table in around if table in blankets), "")


def _unquoted(key: str) -> str:
    """The name that a key in quotes stands for."""
    return str(tomllib.loads(f"key = {key}")["key"]) if "\\" in key else key[1:-1]


@dataclass
class _Scanner:
    """One pass over valid TOML that notes where things stand and leaves their meaning to `tomllib`."""

    text: str
    at: int = 0
    spots: dict[Where, Spot] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ends = [match.start() for match in re.finditer("\n", self.text)]
        self._tables: dict[Where, int] = {}

    def read(self) -> None:
        table: Where = ()
        self._skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip()

    def _header(self) -> Where:
        line = self._line()
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        key = self._key()
        table = self._resolved(key[:-1])
        if brackets == 2:
            family = (*table, key[-1])
            self._tables[family] = self._tables.get(family, -1) + 1
        table = self._resolved(key)
        self.at += brackets
        self.spots[table] = Spot(line, line, is_table=True)
        return table

    def _resolved(self, key: Where) -> Where:
        """A header's key with, after the name of each list of tables, the number of its newest table."""
        where: Where = ()
        for step in key:
            where = (*where, step)
            if where in self._tables:
                where = (*where, self._tables[where])
        return where

    def _pair(self, table: Where) -> None:
        where = (*table, *self._key())
        self.at += 1  # the equals sign
        self._skip()
        self._value(where)

    def _key(self) -> Where:
        parts: list[str] = []
        while True:
            self._skip()
            quoted = _STRING.match(self.text, self.at)
            match = quoted or _BARE_KEY.match(self.text, self.at)
            assert match is not None, "the text must be valid TOML"
            parts.append(_unquoted(match[0]) if quoted else match[0])
            self.at = match.end()
            self._skip()
            if self.text[self.at] != ".":
                return tuple(parts)
            self.at += 1

    def _value(self, where: Where) -> None:
        first = self._line()
        opening = self.text[self.at]
        if opening == "[":
            self._items(where)
        elif opening == "{":
            self._inline_table(where)
        else:
            match = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            assert match is not None, "the text must be valid TOML"
            self.at = match.end()
        self.spots[where] = Spot(first, self._line(self.at - 1))

    def _items(self, where: Where) -> None:
        self.at += 1
        position = 0
        self._skip()
        while self.text[self.at] != "]":
            self._value((*where, position))
            position += 1
            self._skip(",")
        self.at += 1

    def _inline_table(self, where: Where) -> None:
        self.at += 1
        self._skip()
        while self.text[self.at] != "}":
            self._pair(where)
            self._skip(",")
        self.at += 1

    def _skip(self, separator: str = "") -> None:
        """Pass over blanks, comments and a separator, keeping the comments."""
        while self.at < len(self.text):
            comment = _COMMENT.match(self.text, self.at)
            if comment is not None:
                self.comments[self._line()] = comment[1].strip()
            blank = comment or _BLANK.match(self.text, self.at)
            if blank is not None:
                self.at = blank.end()
            elif self.text[self.at] == separator:
                self.at += 1
            else:
                return

    def _line(self, at: int | None = None) -> int:
        """The line, from 1, of a position in the text."""
        return bisect_left(self._ends, self.at if at is None else at) + 1
