"""Valid extremes: companies whose numbers stand at the ends of what is allowed, and companies with next to nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any, TypeAlias

from sim.inputs.levers_model import LEVERS
from sim.inputs.mistakes import node_at
from sim.inputs.scenario import Scenario
from sim.inputs.sources import Where
from sim.inputs.workload import touches_of
from tests.company.worlds import plain_company

MOST_TOUCHES = 60_000.0
Shape: TypeAlias = Callable[[dict[str, Any], random.Random], None]
SCHEMA = Scenario.model_json_schema()


def extreme(seed: int) -> dict[str, Any]:
    """The scenario of a seed as plain data; it may still be refused, in words."""
    return next(found for attempt in count() if is_small(found := _drawn(random.Random(f"{seed} {attempt}"), seed)))


def is_small(data: dict[str, Any]) -> bool:
    """Whether a test has time for its runs, by the program's own estimate; what is refused takes none."""
    try:
        return touches_of(Scenario.model_validate(data)) < MOST_TOUCHES
    except ValueError:
        return True


def _drawn(luck: random.Random, seed: int) -> dict[str, Any]:
    company = plain_company()
    for _ in range(luck.randint(0, 2)):
        luck.choice(SHAPES)(company, luck)
    spots = [spot for spot in numbers(company) if spot[2] != spot[3]]
    for holder, key, low, high in luck.sample(spots, luck.choice((1, 2, 5, 20))):
        holder[key] = type(low)(luck.choice((low, high)))
    return {
        "name": f"extreme {seed}",
        "seed": luck.choice((0, 1, 2**63 - 1)),
        "weeks": luck.choice((1, 1, 2)),
        "warm_up_weeks": luck.choice((0, 1)),
        "levers": {lever: luck.choice((0.0, 1.0, 0.5)) for lever in LEVERS if luck.random() < 0.4},
        "events": [_event(luck) for _ in range(luck.choice((0, 0, 1, 5)))],
        "company": company,
    }


def numbers(company: dict[str, Any]) -> Iterator[tuple[Any, Any, Any, Any]]:
    """Every number of a company: what holds it, its key, and the ends of its range."""
    yield from _numbers(company, ("company",))


def _numbers(data: Any, where: Where) -> Iterator[tuple[Any, Any, Any, Any]]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, dict | list):
            yield from _numbers(value, (*where, key))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield data, key, *_ends(node_at(SCHEMA, (*where, key)))


def _ends(node: Mapping[str, Any]) -> tuple[float, float]:
    kind = int if node["type"] == "integer" else float
    low = node["minimum"] if "minimum" in node else node["exclusiveMinimum"] + 1e-3
    high = node["maximum"] if "maximum" in node else node["exclusiveMaximum"] - 1e-3
    return kind(low), kind(high)


def _event(luck: random.Random) -> dict[str, Any]:
    kinds = (
        {"kind": "platform outage", "department": luck.choice(("every", "it", "support")), "hours": 2000.0},
        {"kind": "demand peak", "factor": 10.0, "weeks": 520.0},
        {"kind": "supplier failure", "factor": 10.0, "weeks": 520.0},
        {"kind": "resignation wave", "share": 1.0},
        {"kind": "security incident", "department": "every", "severity": 10.0},
        {"kind": "acquisition", "factor": luck.choice((2.0, 10.0)), "people": luck.choice((1.0, 10.0))},
    )
    return {"week": 0, "day": luck.choice(("mon", "sun")), "hour": luck.choice((0.0, 23.9)), **luck.choice(kinds)}


def one_product(company: dict[str, Any], luck: random.Random) -> None:
    name = luck.choice(list(company["products"]))
    company["products"] = {name: company["products"][name]}


def no_orders(company: dict[str, Any], _: random.Random) -> None:
    for key in ("web_orders_per_week", "business_orders_per_week", "inbound_leads_per_week"):
        company["customers"][key] = 0.0
    company["marketing"]["response_share"] = 0.0


def no_contacts(company: dict[str, Any], _: random.Random) -> None:
    for key in ("questions_per_week", "technical_per_week", "complaints_per_week"):
        company["contacts"][key] = 0.0


def nobody_there(company: dict[str, Any], _: random.Random) -> None:
    company["hr"]["absence"] = 1.0


def one_person_each(company: dict[str, Any], _: random.Random) -> None:
    for team in company["teams"].values():
        team["staff"] = 1


def one_team_each(company: dict[str, Any], _: random.Random) -> None:
    company["teams"].pop("production", None)
    company["teams"]["warehouse"]["can_learn"] = []
    for activity in company["activities"].values():
        if activity["team"] == "production":
            activity["team"] = "warehouse"


def always_open(company: dict[str, Any], _: random.Random) -> None:
    for hours in company["working_hours"].values():
        hours |= {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "opens": 0, "closes": 24}


def hardly_open(company: dict[str, Any], _: random.Random) -> None:
    for hours in company["working_hours"].values():
        hours |= {"days": ["wed"], "opens": 10, "closes": 10.01}


def slow(company: dict[str, Any], luck: random.Random) -> None:
    for activity in company["activities"].values():
        activity["minutes"] = luck.choice((0.01, 100_000.0))


def ten_times(company: dict[str, Any], _: random.Random) -> None:
    for team in company["teams"].values():
        team["staff"] *= 10
    company["customers"]["web_orders_per_week"] *= 10


SHAPES: tuple[Shape, ...] = (
    one_product,
    no_orders,
    no_contacts,
    nobody_there,
    one_person_each,
    one_team_each,
    always_open,
    hardly_open,
    slow,
    ten_times,
)
