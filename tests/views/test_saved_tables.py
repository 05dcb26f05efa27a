"""The tables of a folder: worlds by name, causes without places."""

from __future__ import annotations

from sim.views import saved_tables
from tests.views.made_study import changed, made_failures, made_study


def test_names_of_worlds_make_columns() -> None:
    table = saved_tables.comparison_table(made_study(names=("measure", "lower")))
    assert list(table.columns)[2:4] == ["measure (world)", "lower (world)"]
    assert table.columns.is_unique


def test_failures_keep_their_cause_but_no_place_on_a_disk() -> None:
    table = saved_tables.tables_of(changed(made_study(), failures=made_failures(1)))["failures"]
    assert "ValueError: no stock" in table["cause"].iloc[0]
    assert "/home/somebody" not in table["cause"].iloc[0]
    assert 'File "x.py", line 1' in table["cause"].iloc[0]
