"""`sim.attribute` and `sim.break_even`: shares that add up, pictures, and mistakes as sentences."""

from __future__ import annotations

import pytest

import sim
from sim.inputs.mistakes import Mistakes
from sim.interactive import notebook
from sim.interactive.studies import Shares

LEVERS = ("integrated_systems", "process_automation")


@pytest.fixture(scope="module")
def found() -> Shares:
    """The runs that the documented example asks for as well."""
    return sim.attribute("small_siloed", "small_integrated", levers=LEVERS, replications=2, weeks=1, warm_up=0, jobs=1)


def test_shares_add_up_to_the_gap_and_show_themselves(found: Shares) -> None:
    gaps = found.gaps.set_index("measure")["gap"]
    for measure in found.cubes:
        assert found.of_levers(measure)["share"].sum() == pytest.approx(gaps[measure])
    assert "<svg" in found._repr_html_()
    assert repr(found) == repr(found.waterfall())
    assert "order to delivery" in repr(found.joint_effects("order lead time"))


def test_a_price_from_nothing_on_turns_the_lead_where_it_is_said(found: Shares) -> None:
    """The price is arithmetic: between two values of it the lead is a straight line."""
    turns = sim.break_even(
        "price of the strategies", a=found.a, b=found.b, replications=2, grid=2, steps=0, weeks=1, warm_up=0, jobs=1
    )
    (one,) = turns.found
    leads = one.line.set_index("value")["lead"]
    price = found.gaps.set_index("measure").loc["profit", "gap"] - leads.iloc[0]
    assert leads.diff().iloc[-1] == pytest.approx(price * one.assumption.high)
    assert turns.reasons().startswith("price of the strategies, 0 to ")
    assert "<svg" in turns._repr_html_()
    assert repr(turns) == repr(turns.chart())


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), "assumptions: none of 'price of .* is named"),
        (("lod",), "'lod' is none of 'price of .*; did you mean 'load'"),
    ],
)
def test_an_assumption_has_to_be_one(names: tuple[str, ...], said: str) -> None:
    with pytest.raises(Mistakes, match=said):
        sim.break_even(*names)


def test_an_answer_waits_for_a_guess() -> None:
    picture = notebook.curves("x", "y", (0.0, 1.0), {"line": lambda x: x}, title="the answer is 12.75")
    for shown in (notebook.answer(None, 12.75), notebook.told(None, picture)):
        assert "none yet" in str(shown)
        assert "12.75" not in str(shown)
    assert "12.8" in str(notebook.answer(3.0, 12.75))
    assert notebook.told(3.0, picture) is picture


def test_practices_are_those_that_differ() -> None:
    siloed, integrated = sim.load("small_siloed"), sim.load("small_integrated")
    table = notebook.practices("finance", siloed, integrated)
    assert {"visible", "attention"} <= set(table.index)
    assert (table[siloed.name] != table[integrated.name]).all()
    assert notebook.practices("finance", siloed, siloed.model_copy(update={"name": "again"})).empty
