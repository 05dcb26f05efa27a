"""Two worlds side by side: paired differences, verdicts, losers and twins, on outcomes made up by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.experiment.comparison import compare, match_rate, pairs_of, twins, verdict_of
from sim.experiment.relative import ratio_of
from sim.experiment.replication import ReplicationResult
from sim.measures.catalogue import FURTHER_MEASURES, MEASURES
from sim.measures.lead_time import PARTS

NAN = float("nan")


def outcome(
    replication: int, world: str = "a", tables: dict[str, pd.DataFrame] | None = None, cause: str = "", **measures: float
) -> ReplicationResult:
    named = {name.replace("_", " "): value for name, value in measures.items()}
    return ReplicationResult(world, replication, 1, {} if cause else named, tables or {}, cause)


def test_only_pairs_of_which_both_finished() -> None:
    """A failure in either world takes its pair out, and no other."""
    first = [outcome(0, churn=0.1), outcome(1, churn=0.2, cause="Traceback"), outcome(2, churn=0.3)]
    second = [outcome(0, churn=0.4), outcome(1, churn=0.5), outcome(2, churn=0.6, cause="Traceback")]
    assert pairs_of(first, second).to_dict("list") == {"measure": ["churn"], "replication": [0], "a": [0.1], "b": [0.4]}


def test_a_paired_interval_by_hand() -> None:
    """Differences 1, 2, 3: mean 2, standard error 1 / sqrt 3, t(2) = 4.3027: 2 +/- 2.4842."""
    first = [outcome(number, churn=value) for number, value in enumerate((10.0, 20.0, 30.0))]
    second = [outcome(number, churn=value) for number, value in enumerate((11.0, 22.0, 33.0))]
    table = compare(pairs_of(first, second)).set_index("measure")
    row = table.loc["churn"]
    assert (row["a"], row["b"], row["difference"], row["replications"]) == (20.0, 22.0, 2.0, 3)
    half = 4.302652729911275 / math.sqrt(3)
    assert (row["lower"], row["upper"]) == (pytest.approx(2 - half), pytest.approx(2 + half))
    assert row["correlation"] == pytest.approx(1.0)
    assert list(table.index) == [measure.id for measure in MEASURES]


def test_a_pair_that_has_no_value_in_one_world_is_left_out() -> None:
    """NaN in one world of one pair: that pair is missing from that measure, and the count says so."""
    first = [outcome(number, churn=0.1 * number, overtime=1.0 * number) for number in range(4)]
    second = [outcome(number, churn=NAN if number == 2 else 0.3, overtime=2.0) for number in range(4)]
    table = compare(pairs_of(first, second)).set_index("measure")
    assert (table.loc["churn", "replications"], table.loc["overtime", "replications"]) == (3, 4)
    assert table.loc["profit", "replications"] == 0
    assert table["difference"].isna()["profit"]


def test_holm_is_wider_than_plain_and_lets_the_best_be_best() -> None:
    """With two measures the smaller p-value is doubled, the larger is not made smaller; intervals are no narrower."""
    rng = np.random.default_rng(4)
    noise = rng.normal(size=(2, 8))
    first = [outcome(number, churn=0.0, overtime=0.0) for number in range(8)]
    second = [outcome(number, churn=2.0 + noise[0, number], overtime=0.5 + noise[1, number]) for number in range(8)]
    table = compare(pairs_of(first, second)).set_index("measure").loc[["churn", "overtime"]]
    plain, adjusted = table["p"].to_numpy(), table["p_holm"].to_numpy()
    assert adjusted[0] == pytest.approx(2 * plain[0])
    assert adjusted[1] == pytest.approx(max(plain[1], adjusted[0]))
    assert (table["lower_holm"] <= table["lower"] + 1e-12).all()
    assert (table["upper_holm"] >= table["upper"] - 1e-12).all()


@pytest.mark.parametrize(
    ("better", "lower", "upper", "expected"),
    [
        ("lower", -2.0, -1.0, "better"),
        ("lower", 1.0, 2.0, "worse"),
        ("higher", 1.0, 2.0, "better"),
        ("higher", -2.0, -1.0, "worse"),
        ("lower", -1.0, 1.0, "undecided"),
        ("higher", 0.0, 0.0, "undecided"),
        ("lower", NAN, NAN, "undecided"),
        ("neither", 1.0, 2.0, "different"),
        ("neither", -1.0, 1.0, "undecided"),
        ("neither", 0.0, 0.0, "undecided"),
        ("neither", NAN, NAN, "undecided"),
    ],
)
def test_verdicts(better: str, lower: float, upper: float, expected: str) -> None:
    """An interval that holds 0 decides nothing; one that does not, by the side on which it lies."""
    assert verdict_of(pd.Series({"better": better, "lower_holm": lower, "upper_holm": upper})) == expected


def cases(*rows: tuple[int, str, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["case", "name", "opened_at", "lead"])
    table["kind"], table["status"] = "order", "delivered"
    table["closed_at"] = table["opened_at"] + table["lead"]
    return table.assign(**{part: table["lead"] if part == "touch" else 0.0 for part in PARTS})


def test_twins_are_an_outer_join() -> None:
    """Three cases in one world, three in the other, two of them the same: four rows, by the time they began."""
    big = 2**62 + 3  # a child's key: must survive the join to the last bit
    first = outcome(
        0,
        "siloed",
        {"cases": cases((1, "order 1", 5.0, 9.0), (big, "order 1/invoice 1", 6.0, 1.0), (3, "order 3", 7.0, 2.0))},
    )
    second = outcome(
        0,
        "integrated",
        {"cases": cases((1, "order 1", 5.0, 4.0), (big, "order 1/invoice 1", 6.5, 1.0), (big + 1, "order 9", 1.0, 2.0))},
    )
    table = twins(first, second)
    assert table["name"].tolist() == ["order 9", "order 1", "order 1/invoice 1", "order 3"]
    assert table["in"].tolist() == ["integrated only", "both", "both", "siloed only"]
    assert (table.loc[1, "lead_a"], table.loc[1, "lead_b"]) == (9.0, 4.0)
    assert table["lead_a"].isna().tolist() == [True, False, False, False]
    assert table["lead_b"].isna().tolist() == [False, False, False, True]
    assert match_rate(table) == 0.5


def test_random_differences_that_agree_are_undecided_and_prices_are_given() -> None:
    """Churn falls by the same amount in both pairs: two such draws show nothing. Lever costs are arithmetic."""
    first = [outcome(number, churn=0.18, lever_costs=0.0, overtime=1.0) for number in range(2)]
    second = [outcome(number, churn=0.14, lever_costs=5000.0, overtime=1.0) for number in range(2)]
    table = compare(pairs_of(first, second)).set_index("measure")
    assert table.loc["churn", "verdict"] == "undecided"
    assert table.loc["churn", ["lower", "upper", "ratio_lower", "p"]].isna().all()
    given = table.loc["lever costs"]
    assert (given["verdict"], given["lower"], given["upper"], given["lower_holm"]) == ("given", 5000.0, 5000.0, 5000.0)
    assert pd.isna(given["p"])
    assert (table.loc["overtime", "verdict"], table.loc["overtime", "upper"]) == ("undecided", 0.0)


@pytest.mark.parametrize(("gain", "said"), [((0.0, 0.0), "given"), ((900.0, 900.0), "undecided"), ((3.0, 9.0), "worse")])
def test_profit_that_falls_by_the_price_alone_is_given(gain: tuple[float, float], said: str) -> None:
    """Two worlds that differ in a price of 5,000 only; in it and by luck that agrees; in it and by luck that does not."""
    first = [outcome(number, profit=1e6 + number, lever_costs=1000.0) for number in range(2)]
    second = [outcome(number, profit=1e6 + number - 5000.0 + own, lever_costs=6000.0) for number, own in enumerate(gain)]
    row = compare(pairs_of(first, second)).set_index("measure").loc["profit"]
    assert (row["verdict"], row["given"]) == (said, said == "given")
    if said == "given":
        assert (row["lower"], row["upper"], row["lower_holm"]) == pytest.approx((-5000.0, -5000.0, -5000.0))
        assert pd.isna(row["p"])


def test_profit_is_given_only_in_pairs_that_know_the_price() -> None:
    first = [outcome(number, profit=1e6) for number in range(2)]
    second = [outcome(number, profit=1e6 - 5000.0) for number in range(2)]
    assert compare(pairs_of(first, second)).set_index("measure").loc["profit", "verdict"] == "undecided"


def test_what_cannot_be_negative_falls_by_less_than_all_of_it() -> None:
    """From about 100 to about 5: by the difference's interval -105 to -85 %, by the ratio's own never below -100 %."""
    rng = np.random.default_rng(3)
    a, b = 100 + 20 * rng.normal(size=5), np.exp(1.4 + 0.5 * rng.normal(size=5))
    first = [outcome(number, regret=value, churn=value) for number, value in enumerate(a)]
    second = [outcome(number, regret=value, churn=value) for number, value in enumerate(b)]
    row = compare(pairs_of(first, second)).set_index("measure").loc["churn"]
    assert (row["lower"] / row["a"]) < -1
    assert 0 < row["ratio_lower_holm"] <= row["ratio_lower"] < row["ratio"] < row["ratio_upper"] < 1
    assert row["ratio"] == pytest.approx(b.mean() / a.mean())


def test_every_share_and_ratio_names_its_base() -> None:
    """Whatever is a share, a mean or so much per something says over what; the table of results prints it.

    Counts, in a year or a week or at the end, are over nothing.
    """
    sums = {"currency/year", "currency/week", "score", "case days", "a year", "a week", "number"}
    missing = [m.id for m in (*MEASURES, *FURTHER_MEASURES) if not m.base and m.unit not in sums and m.id != "overtime"]
    assert missing == []
    table = compare(pairs_of([outcome(0, churn=0.1)], [outcome(0, churn=0.2)]))
    assert (
        table.set_index("measure").loc["first-contact resolution", "base"]
        == "issues solved or given up, each world's own mix of kinds"
    )


def test_two_wild_pairs_have_a_ratio_without_limits() -> None:
    """Their logarithms spread so far that the upper limit is beyond all numbers."""
    ratio = ratio_of([1e-6, 5.0], [5.0, 1e-6], 0.9999)
    assert math.isnan(ratio.lower)
    assert math.isnan(ratio.upper)
