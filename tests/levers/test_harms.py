"""No lever without a measure that it can make worse, inside the box of plausible companies.

Where to look was found with seed 1; what is claimed here is tested on other luck (seed 2): one named primary measure a
lever, eight pairs of six weeks, two-sided at 1 % each. Of fifteen claims that all were luck, 0.15 would pass. Where eight
pairs left a claim undecided, it is tested on more pairs of yet other luck (seed 3), or claimed anew, in words beside it,
where the mechanism shows more plainly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from sim.experiment.executors import Evaluate, stored_runs
from sim.experiment.one_at_a_time import ALONE, PRIMARY, at_level, contrasts_of, one_at_a_time
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.store import Store
from sim.inputs.assumptions import Assumptions, with_values
from sim.inputs.levers_model import CHALLENGES
from sim.inputs.loading import load, load_scenario
from sim.inputs.names import CONTACT_CENTRE
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import CATALOGUE
from tests.experiment.made_up import SCENARIOS
from tests.first_company import FIRST

LEVEL, WEEKS, WARM_UP = 0.01, 6, 2
LITTLE = {"information silos": 0.3, "cultural differences": 0.2, "incompatible technologies": 0.3}
"""A company with as few obstacles as the box allows: remedies have little to gain."""
FRAGILE_BOTS = {"releases that break bots": 0.5, "releases that fail": 0.3, "routine that bots can do": 0.65}
# On the default company more overtime by integrated systems was seen with seed 1 and not with seed 2: hence this one.
TROUBLED_PLATFORM = {
    "weeks between outages of the platform": 2.0,
    "restoring the platform, against an own system": 3.0,
    "people who can work on the platform at once": 0.5,
    "mandatory fields": 2.5,
    **LITTLE,
}
BUSY = SCENARIOS / "small_typical.toml"
"""A company in whose customer service people queue."""
BUSY_FROM, BUSY_TO = 0.75, 0.88
"""What customer service of such a company works of its time on duty, as a share."""
INTEGRATED = ("integrated_systems", "collaborative_culture", "cross_training", "process_automation")


@dataclass(frozen=True)
class Harm:
    """A lever, the measure it makes worse, and where.

    Attributes:
        others: levers that are on with it and without it, besides the challenges.
        company: values of assumptions of `scenarios/plausible_box.toml`; the company as it is where none are given.
        siloed: the scenario file that the lever stands on.
        gain: a measure that it makes better in the same runs, if that is claimed.
    """

    lever: str
    measure: str
    others: tuple[str, ...] = ()
    company: Mapping[str, float] = field(default_factory=dict)
    siloed: Path = FIRST / "siloed.toml"
    pairs: int = 8
    seed: int = 2
    gain: str = ""


HARMS = (
    Harm("information_silos", "age at use"),
    # Twice as many tickets go to an expert; how much longer a ticket takes was undecided in 24 pairs.
    Harm("cultural_differences", "first-contact resolution"),
    Harm("incompatible_technologies", "contacts per issue"),
    Harm("integrated_systems", "overtime", company=TROUBLED_PLATFORM),
    Harm("collaborative_culture", "order lead time", company={"meetings": 0.06, "load": 1.1, **LITTLE}),
    Harm(
        "cross_training",
        "satisfaction",
        company={"slowdown in a second skill": 1.4, "training time": 0.04, "load": 1.1, **LITTLE},
        pairs=16,
        seed=3,
    ),
    # Among silos bots save more rework than they make when a release breaks them, for they convert formats too.
    Harm(
        "process_automation",
        "rework cost",
        others=INTEGRATED[:3],
        company={"noticing what is wrong": 2.0, **FRAGILE_BOTS},
        pairs=32,
    ),
    Harm("chatbot", "first-contact resolution", siloed=BUSY, pairs=24, gain="ticket time"),
    Harm("back_office_bots", "rework cost", others=INTEGRATED, company=FRAGILE_BOTS, pairs=48, seed=3),
    Harm(
        "personalisation",
        "lost sales",
        company={"minutes to rekey a field": 1.0, "inbox rounds": 5.0, "free-form messages": 0.25, "load": 1.1},
    ),
    Harm("predictive_analytics", "losses"),
    Harm("real_time_dashboards", "overtime", pairs=20, seed=3),
    Harm("remote_work", "ticket time"),
    # Who would have written is on a line, and whoever is waits longer; e-mails, of which there are fewer, wait no longer.
    Harm("omnichannel", "waiting time", siloed=BUSY, pairs=24, gain="re-tells"),
    Harm("view_360", "losses"),
)


def box() -> Assumptions:
    model = load(SCENARIOS / "plausible_box.toml")
    assert isinstance(model, Assumptions)
    return model


def ground_of(harm: Harm) -> Scenario:
    """The company in which the lever is tried; challenges stand on top of no obstacles, all others on siloed."""
    ranges = {assumption.name: assumption for assumption in box().assumption}
    siloed = load_scenario(harm.siloed).model_copy(update={"weeks": WEEKS, "warm_up_weeks": WARM_UP, "seed": harm.seed})
    ground = with_values(siloed, [(ranges[name], value) for name, value in harm.company.items()])
    ground = at_level(ground, harm.others, 1.0, "ground")
    return at_level(ground, CHALLENGES, 0.0, "ground") if harm.lever in CHALLENGES else ground


def test_every_lever_has_its_harm_inside_the_box() -> None:
    assert [harm.lever for harm in HARMS] == [lever.name for lever in CATALOGUE]
    ranges = {assumption.name: assumption for assumption in box().assumption}
    for harm in HARMS:
        assert harm.measure in PRIMARY
        assert harm.lever not in harm.others
        for name, value in harm.company.items():
            assert ranges[name].low <= value <= ranges[name].high, (harm.lever, name)


@pytest.mark.slow
@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.lever)
def test_it_makes_a_measure_worse(harm: Harm) -> None:
    ground = ground_of(harm)
    contrasts = contrasts_of(ground, at_level(ground, [harm.lever], 1.0, harm.lever))
    alone = [contrast for contrast in contrasts if contrast.reading == ALONE]
    seen: list[ReplicationResult] = []
    effects = one_at_a_time(alone, noting(seen), replications=harm.pairs).effects.set_index("measure")
    for measure, verdict in [(harm.measure, "worse"), (harm.gain, "better")][: 2 if harm.gain else 1]:
        row = effects.loc[measure]
        found = f"{row['effect']:+.4g} [{row['lower']:.4g}, {row['upper']:.4g}], p {row['p']:.2g}"
        said = f"{harm.lever}: {measure} {found}"
        assert row["replications"] == harm.pairs
        assert row["verdict"] == verdict, said
        assert row["p"] < LEVEL, said
    if harm.siloed == BUSY:
        assert BUSY_FROM < busy([result for result in seen if result.world == ground.name]) < BUSY_TO


def noting(seen: list[ReplicationResult]) -> Evaluate:
    """Runs, whose results are noted in ``seen``."""
    evaluate = stored_runs(store=Store(), tables=["departments"])

    def noted(runs: Sequence[Replication]) -> list[ReplicationResult]:
        results = evaluate(runs)
        seen.extend(results)
        return results

    return noted


def busy(results: Sequence[ReplicationResult]) -> float:
    """Hours that customer service works in some runs, as a share of its time on duty."""
    teams = pd.concat([result.tables["departments"] for result in results])
    own = teams[teams["team"] == CONTACT_CENTRE]
    return float(own["worked"].sum() / own["on_duty"].sum())
