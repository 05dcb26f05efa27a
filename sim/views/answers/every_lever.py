"""What every lever does alone and with all others, what it costs and what it makes worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiment.one_at_a_time import READINGS
from sim.views.answers import lever_tables
from sim.views.answers.answer import Answer
from sim.views.answers.lines import failure_words, filled
from sim.views.charts import every_lever
from sim.views.style.words import lever_name

if TYPE_CHECKING:
    from sim.experiment.one_at_a_time import OneAtATime
    from sim.inputs.scenario import Scenario


def of_every_lever(found: OneAtATime, grounds: tuple[Scenario, Scenario], everything: Scenario) -> Answer:
    """A row per lever: what it does alone and with all others, its price, what it makes worse.

    Args:
        grounds: the world without obstacles, and that with them and without remedies.
        everything: the world in which all levers are on.
    """
    text = "\n\n".join(
        [
            filled(
                lever_tables.run_sentence(found, grounds[1], everything),
                every_lever.title(found) + ".",
                f"Alone: a challenge on top of {grounds[0].name}, a strategy or trend on top of {grounds[1].name}. With "
                "all others: all levers on, against the same without the lever.",
            ),
            *(lever_tables.effect_table(found, reading, reading) for reading in READINGS),
            lever_tables.price_table(found),
            lever_tables.harm_table(found),
            filled(better_words(found), lever_tables.how_to_read(), *failure_words(found.failures)),
        ]
    )
    return Answer(
        text,
        {"levers": every_lever.picture(found)},
        lever_tables.tables_of(found),
        [*grounds, everything],
        {"replications": found.replications, "levers": list(found.levers)},
        guides={"levers": every_lever.GUIDE},
    )


def better_words(found: OneAtATime) -> str:
    """What each lever betters most clearly; of a challenge that is what speaks for it."""
    said = [
        f"{lever_name(row['lever'])} ({lever_tables.harm_words(row, found.currency)})"
        for row in found.better.to_dict("records")
    ]
    return f"What each betters most clearly: {'; '.join(said)}." if said else "No measure is shown to be bettered."
