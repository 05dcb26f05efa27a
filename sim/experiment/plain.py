"""Tables as plain data: arrays of numbers, and JSON that says which of them stands where; nothing that could be executed.

What comes back is what went in, to the last bit: types of columns, missing values, categories and their order, index.
Columns of one type share one array, and equal categories are written once, so that many tables have few parts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Json: TypeAlias = "None | bool | int | float | str | Sequence[Json] | Mapping[str, Json]"
Arrays: TypeAlias = Mapping[str, NDArray[np.generic]]
Values: TypeAlias = NDArray[np.generic] | pd.api.extensions.ExtensionArray

NUMBERS = "biufmM"
"""Kinds of numpy types that are plain data."""
TEXT = ("str", "string")
"""pandas' own types of text; the storage behind them is that of whoever reads."""
OBJECT = "object"


class NotPlain(TypeError):
    """Something in a table is no plain data."""


def pack(tables: Mapping[str, pd.DataFrame]) -> tuple[Mapping[str, Json], Arrays]:
    """The tables as one layout and an array for each type of number.

    Raises:
        NotPlain: for a value that is neither number, text, truth nor missing, or columns not named by text.
    """
    packing = _Packing()
    layout: Mapping[str, Json] = {name: packing.table(table) for name, table in tables.items()}
    arrays = {kind: np.concatenate(pieces) for kind, pieces in packing.pieces.items()}
    return {"tables": layout, "categories": packing.shared}, arrays


def unpack(layout: Mapping[str, Json], arrays: Arrays) -> dict[str, pd.DataFrame]:
    """The tables again; raises ValueError, KeyError, IndexError or TypeError where layout and arrays do not fit."""
    unpacking = _Unpacking(layout, arrays)
    return {name: unpacking.table(_mapping(about)) for name, about in _mapping(layout["tables"]).items()}


class _Packing:
    def __init__(self) -> None:
        self.pieces: dict[str, list[NDArray[np.generic]]] = {}
        self.shared: list[Json] = []
        self._categories: list[pd.Index] = []

    def table(self, table: pd.DataFrame) -> Json:
        if not all(isinstance(label, str) for label in table.columns):
            raise NotPlain(f"columns are named by text, not {list(table.columns)[:3]}")
        return {
            "index": self.index(table.index),
            "columns": self.labels(table.columns),
            "data": [self.column(table.iloc[:, place]) for place in range(table.shape[1])],
        }

    def labels(self, columns: pd.Index) -> Json:
        usual = pd.Index(list(columns))
        plain = len(columns) > 0 and columns.is_unique and columns.dtype == usual.dtype and columns.name is None
        return list(columns) if plain else self.index(columns)

    def index(self, index: pd.Index) -> Json:
        if isinstance(index, pd.MultiIndex):
            raise NotPlain("an index of several levels is not kept")
        if isinstance(index, pd.RangeIndex):
            return {"name": _plain(index.name), "range": [index.start, index.stop, index.step]}
        return {"name": _plain(index.name), "values": self.column(pd.Series(index, dtype=index.dtype))}

    def column(self, column: pd.Series) -> Json:
        kind = column.dtype
        if isinstance(kind, pd.CategoricalDtype):
            return {
                "categories": self.categories(kind.categories),
                "ordered": bool(kind.ordered),
                "codes": self.numbers(column.cat.codes.to_numpy()),
            }
        if isinstance(kind, np.dtype) and kind.kind in NUMBERS:
            return self.numbers(column.to_numpy())
        if str(kind) in TEXT:
            codes, words = pd.factorize(column)
            return self.words(str(kind), codes, [str(word) for word in words])
        if isinstance(kind, np.dtype) and kind.kind == "O":
            return self.words(OBJECT, *_distinct(column))
        raise NotPlain(f"a column of type {kind} is not kept")

    def categories(self, categories: pd.Index) -> int:
        for place, known in enumerate(self._categories):
            if known.dtype == categories.dtype and known.equals(categories):
                return place
        self._categories.append(categories)
        self.shared.append(self.index(categories))
        return len(self._categories) - 1

    def words(self, kind: str, codes: NDArray[np.int64], words: Sequence[Json]) -> Json:
        if np.array_equal(codes, np.arange(len(words))):  # each once, as names of cases are
            return {"type": kind, "words": words}
        narrow = codes.astype(np.min_scalar_type(-max(len(words), 1)))
        return {"type": kind, "words": words, "codes": self.numbers(narrow)}

    def numbers(self, values: NDArray[np.generic]) -> Json:
        pieces = self.pieces.setdefault(values.dtype.name, [])
        start = sum(len(piece) for piece in pieces)
        pieces.append(values)
        return {"array": values.dtype.name, "start": start, "size": len(values)}


class _Unpacking:
    def __init__(self, layout: Mapping[str, Json], arrays: Arrays) -> None:
        self._arrays = arrays
        self._categories = [self.index(_mapping(one)) for one in _items(layout["categories"])]

    def table(self, about: Mapping[str, Json]) -> pd.DataFrame:
        index, columns = self.index(_mapping(about["index"])), about["columns"]
        data = [_as_it_is(self.column(_mapping(column)), index) for column in _items(about["data"])]
        if not isinstance(columns, Mapping):
            return pd.DataFrame(dict(zip(map(str, _items(columns)), data, strict=True)), index=index, copy=False)
        table = pd.DataFrame(dict(enumerate(data)), index=index, copy=False)
        table.columns = self.index(columns)
        return table

    def index(self, about: Mapping[str, Json]) -> pd.Index:
        name = _from_plain(about["name"])
        if "range" in about:
            start, stop, step = (_whole(number) for number in _items(about["range"]))
            return pd.RangeIndex(start, stop, step, name=name)
        values = self.column(_mapping(about["values"]))
        return pd.Index(values, dtype=values.dtype, name=name, copy=False)

    def column(self, about: Mapping[str, Json]) -> Values:
        if "categories" in about:
            categories = self._categories[_whole(about["categories"])]
            codes = self.numbers(_mapping(about["codes"])).astype(np.intp)
            return pd.Categorical.from_codes(codes, categories=categories, ordered=bool(about["ordered"]))
        if "words" in about:
            return self.words(str(about["type"]), about)
        return self.numbers(about)

    def words(self, kind: str, about: Mapping[str, Json]) -> Values:
        words = list(_items(about["words"]))
        if kind == OBJECT:
            words = [_from_plain(word) for word in words]
        values = np.array([*words, None], dtype=object)
        codes = self.numbers(_mapping(about["codes"])).astype(np.intp) if "codes" in about else slice(-1)
        values = values[codes]  # a missing text's code, -1, is the None at the end
        return values if kind == OBJECT else pd.array(values, dtype=_text(kind))

    def numbers(self, about: Mapping[str, Json]) -> NDArray[np.generic]:
        start, size = _whole(about["start"]), _whole(about["size"])
        piece = self._arrays[str(about["array"])][start : start + size]
        if start < 0 or len(piece) != size:
            raise ValueError(f"of {about['array']} there are {len(piece)} numbers where {size} were written")
        return piece


def _as_it_is(values: Values, index: pd.Index) -> Values | pd.Series:
    """Objects stay objects, even where all of them are text: only a series is not looked through."""
    return pd.Series(values, index=index, dtype=object, copy=False) if values.dtype == np.dtype(object) else values


@lru_cache
def _text(kind: str) -> pd.StringDtype:
    if kind not in TEXT:
        raise ValueError(f"there is no text of type {kind}")
    found = pd.api.types.pandas_dtype(kind)
    assert isinstance(found, pd.StringDtype)
    return found


def _distinct(column: pd.Series) -> tuple[NDArray[np.int64], list[Json]]:
    """For each value the place of its like among the distinct ones, and those; 1, 1.0 and True are three."""
    places: dict[tuple[type, object], int] = {}
    words: list[Json] = []
    codes = np.empty(len(column), dtype=np.int64)
    for row, value in enumerate(column):
        word = _plain(value)
        own = places.setdefault((type(value), repr(word) if isinstance(value, float) else value), len(words))
        if own == len(words):
            words.append(word)
        codes[row] = own
    return codes, words


def _plain(value: object) -> Json:
    """A single value as JSON, which has no word for what is not finite."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int) and type(value) is int:
        return value
    if isinstance(value, float) and type(value) is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    raise NotPlain(f"{value!r} is neither number, text, truth nor missing")


def _from_plain(value: Json) -> None | bool | int | float | str:
    if isinstance(value, Mapping):
        return float(str(value["float"]))
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise ValueError("a list stands where one value should")


def _mapping(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise ValueError("something else stands where a mapping should")
    return value


def _items(value: Json) -> Sequence[Json]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError("something else stands where a list should")
    return value


def _whole(value: Json) -> int:
    if not isinstance(value, int):
        raise ValueError("something else stands where a number should")
    return value
