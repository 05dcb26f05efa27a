"""What did it, and when does it not pay: `sim.attribute` and `sim.break_even`, which show themselves."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from sim.experiment import attribution
from sim.experiment import break_even as breaking
from sim.experiment.executors import Evaluate, stored_runs
from sim.inputs.assumptions import Assumptions
from sim.inputs.loading import load as load_file
from sim.inputs.mistakes import Mistakes, ended, nearest
from sim.inputs.mistakes import show as show_value
from sim.inputs.scenario import Scenario
from sim.interactive.notebook import NotebookPicture, scenarios, show
from sim.interactive.session import both
from sim.views.charts import break_even as break_even_chart
from sim.views.charts import interactions, waterfall
from sim.views.style import look
from sim.views.style.scales import measure_scale
from sim.views.style.words import listing

MEASURES = ("order lead time", "wrong decisions", "profit")
"""Whose gap is divided among levers unless others are named: some of customers, of decisions and of money."""


@dataclass(frozen=True, repr=False, eq=False)
class Shares(attribution.Attribution):
    """A gap divided among levers, which shows itself as a staircase."""

    @classmethod
    def of(cls, found: attribution.Attribution) -> Shares:
        """The same shares."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(found)})

    def waterfall(self) -> NotebookPicture:
        """From one world to the other, a step per lever, for each measure."""
        return show(waterfall.picture(self, list(self.cubes), (self.a.name, self.b.name), look.WIDE))

    def joint_effects(self, *measures: str) -> NotebookPicture:
        """What levers do only together, for these measures or all."""
        return show(interactions.picture(self, measures or list(self.cubes), look.WIDE))

    def of_levers(self, measure: str) -> pd.DataFrame:
        """What each lever gains alone, last, and on the mean over all orders (its share), and how sure that is."""
        own = self.shares[self.shares["measure"] == measure].set_index("lever")
        return own[["alone", "last", "share", "lower", "upper"]]

    def __repr__(self) -> str:
        return repr(self.waterfall())

    def _repr_html_(self) -> str:
        return self.waterfall()._repr_html_()


@dataclass(frozen=True, repr=False, eq=False)
class Turns:
    """Where the lead changes hands along assumptions, which shows itself as lines with their bands."""

    found: tuple[breaking.BreakEven, ...]
    worlds: tuple[str, str]
    currency: str

    def chart(self) -> NotebookPicture:
        """The lead of the second world over each assumption."""
        one = self.found[0]
        leads = [lead for turn in self.found for lead in turn.line["lead"]]
        _, scale = measure_scale(one.measure, self.currency, leads)
        return show(break_even_chart.picture(self.found, scale, self.worlds, look.WIDE))

    def reasons(self) -> str:
        """What was varied, from where to where, and why so far: a line each."""
        tried = [one.assumption for one in self.found]
        return "\n".join(f"{one.name}, {one.low:g} to {one.high:g}: {one.reason}" for one in tried)

    def __repr__(self) -> str:
        return repr(self.chart())

    def _repr_html_(self) -> str:
        return self.chart()._repr_html_()


def attribute(
    a: Scenario | Path | str = "siloed",
    b: Scenario | Path | str = "integrated",
    *,
    levers: tuple[str, ...] | None = None,
    measures: tuple[str, ...] = MEASURES,
    replications: int = 8,
    weeks: int | None = None,
    warm_up: int | None = None,
    jobs: int | None = None,
) -> Shares:
    """Run every combination of levers between two worlds, and divide what differs among them (Shapley).

    >>> import sim
    >>> two = ("integrated_systems", "process_automation")
    >>> found = sim.attribute("small_siloed", "small_integrated", levers=two, replications=2, weeks=1, warm_up=0, jobs=1)
    >>> list(found.of_levers("order lead time").index) == list(two)
    True

    Args:
        a, b: names, files or scenarios; a is the reference.
        levers: those to switch; all in which both differ, unless given.
        measures: ids of measures; the first leads the picture's title.
        replications: runs of every combination, 2 at least; weeks, warm_up, jobs as in `sim.compare`.

    Raises:
        Mistakes: when a file or a value is not allowed.
        StudyFailed: when too few runs finished.
    """
    first, second = both(a, b, weeks, warm_up)
    return Shares.of(
        attribution.attribute(first, second, _runs(jobs), replications=replications, levers=levers, measures=measures)
    )


def break_even(
    *assumptions: str,
    a: Scenario | Path | str = "siloed",
    b: Scenario | Path | str = "integrated",
    replications: int = 8,
    grid: int = 4,
    steps: int = 2,
    weeks: int | None = None,
    warm_up: int | None = None,
    jobs: int | None = None,
) -> Turns:
    """Where along an assumption the lead in profit changes hands.

    >>> import sim
    >>> sim.break_even("prise of the strategies")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sim.inputs.mistakes.Mistakes: assumptions: 'prise of the strategies' is none of 'price of the ...

    Args:
        assumptions: names in the nearest `scenarios/break_even.toml`, each with its range and its reason.
        a, b: names, files or scenarios.
        replications: pairs of runs at every value; grid: how many values are run at first; steps: how many more, where
            the lead turns; weeks, warm_up, jobs as in `sim.compare`.

    Raises:
        Mistakes: for an assumption that does not exist, and as `sim.compare`.
        StudyFailed: when too few runs finished.
    """
    file = load_file(scenarios() / "break_even.toml")
    known = {one.name: one for one in file.assumption} if isinstance(file, Assumptions) else {}
    of = f"of {listing([show_value(name) for name in known])}"
    wrong = [f"{show_value(name)} is none {of}{nearest(name, list(known))}" for name in assumptions if name not in known]
    if wrong or not assumptions:
        raise Mistakes([ended(f"assumptions: {one}") for one in wrong or [f"none {of} is named"]])
    first, second = both(a, b, weeks, warm_up)
    runs = _runs(jobs)
    found = [
        breaking.break_even(first, second, known[name], runs, replications=replications, grid=grid, steps=steps)
        for name in assumptions
    ]
    return Turns(tuple(found), (first.name, second.name), first.company.currency)


def _runs(jobs: int | None) -> Evaluate:
    from sim.cli.flags import usable_processors

    return stored_runs(jobs=jobs or usable_processors())
