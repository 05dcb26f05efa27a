"""Lines and comments of TOML texts, and the rule that every value of the default company has a source."""

from __future__ import annotations

import tomllib
from pathlib import Path

import tomlkit
from hypothesis import given, reject
from hypothesis import strategies as st

from sim.inputs.sources import dotted, scan, sources
from tests.inputs.small_company import SCENARIOS

TEXT = """\
# a company
top = 1  # hours; facts 3 (somebody)
"quoted # key" = "a # in a text"  # -; assumption
[table]  # weight: kg; height: m
weight_of_it = 3  # assumption
row = { a = [1, 2], "b c" = "}" }  # m; assumption, facts 2
text = '''
# not a comment
'''  # -; assumption
list = [
  { x = 1 },  # cm; facts 4, the rest assumed
  { x = 2 },
]
bare = 5
# all rows below: share; assumption
[[rows]]
x = 1
[[rows]]
x = 2  # share; facts 8
[rows.inner]
y = 1979-05-27 07:32:00  # -; assumption
"""


def test_lines() -> None:
    text = scan(TEXT)
    where = {dotted(where): (spot.first, spot.last) for where, spot in text.spots.items()}
    assert where['"quoted # key"'] == (3, 3)
    assert where["table"] == (4, 4)
    assert where["table.row.a[1]"] == (6, 6)
    assert where['table.row."b c"'] == (6, 6)
    assert where["table.text"] == (7, 9)
    assert where["table.list"] == (10, 13)
    assert where["table.list[1].x"] == (12, 12)
    assert where["rows[0]"] == (16, 16)
    assert where["rows[1].inner.y"] == (21, 21)
    assert text.line(("table", "list", 1, "unknown")) == 12
    assert text.line(("nothing",)) is None


def test_sources_of_a_text(tmp_path: Path) -> None:
    path = tmp_path / "company.toml"
    path.write_text(TEXT, encoding="utf-8")
    found = {source.path: (source.value, source.unit, source.note, source.kind) for source in sources(path)}
    assert found["top"] == (1, "hours", "facts 3 (somebody)", "facts")
    assert found['"quoted # key"'] == ("a # in a text", "-", "assumption", "assumption")
    assert found["table.weight_of_it"] == (3, "kg", "assumption", "assumption")
    assert found["table.row.a"] == ([1, 2], "m", "assumption, facts 2", "assumption")
    assert found["table.text"][1:] == ("-", "assumption", "assumption")
    assert found["table.list[0].x"] == (1, "cm", "facts 4, the rest assumed", "mixed")
    assert found["table.list[1].x"] == (2, "", "", "none")
    assert found["table.bare"] == (5, "", "", "none")
    assert found["rows[0].x"] == (1, "share", "assumption", "assumption")
    assert found["rows[1].x"] == (2, "share", "facts 8", "facts")
    assert len(found) == 12


def test_every_value_of_the_default_company_has_a_source() -> None:
    found = sources(SCENARIOS / "company.toml")
    assert len(found) > 300
    assert [source.path for source in found if source.kind == "none"] == []


def test_a_value_without_a_comment_is_noticed(tmp_path: Path) -> None:
    lines = (SCENARIOS / "company.toml").read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines) if line.startswith("returns_share"))
    lines[number] = lines[number].partition("#")[0]
    path = tmp_path / "company.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [source.path for source in sources(path) if source.kind == "none"] == ["customers.returns_share"]


VALUES = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4))
def test_scan_finds_every_value_of_any_text(data: dict[str, object]) -> None:
    """What tomlkit writes, tomllib reads and the scanner places, line by line."""
    text = tomlkit.dumps(data).replace("\r\n", "\n")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        reject()  # tomlkit wrote what is not TOML
    spots = scan(text).spots
    lines = text.split("\n")
    for key, value in table.items():
        spot = spots.get((key,))
        if isinstance(value, bool | int | str):
            assert spot is not None
            statement = "\n".join(lines[spot.first - 1 : spot.last])
            assert tomllib.loads(statement) == {key: value}
