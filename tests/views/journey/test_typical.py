"""The order that is told of first, found in the data; and titles in one unit."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.measures.catalogue import case_table
from sim.views.journey.case_way import title_of
from sim.views.journey.names import NoSuchCase
from sim.views.journey.story import journey_of
from sim.views.journey.typical import VISIBLE, Typical, typical_case
from sim.views.journey.words import in_one_unit
from tests.views.replay_study import WORLDS, run_of, world

BEGIN = 168.0


def cases(*rows: tuple[int, float, float, float]) -> pd.DataFrame:
    """Orders by number, lead, hours waited for information, and hours outside."""
    table = pd.DataFrame(rows, columns=["case", "lead", "information", "outside"])
    return table.assign(
        name=[f"order {number}" for number in table["case"]], kind="order", status="delivered", opened_at=200.0
    )


def test_by_hand_the_nearest_to_the_median_whose_wait_is_seen() -> None:
    """Savings 2, 4, 5, 9 and 30: the median is 5, but order 3 waits too little to be seen, order 4 not at all here."""
    a = cases((1, 50, 9, 20), (2, 50, 9, 20), (3, 50, 4, 20), (4, 50, 9, 30), (5, 50, 9, 20))
    b = cases((1, 48, 0, 20), (2, 46, 0, 20), (3, 45, 0, 20), (4, 41, 0, 20), (5, 20, 0, 20))
    assert typical_case(a, b) == Typical("order 2", 4.0, 5.0, 5)
    assert typical_case(a, b, begin=300.0) is None
    assert typical_case(a.assign(information=0.0), b) == Typical("order 3", 5.0, 5.0, 5), "where nobody waits, any order"
    assert typical_case(a, b.assign(status="lost")) is None


def test_the_found_order_is_what_it_is_said_to_be() -> None:
    """Its numbers and the median, from the runs' own tables."""
    a, b = (case_table(run_of(name)).set_index("case") for name in WORLDS)
    found = typical_case(a.reset_index(), b.reset_index(), BEGIN)
    assert found is not None
    delivered = ["delivered", "delivered late", "delivered wrong"]
    own = a[a["kind"].isin(["order", "business order"]) & a["status"].isin(delivered) & (a["opened_at"] >= BEGIN)]
    both = own.index.intersection(b.index[b["status"].isin(delivered)])
    saved = a.loc[both, "lead"] - b.loc[both, "lead"]
    assert found.orders == len(both)
    assert found.middle == pytest.approx(saved.median())
    (case,) = a.index[a["name"] == found.name]
    assert found.saved == pytest.approx(saved[case])
    assert a.loc[case, "information"] >= VISIBLE * a.loc[case, "lead"]
    assert a.loc[case, "information"] > b.loc[case, "information"]
    nearer = (saved - found.middle).abs() < abs(found.saved - found.middle)
    assert nearer.mean() < 0.25, "few orders are nearer to the median"


def test_without_a_name_the_journey_tells_the_typical_order_and_why() -> None:
    runs = [(world(name), run_of(name)) for name in WORLDS]
    told = journey_of(None, runs)
    first, second = (case_table(run_of(name)) for name in WORLDS)
    found = typical_case(first, second, BEGIN)
    assert found is not None
    assert told.name == found.name
    why, _, rest = told.text.partition("\n\n")
    assert why.startswith("A typical order: it saves ")
    assert f"the median of {found.orders:,} orders" in " ".join(why.split())
    assert rest == journey_of(found.name, runs).text


def test_a_company_without_orders_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.views.journey.story.typical_case", lambda *_: None)
    with pytest.raises(NoSuchCase, match="name a case"):
        journey_of(None, [(world(name), run_of(name)) for name in WORLDS])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([61.9, 60.4, 8.3], ["61.9 h", "60.4 h", "8.3 h"]),
        ([130.0, 52.5, 77.5], ["5.4 days", "2.2 days", "3.2 days"]),
        ([0.5, 0.25, 0.2], ["30 min", "15 min", "12 min"]),
        ([60.0, 0.5, 59.5], ["60.0 h", "0.5 h", "59.5 h"]),
        ([2000.0, 0.25, 0.0], ["2,000 h", "0.2 h", "0.0 h"]),
        ([0.0, 0.0], ["0 min", "0 min"]),
    ],
)
def test_durations_said_together_have_one_unit(values: list[float], said: list[str]) -> None:
    assert in_one_unit(values) == said


def test_a_title_has_one_unit() -> None:
    way = pd.DataFrame(
        [("a", 0.0, 52.0, "information"), ("b", 0.0, 30.0, "information")], columns=["world", "began", "ended", "part"]
    )
    both = pd.DataFrame({"world": ["a", "b"], "lead": [52.0, 30.0], "finished": True})
    assert title_of("order 1", way, both, ("a", "b")) == (
        "Order 1 took 52.0 h in a, 30.0 h in b; waiting for information: 22.0 h less"
    )
