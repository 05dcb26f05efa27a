"""What a person types in Python: `sim.load`, `sim.compare`, `sim.journey`; what they return shows itself.

A scenario is named by a file, or by a bare name: of one in the nearest folder `scenarios` at or above the working folder,
else of one that comes with the program.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, fields
from pathlib import Path

from pydantic import ValidationError

from sim.company.checks import scenario_to_run
from sim.experiment.runs import run_both
from sim.experiment.study import Study, compare_scenarios
from sim.inputs.mistakes import Mistakes, ended, nearest
from sim.inputs.mistakes import show as show_value
from sim.inputs.own_files import SCENARIOS, named_file, own_contents
from sim.inputs.scenario import Scenario
from sim.interactive.notebook import NotebookPicture, chart, scenarios, show
from sim.views.folder import write_folder
from sim.views.journey.picture import journey_picture
from sim.views.journey.story import Journey, journey_of
from sim.views.text.terminal import study_text
from sim.views.text.verdict import conclusion


@dataclass(frozen=True, repr=False, eq=False)
class Compared(Study):
    """Two worlds compared: a study that shows itself, as text or in a notebook."""

    @classmethod
    def of(cls, study: Study) -> Compared:
        """The same study."""
        return cls(**{field.name: getattr(study, field.name) for field in fields(study)})

    def chart(self, name: str = "differences") -> NotebookPicture:
        """One of the report's charts, such as "lead_time_split" or "network"; KeyError names all of them."""
        return chart(self, name)

    def save(self, folder: Path | str) -> Compared:
        """Write report, charts and tables into a folder; of what is returned, `out` and `files` say where they are."""
        return self.of(write_folder(self, Path(folder)))

    def __repr__(self) -> str:
        return study_text(self)

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(conclusion(self).sentence)}</p>{self.chart()._repr_html_()}"


@dataclass(frozen=True, repr=False, eq=False)
class Story(Journey):
    """What happened to one case in both worlds: text, and in a notebook its way as a picture above it."""

    @classmethod
    def of(cls, journey: Journey) -> Story:
        """The same journey."""
        return cls(**{field.name: getattr(journey, field.name) for field in fields(journey)})

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        """The picture above the text; JupyterLab would set the text's columns in the font of its page."""
        drawn = show(journey_picture(self))._repr_html_() if self.case is not None else ""
        return f'{drawn}<pre style="font-family: monospace; overflow-x: auto">{html.escape(self.text)}</pre>'


def load(scenario: Scenario | Path | str) -> Scenario:
    """The scenario of this name or file; one that is loaded already is given back.

    >>> import sim
    >>> siloed = sim.load("siloed")
    >>> siloed.name, siloed.weeks, siloed.levers.information_silos
    ('siloed', 13, 1.0)

    Raises:
        Mistakes: with a sentence for each thing that is wrong with the file.
    """
    if isinstance(scenario, Scenario):
        return scenario
    file = named_file(scenario, scenarios())
    if not file.exists() and not file.suffix:
        names = [own.stem for own in own_contents(SCENARIOS) if own.suffix == ".toml"]
        raise Mistakes(
            [ended(f"{show_value(str(scenario))} is neither a file nor a scenario{nearest(str(scenario), names)}")]
        )
    return scenario_to_run(file)


def compare(
    a: Scenario | Path | str = "siloed",
    b: Scenario | Path | str = "integrated",
    *,
    replications: int | None = None,
    weeks: int | None = None,
    warm_up: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    keep: Path | None = None,
) -> Compared:
    """Run two scenarios on the same customers; the answer says what differs, with intervals.

    >>> import sim
    >>> study = sim.compare("small_siloed", "small_integrated", replications=2, weeks=1, warm_up=0, jobs=1)
    >>> study.worlds, study.replications
    (('small siloed', 'small integrated'), 2)
    >>> study.comparison.loc[study.comparison["measure"] == "order lead time", ["unit", "verdict"]].shape
    (1, 2)

    Args:
        a, b: names, files or scenarios; a is the reference.
        replications: pairs of runs; unless given, as many as it takes for narrow intervals (`ending` of the answer says
            what ended them).
        weeks: measured weeks, instead of the scenarios' own; warm_up: weeks run before, unmeasured; seed: likewise.
        jobs: processes; one per processor unless given.
        keep: folder of finished runs; the user's cache unless given.

    Returns:
        A study that prints its short table, and draws the differences in a notebook.

    Raises:
        Mistakes: when a file or a value is not allowed.
        StudyFailed: when no pair of runs finished.
    """
    from sim.cli.flags import usable_processors

    first, second = both(a, b, weeks, warm_up, seed)
    jobs = jobs or usable_processors()
    return Compared.of(compare_scenarios(first, second, replications=replications, jobs=jobs, keep=keep))


def journey(
    case: str | None = None,
    a: Scenario | Path | str = "siloed",
    b: Scenario | Path | str = "integrated",
    *,
    replication: int = 0,
    weeks: int | None = None,
    warm_up: int | None = None,
    seed: int | None = None,
) -> Story:
    """What happened to one case in both worlds, step by step.

    >>> import sim
    >>> story = sim.journey("order 12", "small_siloed", "small_integrated", weeks=1, warm_up=0)
    >>> print(story.text.splitlines()[0])
    order 12
    >>> "In small siloed" in story.text and "In small integrated" in story.text
    True

    Args:
        case: its name, such as "order 12" or "order 12/invoice 1"; `tables/twins.csv` of a comparison has them all;
            without one, a typical order.
        a, b: names, files or scenarios.
        replication: which run of both, from 0; weeks, warm_up, seed as in `compare`.

    Raises:
        NoSuchCase: when neither world has such a case; the message names the nearest.
    """
    first, second = both(a, b, weeks, warm_up, seed)
    return Story.of(journey_of(case, run_both(first, second, replication), replication))


def both(
    a: Scenario | Path | str,
    b: Scenario | Path | str,
    weeks: int | None = None,
    warm_up: int | None = None,
    seed: int | None = None,
) -> tuple[Scenario, Scenario]:
    """Two worlds by name, file or scenario, with other lengths and another seed where these are given."""
    return _changed(load(a), weeks, warm_up, seed), _changed(load(b), weeks, warm_up, seed)


def _changed(scenario: Scenario, weeks: int | None, warm_up: int | None, seed: int | None) -> Scenario:
    """The scenario with other values where they are given; checked like the file's own."""
    given = {"weeks": weeks, "warm_up_weeks": warm_up, "seed": seed}
    try:
        return Scenario.model_validate(
            {**dict(scenario), **{key: value for key, value in given.items() if value is not None}}
        )
    except ValidationError as error:
        wrong = [(str(detail["loc"][0]), detail["msg"]) for detail in error.errors() if detail["loc"]]
        raise Mistakes([ended(f"{name} is {given.get(name)}: {told}") for name, told in wrong] or [str(error)]) from None
