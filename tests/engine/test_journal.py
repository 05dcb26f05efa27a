"""The journal: what goes in comes out, streamed or not."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.journal import SCHEMA, Journal, Row, Table
from tests.engine.world import World


def test_rows_come_back_as_they_went_in() -> None:
    journal = Journal()
    journal.money.add(1.5, 2**60, journal.code("sales"), journal.code("sales dept"), -12.25)
    journal.money.add(2.5, -1, journal.code("sales"), 0, 4.0)
    rows = journal.money.rows()
    assert rows.dtype.names == tuple(SCHEMA["money"])
    assert rows["case"].tolist() == [2**60, -1]
    assert rows["amount"].tolist() == [-12.25, 4.0]
    assert rows["account"].tolist() == [0, 0]
    assert journal.names.names == ["sales", "sales dept"]
    assert len(journal.money) == 2


def test_every_table_keeps_its_extremes() -> None:
    extremes = {"d": 1e300, "q": 2**63 - 1, "i": 2**31 - 1, "h": -(2**15), "b": 127}
    for name, columns in SCHEMA.items():
        table = Table(columns)
        row = tuple(extremes[code] for code in columns.values())
        table.add(*row)
        assert table.rows()[0].tolist() == row, name


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Exception, match="format requires"):
        Journal().levels.add(0.0, 40_000, 0, 1.0)


def test_streaming_hands_over_everything_and_keeps_memory_flat() -> None:
    pieces: list[tuple[str, Row]] = []
    world = World()
    world.journal.spill_to(lambda name, rows: pieces.append((name, rows)), megabytes=0.001)
    team = world.team()
    for number in range(100):
        world.ask(str(number), float(number), team, 0.5)
        world.journal.levels.add(float(number), 0, 0, float(number))
    world.run(200.0)
    assert len(world.journal.visits) * world.journal.visits.size < 2 * 1049
    world.journal.flush()
    visits = np.concatenate([rows for name, rows in pieces if name == "visits"])
    assert visits["started"].tolist() == [float(number) for number in range(100)]
    levels = np.concatenate([rows for name, rows in pieces if name == "levels"])
    assert levels["value"].tolist() == [float(number) for number in range(100)]
    assert len({name for name, _ in pieces}) == 2
    assert len(pieces) > 4


def test_flush_without_streaming_keeps_the_rows() -> None:
    journal = Journal()
    journal.levels.add(0.0, 0, 0, 1.0)
    journal.flush()
    assert len(journal.levels) == 1
