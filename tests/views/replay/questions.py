"""Three questions that somebody can answer who has watched the guided tour once, written down before.

A reader is given the tour, a minute, and these questions; nothing may be looked up afterwards. `Question.place` is the
stop that answers, `right` what a right answer says, worked out from the tables of the run.
"""

from __future__ import annotations

from sim.experiment.study import Study
from sim.views.replay.threads import story, threads_of
from sim.views.style import words
from tests.views.report.questions import Question


def a_silo(study: Study) -> list[str]:
    """Departments work with copies that are old; in the other world they look at the record itself."""
    return ["copies of what others know", "old", *study.worlds, "record"]


def what_followed(study: Study) -> list[str]:
    """How many cases came of it, and which; that nothing came of it in the other world."""
    thread = story(study.replayed, threads_of(study.replayed[0]))
    if thread is None:
        return []
    return [words.count(len(thread.followed), "case"), *{one.kind for one in thread.followed}, study.worlds[1]]


def what_it_costs(study: Study) -> list[str]:
    """So much a year more, and so much once."""
    table = study.tables["statement"]
    own = table[table["replication"] == 0].set_index(["world", "line"])["amount"]
    a, b = study.worlds
    running, once = (
        float(own[a, line] - own[b, line]) * 52 / study.a.weeks
        for line in ("levers, running", "levers, one-off over 36 months")
    )
    return [f"{words.number(running)} {study.a.company.currency} a year", f"{words.number(3 * once)}"]


QUESTIONS = (
    Question("What is a silo in this company, and what is different where there is none?", "What a silo is", a_silo),
    Question("What followed from one wrong decision?", "What followed from it", what_followed),
    Question("What does integration cost?", "What integration costs", what_it_costs),
)
