"""Tables as plain data come back as they went in, to the last bit, and hold nothing that could be executed."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.plain import NotPlain, pack, unpack
from sim.experiment.replication import Replication, replicate
from tests.company.worlds import scenario

NAN = float("nan")


def again(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Packed, written as JSON and read, unpacked."""
    layout, arrays = pack(tables)
    assert all(values.dtype.kind in "biufmM" for values in arrays.values())
    return unpack(json.loads(json.dumps(layout, allow_nan=False)), arrays)


def same(one: pd.DataFrame, two: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        one, two, check_exact=True, check_column_type=True, check_index_type=True, check_categorical=True
    )
    assert list(map(str, one.dtypes)) == list(map(str, two.dtypes))
    assert type(one.index) is type(two.index)


TABLES = {
    "numbers": pd.DataFrame({"float": [1.5, NAN, -0.0, np.inf], "int": [1, -2, 3, 2**62], "truth": [True, False] * 2}),
    "small numbers": pd.DataFrame({"byte": np.array([1, 255], np.uint8), "half": np.array([0.1, 2], np.float32)}),
    "text": pd.DataFrame({"who": ["a", "b", "a", "ü\n☃"], "once": ["w", "x", "y", "z"]}),
    "missing text": pd.DataFrame({"who": pd.Series(["a", None, "a"], dtype="str")}),
    "nullable text": pd.DataFrame({"who": pd.Series(["a", pd.NA, ""], dtype="string")}),
    "objects": pd.DataFrame({"any": pd.Series([1, 1.0, True, "1", None, NAN, -np.inf, 1], dtype=object)}),
    "objects of text": pd.DataFrame({"who": pd.Series(["a", "b", "a"], dtype=object)}),
    "categories": pd.DataFrame(
        {
            "one": pd.Categorical(["b", "a", None], categories=["b", "a", "never"], ordered=True),
            "two": pd.Categorical(["b", "a", "b"], categories=["b", "a", "never"]),
            "numbers": pd.Categorical([3, 1, 3]),
            "objects": pd.Categorical(["b", "a", "b"], categories=pd.Index(["b", "a"], dtype=object)),
        }
    ),
    "moments": pd.DataFrame({"when": pd.to_datetime(["2026-01-01", "NaT"]), "long": pd.to_timedelta([1, 2], unit="h")}),
    "an index": pd.DataFrame({"x": [1.0, 2.0]}, index=pd.Index(["p", "q"], name="who")),
    "an index of numbers": pd.DataFrame({"x": [1.0, 2.0]}, index=pd.Index([7, 3])),
    "a range": pd.DataFrame({"x": [1.0, 2.0]}, index=pd.RangeIndex(4, 8, 2, name="n")),
    "named columns": pd.DataFrame([[1.0, 2.0]], columns=pd.Index(["a", "b"], name="measure")),
    "no rows": pd.DataFrame({"x": pd.Series([], dtype=float), "who": pd.Series([], dtype="str")}),
    "no columns": pd.DataFrame(index=pd.RangeIndex(3)),
    "nothing": pd.DataFrame(),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_comes_back(name: str) -> None:
    same(again({name: TABLES[name]})[name], TABLES[name])


def test_all_tables_at_once_come_back_in_their_order() -> None:
    found = again(TABLES)
    assert list(found) == list(TABLES)
    for name, table in TABLES.items():
        same(found[name], table)
    objects = found["objects"]["any"]
    assert [type(value) for value in objects] == [type(value) for value in TABLES["objects"]["any"]]
    assert np.signbit(found["numbers"]["float"][2])


def test_the_tables_of_a_run_come_back() -> None:
    result = replicate(Replication(scenario(weeks=1, warm_up_weeks=0), 0, with_cases=True))
    found = again(result.tables)
    for name, table in result.tables.items():
        same(found[name], table)


@given(st.lists(st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(), st.text(max_size=3))))
def test_any_plain_values_come_back(values: list[object]) -> None:
    table = pd.DataFrame({"any": pd.Series(values, dtype=object)})
    found = again({"x": table})["x"]
    assert list(map(repr, found["any"])) == list(map(repr, table["any"]))


class Surprise:
    """Something that is no plain data."""


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"x": pd.Series([Surprise()], dtype=object)}),
        pd.DataFrame({"x": pd.Series([[1]], dtype=object)}),
        pd.DataFrame({"x": pd.Series([np.float64(1)], dtype=object)}),
        pd.DataFrame({"x": pd.array([1, None], dtype="Int64")}),
        pd.DataFrame({1: [2.0]}),
        pd.DataFrame({"x": [1.0]}, index=pd.MultiIndex.from_tuples([("a", "b")])),
    ],
    ids=["a class", "a list", "a numpy scalar", "a nullable number", "numbered columns", "levels"],
)
def test_what_is_no_plain_data_is_refused(table: pd.DataFrame) -> None:
    with pytest.raises(NotPlain):
        pack({"x": table})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda about: about.update(start=1),
        lambda about: about.update(size=-1),
        lambda about: about.update(start=-1),
        lambda about: about.update(array="nowhere"),
        lambda about: about.update(size="many"),
    ],
)
def test_a_layout_that_does_not_fit_is_refused(spoil: object) -> None:
    layout, arrays = pack({"x": pd.DataFrame({"x": [1.0, 2.0]})})
    written = json.loads(json.dumps(layout))
    assert callable(spoil)
    spoil(written["tables"]["x"]["data"][0])
    with pytest.raises((ValueError, KeyError, TypeError)):
        unpack(written, arrays)
