"""The journal: what goes in comes out, streamed or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from sim.engine.journal import PIECE, SCHEMA, Journal, Row, Table
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


class Pile:
    """A shelf that keeps what it takes as it came."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Row]] = []

    def put(self, table: str, rows: Row) -> None:
        self.taken.append((table, rows))

    def pieces(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        for name, rows in self.taken:
            if name == table:
                yield rows[list(columns)]


def test_streaming_hands_over_everything_and_keeps_memory_flat() -> None:
    pile, plain, world = Pile(), World(), World()
    team, same = world.team(), plain.team()
    world.journal.stream_to(pile)  # whoever writes has hold of the table already
    for number in range(100):
        world.ask(str(number), float(number), team, 0.5)
        plain.ask(str(number), float(number), same, 0.5)
        world.journal.levels.add(float(number), 0, 0, float(number))
    for end in range(10, 201, 10):
        world.run(float(end))
        world.journal.spill(1500)
        assert len(world.journal.visits.rows("case")) == len(world.journal.visits)
    plain.run(200.0)
    assert {name for name, _ in pile.taken} == {"visits", "levels"}
    assert all(rows.nbytes < 2500 for name, rows in pile.taken if name == "visits")
    assert sum(len(rows) for name, rows in pile.taken if name == "visits") < len(world.journal.visits) == 100
    assert world.journal.visits.rows().tobytes() == plain.journal.visits.rows().tobytes()
    assert world.journal.levels.rows("value")["value"].tolist() == [float(number) for number in range(100)]
    world.journal.spill()
    assert sum(len(rows) for name, rows in pile.taken if name == "visits") == len(world.journal.visits) == 100
    assert world.journal.visits.rows().tobytes() == plain.journal.visits.rows().tobytes()


@pytest.mark.parametrize("streamed", [False, True])
def test_pieces_are_the_rows(streamed: bool) -> None:
    journal = Journal()
    if streamed:
        journal.stream_to(Pile())
    for number in range(PIECE + 10):
        journal.levels.add(float(number), number % 7, 3, -float(number))
        if number % 10_000 == 0:
            journal.spill()
    pieces = list(journal.levels.pieces("value", "what"))
    assert len(pieces) > 1
    assert {piece.dtype.names for piece in pieces} == {("value", "what")}
    assert np.concatenate([piece["value"] for piece in pieces]).tolist() == [-float(n) for n in range(PIECE + 10)]
    assert np.array_equal(np.concatenate([piece["what"] for piece in pieces]), journal.levels.rows()["what"])


def test_a_journal_that_is_not_streamed_keeps_its_rows() -> None:
    journal = Journal()
    journal.levels.add(0.0, 0, 0, 1.0)
    journal.spill()
    assert len(journal.levels.rows()) == len(journal.levels) == 1
