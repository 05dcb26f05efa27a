"""The bridge: each euro in one step, steps that sum exactly, bars where the table says, costs not by colour alone."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import cast

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

import sim
from sim.experiment.study import Study
from sim.views.charts import bridge
from sim.views.style import look
from tests.views.charts.drawing import axes, said
from tests.views.made_study import changed, made_study
from tests.views.tables import plain


def with_lines(study: Study, line: str, amounts: dict[str, float]) -> Study:
    """The study with a further line in every statement, taken from the margin, so that profits stay."""
    books = study.tables["statement"]
    rows = books[books["line"] == "margin"].assign(line=line)
    rows = rows.assign(amount=rows["world"].map(amounts))
    taken = books["amount"] - books["world"].map(amounts).where(books["line"] == "margin", 0.0)
    return changed(study, tables={**study.tables, "statement": pd.concat([books.assign(amount=taken), rows])})


def test_no_line_has_two_causes() -> None:
    lines = [line for own in bridge.CAUSES.values() for line in own]
    assert len(lines) == len(set(lines))
    assert bridge.REST not in bridge.CAUSES


def test_every_account_that_a_department_books_to_has_a_cause() -> None:
    """What is booked as "everything else" would be a step that explains nothing."""
    files = (Path(sim.__file__).parent / "company").rglob("*.py")
    booked = {name for file in files for name in re.findall(r'\.pay\(\s*"([^"]+)"', file.read_text(encoding="utf-8"))}
    assert len(booked) > 15
    assert booked <= {line for own in bridge.CAUSES.values() for line in own}


def test_levels_are_the_profits_and_steps_what_lies_between() -> None:
    study = made_study()
    rows = bridge.steps(study)
    levels = rows[rows["kind"] == bridge.LEVEL]
    profit = study.pairs[study.pairs["measure"] == "profit"]
    resized = study.pairs[study.pairs["measure"] == "resized profit"]
    assert levels["name"].tolist() == ["siloed", "integrated", "integrated, resized"]
    assert levels["amount"].tolist() == pytest.approx([profit["a"].mean(), profit["b"].mean(), resized["b"].mean()])
    names = rows["name"].tolist()
    first = rows.iloc[1 : names.index("integrated")]
    assert levels["amount"].iloc[0] + first["amount"].sum() == pytest.approx(levels["amount"].iloc[1], rel=1e-12)
    assert rows["end"].iloc[names.index("integrated") - 1] == pytest.approx(levels["amount"].iloc[1])
    assert (rows["end"] - rows["start"]).tolist() == pytest.approx(rows["amount"].tolist())


def test_what_no_cause_names_is_a_step_of_its_own_and_what_does_not_differ_is_none() -> None:
    study = made_study()
    apart = with_lines(study, "a new account", {"siloed": -50_000.0, "integrated": -90_000.0})
    before, after = (bridge.steps(one).set_index("name")["amount"] for one in (study, apart))
    assert after[bridge.REST] - before.get(bridge.REST, 0.0) == pytest.approx(-40_000.0 * 4)
    assert after["margin on goods"] - before["margin on goods"] == pytest.approx(40_000.0 * 4)
    same = with_lines(study, "carrier", {"siloed": -50_000.0, "integrated": -50_000.0})
    assert "carriage and storage" not in bridge.steps(same)["name"].tolist()
    books = study.tables["statement"]
    twice = pd.concat([books[books["world"] == "siloed"].assign(world=world) for world in study.worlds])
    itself = changed(study, pairs=study.pairs.assign(b=study.pairs["a"]), tables={**study.tables, "statement": twice})
    alike = bridge.steps(itself)
    assert alike["kind"].tolist() == [bridge.LEVEL, bridge.LEVEL, bridge.STEP, bridge.LEVEL]


def test_a_price_is_given_and_nothing_else() -> None:
    rows = bridge.steps(made_study()).set_index("name")
    assert rows.index[rows["given"].astype(bool)].tolist() == [bridge.PRICES]
    assert rows.loc[bridge.PRICES, "amount"] == pytest.approx(-386_000.0)
    assert rows.loc[bridge.PRICES, "effect"] == "worse"
    assert math.isnan(rows["lower"][bridge.PRICES])
    assert "given" in bridge.figures(rows.reset_index().loc[lambda own: own["name"] == bridge.PRICES].iloc[0].to_dict(),
                                     bridge.bridge_scale(rows.reset_index(), "EUR"))  # fmt: skip


@pytest.mark.parametrize("beside", [True, False])
def test_bars_stand_where_the_table_says(beside: bool) -> None:
    rows = bridge.steps(made_study())
    scale = bridge.bridge_scale(rows, "EUR")
    drawn = bridge.bridge(axes(), rows, scale, beside=beside)
    bars = [cast("Rectangle", bar) for bar in drawn.marks["bars"]]
    own = rows[rows["kind"] == bridge.STEP].to_dict("records")
    assert len(bars) == len(own)
    for bar, row in zip(bars, own, strict=True):
        assert bar.get_x() == pytest.approx(row["start"] * scale.factor)
        assert bar.get_width() == pytest.approx(row["amount"] * scale.factor)
        costs = row["effect"] == "worse"
        assert (bar.get_hatch() == bridge.HATCHES["worse"]) == costs
    assert bars[-1].get_linestyle() != "-"
    labels = " ".join(said(drawn.marks["labels"]))
    assert all(name in labels for name in rows["name"])


def test_levels_are_bars_from_0_only_where_steps_can_be_seen() -> None:
    rows = bridge.steps(made_study())
    assert bridge.begins_at_zero(rows)
    high = bridge.steps(made_study(profit=(90e6, 90.5e6), resized_profit=(91e6, 91e6)))
    assert not bridge.begins_at_zero(high)
    here = axes()
    drawn = bridge.bridge(here, high, bridge.bridge_scale(high, "EUR"), beside=True)
    assert not any(isinstance(mark, Rectangle) for mark in drawn.marks["levels"])
    assert here.get_xlim()[0] > 0


def test_the_title_tells_both_profits_and_the_largest_shown_step() -> None:
    study = made_study()
    rows = bridge.steps(study)
    scale = bridge.bridge_scale(rows, "EUR")
    title = plain(bridge.title(rows, ("siloed", "integrated"), scale))
    a, b = (rows.loc[rows["name"] == world, "amount"].iloc[0] / 1000 for world in ("siloed", "integrated"))
    assert title.startswith(f"Profit: {a:.0f} k EUR/yr in siloed, {b:.0f} in integrated; ")
    steps = rows[(rows["kind"] == bridge.STEP) & (rows["name"] != bridge.RESIZED) & (rows["effect"] != "undecided")]
    assert title.split("shown is ")[1].startswith(str(steps["name"].iloc[int(steps["amount"].abs().argmax())]))
    none = bridge.title(rows.assign(effect="undecided"), ("siloed", "integrated"), scale)
    assert none.endswith("no step is shown")
    assert "siloed resized in the same way would earn" in plain(bridge.resized_note(study))


def test_one_pair_has_no_interval() -> None:
    rows = bridge.steps(made_study(replications=1))
    assert rows["lower"].isna().all()
    assert set(rows.loc[(rows["kind"] == bridge.STEP) & ~rows["given"].astype(bool), "effect"]) == {"undecided"}
    assert bridge.bridge(axes(), rows, bridge.bridge_scale(rows, "EUR"), beside=True).marks["intervals"] == []


def test_worlds_have_their_colours() -> None:
    rows = bridge.steps(made_study())
    drawn = bridge.bridge(axes(), rows, bridge.bridge_scale(rows, "EUR"), beside=True)
    from matplotlib.colors import to_hex

    faces = [to_hex(cast("Rectangle", bar).get_facecolor()).upper() for bar in drawn.marks["levels"][:2]]
    assert faces == [colour.upper() for colour in look.WORLDS]
