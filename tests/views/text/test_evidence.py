"""How sure a study is: failures, the warm-up, twins, what was not run."""

from __future__ import annotations

import math

from sim.views.text import terminal
from sim.views.text.evidence import failure_words, twin_words, warm_up_words
from tests.views.made_study import (
    changed,
    flat,
    made_failures,
    made_study,
    made_warm_up,
)


def test_failures_are_counted_with_the_first_cause() -> None:
    assert failure_words(made_study()) == ""
    said = failure_words(changed(made_study(), failures=made_failures(2)))
    assert flat(said) == (
        "2 of 20 runs failed; 2 pairs left out. The first (integrated, replication 3): ValueError: no stock"
    )


def test_the_warm_up_is_mentioned_only_when_it_is_not_known_to_be_enough() -> None:
    study = made_study()
    assert warm_up_words(study) == ""
    short = made_warm_up(weeks=2)
    short.loc[0, ["weeks_to_cut", "enough"]] = [6.0, False]
    said = flat(warm_up_words(changed(study, warm_up=short)))
    assert said == "Warm-up of 4 weeks: order lead time in siloed would need 6 (MSER)."
    unknown = flat(warm_up_words(changed(study, warm_up=made_warm_up(weeks=math.nan))))
    assert unknown == "Warm-up of 4 weeks: the runs are too short to check it (MSER)."


def test_twins_are_counted() -> None:
    said = flat(twin_words(made_study()))
    assert said.startswith("Twins: 67 % of the 6 cases of replication 0 exist in both worlds, 17 % only in siloed, 17 %")
    assert said.endswith("of those that follow from no other case, 100 % exist in both.")


def test_panels_that_were_not_run_name_their_commands() -> None:
    text = terminal.study_text(made_study())
    told = " ".join(text.split())
    for panel in ("what did it, lever by lever", "the winner changes (break-even)", "what to buy first (bundles)"):
        assert told.count(panel) == 1
    assert told.count("The command interoffice study A B runs it all") == 1
