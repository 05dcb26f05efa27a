"""``sim.explore()``: levers as sliders in a notebook, answered by several paired replications within seconds.

This file only moves values between widgets and an ``Exploration``; what is run, compared and drawn stands elsewhere.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.experiment.executors import Evaluate, Standing
from sim.experiment.exploration import MEASURES, PAIRS, WEEKS, Exploration
from sim.inputs.levers_model import CHALLENGES, STRATEGIES, TRENDS
from sim.inputs.scenario import Scenario
from sim.interactive.notebook import NotebookPicture, show
from sim.interactive.session import load
from sim.levers.catalogue import CATALOGUE
from sim.views.charts.exploration import GUIDE, answer_table, band_picture, length_words, tries_picture
from sim.views.style.words import lever_name

if TYPE_CHECKING:
    import pandas as pd

GROUPS = {"Challenges": CHALLENGES, "Strategies": STRATEGIES, "Trends": TRENDS}
DETAILS = ("What differs", "Day by day", "All numbers")
STEP = 0.25
SENTENCES = {lever.name: lever.sentence for lever in CATALOGUE}
HEAD = (
    "Move a slider and let go. Every answer compares your setting with the reference on the same customers. Many "
    "tries are many chances to be lucky: before you believe one, sharpen it."
)


def explore(
    reference: Scenario | Path | str | None = None,
    *,
    pairs: int | None = None,
    measures: Sequence[str] = MEASURES,
    jobs: int | None = None,
    evaluate: Evaluate | None = None,
) -> Sliders:
    """Sliders for every lever of a company; the last line of a notebook's cell.

    >>> import sim
    >>> sliders = sim.explore("small_siloed", pairs=2, jobs=1)
    >>> sliders.set({"integrated_systems": 1.0})
    >>> sliders.exploration.last.number
    2

    Args:
        reference: what every try is compared with, a scenario at the length of its own runs, or a name or file, of
            which two weeks are run; the small company, siloed, unless given.
        pairs: paired replications of a first answer; four, or two a processor where that is more.
        measures: ids of the measures to show.
        jobs: processes; one per processor unless given.
        evaluate: who does the runs instead of these processes.

    Raises:
        ImportError: when ipywidgets is not installed.
        ValueError: for fewer than two pairs.
    """
    from sim.cli.flags import usable_processors

    world = reference if isinstance(reference, Scenario) else load(reference or "small_siloed").model_copy(update=WEEKS)
    jobs = jobs or usable_processors()
    pairs = pairs if pairs is not None else max(PAIRS, 2 * jobs)
    exploration = Exploration(world, evaluate or Standing(jobs), pairs=pairs, measures=measures)
    return Sliders(exploration)


class Sliders:
    """The sliders and what they show.

    Attributes:
        exploration: what has been tried; the same can be asked of it in code.
        levers: slider by lever.
        more, undo: buttons: more pairs of the last try; all levers back to the reference.
        details: tabs with pictures and tables; only the one that is looked at is drawn.
    """

    def __init__(self, exploration: Exploration) -> None:
        widgets = _widgets()
        self.exploration = exploration
        self.levers = {name: self._slider(name) for group in GROUPS.values() for name in group}
        self.more = widgets.Button(description="More pairs", tooltip="Add pairs to the last try")
        self.undo = widgets.Button(description="Back to reference", tooltip="All levers as in the reference")
        self.more.on_click(lambda _: self.sharpen())
        self.undo.on_click(lambda _: self.set({}))
        self.status = widgets.HTML()
        self.details = widgets.Tab([widgets.HTML() for _ in DETAILS], titles=DETAILS, selected_index=0)
        self.details.observe(lambda _: self._answer(lambda: self.exploration.last), names="selected_index")
        self._listening = True
        self._answer(self._try)
        self.box = self._arranged(widgets)

    def set(self, levels: dict[str, float]) -> None:
        """Move several sliders at once, the others to the reference, and answer once."""
        own = self.exploration.reference.levers
        self._listening = False
        try:
            for name, slider in self.levers.items():
                slider.value = levels.get(name, getattr(own, name))
        finally:
            self._listening = True
        self._answer(self._try)

    def shown(self) -> NotebookPicture:
        """The picture of all tries, for a cell that is to stay readable without a running notebook."""
        return show(tries_picture(self.exploration))

    def day_by_day(self) -> NotebookPicture | None:
        """The open cases of the last try in both worlds; None where runs sent none."""
        band = band_picture(self.exploration)
        return show(band) if band is not None else None

    def numbers(self) -> pd.DataFrame:
        """The last answer as a table, a row per measure."""
        return answer_table(self.exploration.last, self.exploration.reference.company.currency)

    def history(self) -> pd.DataFrame:
        """Everything that has been tried, a row per try."""
        return self.exploration.history().set_index("try")

    def sharpen(self, more: int | None = None) -> None:
        """So many more pairs of the last try; as many as a first answer has, as the button does, unless given."""
        self._answer(lambda: self.exploration.sharpen(more))

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.box._repr_mimebundle_(**options)

    def _slider(self, name: str) -> Any:
        widgets = _widgets()
        slider = widgets.FloatSlider(
            value=getattr(self.exploration.reference.levers, name),
            min=0.0,
            max=1.0,
            step=STEP,
            continuous_update=False,
            description=lever_name(name),
            readout_format=".2f",
            style={"description_width": "11em"},
            layout={"width": "98%"},
            tooltip=SENTENCES[name],
        )
        slider.observe(lambda _: self._moved(), names="value")
        return slider

    def _moved(self) -> None:
        if self._listening:
            self._answer(self._try)

    def _try(self) -> object:
        return self.exploration.try_levers({name: slider.value for name, slider in self.levers.items()})

    def _answer(self, ask: Callable[[], object]) -> None:
        """Say that it is running, ask, show; a mistake is shown as a sentence."""
        self.status.value = "Running …"
        self.more.disabled = self.undo.disabled = True
        try:
            ask()
            self._show()
        except Exception as error:  # a notebook shows nothing of what goes wrong in a widget's callback
            self.status.value = f"<b>That failed:</b> {html.escape(str(error))}"
        finally:
            self.more.disabled = self.undo.disabled = False

    def _show(self) -> None:
        last = self.exploration.last
        draw = (self._differences, self._days, self._numbers)[self.details.selected_index or 0]
        self.details.children[self.details.selected_index or 0].value = draw()
        self.status.value = html.escape(f"Try {last.number}: {length_words(last)}.")

    def _differences(self) -> str:
        return f"{self.shown()._repr_html_()}<p>{html.escape(GUIDE.reading)}</p>"

    def _days(self) -> str:
        days = self.day_by_day()
        return days._repr_html_() if days is not None else ""

    def _numbers(self) -> str:
        table = self.numbers().to_html(index=False, border=0)
        return f"{table}<h4>All tries</h4>{self.exploration.history().round(3).to_html(index=False, border=0)}"

    def _arranged(self, widgets: Any) -> Any:
        groups = widgets.Tab(
            [widgets.VBox([self.levers[name] for name in names]) for names in GROUPS.values()],
            titles=tuple(GROUPS),
            selected_index=0,
        )
        buttons = widgets.HBox([self.more, self.undo, self.status])
        return widgets.VBox([widgets.HTML(html.escape(HEAD)), groups, buttons, self.details])


def _widgets() -> Any:
    try:
        import ipywidgets
    except ImportError:
        raise ImportError("sim.explore() needs ipywidgets; pip install ipywidgets brings it") from None
    return ipywidgets
