"""How much does each obstacle cost us? Every combination of the three challenges, from none to siloed.

Information silos, cultural differences and incompatible technologies are switched on in all eight combinations, without
any strategy. Each gets its Shapley share of what the siloed company loses against one without obstacles.

Run it:  python scenarios/challenges.py            (8 settings x 20 replications of 13 weeks)
         python scenarios/challenges.py --quick    (8 settings x 4 replications of 4 weeks)
         python scenarios/challenges.py small_siloed  (the small company, in a third of the time; or any file)
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sim.cli.given import one_file
from sim.cli.scripts import Order, run_script

if TYPE_CHECKING:
    from sim.views.answers.answer import Answer

OWN = "siloed"


def study(order: Order) -> Answer:
    """Run the cube of the challenges and divide what they cost."""
    from sim.experiment.attribution import attribute
    from sim.inputs.levers_model import CHALLENGES
    from sim.views.answers.attribution import of_attribution

    (siloed,) = order.scenarios(OWN)
    none = siloed.levers.model_copy(update=dict.fromkeys(CHALLENGES, 0.0))
    without = siloed.model_copy(update={"name": "no obstacles", "levers": none})
    found = attribute(without, siloed, order.evaluate("challenges"), replications=order.replications)
    return of_attribution(found, without, siloed)


def flags(parser: argparse.ArgumentParser) -> None:
    """A scenario file of one's own."""
    one_file(parser, OWN)


if __name__ == "__main__":
    raise SystemExit(run_script(__file__, __doc__, study, flags=flags))
