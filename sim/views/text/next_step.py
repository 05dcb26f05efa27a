"""What to do next: which lever first, and when it does not pay; where that has not been run, what to run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.anchoring import together
from sim.experiment.attribution import tie_of
from sim.experiment.bundles import bundle_name
from sim.experiment.given import PRICE
from sim.experiment.statistics import Interval, t_interval
from sim.views.charts import break_even
from sim.views.charts.bridge import PROFIT
from sim.views.style import words
from sim.views.style.cube_words import runs_words
from sim.views.style.scales import scale_of
from sim.views.style.study_words import Row, amount, names
from sim.views.text.evidence import not_run

if TYPE_CHECKING:
    from sim.experiment.study import Study

MOST = 2
"""So many assumptions that change the winner are told here; the chart has all."""
NOT_SHOWN = ", though not shown to pay alone"


def next_step(study: Study) -> list[str]:
    """A sentence or two on which lever comes first, then on when it does not pay, then what has not been run."""
    return [*_which_first(study), *_price(study), *_when(study), *not_run(study)]


def _which_first(study: Study) -> list[str]:
    if study.more.bundles is None:
        return _by_the_cube(study)
    return _first_of(study, study.more.bundles[study.more.bundles["levers"] > 0])


def _first_of(study: Study, bought: pd.DataFrame) -> list[str]:
    single = _best(bought[bought["levers"] == 1])
    pays = "" if single["net_lower"] > 0 else ", though it does not pay alone" if single["net_upper"] < 0 else NOT_SHOWN
    said = [f"First{pays}: {single['bundle']}. {words.sentence(_leaves(study, single, 'alone it'))}."]
    if (most := _best(bought))["bundle"] != single["bundle"]:
        said.append(f"Of all bundles {most['bundle']} leaves most: {_leaves(study, most, 'it')}.")
    return said


def _by_the_cube(study: Study) -> list[str]:
    """The same from the corners of the cube, where bundles have not been run."""
    cube = study.more.cube
    if cube is None or PROFIT not in cube.cubes:
        return []
    own = tie_of(cube, study.pairs, PROFIT)
    rows = [
        {
            "bundle": bundle_name(on),
            "levers": len(on),
            **_net(together([own], {one: float(one in on) for one in own.parts})),
        }
        for on in (tuple(lever for lever in cube.levers if lever in corner) for corner in own.gains)
        if on
    ]
    said = _first_of(study, pd.DataFrame(rows))
    return [*said[:-1], f"{said[-1].removesuffix('.')}; estimated from {runs_words(cube)}."]


def _net(found: Interval) -> Row:
    return {"net": found.estimate, "net_lower": found.lower, "net_upper": found.upper}


def _best(bundles: pd.DataFrame) -> Row:
    best: Row = bundles.iloc[int(bundles["net"].argmax())].to_dict()
    return best


def _leaves(study: Study, row: Row, subject: str) -> str:
    """`alone it leaves +120,000 EUR a year after paying for it (+80,000 to +160,000)`."""
    low, high = row["net_lower"], row["net_upper"]
    shown = "" if low > 0 or high < 0 else ", undecided"
    limits = f" ({amount(low, signed=True)} to {amount(high, signed=True)}{shown})" if math.isfinite(low) else ""
    money = f"{amount(row['net'], signed=True)} {study.a.company.currency} a year"
    return f"{subject} leaves {money} after paying for it{limits}"


def _price(study: Study) -> list[str]:
    """Up to which price the second world pays: profit falls by the price, euro by euro, so this is arithmetic."""
    values = study.pairs.pivot_table(index="replication", columns="measure", values=["a", "b"])
    if not {PROFIT, PRICE} <= set(values["b"]):
        return []
    price = (values["b"][PRICE] - values["a"][PRICE]).dropna()
    if price.empty or float(price.mean()) <= 0:
        return []
    worth = t_interval((values["b"][PROFIT] - values["a"][PROFIT]).to_numpy() + price.to_numpy())
    currency, b = study.a.company.currency, names(study)[1]
    asked = f"they cost {amount(float(price.mean()))} {currency} a year more than in {names(study)[0]}"
    limits = f" ({amount(worth.lower, signed=True)} to {amount(worth.upper, signed=True)})" if worth.n > 1 else ""
    if worth.estimate <= 0:
        return [f"Even free of charge, systems and programmes leave {b} no richer on the mean{limits}; {asked}."]
    said = f"{amount(worth.estimate)} {currency} a year{limits}"
    return [f"It does not pay where systems and programmes cost more than they bring, {said}; {asked}."]


def _when(study: Study) -> list[str]:
    found = study.more.break_evens
    if found is None:
        return []
    turning = [one for one in found if one.inside]
    if not turning:
        return [f"{break_even.title(found, study.worlds)}."]
    scale = scale_of("currency/year", study.a.company.currency)
    return [f"{break_even.turning_words(one, study.worlds, scale)}." for one in turning[:MOST]]
