"""Malformed inputs: the program's own files, changed in ways that make no sense, and command lines of odd words."""

from __future__ import annotations

import copy
import random
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fuzz.toml_text import toml_text

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = sorted(path.stem for path in SCENARIOS.glob("*.toml"))
ODD_TEXTS = (
    "",
    " ",
    "\x1b[31m",
    "\u202e",
    "a\nb",
    "=1+1",
    "@x",
    "desk",
    "naïve",
    "図",
    "x" * 70,
    "x" * 5_000,
    "every",
    "../..",
)
ODD_NUMBERS = (0, -1, 1, 2, 10**9, 10**40, -(10**400), 1e300, -1e300, 5e-324, float("nan"), float("inf"), 0.5, 3.7)
ODD_VALUES: tuple[Any, ...] = (*ODD_NUMBERS, *ODD_TEXTS, True, [], {}, [[]], [{}], [1, "a"], {"a": {"b": 1}}, [0] * 1_000)
ODD_BYTES = (b"\0", b"\xff\xfe", b"\xc3\x28", b"[[", b'"""', b"=", b"\r", b"{", b"\x1b]0;x\x07", b"\xef\xbb\xbf")
ODD_WORDS = (
    *(
        "--replications",
        "--weeks",
        "--warm-up",
        "--seed",
        "--jobs",
        "--out",
        "--cluster",
        "--quick",
        "--readme",
        "--help",
    ),
    *(
        "--box",
        "--measure",
        "--events",
        "--replication",
        "--company",
        "--",
        "-",
        "-x",
        "--weeks=",
        "--no",
        "-1",
        "0",
        "1",
    ),
    *(
        "1e300",
        "nan",
        "auto",
        "",
        " ",
        "\x1b[31m",
        "a" * 300,
        "/dev/full",
        "/dev/null/x",
        "/",
        ".",
        "order 1",
        "=1+1",
        "図",
    ),
    *("mutant.toml", "missing.toml", "mutant.toml/x", "999999999999999999999", "tcp://", "localhost:1"),
)
READING = ("check", "explain", "levers", "desks")
RUNNING = ("compare", "journey", "replay", "gallery", "published", "pairing", "verify")
COMMANDS = (*READING, "schema", "nonsense", *RUNNING)


def words_of(seed: int, folder: Path) -> list[str]:
    """The command line of a seed; the files it names are written into the folder."""
    luck = random.Random(seed)
    for name in FILES:
        (folder / f"{name}.toml").write_bytes((SCENARIOS / f"{name}.toml").read_bytes())
    (folder / "mutant.toml").write_bytes(mutant(luck))
    if luck.random() < 0.65:
        return [luck.choice(READING), "mutant.toml"]
    command = luck.choice(COMMANDS)
    words = [command, *luck.choices(ODD_WORDS, k=luck.randint(0, 4))]
    if command in RUNNING:  # a line that would be right must not run for long
        words.append(luck.choice(("--weeks=0", "--jobs=0", "--seed=x", "--unknown=1")))
    return words


def mutant(luck: random.Random) -> bytes:
    """One of the program's own files with one to three things wrong."""
    data = tomllib.loads((SCENARIOS / f"{luck.choice(FILES)}.toml").read_text(encoding="utf-8"))
    for _ in range(luck.randint(1, 3)):
        luck.choice(CHANGES)(data, luck)
    content = toml_text(data).encode("utf-8", "surrogatepass")
    return luck.choice(TEXT_CHANGES)(content, luck) if luck.random() < 0.25 else content


def _spot(data: Any, luck: random.Random) -> tuple[Any, Any]:
    """A table or list somewhere in the data, and one of its keys or positions."""
    while True:
        keys = list(data) if isinstance(data, dict) else list(range(len(data)))
        if not keys:
            return None, None
        key = luck.choice(keys)
        inner = data[key]
        if not isinstance(inner, dict | list) or not inner or luck.random() < 0.35:
            return data, key
        data = inner


def _delete(data: Any, luck: random.Random) -> None:
    holder, key = _spot(data, luck)
    if holder is not None and (holder is not data or len(data) > 1):
        del holder[key]


def _rename(data: Any, luck: random.Random) -> None:
    holder, key = _spot(data, luck)
    if isinstance(holder, dict):
        holder[luck.choice((*ODD_TEXTS, str(key) + "s", str(key)[:-1] or "x"))] = holder.pop(key)


def _odd_value(data: Any, luck: random.Random) -> None:
    holder, key = _spot(data, luck)
    if holder is not None:
        holder[key] = copy.deepcopy(luck.choice(ODD_VALUES))


def _swap(data: Any, luck: random.Random) -> None:
    (one, first), (two, second) = _spot(data, luck), _spot(data, luck)
    if one is not None and two is not None:
        one[first], two[second] = copy.deepcopy(two[second]), copy.deepcopy(one[first])


def _double(data: Any, luck: random.Random) -> None:
    holder, key = _spot(data, luck)
    if isinstance(holder, list):
        holder.extend(copy.deepcopy(holder[key]) for _ in range(luck.choice((1, 30))))
    elif isinstance(holder, dict):
        for number in range(luck.choice((1, 300))):
            holder[f"{key} {number}"] = copy.deepcopy(holder[key])


def _bury(data: Any, luck: random.Random) -> None:
    holder, key = _spot(data, luck)
    if holder is not None:
        buried: Any = holder[key]
        for _ in range(luck.choice((3, 25, 200))):
            buried = luck.choice((lambda inner: {"in": inner}, lambda inner: [inner]))(buried)
        holder[key] = buried


def _key_of_files(data: Any, luck: random.Random) -> None:
    key = luck.choice(("kind", "format", "extends", "company", "change", "seed", "weeks", "levers", "events", "name"))
    data[key] = copy.deepcopy(luck.choice((*ODD_VALUES, "mutant.toml", "company.toml", "siloed.toml", ".", "/dev/zero")))


CHANGES: tuple[Callable[[Any, random.Random], None], ...] = (
    _delete,
    _rename,
    _odd_value,
    _odd_value,
    _swap,
    _double,
    _bury,
    _key_of_files,
)


def _cut(content: bytes, luck: random.Random) -> bytes:
    return content[: luck.randint(0, len(content))]


def _insert(content: bytes, luck: random.Random) -> bytes:
    at = luck.randint(0, len(content))
    return content[:at] + luck.choice(ODD_BYTES) + content[at:]


def _repeat(content: bytes, luck: random.Random) -> bytes:
    return content * luck.choice((2, 40))


def _dot(content: bytes, luck: random.Random) -> bytes:
    return b".".join([b"a"] * luck.choice((30, 5_000))) + b" = 1\n" + content


TEXT_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _insert, _repeat, _dot)
