"""What does each lever do, at what price, and what does it make worse?

Three challenges, four strategies and eight trends, alone and with all others. Alone: a challenge on top of a company
without obstacles, a strategy or trend on top of siloed. With all others: all fifteen on, against the same without the
one. So 33 settings answer for fifteen levers; what levers do only together is divided by scenarios/strategies.py. Unless
another file is given, they are settings of the small company (scenarios/small_siloed.toml).

Run it:  python scenarios/every_lever.py            (33 settings x 20 replications of 13 weeks)
         python scenarios/every_lever.py --quick    (33 settings x 4 replications of 4 weeks)
         python scenarios/every_lever.py siloed     (the large company; or the company and the challenges of any file)
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sim.cli.given import one_file
from sim.cli.scripts import Order, run_script

if TYPE_CHECKING:
    from sim.views.answers.answer import Answer

OWN = "small_siloed"


def study(order: Order) -> Answer:
    """Every lever of the catalogue, one at a time."""
    from sim.experiment.one_at_a_time import at_level, contrasts_of, one_at_a_time
    from sim.inputs.levers_model import CHALLENGES, STRATEGIES, TRENDS
    from sim.views.answers.every_lever import of_every_lever

    (given,) = order.scenarios(OWN)
    siloed = at_level(given, STRATEGIES + TRENDS, 0.0, given.name)
    none = at_level(siloed, CHALLENGES, 0.0, "no obstacles")
    everything = at_level(siloed, STRATEGIES + TRENDS, 1.0, "everything on")
    present = [challenge for challenge in CHALLENGES if getattr(siloed.levers, challenge) > 0]
    contrasts = [
        *(contrasts_of(none, everything, present) if present else []),
        *contrasts_of(siloed, everything, STRATEGIES + TRENDS),
    ]
    found = one_at_a_time(contrasts, order.evaluate("levers"), replications=order.replications)
    return of_every_lever(found, (none, siloed), everything)


def flags(parser: argparse.ArgumentParser) -> None:
    """A scenario file of one's own."""
    one_file(parser, OWN)


if __name__ == "__main__":
    raise SystemExit(run_script(__file__, __doc__, study, flags=flags))
