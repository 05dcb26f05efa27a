"""The small cube beside a comparison: what can be afforded, and that the comparison's gap is what is divided."""

from __future__ import annotations

import pytest

from sim.experiment.attribution import tied
from sim.experiment.small_cube import ENOUGH_WEEKS, MOST_LEVERS, PAIRS, SECONDS, plan, small_cube
from sim.experiment.study import with_studies
from sim.inputs.scenario import Scenario
from sim.inputs.workload import SECONDS_PER_TOUCH, touches_of
from tests.experiment import made_up
from tests.views.already_made import glanced_study
from tests.views.made_study import made_study, scenario


def test_all_corners_fit_into_the_seconds() -> None:
    for a, b in (made_up.worlds(), (scenario("siloed"), scenario("integrated"))):
        found = plan(a, b)
        assert found is not None
        assert PAIRS[-1] <= found.replications <= PAIRS[0]
        assert 1 <= found.weeks <= ENOUGH_WEEKS
        short = a.model_copy(update={"weeks": found.weeks, "warm_up_weeks": found.warm_up_weeks})
        assert 16 * found.replications * touches_of(short) * SECONDS_PER_TOUCH <= SECONDS * 1.001


def test_runs_are_never_longer_than_the_comparison_s() -> None:
    a, b = (world.model_copy(update={"weeks": 1, "warm_up_weeks": 0}) for world in made_up.worlds())
    found = plan(a, b)
    assert found is not None
    assert (found.weeks, found.warm_up_weeks) == (1, 0)


def test_where_there_is_none() -> None:
    a, b = made_up.worlds()
    assert plan(a, a) is None, "no lever differs"
    assert plan(a, b.model_copy(update={"seed": 7})) is None, "more than levers differ"
    many = b.levers.model_copy(update={"chatbot": 0.5})
    assert len(set(many.model_dump().items()) - set(a.levers.model_dump().items())) == MOST_LEVERS + 1
    assert plan(a, b.model_copy(update={"levers": many})) is None, "too many levers"
    assert plan(a, scenario("go_live")) is None, "something happens at dates"


def heavy(world: Scenario) -> Scenario:
    """The same with a hundred times the orders."""
    customers = world.company.customers.model_copy(update={"web_orders_per_week": 300_000.0})
    return world.model_copy(update={"company": world.company.model_copy(update={"customers": customers})})


def test_a_company_that_is_too_large_has_none() -> None:
    a, b = made_up.worlds()
    assert plan(heavy(a), heavy(b)) is None


def test_shares_add_up_to_the_comparison_s_gap() -> None:
    study = glanced_study()
    cube = study.more.cube
    assert cube is not None
    assert cube.tied_to == study.replications
    own = study.comparison.set_index("measure")
    for gap in cube.gaps.to_dict("records"):
        row = own.loc[gap["measure"]]
        assert (gap["a"], gap["b"], gap["gap"]) == pytest.approx((row["a"], row["b"], row["difference"]))
        shares = cube.shares[cube.shares["measure"] == gap["measure"]]
        assert shares["share"].sum() == pytest.approx(gap["gap"]), gap["measure"]
        assert (shares["lower"] <= shares["share"]).all()


def test_a_cube_of_the_comparison_s_own_runs_is_left_as_it_is() -> None:
    study = glanced_study()
    cube = small_cube(study.a, study.b, made_up.evaluate)
    assert cube is not None
    own = made_study().pairs.iloc[:0]
    pairs = [
        (name, number, first, second)
        for name, at in cube.cubes.items()
        for number, (first, second) in enumerate(zip(at[frozenset()], at[frozenset(cube.levers)], strict=True))
    ]
    assert tied(cube, own.__class__(pairs, columns=own.columns)) is cube
    assert with_studies(study, study.more).more.cube is not None
