"""Who pays in the second world, and for what: in money by cause, and in work and waits by team or flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiment.verdicts import WORSE
from sim.views.charts import bridge
from sim.views.style import words
from sim.views.style.study_words import amount, in_peoples_units, names
from sim.views.text.worse_off import shown_worse

if TYPE_CHECKING:
    from sim.experiment.study import Study

MOST = 4
"""So many teams and flows are named first; the rest stands further down."""


def who_pays(study: Study) -> list[str]:
    """A sentence for what costs more, one for each of those who are worse off, hardest hit first, and how many remain."""
    losers = shown_worse(study)
    worse = in_peoples_units(losers, study.a.company.currency).to_dict("records") if len(losers) else []
    said = [line for line in (_in_money(study),) if line]
    said += [
        f"{words.sentence(str(row['who']))}: {row['measure']}, {words.number(row['a'])} → "
        f"{words.with_unit(row['b'], str(row['unit']))}."
        for row in worse[:MOST]
    ]
    if len(worse) > MOST:
        said.append(f"And {words.count(len(worse) - MOST, 'more figure')} of teams and flows.")
    if not worse:
        looked = "not measured, because too few pairs of runs finished" if not len(study.losers) else "nobody we measured"
        said.append(f"Teams and customers who are worse off in {names(study)[1]}: {looked}.")
    return said


def _in_money(study: Study) -> str:
    """`The company: 382,000 EUR a year for systems and programmes.`; nothing where no cost is shown to be higher."""
    rows = bridge.steps(study)
    costs = rows[(rows["kind"] == bridge.STEP) & (rows["name"] != bridge.RESIZED) & (rows["effect"] == WORSE)]
    if costs.empty:
        return ""
    told = [f"{amount(-row['amount'])} for {row['name']}" for row in costs.to_dict("records")]
    first, *rest = told
    first = first.replace(" for ", f" {study.a.company.currency} a year for ", 1)
    return f"The company: {words.listing([first, *rest])}."
