"""How often does B win? Two worlds in many plausible companies, drawn evenly from a box of assumptions.

The box is a file that was fixed before the first run. A company is won by the world that is ahead, by yearly profit
unless told otherwise, if the paired interval leaves out 0; else it is undecided. The companies are a Latin hypercube:
every assumption takes each of its n equal slices exactly once. The same runs are also counted by other measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.experiment.executors import Evaluate, remembering
from sim.experiment.failures import nothing_left
from sim.experiment.leads import FAILED, A, B, direction, winner
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import Interval, holm, of_random, proportion_interval, t_interval
from sim.experiment.verdicts import UNDECIDED
from sim.inputs.assumptions import Assumption, with_values
from sim.inputs.fields import LONGEST_NAME
from sim.inputs.scenario import Scenario

COMPANIES, PAIRS = 200, 5
AT_ONCE = 20
"""Companies handed to the executor together: what a killed run has not finished of them is all it loses."""
ALSO = (
    "resized profit",
    "cost per case",
    "lifetime value",
    "wrong decisions",
    "order lead time",
    "ticket time",
    "satisfaction",
)
"""Measures by which the same runs are counted too: the other reading of profit, and some of each promised benefit."""


@dataclass(frozen=True)
class Robustness:
    """Two worlds over a box of companies.

    Attributes:
        companies: company, lead (of B over A in the measure, mean over pairs), lower, upper, pairs, winner (a, b,
            undecided or failed), and one column per assumption with its value.
        by_measure: measure, b, a, undecided, failed (companies by winner), ahead (companies in which B's mean is
            better), ran; the measure itself first, then those of ``ALSO``.
        drivers: per assumption: rank correlation with the lead, its p-value and Holm's, and B's wins and losses in the
            low, middle and high third of its range.
        hardest: the pair of scenarios of the company in which A leads by most, and its row; None if A leads in none.
    """

    measure: str
    companies: pd.DataFrame
    by_measure: pd.DataFrame
    drivers: pd.DataFrame
    hardest: tuple[Scenario, Scenario] | None
    hardest_row: pd.Series | None

    @property
    def counts(self) -> dict[str, int]:
        """Companies by winner."""
        return _counts(self.companies)

    @property
    def win_rate(self) -> Interval:
        """Share of companies that B is shown to win, among all that ran (Wilson's interval)."""
        ran = self.companies[self.companies["winner"] != FAILED]
        return proportion_interval(int((ran["winner"] == B).sum()), len(ran))

    @property
    def decided_rate(self) -> Interval:
        """Share of companies that B wins, among those that are decided (Wilson's interval)."""
        counts = self.counts
        return proportion_interval(counts[B], counts[A] + counts[B])

    @property
    def ahead_rate(self) -> Interval:
        """Share of companies in which B's mean is better than A's, shown or not (Wilson's interval)."""
        ran = self.companies[self.companies["winner"] != FAILED]
        return proportion_interval(int((ran["lead"] > 0).sum()), len(ran))


def draw_companies(box: Sequence[Assumption], companies: int = COMPANIES, seed: int = 1) -> np.ndarray:
    """Values of a Latin hypercube over the box; shape (companies, assumptions). The same seed gives the same box."""
    from scipy.stats import qmc

    shares = qmc.LatinHypercube(len(box), rng=np.random.default_rng(seed)).random(companies)
    return np.array([[assumption.at(float(share)) for assumption, share in zip(box, row, strict=True)] for row in shares])


def companies_of(
    a: Scenario, b: Scenario, box: Sequence[Assumption], values: np.ndarray
) -> list[tuple[Scenario, Scenario]]:
    """Both worlds of every company."""
    pairs = []
    for number, row in enumerate(values, 1):
        set_to = list(zip(box, map(float, row), strict=True))
        end = f", company {number}"
        one, two = (
            with_values(world, set_to).model_copy(update={"name": world.name[: LONGEST_NAME - len(end)] + end})
            for world in (a, b)
        )
        pairs.append((one, two))
    return pairs


def win_rate(
    a: Scenario,
    b: Scenario,
    box: Sequence[Assumption],
    evaluate: Evaluate,
    *,
    companies: int = COMPANIES,
    pairs: int = PAIRS,
    measure: str = "profit",
    seed: int = 1,
) -> Robustness:
    """Run both worlds of every company and count who wins.

    Raises:
        Mistakes: when the box leads out of what a scenario allows, or no direction of the measure is better.
        StudyFailed: when no company had two pairs that finished.
    """
    direction(measure)  # a mistake is told at once, not after companies have been drawn
    measures = list(dict.fromkeys((measure, *ALSO)))
    values = draw_companies(box, companies, seed)
    worlds = companies_of(a, b, box, values)
    seen: list[ReplicationResult] = []
    noted = remembering(evaluate, seen)
    blocks = [_leads(worlds[start : start + AT_ONCE], noted, pairs, measures) for start in range(0, companies, AT_ONCE)]
    won = {name: _who_wins(np.concatenate([block[name] for block in blocks])) for name in measures}
    drawn = pd.DataFrame(values, columns=[assumption.name for assumption in box])
    table = pd.concat([won[measure], drawn], axis=1)
    if (table["winner"] == FAILED).all():
        raise nothing_left("who wins, which takes a company in which two pairs finished", seen)
    behind = table[(table["winner"] != FAILED) & (table["lead"] < 0)]
    shown = behind[behind["winner"] == A]
    candidates = shown if len(shown) else behind
    hardest = candidates.sort_values("lead").iloc[0] if len(candidates) else None
    return Robustness(
        measure,
        table,
        _by_measure(won),
        drivers(table, box),
        None if hardest is None else worlds[int(hardest["company"]) - 1],
        hardest,
    )


def _leads(
    worlds: Sequence[tuple[Scenario, Scenario]], evaluate: Evaluate, pairs: int, measures: Sequence[str]
) -> dict[str, np.ndarray]:
    """For each measure B's leads, shape (companies, pairs); NaN where a run failed."""
    signs = [direction(measure) for measure in measures]
    runs = [Replication(world, replication) for pair in worlds for replication in range(pairs) for world in pair]
    found = [[result.measures.get(measure, np.nan) for measure in measures] for result in evaluate(runs)]
    table = np.array(found, dtype=float).reshape(len(worlds), pairs, 2, len(measures))
    leads = signs * (table[:, :, 1] - table[:, :, 0])
    return {measure: leads[:, :, place] for place, measure in enumerate(measures)}


def _who_wins(leads: np.ndarray) -> pd.DataFrame:
    """company, lead, lower, upper, pairs, winner for leads of shape (companies, pairs)."""
    rows = []
    for number, own in enumerate(leads, 1):
        interval = of_random(t_interval(own[np.isfinite(own)]))
        rows.append(
            {
                "company": number,
                "lead": interval.estimate,
                "lower": interval.lower,
                "upper": interval.upper,
                "pairs": interval.n,
                "winner": FAILED if interval.n < 2 else winner(interval),
            }
        )
    return pd.DataFrame(rows)


def _counts(companies: pd.DataFrame) -> dict[str, int]:
    return {name: int((companies["winner"] == name).sum()) for name in (B, A, UNDECIDED, FAILED)}


def _by_measure(won: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for measure, table in won.items():
        ran = table[table["winner"] != FAILED]
        rows.append({"measure": measure, **_counts(table), "ahead": int((ran["lead"] > 0).sum()), "ran": len(ran)})
    return pd.DataFrame(rows)


def drivers(companies: pd.DataFrame, box: Sequence[Assumption]) -> pd.DataFrame:
    """Which assumptions the lead goes with: Spearman's rank correlation, strongest first, and wins by thirds.

    Returns:
        assumption, correlation, p, p_holm, and for low, middle, high: wins_<third>, losses_<third>.
    """
    from scipy.stats import spearmanr

    ran = companies[companies["winner"] != FAILED]
    rows = []
    for assumption in box:
        values = ran[assumption.name]
        test = spearmanr(values, ran["lead"]) if len(ran) > 2 and ran["lead"].nunique() > 1 else None
        row: dict[str, object] = {
            "assumption": assumption.name,
            "correlation": np.nan if test is None else float(test.statistic),
            "p": np.nan if test is None else float(test.pvalue),
        }
        edges = [-np.inf, assumption.at(1 / 3), assumption.at(2 / 3), np.inf]
        for third, low, high in zip(("low", "middle", "high"), edges, edges[1:], strict=False):
            own = ran[(values > low) & (values <= high)]
            row |= {f"wins_{third}": int((own["winner"] == B).sum()), f"losses_{third}": int((own["winner"] == A).sum())}
        rows.append(row)
    table = pd.DataFrame(rows)
    table.insert(3, "p_holm", holm(table["p"].to_numpy()))
    return table.sort_values("correlation", key=lambda column: column.abs(), ascending=False, ignore_index=True)
