"""Five questions that somebody who has seen nothing else can answer after a minute with the report, written down before.

A reader is given the report of a default run, sixty seconds and these questions, in this order. `Question.place` is where
on the first screen the answer stands, `right` what a right answer says, worked out from the study and not from the page.
Four of five right answers from each of three different readers are wanted; what they stumble over is mended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scipy import stats

from sim.experiment.study import Study
from sim.experiment.verdicts import UNDECIDED
from sim.views.style.study_words import amount

PROFIT_STEPS = {
    "margin on goods": ("margin", "returns"),
    "carriage and storage": ("carrier", "holding"),
    "paid hours": ("paid hours",),
    "losses and favours": ("write-offs", "fines", "offers", "security", "interest"),
    "campaigns and hiring": ("campaigns", "recruiting"),
    "systems and programmes": ("levers, running", "levers, one-off over 36 months"),
}
"""Lines of the profit statement by the cause that the page names."""


@dataclass(frozen=True)
class Question:
    """A question, where its answer stands, and words that a right answer uses."""

    asked: str
    place: str
    right: Callable[[Study], list[str]]


def _row(study: Study, measure: str) -> dict[str, float]:
    rows = study.comparison[study.comparison["measure"] == measure]
    limits = ("lower", "upper", "lower_holm", "upper_holm")
    return {key: float(rows[key].iloc[0]) for key in ("a", "b", "difference", *limits)}


def _decided(row: dict[str, float]) -> bool:
    """Whether the interval leaves out 0 when it is adjusted for all that was compared."""
    return row["lower_holm"] > 0 or row["upper_holm"] < 0


def who_wins(study: Study) -> list[str]:
    """Orders and issues: sooner or later; money: more, less or undecided."""
    said = []
    for measure, what in (("order lead time", "orders"), ("ticket time", "issues")):
        row = _row(study, measure)
        if _decided(row):
            said += [what, "sooner" if row["difference"] < 0 else "later"]
    profit = _row(study, "profit")
    return [*said, ("more" if profit["difference"] > 0 else "less") if _decided(profit) else UNDECIDED]


def why(study: Study) -> list[str]:
    """The largest step between both profits that is shown."""
    books = study.tables["statement"]
    a, b = (books[(books["world"] == world) & ~books["of_which"].astype(bool)] for world in study.worlds)
    steps = {}
    for cause, lines in PROFIT_STEPS.items():
        one, two = (own[own["line"].isin(lines)].groupby("replication")["amount"].sum() for own in (a, b))
        change = two.sub(one, fill_value=0.0)
        pairs = len(change)
        half = stats.t.ppf(0.975, pairs - 1) * change.std(ddof=1) / pairs**0.5 if pairs > 1 else float("inf")
        if abs(change.mean()) > half:
            steps[cause] = abs(change.mean())
    return [max(steps, key=lambda cause: steps[cause])] if steps else []


def who_pays(study: Study) -> list[str]:
    """What systems cost, if they cost more; and who is worse off, hardest hit first."""
    price = _row(study, "lever costs")["difference"]
    worse = study.losers[study.losers["worse"].astype(bool)] if len(study.losers) else study.losers
    said = [amount(price)] if price > 0 else []
    return [*said, *(str(who) for who in worse["who"].head(2))]


def what_first(study: Study) -> list[str]:
    """The single lever that leaves most after paying for it; where bundles were not run, which command runs them."""
    bundles = study.more.bundles
    if bundles is None:
        return ["interoffice study A B"]
    single = bundles[bundles["levers"] == 1]
    return [str(single["bundle"].iloc[int(single["net"].argmax())])]


def how_sure(study: Study) -> list[str]:
    """How many pairs, and the interval of the profit."""
    row = _row(study, "profit")
    return [f"{study.replications} pairs", *(amount(row[limit], signed=True) for limit in ("lower", "upper"))]


QUESTIONS = (
    Question("Which company wins, and on what?", ".verdict", who_wins),
    Question("Why: what makes the difference in money?", ".bridge", why),
    Question("Who pays for it, and with what?", "#who-pays", who_pays),
    Question("What should one buy first, or find out first?", "#what-next", what_first),
    Question("How sure is that?", "header", how_sure),
)
